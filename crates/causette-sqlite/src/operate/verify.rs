//! Checks all of a store, reading it once from end to end in one transaction: SQLite's own check, the schema, every row's
//! checksum, every fact against its content and the one before it, what is missing and who says so, the search index.

use super::head::{self, Compared, Head, Making};
use super::index;
use super::report::{Fault, Report};
use super::{OperateError, file_of, look};
use crate::OpenError;
use crate::erase::REASONED;
use crate::read::Base;
use crate::row::{self, ANSWER, COLUMNS, EDITED, GOVERNED, Kept, MESSAGE, REACTED, ROW, TAGGED, WIDTH, number};
use crate::words::{self, Source};
use crate::{listed, named, schema, seal};
use causette_core::{PersonId, RoomId, Seq, What};
use causette_wire::stored::chain::Hash;
use rusqlite::{Connection, Row};
use std::collections::BTreeSet;
use std::path::Path;

/// Checks the store of a directory, or in a file; `kept` is a head of it that was kept elsewhere. It streams, changes nothing, and
/// works while a server has the store. What is wrong is in the report; an error is that it could not be read at all.
pub fn verify(path: &Path, kept: Option<&Head>) -> Result<Report, OperateError> {
    let file = file_of(path)?;
    let (conn, version) = look(&file)?;
    if version < schema::latest() {
        return Err(OperateError::Older { version, path: file });
    }
    let checked = conn.unchecked_transaction().and_then(|_snapshot| check(&conn, kept));
    Ok(checked.map_err(|e| OpenError::sql(&file, &e))?)
}

fn check(conn: &Connection, kept: Option<&Head>) -> rusqlite::Result<Report> {
    // Where even this cannot be read, everything below says so.
    let head = head::of(conn).unwrap_or(Head { row: 0, hash: Making::new().hash() });
    let mut report = Report::new(head);
    if let Err(e) = own_check(conn, &mut report) {
        report.row("", "", Fault::Sqlite(e.to_string()));
    }
    schema_is_ours(conn, &mut report)?;
    for (table, _) in seal::SEALED {
        if let Err(e) = sums(conn, table, &mut report) {
            report.row(table, "", Fault::Sqlite(e.to_string()));
        }
    }
    if let Err(e) = own_figures(conn, &mut report) {
        report.row("meta", "", Fault::Sqlite(e.to_string()));
    }
    let mut walk = Walk {
        conn,
        report,
        kept,
        made: Making::new(),
        forgot: false,
        words: index::Sum::default(),
        upto: 0,
        ends: BTreeSet::new(),
    };
    match walk.rooms() {
        Ok(()) => walk.end(),
        Err(e) => walk.report.row("facts", "", Fault::Sqlite(e.to_string())),
    }
    Ok(walk.report)
}

fn own_check(conn: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut check = conn.prepare("PRAGMA integrity_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let says: String = row.get(0)?;
        if says != "ok" {
            report.row("", "", Fault::Sqlite(says));
        }
    }
    Ok(())
}

/// Tables and indexes are those of a new store; how the search index keeps its own is its affair.
fn schema_is_ours(conn: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let all = |conn: &Connection| -> rusqlite::Result<BTreeSet<(String, String, Option<String>)>> {
        let mut select =
            conn.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'words\\_%' ESCAPE '\\'")?;
        select.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
    };
    let mut fresh = Connection::open_in_memory()?;
    seal::register(&fresh)?;
    schema::migrate(&mut fresh, schema::STEPS)?;
    for (kind, name, _) in all(&fresh)?.symmetric_difference(&all(conn)?) {
        report.row(kind, name.clone(), Fault::Schema);
    }
    Ok(())
}

