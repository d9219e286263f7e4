//! Reading by time, and messages only: every range over a short log, compared with what walking over all of it gives.

use super::build::*;
use causette_core::ports::paging::{self, OfLog};
use causette_core::ports::{Append, Keep, Log};
use causette_core::{Fact, Millis, Point, Range, Seq};
use std::sync::Arc;

/// The times of facts 1, 2, 3 …: equal ones and gaps.
const TIMES: [u64; 9] = [10, 10, 12, 12, 12, 15, 15, 20, 21];

fn store_times(log: &dyn Log) {
    let facts = (1..).zip(TIMES).map(|(seq, at)| match seq % 3 {
        0 => happens(ROOM, seq, at, 7, reacted(1)),
        _ => message(ROOM, seq, at, 7, "words"),
    });
    store(log, &[with_row(Append { entries: facts.map(entry).collect(), ..Append::to(ROOM, 0) }, public(ROOM, "#a"))]);
}

pub(crate) fn the_last_number_before_a_moment(log: &dyn Log) {
    assert_eq!(log.seq_at(ROOM, Millis(9)), Ok(0));
    store_times(log);
    let cases =
        [(0, 0), (10, 0), (11, 2), (12, 2), (13, 5), (15, 5), (16, 7), (20, 7), (21, 8), (22, 9), (u64::MAX, 9)];
    for (at, seq) in cases {
        assert_eq!(log.seq_at(ROOM, Millis(at)), Ok(seq), "{at}");
    }
    assert_eq!(log.seq_at(OTHER, Millis(99)), Ok(0));
    // The two oldest are kept no more.
    log.sweep(Keep { days: None, last: Some(7) }, Millis(30), 100).unwrap();
    for (at, seq) in [(0, 2), (12, 2), (13, 5), (99, 9)] {
        assert_eq!(log.seq_at(ROOM, Millis(at)), Ok(seq), "{at}");
    }
}

fn place(point: Point, fact: &Fact) -> (bool, bool) {
    match point {
        Point::Seq(n) => (fact.seq < n, fact.seq > n),
        Point::At(at) => (fact.at < at, fact.at > at),
    }
}

/// Whether `a` stands behind `b`.
fn is_later(a: Point, b: Point, facts: &[Arc<Fact>]) -> bool {
    let older = |at: Millis| facts.iter().filter(|fact| fact.at < at).count() as Seq;
    match (a, b) {
        (Point::Seq(a), Point::Seq(b)) => a > b,
        (Point::At(a), Point::At(b)) => a > b,
        (Point::Seq(a), Point::At(b)) => a > older(b),
        (Point::At(a), Point::Seq(b)) => older(a) >= b,
    }
}

/// The page by walking over all facts, and whether the direction of reading has more.
fn walked(all: &[Arc<Fact>], range: Range, limit: usize, meant: fn(&Fact) -> bool) -> (Vec<Seq>, bool) {
    let first = |from: Vec<Seq>, limit: usize| (from.iter().copied().take(limit).collect(), from.len() > limit);
    let last = |from: Vec<Seq>, limit: usize| {
        let skip = from.len().saturating_sub(limit);
        (from[skip..].to_vec(), skip > 0)
    };
    let those = |is: &dyn Fn(&Fact) -> bool| -> Vec<Seq> {
        all.iter().filter(|fact| is(fact) && meant(fact)).map(|fact| fact.seq).collect()
    };
    match range {
        Range::After(n) => first(those(&|fact| fact.seq > n), limit),
        Range::Before(n) => last(those(&|fact| fact.seq < n), limit),
        Range::Since(at) => first(those(&|fact| fact.at > at), limit),
        Range::Until(at) => last(those(&|fact| fact.at < at), limit),
        Range::Around(point) => {
            let (mut page, older) = last(those(&|fact| place(point, fact).0), limit / 2);
            let (rest, newer) = first(those(&|fact| !place(point, fact).0), limit - limit / 2);
            page.extend(rest);
            (page, older && limit > 1 || newer)
        }
        Range::Between(a, b) if is_later(a, b, all) => last(those(&|fact| place(b, fact).1 && place(a, fact).0), limit),
        Range::Between(a, b) => first(those(&|fact| place(a, fact).1 && place(b, fact).0), limit),
    }
}

