//! Pages of a room's log, in both directions. Every fact is checked: its content, its number, its place in the chain.

use crate::errors::unread;
use crate::row::{self, COLUMNS, Kept, sql};
use crate::seal;
use causette_core::notice::Page;
use causette_core::ports::ReadError;
use causette_core::ports::paging::Edge;
use causette_core::{Fact, Millis, RoomId, Seq, limits};
use causette_wire::stored::chain::Hash;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use std::sync::Arc;

/// Where a room's log begins: what retention left.
pub(crate) struct Base {
    /// Its row.
    pub(crate) n: i64,
    /// The room.
    pub(crate) room: RoomId,
    /// The last number that is gone; 0 when all are there.
    pub(crate) kept_after: Seq,
    /// The chain hash at that number.
    pub(crate) kept_chain: Hash,
    /// A number that the room has surely reached: its row's. Without it, a damaged index could end a room early and unseen.
    head: Seq,
}

impl Base {
    /// From `n, id, kept_after, kept_chain, head` of a sound row.
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Base> {
        let kept_after = row::number(row.get(2)?).unwrap_or(0);
        let (n, room, kept_chain) = (row.get(0)?, RoomId(u128::from_be_bytes(row.get(1)?)), row.get(3)?);
        Ok(Base { n, room, kept_after, kept_chain, head: row::number(row.get(4)?).unwrap_or(0) })
    }

    /// The base of a room, if there is such a room.
    pub(crate) fn find(conn: &Connection, room: RoomId) -> rusqlite::Result<Option<Base>> {
        Ok(Base::with_state(conn, "id", room.0.to_be_bytes())?.map(|(base, _)| base))
    }

    /// The base and the state of the room with this value in this column.
    pub(crate) fn with_state(
        conn: &Connection,
        column: &str,
        value: impl ToSql,
    ) -> rusqlite::Result<Option<(Base, Option<Vec<u8>>)>> {
        let sound = seal::sound("rooms");
        let find = format!("SELECT n, id, kept_after, kept_chain, head, state, {sound} FROM rooms WHERE {column} = ?1");
        let mut find = conn.prepare_cached(&find)?;
        find.query_row([value], |r| Ok((Base::of(r)?, r.get(5)?))).optional()
    }

    fn missing(&self, seq: Seq) -> ReadError {
        ReadError::Damaged { room: self.room, seq }
    }
}