fn sums(conn: &Connection, table: &str, report: &mut Report) -> rusqlite::Result<()> {
    let columns = seal::expression(table);
    let first = seal::SEALED.iter().find(|(name, _)| *name == table).and_then(|(_, columns)| columns.split(',').next());
    let first = first.unwrap_or("NULL");
    let mut select =
        conn.prepare(&format!("SELECT quote({first}) FROM {table} NOT INDEXED WHERE sum IS NOT {columns}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        report.row(table, row.get::<_, String>(0)?, Fault::Checksum);
    }
    Ok(())
}

/// What the store notes of itself: all of it is there, and after a clean end it ends where it says.
fn own_figures(conn: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    for name in ["clean", "rooms_upto", "words_upto", "folding", "token_secret"] {
        let there = conn.prepare_cached("SELECT 1 FROM meta WHERE name = ?1")?.exists([name])?;
        if !there {
            report.row("meta", name, Fault::Missing);
        }
    }
    let clean: i64 = conn.query_row("SELECT value FROM meta WHERE name = 'clean'", [], |r| r.get(0))?;
    if clean >= 0 && number(clean) != Some(report.head.row) {
        report.row("meta", "clean", Fault::Stale);
    }
    if !index::is_set_up(conn)? {
        report.row("words", "", Fault::Schema);
    }
    Ok(())
}

struct Walk<'a> {
    conn: &'a Connection,
    report: Report,
    kept: Option<&'a Head>,
    /// What `kept` should be.
    made: Making,
    forgot: bool,
    words: index::Sum,
    /// Facts up to this row are in the index.
    upto: i64,
    /// Whom sound facts of the directory say to be erased.
    ends: BTreeSet<PersonId>,
}

