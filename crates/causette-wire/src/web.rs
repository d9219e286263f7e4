//! What the web door proves with a secret of its own.

use crate::stored::token::keyed;
use subtle::ConstantTimeEq;

const CSRF: &[u8] = b"causette csrf 1";

/// What a page must send back with whatever changes something, in hex: it belongs to a cookie, and only a page of the same
/// origin can have read it.
pub fn csrf_token(secret: &[u8; 32], cookie: &str) -> String {
    keyed(secret, CSRF, cookie.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two tokens are the same, in a time that does not tell where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_belongs_to_a_cookie_and_a_server() {
        let token = csrf_token(&[1; 32], "word");
        assert_eq!(token.len(), 64);
        assert!(same(token.as_bytes(), csrf_token(&[1; 32], "word").as_bytes()));
        assert!(!same(token.as_bytes(), csrf_token(&[1; 32], "words").as_bytes()));
        assert!(!same(token.as_bytes(), csrf_token(&[2; 32], "word").as_bytes()));
        assert!(!same(token.as_bytes(), b""));
    }
}
