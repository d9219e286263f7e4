//! What a client asked for and was not answered yet, and what belongs to one label (IRCv3 labeled-response).

use super::put::{Head, Put};
use causette_core::{Ref, Style, Text};

/// What was asked, as far as its answer depends on it.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// Nothing that is shown, unless it is refused.
    Quietly { command: &'static str },
    /// The end of registration.
    Welcome,
    /// A nickname.
    Nick { name: String },
    /// A room to enter, as it was typed.
    Join { room: String },
    /// A room to leave.
    Part { room: String, why: Option<Text> },
    /// Something said.
    Say(Box<Said>),
    /// The topic to be shown.
    Topic { room: String },
    /// Who is in a room.
    Names { room: String },
    /// Rooms, chosen by this.
    List(Box<Listing>),
    /// An act of those who look after a room; whom it is about.
    Govern { command: &'static str, room: String, whom: String },
    /// A room's modes.
    Modes { room: String },
    /// One of its lists.
    Masks { room: String, letter: char },
    /// Who somebody is.
    Whois { name: String },
    /// Who is there; WHOX fields and token.
    Who(Box<Whox>),
    /// The same of a room.
    WhoRoom(Box<Whox>),
    /// Who somebody was.
    Whowas { name: String, count: usize },
    /// A part of USERHOST's or ISON's answer.
    Here { command: &'static str, names: Vec<String> },
    /// Being away.
    Away,
    /// How many there are.
    Census,
    /// History.
    History { target: String },
    /// Conversations with something in them.
    Targets,
    /// How far was read.
    Mark { target: String },
    /// A sign-in, by SASL or by word of mouth.
    Login { sasl: bool },
    /// The certificates that sign one in.
    Certificates,
    /// An account to be made.
    Register { name: String },
    /// Another real name.
    Setname { real: String },
    /// A message to be taken back.
    Redact { target: String, msgid: String },
    /// Watched people.
    Monitor { list: bool },
}

/// A message on its way, for its echo.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) target: String,
    pub(super) text: Text,
    pub(super) style: Style,
    /// The msgid of what it answers.
    pub(super) reply: Option<String>,
}

/// What LIST chooses by.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub(super) names: Vec<String>,
    pub(super) masks: Vec<(bool, String)>,
    pub(super) more_than: Option<usize>,
    pub(super) fewer_than: Option<usize>,
}

/// A WHO with or without fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Whox {
    pub(super) mask: String,
    pub(super) fields: Option<String>,
    pub(super) token: String,
    pub(super) operators: bool,
}

impl Asked {
    /// Whether the next line means something else once it is answered.
    pub(super) fn holds(&self) -> bool {
        matches!(self, Asked::Welcome | Asked::Login { .. } | Asked::Register { .. } | Asked::Nick { .. })
    }

    /// Whether the fact that it makes is its answer.
    pub(super) fn governs(&self) -> bool {
        matches!(self, Asked::Govern { .. } | Asked::Redact { .. })
    }
}

#[derive(Debug)]
struct Request {
    id: u32,
    asked: Asked,
    group: Option<u32>,
}

#[derive(Debug)]
struct Group {
    id: u32,
    label: String,
    left: usize,
    bytes: Vec<u8>,
}

/// See the module. Bounded by what one session may have in flight.
#[derive(Debug, Default)]
pub(super) struct Requests {
    last: u32,
    requests: Vec<Request>,
    groups: Vec<Group>,
}

