//! How far people have read: one row a person and room, which only moves forward.

use crate::append::Stop;
use crate::errors::unread;
use crate::row::{number, whole};
use causette_core::ports::ReadError;
use causette_core::{PersonId, RoomId, Seq};
use rusqlite::Connection;

/// Notes how far people have read in the room of this row.
pub(crate) fn put(conn: &Connection, room: i64, marks: &[(PersonId, Seq)]) -> Result<(), Stop> {
    for (person, seq) in marks {
        let mut put = conn.prepare_cached(
            "INSERT INTO marks (person, room, seq, sum) VALUES (?1, ?2, ?3, causette_sum('marks', ?1, ?2, ?3))
             ON CONFLICT DO UPDATE SET seq = excluded.seq, sum = excluded.sum WHERE excluded.seq > seq",
        )?;
        put.execute((person.0.to_be_bytes(), room, whole(*seq)?))?;
    }
    Ok(())
}

/// Everything known of one person, by room.
pub(crate) fn of(conn: &Connection, person: PersonId) -> Result<Vec<(RoomId, Seq)>, ReadError> {
    let read = || {
        let mut select = conn.prepare_cached(
            "SELECT r.id, m.seq, causette_sound('marks', m.sum, m.person, m.room, m.seq)
             FROM marks m JOIN rooms r ON r.n = m.room WHERE m.person = ?1 ORDER BY r.id",
        )?;
        let rows = select.query_map([person.0.to_be_bytes()], |r| {
            Ok((RoomId(u128::from_be_bytes(r.get(0)?)), number(r.get(1)?).unwrap_or(0)))
        })?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(unread)
}
