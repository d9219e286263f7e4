//! Which facts name somebody, apart from whoever made them: what erasing that person destroys too. A table of its own, so that
//! messages, which name nobody here, cost nothing more.

use causette_core::{Fact, PersonId, What};
use causette_wire::stored::fact;
use rusqlite::Connection;

use crate::row::GOVERNED;

/// Whom a deed's stored body names.
pub(crate) fn of_body(body: &[u8]) -> Option<PersonId> {
    match fact::decode(GOVERNED, body) {
        Ok(What::Governed(deed)) => deed.person().map(|who| who.id),
        Ok(_) | Err(_) => None,
    }
}

/// Notes whom the fact of row `n` names.
pub(crate) fn put(conn: &Connection, n: i64, fact: &Fact) -> rusqlite::Result<()> {
    let Some(person) = fact.names() else { return Ok(()) };
    let mut put =
        conn.prepare_cached("INSERT INTO named (n, person, sum) VALUES (?1, ?2, causette_sum('named', ?1, ?2))")?;
    put.execute((n, person.0.to_be_bytes())).map(drop)
}

/// Forgets the notes of a room's facts up to `seq`, which go.
pub(crate) fn forget(conn: &Connection, room: i64, seq: i64) -> rusqlite::Result<()> {
    let forget = "DELETE FROM named WHERE n IN (SELECT n FROM facts WHERE room = ?1 AND seq <= ?2 AND kind = ?3)";
    conn.prepare_cached(forget)?.execute((room, seq, GOVERNED)).map(drop)
}
