//! How far people have read: one row a person and room, whose number and moment only move forward.

use crate::append::Stop;
use crate::errors::unread;
use crate::row::{number, whole};
use causette_core::ports::{ReadError, ReadMark};
use causette_core::{Millis, PersonId, RoomId};
use rusqlite::Connection;

/// Notes how far people have read in the room of this row.
pub(crate) fn put(conn: &Connection, room: i64, marks: &[(PersonId, ReadMark)]) -> Result<(), Stop> {
    // `max` of a NULL is NULL, and a moment is never before 0.
    let (seq, at) = ("max(seq, excluded.seq)", "nullif(max(coalesce(at, -1), coalesce(excluded.at, -1)), -1)");
    let mut put = conn.prepare_cached(&format!(
        "INSERT INTO marks (person, room, seq, at, sum) VALUES (?1, ?2, ?3, ?4, causette_sum('marks', ?1, ?2, ?3, ?4))
         ON CONFLICT DO UPDATE SET seq = {seq}, at = {at}, sum = causette_sum('marks', person, room, {seq}, {at})
         WHERE excluded.seq > seq OR coalesce(excluded.at, -1) > coalesce(at, -1)"
    ))?;
    for (person, mark) in marks {
        let at = mark.at.map(|at| whole(at.0)).transpose()?;
        put.execute((person.0.to_be_bytes(), room, whole(mark.seq)?, at))?;
    }
    Ok(())
}

/// Everything known of one person, by room.
pub(crate) fn of(conn: &Connection, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError> {
    let read = || {
        let mut select = conn.prepare_cached(
            "SELECT r.id, m.seq, m.at, causette_sound('marks', m.sum, m.person, m.room, m.seq, m.at)
             FROM marks m JOIN rooms r ON r.n = m.room WHERE m.person = ?1 ORDER BY r.id",
        )?;
        let rows = select.query_map([person.0.to_be_bytes()], |r| {
            let at = r.get::<_, Option<i64>>(2)?.and_then(number).map(Millis);
            Ok((RoomId(u128::from_be_bytes(r.get(0)?)), ReadMark { seq: number(r.get(1)?).unwrap_or(0), at }))
        })?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(unread)
}
