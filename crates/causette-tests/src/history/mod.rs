//! The history checker: what clients saw, held against what the server kept. Pure; it must not know sockets or formats.
//!
//! A harness records each connection as it happens ([`Connection`]), reads the rooms back from the server ([`RoomLog`])
//! and calls [`check`]. Every wish is known by its key, and what is said is unique, so that it says which wish it was.

mod accounts;
mod book;
mod check;
mod event;
mod fact;
mod live;
mod log;
mod members;
mod ops;
mod reads;
mod rules;
mod search;
mod violation;

pub use accounts::{Attempt, Deed, Outcome};
pub use check::{Evidence, check};
pub use event::{Connection, Event, Shows, Span};
pub use fact::{Said, What};
pub use log::RoomLog;
pub use violation::{Kind, Violation};

/// An entry's number in its room.
pub type Seq = u64;

/// Nanoseconds since the harness began, on one monotonic clock for all its connections.
pub type Nanos = u64;

#[cfg(test)]
mod tests;
