//! What the sequencer needs from outside, without randomness or time of its own: identities of a seed, passwords that are
//! compared as they are, a clock that is set.

use crate::random::Random;
use causette_core::ports::{Accounts, Checked, Ids, ScramExchange};
use causette_core::{Credentials, Host, Millis, Name, Password, PersonId, TokenHash};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Identities that are the same for the same seed, and go on after a restart.
#[derive(Clone)]
pub(crate) struct Seeded(Arc<Mutex<Random>>);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Seeded {
        Seeded(Arc::new(Mutex::new(Random::new(seed))))
    }
}

impl Ids for Seeded {
    fn fresh(&mut self) -> u128 {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (u128::from(random.bits()) << 64 | u128::from(random.bits())).max(1)
    }
}

/// Words and passwords say what they are good for.
pub(crate) struct Trusting;

impl Accounts for Trusting {
    fn guest_token(&self, guest: PersonId, until: Millis) -> String {
        format!("{:x}.{}", guest.0, until.0)
    }
    fn host(&self, address: IpAddr) -> Host {
        let mut hasher = DefaultHasher::new();
        address.hash(&mut hasher);
        Host(hasher.finish())
    }
    fn guest_of(&self, token: &str, now: Millis) -> Option<PersonId> {
        let (id, until) = token.split_once('.')?;
        let until: u64 = until.parse().ok()?;
        (now.0 < until).then_some(PersonId(u128::from_str_radix(id, 16).ok()?))
    }
    fn hash(&self, password: &Password) -> Result<Credentials, String> {
        Ok(Credentials { argon2: password.reveal().to_owned(), scram: String::new() })
    }
    fn check(&self, stored: Option<&Credentials>, password: &Password) -> Checked {
        Checked { good: stored.is_some_and(|stored| stored.argon2 == password.reveal()), rehash: None }
    }
    fn scram_name(&self, first: &str) -> Option<Name> {
        Name::new(first).ok()
    }
    fn scram_challenge(&self, _: &ScramExchange) -> Option<String> {
        None
    }
    fn scram_proof(&self, _: &ScramExchange, _: &str) -> Option<String> {
        None
    }
    fn token_hash(&self, token: &str) -> TokenHash {
        let mut hash = [0; 32];
        for (part, bytes) in hash.chunks_mut(8).enumerate() {
            let mut hasher = DefaultHasher::new();
            (part, token).hash(&mut hasher);
            bytes.copy_from_slice(&hasher.finish().to_le_bytes());
        }
        TokenHash(hash)
    }
}

/// The time of day, which may be wrong, and the time that really passed.
#[derive(Clone, Debug)]
pub(super) struct Wall {
    shown: u64,
    real: u64,
    frozen: bool,
    /// How often it was set: between two moments of the same count, it told how much time passed.
    pub(super) set: u32,
}

/// The first moment of a simulation: 2026-11-23.
const BEGIN: u64 = 1_795_392_000_000;
const HOUR: u64 = 3600 * 1000;

impl Wall {
    pub(super) fn new() -> Wall {
        Wall { shown: BEGIN, real: BEGIN, frozen: false, set: 0 }
    }
    pub(super) fn now(&self) -> Millis {
        Millis(self.shown)
    }
    /// How much time really passed, in milliseconds.
    pub(super) fn passed(&self) -> u64 {
        self.real - BEGIN
    }
    pub(super) fn wait(&mut self, millis: u64) {
        self.real += millis;
        self.shown += if self.frozen { 0 } else { millis };
    }
    pub(super) fn jump(&mut self, jump: super::Jump) {
        self.set += 1;
        match jump {
            super::Jump::Back => self.shown = self.shown.saturating_sub(HOUR),
            super::Jump::TenYears => self.shown += 10 * 8766 * HOUR,
            super::Jump::Freeze => self.frozen = true,
            super::Jump::Right => (self.shown, self.frozen) = (self.real, false),
        }
    }
}
