//! Membership of accounts: a member stays one, across crashes, until they leave or are sent out; signed in again, they are
//! in their rooms without asking.

use super::book::{Book, Books};
use super::{Connection, Event, Kind, Seq, Violation, What};
use std::collections::{BTreeSet, HashMap};

pub(super) fn check(connections: &[&Connection], books: &Books<'_>, found: &mut Vec<Violation>) {
    for (room, book) in books {
        again(room, book, found);
    }
    for connection in connections {
        followed(connection, books, found);
    }
}

/// Whoever is a member does not become one; whoever became one acts under the same id.
fn again(room: &str, book: &Book<'_>, found: &mut Vec<Violation>) {
    let mut members: HashMap<&str, Seq> = HashMap::new();
    let mut last = 0;
    for said in book.after(0) {
        // What was let go unread may have ended any membership.
        if said.seq > last + 1 {
            members.clear();
        }
        last = said.seq;
        match &said.what {
            What::Member { on: true } => {
                let before = members.insert(&said.by, said.seq);
                if let Some(since) = before.filter(|_| said.seq > book.since) {
                    let words = format!("{} becomes a member, and was one since {since}", said.by);
                    found.push(Violation::new(Kind::LostMembership, room, said.seq, words));
                }
            }
            What::Member { on: false } => drop(members.remove(said.by.as_str())),
            What::SentOut { name, .. } => members.retain(|who, _| bare(who) != name),
            _ => {}
        }
    }
}

/// A session that signed in is in its account's rooms by itself.
fn followed(connection: &Connection, books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut rooms: Option<&BTreeSet<String>> = None;
    for event in &connection.events {
        match event {
            Event::Followed { rooms: told } => rooms = Some(told),
            Event::Entered { room, after: Some(after), head, .. } => {
                let (Some(told), Some(book)) = (rooms, books.get(room.as_str())) else { continue };
                if !told.contains(room) && is_member(&connection.who, *after, *head, book) {
                    let name = &connection.name;
                    let words = format!("{name}: a member, and not in the room after signing in, but in {told:?}");
                    found.push(Violation::new(Kind::LostMembership, room, *head, words));
                }
            }
            _ => {}
        }
    }
}

/// Whether somebody was a member at this number, and nothing until `head` may have changed that.
fn is_member(who: &str, at: Seq, head: Seq, book: &Book<'_>) -> bool {
    let (mut member, mut last) = (false, 0);
    for said in book.after(0).take_while(|said| said.seq <= head) {
        if said.seq > last + 1 {
            member = false;
        }
        last = said.seq;
        match &said.what {
            What::Member { on } if said.by == who && (said.seq <= at || !on) => member = *on,
            What::SentOut { name, .. } if bare(who) == name => member = false,
            _ => {}
        }
    }
    member
}

fn bare(who: &str) -> &str {
    who.split('/').next().unwrap_or_default()
}
