//! What a search must find and must not: every message with the word that was there before it was asked for and still is,
//! no other, and none that was edited away.

use super::book::{Book, Books};
use super::{Connection, Event, Kind, Nanos, Said, Seq, Span, Violation, What};
use std::collections::{BTreeMap, HashMap};

/// What was wished and told about one room's entries, and when.
#[derive(Default)]
struct Times<'a> {
    /// When an entry was confirmed.
    confirmed: HashMap<Seq, Nanos>,
    /// Wishes to edit or take back a message, and when they were sent.
    touched: HashMap<Seq, Vec<(Nanos, &'a What)>>,
    /// Edits under a message's number, as far as they are known, in order.
    edits: HashMap<Seq, Vec<&'a Said>>,
}

struct Asked<'a> {
    connection: &'a str,
    room: &'a str,
    span: Span,
    word: &'a str,
    facts: &'a [Said],
    more: bool,
}

pub(super) fn check(connections: &[&Connection], books: &Books<'_>, found: &mut Vec<Violation>) {
    let asked = connections.iter().flat_map(|connection| {
        connection.events.iter().filter_map(|event| match event {
            Event::Found { room, span, word, facts, more } => {
                Some(Asked { connection: &connection.name, room, span: *span, word, facts, more: *more })
            }
            _ => None,
        })
    });
    let mut times: Option<BTreeMap<&str, Times<'_>>> = None;
    for asked in asked {
        let times = times.get_or_insert_with(|| self::times(connections, books));
        if let (Some(book), Some(times)) = (books.get(asked.room), times.get(asked.room)) {
            wrongly(&asked, book, times, found);
            missing(&asked, book, times, found);
        }
    }
}

fn times<'a>(connections: &[&'a Connection], books: &Books<'a>) -> BTreeMap<&'a str, Times<'a>> {
    let mut all: BTreeMap<&str, Times<'_>> = books.keys().map(|room| (*room, Times::default())).collect();
    for (room, times) in &mut all {
        for said in books.get(room).into_iter().flat_map(|book| book.after(0)) {
            if let What::Edited { target, .. } = said.what {
                times.edits.entry(target).or_default().push(said);
            }
        }
    }
    for connection in connections {
        let mut rooms = HashMap::new();
        for event in &connection.events {
            match event {
                Event::Invoke { at, room, key, what, .. } => {
                    rooms.insert(key, room.as_str());
                    if let (Some(times), What::Edited { target, .. } | What::Deleted { target }) =
                        (all.get_mut(room.as_str()), what)
                    {
                        times.touched.entry(*target).or_default().push((*at, what));
                    }
                }
                Event::Ok { at, key, seq } => {
                    let Some(times) = rooms.get(key).and_then(|room| all.get_mut(room)) else { continue };
                    let first = times.confirmed.entry(*seq).or_insert(*at);
                    *first = (*first).min(*at);
                }
                _ => {}
            }
        }
    }
    all
}

impl Times<'_> {
    /// Whether it was known to be stored before this moment.
    fn before(&self, seq: Seq, book: &Book<'_>, at: Nanos) -> bool {
        seq <= book.since || self.confirmed.get(&seq).is_some_and(|confirmed| *confirmed < at)
    }
}

/// The message that an entry is the words of.
fn message(said: &Said) -> Seq {
    match said.what {
        What::Edited { target, .. } => target,
        _ => said.seq,
    }
}

fn wrongly(asked: &Asked<'_>, book: &Book<'_>, times: &Times<'_>, found: &mut Vec<Violation>) {
    for hit in asked.facts {
        let mut tell = |words: String| {
            let words = format!("{}, who looked for {:?}, {words}", asked.connection, asked.word);
            found.push(Violation::new(Kind::WronglyFound, asked.room, hit.seq, words));
        };
        if !hit.what.words().is_some_and(|text| text.contains(asked.word)) {
            tell(format!("was shown {:?}", hit.what));
        }
        let later = times.edits.get(&message(hit)).into_iter().flatten();
        let mut later = later.filter(|edit| edit.seq > hit.seq && times.before(edit.seq, book, asked.span.from));
        if let Some(edit) = later.next() {
            tell(format!("was shown {:?}, which {} had put other words in the place of", hit.what, edit.seq));
        }
    }
}

fn missing(asked: &Asked<'_>, book: &Book<'_>, times: &Times<'_>, found: &mut Vec<Violation>) {
    if asked.more {
        return;
    }
    let gone = book.may_be_let_go(book.log.head());
    let has = |said: &&Said| said.what.words().is_some_and(|text| text.contains(asked.word));
    for said in book.after(gone).filter(has) {
        let there = times.before(said.seq, book, asked.span.from);
        let message = message(said);
        let edited = times.edits.get(&message).is_some_and(|edits| edits.iter().any(|edit| edit.seq > said.seq));
        // A wish to change it, even one that a kill left unanswered, may already have been granted.
        let wished = times.touched.get(&message).into_iter().flatten();
        let wished = wished.filter(|(at, what)| *at < asked.span.to && **what != said.what).count() > 0;
        let touched = edited || wished || book.taken(said.seq, &said.what).is_some();
        if there && !touched && !asked.facts.iter().any(|hit| hit.seq == said.seq) {
            let words = format!(
                "{} looked for {:?} and was not shown {:?}, which is there",
                asked.connection, asked.word, said.what
            );
            found.push(Violation::new(Kind::NotFound, asked.room, said.seq, words));
        }
    }
}
