//! Rounds: each starts the relay, measures it, ends it, and does the same to causette, so that both have the same
//! neighbours. Prints each measurement as it comes and the table at the end.

use crate::args::{Common, Proto};
use crate::columns::{CHURNS, DOOR_CHURNS, DOORS, DURABLES, IDLES, LOADS};
use crate::figures::{Figures, Sample};
use crate::load;
use crate::plan::{Aim, Plan};
use crate::server::{Kind, Server};
use crate::table::{Column, table};
use crate::{churn, durable, idle};
use anyhow::{Context, Result, bail};
use std::path::Path;

pub(crate) struct Rounds<'c> {
    pub(crate) common: &'c Common,
}

impl<'c> Rounds<'c> {
    pub(crate) fn new(common: &'c Common) -> Self {
        Self { common }
    }

    pub(crate) fn loads(&self, plans: &[Plan]) -> Result<()> {
        let mut samples = Vec::new();
        for round in 1..=self.common.rounds {
            for plan in plans {
                let kinds = [Some(Kind::Ephemeral), plan.proto.other()];
                self.turns(&plan.name, round, &mut samples, kinds, |server| load::run(plan, server))?;
            }
        }
        self.show(&samples, if other(plans) { DOORS } else { LOADS });
        if plans.iter().all(|plan| plan.aim == Aim::Echo) {
            self.say("CPU is the server's, user and system, for each line that came back to who sent it.");
            return sound(&samples);
        }
        self.say("CPU is the server's, user and system, for each delivery; a sender's own message is no delivery, and");
        self.say(
            "neither server sends it back. At the line door causette tells each sender `ok N`, the relay does not.",
        );
        sound(&samples)
    }

    pub(crate) fn churn(&self, concurrent: usize, proto: Proto) -> Result<()> {
        let (mut samples, name) = (Vec::new(), format!("churn, {concurrent} at once"));
        let common = self.common;
        for round in 1..=common.rounds {
            let times = (common.warm(), common.secs());
            let run = |server: &Server| churn::run(concurrent, common.size.into(), times, server);
            self.turns(&name, round, &mut samples, [Some(Kind::Ephemeral), proto.other()], run)?;
        }
        self.show(&samples, if proto == Proto::Line { CHURNS } else { DOOR_CHURNS });
        self.say("A cycle: connect, join, one message, quit, until the server has closed. At causette's line door a");
        self.say(
            "newcomer is greeted in a first room at once, so each cycle enters and leaves two rooms, among the others.",
        );
        sound(&samples)
    }

    pub(crate) fn idle(&self, count: usize, proto: Proto) -> Result<()> {
        let kinds = match proto {
            // TLS is a wrapping around lines: what it adds is told beside them.
            Proto::Tls => [Some(Kind::Ephemeral), Some(Kind::Tls)],
            Proto::Line | Proto::Irc | Proto::Web => [Some(proto.other().unwrap_or(Kind::Ephemeral)), None],
        };
        let (mut samples, name) = (Vec::new(), format!("idle, {count} connections"));
        for round in 1..=self.common.rounds {
            self.turns(&name, round, &mut samples, kinds, |server| idle::run(count, server))?;
        }
        self.show(&samples, IDLES);
        self.say("Memory is the growth of private dirty pages, divided; the kernel's socket buffers are not in it.");
        if self.wanted() {
            self.say(&format!("Allocator of causette: {}.", crate::procfs::allocator(&self.common.server()?)?));
        }
        sound(&samples)
    }

    pub(crate) fn durable(&self, in_flight: &[u32], below: Option<&Path>) -> Result<()> {
        let mut samples = Vec::new();
        for round in 1..=self.common.rounds {
            for &count in in_flight {
                let times = (self.common.warm(), self.common.secs());
                let plan = durable::plan(count as usize, times, self.common.size.into());
                let plain = self.one(&plan.name, round, Kind::Ephemeral, None, |server| load::run(&plan, server))?;
                let mut kept = self.one(&plan.name, round, Kind::Durable, below, |server| load::run(&plan, server))?;
                derive(&mut kept.figures, "extra_us", &plain.figures, |kept, plain| kept - plain);
                samples.extend([self.print(plain), self.print(kept)]);
            }
        }
        self.show(&samples, DURABLES);
        let (median, rare) = durable::flush(below)?;
        self.say("CPU is the server's for each message to one reader; extra is what the store adds in the same round.");
        self.say(&format!(
            "A write of 4 KB and its flush alone take {median:.0} µs there (p50), {rare:.0} µs (p99.9)."
        ));
        sound(&samples)
    }

    pub(crate) fn wanted(&self) -> bool {
        !self.common.relay_only
    }

