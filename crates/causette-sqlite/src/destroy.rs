//! Destroying what was said: body and salt of a message and of its edits, their words in the index, their keys. The rows stay,
//! with the hashes that let the chain be checked.

use crate::row::{ANSWER, EDITED, MESSAGE, sql};
use crate::words::Source;
use causette_core::Seq;
use rusqlite::Connection;

/// Destroys the words of message `seq` of a room and of its edits; `upto` is how far the index is. Says about how many pages
/// that changes.
pub(crate) fn words_of(conn: &Connection, room: i64, seq: Seq, upto: i64) -> rusqlite::Result<u32> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT f.n, f.sender, f.kind, f.body, f.seq, s.id FROM facts f LEFT JOIN senders s ON s.n = f.sender
         WHERE f.room = ?1 AND f.seq = ?2 AND f.kind IN ({MESSAGE}, {ANSWER}, {EDITED})
         UNION ALL
         SELECT f.n, f.sender, f.kind, f.body, f.seq, s.id FROM facts f LEFT JOIN senders s ON s.n = f.sender
         WHERE f.room = ?1 AND f.about = ?2 AND f.kind = {EDITED} AND f.seq <> ?2"
    ))?;
    let mut found = Vec::new();
    let mut rows = select.query([room, sql(seq)])?;
    while let Some(row) = rows.next()? {
        let Some(body) = row.get_ref(3)?.as_blob_or_null()? else { continue };
        let n: i64 = row.get(0)?;
        #[cfg(feature = "planted")]
        if crate::plant::spares(seq, row.get(4)?) {
            continue;
        }
        Source { n, room, sender: row.get(1)?, kind: row.get(2)?, body }.take_out(conn, upto)?;
        found.push((n, row.get::<_, i64>(4)?, row.get::<_, Option<Vec<u8>>>(5)?));
    }
    drop(rows);
    for (n, seq, person) in &found {
        conn.prepare_cached("UPDATE facts SET body = NULL, salt = NULL WHERE n = ?1")?.execute([n])?;
        let mut forget = conn.prepare_cached("DELETE FROM keys WHERE room = ?1 AND sender = ?2 AND seq = ?3")?;
        forget.execute((room, person, seq))?;
    }
    Ok(u32::try_from(found.len().saturating_mul(16)).unwrap_or(u32::MAX / 2))
}
