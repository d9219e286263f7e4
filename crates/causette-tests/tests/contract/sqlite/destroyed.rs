//! What was deleted or is kept no longer is in no file any more, and a restart changes nothing about it.

use super::*;
use causette_core::ports::{Append, Keep};
use causette_core::{Millis, Seq};
use std::collections::{BTreeSet, HashMap};

/// Which of these can be read in the files of a directory. The index leaves out what a word shares with the one before it, so
/// the end of a word counts.
pub(super) fn readable<'a>(dir: &Path, canaries: &'a [String]) -> Vec<&'a String> {
    let ends: HashMap<&[u8], &String> = canaries.iter().map(|c| (&c.as_bytes()[c.len() - END..], c)).collect();
    let mut left = BTreeSet::new();
    for file in std::fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            left.extend(readable(&path, canaries));
            continue;
        }
        let bytes = std::fs::read(path).unwrap();
        left.extend(bytes.windows(END).filter_map(|window| ends.get(window)).copied());
    }
    left.into_iter().collect()
}

/// As many letters of a word as nothing else has in this order.
const END: usize = 7;

fn tidy(log: &SqliteLog) {
    while log.idle().unwrap() {}
}

/// Words that occur once, of letters only, so that the index has them as they are.
pub(super) fn canary(n: Seq) -> String {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..10).map(|i| char::from(b'a' + (mixed >> (i * 6 + 4) & 15) as u8)).collect()
}

#[test]
fn a_deleted_message_is_in_no_file() {
    let dir = temp();
    let log = open(dir.path());
    let words: Vec<String> = (1..=3).map(canary).collect();
    let whats = vec![said(&words[0]), said("stays"), edited(1, &words[1]), edited(1, &format!("x {}", words[2]))];
    store(&log, &[happen(ROOM, 0, whats)]);
    // Some of it in the index and in the file, some only in the WAL.
    store(&log, &[count(OTHER, 0, 1_000)]);
    tidy(&log);
    store(&log, &[happen(ROOM, 4, vec![edited(1, &words[0])])]);
    assert_eq!(readable(dir.path(), &words).len(), 3);
    store(&log, &[happen(ROOM, 5, vec![deleted(1)])]);
    assert!(words.iter().all(|word| finds(&log, word).is_empty()));
    tidy(&log);
    assert_eq!(readable(dir.path(), &words), [""; 0]);
    let facts = all(&log, ROOM);
    drop(log);
    // The store without a clean end; the search index is as it was said to be.
    let log = open(dir.path());
    assert_eq!(all(&log, ROOM), facts);
    assert_eq!(finds(&log, "stays"), [2]);
    index_is_sound(dir.path());
}

/// A deletion that was committed and a program that was killed before it had a quiet moment.
#[test]
fn after_a_crash_the_start_makes_the_wal_empty() {
    let dir = temp();
    let log = open(dir.path());
    let words = vec![canary(1)];
    store(&log, &[happen(ROOM, 0, vec![said(&words[0])])]);
    store(&log, &[happen(ROOM, 1, vec![deleted(1)])]);
    drop(log);
    assert_eq!(readable(dir.path(), &words).len(), 1);
    let log = open(dir.path());
    assert_eq!(readable(dir.path(), &words), [""; 0]);
    assert_eq!(all(&log, ROOM).len(), 2);
}

fn index_is_sound(dir: &Path) {
    meddle(dir).execute_batch("INSERT INTO words (words) VALUES ('integrity-check')").unwrap();
}

