//! One row of `facts` back to a fact, checked against its content hash and its place in the chain. What does not match is
//! an error that names it, never a fact.

use crate::append::Stop;
use crate::erase;
use crate::errors::{refused, unread, unread_ref};
use causette_core::ports::ReadError;
use causette_core::{Fact, Gone, Millis, Name, PersonId, RoomId, Sender, Seq, What};
use causette_wire::stored::chain::{self, Hash, Link};
use causette_wire::stored::fact;
use rusqlite::{Connection, Row};
use std::sync::Arc;

/// What [`Kept::of`] reads, in this order, from `facts f LEFT JOIN senders s`.
pub(crate) const COLUMNS: &str = "f.seq, f.at, f.kind, f.body, f.salt, f.content, f.chain, s.id, s.name, f.about, f.n,
    s.sum IS causette_sum('senders', s.n, s.id, s.name, s.key),
    CASE f.kind WHEN 7 THEN EXISTS (SELECT 1 FROM named m JOIN erased e ON e.id = m.person WHERE m.n = f.n AND f.n <= e.upto) ELSE 0 END";
/// The same of a file whose rows have no checksums yet.
pub(crate) const OLD_COLUMNS: &str =
    "f.seq, f.at, f.kind, f.body, f.salt, f.content, f.chain, s.id, s.name, f.about, f.n, 1, 0";
/// The same of a file that has no facts about others yet.
pub(crate) const OLDEST_COLUMNS: &str =
    "f.seq, f.at, f.kind, f.body, f.salt, f.content, f.chain, s.id, s.name, NULL, f.n, 1, 0";
/// The column of the fact's row in [`COLUMNS`].
pub(crate) const ROW: usize = 10;
/// Columns in [`COLUMNS`]: what a query adds comes after them.
pub(crate) const WIDTH: usize = 13;

/// Kinds, as [`fact::encode`] gives them: of what somebody said, which alone can be taken back, and some others.
pub(crate) const MESSAGE: u8 = 1;
pub(crate) const ANSWER: u8 = 3;
pub(crate) const EDITED: u8 = 4;
pub(crate) const DELETED: u8 = 5;
pub(crate) const REACTED: u8 = 6;
pub(crate) const GOVERNED: u8 = 7;
pub(crate) const TAGGED: u8 = 13;

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

/// A number that SQLite can hold; the others are not ours.
pub(crate) fn whole(n: u64) -> Result<i64, Stop> {
    let whole = sql(n);
    if number(whole) == Some(n) { Ok(whole) } else { Err(Stop::Refused(refused(format!("{n} is too large to store")))) }
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
        rusqlite::Error::SqliteFailure(..) => unread_ref(e),
        _ => ReadError::Damaged { room, seq },
    }
}

