//! A message's parts to one line, whatever the parts are: nothing in them can end the line or begin another part.
//!
//! It must not know what is said, nor how long a line may be: who writes splits first.

use super::tags;

/// Writes one line, part by part, in the order of the grammar: tags, source, command, parameters, the last one, the end.
/// A part that comes too late (a tag after the source, a parameter after the last one) is left out, and a line without a
/// command is no line: what was written of it goes again.
///
/// ```
/// # use causette_wire::irc::Line;
/// let mut out = Vec::new();
/// Line::new(&mut out).tag("msgid", "a b").source("alice!a@host").command("PRIVMSG").param("#x").last("hi").end();
/// assert_eq!(out, b"@msgid=a\\sb :alice!a@host PRIVMSG #x :hi\r\n");
/// ```
#[derive(Debug)]
pub struct Line<'o> {
    out: &'o mut Vec<u8>,
    /// Where the line begins.
    start: usize,
    at: Part,
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    Nothing,
    Tags,
    Source,
    Command,
    Last,
    End,
}

impl<'o> Line<'o> {
    /// Begins a line after what `out` already holds.
    pub fn new(out: &'o mut Vec<u8>) -> Line<'o> {
        let start = out.len();
        Line { out, start, at: Part::Nothing }
    }

    /// A tag with a value, escaped. One whose key could not be read back is left out.
    pub fn tag(&mut self, key: &str, value: &str) -> &mut Self {
        if self.key(key) && !value.is_empty() {
            self.out.push(b'=');
            tags::push_escaped(self.out, value);
        }
        self
    }

    /// A tag without a value.
    pub fn tag_flag(&mut self, key: &str) -> &mut Self {
        self.key(key);
        self
    }

    /// Who the message is from: `name!user@host`, or the server's name. An empty one is left out; a space becomes `_`.
    pub fn source(&mut self, source: &str) -> &mut Self {
        if self.at < Part::Source && !source.is_empty() {
            self.out.extend_from_slice(if self.at == Part::Tags { b" :" } else { b":" });
            self.at = Part::Source;
            self.word(source);
        }
        self
    }

    /// The command or a numeric of three digits.
    pub fn command(&mut self, command: &str) -> &mut Self {
        if self.at < Part::Command && !command.is_empty() {
            if self.at > Part::Nothing {
                self.out.push(b' ');
            }
            self.at = Part::Command;
            self.word(command);
        }
        self
    }

    /// A parameter of one word. Made safe where it is none: a space (NUL, CR, LF) becomes `_`, so does a colon at its
    /// start, and an empty one is `*`.
    pub fn param(&mut self, param: &str) -> &mut Self {
        if self.at != Part::Command {
            return self;
        }
        self.out.push(b' ');
        match param.strip_prefix(':') {
            _ if param.is_empty() => self.out.push(b'*'),
            None => self.word(param),
            Some(rest) => {
                self.out.push(b'_');
                self.word(rest);
            }
        }
        self
    }

    /// The last parameter, always after ` :`, so it may be empty and hold spaces. NUL, CR and LF become spaces.
    pub fn last(&mut self, text: &str) -> &mut Self {
        if self.at == Part::Command {
            self.at = Part::Last;
            self.out.extend_from_slice(b" :");
            self.out.extend(text.bytes().map(|b| if ends(b) { b' ' } else { b }));
        }
        self
    }

    /// CR LF.
    pub fn end(&mut self) {
        match self.at {
            Part::Nothing | Part::Tags | Part::Source => self.out.truncate(self.start),
            Part::Command | Part::Last => self.out.extend_from_slice(b"\r\n"),
            Part::End => return,
        }
        self.at = Part::End;
    }

    /// A tag's key, if it can be written now.
    fn key(&mut self, key: &str) -> bool {
        if self.at > Part::Tags || !tags::is_key(key) {
            return false;
        }
        self.out.push(if self.at == Part::Tags { b';' } else { b'@' });
        self.at = Part::Tags;
        self.out.extend_from_slice(key.as_bytes());
        true
    }

    /// One word, whatever is in it.
    fn word(&mut self, word: &str) {
        self.out.extend(word.bytes().map(|b| if b == b' ' || ends(b) { b'_' } else { b }));
    }
}

/// What may be in no line.
fn ends(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'\n')
}
