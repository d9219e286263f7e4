//! SCRAM-SHA-256 (RFC 5802, RFC 7677): proving a password without sending it, from the server's side.
//!
//! A verifier is stored as `iterations$salt$stored key$server key`, in base64. The exchange is four texts and no state but
//! what [`ClientFirst`] and [`Challenge`] hold: `client-first`, `server-first`, `client-final`, `server-final`. Whoever runs it
//! brings nonces and verifiers; who is unknown gets [`Verifier::unknown`], which nobody can tell from a real one.

mod exchange;

pub use exchange::{Challenge, ClientFirst, Fault};

use causette_core::Name;
use causette_core::ports::ScramExchange;

use super::token::{Secret, keyed};
use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Rounds of a new verifier. The RFC asks for 4,096 at least; a thief of the store tries passwords on whichever is cheaper, this
/// or the Argon2id hash, so it is as many as a phone still computes in a moment.
pub const ITERATIONS: u32 = 100_000;

/// What is stored of a password for this exchange.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    iterations: u32,
    salt: [u8; 16],
    stored_key: [u8; 32],
    server_key: [u8; 32],
}

impl Verifier {
    /// The verifier of a password that is already prepared.
    pub fn of(password: &[u8], salt: &[u8; 16], iterations: u32) -> Verifier {
        let salted = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations);
        let stored_key = Sha256::digest(mac(&salted, b"Client Key")).into();
        Verifier { iterations, salt: *salt, stored_key, server_key: mac(&salted, b"Server Key") }
    }

    /// What somebody who is not known is asked: always the same for one name in one store, so that nobody learns who is known.
    /// No proof fits it.
    pub fn unknown(secret: &Secret, name: &str) -> Verifier {
        let of = |context| keyed(secret, context, name.as_bytes());
        let salt = of(b"causette scram salt 1").first_chunk().copied().unwrap_or_default();
        let (stored_key, server_key) = (of(b"causette scram stored 1"), of(b"causette scram server 1"));
        Verifier { iterations: ITERATIONS, salt, stored_key, server_key }
    }

    /// Rounds.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }
}

/// Whose password a `client-first` speaks of; nobody acts as somebody else.
pub fn name(first: &str) -> Option<Name> {
    let ClientFirst { name, acting, .. } = ClientFirst::parse(first).ok()?;
    let name = Name::new(&name).ok()?;
    let acting = acting.map(|acting| Name::new(&acting)).transpose().ok()?;
    acting.is_none_or(|acting| acting.key() == name.key()).then_some(name)
}

/// What it is asked to prove, of what is stored; for somebody unknown, of the secret.
pub fn challenge(secret: &Secret, exchange: &ScramExchange) -> Option<Challenge> {
    let (first, name) = (ClientFirst::parse(&exchange.first).ok()?, name(&exchange.first)?);
    let stored = exchange.stored.as_ref().and_then(|stored| stored.scram.parse().ok());
    // By the name's key, since an account is found by that: two ways to write an unknown name are one.
    let verifier = stored.unwrap_or_else(|| Verifier::unknown(secret, name.key().as_str()));
    Some(first.challenge(verifier, &format!("{:032x}", exchange.nonce)))
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(…)")
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [salt, stored, server] = [&self.salt[..], &self.stored_key, &self.server_key].map(Base64::encode_string);
        write!(f, "{}${salt}${stored}${server}", self.iterations)
    }
}

impl FromStr for Verifier {
    type Err = ();
    fn from_str(text: &str) -> Result<Verifier, ()> {
        let mut parts = text.split('$');
        let mut next = || parts.next().ok_or(());
        let iterations = next()?.parse().map_err(drop)?;
        let verifier =
            Verifier { iterations, salt: fixed(next()?)?, stored_key: fixed(next()?)?, server_key: fixed(next()?)? };
        // One form only: checksums are over the text.
        if verifier.to_string() == text { Ok(verifier) } else { Err(()) }
    }
}

/// Exactly so many bytes in base64.
fn fixed<const N: usize>(text: &str) -> Result<[u8; N], ()> {
    Base64::decode_vec(text).map_err(drop)?.try_into().map_err(drop)
}

fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to one block of its hash; doing it here leaves no error to handle.
    let block: [u8; 64] = std::array::from_fn(|i| key.get(i).copied().unwrap_or(0));
    Hmac::<Sha256>::new(&block.into()).chain_update(message).finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
