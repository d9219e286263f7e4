//! Writes JSON straight into a buffer: one object at a time, fields in the order they are put.
//!
//! Strings are escaped so that they are safe for JSON *and* for a terminal that shows it. It must not know what it writes.

use crate::date::push_rfc3339;
use crate::line::safe;
use causette_core::{Millis, ProfileKey, ProfileValue, hex};

/// An object being written. `end` closes it.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Object<'o> {
    /// `{`
    pub(super) fn new(out: &'o mut Vec<u8>) -> Object<'o> {
        out.push(b'{');
        Object { out, first: true }
    }

    /// `{"type":"…"`
    pub(super) fn of(out: &'o mut Vec<u8>, kind: &'static str) -> Object<'o> {
        Object::new(out).text("type", kind)
    }

    fn name(&mut self, name: &str) {
        self.out.extend_from_slice(if self.first { b"\"" } else { b",\"" });
        self.first = false;
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// A string.
    pub(super) fn text(mut self, name: &'static str, value: &str) -> Object<'o> {
        self.name(name);
        push_string(self.out, value);
        self
    }

    /// A string whose name somebody else chose.
    pub(super) fn named(mut self, name: &str, value: &str) -> Object<'o> {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        push_string(self.out, name);
        self.out.push(b':');
        push_string(self.out, value);
        self
    }

    /// A string in two parts.
    pub(super) fn prefixed(mut self, name: &'static str, prefix: u8, value: &str) -> Object<'o> {
        self.name(name);
        self.out.extend_from_slice(&[b'"', prefix]);
        push_escaped(self.out, value);
        self.out.push(b'"');
        self
    }

    /// A string, when there is one.
    pub(super) fn maybe(self, name: &'static str, value: Option<&str>) -> Object<'o> {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A string or null, by the name that somebody gave it: no letter of a profile's key has to be escaped.
    pub(super) fn under(mut self, key: &ProfileKey, value: Option<&ProfileValue>) -> Object<'o> {
        self.name(key.as_str());
        match value {
            Some(value) => push_string(self.out, value.as_str()),
            None => self.out.extend_from_slice(b"null"),
        }
        self
    }

    /// 32 hexadecimal digits.
    pub(super) fn id(mut self, name: &'static str, value: u128) -> Object<'o> {
        self.name(name);
        self.out.push(b'"');
        self.out.extend_from_slice(&hex::digits::<32>(value));
        self.out.push(b'"');
        self
    }

    /// A number.
    pub(super) fn number(mut self, name: &'static str, value: u64) -> Object<'o> {
        self.name(name);
        push_number(self.out, value);
        self
    }

    /// A count.
    pub(super) fn count(self, name: &'static str, value: usize) -> Object<'o> {
        self.number(name, value as u64)
    }

    /// A number, or null.
    pub(super) fn number_or_null(mut self, name: &'static str, value: Option<u64>) -> Object<'o> {
        match value {
            Some(value) => self.number(name, value),
            None => {
                self.name(name);
                self.out.extend_from_slice(b"null");
                self
            }
        }
    }

    /// A number, when there is one.
    pub(super) fn maybe_number(self, name: &'static str, value: Option<u64>) -> Object<'o> {
        match value {
            Some(value) => self.number(name, value),
            None => self,
        }
    }

    /// A string, or null.
    pub(super) fn text_or_null(mut self, name: &'static str, value: Option<&str>) -> Object<'o> {
        match value {
            Some(value) => self.text(name, value),
            None => {
                self.name(name);
                self.out.extend_from_slice(b"null");
                self
            }
        }
    }

    /// True, when it is.
    pub(super) fn mark(self, name: &'static str, value: bool) -> Object<'o> {
        if value { self.flag(name, true) } else { self }
    }

    /// True or false.
    pub(super) fn flag(mut self, name: &'static str, value: bool) -> Object<'o> {
        self.name(name);
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        self
    }

    /// A moment.
    pub(super) fn at(mut self, name: &'static str, at: Millis) -> Object<'o> {
        self.name(name);
        self.out.push(b'"');
        push_rfc3339(self.out, at);
        self.out.push(b'"');
        self
    }

    /// A moment, when there is one.
    pub(super) fn maybe_at(self, name: &'static str, at: Option<Millis>) -> Object<'o> {
        match at {
            Some(at) => self.at(name, at),
            None => self,
        }
    }

    /// A list; `put` writes one item.
    pub(super) fn list<T>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        mut put: impl FnMut(&mut Vec<u8>, T),
    ) -> Object<'o> {
        self.name(name);
        self.out.push(b'[');
        for (n, item) in items.into_iter().enumerate() {
            if n > 0 {
                self.out.push(b',');
            }
            put(self.out, item);
        }
        self.out.push(b']');
        self
    }

    /// An object inside.
    pub(super) fn object(mut self, name: &'static str, put: impl FnOnce(&mut Vec<u8>)) -> Object<'o> {
        self.name(name);
        put(self.out);
        self
    }

    /// `}`
    pub(super) fn end(self) {
        self.out.push(b'}');
    }

    /// `}` and the end of the line.
    pub(super) fn end_line(self) {
        self.out.extend_from_slice(b"}\n");
    }
}

fn push_number(out: &mut Vec<u8>, value: u64) {
    let mut digits = [0u8; 20];
    let mut left = value;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        // A digit is below 256.
        *digit = b'0' + u8::try_from(left % 10).unwrap_or_default();
        left /= 10;
        used += 1;
        if left == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(digits.len() - used));
}

pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    push_escaped(out, text);
    out.push(b'"');
}

/// Beyond what JSON asks, escapes what is unsafe on a terminal ([`safe::is_unsafe`]); a reader gets it back unchanged.
fn push_escaped(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    let mut from = 0;
    let special = |b: &u8| safe::suspect(*b) || matches!(b, b'"' | b'\\');
    while let Some(found) = rest.as_bytes().get(from..).and_then(|b| b.iter().position(special)) {
        let at = from + found;
        // A suspect byte starts a character, so this is a boundary.
        let Some((before, tail)) = rest.split_at_checked(at) else { break };
        let mut chars = tail.chars();
        let Some(c) = chars.next() else { break };
        let short = match c {
            '"' => b'"',
            '\\' => b'\\',
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            c if safe::is_unsafe(c) => b'u',
            c => {
                from = at + c.len_utf8();
                continue;
            }
        };
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            // All of them are below U+10000.
            out.extend_from_slice(&hex::digits::<4>(u32::from(c).into()));
        }
        (rest, from) = (chars.as_str(), 0);
    }
    out.extend_from_slice(rest.as_bytes());
}
