//! One commit: facts of several rooms, all stored and flushed, or none.
//!
//! Everything is done inside the transaction and kept in a [`Draft`] beside the writer's memory, which a commit alone makes
//! true. The chain hash of each fact is computed here, from the one before it.

use crate::errors::{not_saved, refused};
use crate::heads::{Heads, Moved, Share, last};
use crate::marks;
use crate::read::{self, Base};
use crate::rooms;
use crate::row::{number, sql, whole};
use crate::tuning::{MISSED_FACTS, WAL_MAX_PAGES, WORDS_MAX};
use crate::writer::{Cache, Known, Writer};
use crate::{accounts, destroy, named, seal};
use causette_core::ports::paging::Edge;
use causette_core::ports::{Append, AppendError, Appended, Entry, RoomRow};
use causette_core::{AccountChange, Kind, Millis, Name, PersonId, RoomId, Sender, What};
use causette_wire::stored::chain::{self, Hash, Link, Salt};
use causette_wire::stored::{fact, room};
use rusqlite::{CachedStatement, Connection, ErrorCode, OptionalExtension};
use std::collections::HashMap;

/// Why a batch goes no further.
pub(crate) enum Stop {
    /// A room's last number is not the one expected.
    Behind,
    /// A key is there already, or twice in the batch.
    KeyUsed,
    /// An error before COMMIT.
    Sql(rusqlite::Error),
    /// The batch itself cannot be stored.
    Refused(AppendError),
}

impl From<rusqlite::Error> for Stop {
    fn from(e: rusqlite::Error) -> Stop {
        Stop::Sql(e)
    }
}

/// What a commit will make true.
#[derive(Default)]
struct Draft {
    rooms: Vec<(RoomId, Known)>,
    senders: HashMap<PersonId, (Name, i64)>,
    /// The newest row.
    last: i64,
    /// Something was destroyed.
    scrub: bool,
    /// They are nobody any more.
    erased: Vec<PersonId>,
    pages: u32,
    body: Vec<u8>,
}

impl Writer {
    /// Stores a batch; see the port.
    pub(crate) fn append(&mut self, batch: &[Append], heads: &Heads) -> Result<Appended, AppendError> {
        self.sound()?;
        if self.wal_pages >= WAL_MAX_PAGES {
            if self.scrub {
                self.scrub_wal()?
            } else {
                self.copy_wal("PASSIVE")?
            };
        }
        if self.words.behind(self.last, WORDS_MAX) {
            self.index_words()?;
        }
        let mut stop = match self.attempt(batch, heads) {
            Ok(done) => return done.map(|()| Appended::Stored),
            Err(stop) => stop,
        };
        if matches!(&stop, Stop::Sql(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)) {
            // Something that was not there when it was last read: another program wrote. Read again, once.
            self.rollback();
            self.cache = Cache::default();
            self.last = self.last.max(last(&self.conn).map_err(|e| not_saved(&e))?);
            stop = match self.attempt(batch, heads) {
                Ok(done) => return done.map(|()| Appended::Stored),
                Err(stop) => stop,
            };
        }
        self.rollback();
        match stop {
            Stop::Behind => self.missed(batch),
            Stop::KeyUsed => self.keys_used(batch),
            Stop::Sql(e) => Err(not_saved(&e)),
            Stop::Refused(e) => Err(e),
        }
    }

    /// The outer result is what happened before COMMIT (nothing is stored), the inner one is COMMIT's.
    fn attempt(&mut self, batch: &[Append], heads: &Heads) -> Result<Result<(), AppendError>, Stop> {
        self.begin()?;
        let mut draft = Draft { last: self.last, pages: 2, ..Draft::default() };
        let salts = salts(batch)?;
        draft.fill(self, batch, &salts)?;
        let due = heads.due(Share::All);
        if let Some((moved, upto)) = &due {
            rooms::write_heads(&self.conn, moved, *upto)?;
        }
        if let Err(e) = self.commit() {
            return Ok(Err(e));
        }
        if let Some((_, upto)) = due {
            heads.written(upto);
        }
        self.remember(draft, heads);
        Ok(Ok(()))
    }

    fn remember(&mut self, draft: Draft, heads: &Heads) {
        self.cache.trim();
        let moved = |(id, k): &(RoomId, Known)| Moved { id: *id, public: k.public, head: k.head, at: k.at };
        heads.add(draft.rooms.iter().map(moved), draft.last);
        self.last = draft.last;
        self.scrub |= draft.scrub;
        for (_, known) in &draft.rooms {
            self.sweep.seen(known.at);
        }
        self.cache.rooms.extend(draft.rooms);
        self.cache.senders.extend(draft.senders);
        for person in &draft.erased {
            self.cache.senders.remove(person);
        }
        if !draft.erased.is_empty() {
            self.list_erased();
        }
        self.wal_pages = self.wal_pages.saturating_add(draft.pages);
    }

