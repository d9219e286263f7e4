//! What enters the sequencer.

use crate::SessionId;
use causette_core::notice::Goodbye;
use causette_core::notice::Page;
use causette_core::ports::{Loaded, Log, ReadError, RoomRow, Search, Swept};
use causette_core::{Command, Fact, Origin, PersonId, Range, Ref, RoomId, Seq, limits};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// One thing to put in order.
#[derive(Debug)]
pub enum Submission {
    /// A connection was accepted: it becomes a guest.
    Open {
        /// Who.
        session: SessionId,
        /// By which door, and from where.
        from: Origin,
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
    /// The log let facts go that are kept no longer.
    Swept(Swept),
    /// Clean shutdown: tell everybody, then stop.
    Stop,
}

impl Submission {
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Submission::Open { session, .. }
            | Submission::Command { session, .. }
            | Submission::CatchUp { session, .. }
            | Submission::Local { session, .. }
            | Submission::Close { session, .. } => Some(*session),
            Submission::Fetched(_) | Submission::Swept(_) | Submission::Stop => None,
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
    /// One fact, wanted when the room ended at `head`.
    Fact {
        /// Where.
        room: RoomId,
        /// Its number.
        seq: Seq,
        /// The room's last number then.
        head: Seq,
    },
    /// The list of rooms.
    Rooms,
    /// What a search finds.
    Search(Box<Search>),
    /// How far somebody has read.
    Marks(PersonId),
}

/// What was read.
#[derive(Debug)]
pub enum Got {
    /// The room, or that there is none.
    Room(Result<Option<Loaded>, ReadError>),
    /// The page.
    Page(Result<Page, ReadError>),
    /// The fact, if there is one, and the room's last number when it was asked for.
    Fact(Result<Option<Arc<Fact>>, ReadError>, Seq),
    /// The list, and whether there are more.
    Rooms(Result<(Vec<RoomRow>, bool), ReadError>),
    /// What was found, and whether there is more.
    Found(Result<(Vec<Arc<Fact>>, bool), ReadError>),
    /// Rooms, and the last number read in each.
    Marks(Result<Vec<(RoomId, Seq)>, ReadError>),
}

/// A finished [`Fetch`].
#[derive(Debug)]
pub struct Fetched {
    pub(crate) session: SessionId,
    pub(crate) then: Submission,
    pub(crate) got: Got,
}

/// A read that panics has failed; whoever waits for it is answered.
fn read<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ReadError::Failed("the read panicked".into())))
}

impl Fetch {
    /// Reads it from the log. Blocks. Whatever happens, whoever waits is answered.
    pub fn run(self, log: &dyn Log) -> Submission {
        let got = match &self.what {
            Wanted::Room(key) => Got::Room(read(|| log.load(key))),
            Wanted::Page(room, range, limit) => Got::Page(read(|| log.page(*room, *range, *limit))),
            Wanted::Fact { room, seq, head } => Got::Fact(read(|| log.fact(*room, *seq)), *head),
            Wanted::Rooms => Got::Rooms(read(|| log.rooms(limits::ROOM_LIST))),
            Wanted::Search(search) => Got::Found(read(|| log.search(search))),
            Wanted::Marks(person) => Got::Marks(read(|| log.marks(*person))),
        };
        Submission::Fetched(Box::new(Fetched { session: self.session, then: self.then, got }))
    }
}
