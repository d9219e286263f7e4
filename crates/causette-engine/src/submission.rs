//! What enters the sequencer.

use crate::SessionId;
use causette_core::notice::Goodbye;
use causette_core::notice::Page;
use causette_core::ports::{Loaded, ReadError, RoomRow};
use causette_core::{Command, Range, Ref, RoomId, Seq};

/// One thing to put in order.
#[derive(Debug)]
pub enum Submission {
    /// A connection was accepted: it becomes a guest.
    Open {
        /// Who.
        session: SessionId,
    },
    /// A session asks for something. Answered by exactly one `last` notice.
    Command {
        /// Who.
        session: SessionId,
        /// Echoed in the answer.
        answers: Option<Ref>,
        /// What.
        command: Command,
    },
    /// A shard asks for facts it could not queue for a slow session. Answered by `Notice::Missed`.
    CatchUp {
        /// Who.
        session: SessionId,
        /// Where.
        room: RoomId,
        /// The last number it was sent.
        after: Seq,
    },
    /// Bytes a door wants to send to its own session after the answers to its earlier commands.
    Local {
        /// Who.
        session: SessionId,
        /// What.
        bytes: Box<[u8]>,
    },
    /// The connection ended, or the session asked to quit (then it is told goodbye).
    Close {
        /// Who.
        session: SessionId,
        /// What to tell it, if it still listens.
        why: Option<Goodbye>,
    },
    /// The store's answer to a [`Fetch`].
    Fetched(Box<Fetched>),
    /// Clean shutdown: tell everybody, then stop.
    Stop,
}

impl Submission {
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Submission::Open { session }
            | Submission::Command { session, .. }
            | Submission::CatchUp { session, .. }
            | Submission::Local { session, .. }
            | Submission::Close { session, .. } => Some(*session),
            Submission::Fetched(_) | Submission::Stop => None,
        }
    }
}

/// A read that the sequencer wants done off its loop.
#[derive(Debug)]
pub struct Fetch {
    /// Whose command waits for it.
    pub session: SessionId,
    /// That command, to be run again with the answer in hand.
    pub then: Submission,
    /// What to read.
    pub what: Wanted,
}

/// What a [`Fetch`] reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The room with this key.
    Room(String),
    /// Part of a room's log.
    Page(RoomId, Range, usize),
    /// The list of rooms.
    Rooms,
}

/// What was read.
#[derive(Debug)]
pub enum Got {
    /// The room, or that there is none.
    Room(Result<Option<Loaded>, ReadError>),
    /// The page.
    Page(Result<Page, ReadError>),
    /// The list, and whether there are more.
    Rooms(Result<(Vec<RoomRow>, bool), ReadError>),
}

/// A finished [`Fetch`].
#[derive(Debug)]
pub struct Fetched {
    pub(crate) session: SessionId,
    pub(crate) then: Submission,
    pub(crate) got: Got,
}

impl Fetch {
    /// Reads it from the log. Blocks. Whatever happens, whoever waits is answered: a read that panics has failed.
    pub fn run(self, log: &dyn causette_core::ports::Log) -> Submission {
        let read = std::panic::AssertUnwindSafe(|| match &self.what {
            Wanted::Room(key) => Got::Room(log.load(key)),
            Wanted::Page(room, range, limit) => Got::Page(log.page(*room, *range, *limit)),
            Wanted::Rooms => Got::Rooms(log.rooms(causette_core::limits::ROOM_LIST)),
        });
        let got = std::panic::catch_unwind(read).unwrap_or_else(|_| {
            let failed = ReadError::Failed("the read panicked".into());
            match &self.what {
                Wanted::Room(_) => Got::Room(Err(failed)),
                Wanted::Page(..) => Got::Page(Err(failed)),
                Wanted::Rooms => Got::Rooms(Err(failed)),
            }
        });
        Submission::Fetched(Box::new(Fetched { session: self.session, then: self.then, got }))
    }
}
