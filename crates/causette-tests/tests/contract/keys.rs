//! Keys: a retry is answered with the first message and stores nothing.

use super::build::*;
use causette_core::ports::{Append, Appended, KeyHit, Log};
use causette_core::{Key, PersonId, RoomId};
use std::sync::Arc;

fn hit(log: &dyn Log, room: RoomId, who: u128, key: &str, seq: usize) -> KeyHit {
    let first = Arc::clone(&all(log, room)[seq - 1]);
    KeyHit { room, person: PersonId(who), key: Key::new(key).unwrap(), first }
}

pub(crate) fn a_key_is_answered_with_its_first_message(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 2)]);
    store(log, &[keyed(ROOM, 2, 5, "k-é", "first")]);
    store(log, &[count(ROOM, 3, 2)]);
    // The same words or others: that they differ is for the caller to say.
    for text in ["first", "second"] {
        let used = log.append(&[keyed(ROOM, 5, 5, "k-é", text)]);
        assert_eq!(used, Ok(Appended::KeyUsed(vec![hit(log, ROOM, 5, "k-é", 3)])));
    }
    assert_eq!(all(log, ROOM).len(), 5);
    store(log, &[keyed(ROOM, 5, 5, "k-e", "another key")]);
}

pub(crate) fn a_key_is_of_one_sender_in_one_room(log: &dyn Log) {
    store(log, &[keyed(ROOM, 0, 5, "k", "a")]);
    store(log, &[keyed(ROOM, 1, 6, "k", "another sender"), keyed(OTHER, 0, 5, "k", "another room")]);
    store(log, &[keyed(ROOM, 2, 5, "K", "another key")]);
    assert_eq!((all(log, ROOM).len(), all(log, OTHER).len()), (3, 1));
}

pub(crate) fn a_refused_batch_uses_no_key(log: &dyn Log) {
    store(log, &[keyed(ROOM, 0, 5, "old", "a"), count(OTHER, 0, 1)]);
    let used = log.append(&[keyed(OTHER, 1, 5, "new", "b"), keyed(ROOM, 1, 5, "old", "c")]);
    assert!(matches!(used, Ok(Appended::KeyUsed(hits)) if hits.len() == 1));
    assert!(matches!(log.append(&[keyed(OTHER, 0, 5, "new", "b")]), Ok(Appended::Behind(_))));
    refused(log, &[keyed(OTHER, 5, 5, "new", "b")]);
    assert_eq!(all(log, OTHER).len(), 1);
    store(log, &[keyed(OTHER, 1, 5, "new", "b")]);
}

pub(crate) fn every_used_key_of_a_batch_is_named(log: &dyn Log) {
    store(log, &[keyed(ROOM, 0, 5, "a", "1"), keyed(OTHER, 0, 5, "b", "2")]);
    let fresh = keyed(ROOM, 1, 5, "c", "3").entries;
    let again = keyed(ROOM, 2, 5, "a", "4").entries;
    let both = Append { entries: [fresh, again].concat(), ..Append::to(ROOM, 1) };
    let used = log.append(&[both, keyed(OTHER, 1, 5, "b", "5")]);
    let expect = vec![hit(log, ROOM, 5, "a", 1), hit(log, OTHER, 5, "b", 1)];
    assert_eq!(used, Ok(Appended::KeyUsed(expect)));
    assert_eq!((all(log, ROOM).len(), all(log, OTHER).len()), (1, 1));
}

/// Whoever first appeared in a batch that was not stored is still unknown after it: rows are numbered anew.
pub(crate) fn a_refused_batch_leaves_nobody_behind(log: &dyn Log) {
    let third = RoomId(0xcc);
    store(log, &[keyed(ROOM, 0, 5, "old", "a")]);
    let newcomers = [keyed(OTHER, 0, 77, "n", "b"), keyed(third, 0, 78, "n", "c"), keyed(ROOM, 1, 5, "old", "d")];
    assert!(matches!(log.append(&newcomers), Ok(Appended::KeyUsed(_))));
    store(log, &[keyed(third, 0, 88, "n", "e")]);
    store(log, &[keyed(OTHER, 0, 77, "n", "f"), keyed(third, 1, 78, "n", "g")]);
    let who = |room| all(log, room).iter().map(|f| f.by.id.0).collect::<Vec<_>>();
    assert_eq!((who(OTHER), who(third)), (vec![77], vec![88, 78]));
}
