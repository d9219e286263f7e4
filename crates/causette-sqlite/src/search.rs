//! Searching: the newest facts one by one, the others by the index, within a time limit and on a connection of its own.
//!
//! Both only propose. What is served has been read, checked like any other fact, and compared with what was asked for.

use crate::errors::unread;
use crate::read::Base;
use crate::row::{ANSWER, COLUMNS, EDITED, Kept, MESSAGE, WIDTH, number, sql};
use crate::tuning::SEARCH_NAMED;
use crate::words;
use causette_core::ports::find::Wanted;
use causette_core::ports::{ReadError, Search};
use causette_core::{Fact, Millis, Seq};
use causette_wire::stored::chain::Hash;
use causette_wire::stored::fact;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A room to look in: only at its facts from row `from` on, and before row `to`. Times never decrease in a room, so dates
/// are such bounds as well.
struct Place {
    base: Base,
    from: i64,
    to: i64,
}

/// A search, made ready for this store.
struct Asked {
    wanted: Wanted,
    places: HashMap<i64, Place>,
    senders: Option<HashSet<i64>>,
    limit: usize,
    hits: Vec<Arc<Fact>>,
}

/// See the port.
pub(crate) fn search(conn: &Connection, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    #[cfg(feature = "planted")]
    let _searching = crate::plant::searching();
    let mut asked = Asked {
        wanted: Wanted::of(search),
        places: places(conn, search)?,
        senders: senders(conn, search).map_err(unread)?,
        // One more shows whether there are more.
        limit: search.limit.saturating_add(1),
        hits: Vec::new(),
    };
    let nobody = asked.senders.as_ref().is_some_and(HashSet::is_empty);
    if !asked.places.is_empty() && !nobody {
        let upto = words::upto(conn).map_err(unread)?;
        asked.scan(conn, upto, i64::MAX)?;
        match asked.expression() {
            Some(expression) => asked.indexed(conn, &expression)?,
            None => asked.scan(conn, 0, upto)?,
        }
    }
    let mut hits = asked.hits;
    let more = hits.len() > search.limit;
    hits.truncate(search.limit);
    Ok((hits, more))
}

impl Asked {
    fn from(&self) -> i64 {
        self.places.values().map(|place| place.from).min().unwrap_or(i64::MAX)
    }
    fn to(&self) -> i64 {
        self.places.values().map(|place| place.to).max().unwrap_or(0)
    }
    fn full(&self) -> bool {
        self.hits.len() >= self.limit
    }

    /// What the index is asked, if it can narrow anything down.
    fn expression(&self) -> Option<String> {
        let any = |tokens: Vec<String>| format!("({})", tokens.join(" OR "));
        let quoted = |token: String| format!("\"{token}\"");
        let mut all: Vec<String> = self.wanted.words().iter().map(|word| format!("\"{word}\"*")).collect();
        if self.places.len() <= SEARCH_NAMED {
            all.push(any(self.places.keys().map(|n| quoted(words::of_room(*n))).collect()));
        }
        if let Some(senders) = self.senders.as_ref().filter(|s| s.len() <= SEARCH_NAMED) {
            all.push(any(senders.iter().map(|n| quoted(words::of_sender(*n))).collect()));
        }
        (!all.is_empty()).then(|| all.join(" AND "))
    }

    /// Looks at the facts after one row, up to another, one by one, the newest first: at what was said in them, and only
    /// if that is wanted at all that makes a fact of them.
    fn scan(&mut self, conn: &Connection, after: i64, upto: i64) -> Result<(), ReadError> {
        let mut select = conn
            .prepare_cached(&format!(
                "SELECT n, room, sender, kind, body FROM facts
                 WHERE n >= ?1 AND n < ?2 AND kind IN ({MESSAGE}, {ANSWER}, {EDITED}) AND body IS NOT NULL
                 ORDER BY n DESC"
            ))
            .map_err(unread)?;
        let (from, to) = (self.from().max(after.saturating_add(1)), self.to().min(upto.saturating_add(1)));
        let mut rows = select.query((from, to)).map_err(unread)?;
        while !self.full() {
            let Some(row) = rows.next().map_err(unread)? else { break };
            if let Some(n) = self.proposed(row).map_err(unread)? {
                self.look_at(conn, n)?;
            }
        }
        Ok(())
    }

    /// The row of a fact with such words, where they were looked for. What cannot be read is not found.
    fn proposed(&self, row: &Row<'_>) -> rusqlite::Result<Option<i64>> {
        let source = words::Source {
            n: row.get(0)?,
            room: row.get(1)?,
            sender: row.get(2)?,
            kind: row.get(3)?,
            body: row.get_ref(4)?.as_blob()?,
        };
        let what = || fact::decode(source.kind, source.body).ok();
        let here = self.is_here(source.room, source.sender, source.n);
        Ok((here && what().is_some_and(|what| self.wanted.is_said(&what))).then_some(source.n))
    }

    /// Whether it is in a room, at a row and from somebody that the search is about.
    fn is_here(&self, room: i64, sender: i64, n: i64) -> bool {
        self.places.get(&room).is_some_and(|p| (p.from..p.to).contains(&n))
            && self.senders.as_ref().is_none_or(|senders| senders.contains(&sender))
    }

