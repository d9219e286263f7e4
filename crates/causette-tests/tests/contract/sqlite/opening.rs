//! Faults 52, 55, 56: side files gone or foreign, two programs, files that are not ours. Nothing is changed by a refusal.

use super::*;
use causette_sqlite::{LOCK_FILE, WAL_FILE};
use std::fs;

#[test]
fn reopened_it_has_the_same_facts_and_chain() {
    let (dir, facts) = crashed(20);
    let chain = |dir: &Path| -> Vec<Vec<u8>> {
        let conn = meddle(dir);
        let mut all = conn.prepare("SELECT chain FROM facts ORDER BY n").unwrap();
        all.query_map([], |r| r.get(0)).unwrap().map(|c| c.unwrap()).collect()
    };
    let log = open(dir.path());
    assert_eq!(all(&log, ROOM), facts);
    let before = chain(dir.path());
    log.close().unwrap();
    drop(log);
    let log = open(dir.path());
    assert_eq!(all(&log, ROOM), facts);
    store(&log, &[count(ROOM, 20, 2)]);
    let after = chain(dir.path());
    assert_eq!((after.len(), &after[..20]), (22, &before[..]));
}

#[test]
fn a_closed_store_takes_nothing_more() {
    let dir = temp();
    let log = open(dir.path());
    log.close().unwrap();
    refused(&log, &[count(ROOM, 0, 1)]);
    assert_eq!(fs::metadata(dir.path().join(WAL_FILE)).unwrap().len(), 0);
}

#[test]
fn fault_52_without_its_newest_messages() {
    let (dir, facts) = crashed(3);
    let wal = dir.path().join(WAL_FILE);
    let kept = fs::read(&wal).unwrap();
    fs::remove_file(&wal).unwrap();
    let before = bytes(dir.path());
    for _ in 0..2 {
        assert!(matches!(refusal(dir.path()), OpenError::WalMissing { path } if path == wal));
        assert_eq!(bytes(dir.path()), before);
    }
    // Put back, nothing is lost.
    fs::write(&wal, kept).unwrap();
    let log = open(dir.path());
    assert_eq!(all(&log, ROOM), facts);
}

#[test]
fn fault_52_going_on_without_them_is_a_choice() {
    let (dir, facts) = crashed(3);
    drop(open(dir.path()));
    fs::write(dir.path().join(WAL_FILE), b"").unwrap();
    // The last start had copied all of them.
    assert_eq!(all(&open(dir.path()), ROOM), facts);
}

#[test]
fn fault_52_without_the_store() {
    let (dir, _) = crashed(3);
    fs::remove_file(dir.path().join(DB_FILE)).unwrap();
    let before = bytes(dir.path());
    assert!(matches!(refusal(dir.path()), OpenError::StoreMissing { .. }));
    assert_eq!(bytes(dir.path()), before);
    // A clean end leaves an empty WAL, which says the same.
    let dir = temp();
    open(dir.path()).close().unwrap();
    fs::remove_file(dir.path().join(DB_FILE)).unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::StoreMissing { .. }));
}

#[test]
fn fault_52_without_its_index() {
    let (dir, facts) = crashed(3);
    fs::remove_file(dir.path().join("causette.db-shm")).unwrap();
    assert_eq!(all(&open(dir.path()), ROOM), facts);
}

#[test]
fn fault_52_a_wal_of_another_day() {
    let (dir, _) = crashed(5);
    let stale = fs::read(dir.path().join(WAL_FILE)).unwrap();
    let log = open(dir.path());
    store(&log, &[count(ROOM, 5, 30)]);
    log.close().unwrap();
    drop(log);
    fs::write(dir.path().join(WAL_FILE), stale).unwrap();
    let before = bytes(dir.path());
    assert!(matches!(refusal(dir.path()), OpenError::Damaged { .. }));
    assert_eq!(bytes(dir.path()), before);
    // Without it the store is whole.
    fs::remove_file(dir.path().join(WAL_FILE)).unwrap();
    assert_eq!(all(&open(dir.path()), ROOM).len(), 35);
}

#[test]
fn half_made_stores_are_made_again() {
    let dir = temp();
    for left in ["causette.db.new", "causette.db.new-journal", "causette.db.new-wal"] {
        fs::write(dir.path().join(left), b"half").unwrap();
    }
    store(&open(dir.path()), &[count(ROOM, 0, 1)]);
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().contains("new")), "{left:?}");
}

