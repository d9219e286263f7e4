//! The section of tags before a message: `key=value;key;+client=value`, values escaped (IRCv3 message-tags).
//!
//! It must not know what any tag means, nor who may send it.

use super::TAGS;
use std::borrow::Cow;

/// Reads a section without its `@`. Empty keys are passed over, and so are tags past [`TAGS`].
pub(super) fn parse(section: &str) -> Vec<(&str, Cow<'_, str>)> {
    let mut tags: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for (key, value) in section.split(';').map(|tag| tag.split_once('=').unwrap_or((tag, ""))) {
        if key.is_empty() {
            continue;
        }
        if let Some((_, before)) = tags.iter_mut().find(|(known, _)| *known == key) {
            *before = unescape(value);
        } else if tags.len() < TAGS {
            tags.push((key, unescape(value)));
        }
    }
    tags
}

/// True for a key that can be written: not empty, and nothing in it that would end it.
pub(super) fn is_key(key: &str) -> bool {
    !key.is_empty() && !key.bytes().any(|b| matches!(b, b' ' | b';' | b'=' | 0 | b'\r' | b'\n'))
}

/// A value as it was meant. A backslash before anything it does not escape is dropped, and so is one at the end.
fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let meant = if c == '\\' { chars.next().map(escaped) } else { Some(c) };
        out.extend(meant);
    }
    Cow::Owned(out)
}

/// What a character after a backslash stands for.
fn escaped(c: char) -> char {
    match c {
        ':' => ';',
        's' => ' ',
        'r' => '\r',
        'n' => '\n',
        other => other,
    }
}

/// Appends a value so that nothing in it ends it. NUL, which has no escape, is a space.
pub(super) fn push_escaped(out: &mut Vec<u8>, value: &str) {
    // Nearly no value has anything to escape, and a whole one is copied quickly.
    if !value.bytes().any(|byte| escape(byte).is_some()) {
        return out.extend_from_slice(value.as_bytes());
    }
    for byte in value.bytes() {
        match escape(byte) {
            Some(escape) => out.extend_from_slice(escape),
            None => out.push(byte),
        }
    }
}

/// What is written for a byte that would end a value.
fn escape(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b';' => Some(b"\\:"),
        b' ' | 0 => Some(b"\\s"),
        b'\\' => Some(b"\\\\"),
        b'\r' => Some(b"\\r"),
        b'\n' => Some(b"\\n"),
        _ => None,
    }
}
