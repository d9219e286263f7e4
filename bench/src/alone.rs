//! Rounds of what the relay cannot do: causette beside itself.

use crate::args::Proto;
use crate::columns::{CROWDS, HISTORIES, JOINS, SEARCHES, SEARCHES_WRITING, SLOWS};
use crate::figures::{Figures, Sample};
use crate::plan::{Plan, Slow};
use crate::procfs::cpu;
use crate::rounds::{Rounds, derive, sound};
use crate::server::{Kind, Server};
use crate::session::Session;
use crate::writer::Writer;
use crate::{crowd, history, join, load, search};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Duration;

impl Rounds<'_> {
    /// One room filled once; every sort of search in each round.
    pub(crate) fn search(&self, messages: u64, times: u64, writing: Option<u32>, below: Option<&Path>) -> Result<()> {
        let server = Server::start(Kind::Durable, self.common, below)?;
        let mut session = Session::in_json(&server)?;
        let rate = session.fill(messages)?;
        let mut samples = Vec::new();
        for round in 1..=self.common.rounds {
            samples.extend(match writing {
                None => self.searches(&server, &mut session, times, round)?,
                Some(writing) => self.searches_writing(&server, times, writing, round)?,
            });
        }
        self.show(&samples, if writing.is_some() { SEARCHES_WRITING } else { SEARCHES });
        self.say(&format!("{messages} messages in one room, said by one session at {rate:.0} a second. A search is"));
        self.say("asked on one connection and timed until its answer, the 20 newest messages found, is read.");
        Ok(())
    }

    fn searches(&self, server: &Server, session: &mut Session, times: u64, round: u32) -> Result<Vec<Sample>> {
        let each = |(name, ask): (&str, _)| {
            let before = cpu(server.pid())?;
            let mut figures = search::search(session, ask, times, Duration::ZERO)?;
            figures.insert("cpu_us", (cpu(server.pid())? - before) * 1e6 / times as f64);
            Ok(self.durable_sample(name, round, figures))
        };
        search::ASKS.into_iter().map(each).collect()
    }

    /// Somebody who writes alone, then the searches, with the writing beside them told at their end.
    fn searches_writing(&self, server: &Server, times: u64, rate: u32, round: u32) -> Result<Vec<Sample>> {
        let writer = Writer::start(server, rate, round.into())?;
        let before = cpu(server.pid())?;
        std::thread::sleep(self.common.secs());
        let mut alone = writer.end()?;
        let written = alone.get("written").copied().unwrap_or(f64::NAN);
        alone.insert("cpu_us", (cpu(server.pid())? - before) * 1e6 / written);
        let mut samples = vec![self.durable_sample(&format!("writing alone, {rate}/s"), round, alone)];
        let writer = Writer::start(server, rate, u64::from(round) + 1000)?;
        let mut session = Session::in_json(server)?;
        for (name, ask) in search::ASKS {
            let figures = search::search(&mut session, ask, times, search::PACE)?;
            samples.push(self.durable_sample(name, round, figures));
        }
        samples.push(self.durable_sample("writing beside the searches", round, writer.end()?));
        Ok(samples)
    }

    fn durable_sample(&self, name: &str, round: u32, figures: Figures) -> Sample {
        self.print(Sample { scenario: name.to_owned(), who: Kind::Durable.name().to_owned(), round, figures })
    }

    /// Entries into an empty room and into one that replays, without the store and with it.
    pub(crate) fn join(&self, replay: u32, below: Option<&Path>) -> Result<()> {
        self.own("join")?;
        let mut samples = Vec::new();
        let (size, times) = (self.common.size.into(), (self.common.warm(), self.common.secs()));
        for round in 1..=self.common.rounds {
            for kind in [Kind::Ephemeral, Kind::Durable] {
                let one = |name: &str, replay| {
                    self.one(name, round, kind, below, |server| join::run(replay, size, times, server))
                };
                let empty = one("join, nothing to replay", 0)?;
                let mut full = one(&format!("join, {replay} replayed"), replay)?;
                derive(&mut full.figures, "replay_us", &empty.figures, |full, empty| full - empty);
                samples.extend([self.print(empty), self.print(full)]);
            }
        }
        self.show(&samples, JOINS);
        self.say(
            "CPU is the server's for one entry and one leave, asked together by one connection that waits for both;",
        );
        self.say("replay is what the messages add to it in the same round.");
        sound(&samples)
    }

    /// Rooms of several sizes, entered and left by one after another.
    pub(crate) fn crowd(&self, members: &[u32], proto: Proto) -> Result<()> {
        self.own("crowd")?;
        let (mut samples, kind) = (Vec::new(), proto.other().unwrap_or(Kind::Ephemeral));
        if kind == Kind::Web {
            bail!("`crowd` is measured by lines, by TLS and by IRC");
        }
        for round in 1..=self.common.rounds {
            for &members in members {
                let (name, secs) = (format!("crowd of {members}"), self.common.secs());
                let sample = self.one(&name, round, kind, None, |server| crowd::run(members as usize, secs, server))?;
                samples.push(self.print(sample));
            }
        }
        self.show(&samples, CROWDS);
        self.say("Each enters when who came before is in, and quits when who went before is gone. Bytes are what all are sent,");
        self.say("answers included; p50 and p99 are until one is in, `last` until the last of all who are told of it has read it.");
        sound(&samples)
    }

    /// One room filled once, then read through in each round, both ways.
    pub(crate) fn history(&self, messages: u32, page: u32, below: Option<&Path>) -> Result<()> {
        self.own("history")?;
        let server = Server::start(Kind::Durable, self.common, below)?;
        let mut session = Session::in_json(&server)?;
        let rate = session.fill(messages.into())?;
        let mut samples = Vec::new();
        for round in 1..=self.common.rounds {
            for (name, way) in history::WAYS {
                let figures = history::read(&mut session, way, page, messages.into(), &server)?;
                let (scenario, who) = (format!("pages of {page}, {name}"), Kind::Durable.name().to_owned());
                samples.push(self.print(Sample { scenario, who, round, figures }));
            }
        }
        self.show(&samples, HISTORIES);
        self.say(&format!(
            "{messages} messages in one room, said by one session at {rate:.0} a second, and read through"
        ));
        self.say("once each way in each round. CPU is the server's for each page; times are until a page is read.");
        sound(&samples)
    }

    /// A room whose members all read, beside the same with one who does not.
    pub(crate) fn slow(&self, plan: &Plan) -> Result<()> {
        self.own("slow")?;
        let mut samples = Vec::new();
        let with = |deaf| {
            let name = format!("{}, {}", plan.name, if deaf { "one does not read" } else { "all read" });
            Plan { name, slow: plan.slow.map(|slow| Slow { deaf, ..slow }), ..plan.clone() }
        };
        let (all, but_one) = (with(false), with(true));
        for round in 1..=self.common.rounds {
            let measure =
                |plan: &Plan| self.one(&plan.name, round, Kind::Ephemeral, None, |server| load::run(plan, server));
            let all = measure(&all)?;
            let mut but_one = measure(&but_one)?;
            derive(&mut but_one.figures, "ratio", &all.figures, |but_one, all| but_one / all);
            samples.extend([self.print(all), self.print(but_one)]);
        }
        self.show(&samples, SLOWS);
        self.say(
            "CPU is the server's for each delivery that is read. Memory is the most that private dirty pages grew by,",
        );
        self.say(
            "what a room keeps included; `let go` is when the others hear that who does not read is gone, if they do.",
        );
        sound(&samples)
    }

    pub(crate) fn own(&self, name: &str) -> Result<()> {
        if !self.wanted() {
            bail!("the relay has no `{name}`");
        }
        Ok(())
    }
}
