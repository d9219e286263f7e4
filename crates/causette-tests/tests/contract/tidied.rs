//! A log to which so much is said aside that nothing it prepares for later is left to prepare.

use super::build::count;
use causette_core::notice::Page;
use causette_core::ports::ReadMark;
use causette_core::ports::paging::Edge;
use causette_core::ports::{
    Amounts, Append, AppendError, Appended, Exported, Home, Keep, Loaded, Log, ReadError, RoomRow, Search, Swept,
};
use causette_core::{Account, Credentials, Fact, Millis, PersonId, RoomId, Seq, Token, TokenHash};
use causette_sqlite::SqliteLog;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Where nobody looks.
const ASIDE: RoomId = RoomId(u128::MAX / 3);
/// More than a store leaves unprepared.
const MANY: Seq = 600;

pub(crate) struct Tidied {
    log: SqliteLog,
    aside: AtomicU64,
}

impl Tidied {
    pub(crate) fn new(log: SqliteLog) -> Tidied {
        Tidied { log, aside: AtomicU64::new(0) }
    }

    fn tidy(&self) -> Result<(), AppendError> {
        self.log.append(&[count(ASIDE, self.aside.fetch_add(MANY, Relaxed), MANY)])?;
        while self.log.idle()? {}
        Ok(())
    }
}

impl Log for Tidied {
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        let appended = self.log.append(batch)?;
        if appended == Appended::Stored && !batch.is_empty() {
            self.tidy()?;
        }
        Ok(appended)
    }
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        let mut swept = self.log.sweep(keep, now, limit)?;
        swept.rooms.retain(|(room, _)| *room != ASIDE);
        while self.log.idle()? {}
        Ok(swept)
    }
    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        self.log.search(search)
    }
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError> {
        self.log.marks(person)
    }
    fn stretch(&self, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError> {
        self.log.stretch(room, edge, limit)
    }
    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
        self.log.seq_at(room, at)
    }
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError> {
        self.log.load(key)
    }
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
        self.log.rooms(limit)
    }
    fn directory(&self) -> Result<Loaded, ReadError> {
        self.log.directory()
    }
    fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.log.accounts()
    }
    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError> {
        self.log.credentials(person)
    }
    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError> {
        self.log.token(hash)
    }
    fn hooks(&self) -> Result<Vec<Token>, ReadError> {
        self.log.hooks()
    }
    fn home(&self, person: PersonId) -> Result<Home, ReadError> {
        self.log.home(person)
    }
    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
        self.log.export(person, from, limit)
    }
    /// Without what is said aside.
    fn amounts(&self) -> Result<Amounts, ReadError> {
        let aside = self.aside.load(Relaxed);
        let all = self.log.amounts()?;
        Ok(Amounts { rooms: all.rooms - u64::from(aside > 0), facts: all.facts - aside, ..all })
    }
    fn scrub(&self, limit: usize) -> Result<bool, AppendError> {
        let more = self.log.scrub(limit)?;
        while self.log.idle()? {}
        Ok(more)
    }
    fn idle(&self) -> Result<bool, AppendError> {
        self.log.idle()
    }
    fn close(&self) -> Result<(), AppendError> {
        self.log.close()
    }
}