/// A page of a room; empty if there is no such room.
pub(crate) fn page(conn: &Connection, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError> {
    // One snapshot, so that retention cannot move between the two reads.
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let Some(base) = Base::find(conn, room).map_err(unread)? else { return Ok(Page::default()) };
    match edge {
        Edge::After(n) => after(conn, &base, n, limit),
        Edge::Before(n) => before(conn, &base, n, limit),
    }
}

/// The last number kept whose fact is older than `at`. Times never decrease, so a few rows tell, found by their numbers: no index
/// by time, which every message would pay for. What a page then shows is checked as always.
pub(crate) fn seq_at(conn: &Connection, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let Some(base) = Base::find(conn, room).map_err(unread)? else { return Ok(0) };
    let mut last =
        conn.prepare_cached("SELECT seq FROM facts WHERE room = ?1 ORDER BY seq DESC LIMIT 1").map_err(unread)?;
    let last: Option<i64> = last.query_row([base.n], |r| r.get(0)).optional().map_err(unread)?;
    let mut time = conn.prepare_cached("SELECT at FROM facts WHERE room = ?1 AND seq = ?2").map_err(unread)?;
    // What is up to `older` is older; what is from `newer` on is not.
    let mut older = base.kept_after;
    let mut newer = last.and_then(row::number).unwrap_or(0).max(older).saturating_add(1);
    while older + 1 < newer {
        let middle = older + (newer - older) / 2;
        let found: Option<i64> = time.query_row((base.n, sql(middle)), |r| r.get(0)).optional().map_err(unread)?;
        let found = found.and_then(row::number).ok_or_else(|| base.missing(middle))?;
        if found < at.0 { older = middle } else { newer = middle }
    }
    Ok(older)
}

/// Facts as they are added to a page, within its limits.
#[derive(Default)]
struct Filling {
    page: Page,
    bytes: usize,
}

impl Filling {
    /// Adds a fact; false when the page is full, and then it says that there is more.
    fn add(&mut self, fact: &Arc<Fact>, limit: usize) -> bool {
        let heavy = self.bytes + fact.weight() > limits::PAGE_BYTES && !self.page.facts.is_empty();
        if self.page.facts.len() == limit || heavy {
            self.page.more = true;
            return false;
        }
        self.bytes += fact.weight();
        self.page.facts.push(fact.clone());
        true
    }
}

fn after(conn: &Connection, base: &Base, n: Seq, limit: usize) -> Result<Page, ReadError> {
    let mut filling = Filling::default();
    filling.page.expired_before = (n < base.kept_after).then(|| base.kept_after + 1);
    // One row more at each end: the fact before the page, for its chain hash, and the one after it, which says "more".
    let start = n.max(base.kept_after);
    let (mut chain, mut next) =
        if start == base.kept_after { (Some(base.kept_chain), start.saturating_add(1)) } else { (None, start) };
    let mut select = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM facts f LEFT JOIN senders s ON s.n = f.sender
             WHERE f.room = ?1 AND f.seq >= ?2 ORDER BY f.seq LIMIT ?3"
        ))
        .map_err(unread)?;
    let most = sql(limit.saturating_add(2) as u64);
    let mut rows = select.query((base.n, sql(next), most)).map_err(unread)?;
    while let Some(row) = rows.next().map_err(unread)? {
        if row::seq(row)? != next {
            return Err(base.missing(next));
        }
        next = next.saturating_add(1);
        let Some(before) = chain else {
            chain = Some(row::chain_of(row, base.room)?);
            continue;
        };
        if filling.page.facts.len() == limit {
            filling.page.more = true;
            break;
        }
        let kept = Kept::of(conn, row, base.n, base.room)?;
        kept.follows(&before)?;
        if !filling.add(&kept.fact, limit) {
            break;
        }
        chain = Some(kept.chain);
    }
    if !filling.page.more && next <= base.head {
        return Err(base.missing(next));
    }
    Ok(filling.page)
}

/// Facts just before `n`, newest read first: each waits for the one before it, whose chain hash proves it.
pub(crate) fn before(conn: &Connection, base: &Base, n: Seq, limit: usize) -> Result<Page, ReadError> {
    let mut filling = Filling::default();
    let mut select = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM facts f LEFT JOIN senders s ON s.n = f.sender
             WHERE f.room = ?1 AND f.seq < ?2 ORDER BY f.seq DESC LIMIT ?3"
        ))
        .map_err(unread)?;
    let most = sql(limit.saturating_add(1) as u64);
    // `i64::MAX` stands for "the end"; no fact has that number.
    let mut rows = select.query((base.n, sql(n), most)).map_err(unread)?;
    let mut newer: Option<Kept> = None;
    // The first row is the newest before `n`: what the room has reached must be there.
    let mut least = base.head.min(n.saturating_sub(1));
    while let Some(row) = rows.next().map_err(unread)? {
        let seq = row::seq(row)?;
        if seq < least {
            return Err(base.missing(least));
        }
        least = 0;
        if let Some(newer) = newer.take() {
            if newer.fact.seq != seq + 1 {
                return Err(base.missing(newer.fact.seq.saturating_sub(1)));
            }
            newer.follows(&row::chain_of(row, base.room)?)?;
        }
        if filling.page.facts.len() == limit {
            filling.page.more = true;
            break;
        }
        let kept = Kept::of(conn, row, base.n, base.room)?;
        if !filling.add(&kept.fact, limit) {
            break;
        }
        newer = Some(kept);
    }
    if least > base.kept_after {
        return Err(base.missing(least));
    }
    if let Some(oldest) = newer {
        if oldest.fact.seq != base.kept_after + 1 {
            return Err(base.missing(oldest.fact.seq.saturating_sub(1)));
        }
        oldest.follows(&base.kept_chain)?;
    }
    let mut page = filling.page;
    page.facts.reverse();
    page.expired_before = (!page.more && base.kept_after > 0 && n > 1).then(|| base.kept_after + 1);
    Ok(page)
}