    fn indexed(&mut self, conn: &Connection, expression: &str) -> Result<(), ReadError> {
        let mut select = conn
            .prepare_cached(
                "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC",
            )
            .map_err(unread)?;
        let mut found = select.query((expression, self.from(), self.to())).map_err(unread)?;
        while !self.full() {
            let Some(n) = found.next().map_err(unread)? else { break };
            self.look_at(conn, n.get(0).map_err(unread)?)?;
        }
        Ok(())
    }

    /// Reads a fact, and keeps it if it is wanted, sound, and not edited away.
    fn look_at(&mut self, conn: &Connection, n: i64) -> Result<(), ReadError> {
        let mut fact = conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS}, f.room, f.sender FROM facts f LEFT JOIN senders s ON s.n = f.sender WHERE f.n = ?1"
            ))
            .map_err(unread)?;
        let mut rows = fact.query([n]).map_err(unread)?;
        let Some(row) = rows.next().map_err(unread)? else { return Ok(()) };
        let two = || Ok((row.get(WIDTH)?, row.get(WIDTH + 1)?));
        let (room, sender): (i64, i64) = two().map_err(unread)?;
        let Some(place) = self.places.get(&room).filter(|_| self.is_here(room, sender, n)) else { return Ok(()) };
        let kept = Kept::of(conn, row, room, place.base.room)?;
        if !self.wanted.is(&kept.fact) || edited_away(conn, room, &kept.fact, n).map_err(unread)? {
            return Ok(());
        }
        kept.follows(&place.base.chain_before(conn, kept.fact.seq)?)?;
        self.hits.push(kept.fact);
        Ok(())
    }
}

/// Whether a later edit has taken the place of this message, or of this edit. Nobody's edits are no more.
fn edited_away(conn: &Connection, room: i64, fact: &Fact, n: i64) -> rusqlite::Result<bool> {
    let mut later = conn.prepare_cached(
        "SELECT 1 FROM facts f JOIN senders s ON s.n = f.sender
         WHERE f.room = ?1 AND f.about = ?2 AND f.kind = ?3 AND f.n > ?4 AND f.body IS NOT NULL AND s.name IS NOT NULL
         LIMIT 1",
    )?;
    later.exists((room, sql(fact.about().unwrap_or(fact.seq)), EDITED, n))
}

/// The rooms of a search, as far as there is anything to look at.
fn places(conn: &Connection, search: &Search) -> Result<HashMap<i64, Place>, ReadError> {
    let mut places = HashMap::new();
    for (room, hidden) in &search.rooms {
        let Some(base) = Base::find(conn, *room).map_err(unread)? else { continue };
        let (mut from, mut to) = (0, i64::MAX);
        if *hidden > base.kept_after || search.since.is_some() {
            let first = first_since(conn, &base, search.since.unwrap_or_default())?.max(hidden.saturating_add(1));
            from = row_from(conn, base.n, first).map_err(unread)?;
        }
        if let Some(until) = search.until {
            to = row_from(conn, base.n, first_since(conn, &base, until)?).map_err(unread)?;
        }
        if from < to {
            places.insert(base.n, Place { base, from, to });
        }
    }
    Ok(places)
}

/// The row of a room's fact of this number, or the end.
fn row_from(conn: &Connection, room: i64, seq: Seq) -> rusqlite::Result<i64> {
    let mut row = conn.prepare_cached("SELECT n FROM facts WHERE room = ?1 AND seq = ?2")?;
    Ok(row.query_row([room, sql(seq)], |r| r.get(0)).optional()?.unwrap_or(i64::MAX))
}

/// The first number of a room with this time or a later one: half of what is left is ruled out with each look.
fn first_since(conn: &Connection, base: &Base, since: Millis) -> Result<Seq, ReadError> {
    let mut last = conn.prepare_cached("SELECT max(seq) FROM facts WHERE room = ?1").map_err(unread)?;
    let last: Option<i64> = last.query_row([base.n], |r| r.get(0)).map_err(unread)?;
    let mut time = conn.prepare_cached("SELECT at FROM facts WHERE room = ?1 AND seq = ?2").map_err(unread)?;
    let (mut low, mut high) = (base.kept_after + 1, last.and_then(number).unwrap_or(base.kept_after).saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        let at: Option<i64> = time.query_row([base.n, sql(middle)], |r| r.get(0)).optional().map_err(unread)?;
        let at = at.and_then(number).ok_or(ReadError::Damaged { room: base.room, seq: middle })?;
        if at < since.0 {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The rows of everybody who bore a name like the one asked for.
fn senders(conn: &Connection, search: &Search) -> rusqlite::Result<Option<HashSet<i64>>> {
    let Some(by) = &search.by else { return Ok(None) };
    let mut select = conn.prepare_cached("SELECT n FROM senders WHERE key = ?1")?;
    let rows = select.query_map([by.key().as_str()], |r| r.get(0))?;
    rows.collect::<rusqlite::Result<_>>().map(Some)
}

impl Base {
    /// The chain hash of the fact before this one, or of where the log begins.
    pub(crate) fn chain_before(&self, conn: &Connection, seq: Seq) -> Result<Hash, ReadError> {
        let before = seq.saturating_sub(1);
        if before == self.kept_after {
            return Ok(self.kept_chain);
        }
        let mut chain = conn.prepare_cached("SELECT chain FROM facts WHERE room = ?1 AND seq = ?2").map_err(unread)?;
        let found = chain.query_row([self.n, sql(before)], |r| r.get(0)).optional();
        found.ok().flatten().ok_or(ReadError::Damaged { room: self.room, seq: before })
    }
}
