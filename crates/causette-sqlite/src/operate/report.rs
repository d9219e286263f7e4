//! What a check of a whole store found.

use super::{Compared, Head};
use causette_core::{RoomId, Seq};

/// Findings that are kept one by one; beyond, they are only counted.
const FINDINGS: usize = 1_000;

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// SQLite's own check of pages, indexes and types says this.
    Sqlite(String),
    /// A table or index is not the one this program makes.
    Schema,
    /// A row does not match its checksum.
    Checksum,
    /// A fact is not what was stored, or its words are missing and nothing says who destroyed them.
    Content,
    /// A fact does not follow the one before it: its place, sender, kind or time was changed.
    Chain,
    /// A fact is missing.
    Missing,
    /// A row says something else than the facts it was made from.
    Stale,
    /// The search index has something else than the words that were said.
    Index,
    /// The words of somebody who was erased are there.
    Erased,
    /// What is said of who was erased does not agree.
    Erasure,
}

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The table.
    pub table: String,
    /// The row, as its first column has it; never a name or a text.
    pub row: String,
    /// The room of a fact.
    pub room: Option<RoomId>,
    /// Its number.
    pub seq: Option<Seq>,
    /// What.
    pub fault: Fault,
}

/// The whole check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Rooms looked at.
    pub rooms: u64,
    /// Facts looked at.
    pub facts: u64,
    /// Facts whose words were destroyed, with somebody who says so.
    pub gone: u64,
    /// Accounts erased.
    pub erased: u64,
    /// Of these, whose words are still being destroyed.
    pub erasing: u64,
    /// Where it all stands, to be kept elsewhere.
    pub head: Head,
    /// What a head kept elsewhere says, if one was given.
    pub compared: Option<Compared>,
    /// What is wrong, the first thousand.
    pub findings: Vec<Finding>,
    /// How much is wrong.
    pub count: u64,
}

impl Report {
    pub(super) fn new(head: Head) -> Report {
        let (rooms, facts, gone, erased, erasing, count) = Default::default();
        Report { rooms, facts, gone, erased, erasing, head, compared: None, findings: Vec::new(), count }
    }

    /// Whether nothing is wrong, and nothing was changed since the head that was given.
    pub fn is_sound(&self) -> bool {
        self.count == 0 && self.compared != Some(Compared::Changed)
    }

    pub(super) fn row(&mut self, table: &str, row: impl Into<String>, fault: Fault) {
        self.add(Finding { table: table.to_owned(), row: row.into(), room: None, seq: None, fault });
    }

    pub(super) fn fact(&mut self, room: RoomId, seq: Seq, fault: Fault) {
        self.add(Finding { table: "facts".to_owned(), row: String::new(), room: Some(room), seq: Some(seq), fault });
    }

    fn add(&mut self, finding: Finding) {
        self.count += 1;
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }
}
