//! What people write: message texts, and the keys and references that clients attach to them.

use crate::{Refusal, limits};
use std::sync::Arc;

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Style {
    /// Said.
    Plain,
    /// `/me`: done.
    Action,
}

/// One message's text: 1 to [`limits::TEXT_BYTES`] bytes, `\n` between lines, no NUL and no CR, not only white space.
///
/// Other control characters are kept as they came; each door makes them harmless for its own readers.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// Checks a text. CR LF and lone CR become LF; white space at the end goes.
    pub fn new(raw: &str) -> Result<Text, Refusal> {
        let text = if raw.contains('\r') {
            raw.replace("\r\n", "\n").replace('\r', "\n").trim_end().into()
        } else {
            Arc::from(raw.trim_end())
        };
        Text::check(text)
    }

    fn check(text: Arc<str>) -> Result<Text, Refusal> {
        if text.contains('\0') {
            return Err(Refusal::BadText);
        }
        if text.trim_start().is_empty() {
            return Err(Refusal::Empty);
        }
        if text.len() > limits::TEXT_BYTES {
            return Err(Refusal::TooLong { bytes: text.len(), max: limits::TEXT_BYTES });
        }
        Ok(Text(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes a send idempotent per sender and room: 1 to [`limits::KEY_BYTES`] bytes without control characters.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Key(Arc<str>);

/// Ties an answer to its command on one connection; the same shape as a key, and means nothing to the server.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Ref(Arc<str>);

fn short(raw: &str) -> Result<Arc<str>, Refusal> {
    let fits = !raw.is_empty() && raw.len() <= limits::KEY_BYTES && !raw.chars().any(char::is_control);
    if fits { Ok(Arc::from(raw)) } else { Err(Refusal::BadKey { max: limits::KEY_BYTES }) }
}

impl Key {
    /// Checks a key.
    pub fn new(raw: &str) -> Result<Key, Refusal> {
        short(raw).map(Key)
    }
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Ref {
    /// Checks a reference.
    pub fn new(raw: &str) -> Result<Ref, Refusal> {
        short(raw).map(Ref)
    }
    /// A reference that a door makes for itself. No client can send it: theirs have no control characters.
    pub fn of_door(name: &str) -> Ref {
        Ref(Arc::from(format!("\u{1}{name}")))
    }
    /// The reference.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: Result<&str, Refusal>) {
        assert_eq!(Text::new(raw).map(|t| t.as_str().to_string()), expect.map(str::to_string), "{raw:?}");
    }

    #[test]
    fn texts() {
        check("bonjour", Ok("bonjour"));
        check("  indented\n  twice \n", Ok("  indented\n  twice"));
        check("a\r\nb\rc", Ok("a\nb\nc"));
        check("a\0b", Err(Refusal::BadText));
        check(" \n\t ", Err(Refusal::Empty));
        check("", Err(Refusal::Empty));
        let max = limits::TEXT_BYTES;
        check(&"é".repeat(max / 2), Ok(&"é".repeat(max / 2)));
        check(&"x".repeat(max + 1), Err(Refusal::TooLong { bytes: max + 1, max }));
    }

    #[test]
    fn keys() {
        assert!(Key::new("6f1c-9").is_ok());
        for bad in ["", "a\nb", &"k".repeat(limits::KEY_BYTES + 1)] {
            assert_eq!(Key::new(bad), Err(Refusal::BadKey { max: limits::KEY_BYTES }), "{bad:?}");
            assert!(Ref::new(bad).is_err());
        }
    }
}
