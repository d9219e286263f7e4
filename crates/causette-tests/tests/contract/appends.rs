//! Append: what goes in comes out, all of a batch or none of it.

use super::build::*;
use causette_core::ports::{Append, Appended, Log};
use causette_core::{Fact, Kind, Millis, Name, PersonId, Range, RoomId, RoomName, Sender, Style, Text, What, limits};
use std::sync::Arc;

pub(crate) fn what_is_stored_is_read_back(log: &dyn Log) {
    let person = PersonId(u128::MAX - 3);
    let by = |name: &str| Sender { id: person, name: Name::given(name) };
    let text = |t: &str, style| What::Message {
        text: Text::new(t).unwrap(),
        style,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    };
    let opened = |id, kind| What::RoomOpened { id, kind };
    let facts = [
        (by("Élodie"), text("bonjour", Style::Plain)),
        // The same person under another name, then under the first again.
        (by("小明"), text("日本語 🦀 e\u{301}\u{200d}\u{202e} \u{1b}[31m", Style::Action)),
        (by("Élodie"), text("two\n  lines\n\n| and more", Style::Plain)),
        (Sender { id: PersonId(1), name: Name::given("Élodie") }, text("'; DROP TABLE facts; --", Style::Plain)),
        (Sender { id: PersonId::SERVER, name: Name::given("causette") }, text("x", Style::Plain)),
        (by("Élodie"), What::Answer { text: Text::new("-0.3333333333333333").unwrap() }),
        (by("Élodie"), opened(RoomId(u128::MAX), Kind::Named(RoomName::new("#café").unwrap()))),
        (by("Élodie"), opened(RoomId(0), Kind::direct(PersonId(9), person))),
    ];
    let facts: Vec<Arc<Fact>> = (1..)
        .zip(facts)
        .map(|(seq, (by, what))| Arc::new(Fact { room: ROOM, seq, at: Millis(1_700_000_000_000 + seq), by, what }))
        .collect();
    // In two commits, so that what one remembers serves the other.
    for (after, part) in [(0, &facts[..3]), (3, &facts[3..])] {
        let entries = part.iter().cloned().map(entry).collect();
        store(log, &[Append { entries, ..Append::to(ROOM, after) }]);
    }
    assert_eq!(all(log, ROOM), facts);
}

pub(crate) fn a_batch_is_all_or_nothing(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 3), count(OTHER, 0, 1)]);
    let before = (all(log, ROOM), all(log, OTHER));
    let third = RoomId(0xcc);
    let row = public(third, "#third");
    // The last room is behind, or cannot follow: the first ones, all new, and the row are not stored either.
    let behind = [with_row(count(third, 0, 2), row.clone()), count(ROOM, 3, 2), count(OTHER, 0, 2)];
    assert!(matches!(log.append(&behind), Ok(Appended::Behind(_))));
    let odd = [with_row(count(third, 0, 2), row), count(ROOM, 3, 2), count(OTHER, 7, 2)];
    refused(log, &odd);
    assert_eq!((all(log, ROOM), all(log, OTHER)), before);
    assert_eq!(all(log, third), []);
    assert_eq!(log.load("#third"), Ok(None));
    assert_eq!(log.rooms(10), Ok((vec![], false)));
    // And it goes on from where it was.
    store(log, &[count(ROOM, 3, 2), count(OTHER, 1, 1), count(third, 0, 1)]);
    assert_eq!(all(log, ROOM).len(), 5);
}

pub(crate) fn behind_says_what_was_missed(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 5), count(OTHER, 0, 2)]);
    let Ok(Appended::Behind(missed)) = log.append(&[count(ROOM, 3, 1), count(OTHER, 2, 1)]) else { panic!() };
    assert_eq!(missed, all(log, ROOM)[3..]);
    let Ok(Appended::Behind(missed)) = log.append(&[count(ROOM, 4, 1), count(OTHER, 1, 1)]) else { panic!() };
    let expect: Vec<_> = all(log, ROOM)[4..].iter().chain(&all(log, OTHER)[1..]).cloned().collect();
    assert_eq!(missed, expect);
    // A batch without facts is asked the same.
    let row = with_row(says(ROOM, 0, &[]), public(ROOM, "#a"));
    assert!(matches!(log.append(&[row]), Ok(Appended::Behind(m)) if m.len() == 5));
    assert_eq!(log.load("#a"), Ok(None));
}

pub(crate) fn what_cannot_follow_is_refused(log: &dyn Log) {
    refused(log, &[count(ROOM, 1, 1)]);
    store(log, &[count(ROOM, 0, 2)]);
    refused(log, &[count(ROOM, 3, 1)]);
    let mut hole = count(ROOM, 2, 3);
    hole.entries.remove(1);
    refused(log, &[hole]);
    let mut elsewhere = count(ROOM, 2, 1);
    elsewhere.entries[0].fact = message(OTHER, 3, 3, 7, "x");
    refused(log, &[elsewhere]);
    assert_eq!(numbers(log, ROOM, Range::After(0), 9), [1, 2]);
    assert_eq!(all(log, OTHER), []);
}

pub(crate) fn an_empty_batch_is_stored(log: &dyn Log) {
    store(log, &[]);
    store(log, &[says(ROOM, 0, &[])]);
    assert_eq!(all(log, ROOM), []);
    store(log, &[count(ROOM, 0, 1)]);
    store(log, &[says(ROOM, 1, &[])]);
    assert_eq!(all(log, ROOM).len(), 1);
}

pub(crate) fn times_are_kept(log: &dyn Log) {
    let times = [0, 0, 5, 5, 1_700_000_000_000, 253_402_300_799_999];
    let entries = (1..).zip(times).map(|(n, at)| entry(message(ROOM, n, at, 7, "x"))).collect();
    store(log, &[Append { entries, ..Append::to(ROOM, 0) }]);
    let kept: Vec<u64> = all(log, ROOM).iter().map(|f| f.at.0).collect();
    assert_eq!(kept, times);
}

pub(crate) fn the_longest_texts(log: &dyn Log) {
    let longest = "é".repeat(limits::TEXT_BYTES / 2);
    for after in 0..5 {
        store(log, &[says(ROOM, after * 100, &vec![longest.as_str(); 100])]);
    }
    let facts = all(log, ROOM);
    assert_eq!(facts.len(), 500);
    assert!(facts.iter().all(|f| f.weight() == limits::TEXT_BYTES));
}
