//! Erasing an account. Its name, what signs in to it, its marks and memberships go in the commit that says so, and from then
//! on nothing it said is served. The bytes of what it said go in pieces, in commits of their own: [`Writer::scrub`].
//!
//! There is no index of facts by sender, since every message would pay for it. A scrub walks over all facts up to the commit
//! of the erasure, a bounded number of rows at a time, for all who were erased at once; `erased.done` says how far it has got,
//! so a crash in between loses nothing.

use crate::errors::not_saved;
use crate::row::{ANSWER, DELETED, EDITED, GOVERNED, MESSAGE, REACTED, TAGGED};
use crate::seal;
use crate::tuning::SCRUB_ROWS;
use crate::words::Source;
use crate::writer::Writer;
use causette_core::PersonId;
use causette_core::ports::AppendError;
use causette_wire::stored::room;
use rusqlite::{Connection, OptionalExtension};

/// What goes in the commit of the erasure itself; `last` is its newest fact.
pub(crate) fn begin(conn: &Connection, person: PersonId, last: i64) -> rusqlite::Result<()> {
    let id = person.0.to_be_bytes();
    let mut note = conn.prepare_cached(
        "INSERT INTO erased (id, upto, done, sum) VALUES (?1, ?2, 0, causette_sum('erased', ?1, ?2, 0))
         ON CONFLICT (id) DO UPDATE SET upto = excluded.upto, done = 0, sum = excluded.sum",
    )?;
    note.execute((id, last))?;
    conn.prepare_cached("UPDATE senders SET name = NULL, key = NULL WHERE id = ?1")?.execute([id])?;
    seal::again(conn, "senders", "id", id)?;
    let of_person = ["tokens", "members", "marks", "profiles"].map(|table| (table, "person"));
    for (table, column) in [("accounts", "id")].into_iter().chain(of_person) {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?.execute([id])?;
    }
    leave_states(conn, person)
}

