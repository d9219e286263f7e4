//! Passwords as a store keeps them: an Argon2id hash to compare with what is typed, and a SCRAM verifier for doors whose
//! clients never send it.
//!
//! Argon2id with 19 MiB, two passes and one lane, the least that OWASP advises, as a PHC string, which says its own figures:
//! stronger ones later need no migration, only [`Compared::weak`]. Pure: whoever calls brings the random bytes.

use super::scram::{self, Verifier};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use causette_core::{Credentials, Password};
use unicode_normalization::UnicodeNormalization;

/// KiB of memory of one hash.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Fresh random bytes for one password.
#[derive(Clone, Copy, Default)]
pub struct Salts {
    /// Of the Argon2id hash.
    pub argon2: [u8; 16],
    /// Of the SCRAM verifier.
    pub scram: [u8; 16],
}

/// How a comparison ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compared {
    /// It is the right one.
    pub good: bool,
    /// It is, and should be hashed again: what is stored was made by weaker rules than today's.
    pub weak: bool,
}

/// What to store instead of a password; an error is a lack of memory.
pub fn hash(password: &Password, salts: &Salts) -> Result<Credentials, String> {
    let typed = prepared(password);
    let hash = today()
        .and_then(|argon2| argon2.hash_password_with_salt(typed.as_bytes(), &salts.argon2))
        .map_err(|e| e.to_string())?;
    let scram = Verifier::of(typed.as_bytes(), &salts.scram, scram::ITERATIONS);
    Ok(Credentials { argon2: hash.to_string(), scram: scram.to_string() })
}

/// Compares a password with what is stored. Where nothing is stored it does the same work, and it is never right.
pub fn compare(stored: Option<&Credentials>, password: &Password) -> Compared {
    let typed = prepared(password);
    let Some((hash, scram)) = stored.and_then(|s| Some((PasswordHash::new(&s.argon2).ok()?, &s.scram))) else {
        let spent = today().and_then(|argon2| argon2.hash_password_with_salt(typed.as_bytes(), &[0; 16]));
        drop(std::hint::black_box(spent));
        return Compared { good: false, weak: false };
    };
    let good = Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok();
    let strong = is_strong(&hash) && scram.parse::<Verifier>().is_ok_and(|v| v.iterations() >= scram::ITERATIONS);
    Compared { good, weak: good && !strong }
}

/// Whether it is what was made of a password, by rules that [`compare`] knows.
pub fn is_hash(text: &str) -> bool {
    PasswordHash::new(text).is_ok_and(|hash| hash.algorithm == Algorithm::Argon2id.ident())
}

fn today() -> argon2::password_hash::Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn is_strong(hash: &PasswordHash) -> bool {
    let enough = |p: Params| p.m_cost() >= MEMORY && p.t_cost() >= PASSES && p.p_cost() >= LANES;
    hash.algorithm == Algorithm::Argon2id.ident() && Params::try_from(hash).is_ok_and(enough)
}

/// What is hashed: the same whether an accent was typed as one character or two, as SASLprep (RFC 4013) has it for SCRAM.
/// What it forbids, [`Password`] has refused.
fn prepared(password: &Password) -> String {
    let typed = password.reveal();
    if typed.is_ascii() {
        return typed.to_owned();
    }
    let space = |c: char| if c.is_whitespace() { ' ' } else { c };
    typed.chars().filter(|c| !is_nothing(*c)).map(space).nfkc().collect()
}

/// What is commonly mapped to nothing (RFC 3454, B.1).
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{1806}' | '\u{180b}'..='\u{180d}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALTS: Salts = Salts { argon2: [7; 16], scram: [9; 16] };

    fn typed(text: &str) -> Password {
        Password::typed(text).unwrap()
    }

    #[test]
    fn the_right_one_and_no_other() {
        let stored = hash(&typed("correct horse"), &SALTS).unwrap();
        assert!(stored.argon2.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", stored.argon2);
        assert_eq!(compare(Some(&stored), &typed("correct horse")), Compared { good: true, weak: false });
        for (stored, other) in
            [(Some(&stored), "correct horsf"), (Some(&stored), "correct horse "), (None, "correct horse")]
        {
            assert_eq!(compare(stored, &typed(other)), Compared { good: false, weak: false }, "{other}");
        }
        let other = hash(&typed("correct horse"), &Salts { argon2: [8; 16], scram: [8; 16] }).unwrap();
        assert!(other.argon2 != stored.argon2 && other.scram != stored.scram, "the same password is not the same hash");
    }

    #[test]
    fn what_weaker_rules_made_is_hashed_again() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4_096, 1, 1, None).unwrap());
        let argon2 = weak.hash_password_with_salt(b"correct horse", &[1; 16]).unwrap().to_string();
        let stored = hash(&typed("correct horse"), &SALTS).unwrap();
        let few = Verifier::of(b"correct horse", &[1; 16], 4_096).to_string();
        for old in [
            Credentials { argon2, ..stored.clone() },
            Credentials { scram: few, ..stored.clone() },
            Credentials { scram: "none".into(), ..stored.clone() },
        ] {
            assert_eq!(compare(Some(&old), &typed("correct horse")), Compared { good: true, weak: true });
            assert_eq!(compare(Some(&old), &typed("another one")), Compared { good: false, weak: false });
        }
        assert!(is_hash(&stored.argon2) && !is_hash("$argon2id$") && !is_hash("plain text"));
        for broken in ["", "plain text", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA"] {
            let broken = Credentials { argon2: broken.into(), ..stored.clone() };
            assert!(!compare(Some(&broken), &typed("correct horse")).good);
        }
    }

    #[test]
    fn an_accent_is_an_accent_however_it_was_typed() {
        let stored = hash(&typed("caf\u{e9}\u{a0}\u{fb01}n"), &SALTS).unwrap();
        assert!(compare(Some(&stored), &typed("cafe\u{301} fi\u{200d}n")).good);
        assert!(!compare(Some(&stored), &typed("cafe fin")).good);
    }
}
