//! The check at every start: the newest facts, each against its content, its number and the chain, in bounded time.
//!
//! A lost or torn write shows at the end of the log. The whole of it is for `verify`.

use crate::errors::{OpenError, unread};
use crate::row::{COLUMNS, Kept, OLD_COLUMNS, OLDEST_COLUMNS, WIDTH, sql};
use crate::schema;
use causette_core::ports::ReadError;
use causette_core::{RoomId, Seq};
use causette_wire::stored::chain::Hash;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::path::Path;

/// Checks the newest `limit` facts; the row of the last one, 0 when there is none.
pub(crate) fn tail(conn: &Connection, path: &Path, version: u32, limit: usize) -> Result<i64, OpenError> {
    let columns = match version {
        version if version < schema::ABOUT => OLDEST_COLUMNS,
        version if version < schema::SUMS => OLD_COLUMNS,
        _ => COLUMNS,
    };
    walk(conn, columns, limit).map_err(|e| match e {
        Fault::Read(e @ ReadError::Damaged { .. }) => {
            OpenError::Damaged { path: path.to_path_buf(), detail: e.to_string() }
        }
        Fault::Read(e @ (ReadError::Failed(_) | ReadError::TooLong)) => OpenError::Failed(e.to_string()),
        Fault::Sql(e) => OpenError::sql(path, &e),
    })
}

enum Fault {
    Read(ReadError),
    Sql(rusqlite::Error),
}

impl From<ReadError> for Fault {
    fn from(e: ReadError) -> Fault {
        Fault::Read(e)
    }
}
impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        match e {
            e @ rusqlite::Error::SqliteFailure(..) => Fault::Sql(e),
            e => Fault::Read(unread(e)),
        }
    }
}

fn walk(conn: &Connection, columns: &str, limit: usize) -> Result<i64, Fault> {
    let mut select = conn.prepare(&format!(
        "SELECT {columns}, f.n, f.room, r.id FROM facts f
         LEFT JOIN senders s ON s.n = f.sender LEFT JOIN rooms r ON r.n = f.room ORDER BY f.n DESC LIMIT ?1"
    ))?;
    let mut rows = select.query([sql(limit as u64)])?;
    let mut end = 0;
    // The oldest fact seen so far of each room: it waits for the one before it.
    let mut newer: HashMap<i64, Kept> = HashMap::new();
    while let Some(row) = rows.next()? {
        end = end.max(row.get(WIDTH)?);
        let room: i64 = row.get(WIDTH + 1)?;
        let id = RoomId(u128::from_be_bytes(row.get(WIDTH + 2)?));
        let kept = Kept::of(conn, row, room, id)?;
        match newer.get(&room) {
            Some(newer) => joined(newer, kept.fact.seq, &kept.chain)?,
            None => last(conn, room, id, kept.fact.seq)?,
        }
        newer.insert(room, kept);
    }
    for (room, oldest) in &newer {
        let (seq, chain) = before(conn, *room, oldest.fact.seq)?;
        joined(oldest, seq, &chain)?;
    }
    Ok(end)
}

fn joined(newer: &Kept, seq: Seq, chain: &Hash) -> Result<(), Fault> {
    if newer.fact.seq != seq.saturating_add(1) {
        return Err(ReadError::Damaged { room: newer.fact.room, seq: newer.fact.seq.saturating_sub(1) }.into());
    }
    Ok(newer.follows(chain)?)
}

/// The newest fact of a room by row must be its last by number, which is read from an index.
fn last(conn: &Connection, room: i64, id: RoomId, seq: Seq) -> Result<(), Fault> {
    let mut max = conn.prepare_cached("SELECT max(seq) FROM facts WHERE room = ?1")?;
    let last: i64 = max.query_row([room], |r| r.get(0))?;
    if last == sql(seq) { Ok(()) } else { Err(ReadError::Damaged { room: id, seq: seq.saturating_add(1) }.into()) }
}

/// Number and chain hash of the fact before `seq`, or of where the room's log begins.
fn before(conn: &Connection, room: i64, seq: Seq) -> Result<(Seq, Hash), Fault> {
    let pair = |r: &rusqlite::Row<'_>| Ok((crate::row::number(r.get(0)?).unwrap_or(0), r.get(1)?));
    let mut fact = conn.prepare_cached("SELECT seq, chain FROM facts WHERE room = ?1 AND seq = ?2")?;
    if let Some(found) = fact.query_row([room, sql(seq.saturating_sub(1))], pair).optional()? {
        return Ok(found);
    }
    let mut base = conn.prepare_cached("SELECT kept_after, kept_chain FROM rooms WHERE n = ?1")?;
    Ok(base.query_row([room], pair)?)
}
