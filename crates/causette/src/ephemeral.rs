//! Who may be whom on a server without a disk: tokens die with it, as the rooms do.

use causette_core::ports::{Accounts, Checked, ScramExchange};
use causette_core::{Credentials, Host, Millis, Name, Password, PersonId, TokenHash};
use causette_wire::stored::{host, password, scram, token};
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
    fn hash(&self, secret: &Password) -> Result<Credentials, String> {
        password::hash(secret, &salts()?)
    }
    fn check(&self, stored: Option<&Credentials>, secret: &Password) -> Checked {
        let compared = password::compare(stored, secret);
        Checked { good: compared.good, rehash: compared.weak.then(|| self.hash(secret).ok()).flatten() }
    }
    fn scram_name(&self, first: &str) -> Option<Name> {
        scram::name(first)
    }
    fn scram_challenge(&self, exchange: &ScramExchange) -> Option<String> {
        Some(scram::challenge(&self.0, exchange)?.text().to_owned())
    }
    fn scram_proof(&self, exchange: &ScramExchange, last: &str) -> Option<String> {
        scram::challenge(&self.0, exchange)?.answer(last).ok()
    }
    fn token_hash(&self, word: &str) -> TokenHash {
        token::hash(word)
    }
}

fn salts() -> Result<password::Salts, String> {
    let mut salts = password::Salts::default();
    getrandom::fill(&mut salts.argon2).and_then(|()| getrandom::fill(&mut salts.scram)).map_err(|e| e.to_string())?;
    Ok(salts)
}
