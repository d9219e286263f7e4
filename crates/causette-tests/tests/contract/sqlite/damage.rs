//! Faults 51, 53: a torn end is cut off at the last commit; a flipped bit is found and never served.

use super::*;
use causette_core::ports::ReadError;
use causette_core::{Range, Seq};
use causette_sqlite::WAL_FILE;
use std::fs;

/// What is left must be the first facts, however many.
#[track_caller]
fn is_a_beginning(dir: &Path, facts: &[Arc<Fact>]) -> usize {
    let log = open(dir);
    let left = all(&log, ROOM);
    assert_eq!(left, facts[..left.len()]);
    store(&log, &[count(ROOM, left.len() as Seq, 1)]);
    left.len()
}

#[test]
fn fault_51_a_truncated_wal() {
    let (dir, facts) = crashed(30);
    let whole = fs::read(dir.path().join(WAL_FILE)).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for cut in
        [0, 1, 31, 32, 33, 4000].into_iter().chain((1..24).map(|i| whole.len() * i / 24)).chain([whole.len() - 1])
    {
        let torn = copy(dir.path());
        fs::write(torn.path().join(WAL_FILE), &whole[..cut]).unwrap();
        seen.insert(is_a_beginning(torn.path(), &facts));
    }
    assert!(seen.len() > 10 && seen.contains(&0) && seen.contains(&29), "{seen:?}");
    assert_eq!(is_a_beginning(dir.path(), &facts), 30);
}

#[test]
fn fault_51_a_torn_wal() {
    let (dir, facts) = crashed(30);
    let whole = fs::read(dir.path().join(WAL_FILE)).unwrap();
    for i in 1..16 {
        let torn = copy(dir.path());
        let mut bytes = whole.clone();
        // A sector that never reached the disk.
        let at = (bytes.len() * i / 16) / 512 * 512;
        bytes[at..at + 512].fill(0);
        fs::write(torn.path().join(WAL_FILE), bytes).unwrap();
        is_a_beginning(torn.path(), &facts);
    }
}

#[track_caller]
fn changed(sql: &str, seq: Seq) {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[with_row(count(ROOM, 0, 10), public(ROOM, "#a")), count(OTHER, 0, 10)]);
    // Read once, so that the page is in a cache.
    assert_eq!(all(&log, ROOM).len(), 10);
    meddle(dir.path()).execute_batch(sql).unwrap();
    let damaged = Err(ReadError::Damaged { room: ROOM, seq });
    assert_eq!(log.page(ROOM, Range::After(0), 500), damaged, "{sql}");
    // Read from the end, a chain hash that is wrong shows at the fact it should prove.
    let backwards = log.page(ROOM, Range::Before(Seq::MAX), 500);
    assert!(matches!(backwards, Err(ReadError::Damaged { room: ROOM, seq: n }) if n == seq || n == seq + 1), "{sql}");
    assert!(log.load("#a").is_err(), "{sql}");
    for range in [Range::After(seq - 1), Range::Before(seq + 1)] {
        assert!(log.page(ROOM, range, 1).is_err(), "{sql}");
    }
    // What is sound is still read.
    assert_eq!(numbers(&log, ROOM, Range::Before(seq), 2), [seq - 2, seq - 1], "{sql}");
    assert_eq!(numbers(&log, ROOM, Range::After(seq + 1), 2), [seq + 2, seq + 3], "{sql}");
    assert_eq!(all(&log, OTHER).len(), 10);
    drop(log);
    assert!(matches!(refusal(dir.path()), OpenError::Damaged { .. }), "{sql}");
}

#[test]
fn fault_53_every_changed_column_is_found() {
    for set in [
        "body = CAST('\u{1}\u{1}' || 'evil' AS BLOB)",
        "body = NULL",
        "salt = zeroblob(16)",
        "content = zeroblob(32)",
        "chain = zeroblob(32)",
        "chain = x'00'",
        "kind = 2",
        "kind = 999",
        "at = at + 1",
        "at = -1",
        "sender = (SELECT n FROM senders WHERE name = 'mallory')",
        "sender = 77",
    ] {
        let sql = format!(
            "INSERT INTO senders (id, name) VALUES (zeroblob(16), 'mallory');
             UPDATE facts SET {set} WHERE seq = 5 AND room = (SELECT n FROM rooms WHERE key = '#a')"
        );
        changed(&sql, 5);
    }
}

#[test]
fn fault_53_a_missing_or_moved_fact_is_found() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[count(ROOM, 0, 10)]);
    meddle(dir.path()).execute("DELETE FROM facts WHERE seq = 5", []).unwrap();
    let damaged = Err(ReadError::Damaged { room: ROOM, seq: 5 });
    for range in [Range::After(0), Range::After(4), Range::After(5), Range::Before(99), Range::Before(7)] {
        assert_eq!(log.page(ROOM, range, 500), damaged, "{range:?}");
    }
    meddle(dir.path()).execute("UPDATE facts SET seq = 5 WHERE seq = 6", []).unwrap();
    assert_eq!(log.page(ROOM, Range::After(3), 2), damaged);
}

#[test]
fn fault_53_a_flipped_bit_in_the_file() {
    let dir = temp();
    let log = open(dir.path());
    let secret = "the words that the disk will change";
    store(&log, &[says(ROOM, 0, &["before", secret, "after"])]);
    // Deeper than what a start looks at.
    for i in 0..3 {
        store(&log, &[count(OTHER, i * 500, 500)]);
    }
    log.close().unwrap();
    drop(log);
    let db = dir.path().join(DB_FILE);
    let mut bytes = fs::read(&db).unwrap();
    let at = bytes.windows(secret.len()).position(|w| w == secret.as_bytes()).unwrap();
    bytes[at + 4] ^= 0x10;
    fs::write(&db, bytes).unwrap();
    let log = open(dir.path());
    assert_eq!(log.page(ROOM, Range::After(0), 9), Err(ReadError::Damaged { room: ROOM, seq: 2 }));
    assert_eq!(numbers(&log, ROOM, Range::After(2), 9), [3]);
    assert_eq!(all(&log, OTHER).len(), 1500);
}
