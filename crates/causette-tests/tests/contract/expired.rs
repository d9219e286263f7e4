//! What is no longer kept is said, never skipped in silence. Today only the log in memory lets facts go.

use super::build::*;
use causette_core::ports::{Append, Appended, Entry, Log, MemoryLog};
use causette_core::{Key, Range, RoomId, Seq, limits};

#[test]
fn below_what_is_kept() {
    let log = MemoryLog::new();
    let kept = limits::EPHEMERAL_FACTS as Seq;
    store(&log, &[count(ROOM, 0, kept + 10)]);
    use Range::{After, Before};
    let cases = [
        (After(0), 2, vec![11, 12], true, Some(11)),
        (After(9), 2, vec![11, 12], true, Some(11)),
        (After(10), 2, vec![11, 12], true, None),
        (After(kept + 9), 2, vec![kept + 10], false, None),
        (Before(14), 2, vec![12, 13], true, None),
        (Before(14), 3, vec![11, 12, 13], false, Some(11)),
        (Before(11), 3, vec![], false, Some(11)),
        (Before(2), 3, vec![], false, Some(11)),
        (Before(1), 3, vec![], false, None),
    ];
    for (range, limit, expect, more, expired) in cases {
        let page = log.page(ROOM, range, limit).unwrap();
        let numbers: Vec<Seq> = page.facts.iter().map(|f| f.seq).collect();
        assert_eq!((numbers, page.more, page.expired_before), (expect, more, expired), "{range:?} {limit}");
    }
}

#[test]
fn the_oldest_keys_are_forgotten() {
    let log = MemoryLog::new();
    let keyed =
        |seq: Seq, n: usize| Entry { key: Key::new(&n.to_string()).ok(), ..entry(message(ROOM, seq, seq, 7, "x")) };
    let most = limits::EPHEMERAL_KEYS;
    let entries = (1..=most).map(|n| keyed(n as Seq, n)).collect();
    store(&log, &[Append { entries, ..Append::to(ROOM, 0) }]);
    let again = |seq: Seq, n| log.append(&[Append { entries: vec![keyed(seq + 1, n)], ..Append::to(ROOM, seq) }]);
    let head = most as Seq;
    assert!(matches!(again(head, 1), Ok(Appended::KeyUsed(_))), "all are remembered");
    assert_eq!(again(head, most + 1), Ok(Appended::Stored));
    assert!(matches!(again(head + 1, 2), Ok(Appended::KeyUsed(_))));
    assert_eq!(again(head + 1, 1), Ok(Appended::Stored), "the oldest is another message now");
}

#[test]
fn no_more_rooms_than_fit_and_those_there_are_go_on() {
    let log = MemoryLog::new();
    let room = |n: usize| {
        let id = RoomId(n as u128);
        Append { row: Some(public(id, &format!("#r{n}"))), ..Append::to(id, 0) }
    };
    let most = limits::EPHEMERAL_ROOMS;
    store(&log, &(1..=most).map(room).collect::<Vec<_>>());
    refused(&log, &[room(most + 1)]);
    // Rooms that are there go on, and so does the directory, which is none of them.
    store(&log, &[count(RoomId::DIRECTORY, 0, 1)]);
    store(&log, &[room(7), count(RoomId(8), 0, 1)]);
}