/// Takes somebody out of the states of all rooms: out of roles, invitations, bans and mutes. Only states with these sixteen
/// random bytes in them can name them.
fn leave_states(conn: &Connection, person: PersonId) -> rusqlite::Result<()> {
    let mut select = conn.prepare_cached("SELECT n, state FROM rooms WHERE instr(state, ?1) > 0")?;
    let rows = select.query_map([person.0.to_be_bytes()], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (n, state) in rows.collect::<rusqlite::Result<Vec<(i64, Vec<u8>)>>>()? {
        // What cannot be read is damage, which others report.
        let Some(left) = room::decode(&state).ok().and_then(|state| state.without(person)) else { continue };
        conn.prepare_cached("UPDATE rooms SET state = ?2 WHERE n = ?1")?.execute((n, room::encode(&left)))?;
        seal::again(conn, "rooms", "n", n)?;
    }
    Ok(())
}

/// Facts up to this row were there when somebody was erased; `None`: they were not.
pub(crate) fn upto(conn: &Connection, person: PersonId) -> rusqlite::Result<Option<i64>> {
    let find = format!("SELECT upto, {} FROM erased WHERE id = ?1", seal::sound("erased"));
    conn.prepare_cached(&find)?.query_row([person.0.to_be_bytes()], |r| r.get(0)).optional()
}

/// A deletion with a reason, as its stored form begins; one without has no words of anybody.
pub(crate) const REASONED: &str = "(f.kind = 5 AND substr(f.body, 1, 1) = x'02')";

/// A fact to destroy.
struct Doomed {
    n: i64,
    room: i64,
    seq: i64,
    sender: [u8; 16],
}

impl Writer {
    /// Destroys some of what the erased said; says whether there is more.
    pub(crate) fn scrub(&mut self, limit: usize) -> Result<bool, AppendError> {
        self.sound()?;
        let Some(from) = pending(&self.conn).map_err(|e| not_saved(&e))? else { return Ok(false) };
        let (count, more) = match self.fill_scrub(from, limit) {
            Ok(done) => done,
            Err(e) => {
                self.rollback();
                return Err(not_saved(&e));
            }
        };
        self.commit()?;
        self.scrub = true;
        self.wal_pages =
            self.wal_pages.saturating_add(4 + u32::try_from(count.saturating_mul(16)).unwrap_or(u32::MAX / 2));
        Ok(more)
    }

    fn fill_scrub(&mut self, from: i64, limit: usize) -> rusqlite::Result<(usize, bool)> {
        self.begin()?;
        let end = from.saturating_add(SCRUB_ROWS);
        let (doomed, whole) = self.take_out(from, end, limit)?;
        for fact in &doomed {
            #[cfg(feature = "planted")]
            if crate::plant::Plant::EraseKeepsBody.is_set() {
                continue;
            }
            self.conn
                // What was taken back stays so, whoever said why.
                .prepare_cached(&format!(
                    "UPDATE facts SET body = NULL, salt = NULL, about = CASE kind WHEN {DELETED} THEN about END
                     WHERE n = ?1"
                ))?
                .execute([fact.n])?;
            let mut forget =
                self.conn.prepare_cached("DELETE FROM keys WHERE room = ?1 AND sender = ?2 AND seq = ?3")?;
            forget.execute((fact.room, fact.sender, fact.seq))?;
        }
        let done = if whole { end } else { doomed.last().map_or(from, |last| last.n) };
        let mut note =
            self.conn.prepare_cached("UPDATE erased SET done = min(upto, ?2) WHERE done = ?1 AND done < upto")?;
        note.execute((from, done))?;
        // Those who wait for a later place have it from here on.
        self.conn.prepare_cached(&format!("UPDATE erased SET sum = {}", seal::expression("erased")))?.execute([])?;
        let more = pending(&self.conn)?.is_some();
        if !more {
            self.forget_keys_of_erased()?;
        }
        Ok((doomed.len(), more))
    }

    /// The next facts that go, out of the index already, and whether these are all up to `end`. What a message's sender or
    /// whoever a deed names has to do with it is said by two tables; bodies that are gone are left out.
    fn take_out(&self, from: i64, end: i64, limit: usize) -> rusqlite::Result<(Vec<Doomed>, bool)> {
        // Whoever has spoken under that id since has a row of senders with a name in it.
        let waiting = "e.done < e.upto AND e.done <= ?1";
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT f.n, f.room, f.seq, f.sender, f.kind, f.body, s.id FROM facts f JOIN senders s ON s.n = f.sender
             WHERE f.n > ?1 AND f.n <= ?2 AND f.body IS NOT NULL
               AND (f.kind IN ({MESSAGE}, {ANSWER}, {EDITED}, {REACTED}, {GOVERNED}, {TAGGED}) OR {REASONED})
               AND (+f.sender IN (SELECT w.n FROM erased e JOIN senders w ON w.id = e.id AND w.name IS NULL WHERE {waiting})
                    OR f.n IN (SELECT m.n FROM erased e JOIN named m ON m.person = e.id AND m.n <= e.upto WHERE {waiting}))
             ORDER BY f.n"
        ))?;
        let mut rows = select.query((from, end))?;
        let mut doomed = Vec::new();
        while let Some(row) = rows.next()? {
            if doomed.len() == limit {
                return Ok((doomed, false));
            }
            let fact = Doomed { n: row.get(0)?, room: row.get(1)?, seq: row.get(2)?, sender: row.get(6)? };
            let body = row.get_ref(5)?.as_blob()?;
            let source = Source { n: fact.n, room: fact.room, sender: row.get(3)?, kind: row.get(4)?, body };
            source.take_out(&self.conn, self.words.upto)?;
            doomed.push(fact);
        }
        Ok((doomed, true))
    }

    /// Keys of what was taken back before have no words to go with.
    fn forget_keys_of_erased(&self) -> rusqlite::Result<()> {
        let forget = "DELETE FROM keys WHERE sender IN (SELECT id FROM erased)";
        self.conn.prepare_cached(forget)?.execute([]).map(drop)
    }
}

/// How far those are of whom anything is left who are least far.
fn pending(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT min(done) FROM erased WHERE done < upto")?.query_row([], |r| r.get(0))
}
