//! Guests of a server without a disk: their tokens die with it, as the rooms do.

use causette_core::ports::Accounts;
use causette_core::{Host, Millis, PersonId};
use causette_wire::stored::{host, token};
use std::net::IpAddr;

pub(crate) struct EphemeralAccounts([u8; 32]);

impl EphemeralAccounts {
    pub(crate) fn new() -> Result<EphemeralAccounts, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(EphemeralAccounts(secret))
    }
}

impl Accounts for EphemeralAccounts {
    fn guest_token(&self, guest: PersonId, until: Millis) -> String {
        token::mint(&self.0, guest, until)
    }
    fn host(&self, address: IpAddr) -> Host {
        host::fingerprint(&self.0, address)
    }
    fn guest_of(&self, text: &str, now: Millis) -> Option<PersonId> {
        token::check(&self.0, text, now)
    }
}
