//! What SASL brings: PLAIN is three parts and nothing else, and no text of SCRAM-SHA-256 signs anybody in by chance.

use causette_core::Name;
use causette_wire::irc::{sasl_base64, sasl_plain, sasl_text};
use causette_wire::stored::scram::{self, ClientFirst, Verifier};

/// The input is, line by line, what a client sends: the first text of an exchange and its last.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    assert_eq!(sasl_text(&sasl_base64(text)).as_deref(), Some(text));
    encoded(text);
    plain(text);
    let (first, last) = text.split_once('\n').unwrap_or((text, ""));
    exchange(first, last);
}

/// The text as it comes: what is read of it is written so and not otherwise.
fn encoded(text: &str) {
    if let Some(read) = sasl_text(text) {
        assert_eq!(sasl_base64(&read), text);
    }
}

fn plain(text: &str) {
    let parts: Vec<&str> = text.split('\0').collect();
    let expect = match *parts.as_slice() {
        [acting, name, password] if !name.is_empty() && !password.is_empty() => Some([acting, name, password]),
        _ => None,
    };
    let read = sasl_plain(&sasl_base64(text)).map(|read| [read.acting, read.name, read.password]);
    assert_eq!(read, expect.map(|parts| parts.map(str::to_owned)), "{text:?}");
}

fn exchange(first: &str, last: &str) {
    let parsed = ClientFirst::parse(first);
    if let Some(name) = scram::name(first) {
        let said = parsed.as_ref().map(|first| Name::new(&first.name));
        assert_eq!(said, Ok(Ok(name)), "{first:?}");
    }
    let Ok(parsed) = parsed else { return };
    assert!(first.starts_with("n,") || first.starts_with("y,"), "{first:?}");
    let nonce = first.rsplit("r=").next().unwrap_or_default();
    let challenge = parsed.challenge(Verifier::unknown(&[7; 32], first), "fresh");
    let text = challenge.text();
    let (given, rest) = text.strip_prefix("r=").and_then(|text| text.split_once(',')).unwrap_or_default();
    assert!(given.ends_with("fresh") && given.len() > "fresh".len() && rest.starts_with("s="), "{text:?}");
    assert!(nonce.is_empty() || first.contains(given.trim_end_matches("fresh")), "{first:?}: {text:?}");
    assert!(challenge.answer(last).is_err(), "{first:?} and {last:?} sign in");
    assert!(
        challenge.answer(&format!("c=biws,r={given},p={last}")).is_err(),
        "{first:?}, {given} and {last:?} sign in"
    );
}
