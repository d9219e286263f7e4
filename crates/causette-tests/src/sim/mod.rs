//! Simulation: core, sequencer and a log run step by step, in one thread, under a clock that is set: people write, enter, sign
//! in and look after rooms, while commits fail, the process dies, reads come back late and the clock jumps.
//!
//! Everything follows from a list of steps ([`Op`]), which a seed gives, or a fuzzer's bytes: the same seed is the same run, and a run that breaks a
//! promise is made shorter by leaving steps out. What people saw is held against the history checker; what a restart finds in
//! the store, against what was in memory, and against what was stored, commit by commit.
//!
//! The sequencer is sans-I/O: `begin` and `proceed` are all that is driven here, as `causette_engine::run` drives them. The
//! store is given every append by this module, which is the engine's driver in a simulation.

mod care;
mod choices;
mod choose;
mod clerk;
mod finding;
mod hear;
mod judge;
mod op;
mod people;
pub(crate) mod ports;
mod read;
mod resolve;
mod restart;
mod shrink;
mod soak;
mod store;
mod tally;
mod truth;
mod turn;
mod wish;
mod world;

pub use choose::{choose, tell};
pub use finding::{Finding, Rule};
pub use op::{Fate, Jump, Op, Place, Rule as Care, Wish};
pub use shrink::shrink;
pub use soak::{Row, soak};
pub use tally::Tally;

use crate::history::Connection;
use causette_core::ports::Keep;
use causette_engine::plant::Plant;

/// How a run goes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What everything is chosen from.
    pub seed: u64,
    /// How many steps, beside those that bring people in.
    pub steps: usize,
    /// On the embedded store, in a folder of the run's own; else the log is in memory.
    pub sqlite: bool,
    /// What is wrong on purpose.
    pub fault: Fault,
}

/// A fault planted on purpose, which the simulation must find.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fault {
    /// None.
    #[default]
    Nothing,
    /// One of the engine's.
    Engine(Plant),
    /// "Outcome unknown" is taken for "surely not saved", and the server goes on.
    UnknownIsFailure,
    /// Keys are known in memory only.
    KeysForgotten,
    /// What a room is set to is known in memory only.
    StateForgotten,
    /// Who is a member of a room is known in memory only.
    MembersForgotten,
    /// A sweep lets one entry too many go.
    SweepOneTooMany,
    /// A commit is half stored when the process dies.
    TornCommit,
}

/// What a run showed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Every promise that was broken; none, if all is well.
    pub found: Vec<Finding>,
    /// What it was made of.
    pub tally: Tally,
    /// Of all that was stored and seen: the same for the same steps.
    pub digest: u64,
    /// What each connection saw, by room.
    pub seen: Vec<Connection>,
}

impl Options {
    /// A run of a few hundred steps in memory.
    pub fn new(seed: u64) -> Options {
        Options { seed, steps: 300, ..Options::default() }
    }

    /// Whether keys are sent again only while every store must know them: for a day, by a clock that nobody set meanwhile.
    fn careful(&self) -> bool {
        self.sqlite || self.seed.is_multiple_of(2)
    }

    /// How long facts are kept: another choice for each seed.
    fn keep(&self) -> Keep {
        let days = (self.seed % 5 == 1).then_some(2);
        let last = (self.seed % 3 == 2).then_some(25);
        Keep { days, last }
    }
}

/// Runs these steps.
pub fn run(options: &Options, ops: &[Op]) -> Outcome {
    let mut world = world::World::new(options);
    for op in ops {
        world.step(*op);
    }
    world.end()
}

/// Runs the steps that the seed gives.
pub fn simulate(options: &Options) -> Outcome {
    run(options, &choose(options))
}
