//! What changed of what accounts come back to while anything was being read: what was read of it may be from before.

use super::Sequencer;
use crate::submission::{Got, SignIn};
use causette_core::ids::IdMap;
use causette_core::ports::{Home, Membership, ReadMark};
use causette_core::{AccountChange, PersonId, ProfileChanges, RoomId, Seq};
use std::collections::BTreeMap;

/// Kept while reads are under way: whatever was stored before the first of them is in all of them.
#[derive(Debug, Default)]
pub(super) struct Newer {
    changes: IdMap<PersonId, Changes>,
    /// Whose password or words ended, and as which change that was.
    ended: IdMap<PersonId, u64>,
    /// How many of these there were.
    stamp: u64,
}

#[derive(Debug, Default)]
struct Changes {
    members: BTreeMap<RoomId, Option<Seq>>,
    marks: BTreeMap<RoomId, ReadMark>,
    profile: Vec<ProfileChanges>,
}

impl Newer {
    pub(super) fn clear(&mut self) {
        self.changes.clear();
        self.ended.clear();
    }

    /// What a read that begins now may not know of has a higher number.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// Whether what signs somebody in was read before it ended.
    pub(super) fn ended_since(&self, begun: u64, got: &Got, person: Option<PersonId>) -> bool {
        let whose = match got {
            Got::SignIn(Ok(SignIn::Right(..))) => person,
            Got::Word(Ok(Some((token, _)))) => Some(token.person),
            _ => None,
        };
        whose.and_then(|person| self.ended.get(&person)).is_some_and(|ended| *ended > begun)
    }
}

impl Sequencer {
    fn reads(&self) -> bool {
        self.fetching + self.hashing > 0
    }

    /// It is stored that somebody is a member of a room from after this number on, or no longer.
    pub(super) fn is_member(&mut self, person: PersonId, room: RoomId, since: Option<Seq>) {
        self.people.set_member(person, room, since);
        if self.reads() {
            self.newer.changes.entry(person).or_default().members.insert(room, since);
        }
    }

    /// How far somebody has read is being saved.
    pub(super) fn has_read(&mut self, person: PersonId, room: RoomId, mark: ReadMark) {
        if self.reads() {
            let marks = &mut self.newer.changes.entry(person).or_default().marks;
            let known = marks.entry(room).or_default();
            *known = known.furthest(mark);
        }
    }

    /// It is stored that some words sign nobody in any more.
    pub(super) fn words_ended(&mut self, changes: &[AccountChange]) {
        if !self.reads() {
            return;
        }
        for change in changes {
            match change {
                AccountChange::Spent(hash) => drop(self.spent.insert(*hash)),
                AccountChange::SignedOut(person, _) => {
                    self.newer.stamp += 1;
                    self.newer.ended.insert(*person, self.newer.stamp);
                }
                _ => {}
            }
        }
    }

    /// It is stored that somebody says something else of themselves.
    pub(super) fn says(&mut self, person: PersonId, changes: &ProfileChanges) {
        if self.reads() {
            self.newer.changes.entry(person).or_default().profile.push(changes.clone());
        }
    }

    /// What somebody comes back to, as it is by now.
    pub(super) fn as_it_is(&self, person: PersonId, mut home: Home) -> Home {
        if let Some(changes) = self.newer.changes.get(&person) {
            home.rooms.retain(|member| !changes.members.contains_key(&member.room));
            let members = changes.members.iter().filter_map(|(room, since)| {
                let kind = self.rooms.get(room)?.room.state.kind.clone();
                Some(Membership { room: *room, kind, since: (*since)? })
            });
            home.rooms.extend(members);
            // Where they know two marks, the furthest counts.
            home.marks.extend(changes.marks.iter().map(|(room, mark)| (*room, *mark)));
            changes.profile.iter().for_each(|changes| home.profile.apply(changes));
        }
        // A room may have another name by now.
        for member in &mut home.rooms {
            if let Some(live) = self.rooms.get(&member.room) {
                member.kind = live.room.state.kind.clone();
            }
        }
        home
    }
}
