//! The log: where facts are kept. Append is the only way in, and only the sequencer calls it.

use super::paging::{self, Edge};
use crate::notice::Page;
use crate::refusal::NotSaved;
use crate::{Account, AccountChange, Credentials, Profile, Token, TokenHash};
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

/// How far somebody has read in a room. Each half only moves forward.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct ReadMark {
    /// The last number read.
    pub seq: Seq,
    /// The moment they said they had read up to; `None`: they never said one.
    pub at: Option<Millis>,
}

impl ReadMark {
    /// Up to this number, of which no moment was said.
    pub fn upto(seq: Seq) -> ReadMark {
        ReadMark { seq, at: None }
    }

    /// The furthest of both.
    #[must_use]
    pub fn furthest(self, other: ReadMark) -> ReadMark {
        ReadMark { seq: self.seq.max(other.seq), at: self.at.max(other.at) }
    }
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
    pub marks: Vec<(PersonId, ReadMark)>,
    /// Accounts that are members from after this number on, or no longer.
    pub members: Vec<(PersonId, Option<Seq>)>,
    /// What changes about accounts, in order; only in the directory's part.
    pub accounts: Vec<AccountChange>,
}

impl Append {
    /// Nothing yet, for a room that ends at `after`.
    pub fn to(room: RoomId, after: Seq) -> Append {
        let (entries, marks, members, accounts) = Default::default();
        Append { room, after, entries, row: None, marks, members, accounts }
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

/// A room that an account is a member of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The room.
    pub room: RoomId,
    /// Its name, or the pair.
    pub kind: Kind,
    /// From after this number on.
    pub since: Seq,
}

/// What an account comes back to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Home {
    /// All its named rooms, by name, then of its direct conversations the [`crate::limits::DIRECT_FOLLOWED`] with the newest facts.
    pub rooms: Vec<Membership>,
    /// How far it has read.
    pub marks: Vec<(RoomId, ReadMark)>,
    /// Its words that still sign it in, the oldest first.
    pub tokens: Vec<Token>,
    /// What it says of itself.
    pub profile: Profile,
}

/// One piece of all that somebody said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// Facts by them, oldest first, each with what its room is.
    pub facts: Vec<(Kind, Arc<Fact>)>,
    /// Where the next piece begins, if there is one.
    pub next: Option<u64>,
}

/// How much there is of everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amounts {
    /// Accounts.
    pub accounts: u64,
    /// Named rooms and direct conversations.
    pub rooms: u64,
    /// Facts kept.
    pub facts: u64,
    /// Bytes on disk; 0 without one.
    pub bytes: u64,
    /// Accounts erased whose words are still being destroyed.
    pub erasing: u64,
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
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError>;

    /// Removes facts that their room, or else `keep`, keeps no longer, and their keys: always a prefix, of which a checkpoint
    /// stays, and never of the directory. At most `limit` facts; called between commits, like [`Log::idle`]. An error is as an
    /// append's.
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError>;

    /// The `now` of the last sweep that had something to look at; `None`: none had, or this log ends with its process.
    fn swept(&self) -> Result<Option<Millis>, ReadError> {
        Ok(None)
    }

    /// At most `limit` facts, oldest first; ends early at [`crate::limits::PAGE_BYTES`]. A room that does not exist is empty.
    fn stretch(&self, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError>;

    /// The last number whose fact is kept and older than this moment. Nothing kept is older, or there is no such room: the
    /// number before the oldest that is kept, 0 where all are. Times in a room never decrease, so what follows is not older.
    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError>;

    /// At most `limit` facts of any range, oldest first.
    fn page(&self, room: RoomId, range: Range, limit: usize) -> Result<Page, ReadError> {
        paging::page(&paging::OfLog { log: self, room, floor: 0 }, range, limit)
    }

    /// The room with this [`Kind::key`].
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError>;

    /// Named rooms, those with the newest facts first, and whether there are more than `limit`.
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError>;

    /// The directory, room 0: who may do what on the whole server, and its last facts.
    fn directory(&self) -> Result<Loaded, ReadError>;

    /// All accounts, in any order.
    fn accounts(&self) -> Result<Vec<Account>, ReadError>;

    /// What an account signs in by; `None`: there is no such account, or nothing that signs it in.
    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError>;

    /// The word with this hash, also one whose time is over.
    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError>;

    /// The webhooks of all accounts, in any order: words of the kind `Hook`.
    fn hooks(&self) -> Result<Vec<Token>, ReadError>;

    /// What somebody comes back to.
    fn home(&self, person: PersonId) -> Result<Home, ReadError>;

    /// At most `limit` facts by somebody, in all rooms, in the order they were stored, from `from` on (0: from the first).
    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError>;

    /// How much there is of everything.
    fn amounts(&self) -> Result<Amounts, ReadError>;

    /// Goes on destroying what accounts said that were erased, and the facts that name them ([`Fact::names`]), with their search
    /// entries and keys: at most `limit` facts; says whether there is more. From the commit of the erasure on such facts read as
    /// [`crate::Gone::Erased`], destroyed yet or not. Room states lose them too. Called between commits; an error is as an append's.
    fn scrub(&self, limit: usize) -> Result<bool, AppendError>;

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
