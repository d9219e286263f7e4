//! The four small doors in the core's wall: what the engine needs from the outside world, as traits.
//!
//! A backend implements them; one contract test suite (`causette-tests/contract`) runs on every backend. The fourth,
//! `Bus` (hints between nodes), arrives with the first backend that has more than one node.

pub mod find;
mod log;
mod memory;

pub use log::{Append, AppendError, Appended, Entry, Keep, KeyHit, Loaded, Log, ReadError, RoomRow, Search, Swept};
pub use memory::MemoryLog;

use crate::{Host, Millis, PersonId};
use std::net::IpAddr;

/// The time of day. Only this tells it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Millis;
}

/// Random identities; seeded in simulation.
pub trait Ids: Send {
    /// 128 fresh bits, never 0.
    fn fresh(&mut self) -> u128;
}

/// Who may be whom. Today: guests who come back within a day.
pub trait Accounts: Send + Sync {
    /// A token that makes its bearer this guest again, until then.
    fn guest_token(&self, guest: PersonId, until: Millis) -> String;
    /// The fingerprint of an address: of an IPv4 one whole, of an IPv6 one its /64. Always the same in one store, and nobody
    /// without its secret can find the address.
    fn host(&self, address: IpAddr) -> Host;
    /// The guest a token belongs to, if it is genuine and still valid.
    fn guest_of(&self, token: &str, now: Millis) -> Option<PersonId>;
}
