//! Messages through the sequencer on the log in memory, in a room of 100: decided, appended, made events for the shards.

use crate::Step;
use crate::house::{House, say, session};
use causette_engine::{Event, Submission};
use std::hint::black_box;

const PEOPLE: u32 = 100;

pub(crate) fn one() -> Step {
    batches(1)
}

/// Each of the 100 says something.
pub(crate) fn hundred() -> Step {
    batches(PEOPLE)
}

fn batches(size: u32) -> Step {
    let mut house = House::with_guests(PEOPLE);
    Box::new(move || {
        for session in (1..=size).map(session) {
            house.push(Submission::Command { session, answers: None, command: say() });
        }
        let batch = house.turn().batch;
        let facts = batch.events.iter().filter(|event| matches!(event, Event::Fact { .. })).count();
        assert_eq!(facts, size as usize, "each is told once");
        drop(black_box(batch));
    })
}
