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
    /// `/notice`: said without wanting an answer, as programs do.
    Notice,
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

    /// Its first line, cut at a letter's end to [`limits::LINE_OF_TEXT_BYTES`]: last words, whose sender is no longer there to be
    /// refused.
    pub fn last_words(&self) -> Option<Text> {
        let line = self.0.trim_start().lines().next().unwrap_or_default();
        let mut end = line.len().min(limits::LINE_OF_TEXT_BYTES);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        Text::new(line.get(..end)?).ok()
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
        Ref(Arc::from(["\u{1}", name].concat()))
    }
    /// The reference.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What opens a room whose key is set: 1 to [`limits::KEY_BYTES`] bytes, no white space, no control character. It is never
/// shown to anybody.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Checks a room's key.
    pub fn new(raw: &str) -> Result<Secret, Refusal> {
        match short(raw) {
            Ok(word) if !raw.contains(char::is_whitespace) => Ok(Secret(word)),
            Ok(_) | Err(_) => Err(Refusal::BadSecret { max: limits::KEY_BYTES }),
        }
    }
    /// The key itself, for the store and for comparing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A reaction: a sign or a word, such as `+1` or 👍; 1 to [`limits::MARK_BYTES`] bytes, no white space, no control character.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Mark(Arc<str>);

impl Mark {
    /// Checks a reaction.
    pub fn new(raw: &str) -> Result<Mark, Refusal> {
        let odd = |c: char| c.is_whitespace() || c.is_control();
        let fits = !raw.is_empty() && raw.len() <= limits::MARK_BYTES && !raw.contains(odd);
        if fits { Ok(Mark(Arc::from(raw))) } else { Err(Refusal::BadMark { max: limits::MARK_BYTES }) }
    }
    /// The sign or word.
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
    fn last_words_are_one_short_line() {
        let cut = |raw: &str| Text::new(raw).unwrap().last_words().map(|text| text.as_str().to_owned());
        let max = limits::LINE_OF_TEXT_BYTES;
        assert_eq!(cut("bye").as_deref(), Some("bye"));
        assert_eq!(cut("\n\nbye \nall").as_deref(), Some("bye"));
        assert_eq!(cut(&format!("x{}", "é".repeat(max))), Some(format!("x{}", "é".repeat(max / 2 - 1))));
    }

    #[test]
    fn reactions_and_room_keys() {
        for good in ["+1", "👍", "merci"] {
            assert_eq!(Mark::new(good).map(|m| m.as_str().to_owned()), Ok(good.to_owned()));
            assert_eq!(Secret::new(good).map(|s| s.reveal().to_owned()), Ok(good.to_owned()));
        }
        for bad in ["", "a b", "a\u{1b}", &"x".repeat(limits::KEY_BYTES + 1)] {
            assert_eq!(Mark::new(bad), Err(Refusal::BadMark { max: limits::MARK_BYTES }), "{bad:?}");
            assert_eq!(Secret::new(bad), Err(Refusal::BadSecret { max: limits::KEY_BYTES }), "{bad:?}");
        }
        assert_eq!(format!("{:?}", Secret::new("sesame").unwrap()), "Secret(…)");
    }

    #[test]
    fn keys() {
        assert_eq!(Key::new("6f1c-9").map(|key| key.as_str().to_owned()), Ok("6f1c-9".to_owned()));
        assert_eq!(Ref::new("a1").map(|word| word.as_str().to_owned()), Ok("a1".to_owned()));
        assert!(Ref::new(Ref::of_door("a1").as_str()).is_err(), "no client can send a door's own");
        for bad in ["", "a\nb", &"k".repeat(limits::KEY_BYTES + 1)] {
            assert_eq!(Key::new(bad), Err(Refusal::BadKey { max: limits::KEY_BYTES }), "{bad:?}");
            assert!(Ref::new(bad).is_err());
        }
    }
}