    /// The relay, then causette by one door or by two: what a door costs is told beside both.
    fn turns(
        &self,
        name: &str,
        round: u32,
        samples: &mut Vec<Sample>,
        kinds: [Option<Kind>; 2],
        measure: impl Fn(&Server) -> Result<Figures>,
    ) -> Result<()> {
        let relay = self.one(name, round, Kind::Relay, None, &measure)?;
        let mut first: Option<Figures> = None;
        samples.push(self.print(relay.clone()));
        for kind in kinds.into_iter().flatten().filter(|_| self.wanted()) {
            let mut own = self.one(name, round, kind, None, &measure)?;
            derive(&mut own.figures, "ratio", &relay.figures, |own, relay| own / relay);
            if let Some(lines) = &first {
                derive(&mut own.figures, "line_ratio", lines, |own, lines| own / lines);
            }
            first.get_or_insert_with(|| own.figures.clone());
            samples.push(self.print(own));
        }
        Ok(())
    }

    pub(crate) fn one(
        &self,
        name: &str,
        round: u32,
        kind: Kind,
        below: Option<&Path>,
        measure: impl Fn(&Server) -> Result<Figures>,
    ) -> Result<Sample> {
        let what = || format!("{name}: {}, round {round}", kind.name());
        let server = Server::start(kind, self.common, below)?;
        let figures = measure(&server).with_context(what)?;
        Ok(Sample { scenario: name.to_owned(), who: kind.name().to_owned(), round, figures })
    }

    /// Tells of a measurement at once, for whoever waits.
    pub(crate) fn print(&self, sample: Sample) -> Sample {
        let Sample { scenario, who, round, figures } = &sample;
        if self.common.json {
            let mut line = serde_json::json!({ "scenario": scenario, "server": who, "round": round });
            if let Some(line) = line.as_object_mut() {
                line.extend(figures.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
            }
            println!("{line}");
        } else {
            let figure = |name| figures.get(name).copied().unwrap_or(f64::NAN);
            match figures.contains_key("cpu_us") {
                true => eprintln!("round {round}: {scenario}: {who}: {:.2} µs CPU each", figure("cpu_us")),
                false => eprintln!("round {round}: {scenario}: {who}: {:.0} µs (p50)", figure("p50_us")),
            }
        }
        sample
    }

    pub(crate) fn show(&self, samples: &[Sample], columns: &[Column]) {
        self.say(&format!("\n{}", table(samples, columns)));
        let busy = |sample: &&Sample| sample.figures.get("load_busy").is_some_and(|busy| *busy > 0.95);
        if let Some(sample) = samples.iter().find(busy) {
            self.say(&format!(
                "The load itself was the limit, for one in `{}`: rates would be higher.",
                sample.scenario
            ));
        }
    }

    /// A line for people.
    pub(crate) fn say(&self, line: &str) {
        if self.common.json { eprintln!("{line}") } else { println!("{line}") }
    }
}

/// Whether another door than that of lines is measured.
fn other(plans: &[Plan]) -> bool {
    plans.iter().any(|plan| plan.proto != Proto::Line)
}

/// A figure made of the CPU times of one round.
pub(crate) fn derive(figures: &mut Figures, name: &'static str, other: &Figures, make: impl Fn(f64, f64) -> f64) {
    if let (Some(own), Some(other)) = (figures.get("cpu_us"), other.get("cpu_us")) {
        let value = make(*own, *other);
        figures.insert(name, value);
    }
}

/// Fails if a delivery was lost or came twice, or a connection was: such figures are worth nothing.
pub(crate) fn sound(samples: &[Sample]) -> Result<()> {
    for Sample { scenario, who, round, figures } in samples {
        if figures.get("cpu_us").is_some_and(|each| !each.is_finite()) {
            bail!("{scenario}: {who}, round {round}: nothing happened that could be measured");
        }
        for name in ["lost", "closed", "failed"] {
            if let Some(count) = figures.get(name).filter(|count| **count != 0.0) {
                bail!("{scenario}: {who}, round {round}: {count} {name}");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_lost_something_fails() {
        let check = |figure: (&'static str, f64)| {
            let figures = Figures::from([("cpu_us", 1.0), figure]);
            sound(&[Sample { scenario: "s".to_owned(), who: "w".to_owned(), round: 2, figures }])
        };
        assert!(check(("lost", 0.0)).is_ok());
        for name in ["lost", "closed", "failed"] {
            assert_eq!(check((name, 3.0)).unwrap_err().to_string(), format!("s: w, round 2: 3 {name}"));
        }
        assert!(check(("lost", -1.0)).is_err());
        assert!(check(("cpu_us", f64::NAN)).unwrap_err().to_string().contains("nothing happened"));
        assert!(check(("cpu_us", f64::INFINITY)).is_err());
    }

    #[test]
    fn a_ratio_is_of_one_round() {
        let mut own = Figures::from([("cpu_us", 6.0)]);
        derive(&mut own, "ratio", &Figures::from([("cpu_us", 4.0)]), |own, relay| own / relay);
        assert_eq!(own.get("ratio"), Some(&1.5));
    }
}
