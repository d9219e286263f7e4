//! What the fuzzers check of bytes that come before lines do, and how they, and what counts instructions, have a door hear
//! lines.

use super::speaker::{Heard, Speaker};
use super::throttle::{Rate, Throttle};
use causette_engine::{SessionId, Submission};
use tokio::time::Instant;

pub use super::proxy::fuzzed::proxy;
pub use super::websocket::fuzzed::{frame, frames};

/// What a door asks for first.
pub fn greet(speaker: &mut dyn Speaker, session: SessionId) -> Vec<Submission> {
    heard(session, |heard| speaker.greet(heard)).1
}

/// What a door makes of bytes, at no rate: how many it used, and what it asks for. The rest is to be given again once that was
/// answered.
pub fn hear(speaker: &mut dyn Speaker, session: SessionId, bytes: &[u8]) -> (usize, Vec<Submission>) {
    heard(session, |heard| speaker.hear(bytes, heard))
}

fn heard<T>(session: SessionId, hear: impl FnOnce(&mut Heard<'_>) -> T) -> (T, Vec<Submission>) {
    let (mut submissions, mut throttle, now) = (Vec::new(), Throttle::default(), Instant::now());
    let mut heard = Heard {
        session,
        submissions: &mut submissions,
        raw: Vec::new(),
        in_flight: 0,
        throttle: &mut throttle,
        rate: Rate::OFF,
        epoch: now,
        now,
        wait_until: None,
        lines: 0,
        long: false,
        closing: false,
    };
    let done = hear(&mut heard);
    (done, submissions)
}
