//! What a message does not write must still be right: the list of rooms, across thresholds and restarts; and old keys go.

use super::*;
use causette_core::ports::{Append, Appended, Keep};
use causette_core::{Millis, RoomId, limits};

fn room_rows(dir: &Path) -> Vec<(i64, i64, i64)> {
    let conn = meddle(dir);
    let mut rows = conn.prepare("SELECT n, head, at FROM rooms ORDER BY n").unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(|r| r.unwrap()).collect()
}

#[test]
fn a_message_writes_no_row() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[with_row(count(ROOM, 0, 1), public(ROOM, "#a"))]);
    let before = room_rows(dir.path());
    for after in 1..50 {
        store(&log, &[count(ROOM, after, 1)]);
        log.idle().unwrap();
    }
    assert_eq!(room_rows(dir.path()), before);
    assert_eq!(log.rooms(1).unwrap().0[0].head, 50);
    log.close().unwrap();
    assert_eq!(room_rows(dir.path()), [(1, 50, 50)]);
}

/// More rooms than may be behind, and more facts: the list is the same whether rows were written or not, and after a crash.
#[test]
fn the_list_of_many_rooms() {
    const ROOMS: u64 = 3_000;
    let dir = temp();
    let mut log = open(dir.path());
    let id = |n: u64| RoomId(u128::from(n) + 1000);
    let mut heads = vec![0u64; ROOMS as usize];
    let mut times = vec![0u64; ROOMS as usize];
    let mut now = 1_000;
    for round in 0..60u64 {
        let mut batch: Vec<Append> = Vec::new();
        for i in 0..400 {
            let n = if round < 10 { (round * 400 + i) % ROOMS } else { (i * i * 7 + round * 131) % ROOMS };
            let head = heads[n as usize];
            if batch.iter().any(|a| a.room == id(n)) {
                continue;
            }
            now += 1 + i % 3;
            let entries = vec![entry(message(id(n), head + 1, now, 7, "x"))];
            let row = (head == 0).then(|| public(id(n), &format!("#room{n}")));
            batch.push(Append { entries, row, ..Append::to(id(n), head) });
            heads[n as usize] += 1;
            times[n as usize] = now;
        }
        store(&log, &batch);
        if round % 3 == 0 {
            log.idle().unwrap();
        }
        if round % 20 == 19 {
            drop(log);
            log = open(dir.path());
        }
        let mut expect: Vec<_> = (0..ROOMS).filter(|n| heads[*n as usize] > 0).collect();
        expect.sort_by_key(|n| (std::cmp::Reverse(times[*n as usize]), *n));
        let expect: Vec<_> = expect.iter().map(|n| (id(*n), heads[*n as usize], Millis(times[*n as usize]))).collect();
        for limit in [1, 200, 5_000] {
            let (rows, more) = log.rooms(limit).unwrap();
            let rows: Vec<_> = rows.iter().map(|r| (r.id, r.head, r.at)).collect();
            assert_eq!(rows, expect[..limit.min(expect.len())], "round {round}");
            assert_eq!(more, limit < expect.len());
        }
    }
    // Rows were written on the way, not only at the end.
    assert!(room_rows(dir.path()).iter().filter(|r| r.1 > 0).count() > 1_000);
}

#[test]
fn keys_are_kept_for_their_day_and_then_go() {
    let dir = temp();
    let log = open(dir.path());
    let said = |seq: u64, at: u64| {
        let mut append = keyed(ROOM, seq - 1, 5, &format!("key{seq}"), "x");
        append.entries[0].fact = message(ROOM, seq, at, 5, "x");
        append
    };
    let day = limits::KEY_KEPT_MS;
    let kept = || -> i64 { meddle(dir.path()).query_row("SELECT count(*) FROM keys", [], |r| r.get(0)).unwrap() };
    let tidy = |now: u64| {
        log.sweep(Keep::default(), Millis(now), 100).unwrap();
        (0..20).for_each(|_| assert!(log.idle().is_ok()));
    };
    for seq in 1..=1000 {
        store(&log, &[said(seq, 1_000_000 + seq)]);
    }
    store(&log, &[said(1001, 1_000_500 + day)]);
    tidy(1_000_500 + day);
    // 1 to 499 were stored more than a day ago, and no other.
    assert_eq!(kept(), 1001 - 499);
    assert!(matches!(log.append(&[keyed(ROOM, 1001, 5, "key500", "x")]), Ok(Appended::KeyUsed(_))));
    store(&log, &[keyed(ROOM, 1001, 5, "key499", "x")]);
    // Looked for again only when an hour has passed.
    store(&log, &[said(1003, 1_000_600 + day)]);
    tidy(1_000_600 + day);
    assert_eq!(kept(), 1001 - 499 + 2);
    tidy(1_000_500 + day + 3_600_000);
    assert_eq!(kept(), 2);
}

/// A clock that was years ahead left a room there. In every other room people go on at the right time, and what they sent
/// last is still known when they send it again.
#[test]
fn a_key_beside_a_room_years_ahead_is_kept_for_its_day() {
    const OTHER: RoomId = RoomId(8);
    let dir = temp();
    let said = |room: RoomId, after: u64, at: u64, key: &str| {
        let mut append = keyed(room, after, 5, key, "x");
        append.entries[0].fact = message(room, after + 1, at, 5, "x");
        append
    };
    let again = |log: &SqliteLog| log.append(&[keyed(OTHER, 1, 5, "now", "x")]);
    let tidy = |log: &SqliteLog| (0..20).for_each(|_| assert!(log.idle().is_ok()));
    let (now, years) = (limits::KEY_KEPT_MS * 30, limits::KEY_KEPT_MS * 3650);
    let log = open(dir.path());
    store(&log, &[with_row(said(ROOM, 0, years, "ahead"), public(ROOM, "#ahead"))]);
    log.sweep(Keep::default(), Millis(years), 100).unwrap();
    store(&log, &[with_row(said(OTHER, 0, now, "now"), public(OTHER, "#other"))]);
    tidy(&log);
    assert!(matches!(again(&log), Ok(Appended::KeyUsed(_))), "before a sweep by the right time");
    store(&log, &[said(ROOM, 1, years, "ahead too")]);
    log.sweep(Keep::default(), Millis(now + limits::KEY_KEPT_MS), 100).unwrap();
    tidy(&log);
    assert!(matches!(again(&log), Ok(Appended::KeyUsed(_))), "after one");
    drop(log);
    let log = open(dir.path());
    tidy(&log);
    assert!(matches!(again(&log), Ok(Appended::KeyUsed(_))), "after a start");
    log.sweep(Keep::default(), Millis(now + limits::KEY_KEPT_MS + 1), 100).unwrap();
    tidy(&log);
    assert!(matches!(again(&log), Ok(Appended::Stored)), "after its day");
}

/// A room of which nothing is left still knows when it last moved.
#[test]
fn a_room_swept_empty_keeps_its_time() {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[with_row(count(ROOM, 0, 3), public(ROOM, "#a"))]);
    drop(log);
    let log = open(dir.path());
    log.sweep(Keep { days: Some(1), last: None }, Millis(1 << 40), 100).unwrap();
    store(&log, &[with_row(Append::to(ROOM, 3), public(ROOM, "#a"))]);
    let (rows, _) = log.rooms(1).unwrap();
    assert_eq!((rows[0].head, rows[0].at), (3, Millis(3)));
}