fn ranges() -> Vec<Range> {
    let moments = [0, 9, 10, 11, 12, 14, 15, 20, 21, 22, u64::MAX].map(Millis);
    let numbers = [0, 1, 2, 3, 5, 6, 9, 10, 11, Seq::MAX];
    let points: Vec<Point> = numbers.map(Point::Seq).into_iter().chain(moments.map(Point::At)).collect();
    let mut ranges: Vec<Range> = numbers.iter().flat_map(|n| [Range::After(*n), Range::Before(*n)]).collect();
    ranges.extend(moments.iter().flat_map(|at| [Range::Since(*at), Range::Until(*at)]));
    ranges.extend(points.iter().map(|point| Range::Around(*point)));
    ranges.extend(points.iter().flat_map(|a| points.iter().map(|b| Range::Between(*a, *b))));
    ranges
}

pub(crate) fn every_range_is_what_walking_gives(log: &dyn Log) {
    store_times(log);
    let facts = all(log, ROOM);
    for range in ranges() {
        for limit in [1, 2, 3, 4, 9, 500] {
            let page = log.page(ROOM, range, limit).unwrap();
            let numbers: Vec<Seq> = page.facts.iter().map(|fact| fact.seq).collect();
            let expect = walked(&facts, range, limit, |_| true);
            assert_eq!(((numbers, page.more), page.expired_before), (expect, None), "{range:?} {limit}");
        }
    }
}

/// `more` speaks of facts, not of messages: only that no message is left out without it is certain.
pub(crate) fn messages_only(log: &dyn Log) {
    store_times(log);
    let facts = all(log, ROOM);
    for range in ranges() {
        for limit in [1, 2, 3, 9, 500] {
            let page = paging::words(&OfLog { log, room: ROOM, floor: 0 }, range, limit).unwrap();
            let numbers: Vec<Seq> = page.facts.iter().map(|fact| fact.seq).collect();
            let (expect, more) = walked(&facts, range, limit, |fact| fact.seq % 3 != 0);
            assert_eq!(numbers, expect, "{range:?} {limit}");
            assert!(page.more >= more, "{range:?} {limit}");
        }
    }
}

/// Whoever asks from a moment on is told that what may have been said then is kept no more, and nobody else.
pub(crate) fn what_is_kept_no_more_is_said_by_time(log: &dyn Log) {
    store_times(log);
    log.sweep(Keep { days: None, last: Some(7) }, Millis(30), 100).unwrap();
    use Point::{At, Seq as No};
    let cases = [
        (Range::Since(Millis(5)), vec![3, 4], true, Some(3)),
        (Range::Since(Millis(11)), vec![3, 4], true, Some(3)),
        (Range::Since(Millis(12)), vec![6, 7], true, None),
        (Range::Since(Millis(99)), vec![], false, None),
        (Range::Until(Millis(13)), vec![4, 5], true, None),
        (Range::Until(Millis(12)), vec![], false, Some(3)),
        (Range::Around(At(Millis(12))), vec![3], true, Some(3)),
        (Range::Around(No(5)), vec![4, 5], true, None),
        (Range::Between(No(0), No(4)), vec![3], false, Some(3)),
        (Range::Between(No(2), No(5)), vec![3, 4], false, None),
        (Range::Between(No(0), No(2)), vec![], false, Some(3)),
        (Range::Between(No(5), No(0)), vec![3, 4], false, Some(3)),
        (Range::Between(At(Millis(1)), At(Millis(13))), vec![3, 4], true, Some(3)),
        (Range::Between(No(4), No(3)), vec![], false, None),
    ];
    for (range, expect, more, expired) in cases {
        let page = log.page(ROOM, range, 2).unwrap();
        let numbers: Vec<Seq> = page.facts.iter().map(|fact| fact.seq).collect();
        assert_eq!((numbers, page.more, page.expired_before), (expect, more, expired), "{range:?}");
    }
}
