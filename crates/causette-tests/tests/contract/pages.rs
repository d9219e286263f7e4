//! Pages: both directions, limits, bytes, and what `more` says.

use super::build::*;
use causette_core::notice::Page;
use causette_core::ports::Log;
use causette_core::{Range, RoomId, Seq, limits};

pub(crate) fn a_room_that_does_not_exist_is_empty(log: &dyn Log) {
    for range in [Range::After(0), Range::After(9), Range::Before(9), Range::Before(Seq::MAX), Range::After(Seq::MAX)] {
        assert_eq!(log.page(RoomId(9), range, 10), Ok(Page::default()));
    }
}

pub(crate) fn both_directions_and_their_ends(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 7), count(OTHER, 0, 20)]);
    store(log, &[count(ROOM, 7, 3)]);
    use Range::{After, Before};
    let cases: &[(Range, usize, &[Seq], bool)] = &[
        (After(0), 100, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false),
        (After(0), 10, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false),
        (After(0), 9, &[1, 2, 3, 4, 5, 6, 7, 8, 9], true),
        (After(0), 1, &[1], true),
        (After(4), 3, &[5, 6, 7], true),
        (After(7), 3, &[8, 9, 10], false),
        (After(9), 1, &[10], false),
        (After(10), 5, &[], false),
        (After(11), 5, &[], false),
        (After(Seq::MAX), 5, &[], false),
        (After(i64::MAX as Seq), 5, &[], false),
        (After(0), 0, &[], true),
        (After(0), usize::MAX, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false),
        (Before(Seq::MAX), 3, &[8, 9, 10], true),
        (Before(11), 10, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false),
        (Before(11), 9, &[2, 3, 4, 5, 6, 7, 8, 9, 10], true),
        (Before(10), 2, &[8, 9], true),
        (Before(4), 3, &[1, 2, 3], false),
        (Before(4), 2, &[2, 3], true),
        (Before(2), 9, &[1], false),
        (Before(1), 9, &[], false),
        (Before(0), 9, &[], false),
        (Before(5), 0, &[], true),
        (Before(Seq::MAX), usize::MAX, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false),
    ];
    for (range, limit, expect, more) in cases {
        let page = log.page(ROOM, *range, *limit).unwrap();
        let numbers: Vec<Seq> = page.facts.iter().map(|f| f.seq).collect();
        assert_eq!((numbers.as_slice(), page.more, page.expired_before), (*expect, *more, None), "{range:?} {limit}");
        assert!(page.facts.iter().all(|f| f.room == ROOM));
    }
}

pub(crate) fn a_page_ends_at_its_bytes(log: &dyn Log) {
    let text = "x".repeat(4096);
    let fit = (limits::PAGE_BYTES / 4096) as Seq;
    store(log, &[says(ROOM, 0, &vec![text.as_str(); 100])]);
    let after = log.page(ROOM, Range::After(10), 500).unwrap();
    assert_eq!((after.facts.first().unwrap().seq, after.facts.len() as Seq, after.more), (11, fit, true));
    let before = log.page(ROOM, Range::Before(90), 500).unwrap();
    assert_eq!((before.facts.last().unwrap().seq, before.facts.len() as Seq, before.more), (89, fit, true));
    // Exactly what fits, and no more to come.
    assert!(!log.page(ROOM, Range::After(100 - fit), 500).unwrap().more);
    assert!(!log.page(ROOM, Range::Before(fit + 1), 500).unwrap().more);
}

pub(crate) fn one_heavy_fact_is_a_page(log: &dyn Log) {
    let text = "x".repeat(limits::TEXT_BYTES);
    store(log, &[says(ROOM, 0, &[&text, "y"])]);
    assert_eq!(numbers(log, ROOM, Range::After(0), 1), [1]);
    assert_eq!(numbers(log, ROOM, Range::Before(2), 1), [1]);
}
