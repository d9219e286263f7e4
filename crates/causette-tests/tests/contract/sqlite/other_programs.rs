//! Fault 54: another program has the lock, reads for long, or writes behind our back.

use super::*;
use causette_core::Range;
use causette_core::ports::{AppendError, Appended};
use causette_core::refusal::NotSaved;
use std::time::{Duration, Instant};

#[test]
fn fault_54_locked_by_another_program() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[count(ROOM, 0, 1)]);
    let other = meddle(dir.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    std::thread::scope(|s| {
        let waiting = s.spawn(|| log.append(&[count(ROOM, 1, 1)]));
        // Reading goes on meanwhile, at once.
        let read = Instant::now();
        assert_eq!(numbers(&log, ROOM, Range::After(0), 9), [1]);
        assert_eq!(log.rooms(9), Ok((vec![], false)));
        assert!(read.elapsed() < Duration::from_secs(1));
        let end = waiting.join().unwrap();
        assert!(matches!(end, Err(AppendError::NotSaved { why: NotSaved::Locked, .. })), "{end:?}");
    });
    let waited = start.elapsed();
    assert!(waited > Duration::from_secs(1) && waited < Duration::from_secs(6), "{waited:?}");
    other.execute_batch("ROLLBACK").unwrap();
    store(&log, &[count(ROOM, 1, 1)]);
    assert_eq!(numbers(&log, ROOM, Range::After(0), 9), [1, 2]);
}

#[test]
fn fault_54_locked_at_the_start() {
    let (dir, facts) = crashed(3);
    let other = meddle(dir.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::Locked { .. }));
    drop(other);
    assert_eq!(all(&open(dir.path()), ROOM), facts);
}

#[test]
fn a_program_that_reads_for_long_stops_nothing() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[count(ROOM, 0, 10)]);
    let other = meddle(dir.path());
    other.execute_batch("BEGIN; SELECT count(*) FROM facts;").unwrap();
    for i in 1..40 {
        store(&log, &[count(ROOM, i * 10, 10)]);
        log.idle().unwrap();
    }
    log.close().unwrap();
    drop(log);
    drop(other);
    assert_eq!(all(&open(dir.path()), ROOM).len(), 400);
}

#[test]
fn what_another_program_wrote_is_behind() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[count(ROOM, 0, 2)]);
    // A fact made by the same program from a copy, put in as another writer would.
    let elsewhere = copy(dir.path());
    let other = open(elsewhere.path());
    store(&other, &[count(ROOM, 2, 1)]);
    drop(other);
    let conn = meddle(dir.path());
    conn.execute("ATTACH ?1 AS other", [elsewhere.path().join(DB_FILE).to_str().unwrap()]).unwrap();
    conn.execute("INSERT INTO facts SELECT * FROM other.facts WHERE seq = 3", []).unwrap();
    let Ok(Appended::Behind(missed)) = log.append(&[count(ROOM, 2, 1)]) else { panic!() };
    assert_eq!(missed.len(), 1);
    store(&log, &[count(ROOM, 3, 1)]);
    assert_eq!(numbers(&log, ROOM, Range::After(0), 9), [1, 2, 3, 4]);
}
