//! What a client asked for and was not answered yet, and what belongs to one label (IRCv3 labeled-response).

use super::put::{Head, Put};
use causette_core::{ClientTags, Millis, Name, ProfileKey, ProfileValue, Ref, Sender, Seq, Style, Text};

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
    /// A room in which the session is: its account was there already, or its client asks twice. IRC says nothing to that.
    Rejoin,
    /// A room to leave.
    Part { room: String, why: Option<Text> },
    /// Something said.
    Say(Box<Said>),
    /// The topic to be shown.
    Topic { room: String },
    /// Who is in a room; `end`: all rooms that were asked about, at the last of them.
    Names { room: String, end: Option<String> },
    /// Rooms one was let into.
    Invitations,
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
    History { word: String, target: String },
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
    Redact { target: String, msgid: String, of: Seq, why: Option<Text> },
    /// A sign put beside a message, or taken away.
    React { target: String, seq: Seq, mark: String, on: bool },
    /// Tags without a text.
    Tags { target: String, tags: ClientTags },
    /// Watched people.
    Monitor { list: bool },
    /// People to be watched: those that were not taken yet.
    Watch { names: Vec<Name> },
    /// What one set for oneself, or whether it is to be shown.
    OwnModes { show: bool },
    /// An operator's rank.
    Oper,
    /// To have it no longer.
    StepDown,
    /// Everybody to be told something.
    Wallops,
    /// The configuration to be read again.
    Rehash,
    /// Messages with these words.
    Search,
    /// What somebody or a room says of itself.
    Metadata(Box<Metadata>),
}

/// A METADATA on its way: of whom, as they are called in its answer, and what is wished.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) target: String,
    pub(super) wish: MetadataWish,
}

/// What a METADATA wishes.
#[derive(Clone, Debug)]
pub(super) enum MetadataWish {
    /// These keys, as they were typed.
    Get(Vec<String>),
    /// All of them.
    List,
    /// Those the client is told of, of a room's people as well.
    Sync,
    /// Another text under a key, or none.
    Set(ProfileKey, Option<ProfileValue>),
    /// Nothing under any.
    Clear,
}

impl Metadata {
    fn changes_a_room(&self) -> bool {
        self.target.starts_with('#') && matches!(self.wish, MetadataWish::Set(..) | MetadataWish::Clear)
    }

    /// Whether this is what became of it.
    pub(super) fn is(&self, room: &str, changes: &[(ProfileKey, Option<ProfileValue>)]) -> bool {
        let done = match &self.wish {
            MetadataWish::Set(key, value) => matches!(changes, [(k, v)] if (k, v) == (key, value)),
            MetadataWish::Clear => changes.iter().all(|(_, value)| value.is_none()),
            MetadataWish::Get(_) | MetadataWish::List | MetadataWish::Sync => false,
        };
        done && self.target.to_lowercase() == room.to_lowercase()
    }
}

/// A message on its way, for its echo.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) target: String,
    pub(super) text: Text,
    pub(super) style: Style,
    /// The msgid of what it answers.
    pub(super) reply: Option<String>,
    pub(super) tags: ClientTags,
}

/// What LIST chooses by.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub(super) names: Vec<String>,
    pub(super) masks: Vec<(bool, String)>,
    pub(super) more_than: Option<usize>,
    pub(super) fewer_than: Option<usize>,
    /// Made more than so many minutes ago, and less.
    pub(super) made: Ages,
    /// The topic likewise.
    pub(super) topic: Ages,
}

/// More than so many minutes ago, and less.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ages {
    pub(super) more: Option<u64>,
    pub(super) less: Option<u64>,
}

impl Ages {
    /// Takes `>10` or `<10`; whether it was one.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let minutes = text.get(1..).and_then(|minutes| minutes.parse().ok());
        match (text.get(..1), minutes) {
            (Some(">"), Some(_)) => self.more = minutes,
            (Some("<"), Some(_)) => self.less = minutes,
            _ => return false,
        }
        true
    }

    /// Whether a moment lies so far back; one that nobody noted does not.
    pub(super) fn allow(self, at: Option<Millis>, now: Millis) -> bool {
        if self.more.is_none() && self.less.is_none() {
            return true;
        }
        let Some(at) = at else { return false };
        let ago = now.0.saturating_sub(at.0);
        let minutes = |count: u64| count.saturating_mul(60_000);
        self.more.is_none_or(|count| ago > minutes(count)) && self.less.is_none_or(|count| ago < minutes(count))
    }
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
        matches!(self, Asked::Welcome | Asked::Login { .. } | Asked::Register { .. } | Asked::Nick { .. } | Asked::Oper)
    }

    /// Whether the fact that it makes is its answer.
    pub(super) fn governs(&self) -> bool {
        matches!(self, Asked::Govern { .. })
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

/// A session that waits for nothing holds no memory for it.
fn let_go<T>(all: &mut Vec<T>) {
    if all.is_empty() {
        *all = Vec::new();
    }
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
        let_go(&mut self.requests);
        Some((asked, group))
    }

    /// Of the names that were to be watched first, these were taken: what is left did not fit.
    pub(super) fn watched(&mut self, taken: &[(Name, Option<Sender>)]) {
        let names = self.requests.iter_mut().find_map(|request| match &mut request.asked {
            Asked::Watch { names } => Some(names),
            _ => None,
        });
        if let Some(names) = names {
            names.retain(|name| !taken.iter().any(|(known, _)| known == name));
        }
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

    /// Nothing was asked by that label after all.
    pub(super) fn drop_label(&mut self, group: u32) {
        self.groups.retain(|g| g.id != group);
        let_go(&mut self.groups);
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
        let_go(&mut self.groups);
        wrap(&label, &format!("l{id}"), &bytes, server, out);
    }

    /// The first change of a room's profile that waits for its fact, and its label.
    pub(super) fn profiling(&self) -> Option<(&Metadata, Option<u32>)> {
        self.requests.iter().find_map(|request| match &request.asked {
            Asked::Metadata(metadata) if metadata.changes_a_room() => Some((&**metadata, request.group)),
            _ => None,
        })
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
