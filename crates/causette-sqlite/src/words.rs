//! The words to search by. They are indexed after the facts they come from, many at a time and in commits of their own:
//! facts above `meta.words_upto` are not in the index yet, and a search reads those one by one.
//!
//! What is in the index is derived: from a fact's body the same words come again, to be taken out. So when the rules of
//! folding change with the program, the index is emptied and filled anew.

use crate::row::{ANSWER, EDITED, MESSAGE};
use crate::tuning::{WORDS_STEP, WORDS_TIDY};
use crate::writer::Writer;
use crate::{accounts, seal};
use causette_core::Name;
use causette_core::ports::{AppendError, find};
use causette_wire::stored::fact;
use rusqlite::{Connection, Statement, Transaction};

/// The token of a room's row. No word has such a sign in it.
pub(crate) fn of_room(room: i64) -> String {
    format!("§{room}")
}

/// The token of a sender's row.
pub(crate) fn of_sender(sender: i64) -> String {
    format!("¤{sender}")
}

/// A stored fact, as the index needs it.
pub(crate) struct Source<'a> {
    pub(crate) n: i64,
    pub(crate) room: i64,
    pub(crate) sender: i64,
    pub(crate) kind: u8,
    pub(crate) body: &'a [u8],
}

impl Source<'_> {
    /// What is indexed of it: each of its words once, its room and its sender. What cannot be read is not found.
    pub(crate) fn text(&self) -> Option<String> {
        let what = fact::decode(self.kind, self.body).ok()?;
        let folded = find::folded(find::said(&what)?);
        let mut words: Vec<&str> = find::cut(&folded).collect();
        words.sort_unstable();
        words.dedup();
        let (room, sender) = (of_room(self.room), of_sender(self.sender));
        words.extend([room.as_str(), sender.as_str()]);
        Some(words.join(" "))
    }

    fn put(&self, insert: &mut Statement<'_>) -> rusqlite::Result<()> {
        let Some(text) = self.text() else { return Ok(()) };
        insert.execute((self.n, text)).map(drop)
    }

    /// Takes it out of the index, from which nothing of it can be read then.
    pub(crate) fn take_out(&self, conn: &Connection, upto: i64) -> rusqlite::Result<()> {
        let Some(text) = self.text().filter(|_| self.n <= upto) else { return Ok(()) };
        let mut out = conn.prepare_cached("INSERT INTO words (words, rowid, text) VALUES ('delete', ?1, ?2)")?;
        out.execute((self.n, text))?;
        Ok(())
    }
}

/// Where the index is.
pub(crate) struct Words {
    /// Facts up to this one are in it.
    pub(crate) upto: i64,
    /// It could not be written, which no message must suffer from: left until the next start.
    stuck: bool,
}

impl Words {
    /// As the store says.
    pub(crate) fn load(conn: &Connection) -> rusqlite::Result<Words> {
        Ok(Words { upto: upto(conn)?, stuck: false })
    }
    /// Whether so many facts are not in it.
    pub(crate) fn behind(&self, last: i64, most: i64) -> bool {
        !self.stuck && last - self.upto >= most
    }
}

/// Facts up to this one are in the index.
pub(crate) fn upto(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT value FROM meta WHERE name = 'words_upto'")?.query_row([], |r| r.get(0))
}

impl Writer {
    /// Indexes some facts in a commit of its own; says whether as much waits again.
    pub(crate) fn index_words(&mut self) -> Result<bool, AppendError> {
        let (next, count) = match self.fill_words() {
            Ok(done) => done,
            Err(_) => {
                self.rollback();
                self.words.stuck = true;
                return Ok(false);
            }
        };
        if let Err(e) = self.commit() {
            // Nothing is lost by trying again later; only a failed flush matters.
            return if self.sound().is_ok() { Ok(false) } else { Err(e) };
        }
        self.words.upto = next;
        self.wal_pages = self.wal_pages.saturating_add(16 + count / 8);
        Ok(self.words.behind(self.last, WORDS_TIDY))
    }

    fn fill_words(&mut self) -> rusqlite::Result<(i64, u32)> {
        self.begin()?;
        let mut count = 0;
        let mut next = self.words.upto;
        let mut select = self.conn.prepare_cached(
            "SELECT n, room, sender, kind, body FROM facts WHERE n > ?1 AND n <= ?2 ORDER BY n LIMIT ?3",
        )?;
        let mut insert = self.conn.prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?;
        let mut rows = select.query((self.words.upto, self.last, WORDS_STEP))?;
        while let Some(row) = rows.next()? {
            next = row.get(0)?;
            count += 1;
            let kind = row.get_ref(3)?.as_i64()?;
            let said = [MESSAGE, ANSWER, EDITED].into_iter().find(|k| i64::from(*k) == kind);
            let (Some(kind), Some(body)) = (said, row.get_ref(4)?.as_blob_or_null()?) else { continue };
            Source { n: next, room: row.get(1)?, sender: row.get(2)?, kind, body }.put(&mut insert)?;
        }
        if i64::from(count) < WORDS_STEP {
            next = self.last;
        }
        seal::set_meta(&self.conn, "words_upto", next)?;
        Ok((next, count))
    }
}

/// Makes anew what was folded by other rules than today's: senders' keys at once, the index by and by.
pub(crate) fn refold(conn: &mut Connection) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
    let folding = find::folding();
    let known: String = tx.query_row("SELECT value FROM meta WHERE name = 'folding'", [], |r| r.get(0))?;
    if known == folding {
        return Ok(());
    }
    fold_names(&tx)?;
    accounts::refold(&tx)?;
    tx.execute_batch("INSERT INTO words (words) VALUES ('delete-all')")?;
    seal::set_meta(&tx, "words_upto", 0)?;
    seal::set_meta(&tx, "folding", folding)?;
    tx.commit()
}

fn fold_names(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut select =
        tx.prepare("SELECT n, name FROM senders WHERE n > ?1 AND name IS NOT NULL ORDER BY n LIMIT 1000")?;
    let mut update = tx.prepare("UPDATE senders SET key = ?2 WHERE n = ?1")?;
    let mut after = 0;
    loop {
        let some = select.query_map([after], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let some = some.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
        let Some((last, _)) = some.last() else { return Ok(()) };
        after = *last;
        for (n, name) in some {
            update.execute((n, Name::given(&name).key().as_str()))?;
            seal::again(tx, "senders", "n", n)?;
        }
    }
}
