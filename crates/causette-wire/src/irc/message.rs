//! One line to its parts: tags, source, command, parameters. Nothing is copied but a tag's value that was escaped.
//!
//! It must not know which commands there are, nor how many parameters each wants.

use super::{PARAMS, tags};
use smallvec::SmallVec;
use std::borrow::Cow;

/// One message; every part lies in the line it was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message<'a> {
    /// Keys and values in the order of the line, each key once: of several the last value counts. No value is an empty one.
    pub tags: Vec<(&'a str, Cow<'a, str>)>,
    /// Who the line says it is from, without the colon. A client's word on that means nothing.
    pub source: Option<&'a str>,
    /// Letters or three digits, as they were written.
    pub command: &'a str,
    /// What the command is given; only the last may have spaces in it, begin with a colon or be empty.
    pub params: SmallVec<[&'a str; PARAMS]>,
}

/// Why a line is no message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing, or only tags or a source.
    #[error("a line without a command")]
    Empty,
    /// The command is neither letters nor three digits.
    #[error("a command is letters or three digits")]
    BadCommand,
}

impl<'a> Message<'a> {
    /// Reads a line without its end. More spaces than one between parts are one; those at the very end are none,
    /// unless they belong to a last parameter that began with a colon.
    pub fn parse(line: &'a str) -> Result<Message<'a>, Fault> {
        let rest = line.trim_start_matches(' ');
        let (section, rest) = marked(rest, '@');
        let (source, rest) = marked(rest, ':');
        let (command, mut rest) = word(rest);
        if command.is_empty() {
            return Err(Fault::Empty);
        }
        if !is_command(command) {
            return Err(Fault::BadCommand);
        }
        let mut params = SmallVec::new();
        while !rest.is_empty() {
            if let Some(last) = rest.strip_prefix(':') {
                params.push(last);
                break;
            }
            if params.len() + 1 == PARAMS {
                params.push(rest);
                break;
            }
            let (param, more) = word(rest);
            params.push(param);
            rest = more;
        }
        Ok(Message { tags: tags::parse(section.unwrap_or_default()), source, command, params })
    }

    /// The value of a tag: empty where it has none.
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(k, _)| *k == key).map(|(_, value)| value.as_ref())
    }
}

/// Letters, or three digits. No command has an underscore, but whoever tries one is to hear just that.
fn is_command(word: &str) -> bool {
    let digits = word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
    digits || word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
}

/// A first word that begins with `mark`, without it, and what follows the spaces after it.
fn marked(text: &str, mark: char) -> (Option<&str>, &str) {
    match text.strip_prefix(mark) {
        None => (None, text),
        Some(text) => {
            let (first, rest) = word(text);
            (Some(first), rest)
        }
    }
}

/// The first word, and what follows the spaces after it.
fn word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    (first, rest.trim_start_matches(' '))
}