/// Whether a later fact of the room, itself sound, says that this one's words were destroyed: `about` is what an edit is of.
/// Only facts up to the row `upto` count. Of a deletion with a reason, by somebody who was erased, the column is left.
fn taken_back(conn: &Connection, room: i64, seq: Seq, about: Option<Seq>, upto: i64) -> rusqlite::Result<bool> {
    let mut find = conn.prepare_cached(
        "SELECT about, body, salt, content, n, (SELECT id FROM senders s WHERE s.n = sender) FROM facts
         WHERE room = ?1 AND about IN (?2, ?3) AND kind = ?4 AND seq > ?2 AND n <= ?5",
    )?;
    let mut rows = find.query((room, sql(seq), sql(about.unwrap_or(seq)), DELETED, upto))?;
    while let Some(row) = rows.next()? {
        let (target, content): (i64, Hash) = (row.get(0)?, row.get(3)?);
        let (Some(body), Some(salt)) = (row.get_ref(1)?.as_blob_or_null()?, row.get_ref(2)?.as_blob_or_null()?) else {
            if erase::upto(conn, PersonId(u128::from_be_bytes(row.get(5)?)))? >= Some(row.get(4)?) {
                return Ok(true);
            }
            continue;
        };
        let says = matches!(fact::decode(DELETED, body), Ok(What::Deleted { seq, .. }) if sql(seq) == target);
        if says && chain::content(salt, body) == content {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row of which body and salt are gone.
struct Lost {
    /// Its room's row.
    room: i64,
    seq: Seq,
    kind: u8,
    about: Option<i64>,
    sender: PersonId,
    /// The sender's name is gone as well.
    nobody: bool,
    /// It names somebody who was erased.
    subject: bool,
}

impl Lost {
    /// Who destroyed it, if that is known.
    fn why(&self, conn: &Connection) -> rusqlite::Result<Option<Gone>> {
        let said = matches!((self.kind, self.about), (MESSAGE | ANSWER, None) | (EDITED, Some(_)));
        // What was taken back after its sender was erased had gone by then.
        let upto = if self.nobody { erase::upto(conn, self.sender)? } else { Some(i64::MAX) };
        let Some(upto) = upto else { return Ok(None) };
        if said && taken_back(conn, self.room, self.seq, self.about.and_then(number), upto)? {
            return Ok(Some(Gone::Deleted));
        }
        if self.kind == DELETED {
            return Ok((self.nobody && self.about.is_some()).then_some(Gone::Erased));
        }
        // An erasure takes along which message it was about.
        let mut theirs =
            self.about.is_none() && matches!(self.kind, MESSAGE | ANSWER | EDITED | REACTED | GOVERNED | TAGGED);
        // Or it was taken back before the erasure came to it.
        theirs |= self.nobody && said && taken_back(conn, self.room, self.seq, self.about.and_then(number), i64::MAX)?;
        Ok((self.nobody && theirs || self.subject).then_some(Gone::Erased))
    }
}

/// Whether nobody is served what this says: its sender was erased, or whom it is about.
fn is_erased(what: &What, nobody: bool, subject: bool) -> bool {
    match what {
        What::Message { .. } | What::Answer { .. } | What::Edited { .. } | What::Reacted { .. } => nobody,
        What::Governed(_) => nobody || subject,
        What::Tagged { .. } | What::Deleted { why: Some(_), .. } => nobody,
        What::Deleted { .. }
        | What::RoomOpened { .. }
        | What::RoomRenamed { .. }
        | What::Gone(_)
        | What::Joined
        | What::Left => false,
        What::AccountMade | What::AccountErased { .. } | What::Noted(_) => false,
    }
}

impl Kept {
    /// The fact of a row, if its content matches, or if it is known who destroyed it. `n` is the room's row.
    pub(crate) fn of(conn: &Connection, row: &Row<'_>, n: i64, room: RoomId) -> Result<Kept, ReadError> {
        let seq = seq(row)?;
        Kept::parse(conn, row, n, room, seq)
            .map_err(|e| unsound(&e, room, seq))?
            .ok_or(ReadError::Damaged { room, seq })
    }

    fn parse(conn: &Connection, row: &Row<'_>, n: i64, room: RoomId, seq: Seq) -> rusqlite::Result<Option<Kept>> {
        let (Some(at), kind, true) = (number(row.get(1)?), row.get(2)?, row.get(11)?) else { return Ok(None) };
        let about: Option<i64> = row.get(9)?;
        let (content, chain): (Hash, Hash) = (row.get(5)?, row.get(6)?);
        let sender = PersonId(u128::from_be_bytes(row.get(7)?));
        // The name of somebody erased is gone.
        let name = row.get_ref(8)?.as_str_or_null()?;
        let (nobody, subject) = (name.is_none(), row.get(12)?);
        let what = match (row.get_ref(3)?.as_blob_or_null()?, row.get_ref(4)?.as_blob_or_null()?) {
            (Some(body), Some(salt)) => {
                if chain::content(salt, body) != content {
                    return Ok(None);
                }
                let Ok(what) = fact::decode(kind, body) else { return Ok(None) };
                if is_erased(&what, nobody, subject) { What::Gone(Gone::Erased) } else { what }
            }
            (None, None) => match (Lost { room: n, seq, kind, about, sender, nobody, subject }).why(conn)? {
                Some(why) => What::Gone(why),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        let name = name.map_or_else(Name::erased, Name::given);
        let link = Link { room, seq, kind, sender, at: Millis(at) };
        let fact = Arc::new(Fact { room, seq, at: Millis(at), by: Sender { id: sender, name }, what });
        // Searches and deletions go by the column.
        if !matches!(fact.what, What::Gone(_)) && fact.about() != about.and_then(number) {
            return Ok(None);
        }
        #[cfg(feature = "planted")]
        let said = [MESSAGE, ANSWER, EDITED].contains(&kind);
        #[cfg(feature = "planted")]
        let fact = match crate::plant::hides() && said && taken_back(conn, n, seq, about.and_then(number), i64::MAX)? {
            true => Arc::new(fact.gone(Gone::Deleted)),
            false => fact,
        };
        Ok(Some(Kept { fact, chain, link, content }))
    }

    /// Whether it follows a fact with this chain hash: its room, number, kind, sender and time are as they were stored.
    pub(crate) fn follows(&self, before: &Hash) -> Result<(), ReadError> {
        let sound = self.link.after(before, &self.content) == self.chain;
        if sound { Ok(()) } else { Err(ReadError::Damaged { room: self.link.room, seq: self.link.seq }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::{Style, Text};

    #[test]
    fn the_kinds_are_those_of_the_stored_form() {
        let text = Text::new("x").unwrap();
        let kinds = [
            (
                What::Message {
                    text: text.clone(),
                    style: Style::Plain,
                    reply_to: None,
                    tags: causette_core::ClientTags::NONE,
                },
                MESSAGE,
            ),
            (What::Answer { text: text.clone() }, ANSWER),
            (What::Edited { seq: 1, text }, EDITED),
            (What::Deleted { seq: 1, why: None }, DELETED),
            (What::Tagged { tags: causette_core::ClientTags::new([("x", "")]).unwrap() }, TAGGED),
        ];
        for (what, kind) in kinds {
            assert_eq!(fact::encode(&what, &mut Vec::new()), kind, "{what:?}");
        }
    }
}
