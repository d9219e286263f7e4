//! Retention: what goes, what stays, and what is said about it.

use super::build::*;
use causette_core::ports::paging::Edge;
use causette_core::ports::{Append, Appended, Keep, Log};
use causette_core::{Millis, Range, RoomId, Seq};

const DAY: u64 = 24 * 3600 * 1000;

/// Sweeps until nothing is left to do; the numbers up to which the rooms forgot, the last word of each.
#[track_caller]
pub(crate) fn swept(log: &dyn Log, keep: Keep, now: u64, limit: usize) -> Vec<(RoomId, Seq)> {
    let mut rooms = std::collections::BTreeMap::new();
    for _ in 0..1_000 {
        let swept = log.sweep(keep, Millis(now), limit).unwrap();
        assert!(swept.rooms.is_sorted());
        rooms.extend(swept.rooms);
        if !swept.more {
            return rooms.into_iter().collect();
        }
    }
    panic!("never done");
}

fn last(n: u64) -> Keep {
    Keep { last: Some(n), days: None }
}

fn days(n: u32) -> Keep {
    Keep { days: Some(n), last: None }
}

/// One message a day, the first on day 1.
fn daily(room: RoomId, after: Seq, n: Seq) -> Append {
    let entries = (after + 1..=after + n).map(|seq| entry(message(room, seq, seq * DAY, 7, "x"))).collect();
    Append { entries, ..Append::to(room, after) }
}

#[track_caller]
fn keeps_after(log: &dyn Log, room: RoomId, upto: Seq, head: Seq) {
    let page = log.page(room, Range::After(0), 500).unwrap();
    let numbers: Vec<Seq> = page.facts.iter().map(|f| f.seq).collect();
    assert_eq!(numbers, (upto + 1..=head).collect::<Vec<_>>());
    assert_eq!(page.expired_before, (upto > 0).then_some(upto + 1));
}

pub(crate) fn the_last_so_many(log: &dyn Log) {
    store(log, &[with_row(count(ROOM, 0, 10), public(ROOM, "#a")), count(OTHER, 0, 3)]);
    assert_eq!(swept(log, Keep::default(), 1 << 40, 100), []);
    assert_eq!(swept(log, last(10), 1 << 40, 100), []);
    assert_eq!(swept(log, last(4), 0, 100), [(ROOM, 6)]);
    keeps_after(log, ROOM, 6, 10);
    keeps_after(log, OTHER, 0, 3);
    let loaded = log.load("#a").unwrap().unwrap();
    assert_eq!((loaded.kept_after, loaded.row.head, loaded.tail.len()), (6, 10, 4));
    assert_eq!((log.fact(ROOM, 6), log.fact(ROOM, 7).unwrap().map(|f| f.seq)), (Ok(None), Some(7)));
    // It goes on, and is swept again.
    store(log, &[count(ROOM, 10, 5)]);
    assert_eq!(swept(log, last(4), 0, 100), [(ROOM, 11)]);
    keeps_after(log, ROOM, 11, 15);
}

pub(crate) fn pages_say_what_is_kept_no_more(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 20), count(OTHER, 0, 3)]);
    swept(log, last(10), 0, 100);
    let cases = [
        (Edge::After(0), 2, vec![11, 12], true, Some(11)),
        (Edge::After(9), 2, vec![11, 12], true, Some(11)),
        (Edge::After(10), 2, vec![11, 12], true, None),
        (Edge::After(19), 2, vec![20], false, None),
        (Edge::Before(14), 2, vec![12, 13], true, None),
        (Edge::Before(14), 3, vec![11, 12, 13], false, Some(11)),
        (Edge::Before(11), 3, vec![], false, Some(11)),
        (Edge::Before(2), 3, vec![], false, Some(11)),
        (Edge::Before(1), 3, vec![], false, None),
    ];
    for (edge, limit, expect, more, expired) in cases {
        let range = match edge {
            Edge::After(n) => Range::After(n),
            Edge::Before(n) => Range::Before(n),
        };
        // A stretch says so by itself.
        for page in [log.page(ROOM, range, limit), log.stretch(ROOM, edge, limit)].map(Result::unwrap) {
            let numbers: Vec<Seq> = page.facts.iter().map(|f| f.seq).collect();
            assert_eq!((numbers, page.more, page.expired_before), (expect.clone(), more, expired), "{edge:?} {limit}");
        }
    }
    // Of a room that is all there, nothing is said.
    for edge in [Edge::After(0), Edge::Before(2), Edge::Before(Seq::MAX)] {
        assert_eq!(log.stretch(OTHER, edge, 9).unwrap().expired_before, None, "{edge:?}");
    }
}

pub(crate) fn so_many_days(log: &dyn Log) {
    store(log, &[daily(ROOM, 0, 10), daily(OTHER, 0, 4)]);
    assert_eq!(swept(log, days(10), 11 * DAY, 100), []);
    assert_eq!(swept(log, days(9), 11 * DAY, 100), [(ROOM, 1), (OTHER, 1)]);
    assert_eq!(swept(log, days(9), 12 * DAY - 1, 100), [(ROOM, 2), (OTHER, 2)]);
    keeps_after(log, ROOM, 2, 10);
    // Whichever says less.
    assert_eq!(swept(log, Keep { days: Some(9), last: Some(5) }, 12 * DAY, 100), [(ROOM, 5)]);
    assert_eq!(swept(log, Keep { days: Some(3), last: Some(5) }, 12 * DAY, 100), [(ROOM, 8), (OTHER, 4)]);
}

