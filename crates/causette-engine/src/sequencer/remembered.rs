//! What is in memory and must be found again after a restart, in a form that can be compared. Compiled for tests only.

use super::Sequencer;
use causette_core::ids::IdMap;
use causette_core::ports::{ReadMark, RoomRow};
use causette_core::{Account, Fact, PersonId, RoomId, Seq};
use std::sync::Arc;

/// All of it, always in the same order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Remembered {
    /// Rooms that are loaded, by what each is found by: its last facts, and up to where none is kept.
    pub rooms: Vec<(String, RoomRow, Vec<Arc<Fact>>, Seq)>,
    /// All accounts.
    pub accounts: Vec<Account>,
    /// Who is here.
    pub here: Vec<PersonId>,
    /// Where accounts that are here are members, and since which number.
    pub members: Vec<(PersonId, RoomId, Seq)>,
    /// How far those who are here have read.
    pub marks: Vec<(PersonId, RoomId, ReadMark)>,
    /// Keys that were answered, and by which number.
    pub keys: Vec<(RoomId, PersonId, String, Seq)>,
}

impl Sequencer {
    /// What a restart must find again: for tests.
    pub fn remembered(&self) -> Remembered {
        let room = |(key, id): (&String, &RoomId)| {
            let live = self.rooms.get(id)?;
            Some((key.clone(), RoomRow::of(&live.room), live.tail.facts(), live.kept_after))
        };
        let mut rooms: Vec<_> = self.by_key.iter().filter_map(room).collect();
        rooms.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let mut here: Vec<PersonId> = self.people.live.keys().copied().collect();
        here.sort_unstable();
        let (members, marks) = (flat(&self.people.members), flat(&self.people.marks));
        Remembered { rooms, accounts: self.roll.remembered(), here, members, marks, keys: self.keys.remembered() }
    }
}

/// What is kept for each person and room, in their order.
fn flat<T: Copy + Ord>(map: &IdMap<PersonId, IdMap<RoomId, T>>) -> Vec<(PersonId, RoomId, T)> {
    let mut all: Vec<_> =
        map.iter().flat_map(|(who, rooms)| rooms.iter().map(|(room, what)| (*who, *room, *what))).collect();
    all.sort_unstable();
    all
}
