//! Deleting: the words are gone, the log is as long and as ordered as before.

use super::build::*;
use causette_core::ports::{Appended, Log};
use causette_core::{Gone, Range, Seq, What};

/// The numbers whose words are gone.
fn gone(log: &dyn Log) -> Vec<Seq> {
    let facts = all(log, ROOM);
    assert_eq!(facts.iter().map(|f| f.seq).collect::<Vec<_>>(), (1..=facts.len() as Seq).collect::<Vec<_>>());
    facts.iter().filter(|f| f.what == What::Gone(Gone::Deleted)).map(|f| f.seq).collect()
}

pub(crate) fn what_is_deleted_is_gone_with_its_edits(log: &dyn Log) {
    let whats = vec![said("one canary"), said("two"), edited(1, "three canary"), edited(2, "four"), reacted(1)];
    store(log, &[with_row(happen(ROOM, 0, whats), public(ROOM, "#a"))]);
    let before = all(log, ROOM);
    store(log, &[happen(ROOM, 5, vec![deleted(1), said("after")])]);
    assert_eq!(gone(log), [1, 3]);
    let after = all(log, ROOM);
    for n in [0, 2] {
        assert_eq!(*after[n], before[n].gone(Gone::Deleted));
    }
    assert_eq!((&after[1], &after[3], &after[4]), (&before[1], &before[3], &before[4]));
    assert_eq!(after[5].what, deleted(1));
    // However it is read.
    assert_eq!(log.load("#a").unwrap().unwrap().tail, after);
    assert_eq!(log.fact(ROOM, 3), Ok(Some(after[2].clone())));
    assert_eq!(log.page(ROOM, Range::Before(4), 2).unwrap().facts, after[1..3]);
    assert_eq!(finds(log, "canary"), [0; 0]);
    assert_eq!(finds(log, ""), [7, 4]);
}

pub(crate) fn an_edit_after_the_deletion_stays(log: &dyn Log) {
    store(log, &[happen(ROOM, 0, vec![said("one"), deleted(1), edited(1, "two"), edited(1, "three")])]);
    assert_eq!(gone(log), [1]);
    assert_eq!(finds(log, ""), [4]);
    // And is taken back by the next.
    store(log, &[happen(ROOM, 4, vec![deleted(1)])]);
    assert_eq!(gone(log), [1, 3, 4]);
    assert_eq!(finds(log, ""), [0; 0]);
}

pub(crate) fn only_what_was_said_can_be_deleted(log: &dyn Log) {
    let answer = What::Answer { text: causette_core::Text::new("14").unwrap() };
    store(log, &[happen(ROOM, 0, vec![said("one"), answer, reacted(1), deleted(9), said("five")])]);
    store(log, &[happen(OTHER, 0, vec![said("one")])]);
    let others = all(log, OTHER);
    store(log, &[happen(ROOM, 5, vec![deleted(3), deleted(4), deleted(5), deleted(77), deleted(2)])]);
    assert_eq!(gone(log), [2, 5]);
    store(log, &[happen(ROOM, 10, vec![deleted(2), deleted(1)])]);
    assert_eq!(gone(log), [1, 2, 5]);
    assert_eq!(all(log, OTHER), others);
}

pub(crate) fn a_refused_deletion_destroys_nothing(log: &dyn Log) {
    store(log, &[happen(ROOM, 0, vec![said("one"), said("two")]), count(OTHER, 0, 2)]);
    let before = all(log, ROOM);
    let batch = [happen(ROOM, 2, vec![deleted(1)]), count(OTHER, 1, 1)];
    assert!(matches!(log.append(&batch), Ok(Appended::Behind(_))));
    refused(log, &[happen(ROOM, 2, vec![deleted(1)]), count(OTHER, 7, 1)]);
    assert_eq!(all(log, ROOM), before);
    assert_eq!(finds(log, "one"), [1]);
}

pub(crate) fn keys_go_with_what_they_made(log: &dyn Log) {
    store(log, &[keyed(ROOM, 0, 5, "a", "one")]);
    store(log, &[keyed(ROOM, 1, 5, "b", "two")]);
    let mut edit = keyed(ROOM, 2, 5, "c", "x");
    edit.entries[0].fact = happens(ROOM, 3, 3, 5, edited(1, "three"));
    store(log, &[edit]);
    store(log, &[happen(ROOM, 3, vec![deleted(1)])]);
    assert!(matches!(log.append(&[keyed(ROOM, 4, 5, "b", "two")]), Ok(Appended::KeyUsed(_))));
    store(log, &[keyed(ROOM, 4, 5, "a", "one")]);
    store(log, &[keyed(ROOM, 5, 5, "c", "x")]);
}