#[test]
fn fault_55_two_programs() {
    let dir = temp();
    let log = open(dir.path());
    let me = std::process::id();
    let e = refusal(dir.path());
    assert!(e.to_string().contains(&format!("(process {me})")), "{e}");
    assert!(matches!(e, OpenError::Held { pid: Some(pid), .. } if pid == me));
    let other = child().args(["open".as_ref(), dir.path().as_os_str()]).output().unwrap();
    assert!(String::from_utf8(other.stdout).unwrap().contains(&format!("process {me}")));
    // The holder is not disturbed, and its end frees the directory.
    store(&log, &[count(ROOM, 0, 1)]);
    drop(log);
    // What a dead holder left in the file means nothing.
    fs::write(dir.path().join(LOCK_FILE), "4294967295\nlonger than any pid\n").unwrap();
    assert_eq!(all(&open(dir.path()), ROOM).len(), 1);
    assert_eq!(fs::read_to_string(dir.path().join(LOCK_FILE)).unwrap(), format!("{me}\n"));
}

#[track_caller]
fn untouched(dir: &Path, expect: fn(&OpenError) -> bool) {
    let before = bytes(dir);
    let e = refusal(dir);
    assert!(expect(&e), "{e:?}");
    assert_eq!(bytes(dir), before);
}

#[test]
fn fault_56_not_ours() {
    for garbage in [&b""[..], b"x", b"SQLite format 3\0", &[0; 100], &b"hello, this is a letter\n".repeat(500)] {
        let dir = temp();
        fs::write(dir.path().join(DB_FILE), garbage).unwrap();
        untouched(dir.path(), |e| matches!(e, OpenError::NotOurs { .. }));
    }
    let dir = temp();
    let other = meddle(dir.path());
    other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE facts (x); INSERT INTO facts VALUES (1)").unwrap();
    drop(other);
    untouched(dir.path(), |e| matches!(e, OpenError::NotOurs { .. }));
}

#[test]
fn fault_56_from_the_future() {
    let dir = temp();
    open(dir.path()).close().unwrap();
    meddle(dir.path()).execute_batch("PRAGMA user_version = 77; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    untouched(dir.path(), |e| matches!(e, OpenError::FromTheFuture { version: 77, .. }));
}

#[test]
fn fault_56_from_the_future_by_its_wal() {
    let dir = temp();
    open(dir.path()).close().unwrap();
    let newer = meddle(dir.path());
    newer.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 77").unwrap();
    // As if the newer program died here: its WAL has the version, the store file does not yet.
    let crashed = copy(dir.path());
    drop(newer);
    untouched(crashed.path(), |e| matches!(e, OpenError::FromTheFuture { version: 77, .. }));
}

#[test]
fn a_resume_token_survives_a_restart() {
    use causette_core::ports::Accounts;
    use causette_core::{Millis, PersonId};
    let dir = temp();
    let log = open(dir.path());
    let token = log.guest_token(PersonId(42), Millis(1000));
    drop(log);
    let log = open(dir.path());
    assert_eq!(log.guest_of(&token, Millis(999)), Some(PersonId(42)));
    assert_eq!(log.guest_of(&token, Millis(1000)), None);
    // Another store is another server.
    assert_eq!(open(temp().path()).guest_of(&token, Millis(999)), None);
}

/// A process that is being started has, for a moment, every file of the one that starts it.
#[test]
fn starting_another_program_does_not_keep_the_directory() {
    let dir = temp();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|s| {
        s.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                assert!(Command::new("true").status().unwrap().success());
            }
        });
        let opened: Vec<_> = (0..150).map(|_| SqliteLog::open(dir.path()).map(drop)).collect();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(opened.iter().all(Result::is_ok), "{:?}", opened.iter().find(|o| o.is_err()));
    });
}

/// However much of the log's tail is cut off, what is left is the commits before it, whole, and the store goes on.
#[test]
fn fault_51_a_truncated_log_tail() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[with_row(count(ROOM, 0, 3), public(ROOM, "#a"))]);
    for commit in 1..20 {
        store(&log, &[count(ROOM, commit * 3, 3)]);
    }
    let crashed = copy(dir.path());
    let whole = fs::read(crashed.path().join(WAL_FILE)).unwrap();
    let facts = all(&open(copy(crashed.path()).path()), ROOM);
    assert_eq!(facts.len(), 60);
    let mut seen = std::collections::BTreeSet::new();
    for part in 1..40 {
        let dir = copy(crashed.path());
        let length = whole.len() * part / 40 + part;
        fs::write(dir.path().join(WAL_FILE), whole.get(..length).unwrap()).unwrap();
        let log = open(dir.path());
        let left = all(&log, ROOM);
        assert!(left.len().is_multiple_of(3) && facts.starts_with(&left), "{} facts after {length} bytes", left.len());
        seen.insert(left.len());
        store(&log, &[count(ROOM, left.len() as u64, 1)]);
    }
    assert!(seen.len() > 5, "the cuts are not at different commits: {seen:?}");
}
