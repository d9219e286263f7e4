//! What SASL sends, in base64 as IRC carries it: the message of PLAIN (RFC 4616), and texts of other mechanisms.

use base64ct::{Base64, Encoding};

/// Somebody's claim to be somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct SaslPlain {
    /// Whom they want to act as; empty: themselves.
    pub acting: String,
    /// Whose password it is.
    pub name: String,
    /// The password.
    pub password: String,
}

/// Reads `authzid NUL authcid NUL password`; `None`: it is no such thing.
pub fn sasl_plain(base64: &str) -> Option<SaslPlain> {
    let text = String::from_utf8(Base64::decode_vec(base64).ok()?).ok()?;
    let mut parts = text.split('\0');
    let (acting, name, password) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && !name.is_empty() && !password.is_empty();
    whole.then(|| SaslPlain { acting: acting.to_owned(), name: name.to_owned(), password: password.to_owned() })
}

/// Reads a text; `None`: it is none.
pub fn sasl_text(base64: &str) -> Option<String> {
    String::from_utf8(Base64::decode_vec(base64).ok()?).ok()
}

/// Writes one.
pub fn sasl_base64(text: &str) -> String {
    Base64::encode_string(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: Option<[&str; 3]>) {
        let said = sasl_plain(&Base64::encode_string(bytes)).map(|said| [said.acting, said.name, said.password]);
        assert_eq!(said, expect.map(|parts| parts.map(str::to_owned)), "{bytes:?}");
    }

    #[test]
    fn three_parts_and_nothing_else() {
        check(b"\0alice\0correct horse", Some(["", "alice", "correct horse"]));
        check(b"bob\0alice\0pw", Some(["bob", "alice", "pw"]));
        for bad in [&b""[..], b"alice\0pw", b"\0\0pw", b"\0alice\0", b"\0a\0b\0c", b"\0\xff\0pw"] {
            check(bad, None);
        }
        assert!(sasl_plain("!!!").is_none());
    }

    #[test]
    fn a_text_is_read_as_it_is_written() {
        assert_eq!(sasl_text(&sasl_base64("n,,n=é,r=x")).as_deref(), Some("n,,n=é,r=x"));
        assert_eq!((sasl_text(""), sasl_text("!"), sasl_text("/w==")), (Some(String::new()), None, None));
    }
}