/// Deleted in no order, among neighbours that stay for now, so that pages of the file and of the index are split and joined.
#[test]
fn of_many_deleted_messages_nothing_is_left() {
    const MANY: Seq = 1_600;
    let dir = temp();
    let log = open(dir.path());
    let words: Vec<String> = (1..=MANY).map(canary).collect();
    for (n, some) in (0..).zip(words.chunks(200)) {
        let texts: Vec<String> = some.iter().map(|w| format!("{w} {}", "filler ".repeat(w.len() * 7 % 90))).collect();
        store(&log, &[says(ROOM, n * 200, &texts.iter().map(String::as_str).collect::<Vec<_>>())]);
        tidy(&log);
    }
    assert_eq!(readable(dir.path(), &words[..50]).len(), 50);
    // Two of three are deleted, in no order.
    let order: Vec<Seq> = (0..MANY).map(|n| n * 1_009 % MANY + 1).filter(|n| n % 3 != 0).collect();
    let mut head = MANY;
    for some in order.chunks(100) {
        store(&log, &[happen(ROOM, head, some.iter().map(|n| deleted(*n)).collect())]);
        head += some.len() as Seq;
        assert!(log.idle().is_ok());
    }
    tidy(&log);
    let gone: Vec<String> = order.iter().map(|n| words[*n as usize - 1].clone()).collect();
    let left = readable(dir.path(), &gone);
    assert!(left.is_empty(), "{} of {}: {left:?}", left.len(), gone.len());
    let found = (1..=MANY).filter(|n| !finds(&log, &words[*n as usize - 1]).is_empty());
    assert!(found.eq((1..=MANY).filter(|n| !order.contains(n))));
    // And what is kept no longer.
    while log.sweep(Keep { last: Some(10), days: None }, Millis(0), 500).unwrap().more {}
    tidy(&log);
    assert_eq!(readable(dir.path(), &words), [""; 0]);
    index_is_sound(dir.path());
    assert_eq!(all_kept(&log).len(), 10);
}

fn all_kept(log: &SqliteLog) -> Vec<Arc<Fact>> {
    log.page(ROOM, causette_core::Range::After(0), 500).unwrap().facts
}

#[test]
fn body_and_salt_without_a_deletion_are_damage() {
    use causette_core::ports::ReadError::Damaged;
    for (about, by) in
        [("about = 2", "the deletion of another"), ("body = x'01', kind = 1", "a fact that is no deletion")]
    {
        let dir = temp();
        let log = open(dir.path());
        store(&log, &[happen(ROOM, 0, vec![said("a"), said("b"), deleted(1)])]);
        assert_eq!(all(&log, ROOM).len(), 3);
        meddle(dir.path()).execute_batch(&format!("UPDATE facts SET {about} WHERE seq = 3")).unwrap();
        let page = log.page(ROOM, causette_core::Range::After(0), 9);
        assert_eq!(page, Err(Damaged { room: ROOM, seq: 1 }), "{by}");
    }
    // A salt alone, a body alone, or both of something nobody can say.
    for (set, seq) in [("salt = NULL", 1), ("body = NULL", 1), ("body = NULL, salt = NULL", 2)] {
        let dir = temp();
        let log = open(dir.path());
        store(&log, &[happen(ROOM, 0, vec![said("a"), reacted(1), deleted(2)])]);
        meddle(dir.path()).execute_batch(&format!("UPDATE facts SET {set} WHERE seq = {seq}")).unwrap();
        assert_eq!(log.page(ROOM, causette_core::Range::After(0), 9), Err(Damaged { room: ROOM, seq }), "{set}");
    }
}

/// Row numbers are never used twice: what is derived goes by them.
#[test]
fn after_everything_was_swept_the_next_message_is_found() {
    let dir = temp();
    for round in 0..4 {
        let log = open(dir.path());
        let head = round * 2_000;
        let says = |after, n| Append { ..count(ROOM, after, n) };
        store(&log, &[says(head, 1_000)]);
        tidy(&log);
        store(&log, &[says(head + 1_000, 1_000)]);
        while log.sweep(Keep { last: Some(0), days: None }, Millis(0), 700).unwrap().more {}
        assert_eq!(finds(&log, ""), [0; 0]);
        if round % 2 == 0 {
            log.close().unwrap();
        }
        drop(log);
    }
    let log = open(dir.path());
    store(&log, &[says(ROOM, 8_000, &["hello"])]);
    assert_eq!(finds(&log, "hel"), [8_001]);
    tidy(&log);
    store(&log, &[count(OTHER, 0, 600)]);
    tidy(&log);
    assert_eq!(finds(&log, "hel"), [8_001]);
}
