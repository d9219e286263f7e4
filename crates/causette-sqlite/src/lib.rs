//! The embedded store: causette's log in one SQLite file, `causette.db`, inside a data directory.
//!
//! One writer, in WAL mode with a full flush on every commit; up to four readers that never wait for it. It implements
//! the core's ports [`Log`] and [`Accounts`] and must never know the engine, a door, the time of day or the environment.

mod accounts;
mod append;
mod check;
mod create;
mod destroy;
mod erase;
mod errors;
mod files;
mod heads;
mod home;
mod hooks;
mod keys;
mod listed;
mod lock;
mod marks;
mod named;
mod open;
mod operate;
#[cfg(feature = "planted")]
pub mod plant;
mod pool;
mod profiles;
mod read;
mod retain;
mod rooms;
mod row;
mod schema;
mod seal;
mod search;
mod tuning;
mod upkeep;
mod words;
mod writer;

pub use errors::OpenError;
pub use files::{DB_FILE, ERASED_FILE, LOCK_FILE, WAL_FILE};
pub use operate::{
    Backup, Compared, Fault, Finding, Head, OperateError, Report, Restore, Restored, backup, restore, verify,
};

use causette_core::notice::Page;
use causette_core::ports::paging::Edge;
use causette_core::ports::{
    Accounts, Amounts, Append, AppendError, Appended, Checked, Exported, Home, Keep, Loaded, Log, ReadError, ReadMark,
    RoomRow, ScramExchange, Search, Swept,
};
use causette_core::{
    Account, Credentials, Fact, Host, Millis, Name, Password, PersonId, RoomId, Seq, Token, TokenHash, limits,
};
use causette_wire::stored::{host, password, scram, token};
use heads::Heads;
use lock::Lock;
use pool::Pool;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use writer::Writer;

/// The log in `causette.db`. Fields are dropped in this order: the lock goes last.
pub struct SqliteLog {
    writer: Mutex<Writer>,
    readers: Pool,
    searcher: Pool,
    heads: Heads,
    secret: token::Secret,
    dir: PathBuf,
    _lock: Lock,
}

impl SqliteLog {
    /// Opens the store in `dir`, making both if they do not exist. Exactly one program may have it open.
    pub fn open(dir: &Path) -> Result<SqliteLog, OpenError> {
        open::open(dir)
    }

    fn search_within(&self, search: &Search, limit: Duration) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        self.searcher.read_until(Instant::now() + limit, |conn| search::search(conn, search))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // What a panic could leave behind is an open transaction, and every append begins by rolling that back.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for SqliteLog {
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        self.writer().append(batch, &self.heads)
    }
    fn stretch(&self, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError> {
        self.readers.read(|conn| read::page(conn, room, edge, limit))
    }
    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
        self.readers.read(|conn| read::seq_at(conn, room, at))
    }
    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        self.search_within(search, Duration::from_millis(limits::SEARCH_MS))
    }
    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError> {
        self.readers.read(|conn| marks::of(conn, person))
    }
    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        self.writer().sweep(keep, now, limit, &self.heads)
    }
    fn swept(&self) -> Result<Option<Millis>, ReadError> {
        self.readers.read(retain::swept)
    }
    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError> {
        self.readers.read(|conn| rooms::load(conn, key))
    }
    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
        // First what has moved since the rows were written, then the rows: a room that moves meanwhile is only a little late.
        let moved = self.heads.moved();
        self.readers.read(|conn| rooms::list(conn, moved, limit))
    }
    fn directory(&self) -> Result<Loaded, ReadError> {
        self.readers.read(rooms::directory)
    }
    fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.readers.read(accounts::all)
    }
    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError> {
        self.readers.read(|conn| accounts::credentials(conn, person))
    }
    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError> {
        self.readers.read(|conn| accounts::token(conn, hash))
    }
    fn hooks(&self) -> Result<Vec<Token>, ReadError> {
        self.readers.read(hooks::all)
    }
    fn home(&self, person: PersonId) -> Result<Home, ReadError> {
        self.readers.read(|conn| home::home(conn, person))
    }
    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
        self.readers.read(|conn| home::export(conn, person, from, limit))
    }
    fn amounts(&self) -> Result<Amounts, ReadError> {
        let amounts = self.readers.read(home::amounts)?;
        Ok(Amounts { bytes: files::size(&self.dir), ..amounts })
    }
    fn scrub(&self, limit: usize) -> Result<bool, AppendError> {
        self.writer().scrub(limit)
    }
    fn idle(&self) -> Result<bool, AppendError> {
        self.writer().idle(&self.heads)
    }
    fn close(&self) -> Result<(), AppendError> {
        self.writer().close(&self.heads)
    }
}

