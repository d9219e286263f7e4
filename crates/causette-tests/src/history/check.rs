//! The whole check: the history by itself, then each wish, then each connection's view, then what was read when.

use super::book::{Book, books};
use super::{Attempt, Connection, Kind, RoomLog, Seq, Violation, accounts, live, members, ops, reads, rules, search};
use std::collections::{BTreeMap, BTreeSet};

/// What is held against each other.
pub struct Evidence<'a> {
    /// What clients saw.
    pub connections: Vec<&'a Connection>,
    /// What was asked for about accounts, from the very first on.
    pub attempts: &'a [Attempt],
    /// What the server has kept, whole.
    pub logs: &'a BTreeMap<String, RoomLog>,
    /// Up to these numbers the history was checked before, and was there before these connections began; rooms that are not
    /// named are checked from their start.
    pub since: &'a BTreeMap<String, Seq>,
    /// Who may take back what others said in named rooms, as [`super::Said::by`].
    pub moderators: &'a BTreeSet<String>,
    /// How many entries the server was told to keep of rooms that do not say otherwise, at the least; `None`: all.
    pub keep: Option<u64>,
}

/// Every promise that is broken; none, if all is well.
pub fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let books = books(evidence.logs, evidence.since, evidence.keep, &evidence.connections);
    for (room, book) in &books {
        contiguous(room, book, &mut found);
        rules::check(room, book, evidence, &mut found);
    }
    ops::check(&evidence.connections, &books, &mut found);
    for connection in &evidence.connections {
        live::check(connection, &books, &mut found);
    }
    reads::check(&evidence.connections, &books, &mut found);
    search::check(&evidence.connections, &books, &mut found);
    members::check(&evidence.connections, &books, &mut found);
    accounts::check(evidence.attempts, &mut found);
    found
}

fn contiguous(room: &str, book: &Book<'_>, found: &mut Vec<Violation>) {
    let mut last = book.since.max(book.log.first.saturating_sub(1));
    for said in book.log.after(book.since) {
        let unread = (last + 1..said.seq).all(|seq| book.log.never_read(seq));
        if said.seq <= last || !unread {
            let words = format!("the history goes from {last} to {}", said.seq);
            found.push(Violation::new(Kind::NotContiguous, room, said.seq, words));
        }
        last = said.seq;
    }
}
