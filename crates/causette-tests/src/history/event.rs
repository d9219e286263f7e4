//! What a harness records of one connection.

use super::{Nanos, Said, Seq, What};
use std::collections::BTreeSet;

/// Something that happened on one connection.
#[derive(Clone, Debug)]
pub enum Event {
    /// A wish left; recorded before its first byte.
    Invoke {
        /// When.
        at: Nanos,
        /// Where to.
        room: String,
        /// Which wish; the same key again is the same wish.
        key: String,
        /// The entry that it is to become.
        what: What,
        /// Of a calculation: the entry right after it.
        answer: Option<String>,
        /// By whom, as [`Said::by`].
        by: String,
        /// Not the first time, so it began earlier.
        again: bool,
    },
    /// A wish was confirmed; recorded after its last byte.
    Ok {
        /// When.
        at: Nanos,
        /// Which.
        key: String,
        /// The number it got.
        seq: Seq,
    },
    /// A wish was refused.
    Refused {
        /// Which.
        key: String,
        /// Why.
        code: String,
    },
    /// The server said "outcome unknown". A wish that was never answered is as unknown, and needs no event.
    Unknown {
        /// Which.
        key: String,
    },
    /// The connection entered a room.
    Entered {
        /// When it asked to, and when it was let in.
        span: Span,
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
        /// The first number still kept, if some that were asked for are not.
        expired_before: Option<Seq>,
    },
    /// It signed in to its account, and was in these rooms without asking.
    Followed {
        /// Which, by what records call them.
        rooms: BTreeSet<String>,
    },
    /// The harness knows that this connection hears everything in the room after this number.
    Watching {
        /// Which.
        room: String,
        /// The last number before.
        after: Seq,
    },
    /// The harness knows that it came into the room after this number, and shows nothing of it here.
    There {
        /// Which.
        room: String,
        /// The last number it may have known then.
        head: Seq,
    },
    /// An entry arrived by itself.
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
        /// The first number still kept, if some that were left out are not.
        expired_before: Option<Seq>,
    },
    /// A page of history it asked for.
    Page {
        /// When it asked and was answered.
        span: Span,
        /// Where.
        room: String,
        /// "Everything after this".
        after: Seq,
        /// What.
        facts: Vec<Said>,
        /// Whether more follows.
        more: bool,
        /// The first number still kept, if some that were asked for are not.
        expired_before: Option<Seq>,
    },
    /// What a search found.
    Found {
        /// When it asked and was answered.
        span: Span,
        /// Where.
        room: String,
        /// A word that every hit must have, and every message that has it must be a hit.
        word: String,
        /// The hits.
        facts: Vec<Said>,
        /// There are more.
        more: bool,
    },
}

/// From a question to its answer.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Span {
    /// Asked: before the first byte.
    pub from: Nanos,
    /// Answered: after the last.
    pub to: Nanos,
}

/// One connection, from its first byte to its last.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// What to call it in an explanation.
    pub name: String,
    /// Whose it is, as [`Said::by`]; empty for somebody who only listens.
    pub who: String,
    /// What its door shows.
    pub shows: Shows,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The harness waited until nothing more could come, so nothing may be missing at its end.
    pub settled: bool,
}

/// Which entries a door shows with their numbers; what it leaves out is no gap.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Shows {
    /// All of them.
    #[default]
    All,
    /// What IRC has a message for; and when it looks back, words.
    Irc,
}

impl Shows {
    /// As they happen.
    pub(super) fn live(self, what: &What) -> bool {
        match what {
            What::Message { .. } | What::Answer { .. } | What::Edited { .. } | What::Deleted { .. } => true,
            What::Reacted { .. } | What::SentOut { .. } | What::LetIn { .. } => true,
            What::Keep { .. } | What::Reset | What::Member { .. } | What::Other { .. } => self == Shows::All,
            What::Gone | What::Line { .. } => self == Shows::All,
        }
    }

    /// On a page of history.
    pub(super) fn past(self, what: &What) -> bool {
        self == Shows::All || matches!(what, What::Message { .. } | What::Answer { .. })
    }
}

impl Event {
    fn room_mut(&mut self) -> Option<&mut String> {
        match self {
            Event::Invoke { room, .. } | Event::Entered { room, .. } | Event::Watching { room, .. } => Some(room),
            Event::Heard { room, .. } | Event::Missed { room, .. } | Event::Page { room, .. } => Some(room),
            Event::Found { room, .. } | Event::There { room, .. } => Some(room),
            Event::Ok { .. } | Event::Refused { .. } | Event::Unknown { .. } | Event::Followed { .. } => None,
        }
    }

    fn is_wish(&self) -> bool {
        match self {
            Event::Invoke { .. } | Event::Ok { .. } | Event::Refused { .. } | Event::Unknown { .. } => true,
            Event::Entered { .. } | Event::Followed { .. } | Event::Watching { .. } | Event::Heard { .. } => false,
            Event::Missed { .. } | Event::Page { .. } | Event::Found { .. } | Event::There { .. } => false,
        }
    }
}

impl Connection {
    /// Nothing happened yet.
    pub fn new(name: impl Into<String>) -> Connection {
        Connection { name: name.into(), ..Connection::default() }
    }

    /// A room has another name: records call it by its last, as the history does. Whatever bears the old one later is another.
    pub fn renamed(&mut self, was: &str, to: &str) {
        for event in &mut self.events {
            if let Some(room) = event.room_mut().filter(|room| *room == was) {
                *room = to.to_owned();
            }
        }
    }

    /// Only its wishes and their answers, and which rooms it entered: what later checks need once its readings were checked.
    pub fn sends(&self) -> Connection {
        let kept = |event: &Event| match event {
            Event::Entered { span, room, head, .. } => Some(Event::Entered {
                span: *span,
                room: room.clone(),
                after: Some(*head),
                head: *head,
                facts: Vec::new(),
                more: false,
                expired_before: None,
            }),
            other => other.is_wish().then(|| other.clone()),
        };
        Connection {
            name: self.name.clone(),
            who: self.who.clone(),
            shows: self.shows,
            events: self.events.iter().filter_map(kept).collect(),
            settled: false,
        }
    }

    /// What it was told of where rooms begin by now.
    pub fn expired(&self) -> impl Iterator<Item = (&str, Seq)> {
        self.events.iter().filter_map(|event| match event {
            Event::Entered { room, expired_before, .. } => Some((room.as_str(), (*expired_before)?)),
            Event::Page { room, expired_before, .. } => Some((room.as_str(), (*expired_before)?)),
            _ => None,
        })
    }

    /// Keys it sent.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.events
            .iter()
            .filter_map(|event| if let Event::Invoke { key, .. } = event { Some(key.as_str()) } else { None })
    }

    /// Keys of wishes with neither ok nor refusal on this connection.
    pub fn unknown(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for event in &self.events {
            match event {
                Event::Invoke { key, .. } | Event::Unknown { key } => {
                    keys.insert(key.clone());
                }
                Event::Ok { key, .. } | Event::Refused { key, .. } => {
                    keys.remove(key);
                }
                Event::Entered { .. } | Event::Followed { .. } | Event::Watching { .. } | Event::Heard { .. } => {}
                Event::Missed { .. } | Event::Page { .. } | Event::Found { .. } | Event::There { .. } => {}
            }
        }
        keys
    }
}