impl Accounts for SqliteLog {
    fn host(&self, address: IpAddr) -> Host {
        host::fingerprint(&self.secret, address)
    }
    fn guest_token(&self, guest: PersonId, until: Millis) -> String {
        token::mint(&self.secret, guest, until)
    }
    fn guest_of(&self, token: &str, now: Millis) -> Option<PersonId> {
        token::check(&self.secret, token, now)
    }
    fn hash(&self, secret: &Password) -> Result<Credentials, String> {
        let mut salts = password::Salts::default();
        getrandom::fill(&mut salts.argon2)
            .and_then(|()| getrandom::fill(&mut salts.scram))
            .map_err(|e| format!("no random bytes: {e}"))?;
        password::hash(secret, &salts)
    }
    fn check(&self, stored: Option<&Credentials>, secret: &Password) -> Checked {
        let compared = password::compare(stored, secret);
        Checked { good: compared.good, rehash: compared.weak.then(|| self.hash(secret).ok()).flatten() }
    }
    fn scram_name(&self, first: &str) -> Option<Name> {
        scram::name(first)
    }
    fn scram_challenge(&self, exchange: &ScramExchange) -> Option<String> {
        Some(scram::challenge(&self.secret, exchange)?.text().to_owned())
    }
    fn scram_proof(&self, exchange: &ScramExchange, last: &str) -> Option<String> {
        scram::challenge(&self.secret, exchange)?.answer(last).ok()
    }
    fn token_hash(&self, word: &str) -> TokenHash {
        token::hash(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::ports::Entry;
    use causette_core::{Name, Sender, Style, Text, What};

    /// Fault 48: a search that takes too long is given up, and costs nobody else anything.
    #[test]
    fn a_search_has_its_time() {
        let dir = tempfile::tempdir().unwrap();
        let log = SqliteLog::open(dir.path()).unwrap();
        let fact = |seq| {
            let what = What::Message {
                text: Text::new("a b c").unwrap(),
                style: Style::Plain,
                reply_to: None,
                tags: causette_core::ClientTags::NONE,
            };
            let by = Sender { id: PersonId(1), name: Name::given("x") };
            Entry { fact: Arc::new(Fact { room: RoomId(1), seq, at: Millis(seq), by, what }), key: None }
        };
        let entries = (1..=2_000).map(fact).collect();
        log.append(&[Append { entries, ..Append::to(RoomId(1), 0) }]).unwrap();
        let search = Search {
            rooms: vec![(RoomId(1), 0)],
            words: "absent".into(),
            by: None,
            since: None,
            until: None,
            limit: 9,
        };
        assert_eq!(log.search_within(&search, Duration::ZERO), Err(ReadError::TooLong));
        // While one is being made, another waits no longer than it may, and pages are read as ever.
        let (begun, ready) = std::sync::mpsc::sync_channel::<()>(0);
        let (done, end) = std::sync::mpsc::sync_channel::<()>(0);
        let searcher = &log.searcher;
        std::thread::scope(|s| {
            s.spawn(move || {
                searcher.read(|_| {
                    begun.send(()).unwrap();
                    end.recv().unwrap();
                    Ok(())
                })
            });
            ready.recv().unwrap();
            assert_eq!(log.search_within(&search, Duration::from_millis(20)), Err(ReadError::TooLong));
            assert_eq!(log.page(RoomId(1), causette_core::Range::After(0), 5).unwrap().facts.len(), 5);
            done.send(()).unwrap();
        });
        // The connection is as good as before.
        assert_eq!(log.search(&search), Ok((vec![], false)));
        let every = Search { words: "a b".into(), ..search };
        assert_eq!(log.search(&every).map(|(hits, more)| (hits.len(), more)), Ok((9, true)));
    }
}
