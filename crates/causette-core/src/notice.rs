//! Told to one session: answers, and what concerns it alone.

use crate::{Fact, Name, Refusal, RoomId, RoomName, Sender, Seq};
use std::sync::Arc;

/// What a room is called by the session that is told about it.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum RoomLabel {
    /// `#general`.
    Named(RoomName),
    /// `@bob`: a direct conversation, named after the other side.
    With(Name),
}

impl std::fmt::Display for RoomLabel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RoomLabel::Named(name) => f.write_str(name.as_str()),
            RoomLabel::With(name) => write!(f, "@{}", name.as_str()),
        }
    }
}

/// A room's stable id and what to call it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomTag {
    /// For ever.
    pub id: RoomId,
    /// For this reader.
    pub label: RoomLabel,
}

/// A stretch of a room's log: contiguous, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The facts.
    pub facts: Vec<Arc<Fact>>,
    /// More exist in the direction that was read.
    pub more: bool,
    /// Set when what was asked for reaches below the oldest fact kept, which has this number.
    pub expired_before: Option<Seq>,
}

/// One line of `/rooms`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomLine {
    /// The room.
    pub room: RoomTag,
    /// People there now.
    pub present: usize,
    /// Its last number.
    pub head: Seq,
}

/// Who is in a room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Members {
    /// At most [`crate::limits::MEMBER_LIST`] of them, by name.
    pub people: Vec<Sender>,
    /// All of them.
    pub count: usize,
}

/// An answer, or news for one session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The first thing a session hears.
    Welcome {
        /// Who it is.
        you: Sender,
        /// Lets the same guest come back for a day.
        resume: String,
    },
    /// Done and saved; `seq` is the message's number.
    Done {
        /// Where.
        room: RoomTag,
        /// Its number there.
        seq: Seq,
    },
    /// The session is in the room: who is there, and what was said.
    Joined {
        /// The room.
        room: RoomTag,
        /// The room's last number at this moment; what follows live is the next.
        head: Seq,
        /// Who is there, the session included.
        members: Members,
        /// The last few facts, or those after the number asked for.
        replay: Page,
    },
    /// A direct conversation began: its first message follows.
    Opened(RoomTag),
    /// The session is no longer in the room.
    Left(RoomTag),
    /// The session's own name is now this.
    Named(Sender),
    /// Which rooms there are.
    Rooms {
        /// At most [`crate::limits::ROOM_LIST`], the fullest first.
        rooms: Vec<RoomLine>,
        /// Some were left out.
        more: bool,
    },
    /// Who is in a room.
    Members {
        /// The room.
        room: RoomTag,
        /// Who.
        members: Members,
    },
    /// History that was asked for.
    Page {
        /// The room.
        room: RoomTag,
        /// The facts.
        page: Page,
    },
    /// Facts a slow session was not sent in time, re-read from the log. When `page.more` is false it is up to date again.
    Missed {
        /// The room.
        room: RoomTag,
        /// The facts after the last one it was sent.
        page: Page,
        /// Who is there now, on the last page.
        members: Option<Members>,
    },
    /// Not done.
    Refused(Refusal),
    /// A flush failed: the outcome is unknown; send it again with the same key once the server is back.
    Unknown,
    /// The server ends this session.
    Goodbye(Goodbye),
}

/// Why a session ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goodbye {
    /// It asked to.
    Quit,
    /// The server stops.
    Stopping,
    /// The same guest came back on another connection.
    Elsewhere,
    /// The store failed; the server stops.
    StoreFailed,
    /// It was too slow, and what it missed cannot be read now.
    Behind,
}