    /// What the batch did not know of, oldest first, as many as a page of each room.
    fn missed(&mut self, batch: &[Append]) -> Result<Appended, AppendError> {
        let mut facts = Vec::new();
        for append in batch {
            let page = read::page(&self.conn, append.room, Edge::After(append.after), MISSED_FACTS);
            facts.extend(page.map_err(|e| refused(e.to_string()))?.facts);
        }
        Ok(Appended::Behind(facts))
    }
}

/// Fresh random bytes for every fact of the batch.
fn salts(batch: &[Append]) -> Result<Vec<Salt>, Stop> {
    let count = batch.iter().map(|a| a.entries.len()).sum();
    let mut salts = vec![[0; size_of::<Salt>()]; count];
    let random = |e: getrandom::Error| Stop::Refused(refused(format!("no random bytes: {e}")));
    getrandom::fill(salts.as_flattened_mut()).map_err(random)?;
    Ok(salts)
}

/// What every fact needs, looked up once for the whole batch.
struct Inserts<'c> {
    fact: CachedStatement<'c>,
    key: CachedStatement<'c>,
}

impl Inserts<'_> {
    fn new(conn: &Connection) -> rusqlite::Result<Inserts<'_>> {
        let fact = conn.prepare_cached(
            "INSERT INTO facts (n, room, seq, at, sender, kind, body, salt, content, chain, about)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        let key = conn.prepare_cached(
            "INSERT INTO keys (room, sender, key, seq, at, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, causette_sum('keys', ?1, ?2, ?3, ?4, ?5)) ON CONFLICT DO NOTHING",
        )?;
        Ok(Inserts { fact, key })
    }
}

impl Draft {
    /// Stores everything but the commit. All rooms are checked before anything is stored.
    fn fill(&mut self, writer: &Writer, batch: &[Append], salts: &[Salt]) -> Result<(), Stop> {
        let (conn, cache) = (&writer.conn, &writer.cache);
        let mut odd = None;
        for append in batch {
            let known = match cache.rooms.get(&append.room) {
                Some(known) => *known,
                None => find(conn, append.room)?.unwrap_or(Known::NONE),
            };
            if append.after < known.head {
                return Err(Stop::Behind);
            }
            if append.after > known.head {
                odd = Some(format!("room {} ends at {}, not at {}", append.room, known.head, append.after));
            } else if !append.is_contiguous() {
                odd = Some(format!("facts for room {} do not follow {}", append.room, append.after));
            }
            self.rooms.push((append.room, known));
        }
        // Behind comes first: once the caller has caught up, the rest may look different.
        if let Some(detail) = odd {
            return Err(Stop::Refused(refused(detail)));
        }
        let mut rooms = std::mem::take(&mut self.rooms);
        let (mut salts, mut inserts) = (salts.iter(), Inserts::new(conn)?);
        for (append, (id, known)) in batch.iter().zip(&mut rooms) {
            write_row(conn, *id, known, append.row.as_ref())?;
            for (entry, salt) in append.entries.iter().zip(&mut salts) {
                self.fact(conn, cache, &mut inserts, known, entry, salt)?;
                if let What::Deleted { seq, .. } = entry.fact.what {
                    self.pages += destroy::words_of(conn, known.n, seq, writer.words.upto)?;
                    self.scrub = true;
                }
            }
            marks::put(conn, known.n, &append.marks)?;
            accounts::put_members(conn, known.n, &append.members)?;
            self.pages += u32::try_from(append.marks.len() + append.members.len()).unwrap_or(u32::MAX / 2);
            self.pages += 1 + u32::try_from(append.entries.len() / 12).unwrap_or(u32::MAX / 2);
        }
        self.rooms = rooms;
        // After all facts: who is erased may have made the last of them.
        for change in batch.iter().flat_map(|append| &append.accounts) {
            accounts::change(conn, change, self.last)?;
            self.pages += 4;
            if let AccountChange::Erased(person) = change {
                self.erased.push(*person);
                self.scrub = true;
            }
        }
        Ok(())
    }

