//! The log: where facts are kept. Append is the only way in, and only the sequencer calls it.

use crate::notice::Page;
use crate::refusal::NotSaved;
use crate::{Fact, Key, Kind, Millis, Name, PersonId, Range, Room, RoomId, RoomState, Seq};
use std::sync::Arc;
use thiserror::Error;

/// One fact to store, with the key its sender gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The fact.
    pub fact: Arc<Fact>,
    /// Remembered with it, per sender and room.
    pub key: Option<Key>,
}

/// What one commit adds to one room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Append {
    /// The room.
    pub room: RoomId,
    /// The last number the room must have now; the first entry's is the next.
    pub after: Seq,
    /// Contiguous facts of that room; none when only the row changes.
    pub entries: Vec<Entry>,
    /// The room's new state, when a fact changes it or the room is new.
    pub row: Option<RoomRow>,
    /// How far people have read there now; the store keeps the furthest of each.
    pub marks: Vec<(PersonId, Seq)>,
}

impl Append {
    /// Nothing yet, for a room that ends at `after`.
    pub fn to(room: RoomId, after: Seq) -> Append {
        Append { room, after, entries: Vec::new(), row: None, marks: Vec::new() }
    }
}

impl Append {
    /// Whether the entries are facts of this room, numbered on from `after`. A log refuses others: nobody could read them in order.
    pub fn is_contiguous(&self) -> bool {
        let numbers = self.after.saturating_add(1)..;
        self.entries.iter().zip(numbers).all(|(e, n)| e.fact.room == self.room && e.fact.seq == n)
    }
}

/// A room as the store knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomRow {
    /// For ever.
    pub id: RoomId,
    /// What it is; [`Kind::key`] is unique among rooms.
    pub state: Arc<RoomState>,
    /// Its last number. Ignored by append, which counts for itself.
    pub head: Seq,
    /// The time of that fact.
    pub at: Millis,
}

impl RoomRow {
    /// The row of a room.
    pub fn of(room: &Room) -> RoomRow {
        RoomRow { id: room.id, state: room.state.clone(), head: room.head, at: room.at }
    }
    /// The room of a row.
    pub fn room(&self) -> Room {
        Room { id: self.id, head: self.head, at: self.at, state: self.state.clone() }
    }
    /// Name or pair.
    pub fn kind(&self) -> &Kind {
        &self.state.kind
    }
}

/// A room and its last facts, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// The row.
    pub row: RoomRow,
    /// At most [`crate::limits::TAIL_FACTS`] facts that end at `row.head`, or fewer.
    pub tail: Vec<Arc<Fact>>,
    /// Facts up to this number are kept no more.
    pub kept_after: Seq,
}

/// What to look for, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Search {
    /// Rooms, each with the number up to which its facts are hidden from the asker.
    pub rooms: Vec<(RoomId, Seq)>,
    /// All of these words, one space between them; case and accents do not matter. Each also finds words that begin with
    /// it. Empty: any message.
    pub words: String,
    /// By whoever bore a name with the same [`Name::key`].
    pub by: Option<Name>,
    /// Not before this moment.
    pub since: Option<Millis>,
    /// Before this moment.
    pub until: Option<Millis>,
    /// At most this many.
    pub limit: usize,
}

/// How long facts are kept where a room does not say otherwise. The default keeps all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Keep {
    /// Days.
    pub days: Option<u32>,
    /// How many, in one room.
    pub last: Option<u64>,
}

/// What a sweep removed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Rooms, each with the number up to which its facts are kept no more.
    pub rooms: Vec<(RoomId, Seq)>,
    /// There is more to remove: sweep again soon.
    pub more: bool,
}

/// A key that was answered before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyHit {
    /// The room.
    pub room: RoomId,
    /// Whose key.
    pub person: PersonId,
    /// The key.
    pub key: Key,
    /// The message it made.
    pub first: Arc<Fact>,
}

/// How an append ended, when the log is sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Appended {
    /// All of it is durable.
    Stored,
    /// None of it was stored: somebody else wrote to these rooms first, this, as far as it is kept. With one process this
    /// cannot happen.
    Behind(Vec<Arc<Fact>>),
    /// None of it was stored: these keys were answered before.
    KeyUsed(Vec<KeyHit>),
}

/// How an append ended, when it is not.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum AppendError {
    /// Surely rolled back: nothing of it is stored, and the next append may succeed.
    #[error("not saved ({why:?}): {detail}")]
    NotSaved {
        /// For people.
        why: NotSaved,
        /// For the operator.
        detail: String,
    },
    /// A flush failed, or the store died: it may or may not be stored. The server must stop.
    #[error("outcome unknown: {0}")]
    Unknown(String),
}

/// Why a read failed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReadError {
    /// A stored fact does not match its checksum. It is never shown.
    #[error("damaged: fact {seq} of room {room}")]
    Damaged {
        /// Where.
        room: RoomId,
        /// Which.
        seq: Seq,
    },
    /// It took longer than [`crate::limits::SEARCH_MS`] and was given up.
    #[error("the search took too long")]
    TooLong,
    /// The store could not be read.
    #[error("cannot read the store: {0}")]
    Failed(String),
}

/// An ordered, durable log of rooms. All methods block; none is called on a thread that serves connections,
/// unless [`Log::immediate`] says that it never waits.
pub trait Log: Send + Sync {
    /// Stores all of `batch` in one commit, durably, or none of it. Each room appears once.
    ///
    /// A [`crate::What::Deleted`] among the entries destroys, in that commit, the words of its target and of the target's
    /// edits, whatever a search could find of them, and their keys. From then on they read as [`crate::What::Gone`].
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError>;

    /// One fact; `None`: there is none of that number, or it is kept no more.
    fn fact(&self, room: RoomId, seq: Seq) -> Result<Option<Arc<Fact>>, ReadError> {
        Ok(self.page(room, Range::After(seq.saturating_sub(1)), 1)?.facts.into_iter().find(|fact| fact.seq == seq))
    }

    /// Messages, answers and edits, the last stored first, and whether there are more. What is deleted or was edited away is
    /// not found. [`super::find`] says what a word is and when a fact is meant.
    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError>;

    /// How far somebody has read, in each room where that is known.
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, Seq)>, ReadError>;

    /// Removes facts that their room, or else `keep`, keeps no longer, and their keys: always a prefix, of which a checkpoint
    /// stays, and never of the directory. At most `limit` facts; called between commits, like [`Log::idle`]. An error is as an
    /// append's.
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError>;

    /// At most `limit` facts, oldest first; ends early at [`crate::limits::PAGE_BYTES`]. A room that does not exist is empty.
    fn page(&self, room: RoomId, range: Range, limit: usize) -> Result<Page, ReadError>;

    /// The room with this [`Kind::key`].
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError>;

    /// Named rooms, those with the newest facts first, and whether there are more than `limit`.
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError>;

    /// The directory's last number and its time.
    fn directory(&self) -> Result<(Seq, Millis), ReadError>;

    /// True when append never waits for a device, so that a thread hop would cost more than the call.
    fn immediate(&self) -> bool {
        false
    }

    /// Called between commits when nothing waits: tidy up, at most briefly. True: there is more, and the next quiet moment is
    /// for it too. An error is as an append's `Unknown`.
    fn idle(&self) -> Result<bool, AppendError> {
        Ok(false)
    }

    /// Called once after the last append of a clean shutdown.
    fn close(&self) -> Result<(), AppendError> {
        Ok(())
    }
}
