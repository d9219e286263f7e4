//! What programs attach to words, or send without any: names and values that mean nothing to the server, save CTCP.

use crate::{Refusal, limits};
use std::sync::Arc;

/// Client tags: at most [`limits::CLIENT_TAGS`], together at most [`limits::CLIENT_TAG_BYTES`]. None at all costs nothing.
///
/// A name has ASCII letters, digits, `-`, `.`, `_` and `/`; a value is any text without NUL, or empty. They stay in the order
/// they were given, each name once.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct ClientTags(Option<Arc<[Tag]>>);

/// A name and a value.
type Tag = (Box<str>, Box<str>);

impl ClientTags {
    /// The one tag that a room's modes know: what an IRC client asks others' by CTCP, all but ACTION, without the signs around it.
    pub const CTCP: &'static str = "causette/ctcp";
    /// The same for what a client answers.
    pub const CTCP_REPLY: &'static str = "causette/ctcp-reply";

    /// No tags.
    pub const NONE: ClientTags = ClientTags(None);

    /// Checks tags.
    pub fn new<'t>(tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<ClientTags, Refusal> {
        let mut all: Vec<Tag> = Vec::new();
        let mut bytes = 0;
        for (name, value) in tags {
            bytes += weight(name, value) + usize::from(!all.is_empty());
            let known = all.iter().any(|(known, _)| &**known == name);
            if !ClientTags::is_name(name) || value.contains('\0') || known || all.len() >= limits::CLIENT_TAGS {
                return Err(BAD);
            }
            if bytes > limits::CLIENT_TAG_BYTES {
                return Err(BAD);
            }
            all.push((name.into(), value.into()));
        }
        Ok(ClientTags((!all.is_empty()).then(|| all.into())))
    }

    /// Whether a tag can be called that.
    pub fn is_name(name: &str) -> bool {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'/');
        !name.is_empty() && name.bytes().all(fits)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |tags| tags.len())
    }

    /// Names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|tags| tags.iter()).map(|(name, value)| (&**name, &**value))
    }

    /// The value of a tag.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Whether clients ask or answer each other by it ([`ClientTags::CTCP`]).
    pub fn is_ctcp(&self) -> bool {
        [ClientTags::CTCP, ClientTags::CTCP_REPLY].iter().any(|name| self.get(name).is_some())
    }

    /// Bytes of all names and values.
    pub fn weight(&self) -> usize {
        self.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

const BAD: Refusal = Refusal::BadTags { max: limits::CLIENT_TAG_BYTES };

/// Bytes of a tag as it is passed on where that takes most: a sign before its name, one before its value, and two for each
/// character that has to be escaped there.
fn weight(name: &str, value: &str) -> usize {
    let escaped = value.bytes().filter(|b| matches!(b, b';' | b' ' | b'\\' | b'\r' | b'\n')).count();
    let value = if value.is_empty() { 0 } else { 1 + value.len() + escaped };
    1 + name.len() + value
}

/// Client tags that came without words and are not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tagged {
    /// 128 random bits: what it is known by, to whoever sent it and to all who hear it.
    pub id: u128,
    /// The tags.
    pub tags: ClientTags,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[(&str, &str)], good: bool) {
        let made = ClientTags::new(tags.iter().copied());
        assert_eq!(made.is_ok(), good, "{tags:?}");
        if let Ok(made) = made {
            assert_eq!((made.iter().collect::<Vec<_>>(), made.len()), (tags.to_vec(), tags.len()));
        }
    }

    #[test]
    fn names_and_values() {
        check(&[], true);
        check(&[("a.example/b-c_1", "é ;\r\n\\"), ("x", "")], true);
        for bad in ["", "a b", "+a", "a=b", "é", "a;"] {
            check(&[(bad, "x")], false);
        }
        check(&[("a", "\0")], false);
        check(&[("a", "1"), ("a", "2")], false);
        assert_eq!(std::mem::size_of::<ClientTags>(), 2 * std::mem::size_of::<usize>());
        assert!(ClientTags::new([]).unwrap().is_empty());
    }

    #[test]
    fn no_more_than_fits() {
        let max = limits::CLIENT_TAG_BYTES;
        check(&[("baz", &"a".repeat(max - 5))], true);
        check(&[("baz", &"a".repeat(max - 4))], false);
        check(&[("b", &" ".repeat(max / 2 - 2)), ("c", "")], false);
        let names: Vec<String> = (0..=limits::CLIENT_TAGS).map(|n| n.to_string()).collect();
        let tags: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        check(&tags, false);
        check(tags.get(1..).unwrap(), true);
    }
}
