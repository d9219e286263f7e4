//! A batch being decided: what was decided so far, in order, and copies of the rooms whose heads it moves.

use super::Asker;
use crate::{Batch, Event, Fetch, SessionId, Submission};
use causette_core::notice::Members;
use causette_core::ports::{Append, Entry, RoomRow};
use causette_core::{Actor, Facts, Key, Millis, Notice, PersonId, Range, Ref, Room, RoomId, RoomTag, Seq, Style, Text};
use std::collections::{HashMap, HashSet};

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
    /// A message that waits to be stored.
    Message(Message),
    /// A room that waits to be made; then its maker's command runs again.
    Open { room: Room, facts: Facts, then: Submission },
    /// A session enters a room, and sees it as it is at this place in the order.
    Enter { asker: Asker, room: RoomTag, after: Option<Seq>, members: Members },
    /// A direct conversation is over, since its other side is gone; opened by a message, it is ended in the same order.
    EndPair { room: RoomId, stays: PersonId },
    /// A session reads what the tail holds at this place in the order.
    Read { asker: Asker, room: RoomTag, range: Range, limit: usize, catch_up: bool },
}

/// What is said, apart from where.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) text: Text,
    pub(super) style: Style,
    /// Said right after it, when it asks for a calculation.
    pub(super) answer: Option<Text>,
}

/// A message and all that is needed to decide it again.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) asker: Asker,
    pub(super) actor: Actor,
    pub(super) room: RoomTag,
    pub(super) words: Words,
    pub(super) key: Option<Key>,
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
        let mut places: HashMap<RoomId, usize> = HashMap::new();
        let mut appends: Vec<Append> = Vec::new();
        let mut add = |facts: &Facts, mut key: Option<&Key>| {
            for fact in facts {
                let place = *places.entry(fact.room).or_insert_with(|| {
                    appends.push(Append { room: fact.room, after: fact.seq - 1, entries: Vec::new(), row: None });
                    appends.len() - 1
                });
                if let Some(append) = appends.get_mut(place) {
                    // A key stands for the first fact: its number was the answer.
                    append.entries.push(Entry { fact: fact.clone(), key: key.take().cloned() });
                }
            }
        };
        let mut made = None;
        for planned in &self.planned {
            match planned {
                Planned::Message(m) => add(&m.facts, m.key.as_ref()),
                Planned::Open { room, facts, .. } => {
                    add(facts, None);
                    made = Some(Append { room: room.id, after: 0, entries: Vec::new(), row: Some(RoomRow::of(room)) });
                }
                Planned::Tell(_) | Planned::Enter { .. } | Planned::EndPair { .. } | Planned::Read { .. } => {}
            }
        }
        appends.extend(made); // at most one room is made in a batch: making one cuts it
        appends
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
            let Planned::Message(Message { asker, room, facts, .. }) = planned else { continue };
            for fact in facts {
                match plant {
                    Plant::AckBeforeCommit => {
                        batch.answer(asker.clone(), Notice::Done { room: room.clone(), seq: fact.seq });
                    }
                    Plant::TellBeforeStore => {
                        batch.events.push(Event::Fact { fact: fact.clone(), but: Some(asker.session) });
                    }
                    Plant::Nothing | Plant::SkipNumber => {}
                }
            }
        }
        batch
    }
}
