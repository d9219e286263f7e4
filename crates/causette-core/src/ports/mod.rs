//! The four small doors in the core's wall: what the engine needs from the outside world, as traits.
//!
//! A backend implements them; one contract test suite (`causette-tests/contract`) runs on every backend. The fourth,
//! `Bus` (hints between nodes), arrives with the first backend that has more than one node.

pub mod find;
mod log;
mod memory;
pub mod paging;

pub use log::{
    Amounts, Append, AppendError, Appended, Entry, Exported, Home, Keep, KeyHit, Loaded, Log, Membership, ReadError,
    ReadMark, RoomRow, Search, Swept,
};
pub use memory::MemoryLog;

use crate::{Credentials, Host, Millis, Name, Password, PersonId, TokenHash};
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

/// A compared password.
#[derive(Debug)]
pub struct Checked {
    /// Whether it was the right one.
    pub good: bool,
    /// What should be stored from now on, when it was right but hashed by older rules.
    pub rehash: Option<Credentials>,
}

/// What an exchange of SCRAM-SHA-256 is about. Its texts can be made of this at any time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScramExchange {
    /// What the client said first.
    pub first: String,
    /// What is stored of the account it named, if there is one.
    pub stored: Option<Credentials>,
    /// 128 fresh bits: no answer fits two exchanges.
    pub nonce: u128,
}

/// Who may be whom: passwords and secret words, made and compared. Nothing here reads or writes a store.
pub trait Accounts: Send + Sync {
    /// A token that makes its bearer this guest again, until then.
    fn guest_token(&self, guest: PersonId, until: Millis) -> String;
    /// The fingerprint of an address: of an IPv4 one whole, of an IPv6 one its /64. Always the same in one store, and nobody
    /// without its secret can find the address.
    fn host(&self, address: IpAddr) -> Host;
    /// The guest a token belongs to, if it is genuine and still valid.
    fn guest_of(&self, token: &str, now: Millis) -> Option<PersonId>;
    /// What to store instead of a password. Takes tens of milliseconds and [`Accounts`]' own amount of memory; an error is for
    /// the operator's log.
    fn hash(&self, password: &Password) -> Result<Credentials, String>;
    /// Compares a password, in the same time whatever differs. `None`, for an account that does not exist, does the same work
    /// and is never right.
    fn check(&self, stored: Option<&Credentials>, password: &Password) -> Checked;
    /// Whose password a `client-first` of SCRAM-SHA-256 (RFC 5802) speaks of; `None`: it is no such text.
    fn scram_name(&self, first: &str) -> Option<Name>;
    /// What it is asked to prove. `None` for what is stored, for an account that does not exist, makes a challenge that nobody
    /// can tell from another and nobody can meet: always the same for one name.
    fn scram_challenge(&self, exchange: &ScramExchange) -> Option<String>;
    /// What to answer to a `client-final` whose proof is right.
    fn scram_proof(&self, exchange: &ScramExchange, last: &str) -> Option<String>;
    /// What a secret word is found by.
    fn token_hash(&self, token: &str) -> TokenHash;
}
