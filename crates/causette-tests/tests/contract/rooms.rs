//! Rooms: found by key, listed by their newest fact, and room 0.

use super::build::*;
use causette_core::ports::{Loaded, Log, RoomRow};
use causette_core::{Deed, Kind, Millis, Mode, PersonId, Room, RoomId, RoomName, Seq, What, limits};
use std::sync::Arc;

pub(crate) fn a_room_is_found_by_its_key(log: &dyn Log) {
    let direct = Kind::direct(PersonId(9), PersonId(7));
    let pair = row(OTHER, direct.clone());
    // A row's own numbers are not believed.
    let row = RoomRow { head: 99, at: Millis(99), ..public(ROOM, "#Café") };
    store(log, &[with_row(count(ROOM, 0, 3), row.clone()), with_row(says(OTHER, 0, &[]), pair.clone())]);
    let loaded = log.load(&row.kind().key()).unwrap().unwrap();
    assert_eq!(loaded.row, RoomRow { head: 3, at: Millis(3), ..row.clone() });
    assert_eq!(loaded.tail, all(log, ROOM));
    let loaded = log.load(&direct.key()).unwrap().unwrap();
    assert_eq!((loaded.row, loaded.tail), (pair, vec![]));
    store(log, &[count(ROOM, 3, 1)]);
    assert_eq!(log.load(&row.kind().key()).unwrap().unwrap().row.head, 4);
    for missing in ["", "#", "#cafe", "#CAFÉ", "%", "#caf_"] {
        assert_eq!(log.load(missing), Ok(None), "{missing}");
    }
}

pub(crate) fn a_tail_is_the_last_facts(log: &dyn Log) {
    let n = 3 * limits::TAIL_FACTS as Seq;
    store(log, &[with_row(count(ROOM, 0, n), public(ROOM, "#a"))]);
    let loaded = log.load("#a").unwrap().unwrap();
    assert_eq!(loaded.tail, all(log, ROOM)[2 * limits::TAIL_FACTS..]);
    assert_eq!((loaded.row.head, loaded.row.at), (n, Millis(n)));
}

pub(crate) fn a_new_row_takes_the_place_of_the_old(log: &dyn Log) {
    store(log, &[with_row(count(ROOM, 0, 1), public(ROOM, "#old"))]);
    store(log, &[with_row(count(ROOM, 1, 1), public(ROOM, "#new"))]);
    assert_eq!(log.load("#old"), Ok(None));
    assert_eq!(log.load("#new").unwrap().unwrap().row, RoomRow { head: 2, at: Millis(2), ..public(ROOM, "#new") });
    // The same row again, and the old name for another room.
    store(
        log,
        &[with_row(says(ROOM, 2, &[]), public(ROOM, "#new")), with_row(says(OTHER, 0, &[]), public(OTHER, "#old"))],
    );
    assert_eq!(log.rooms(9).unwrap().0.len(), 2);
}

pub(crate) fn a_room_is_renamed_with_all_it_has_or_not_at_all(log: &dyn Log) {
    store(
        log,
        &[with_row(count(ROOM, 0, 2), public(ROOM, "#old")), with_row(count(OTHER, 0, 1), public(OTHER, "#taken"))],
    );
    let name = |name: &str| RoomName::new(name).unwrap();
    let renames = |to: &str, after: Seq, says: Seq| {
        let deed = Deed::Renamed { from: name("#old"), to: name(to), why: None };
        let entry = What::RoomRenamed { id: ROOM, from: name("#old"), to: name(to) };
        let room = with_row(happen(ROOM, after, vec![What::Governed(deed)]), public(ROOM, to));
        [happen(RoomId::DIRECTORY, says, vec![entry]), room]
    };
    refused(log, &renames("#Taken", 2, 0));
    assert_eq!((all(log, ROOM).len(), all(log, RoomId::DIRECTORY).len()), (2, 0));
    assert_eq!(log.load("#old").unwrap().unwrap().row.head, 2);
    store(log, &renames("#new", 2, 0));
    assert_eq!(log.load("#old"), Ok(None));
    let loaded = log.load("#new").unwrap().unwrap();
    assert_eq!((loaded.row, loaded.tail), (RoomRow { head: 3, at: Millis(3), ..public(ROOM, "#new") }, all(log, ROOM)));
    assert_eq!(log.directory().unwrap().tail, all(log, RoomId::DIRECTORY));
    // The name is there for another room, and for no second one.
    let third = RoomId(0xcc);
    store(log, &[with_row(count(third, 0, 1), public(third, "#OLD"))]);
    refused(log, &renames("#old", 3, 1));
    assert_eq!(log.load("#old").unwrap().unwrap().row.id, third);
    let listed = log.rooms(9).unwrap().0;
    assert_eq!(listed.iter().filter(|row| row.id == ROOM).count(), 1);
}

