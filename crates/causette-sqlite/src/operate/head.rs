//! The head of a store: one short text that stands for all that was ever said in it up to a moment. Kept elsewhere, it shows
//! later whether anything of that was changed, even by somebody who made every checksum anew.

use crate::row::number;
use causette_core::RoomId;
use causette_wire::stored::chain;
use causette_wire::stored::chain::{Hash, START};
use rusqlite::Connection;
use std::fmt;
use std::str::FromStr;

/// A hash over where each room stands after the fact of this row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The newest row it is about.
    pub row: u64,
    /// Over number and chain of the last fact of every room, in the order of their ids.
    pub hash: Hash,
}

/// What a head that was kept elsewhere says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compared {
    /// All up to it is as it was.
    Same,
    /// It is not.
    Changed,
    /// What it is about is kept no longer in some room, so nobody can say.
    Forgotten,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.row)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Head {
    type Err = ();
    fn from_str(text: &str) -> Result<Head, ()> {
        let (row, hash) = text.trim().split_once('-').ok_or(())?;
        let (row, mut out) = (row.parse().map_err(drop)?, START);
        if hash.len() != 64 || !hash.is_ascii() {
            return Err(());
        }
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = hash.get(i * 2..i * 2 + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or(())?;
        }
        Ok(Head { row, hash: out })
    }
}

/// A head in the making.
#[derive(Clone, Copy)]
pub(super) struct Making(Hash);

impl Making {
    pub(super) fn new() -> Making {
        Making(START)
    }
    /// The next room, by id, stands there.
    pub(super) fn add(&mut self, room: RoomId, seq: u64, chain: &Hash) {
        let mut bytes = [0; 24];
        let (id, number) = bytes.split_at_mut(16);
        id.copy_from_slice(&room.0.to_be_bytes());
        number.copy_from_slice(&seq.to_be_bytes());
        self.0 = chain::content(&chain::content(&self.0, &bytes), chain);
    }
    pub(super) fn hash(self) -> Hash {
        self.0
    }
}

/// The newest row.
pub(super) fn last(conn: &Connection) -> rusqlite::Result<u64> {
    let last: i64 = conn.query_row("SELECT coalesce(max(n), 0) FROM facts", [], |r| r.get(0))?;
    Ok(number(last).unwrap_or(0))
}

/// The head of a store as it is now.
pub(super) fn of(conn: &Connection) -> rusqlite::Result<Head> {
    let mut making = Making::new();
    let mut select = conn.prepare(
        "SELECT r.id, coalesce(f.seq, r.kept_after), coalesce(f.chain, r.kept_chain) FROM rooms r
         LEFT JOIN facts f ON f.room = r.n AND f.seq = (SELECT max(l.seq) FROM facts l WHERE l.room = r.n)
         ORDER BY r.id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let seq = number(row.get(1)?).unwrap_or(0);
        if seq > 0 {
            making.add(RoomId(u128::from_be_bytes(row.get(0)?)), seq, &row.get(2)?);
        }
    }
    Ok(Head { row: last(conn)?, hash: making.hash() })
}
