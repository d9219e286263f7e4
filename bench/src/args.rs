//! The command line: one scenario, and what all of them share. Everything is bounded here.

use crate::server::Kind;
use anyhow::{Context, Result};
use clap::{Parser, Subcommand, value_parser};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// What causette costs, beside the least a fan-out server can do, in one run.
///
/// Each round starts a bare relay, measures it, ends it, then does the same to causette. Compare ratios, not times:
/// machines and neighbours differ.
#[derive(Parser, Debug)]
#[command(name = "causette-bench", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) scenario: Scenario,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Common {
    /// Rounds; relay and causette take turns in each.
    #[arg(long, global = true, default_value_t = 3, value_parser = value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,
    /// Seconds that are measured, each time.
    #[arg(long, global = true, default_value_t = 2.0, value_parser = seconds)]
    pub(crate) secs: f64,
    /// Seconds of the same traffic before.
    #[arg(long, global = true, default_value_t = 0.5, value_parser = seconds)]
    pub(crate) warm: f64,
    /// Bytes of a message's text; the stamp needs 25.
    #[arg(long, global = true, default_value_t = 64, value_parser = value_parser!(u16).range(25..=2000))]
    pub(crate) size: u16,
    /// Each measurement as a line of JSON on standard output; the table goes to standard error.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The program to measure [default: `causette` beside this one].
    #[arg(long, global = true, value_name = "PATH")]
    server: Option<PathBuf>,
    /// Passed on to `causette serve`, for experiments; may be repeated.
    #[arg(long, global = true, value_name = "ARG", allow_hyphen_values = true)]
    pub(crate) server_arg: Vec<String>,
    /// Measure the relay alone.
    #[arg(long, global = true)]
    pub(crate) relay_only: bool,
}

impl Common {
    pub(crate) fn server(&self) -> Result<PathBuf> {
        let path = match &self.server {
            Some(path) => path.clone(),
            None => std::env::current_exe()?.with_file_name("causette"),
        };
        path.canonicalize()
            .with_context(|| format!("{}: build it (cargo build --release) or name it with --server", path.display()))
    }

    pub(crate) fn warm(&self) -> Duration {
        Duration::from_secs_f64(self.warm)
    }

    pub(crate) fn secs(&self) -> Duration {
        Duration::from_secs_f64(self.secs)
    }
}

