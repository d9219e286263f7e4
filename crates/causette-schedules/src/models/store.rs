//! A store that keeps everything in memory and fails as a model wants, and somebody who knows that nobody has an account.

use crate::seam::{choose, switch};
use causette_core::notice::Page;
use causette_core::ports::paging::Edge;
use causette_core::ports::{
    Accounts, Amounts, Append, AppendError, Appended, Checked, Exported, Home, Ids, Keep, Loaded, Log, MemoryLog,
    ReadError, ReadMark, RoomRow, ScramExchange, Search, Swept,
};
use causette_core::refusal::NotSaved;
use causette_core::{
    Account, Credentials, Fact, Host, Millis, Name, Password, PersonId, RoomId, Seq, Token, TokenHash,
};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

/// How appends end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mood {
    /// Well.
    Good,
    /// One in eight is refused, and leaves nothing behind.
    Moody,
    /// One in four ends without anybody knowing how.
    Failing,
}

/// The store. What it did is counted outside of the schedule.
pub(super) struct Store {
    inner: MemoryLog,
    mood: Mood,
    closed: AtomicUsize,
    failed: AtomicBool,
}

impl Store {
    pub(super) fn new(mood: Mood) -> Arc<Store> {
        let (closed, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        Arc::new(Store { inner: MemoryLog::new(), mood, closed, failed })
    }

    /// What a room's log holds.
    pub(super) fn facts(&self, room: RoomId) -> Vec<Arc<Fact>> {
        let page = self.inner.stretch(room, Edge::After(0), 500);
        page.map(|page| page.facts).unwrap_or_default()
    }

    pub(super) fn has(&self, fact: &Fact) -> bool {
        self.inner.fact(fact.room, fact.seq).is_ok_and(|kept| kept.is_some_and(|kept| *kept == *fact))
    }

    pub(super) fn times_closed(&self) -> usize {
        self.closed.load(SeqCst)
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(SeqCst)
    }
}

impl Log for Store {
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        switch();
        assert_eq!(self.times_closed(), 0, "an append after the store was closed");
        assert!(!self.has_failed(), "an append after one that ended without anybody knowing how");
        match self.mood {
            Mood::Moody if choose(8) == 0 => {
                return Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() });
            }
            Mood::Failing if choose(4) == 0 => {
                self.failed.store(true, SeqCst);
                if choose(2) == 0 {
                    let _ = self.inner.append(batch);
                }
                return Err(AppendError::Unknown("the disk".into()));
            }
            Mood::Good | Mood::Moody | Mood::Failing => {}
        }
        let outcome = self.inner.append(batch);
        switch();
        outcome
    }
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        self.inner.sweep(keep, now, limit)
    }
    fn close(&self) -> Result<(), AppendError> {
        switch();
        self.closed.fetch_add(1, SeqCst);
        Ok(())
    }
    fn stretch(&self, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError> {
        self.inner.stretch(room, edge, limit)
    }
    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
        self.inner.seq_at(room, at)
    }
    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        self.inner.search(search)
    }
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError> {
        self.inner.marks(person)
    }
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError> {
        switch();
        self.inner.load(key)
    }
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
        self.inner.rooms(limit)
    }
    fn directory(&self) -> Result<Loaded, ReadError> {
        self.inner.directory()
    }
    fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.inner.accounts()
    }
    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError> {
        self.inner.credentials(person)
    }
    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError> {
        self.inner.token(hash)
    }
    fn hooks(&self) -> Result<Vec<Token>, ReadError> {
        self.inner.hooks()
    }
    fn home(&self, person: PersonId) -> Result<Home, ReadError> {
        self.inner.home(person)
    }
    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
        self.inner.export(person, from, limit)
    }
    fn amounts(&self) -> Result<Amounts, ReadError> {
        self.inner.amounts()
    }
    fn scrub(&self, limit: usize) -> Result<bool, AppendError> {
        self.inner.scrub(limit)
    }
}

/// Counts.
#[derive(Default)]
pub(super) struct Counter(u128);
impl Ids for Counter {
    fn fresh(&mut self) -> u128 {
        self.0 += 1;
        self.0
    }
}

/// Nobody has an account; how many passwords were compared.
#[derive(Default)]
pub(super) struct Strangers {
    pub(super) compared: AtomicUsize,
}

impl Accounts for Strangers {
    fn guest_token(&self, guest: PersonId, _: Millis) -> String {
        guest.0.to_string()
    }
    fn host(&self, _: IpAddr) -> Host {
        Host(0)
    }
    fn guest_of(&self, _: &str, _: Millis) -> Option<PersonId> {
        None
    }
    fn hash(&self, _: &Password) -> Result<Credentials, String> {
        Err("nobody needs it".into())
    }
    fn check(&self, _: Option<&Credentials>, _: &Password) -> Checked {
        switch();
        self.compared.fetch_add(1, SeqCst);
        Checked { good: false, rehash: None }
    }
    fn scram_name(&self, _: &str) -> Option<Name> {
        None
    }
    fn scram_challenge(&self, _: &ScramExchange) -> Option<String> {
        None
    }
    fn scram_proof(&self, _: &ScramExchange, _: &str) -> Option<String> {
        None
    }
    fn token_hash(&self, _: &str) -> TokenHash {
        TokenHash([0; 32])
    }
}
