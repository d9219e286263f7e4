//! What was read when: words that were taken back are not shown to whoever asks later, and what retention removed was
//! allowed to go, is said, and stays away.

use super::book::{Book, Books};
use super::{Connection, Event, Kind, Nanos, Said, Seq, Span, Violation};
use std::collections::BTreeMap;

/// Something that was read in one piece.
struct Reading<'a> {
    connection: &'a str,
    room: &'a str,
    /// When it was asked for and came; `None`: it came by itself.
    span: Option<Span>,
    facts: &'a [Said],
    /// Its end is the room's.
    whole: bool,
    expired_before: Option<Seq>,
    /// A stretch of the log: whatever takes a message back is in it, if it comes before the end.
    stretch: bool,
}

pub(super) fn check(connections: &[&Connection], books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut rooms: BTreeMap<&str, Vec<Reading<'_>>> = BTreeMap::new();
    for connection in connections {
        for reading in connection.events.iter().filter_map(|event| reading(&connection.name, event)) {
            rooms.entry(reading.room).or_default().push(reading);
        }
    }
    for (room, readings) in &rooms {
        let Some(book) = books.get(room) else { continue };
        for reading in readings {
            undeleted(reading, book, found);
            if !book.log.floors {
                let_go(reading, book, found);
            }
        }
        if !book.log.floors {
            came_back(readings, book, found);
        }
    }
}

fn reading<'a>(connection: &'a str, event: &'a Event) -> Option<Reading<'a>> {
    let (room, span, facts, whole, expired_before) = match event {
        Event::Entered { room, span, facts, more, after, expired_before, .. } => {
            (room, Some(*span), facts, !more || after.is_none(), *expired_before)
        }
        Event::Missed { room, facts, expired_before } => (room, None, facts, false, *expired_before),
        Event::Page { room, span, facts, more, expired_before, .. } => {
            (room, Some(*span), facts, !more, *expired_before)
        }
        Event::Found { room, span, facts, .. } => (room, Some(*span), facts, false, None),
        Event::Invoke { .. } | Event::Ok { .. } | Event::Refused { .. } | Event::Unknown { .. } => return None,
        Event::Followed { .. } | Event::Watching { .. } | Event::There { .. } | Event::Heard { .. } => return None,
    };
    let stretch = !matches!(event, Event::Found { .. });
    Some(Reading { connection, room, span, facts, whole, expired_before, stretch })
}

/// Nothing but its number is shown of what was taken back before it was asked for, or in the very same page.
fn undeleted(reading: &Reading<'_>, book: &Book<'_>, found: &mut Vec<Violation>) {
    let last = reading.facts.last().filter(|_| reading.stretch).map_or(0, |said| said.seq);
    for said in reading.facts {
        let Some(taken) = book.taken(said.seq, &said.what) else { continue };
        let told = taken.known.zip(reading.span).is_some_and(|(known, span)| known < span.from);
        if told || taken.by <= last {
            let words = format!(
                "{} was shown {:?}, which {} had taken back before it asked",
                reading.connection, said.what, taken.by
            );
            found.push(Violation::new(Kind::Undeleted, reading.room, said.seq, words));
        }
    }
}

/// Only what the room was not told to keep is let go.
fn let_go(reading: &Reading<'_>, book: &Book<'_>, found: &mut Vec<Violation>) {
    let Some(first) = reading.expired_before else { return };
    let head = match reading.facts.last() {
        Some(last) if reading.whole => last.seq,
        _ => book.log.head(),
    };
    let most = book.may_be_let_go(head);
    if first > most + 1 {
        let words = format!(
            "{} was told that nothing before {first} is kept, but with {head} the last, no more than {most} may be let go",
            reading.connection
        );
        found.push(Violation::new(Kind::LetGo, reading.room, first, words));
    }
}

/// What was said to be let go is never shown to whoever asks later.
fn came_back(readings: &[Reading<'_>], book: &Book<'_>, found: &mut Vec<Violation>) {
    let told = |reading: &Reading<'_>| Some((reading.span?.to, reading.expired_before?));
    let mut told: Vec<(Nanos, Seq)> = readings.iter().filter_map(told).collect();
    told.sort_unstable();
    let mut asked: Vec<(Span, &Reading<'_>)> = readings.iter().filter_map(|r| Some((r.span?, r))).collect();
    asked.sort_by_key(|(span, _)| span.from);
    let (mut told, mut from) = (told.into_iter().peekable(), book.log.kept_from);
    for (span, reading) in asked {
        while let Some((_, first)) = told.next_if(|(at, _)| *at < span.from) {
            from = from.max(first);
        }
        if let Some(said) = reading.facts.iter().find(|said| said.seq < from) {
            let words = format!(
                "{} was shown what somebody had been told is kept no more: nothing before {from} is",
                reading.connection
            );
            found.push(Violation::new(Kind::CameBack, reading.room, said.seq, words));
        }
    }
}
