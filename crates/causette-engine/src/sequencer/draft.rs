//! A batch being decided: what was decided so far, in order, and copies of the rooms whose heads it moves.

use super::Asker;
use crate::{Batch, Event, Fetch, SessionId, Submission};
use causette_core::notice::Members;
use causette_core::ports::{Append, Entry, RoomRow};
use causette_core::{
    Actor, Command, Facts, Given, Key, Millis, Notice, PersonId, Range, Ref, Room, RoomId, RoomTag, Seq, What,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A batch between decision and commit.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(super) now: Millis,
    pub(super) planned: Vec<Planned>,
    /// Rooms as they will be once this batch is stored.
    pub(super) rooms: HashMap<RoomId, Room>,
    pub(super) keys: HashSet<(RoomId, PersonId, Key)>,
    pub(super) fetches: Vec<Fetch>,
    /// Nothing more may be decided in this batch.
    pub(super) cut: bool,
    pub(super) stop: bool,
}

/// Something that happens when the batch is settled, in order.
#[derive(Debug)]
pub(super) enum Planned {
    /// Already decided.
    Tell(Event),
    /// Facts that wait to be stored.
    Change(Box<Change>),
    /// Somebody has read up to here.
    Mark { asker: Asker, room: RoomTag, person: PersonId, seq: Seq, after: Seq },
    /// A room that waits to be made; then its maker's command runs again.
    Open { room: Room, facts: Facts, then: Submission },
    /// What held in a room that everybody had left ends; then the wish to enter it runs again.
    Lapse { room: RoomId, facts: Facts, then: Submission },
    /// A session enters a room, and sees it as it is at this place in the order.
    Enter { asker: Asker, room: RoomTag, after: Option<Seq>, members: Members, floor: Seq },
    /// A direct conversation is over, since its other side is gone; opened by a message, it is ended in the same order.
    EndPair { room: RoomId, stays: PersonId },
    /// A session reads what the tail holds at this place in the order.
    /// Nothing up to `floor` is for it.
    Read { asker: Asker, room: RoomTag, range: Range, limit: usize, floor: Seq, catch_up: bool },
}

/// What a command makes happen in a room, and all that is needed to decide it again.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) asker: Asker,
    pub(super) actor: Actor,
    pub(super) room: RoomTag,
    pub(super) command: Command,
    pub(super) given: Given,
    pub(super) facts: Facts,
}

impl Draft {
    pub(super) fn new(now: Millis) -> Draft {
        Draft {
            now,
            planned: Vec::new(),
            rooms: HashMap::new(),
            keys: HashSet::new(),
            fetches: Vec::new(),
            cut: false,
            stop: false,
        }
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.planned.push(Planned::Tell(event));
    }

    /// The one answer to a command.
    pub(super) fn answer(&mut self, asker: &Asker, notice: Notice) {
        self.tell(answer(asker.session, asker.answers.clone(), notice));
    }

    pub(super) fn news(&mut self, session: SessionId, notice: Notice) {
        self.tell(Event::Notice { session, answers: None, last: false, notice });
    }

    /// What one commit must add, a room at a time.
    pub(super) fn appends(&self) -> Vec<Append> {
        let mut commit = Commit::default();
        let mut made = None;
        for planned in &self.planned {
            match planned {
                Planned::Change(change) => commit.add(&change.facts, change.command.key(), &self.rooms),
                Planned::Lapse { facts, .. } => commit.add(facts, None, &self.rooms),
                Planned::Mark { room, person, seq, after, .. } => {
                    commit.to(room.id, *after).marks.push((*person, *seq))
                }
                Planned::Open { room, facts, .. } => {
                    commit.add(facts, None, &self.rooms);
                    made = Some(Append { row: Some(RoomRow::of(room)), ..Append::to(room.id, 0) });
                }
                Planned::Tell(_) | Planned::Enter { .. } | Planned::EndPair { .. } | Planned::Read { .. } => {}
            }
        }
        // At most one room is made in a batch: making one cuts it.
        commit.0.into_values().chain(made).collect()
    }
}

/// What one commit adds, a room at a time; in the order of their ids, so that the same batch is always the same commit.
#[derive(Default)]
struct Commit(BTreeMap<RoomId, Append>);

impl Commit {
    /// The part of a room, which ends at `after` if this is its first mention.
    fn to(&mut self, room: RoomId, after: Seq) -> &mut Append {
        self.0.entry(room).or_insert_with(|| Append::to(room, after))
    }

    fn add(&mut self, facts: &Facts, mut key: Option<&Key>, rooms: &HashMap<RoomId, Room>) {
        for fact in facts {
            let append = self.to(fact.room, fact.seq - 1);
            // A key stands for the first fact: its number was the answer.
            append.entries.push(Entry { fact: fact.clone(), key: key.take().cloned() });
            if matches!(fact.what, What::Governed(_)) {
                append.row = rooms.get(&fact.room).map(RoomRow::of);
            }
        }
    }
}

/// The answer that ends a command.
pub(super) fn answer(session: SessionId, answers: Option<Ref>, notice: Notice) -> Event {
    Event::Notice { session, answers, last: true, notice }
}

impl Batch {
    pub(super) fn answer(&mut self, asker: Asker, notice: Notice) {
        self.events.push(answer(asker.session, asker.answers, notice));
    }
}

#[cfg(feature = "planted")]
impl Draft {
    /// What a planted fault tells before the commit (and again after it; the harness must mind the first).
    pub(crate) fn early(&self, plant: crate::plant::Plant) -> Batch {
        use crate::plant::Plant;
        let mut batch = Batch::default();
        for planned in &self.planned {
            let Planned::Change(change) = planned else { continue };
            let Change { asker, room, facts, .. } = &**change;
            for fact in facts {
                match plant {
                    Plant::AckBeforeCommit => {
                        batch.answer(asker.clone(), Notice::Done { room: room.clone(), seq: fact.seq });
                    }
                    Plant::TellBeforeStore => {
                        let (fact, mentions) = (fact.clone(), Box::default());
                        batch.events.push(Event::Fact { fact, but: Some(asker.session), mentions });
                    }
                    Plant::AckEditBeforeCommit if matches!(fact.what, What::Edited { .. }) => {
                        batch.answer(asker.clone(), Notice::Done { room: room.clone(), seq: fact.seq });
                    }
                    Plant::Nothing | Plant::SkipNumber | Plant::AckEditBeforeCommit => {}
                    Plant::EditToldOfAnother | Plant::ExpiryNotSaid | Plant::KickLeavesThemIn => {}
                }
            }
        }
        batch
    }
}