pub(crate) fn a_room_may_say_so_itself(log: &dyn Log) {
    let third = RoomId(0xcc);
    store(
        log,
        &[
            with_row(daily(ROOM, 0, 10), keeps(ROOM, "#a", None, Some(3))),
            with_row(daily(OTHER, 0, 10), keeps(OTHER, "#b", Some(100), None)),
            with_row(daily(third, 0, 10), public(third, "#c")),
        ],
    );
    assert_eq!(swept(log, Keep::default(), 11 * DAY, 100), [(ROOM, 7)]);
    assert_eq!(swept(log, days(5), 11 * DAY, 100), [(third, 5)]);
    assert_eq!(swept(log, last(2), 11 * DAY, 100), [(OTHER, 8), (third, 8)]);
    // Said later, and taken back.
    store(log, &[with_row(says(OTHER, 10, &[]), keeps(OTHER, "#b", None, Some(1)))]);
    assert_eq!(swept(log, last(2), 11 * DAY, 100), [(OTHER, 9)]);
    store(log, &[with_row(daily(OTHER, 10, 2), public(OTHER, "#b"))]);
    assert_eq!(swept(log, Keep::default(), 11 * DAY, 100), []);
    keeps_after(log, OTHER, 9, 12);
}

pub(crate) fn a_sweep_has_its_limit_and_every_room_its_turn(log: &dyn Log) {
    let rooms: Vec<RoomId> = (1..=7).map(RoomId).collect();
    store(log, &rooms.iter().map(|id| count(*id, 0, 20)).collect::<Vec<_>>());
    let mut removed = 0;
    loop {
        let swept = log.sweep(last(5), Millis(0), 4).unwrap();
        let left: usize = rooms.iter().map(|id| log.page(*id, Range::After(0), 500).unwrap().facts.len()).sum();
        let now = 7 * 20 - left;
        assert!(now - removed <= 4, "{removed} {now}");
        removed = now;
        if !swept.more {
            break;
        }
    }
    assert_eq!(removed, 7 * 15);
    rooms.iter().for_each(|id| keeps_after(log, *id, 15, 20));
}

pub(crate) fn the_directory_is_kept_for_ever(log: &dyn Log) {
    store(log, &[daily(RoomId::DIRECTORY, 0, 9), daily(ROOM, 0, 9)]);
    assert_eq!(swept(log, Keep { days: Some(1), last: Some(1) }, 99 * DAY, 100), [(ROOM, 9)]);
    keeps_after(log, RoomId::DIRECTORY, 0, 9);
}

pub(crate) fn a_room_of_which_nothing_is_kept_goes_on(log: &dyn Log) {
    store(log, &[with_row(daily(ROOM, 0, 5), public(ROOM, "#a"))]);
    assert_eq!(swept(log, days(1), 99 * DAY, 100), [(ROOM, 5)]);
    let page = log.page(ROOM, Range::After(2), 9).unwrap();
    assert_eq!((page.facts.len(), page.expired_before), (0, Some(6)));
    assert_eq!(log.page(ROOM, Range::After(5), 9).unwrap().expired_before, None);
    let loaded = log.load("#a").unwrap().unwrap();
    assert_eq!((loaded.row.head, loaded.row.at, loaded.tail.len(), loaded.kept_after), (5, Millis(5 * DAY), 0, 5));
    assert_eq!(log.rooms(9).unwrap().0, [loaded.row]);
    // What was missed is said as far as it is kept.
    assert_eq!(log.append(&[count(ROOM, 4, 1)]), Ok(Appended::Behind(vec![])));
    store(log, &[daily(ROOM, 5, 2)]);
    keeps_after(log, ROOM, 5, 7);
}

pub(crate) fn keys_and_words_go_too(log: &dyn Log) {
    store(log, &[keyed(ROOM, 0, 5, "a", "canary one")]);
    store(log, &[keyed(ROOM, 1, 5, "b", "canary two")]);
    store(log, &[happen(ROOM, 2, vec![edited(1, "canary three"), edited(2, "four")])]);
    assert_eq!(finds(log, ""), [4, 3]);
    swept(log, last(2), 0, 100);
    // The edit of a message that is kept no more is what there is.
    assert_eq!((finds(log, "canary"), finds(log, "")), (vec![3], vec![4, 3]));
    store(log, &[keyed(ROOM, 4, 5, "a", "again")]);
    store(log, &[happen(ROOM, 5, vec![deleted(1)])]);
    assert_eq!(finds(log, "canary"), [0; 0]);
    assert!(all_after(log, 2).iter().all(|f| f.seq != 3 || matches!(f.what, causette_core::What::Gone(_))));
    assert!(matches!(log.append(&[keyed(ROOM, 6, 5, "a", "again")]), Ok(Appended::KeyUsed(_))));
}

pub(crate) fn what_is_kept_keeps_its_key(log: &dyn Log) {
    for (after, key) in ["a", "b", "c"].into_iter().enumerate() {
        store(log, &[keyed(ROOM, after as Seq, 5, key, "x")]);
    }
    assert_eq!(swept(log, last(1), 0, 100), [(ROOM, 2)]);
    assert!(matches!(log.append(&[keyed(ROOM, 3, 5, "c", "x")]), Ok(Appended::KeyUsed(_))));
    store(log, &[keyed(ROOM, 3, 5, "b", "x")]);
}

fn all_after(log: &dyn Log, upto: Seq) -> Vec<std::sync::Arc<causette_core::Fact>> {
    log.page(ROOM, Range::After(upto), 500).unwrap().facts
}
