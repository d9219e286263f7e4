//! How far people have read.

use super::build::*;
use causette_core::ports::ReadMark;
use causette_core::ports::{Append, Appended, Log};
use causette_core::{Millis, PersonId, RoomId, Seq};

fn marks(room: RoomId, after: Seq, marks: &[(u128, Seq)]) -> Append {
    let marks = marks.iter().map(|(who, seq)| (PersonId(*who), ReadMark::upto(*seq))).collect();
    Append { marks, ..Append::to(room, after) }
}

fn read(log: &dyn Log, who: u128) -> Vec<(u128, Seq)> {
    log.marks(PersonId(who)).unwrap().iter().map(|(room, seq)| (room.0, seq.seq)).collect()
}

pub(crate) fn marks_only_move_forward(log: &dyn Log) {
    assert_eq!(log.marks(PersonId(1)), Ok(vec![]));
    store(log, &[count(ROOM, 0, 9), count(OTHER, 0, 9)]);
    // With nothing else in the append; two people; twice the same.
    store(log, &[marks(ROOM, 9, &[(1, 3), (2, 5), (1, 2)]), marks(OTHER, 9, &[(1, 4)])]);
    assert_eq!((read(log, 1), read(log, 2)), (vec![(0xaa, 3), (0xbb, 4)], vec![(0xaa, 5)]));
    store(log, &[marks(ROOM, 9, &[(1, 1), (2, 6)])]);
    assert_eq!((read(log, 1), read(log, 2)), (vec![(0xaa, 3), (0xbb, 4)], vec![(0xaa, 6)]));
    // With facts.
    store(log, &[Append { marks: vec![(PersonId(1), ReadMark::upto(10))], ..count(ROOM, 9, 1) }]);
    assert_eq!(read(log, 1), [(0xaa, 10), (0xbb, 4)]);
    assert_eq!(read(log, 3), vec![]);
}

pub(crate) fn marks_are_of_their_batch(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 3), count(OTHER, 0, 3)]);
    let behind = [marks(ROOM, 3, &[(1, 3)]), marks(OTHER, 2, &[(1, 2)])];
    assert!(matches!(log.append(&behind), Ok(Appended::Behind(_))));
    refused(log, &[marks(ROOM, 3, &[(1, 3)]), marks(OTHER, 5, &[(1, 2)])]);
    assert_eq!(read(log, 1), vec![]);
    store(log, &[marks(ROOM, 3, &[(1, 3)]), marks(OTHER, 3, &[(1, 2)])]);
    assert_eq!(read(log, 1), [(0xaa, 3), (0xbb, 2)]);
}

pub(crate) fn a_moment_moves_by_itself(log: &dyn Log) {
    store(log, &[count(ROOM, 0, 9)]);
    let who = PersonId(1);
    let steps = [
        ((3, None), (3, None)),
        ((2, Some(7)), (3, Some(7))),
        ((5, None), (5, Some(7))),
        ((4, Some(6)), (5, Some(7))),
        ((6, Some(0)), (6, Some(7))),
        ((6, Some(8)), (6, Some(8))),
    ];
    for ((seq, at), (read, said)) in steps {
        let mark = ReadMark { seq, at: at.map(Millis) };
        store(log, &[Append { marks: vec![(who, mark)], ..Append::to(ROOM, 9) }]);
        assert_eq!(log.marks(who), Ok(vec![(ROOM, ReadMark { seq: read, at: said.map(Millis) })]));
        assert_eq!(log.home(who).unwrap().marks, log.marks(who).unwrap());
    }
}
