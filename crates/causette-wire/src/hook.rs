//! Signatures of webhooks, as the Standard Webhooks specification (version 1.0.0) has them.

use base64ct::{Base64, Encoding};
use causette_core::HookSecret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What tells a signing secret from other words.
const PREFIX: &str = "whsec_";
/// Of a signature: by HMAC.
const VERSION: &str = "v1,";

/// A secret, as its owner is shown it and as libraries that verify take it.
pub fn secret(secret: &HookSecret) -> String {
    format!("{PREFIX}{}", Base64::encode_string(&secret.0))
}

/// The signature of one delivery: over its id, its time in seconds since 1970, and the body as it is sent.
pub fn signature(secret: &HookSecret, id: &str, seconds: u64, body: &[u8]) -> String {
    let mut block = [0; 64];
    block.iter_mut().zip(secret.0).for_each(|(to, from)| *to = from);
    let mac = Hmac::<Sha256>::new(&block.into());
    let signed = mac.chain_update(id).chain_update(".").chain_update(seconds.to_string()).chain_update(".");
    let signed: [u8; 32] = signed.chain_update(body).finalize().into_bytes().into();
    format!("{VERSION}{}", Base64::encode_string(&signed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by other means (Python's hmac).
    #[test]
    fn a_signature_is_what_others_compute() {
        let key = HookSecret(std::array::from_fn(|i| i as u8));
        assert_eq!(secret(&key), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let signed = signature(&key, "room-7", 1_700_000_000, br#"{"type":"message","text":"h\u00e9"}"#);
        assert_eq!(signed, "v1,IGDDs5ERg7635Ehq9QuIbGluETCkl6I7JGsyhxVB73s=");
    }
}
