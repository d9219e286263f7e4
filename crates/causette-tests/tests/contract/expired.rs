//! What is no longer kept is said, never skipped in silence. Today only the log in memory lets facts go.

use super::build::*;
use causette_core::ports::{Log, MemoryLog};
use causette_core::{Range, Seq, limits};

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
