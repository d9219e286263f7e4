//! A guest's resume token: who, until when, and a proof that the server said so. Nothing about it is stored.
//!
//! 80 lower-case hex digits: `person id (16) ‖ expiry in ms (8) ‖ HMAC-SHA256(secret, context ‖ id ‖ expiry), first 16 bytes`.
//! Hex, because people copy it out of a terminal, where a double click takes all of it.
//!
//! An account's words are another matter: they can be ended, so the store keeps the [`hash`] of each.

use causette_core::{Fingerprint, Millis, PersonId, TokenHash};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What the proof is made with; kept in the store, shown to nobody.
pub type Secret = [u8; 32];

/// Keeps this proof from being taken for one made with the same secret for something else.
const CONTEXT: &[u8] = b"causette guest token 1";
const CLAIM: usize = 24;
const PROOF: usize = 16;
const TOKEN: usize = CLAIM + PROOF;

/// A token that makes its bearer `guest` again before `until`.
pub fn mint(secret: &Secret, guest: PersonId, until: Millis) -> String {
    let mut bytes = Vec::with_capacity(TOKEN);
    bytes.extend_from_slice(&guest.0.to_be_bytes());
    bytes.extend_from_slice(&until.0.to_be_bytes());
    let proof = proof(secret, &bytes).finalize().into_bytes();
    bytes.extend(proof.iter().take(PROOF));
    let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// The guest a token belongs to, if the server made it and `now` is before its end. The proof is compared in constant time.
pub fn check(secret: &Secret, token: &str, now: Millis) -> Option<PersonId> {
    let bytes = unhex(token)?;
    let (claim, tag) = bytes.split_first_chunk::<CLAIM>()?;
    proof(secret, claim).verify_truncated_left(tag).ok()?;
    let (id, until) = claim.split_first_chunk::<16>()?;
    let until = u64::from_be_bytes(until.try_into().ok()?);
    (now.0 < until).then_some(PersonId(u128::from_be_bytes(*id)))
}

/// What an account's secret word is found by. The words are random and long, so a plain hash is all it takes.
pub fn hash(word: &str) -> TokenHash {
    TokenHash(Sha256::new().chain_update(b"causette word 1").chain_update(word).finalize().into())
}

/// What a certificate, in DER, is known by.
pub fn certificate(der: &[u8]) -> Fingerprint {
    Fingerprint(Sha256::digest(der).into())
}

/// HMAC-SHA256 of `message`, in a context of its own.
pub(crate) fn keyed(secret: &Secret, context: &[u8], message: &[u8]) -> [u8; 32] {
    mac(secret).chain_update(context).chain_update(message).finalize().into_bytes().into()
}

fn proof(secret: &Secret, claim: &[u8]) -> Hmac<Sha256> {
    mac(secret).chain_update(CONTEXT).chain_update(claim)
}

fn mac(secret: &Secret) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros to one block of its hash; doing it here leaves no error to handle.
    let block: [u8; 64] = std::array::from_fn(|i| secret.get(i).copied().unwrap_or(0));
    Hmac::<Sha256>::new(&block.into())
}

/// Exactly [`TOKEN`] bytes in lower-case hex, so that a token has one form.
fn unhex(token: &str) -> Option<[u8; TOKEN]> {
    let nibble = |c: &u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = token.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != TOKEN {
        return None;
    }
    let mut out = [0; TOKEN];
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        *byte = nibble(high)? << 4 | nibble(low)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: Secret = [3; 32];

    #[test]
    fn a_token_is_good_until_its_end_and_under_its_secret_only() {
        let token = mint(&SECRET, PersonId(42), Millis(1000));
        // Computed by other means (Python's hmac).
        assert_eq!(token, "0000000000000000000000000000002a00000000000003e8a2d07f2fa8f7fd06363ba8006df4ddbf");
        assert_eq!(check(&SECRET, &token, Millis(999)), Some(PersonId(42)));
        assert_eq!(check(&SECRET, &token, Millis(1000)), None);
        assert_eq!(check(&[4; 32], &token, Millis(999)), None);
        assert_eq!(check(&SECRET, &token.to_uppercase(), Millis(999)), None);
        assert_eq!(check(&SECRET, "", Millis(0)), None);
    }

    #[test]
    fn any_changed_digit_spoils_it() {
        let token = mint(&SECRET, PersonId(42), Millis(1000));
        for i in 0..token.len() {
            let other = if token.as_bytes()[i] == b'7' { "8" } else { "7" };
            let mut forged = token.clone();
            forged.replace_range(i..=i, other);
            assert_eq!(check(&SECRET, &forged, Millis(0)), None, "digit {i}");
        }
        assert_eq!(check(&SECRET, &token[..78], Millis(0)), None, "a shorter proof");
    }

    /// Computed by other means (Python's hashlib): stores hold these.
    #[test]
    fn a_word_is_found_by_its_hash() {
        let hex = |word: &str| hash(word).0.iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(hex("open sesame"), "30369de8dbf24ec57d14d539a4afc459b26f15a85f2dca607f77be4b94766d78");
        assert_ne!(hash("open sesame"), hash("open sesamf"));
    }

    proptest! {
        #[test]
        fn every_guest_comes_back(id: u128, until in 1u64.., secret: Secret) {
            let token = mint(&secret, PersonId(id), Millis(until));
            prop_assert_eq!(check(&secret, &token, Millis(until - 1)), Some(PersonId(id)));
            prop_assert_eq!(check(&secret, &token, Millis(until)), None);
        }
        #[test]
        fn any_text_is_only_refused(text in "(?s).{0,100}", hex in "[0-9a-f]{80}") {
            prop_assert_eq!(check(&SECRET, &text, Millis(0)), None);
            prop_assert_eq!(check(&SECRET, &hex, Millis(0)), None);
        }
    }
}