impl Walk<'_> {
    fn rooms(&mut self) -> rusqlite::Result<()> {
        self.upto = words::upto(self.conn)?;
        let rooms_upto: i64 =
            self.conn.query_row("SELECT value FROM meta WHERE name = 'rooms_upto'", [], |r| r.get(0))?;
        let mut select = self.conn.prepare("SELECT n, id, kept_after, kept_chain, head, at FROM rooms ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (base, head, at) = (Base::of(row)?, row.get(4)?, row.get(5)?);
            self.room(&base, (head, at), rooms_upto)?;
        }
        let lost = "SELECT DISTINCT room, seq FROM facts WHERE room NOT IN (SELECT n FROM rooms)";
        let mut select = self.conn.prepare(lost)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let room: i64 = row.get(0)?;
            self.report.row("rooms", room.to_string(), Fault::Missing);
        }
        Ok(())
    }

    fn room(&mut self, base: &Base, written: (i64, i64), rooms_upto: i64) -> rusqlite::Result<()> {
        self.report.rooms += 1;
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS}, f.sender, m.person FROM facts f LEFT JOIN senders s ON s.n = f.sender
             LEFT JOIN named m ON m.n = f.n WHERE f.room = ?1 ORDER BY f.seq"
        ))?;
        let mut rows = select.query([base.n])?;
        let (mut seq, mut chain, mut n) = (base.kept_after, Some(base.kept_chain), 0);
        // Where it stood at the fact whose row the kept head ends with, and at the last one its own row knows of.
        let kept = self.kept.map_or(i64::MAX, |head| row::sql(head.row));
        let (mut then, mut known) = (Some((base.kept_after, base.kept_chain)), None);
        let mut any = false;
        while let Some(row) = rows.next()? {
            self.report.facts += 1;
            let Ok(this) = row::seq(row) else {
                self.report.fact(base.room, seq.saturating_add(1), Fault::Content);
                continue;
            };
            if this != seq.saturating_add(1) {
                self.report.fact(base.room, seq.saturating_add(1), Fault::Missing);
                chain = None;
            }
            let own: i64 = row.get(ROW)?;
            if own <= n {
                self.report.fact(base.room, this, Fault::Chain);
            }
            (seq, n) = (this, own);
            chain = self.fact(base, row, seq, chain)?;
            if own <= kept {
                then = chain.map(|chain| (seq, chain));
                any = true;
            }
            if own <= rooms_upto {
                known = Some((row::sql(seq), row.get::<_, i64>(1)?));
            }
        }
        // Without a fact of its own its row may have been written later, by retention.
        if known.is_some_and(|known| known != written) || number(written.0).is_none_or(|head| head > seq) {
            self.report.row("rooms", base.n.to_string(), Fault::Stale);
        }
        self.forgot |= !any && base.kept_after > 0 || then.is_none();
        if let Some((seq, chain)) = then.filter(|(seq, _)| *seq > 0) {
            self.made.add(base.room, seq, &chain);
        }
        Ok(())
    }

    /// Looks at one fact; its chain hash, for the next.
    fn fact(&mut self, base: &Base, row: &Row<'_>, seq: Seq, before: Option<Hash>) -> rusqlite::Result<Option<Hash>> {
        let chain = row::chain_of(row, base.room).ok();
        match Kept::of(self.conn, row, base.n, base.room) {
            Ok(kept) => {
                if before.is_some_and(|before| kept.follows(&before).is_err()) {
                    self.report.fact(base.room, seq, Fault::Chain);
                }
                if let What::AccountErased { id } = kept.fact.what
                    && base.room == RoomId::DIRECTORY
                {
                    self.ends.insert(id);
                }
                self.report.gone += u64::from(matches!(kept.fact.what, What::Gone(_)));
            }
            Err(_) => self.report.fact(base.room, seq, Fault::Content),
        }
        self.beside(base, row, seq)?;
        Ok(chain)
    }

    /// What is kept beside a fact because of what it says: its words in the index, and whom it names.
    fn beside(&mut self, base: &Base, row: &Row<'_>, seq: Seq) -> rusqlite::Result<()> {
        let (Ok(kind), Ok(n), Some(body)) =
            (row.get::<_, u8>(2), row.get::<_, i64>(ROW), row.get_ref(3)?.as_blob_or_null()?)
        else {
            return Ok(());
        };
        if n <= self.upto && [MESSAGE, ANSWER, EDITED].contains(&kind) {
            self.words.add(&Source { n, room: base.n, sender: row.get(WIDTH)?, kind, body });
        }
        if kind == GOVERNED {
            let noted: Option<Vec<u8>> = row.get(WIDTH + 1)?;
            if noted != named::of_body(body).map(|person| person.0.to_be_bytes().to_vec()) {
                self.report.fact(base.room, seq, Fault::Stale);
            }
        }
        Ok(())
    }

    /// What can be said only once everything was read.
    fn end(&mut self) {
        if let Some(kept) = self.kept {
            self.report.compared = Some(match self.made.hash() == kept.hash {
                true => Compared::Same,
                false if self.forgot => Compared::Forgotten,
                false => Compared::Changed,
            });
        }
        match index::stored(self.conn) {
            Ok(stored) if stored == self.words => {}
            Ok(_) => self.report.row("words", "", Fault::Index),
            Err(e) => self.report.row("words", "", Fault::Sqlite(e.to_string())),
        }
        if let Err(e) = self.erased() {
            self.report.row("erased", "", Fault::Sqlite(e.to_string()));
        }
    }

    fn erased(&mut self) -> rusqlite::Result<()> {
        let stored = listed::stored(self.conn)?;
        for person in stored.symmetric_difference(&self.ends) {
            self.report.row("erased", person.to_string(), Fault::Erasure);
        }
        self.report.erased = stored.len() as u64;
        let erasing: i64 = self.conn.query_row("SELECT count(*) FROM erased WHERE done < upto", [], |r| r.get(0))?;
        self.report.erasing = number(erasing).unwrap_or(0);
        self.left_over()
    }

    /// Nothing is left of those of whom nothing should be.
    fn left_over(&mut self) -> rusqlite::Result<()> {
        let mut select = self.conn.prepare(
            "SELECT hex(e.id) FROM erased e WHERE e.id IN (SELECT id FROM accounts) OR e.id IN (SELECT person FROM tokens)",
        )?;
        for person in select.query_map([], |r| r.get::<_, String>(0))? {
            self.report.row("accounts", person?, Fault::Erased);
        }
        let mut select = self.conn.prepare(&format!(
            "SELECT r.id, f.seq FROM facts f JOIN rooms r ON r.n = f.room
             WHERE f.body IS NOT NULL AND (f.kind IN ({MESSAGE}, {ANSWER}, {EDITED}, {REACTED}, {GOVERNED}, {TAGGED}) OR {REASONED}) AND (
                 f.sender IN (SELECT s.n FROM senders s JOIN erased e ON e.id = s.id WHERE s.name IS NULL AND e.done >= e.upto)
                 OR f.n IN (SELECT m.n FROM named m JOIN erased e ON e.id = m.person WHERE m.n <= e.upto AND e.done >= e.upto))"
        ))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (room, seq) = (RoomId(u128::from_be_bytes(row.get(0)?)), number(row.get(1)?).unwrap_or(0));
            self.report.fact(room, seq, Fault::Erased);
        }
        Ok(())
    }
}
