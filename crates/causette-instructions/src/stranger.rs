//! What the engine asks of the outside: a clock that stands still, ids that count, and nobody with a password.

use causette_core::ports::{Accounts, Checked, Clock, Ids, ScramExchange};
use causette_core::{Credentials, Host, Millis, Name, Password, PersonId, TokenHash};
use std::net::IpAddr;

/// 2026-11-23, all the time.
pub(crate) const NOW: Millis = Millis(1_795_392_000_000);

pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> Millis {
        NOW
    }
}

pub(crate) struct Counter(pub(crate) u128);

impl Ids for Counter {
    fn fresh(&mut self) -> u128 {
        self.0 += 1;
        self.0
    }
}

pub(crate) struct Strangers;

impl Accounts for Strangers {
    fn guest_token(&self, guest: PersonId, _: Millis) -> String {
        guest.to_string()
    }
    fn host(&self, _: IpAddr) -> Host {
        Host(0)
    }
    fn guest_of(&self, _: &str, _: Millis) -> Option<PersonId> {
        None
    }
    fn hash(&self, _: &Password) -> Result<Credentials, String> {
        Err("strangers have no passwords".to_owned())
    }
    fn check(&self, _: Option<&Credentials>, _: &Password) -> Checked {
        Checked { good: false, rehash: None }
    }
    fn scram_name(&self, _: &str) -> Option<Name> {
        None
    }
    fn scram_challenge(&self, _: &ScramExchange) -> Option<String> {
        None
    }
    fn scram_proof(&self, _: &ScramExchange, _: &str) -> Option<String> {
        None
    }
    fn token_hash(&self, _: &str) -> TokenHash {
        TokenHash([0; 32])
    }
}