    fn fact(
        &mut self,
        conn: &Connection,
        cache: &Cache,
        inserts: &mut Inserts<'_>,
        known: &mut Known,
        entry: &Entry,
        salt: &Salt,
    ) -> Result<(), Stop> {
        let fact = &entry.fact;
        let (seq, at) = (whole(fact.seq)?, whole(fact.at.0)?);
        let sender = self.sender(conn, cache, &fact.by)?;
        self.body.clear();
        let kind = fact::encode(&fact.what, &mut self.body);
        let content = chain::content(salt, &self.body);
        let link = Link { room: fact.room, seq: fact.seq, kind, sender: fact.by.id, at: fact.at };
        let chain = link.after(&known.chain, &content);
        let about = fact.about().map(whole).transpose()?;
        self.last = self.last.saturating_add(1);
        let body = self.body.as_slice();
        inserts.fact.execute((self.last, known.n, seq, at, sender, kind, body, salt, content, chain, about))?;
        named::put(conn, self.last, fact)?;
        if let Some(key) = &entry.key {
            // A key that is there is found by its absence of effect, which spares a look-up for every message.
            if inserts.key.execute((known.n, fact.by.id.0.to_be_bytes(), key.as_str(), seq, at))? == 0 {
                return Err(Stop::KeyUsed);
            }
            self.pages += 1;
        }
        *known = Known { head: fact.seq, at: fact.at, chain, ..*known };
        Ok(())
    }

    /// The row of a person under this name.
    fn sender(&mut self, conn: &Connection, cache: &Cache, by: &Sender) -> Result<i64, Stop> {
        match self.senders.get(&by.id).or_else(|| cache.senders.get(&by.id)) {
            Some((name, n)) if *name == by.name => return Ok(*n),
            _ => {}
        }
        let pair = (by.id.0.to_be_bytes(), by.name.as_str());
        let mut find = conn.prepare_cached("SELECT n FROM senders WHERE id = ?1 AND name = ?2")?;
        let n = match find.query_row(pair, |r| r.get(0)).optional()? {
            Some(n) => n,
            None => {
                let mut insert = conn.prepare_cached("INSERT INTO senders (id, name, key) VALUES (?1, ?2, ?3)")?;
                let n = insert.insert((pair.0, pair.1, by.name.key().as_str()))?;
                seal::again(conn, "senders", "n", n)?;
                n
            }
        };
        self.senders.insert(by.id, (by.name.clone(), n));
        Ok(n)
    }
}

impl Known {
    /// A room that is not there yet.
    const NONE: Known = Known { n: 0, public: false, head: 0, at: Millis(0), chain: chain::START };
}

/// Where a room stands, read from its last fact.
fn find(conn: &Connection, id: RoomId) -> rusqlite::Result<Option<Known>> {
    let Some(base) = Base::find(conn, id)? else { return Ok(None) };
    let mut row = conn.prepare_cached("SELECT key >= '#' AND key < '$', at FROM rooms WHERE n = ?1")?;
    let (public, written): (Option<bool>, i64) = row.query_row([base.n], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let public = public.unwrap_or(false);
    let mut last = conn.prepare_cached("SELECT seq, at, chain FROM facts WHERE room = ?1 ORDER BY seq DESC LIMIT 1")?;
    let found: Option<(i64, i64, Hash)> =
        last.query_row([base.n], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
    let (head, at, chain) = match found {
        Some((seq, at, chain)) => (number(seq).unwrap_or(0), Millis(number(at).unwrap_or(0)), chain),
        // Retention took everything, and wrote the time of the last.
        None => (base.kept_after, Millis(number(written).unwrap_or(0)), base.kept_chain),
    };
    Ok(Some(Known { n: base.n, public, head, at, chain }))
}

/// Writes a room's row when it is new or its state changes, which no message does.
fn write_row(conn: &Connection, id: RoomId, known: &mut Known, row: Option<&RoomRow>) -> rusqlite::Result<()> {
    let new = known.n == 0;
    let (key, state) = row.map(|r| (r.kind().key(), room::encode(&r.state))).unzip();
    if let Some(row) = row {
        known.public = matches!(row.kind(), Kind::Named(_));
    }
    let modes = row.map(|r| &r.state.modes);
    let (days, last) = (modes.and_then(|m| m.keep_days), modes.and_then(|m| m.keep_last).map(sql));
    if new {
        let mut insert = conn
            .prepare_cached("INSERT INTO rooms (id, key, state, keep_days, keep_last) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        known.n = insert.insert((id.0.to_be_bytes(), key, state, days, last))?;
        seal::again(conn, "rooms", "n", known.n)?;
    } else if row.is_some() {
        let mut update =
            conn.prepare_cached("UPDATE rooms SET key = ?2, state = ?3, keep_days = ?4, keep_last = ?5 WHERE n = ?1")?;
        update.execute((known.n, key, state, days, last))?;
        seal::again(conn, "rooms", "n", known.n)?;
    }
    Ok(())
}
