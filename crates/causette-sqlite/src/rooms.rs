//! Which rooms there are, and where each stands. A message writes no row of `rooms`: the last number is the last fact's,
//! and the list adds what has moved since the rows were written.

use crate::errors::unread;
use crate::heads::Moved;
use crate::read::{self, Base};
use crate::row::{number, sql};
use crate::seal;
use causette_core::ports::{Loaded, ReadError, RoomRow};
use causette_core::{Millis, Room, RoomId, Seq, limits};
use causette_wire::stored::room;
use rusqlite::{Connection, OptionalExtension, Row};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// Room 0. In a file that is older than its state, it has the one it begins with.
pub(crate) fn directory(conn: &Connection) -> Result<Loaded, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let plain = RoomRow::of(&Room::directory());
    match Base::with_state(conn, "id", RoomId::DIRECTORY.0.to_be_bytes()).map_err(unread)? {
        Some((base, Some(state))) => loaded(conn, &base, &state),
        Some((base, None)) => loaded(conn, &base, &room::encode(&plain.state)),
        None => Ok(Loaded { row: plain, tail: Vec::new(), kept_after: 0 }),
    }
}

/// The last number of a room and its time.
pub(crate) fn head_of(conn: &Connection, base: &Base) -> rusqlite::Result<(Seq, Millis)> {
    let mut last = conn.prepare_cached("SELECT seq, at FROM facts WHERE room = ?1 ORDER BY seq DESC LIMIT 1")?;
    let both = |r: &Row<'_>| Ok((number(r.get(0)?).unwrap_or(0), Millis(number(r.get(1)?).unwrap_or(0))));
    if let Some(found) = last.query_row([base.n], both).optional()? {
        return Ok(found);
    }
    // Retention took everything; the row was written before it did.
    let mut row = conn.prepare_cached("SELECT kept_after, at FROM rooms WHERE n = ?1")?;
    row.query_row([base.n], both)
}

/// A room by its key, with its last facts.
pub(crate) fn load(conn: &Connection, key: &str) -> Result<Option<Loaded>, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    match Base::with_state(conn, "key", key).map_err(unread)? {
        Some((base, Some(state))) => loaded(conn, &base, &state).map(Some),
        Some((_, None)) | None => Ok(None),
    }
}

fn loaded(conn: &Connection, base: &Base, state: &[u8]) -> Result<Loaded, ReadError> {
    let (head, at) = head_of(conn, base).map_err(unread)?;
    let row = row(base.room, state, head, at)?;
    let tail = read::before(conn, base, Seq::MAX, limits::TAIL_FACTS)?.facts;
    Ok(Loaded { row, tail, kept_after: base.kept_after })
}

fn row(id: RoomId, state: &[u8], head: Seq, at: Millis) -> Result<RoomRow, ReadError> {
    let state = room::decode(state).map_err(|e| ReadError::Failed(format!("the row of room {id}: {e}")))?;
    Ok(RoomRow { id, state: Arc::new(state), head, at })
}

/// Named rooms, those with the newest facts first, and whether there are more. Costs as many rows as it lists, however
/// many rooms there are: an index gives the rows in order, those in `moved` are left out there and put where they are now.
pub(crate) fn list(conn: &Connection, mut moved: Vec<Moved>, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let most = limit.saturating_add(1);
    let known: HashSet<RoomId> = moved.iter().map(|m| m.id).collect();
    moved.sort_by_key(|m| (Reverse(m.at), m.id));
    let mut rows = Vec::new();
    let sound = seal::sound("rooms");
    let mut state = conn.prepare_cached(&format!("SELECT state, {sound} FROM rooms WHERE id = ?1")).map_err(unread)?;
    for m in moved.iter().take(most) {
        let bytes: Vec<u8> = state.query_row([m.id.0.to_be_bytes()], |r| r.get(0)).map_err(unread)?;
        rows.push(row(m.id, &bytes, m.head, m.at)?);
    }
    let mut newest = conn
        .prepare_cached(&format!(
            "SELECT id, state, head, at, {sound} FROM rooms INDEXED BY rooms_newest
             WHERE key >= '#' AND key < '$' ORDER BY at DESC, id"
        ))
        .map_err(unread)?;
    let mut found = newest.query([]).map_err(unread)?;
    let mut taken = 0;
    while taken < most {
        let Some(r) = found.next().map_err(unread)? else { break };
        let id = RoomId(u128::from_be_bytes(r.get(0).map_err(unread)?));
        if known.contains(&id) {
            continue;
        }
        let bytes = r.get_ref(1).and_then(|b| Ok(b.as_blob()?)).map_err(unread)?;
        let (head, at) = (r.get(2).map_err(unread)?, r.get(3).map_err(unread)?);
        rows.push(row(id, bytes, number(head).unwrap_or(0), Millis(number(at).unwrap_or(0)))?);
        taken += 1;
    }
    rows.sort_by_key(|r| (Reverse(r.at), r.id));
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, more))
}

/// Writes where rooms stand into their rows.
pub(crate) fn write_heads(conn: &Connection, moved: &[Moved], upto: i64) -> rusqlite::Result<()> {
    let mut update = conn.prepare_cached("UPDATE rooms SET head = ?2, at = ?3 WHERE id = ?1")?;
    for m in moved {
        update.execute((m.id.0.to_be_bytes(), sql(m.head), sql(m.at.0)))?;
        seal::again(conn, "rooms", "id", m.id.0.to_be_bytes())?;
    }
    seal::set_meta(conn, "rooms_upto", upto)
}
