//! The history checker: what clients saw, held against what the server kept. Pure; it must not know sockets or formats.
//!
//! A harness records each connection as it happens ([`Connection`]), reads the rooms back from the server ([`RoomLog`])
//! and calls [`check`]. Every send is known by its key, and its text is unique, so that a text says which send it was.

mod check;
mod live;
mod ops;
mod violation;

pub use check::{Evidence, check};
pub use violation::{Kind, Violation};

/// A message's number in its room.
pub type Seq = u64;

/// Nanoseconds since the harness began, on one monotonic clock for all its connections.
pub type Nanos = u64;

/// A message as somebody saw it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Its number.
    pub seq: Seq,
    /// Who said it, name and id.
    pub by: String,
    /// What.
    pub text: String,
}

/// Something that happened on one connection.
#[derive(Clone, Debug)]
pub enum Event {
    /// A send left; recorded before its first byte.
    Invoke {
        /// When.
        at: Nanos,
        /// Where to.
        room: String,
        /// Which send; the same key again is the same send.
        key: String,
        /// Its text.
        text: String,
        /// By whom, as [`Said::by`].
        by: String,
        /// Not the first time, so it began earlier.
        again: bool,
    },
    /// A send was confirmed; recorded after its last byte.
    Ok {
        /// When.
        at: Nanos,
        /// Which send.
        key: String,
        /// The number it got.
        seq: Seq,
    },
    /// A send was refused.
    Refused {
        /// Which send.
        key: String,
        /// Why.
        code: String,
    },
    /// The server said "outcome unknown". A send that was never answered is as unknown, and needs no event.
    Unknown {
        /// Which send.
        key: String,
    },
    /// The connection entered a room.
    Entered {
        /// Which.
        room: String,
        /// "Everything after this", if it asked.
        after: Option<Seq>,
        /// The room's last number.
        head: Seq,
        /// What it was shown.
        facts: Vec<Said>,
        /// Whether more follows (with `after`) or lies before (without).
        more: bool,
    },
    /// The harness knows that this connection hears everything in the room after this number.
    Watching {
        /// Which.
        room: String,
        /// The last number before.
        after: Seq,
    },
    /// A message arrived by itself.
    Heard {
        /// Where.
        room: String,
        /// What.
        said: Said,
    },
    /// The server made up for what a full queue left out.
    Missed {
        /// Where.
        room: String,
        /// What.
        facts: Vec<Said>,
    },
    /// A page of history it asked for.
    Page {
        /// Where.
        room: String,
        /// "Everything after this".
        after: Seq,
        /// What.
        facts: Vec<Said>,
        /// Whether more follows.
        more: bool,
        /// The first number still kept, if retention removed some that were asked for.
        expired_before: Option<Seq>,
    },
}

/// One connection, from its first byte to its last.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// What to call it in an explanation.
    pub name: String,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The harness waited until nothing more could come, so nothing may be missing at its end.
    pub settled: bool,
}

impl Connection {
    /// Nothing happened yet.
    pub fn new(name: impl Into<String>) -> Connection {
        Connection { name: name.into(), ..Connection::default() }
    }

    /// Only its sends and their answers: what later checks need once its readings were checked.
    pub fn sends(&self) -> Connection {
        let answer = |event: &&Event| match event {
            Event::Invoke { .. } | Event::Ok { .. } | Event::Refused { .. } | Event::Unknown { .. } => true,
            Event::Entered { .. } | Event::Watching { .. } => false,
            Event::Heard { .. } | Event::Missed { .. } | Event::Page { .. } => false,
        };
        Connection {
            name: self.name.clone(),
            events: self.events.iter().filter(answer).cloned().collect(),
            settled: false,
        }
    }

    /// Keys it sent.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.events
            .iter()
            .filter_map(|event| if let Event::Invoke { key, .. } = event { Some(key.as_str()) } else { None })
    }

    /// Keys of sends with neither ok nor refusal on this connection.
    pub fn unknown(&self) -> std::collections::BTreeSet<String> {
        let mut keys = std::collections::BTreeSet::new();
        for event in &self.events {
            match event {
                Event::Invoke { key, .. } | Event::Unknown { key } => {
                    keys.insert(key.clone());
                }
                Event::Ok { key, .. } | Event::Refused { key, .. } => {
                    keys.remove(key);
                }
                Event::Entered { .. } | Event::Watching { .. } => {}
                Event::Heard { .. } | Event::Missed { .. } | Event::Page { .. } => {}
            }
        }
        keys
    }
}

/// What the server keeps of one room, as read back from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomLog {
    /// The first number it must have: 1, or where retention begins.
    pub first: Seq,
    /// Its messages.
    pub said: Vec<Said>,
}

impl Default for RoomLog {
    fn default() -> RoomLog {
        RoomLog { first: 1, said: Vec::new() }
    }
}

impl RoomLog {
    /// The message with this number.
    pub fn get(&self, seq: Seq) -> Option<&Said> {
        self.said.binary_search_by_key(&seq, |s| s.seq).ok().and_then(|at| self.said.get(at))
    }

    /// The last number; before the first message, the number before it.
    pub fn head(&self) -> Seq {
        self.said.last().map_or(self.first.saturating_sub(1), |s| s.seq)
    }

    /// The messages after this number.
    pub fn after(&self, seq: Seq) -> &[Said] {
        let from = self.said.partition_point(|s| s.seq <= seq);
        self.said.get(from..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