impl Requests {
    fn fresh(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// What numbers were given last: a batch may be called after it.
    pub(super) fn last_id(&self) -> u32 {
        self.last
    }

    /// A new request; the reference brings its answer back.
    pub(super) fn add(&mut self, asked: Asked, group: Option<u32>) -> Ref {
        let id = self.fresh();
        if let Some(group) = self.groups.iter_mut().find(|g| Some(g.id) == group) {
            group.left += 1;
        }
        self.requests.push(Request { id, asked, group });
        Ref::of_door(&id.to_string())
    }

    /// What this answers.
    pub(super) fn take(&mut self, answers: Option<&Ref>) -> Option<(Asked, Option<u32>)> {
        let id: u32 = answers?.as_str().strip_prefix('\u{1}')?.parse().ok()?;
        let place = self.requests.iter().position(|request| request.id == id)?;
        let Request { asked, group, .. } = self.requests.remove(place);
        Some((asked, group))
    }

    /// All that answers one label is gathered from here on.
    pub(super) fn open(&mut self, label: &str) -> u32 {
        let id = self.fresh();
        self.groups.push(Group { id, label: label.to_owned(), left: 0, bytes: Vec::new() });
        id
    }

    /// More of what answers a label.
    pub(super) fn gather(&mut self, group: u32, bytes: &[u8]) {
        if let Some(group) = self.groups.iter_mut().find(|g| g.id == group) {
            group.bytes.extend_from_slice(bytes);
        }
    }

    /// One of its requests was answered.
    pub(super) fn answered(&mut self, group: u32) {
        if let Some(group) = self.groups.iter_mut().find(|g| g.id == group) {
            group.left = group.left.saturating_sub(1);
        }
    }

    /// All of it, once nothing is left to be answered.
    pub(super) fn close(&mut self, group: u32, server: &str, out: &mut Vec<u8>) {
        let Some(place) = self.groups.iter().position(|g| g.id == group && g.left == 0) else { return };
        let Group { id, label, bytes, .. } = self.groups.remove(place);
        wrap(&label, &format!("l{id}"), &bytes, server, out);
    }

    /// The label to whose answer a fact belongs that the session itself brought about.
    pub(super) fn governing(&self) -> Option<u32> {
        self.requests.iter().find_map(|request| request.group.filter(|_| request.asked.governs()))
    }
}

/// Puts a label on what answers it: an ACK if that is nothing, a tag on one message, a batch around several.
fn wrap(label: &str, id: &str, bytes: &[u8], server: &str, out: &mut Vec<u8>) {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    let tag = format!("label={}", escaped(label));
    match lines.as_slice() {
        [] => Put::new(out).message(&Head::from(server).tag("label", label), "ACK", &[]),
        [one] => tagged(&tag, one, out),
        [first, .., last] if is_one_batch(first, last) => {
            tagged(&tag, first, out);
            lines.iter().skip(1).for_each(|line| out.extend_from_slice(line));
        }
        many => {
            let open = Head::from(server).tag("label", label);
            Put::new(out).message(&open, "BATCH", &[&format!("+{id}"), "labeled-response"]);
            let batch = format!("batch={id}");
            for line in many {
                match has_batch(line) {
                    true => out.extend_from_slice(line),
                    false => tagged(&batch, line, out),
                }
            }
            Put::new(out).message(&Head::from(server), "BATCH", &[&format!("-{id}")]);
        }
    }
}

fn escaped(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars() {
        match c {
            ';' => out.push_str("\\:"),
            ' ' => out.push_str("\\s"),
            '\\' => out.push_str("\\\\"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// A line with one more tag.
pub(super) fn tagged(tag: &str, line: &[u8], out: &mut Vec<u8>) {
    out.push(b'@');
    out.extend_from_slice(tag.as_bytes());
    match line.strip_prefix(b"@") {
        Some(rest) => {
            out.push(b';');
            out.extend_from_slice(rest);
        }
        None => {
            out.push(b' ');
            out.extend_from_slice(line);
        }
    }
}

pub(super) fn has_batch(line: &[u8]) -> bool {
    let Some(tags) = line.strip_prefix(b"@").and_then(|rest| rest.split(|b| *b == b' ').next()) else { return false };
    tags.split(|b| *b == b';').any(|tag| tag.starts_with(b"batch="))
}

/// Whether these are the beginning and the end of the same batch.
fn is_one_batch(first: &[u8], last: &[u8]) -> bool {
    let id = |line: &[u8], sign: &str| {
        let text = std::str::from_utf8(line).ok()?.to_owned();
        let (_, rest) = text.split_once("BATCH ")?;
        let word = rest.split_whitespace().next()?.trim_start_matches(':').to_owned();
        word.strip_prefix(sign).map(str::to_owned)
    };
    id(first, "+").is_some_and(|id_of| id(last, "-") == Some(id_of))
}