#[derive(Subcommand, Debug, Clone)]
pub(crate) enum Scenario {
    /// One room; each sender keeps some messages in the air.
    Fanout {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(2..=20_000))]
        members: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=20_000))]
        senders: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=1000))]
        window: u32,
        #[command(flatten)]
        door: Door,
    },
    /// Many rooms, all of them busy.
    Rooms {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
        rooms: u32,
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(2..=10_000))]
        members: u32,
        #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(1..=10_000))]
        senders: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=1000))]
        window: u32,
        #[command(flatten)]
        door: Door,
    },
    /// One message at a time to one room: nothing to batch, the honest cost of a delivery.
    Shallow {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(2..=20_000))]
        members: u32,
        #[command(flatten)]
        door: Door,
    },
    /// Many rooms at a fixed rate, whether the server keeps up or not; timed from when each message was due.
    Rate {
        /// Messages a second, over all rooms.
        #[arg(long, default_value_t = 2000, value_parser = value_parser!(u32).range(1..=1_000_000))]
        rate: u32,
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
        rooms: u32,
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(2..=10_000))]
        members: u32,
        #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(1..=10_000))]
        senders: u32,
        #[command(flatten)]
        door: Door,
    },
    /// Connections that say nothing: the memory each takes.
    Idle {
        #[arg(long, default_value_t = 10_000, value_parser = value_parser!(u32).range(1..=20_000))]
        count: u32,
        /// By which door: in a first room by lines, in one of a hundred rooms by IRC and by WebSocket.
        #[arg(long, value_enum, default_value_t = Proto::Line)]
        proto: Proto,
    },
    /// Connect, join, one message, quit; over and over.
    Churn {
        /// Connections at once.
        #[arg(long, default_value_t = 20, value_parser = value_parser!(u32).range(1..=1000))]
        concurrent: u32,
        #[command(flatten)]
        door: Door,
    },
    /// One room that many enter one after another and leave again.
    Crowd {
        /// How many; each number is a room of its own.
        #[arg(long, value_delimiter = ',', default_values_t = [100, 300, 1000], value_parser = value_parser!(u32).range(2..=10_000))]
        members: Vec<u32>,
        #[command(flatten)]
        door: Door,
    },
    /// Direct messages between pairs, one side speaking; the relay has rooms of two.
    Direct {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=10_000))]
        pairs: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=1000))]
        window: u32,
    },
    /// Lines that come back to who sent them, by `/echo`.
    Echo {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=20_000))]
        connections: u32,
        #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(1..=1000))]
        window: u32,
    },
    /// One room entered and left over and over: what an entry costs, and what its replay does.
    Join {
        /// Messages in the room; more than causette replays would count as lost.
        #[arg(long, default_value_t = 20, value_parser = value_parser!(u32).range(1..=20))]
        replay: u32,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// A long room read page by page.
    History {
        /// Messages in the room.
        #[arg(long, default_value_t = 100_000, value_parser = value_parser!(u32).range(1..=10_000_000))]
        messages: u32,
        /// Messages of a page.
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=500))]
        page: u32,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// One room of which one member never reads, beside the same where all do.
    Slow {
        #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(3..=20_000))]
        members: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=20_000))]
        senders: u32,
        #[arg(long, default_value_t = 4, value_parser = value_parser!(u32).range(1..=1000))]
        window: u32,
        /// Seconds for which it is waited that the deaf one is let go, after what is measured; 0: not at all.
        #[arg(long, default_value_t = 90, value_parser = value_parser!(u32).range(0..=600))]
        patience: u32,
    },
    /// How long a server takes to start, by how much it keeps.
    Start {
        /// Messages in the store, one after the other; it grows from one to the next.
        #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000], value_parser = value_parser!(u32).range(1..=10_000_000))]
        messages: Vec<u32>,
        /// Rooms they are spread over.
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=40))]
        rooms: u32,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// Memory by how many rooms there are, most of which nobody is in.
    Known {
        /// Rooms, one after the other; they become more from one to the next.
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000], value_parser = value_parser!(u32).range(1..=1_000_000))]
        rooms: Vec<u32>,
        /// Rooms somebody is in.
        #[arg(long, default_value_t = 1_000, value_parser = value_parser!(u32).range(1..=20_000))]
        active: u32,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// What keeping messages costs: the same traffic with the store and without.
    Durable {
        /// Messages in the air, over all senders.
        #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 500], value_parser = value_parser!(u32).range(1..=10_000))]
        in_flight: Vec<u32>,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// How long a search takes in a room of many messages.
    Search {
        /// Messages in the room.
        #[arg(long, default_value_t = 1_000_000, value_parser = value_parser!(u32).range(1..=10_000_000))]
        messages: u32,
        /// Searches of each sort.
        #[arg(long, default_value_t = 50, value_parser = value_parser!(u32).range(1..=10_000))]
        times: u32,
        /// Messages a second that somebody writes beside the searches, of which twenty are asked a second then
        /// [default: nobody writes].
        #[arg(long, value_name = "RATE", value_parser = value_parser!(u32).range(1..=100_000))]
        writing: Option<u32>,
        /// The disk to measure: data is kept in a new directory below this one [default: the temporary directory].
        #[arg(long, value_name = "DIR")]
        below: Option<PathBuf>,
    },
    /// All but crowd, direct, echo, join, history, slow, start, known and search.
    All,
    /// Draws what was measured: the lines of --json in, SVG files out.
    Plot {
        /// Files of such lines.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The folder for the drawings; those of before are written over.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// The bare relay alone, on a free port, until it is ended; the others start it themselves.
    Relay,
    /// Starts a program that ends with this one's parent.
    #[command(hide = true)]
    Child {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        words: Vec<OsString>,
    },
}

/// By which door.
#[derive(clap::Args, Debug, Clone, Copy)]
pub(crate) struct Door {
    /// What connections speak; beside lines, what it costs beside lines is told, too.
    #[arg(long, value_enum, default_value_t = Proto::Line)]
    pub(crate) proto: Proto,
}

impl Door {
    pub(crate) const LINE: Door = Door { proto: Proto::Line };
}

/// What connections speak.
#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proto {
    Line,
    Irc,
    /// A WebSocket at the web door.
    Web,
    /// Lines by TLS.
    Tls,
}

impl Proto {
    /// What is measured beside the line door.
    pub(crate) fn other(self) -> Option<Kind> {
        match self {
            Proto::Line => None,
            Proto::Irc => Some(Kind::Irc),
            Proto::Web => Some(Kind::Web),
            Proto::Tls => Some(Kind::Tls),
        }
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number of seconds is meant")?;
    if (0.05..=600.0).contains(&value) { Ok(value) } else { Err("from 0.05 to 600".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn bounds_are_kept() {
        let parses = |words: &str| Args::try_parse_from(words.split(' ')).is_ok();
        for words in [
            "b fanout",
            "b rooms --rooms 3 --secs 0.1",
            "b --json all",
            "b durable --in-flight 1,2",
            "b shallow --members 2",
            "b idle --proto irc",
            "b idle --proto web",
            "b fanout --proto irc",
            "b rate --proto tls",
            "b idle --proto tls",
            "b churn --proto irc",
            "b crowd --members 2,10000 --proto irc",
            "b direct --pairs 1",
            "b echo --connections 1 --window 1000",
            "b join --replay 1",
            "b history --messages 1 --page 500",
            "b slow --members 3 --patience 0",
            "b plot a.json b.json --out c",
            "b start --messages 1,10000000 --rooms 40",
            "b known --rooms 1000000 --active 1",
        ] {
            assert!(parses(words), "{words}");
        }
        for words in [
            "b",
            "b fanout --members 1",
            "b all --secs 0",
            "b all --secs NaN",
            "b idle --count 1000000",
            "b idle --proto telnet",
            "b durable --in-flight 0",
            "b fanout --proto ssh",
            "b crowd --members 1",
            "b direct --pairs 0",
            "b direct --proto irc",
            "b echo --window 0",
            "b join --replay 21",
            "b history --page 501",
            "b slow --members 2",
            "b slow --patience 601",
            "b plot --out c",
            "b plot a.json",
            "b start --messages 0",
            "b start --rooms 41",
            "b known --rooms 0",
        ] {
            assert!(!parses(words), "{words}");
        }
    }
}
