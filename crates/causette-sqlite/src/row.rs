//! One row of `facts` back to a fact, checked against its content hash and its place in the chain. What does not match is
//! an error that names it, never a fact.

use crate::errors::unread;
use causette_core::ports::ReadError;
use causette_core::{Fact, Millis, Name, PersonId, RoomId, Sender, Seq};
use causette_wire::stored::chain::{self, Hash, Link};
use causette_wire::stored::fact;
use rusqlite::Row;
use std::sync::Arc;

/// What [`Kept::of`] reads, in this order, from `facts f LEFT JOIN senders s`.
pub(crate) const COLUMNS: &str = "f.seq, f.at, f.kind, f.body, f.salt, f.content, f.chain, s.id, s.name";
/// Columns in [`COLUMNS`]: what a query adds comes after them.
pub(crate) const WIDTH: usize = 9;

/// A fact whose content is sound, and what shows whether it follows the one before it.
pub(crate) struct Kept {
    pub(crate) fact: Arc<Fact>,
    pub(crate) chain: Hash,
    link: Link,
    content: Hash,
}

/// A number of SQLite as one of ours; none is ever negative.
pub(crate) fn number(n: i64) -> Option<u64> {
    u64::try_from(n).ok()
}

/// One of our numbers for a comparison in SQL. No stored number is larger than `i64::MAX`.
pub(crate) fn sql(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The number of a row.
pub(crate) fn seq(row: &Row<'_>) -> Result<Seq, ReadError> {
    let seq = row.get(0).map_err(unread)?;
    number(seq).ok_or_else(|| ReadError::Failed(format!("a fact has the number {seq}")))
}

/// The chain hash of a row whose fact is not wanted.
pub(crate) fn chain_of(row: &Row<'_>, room: RoomId) -> Result<Hash, ReadError> {
    let seq = seq(row)?;
    row.get(6).map_err(|e| unsound(&e, room, seq))
}

/// A value of another shape than this program writes is damage; the disk's own error is not.
fn unsound(e: &rusqlite::Error, room: RoomId, seq: Seq) -> ReadError {
    match e {
        rusqlite::Error::SqliteFailure(..) => ReadError::Failed(e.to_string()),
        _ => ReadError::Damaged { room, seq },
    }
}

impl Kept {
    /// The fact of a row, if its content matches.
    pub(crate) fn of(row: &Row<'_>, room: RoomId) -> Result<Kept, ReadError> {
        let seq = seq(row)?;
        Kept::parse(row, room, seq).map_err(|e| unsound(&e, room, seq))?.ok_or(ReadError::Damaged { room, seq })
    }

    fn parse(row: &Row<'_>, room: RoomId, seq: Seq) -> rusqlite::Result<Option<Kept>> {
        let (Some(at), kind) = (number(row.get(1)?), row.get(2)?) else { return Ok(None) };
        let (body, salt) = (row.get_ref(3)?.as_blob()?, row.get_ref(4)?.as_blob()?);
        let (content, chain): (Hash, Hash) = (row.get(5)?, row.get(6)?);
        if chain::content(salt, body) != content {
            return Ok(None);
        }
        let Ok(what) = fact::decode(kind, body) else { return Ok(None) };
        let sender = PersonId(u128::from_be_bytes(row.get(7)?));
        // The name of somebody erased is gone.
        let name = Name::given(row.get_ref(8)?.as_str_or_null()?.unwrap_or("?"));
        let link = Link { room, seq, kind, sender, at: Millis(at) };
        let fact = Arc::new(Fact { room, seq, at: Millis(at), by: Sender { id: sender, name }, what });
        Ok(Some(Kept { fact, chain, link, content }))
    }

    /// Whether it follows a fact with this chain hash: its room, number, kind, sender and time are as they were stored.
    pub(crate) fn follows(&self, before: &Hash) -> Result<(), ReadError> {
        let sound = self.link.after(before, &self.content) == self.chain;
        if sound { Ok(()) } else { Err(ReadError::Damaged { room: self.link.room, seq: self.link.seq }) }
    }
}
