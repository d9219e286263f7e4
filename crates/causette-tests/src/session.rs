//! Any bytes whatever are a story that the simulation plays, and no promise is broken in it: people with several sessions,
//! commits that fail, processes that die, a clock that is set.
//!
//! An input is the seed of what is not told (how long entries are kept, identities), and then the story.

use crate::sim::{Fault, Op, Options, Outcome, run, shrink, tell};

/// Steps of one story, those included that bring people in.
const MOST: usize = 700;
/// Runs by which a story that breaks a promise is made shorter.
const TRIES: usize = 300;

/// Checks one input, on the log in memory.
pub fn check(input: &[u8]) {
    let (options, ops) = story(input, Fault::Nothing);
    let outcome = run(&options, &ops);
    let Some(first) = outcome.found.first() else { return };
    let fails = |ops: &[Op]| run(&options, ops).found.iter().any(|found| found.rule == first.rule);
    let least = shrink(&ops, TRIES, fails);
    panic!("{first}\nkept as by seed {}, the fewest steps: {least:#?}", options.seed);
}

/// What becomes of a story with something wrong on purpose.
pub fn played(input: &[u8], fault: Fault) -> Outcome {
    let (options, ops) = story(input, fault);
    run(&options, &ops)
}

fn story(input: &[u8], fault: Fault) -> (Options, Vec<Op>) {
    let (seed, told) = input.split_first().unwrap_or((&0, &[]));
    (Options { fault, ..Options::new((*seed).into()) }, tell(told, MOST))
}
