//! The one connection that writes: its transactions, what it remembers between them, and the end of all writing once a
//! flush has failed.

use crate::errors::{may_try_again, not_saved, refused, surely_rolled_back};
use crate::keys::Sweep;
use crate::retain::Round;
use crate::tuning::{BUSY, ROOMS_CACHED, SENDERS_CACHED};
use crate::words::Words;
use causette_core::ports::AppendError;
use causette_core::{Millis, Name, PersonId, RoomId, Seq};
use causette_wire::stored::chain::Hash;
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

/// Where a room stands, as the next fact needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) n: i64,
    pub(crate) public: bool,
    pub(crate) head: Seq,
    pub(crate) at: Millis,
    pub(crate) chain: Hash,
}

/// What is true of the store after the last commit; changed only by a commit.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) rooms: HashMap<RoomId, Known>,
    /// The row of each person under their latest name.
    pub(crate) senders: HashMap<PersonId, (Name, i64)>,
}

impl Cache {
    /// Keeps it bounded: what is forgotten is read again.
    pub(crate) fn trim(&mut self) {
        if self.rooms.len() > ROOMS_CACHED {
            self.rooms.clear();
        }
        if self.senders.len() > SENDERS_CACHED {
            self.senders.clear();
        }
    }
}

/// Whether there may be another commit.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Health {
    Sound,
    Closed,
    /// A flush failed; the outcome of something is unknown, and only a restart finds out.
    Broken(String),
}

/// The writer.
pub(crate) struct Writer {
    pub(crate) conn: Connection,
    pub(crate) dir: PathBuf,
    pub(crate) cache: Cache,
    pub(crate) sweep: Sweep,
    pub(crate) words: Words,
    /// Where the walk of retention is.
    pub(crate) round: Round,
    /// The newest row there ever was. Rows are numbered from here, because what is derived from them goes by their numbers
    /// and must never meet one again.
    pub(crate) last: i64,
    /// The WAL has bytes that were destroyed since.
    pub(crate) scrub: bool,
    /// Somebody was erased who is not in the list beside the store yet.
    pub(crate) unlisted: bool,
    /// About how many pages the WAL has that the store has not.
    pub(crate) wal_pages: u32,
    health: Health,
}

impl Writer {
    /// A writer on an open, checked store whose last row was this.
    pub(crate) fn new(conn: Connection, dir: PathBuf, last: i64, words: Words) -> Writer {
        Writer {
            conn,
            dir,
            cache: Cache::default(),
            sweep: Sweep::default(),
            words,
            round: Round::default(),
            last,
            scrub: false,
            unlisted: true,
            wal_pages: 0,
            health: Health::Sound,
        }
    }

    /// Refuses once a flush has failed, or after the end.
    pub(crate) fn sound(&self) -> Result<(), AppendError> {
        match &self.health {
            Health::Sound => Ok(()),
            Health::Closed => Err(refused("the store is closed")),
            Health::Broken(why) => Err(AppendError::Unknown(why.clone())),
        }
    }

    /// No more commits: the mark that all is well has been made.
    pub(crate) fn ended(&mut self) {
        self.health = Health::Closed;
    }

    /// An error after which nothing may be written or flushed again by this process.
    pub(crate) fn broken(&mut self, e: &rusqlite::Error) -> AppendError {
        let why = e.to_string();
        self.health = Health::Broken(why.clone());
        AppendError::Unknown(why)
    }

    /// Begins to write; waits for another program's lock, within bounds. IMMEDIATE, so that the lock is had before any work.
    pub(crate) fn begin(&mut self) -> rusqlite::Result<()> {
        self.rollback();
        self.run("BEGIN IMMEDIATE")
    }

    /// Makes everything since [`Writer::begin`] durable, or none of it, or says that this is unknown.
    pub(crate) fn commit(&mut self) -> Result<(), AppendError> {
        let Err(e) = self.run("COMMIT") else { return Ok(()) };
        self.rollback();
        Err(if surely_rolled_back(&e) { not_saved(&e) } else { self.broken(&e) })
    }

    /// Ends a transaction, if there is one, with nothing of it stored. If even this fails the transaction stays open, has no
    /// commit mark, and the next [`Writer::begin`] tries again or fails.
    pub(crate) fn rollback(&mut self) {
        if !self.conn.is_autocommit() {
            let _ = self.run("ROLLBACK");
        }
    }

    /// Copies what the WAL has into the store and flushes it; PASSIVE waits for nobody.
    ///
    /// A full disk or a lock is no harm, the WAL keeps what it has. Any other error may be a flush that failed, after which
    /// the system may believe that pages are on the disk that are not: copying again would then drop them from the WAL.
    pub(crate) fn copy_wal(&mut self, mode: &str) -> Result<bool, AppendError> {
        let copied = self
            .conn
            .prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))
            .and_then(|mut s| s.query_row([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))));
        match copied {
            Ok((busy, frames, done)) => {
                // What a reader of an older state holds back is tried again later, not at once.
                self.wal_pages = if frames == done { 0 } else { crate::tuning::WAL_TIDY_PAGES / 2 };
                Ok(busy == 0 && frames == done)
            }
            Err(e) if may_try_again(&e) => {
                self.wal_pages = crate::tuning::WAL_TIDY_PAGES / 2;
                Ok(false)
            }
            Err(e) => Err(self.broken(&e)),
        }
    }

    /// Copies the WAL and makes it empty, so that nothing destroyed can be read in it; true when that is done. Does not wait
    /// for a reader: it is tried again.
    pub(crate) fn scrub_wal(&mut self) -> Result<bool, AppendError> {
        let waits = |wait| self.conn.busy_timeout(wait).map_err(|e| not_saved(&e));
        waits(Duration::ZERO)?;
        let done = self.copy_wal("TRUNCATE");
        self.conn.busy_timeout(BUSY).map_err(|e| not_saved(&e))?;
        self.scrub = !done.clone()?;
        Ok(!self.scrub)
    }

    fn run(&self, statement: &str) -> rusqlite::Result<()> {
        self.conn.prepare_cached(statement)?.execute([]).map(|_| ())
    }
}
