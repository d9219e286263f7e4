//! Saying something: decided against the draft of its room, told once it is stored.

use super::draft::{Draft, Message, Planned, Words};
use super::opening::Place;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::SessionId;
use crate::submission::Got;
use causette_core::{Command, Fact, Key, Kind, Millis, Notice, Refusal, Room, RoomId, RoomTag, Target, What, room};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

impl Sequencer {
    /// Where a message goes. A direct conversation is made by its first message; a named room by joining it.
    pub(super) fn room_to_say(&self, asker: &Asker, to: &Target, got: Option<Got>) -> Result<RoomTag, Halt> {
        match self.place(asker, to, got.as_ref())? {
            Place::Found(tag) => self.reachable(&tag).map(|()| tag),
            Place::Absent(Kind::Named(name)) => Err(Refusal::NoSuchRoom(name.to_string()).into()),
            Place::Absent(kind @ Kind::Direct(..)) => Err(Halt::Open(kind)),
        }
    }

    /// Whether a direct message would reach all sessions of its two people: each may be in a limited number of
    /// conversations at once.
    fn reachable(&self, tag: &RoomTag) -> Result<(), Halt> {
        let Some(Kind::Direct(a, b)) = self.rooms.get(&tag.id).map(|live| &live.room.state.kind) else { return Ok(()) };
        let full = |session: &SessionId| {
            let rooms = self.sessions.get(session).map(|s| &s.rooms);
            rooms.is_some_and(|r| r.len() >= crate::limits::DIRECT_PER_SESSION && !r.contains(&tag.id))
        };
        let sessions = [a, b].map(|person| self.people.sessions(*person));
        if sessions.iter().flatten().any(full) { Err(Refusal::Busy.into()) } else { Ok(()) }
    }

    pub(super) fn say(
        &mut self,
        asker: &Asker,
        room: RoomTag,
        command: &Command,
        (words, key): (Words, Option<&Key>),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(actor) = self.actor(asker, room.id) else { return Ok(()) };
        if let Some(key) = key {
            if let Some(first) = self.keys.first(room.id, actor.who.id, key) {
                let notice = repeat(first, room, &words);
                draft.answer(asker, notice);
                return Ok(());
            }
            if !draft.keys.insert((room.id, actor.who.id, key.clone())) {
                // Its twin is in this very batch: wait for how that one ends.
                let (session, answers) = (asker.session, asker.answers.clone());
                let submission = crate::Submission::Command { session, answers, command: command.clone() };
                self.queue.push_front(submission);
                draft.cut = true;
                return Ok(());
            }
        }
        let Some(drafted) = drafted(&self.rooms, &mut draft.rooms, room.id) else { return Ok(()) };
        let facts = room::decide(drafted, &actor, command, draft.now)?;
        for fact in &facts {
            room::apply(drafted, fact);
        }
        let key = key.cloned();
        draft.planned.push(Planned::Message(Message { asker: asker.clone(), actor, room, words, key, facts }));
        Ok(())
    }

    /// Decides the planned facts once more, after the log said why it could not take them.
    pub(super) fn decide_again(&mut self, draft: &mut Draft) {
        draft.rooms.clear();
        let now = draft.now;
        for planned in &mut draft.planned {
            match planned {
                Planned::Message(message) => {
                    if let Some(notice) = self.message_again(message, &mut draft.rooms, now) {
                        let Asker { session, answers } = message.asker.clone();
                        *planned = Planned::Tell(super::draft::answer(session, answers, notice));
                    }
                }
                Planned::Open { facts, .. } => {
                    let behind = |fact: &Arc<Fact>| {
                        let (seq, at) = (self.directory.head + 1, now.max(self.directory.at));
                        Arc::new(Fact { seq, at, ..Fact::clone(fact) })
                    };
                    *facts = facts.iter().map(behind).collect();
                }
                Planned::Tell(_) | Planned::Enter { .. } | Planned::EndPair { .. } | Planned::Read { .. } => {}
            }
        }
    }

    /// New facts for a message, or its answer if it needs none.
    fn message_again(&self, m: &mut Message, drafts: &mut HashMap<RoomId, Room>, now: Millis) -> Option<Notice> {
        if let Some(first) = m.key.as_ref().and_then(|key| self.keys.first(m.room.id, m.actor.who.id, key)) {
            return Some(repeat(first, m.room.clone(), &m.words));
        }
        let room = drafted(&self.rooms, drafts, m.room.id)?;
        // The target is not looked at again: the room is known by now.
        let to = Target::Person(m.actor.who.name.clone());
        let command = m.words.clone().command(to);
        match room::decide(room, &m.actor, &command, now) {
            Ok(facts) => {
                for fact in &facts {
                    room::apply(room, fact);
                }
                m.facts = facts;
                None
            }
            Err(refusal) => Some(Notice::Refused(refusal)),
        }
    }

    /// Facts another writer stored first become part of our rooms, and are told before this batch.
    pub(super) fn adopt(&mut self, draft: &mut Draft, missed: Vec<Arc<Fact>>) {
        let mut told = Vec::with_capacity(missed.len());
        for fact in missed {
            if fact.room == RoomId::DIRECTORY {
                if fact.seq == self.directory.head + 1 {
                    room::apply(&mut self.directory, &fact);
                }
            } else if let Some(live) = self.rooms.get_mut(&fact.room).filter(|l| fact.seq == l.room.head + 1) {
                room::apply(&mut live.room, &fact);
                live.tail.push(fact.clone());
                told.push(Planned::Tell(crate::Event::Fact { fact, but: None }));
            }
        }
        draft.planned.splice(0..0, told);
    }
}

impl Words {
    fn command(self, to: Target) -> Command {
        let Words { text, style, answer } = self;
        match answer {
            None => Command::Say { to, text, style, key: None },
            Some(answer) => Command::Calc { to, ask: text, answer, key: None },
        }
    }
}

/// A room as this batch leaves it so far.
fn drafted<'a>(
    rooms: &HashMap<RoomId, super::Live>,
    drafts: &'a mut HashMap<RoomId, Room>,
    id: RoomId,
) -> Option<&'a mut Room> {
    match drafts.entry(id) {
        Entry::Occupied(drafted) => Some(drafted.into_mut()),
        Entry::Vacant(place) => Some(place.insert(rooms.get(&id)?.room.clone())),
    }
}

/// The answer to a key that was used before: the first answer, if it is the same message.
fn repeat(first: &Fact, room: RoomTag, words: &Words) -> Notice {
    match &first.what {
        What::Message { text, style } if *text == words.text && *style == words.style => {
            Notice::Done { room, seq: first.seq }
        }
        What::Message { .. } | What::Answer { .. } | What::RoomOpened { .. } => Notice::Refused(Refusal::KeyReused),
    }
}
