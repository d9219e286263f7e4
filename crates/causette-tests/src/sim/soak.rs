//! Run after run, for as long as there is time.

use super::{Finding, Options, Tally, choose, run, shrink};
use std::time::Instant;

/// Runs that one failure is made shorter by.
const TRIES: usize = 600;

/// What many runs showed.
#[derive(Debug, Default)]
pub struct Row {
    /// All of them together.
    pub tally: Tally,
    /// Each run that broke a promise: its seed, what it broke, and the fewest steps that break it.
    pub failures: Vec<(u64, Finding, Vec<super::Op>)>,
    /// Of all runs, in order.
    pub digest: u64,
}

/// Runs from this seed on until the time is over or so many runs were made.
pub fn soak(until: Instant, seed: u64, most: u64, template: &Options) -> Row {
    let mut row = Row::default();
    for seed in (0..most).map(|n| seed.wrapping_add(n)) {
        if clock() >= until {
            break;
        }
        let options = Options { seed, ..template.clone() };
        let ops = choose(&options);
        let outcome = run(&options, &ops);
        row.tally += outcome.tally;
        row.digest = row.digest.rotate_left(5) ^ outcome.digest;
        if let Some(first) = outcome.found.into_iter().next() {
            let rule = first.rule;
            let fails = |ops: &[super::Op]| run(&options, ops).found.iter().any(|found| found.rule == rule);
            let least = shrink(&ops, TRIES, fails);
            row.failures.push((seed, first, least));
        }
    }
    row
}

/// How long it may take is by the machine's own clock; nothing in a run is.
fn clock() -> Instant {
    Instant::now()
}
