//! Clients, blocking and simple: one that speaks JSON and records all it sees, one that types like a person, one by IRC, and HTTP.

mod account;
mod api;
pub mod http;
mod irc;
mod irc_read;
mod json;
mod read;
mod text;
mod wire;
mod wish;

pub use api::{Api, Events, entry, expired};
pub use irc::Irc;
pub use irc_read::{IrcReader, Shown, msgid, number};
pub use json::{Answer, Json, Page};
pub use text::{Text, said};
pub use wish::Wish;

use std::time::{Duration, Instant};

/// How long an answer may take before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One monotonic clock for all connections of a harness.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// Nanoseconds since.
    pub fn now(&self) -> crate::history::Nanos {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}