pub(crate) fn two_rooms_never_share_a_key(log: &dyn Log) {
    store(log, &[with_row(count(ROOM, 0, 1), public(ROOM, "#a"))]);
    refused(log, &[count(ROOM, 1, 1), with_row(count(OTHER, 0, 1), public(OTHER, "#A"))]);
    assert_eq!((all(log, ROOM).len(), all(log, OTHER).len()), (1, 0));
    let third = RoomId(0xcc);
    let twice = [with_row(count(OTHER, 0, 1), public(OTHER, "#b")), with_row(count(third, 0, 1), public(third, "#B"))];
    refused(log, &twice);
    assert_eq!(log.load("#b"), Ok(None));
}

pub(crate) fn public_rooms_by_their_newest_fact(log: &dyn Log) {
    let make = |n: u128| with_row(says(RoomId(n), 0, &[]), public(RoomId(n), &format!("#r{n}")));
    store(log, &(1..=5).map(make).collect::<Vec<_>>());
    let direct = row(OTHER, Kind::direct(PersonId(1), PersonId(2)));
    store(log, &[with_row(count(OTHER, 0, 50), direct)]);
    let order = |limit| {
        let (rows, more) = log.rooms(limit).unwrap();
        (rows.iter().map(|r| (r.id.0, r.head)).collect::<Vec<_>>(), more)
    };
    assert_eq!(order(9), (vec![(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)], false));
    store(log, &[count(RoomId(4), 0, 9), count(RoomId(2), 0, 3)]);
    assert_eq!(order(9), (vec![(4, 9), (2, 3), (1, 0), (3, 0), (5, 0)], false));
    store(log, &[count(RoomId(5), 0, 9), count(RoomId(2), 3, 20)]);
    // The same time: by id.
    assert_eq!(order(4), (vec![(2, 23), (4, 9), (5, 9), (1, 0)], true));
    assert!(!order(5).1);
    assert_eq!(order(0), (vec![], true));
    assert_eq!(log.rooms(1).unwrap().0, [RoomRow { head: 23, at: Millis(23), ..public(RoomId(2), "#r2") }]);
}

pub(crate) fn the_directory_is_room_zero(log: &dyn Log) {
    let plain = RoomRow::of(&Room::directory());
    assert_eq!(log.directory(), Ok(Loaded { row: plain.clone(), tail: vec![], kept_after: 0 }));
    store(log, &[count(RoomId::DIRECTORY, 0, 2), count(ROOM, 0, 9)]);
    // Without a row it has the state it begins with.
    let row = RoomRow { head: 2, at: Millis(2), ..plain };
    let facts = all(log, RoomId::DIRECTORY);
    assert_eq!(log.directory(), Ok(Loaded { row: row.clone(), tail: facts, kept_after: 0 }));
    assert_eq!(log.rooms(9), Ok((vec![], false)));
    // It is kept like any other.
    let mut state = (*row.state).clone();
    state.modes.set(&Mode::Secret(false));
    let row = RoomRow { state: Arc::new(state), ..row };
    store(log, &[with_row(count(RoomId::DIRECTORY, 2, 1), row.clone())]);
    let loaded = log.directory().unwrap();
    assert_eq!(loaded.row, RoomRow { head: 3, at: Millis(3), ..row });
    assert_eq!((loaded.tail.len(), log.load("#server")), (3, Ok(Some(loaded))));
}

pub(crate) fn a_room_without_a_row_is_only_read(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 2)]);
    assert_eq!(all(log, ROOM).len(), 2);
    assert_eq!(log.rooms(9), Ok((vec![], false)));
    // The row can come later.
    store(log, &[with_row(count(ROOM, 2, 1), public(ROOM, "#late"))]);
    assert_eq!(log.load("#late").unwrap().unwrap().row.head, 3);
    assert_eq!(log.rooms(9).unwrap().0.len(), 1);
}
