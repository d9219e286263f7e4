//! `causette-bench`: anyone can repeat our figures with one command. Knows the servers from outside only: their command
//! line, their line door, and what the kernel says about their processes.

mod alone;
mod args;
mod churn;
mod client;
mod columns;
mod crowd;
mod durable;
mod figures;
mod guest;
mod history;
mod idle;
mod join;
mod kept;
mod known;
mod load;
mod passage;
mod pipe;
mod plan;
mod plot;
mod procfs;
mod relay;
mod room;
mod rounds;
mod search;
mod server;
mod session;
mod stamp;
mod start;
mod stop;
mod strain;
mod table;
mod talk;
mod tls;
mod vocabulary;
mod window;
mod writer;

use anyhow::Result;
use args::{Args, Common, Door, Proto, Scenario};
use clap::Parser;
use plan::plan;
use rounds::Rounds;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { scenario, common } = Args::parse();
    match run(&scenario, &common) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("causette-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(scenario: &Scenario, common: &Common) -> Result<()> {
    let rounds = Rounds::new(common);
    if !matches!(scenario, Scenario::Relay | Scenario::Child { .. } | Scenario::Plot { .. }) {
        stop::listen()?;
        more_files()?;
    }
    match scenario {
        Scenario::Relay => relay::serve(),
        Scenario::Child { words } => stop::become_child(words),
        Scenario::Plot { files, out } => plot::plot(files, out),
        Scenario::Idle { count, proto } => rounds.idle(*count as usize, *proto),
        Scenario::Churn { concurrent, door } => rounds.churn(*concurrent as usize, door.proto),
        Scenario::Crowd { members, door } => rounds.crowd(members, door.proto),
        Scenario::Join { replay, below } => rounds.join(*replay, below.as_deref()),
        Scenario::History { messages, page, below } => rounds.history(*messages, *page, below.as_deref()),
        Scenario::Slow { .. } => plan(scenario, common).map_or(Ok(()), |plan| rounds.slow(&plan)),
        Scenario::Start { messages, rooms, below } => rounds.start(messages, *rooms, below.as_deref()),
        Scenario::Known { rooms, active, below } => rounds.known(rooms, *active, below.as_deref()),
        Scenario::Durable { in_flight, below } => rounds.durable(in_flight, below.as_deref()),
        Scenario::Search { messages, times, writing, below } => {
            rounds.search((*messages).into(), (*times).into(), *writing, below.as_deref())
        }
        Scenario::All => all(&rounds, common),
        Scenario::Fanout { .. }
        | Scenario::Rooms { .. }
        | Scenario::Shallow { .. }
        | Scenario::Rate { .. }
        | Scenario::Direct { .. }
        | Scenario::Echo { .. } => rounds.loads(&plan(scenario, common).into_iter().collect::<Vec<_>>()),
    }
}

/// Every connection is a file here and in the server, which inherits the limit.
fn more_files() -> Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    Ok(())
}

/// A short version of everything.
fn all(rounds: &Rounds<'_>, common: &Common) -> Result<()> {
    let door = Door::LINE;
    let fanout = |members| Scenario::Fanout { members, senders: 4, window: 4, door };
    let rooms = Scenario::Rooms { rooms: 100, members: 10, senders: 1, window: 4, door };
    let rate = Scenario::Rate { rate: 2000, rooms: 100, members: 10, senders: 1, door };
    let loads = [Scenario::Shallow { members: 100, door }, fanout(10), fanout(100), fanout(1000), rooms, rate];
    rounds.loads(&loads.iter().filter_map(|scenario| plan(scenario, common)).collect::<Vec<_>>())?;
    rounds.churn(20, Proto::Line)?;
    rounds.idle(10_000, Proto::Line)?;
    if common.relay_only { Ok(()) } else { rounds.durable(&[1, 16, 500], None) }
}
