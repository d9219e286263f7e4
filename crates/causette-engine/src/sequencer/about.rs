//! Rooms being looked after, and what people may know of rooms and of each other.

use super::draft::{Draft, Planned};
use super::opening::Place;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::Got;
use crate::{Event, Submission};
use causette_core::ports::Swept;
use causette_core::{
    Act, Command, Facts, Kind, Name, Notice, Refusal, RoomId, RoomName, Signal, Target, Text, Typing, limits, room,
};

impl Sequencer {
    pub(super) fn govern(
        &mut self,
        asker: &Asker,
        name: &RoomName,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if let Command::Govern { act: Act::Rename { to, .. }, .. } = command {
            return self.rename_room(asker, (name, to), command, got, draft);
        }
        let room = self.existing(asker, &Target::Room(name.clone()), got.as_ref())?;
        let given = self.given_for(asker, command, room.id);
        self.change(asker, room, command, given, draft)
    }

    /// Plans what must be true in a room before a wish; then the wish is decided again.
    pub(super) fn first(&mut self, room: RoomId, facts: Facts, then: Submission, draft: &mut Draft) {
        draft.cut = true;
        if draft.rooms.contains_key(&room) {
            // Something of it is in this very batch: this comes after.
            return self.queue.push_front(then);
        }
        let Some(live) = self.rooms.get(&room) else { return };
        let mut drafted = live.room.clone();
        facts.iter().for_each(|fact| room::apply(&mut drafted, fact));
        draft.rooms.insert(room, drafted);
        draft.planned.push(Planned::First { room, facts, then });
    }

    pub(super) fn about(
        &mut self,
        asker: &Asker,
        name: &RoomName,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (room, actor) = self.allowed(asker, &Target::Room(name.clone()), command, got.as_ref(), draft.now)?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let state = room::seen_by(&live.room, &actor, draft.now);
        draft.answer(asker, Notice::About { room, state });
        Ok(())
    }

    /// Those in a room see that somebody types there, who may speak there. Before the first message there is no conversation, and
    /// nobody to tell.
    pub(super) fn typing(
        &mut self,
        asker: &Asker,
        to: &Target,
        state: Typing,
        (command, got): (&Command, Option<Got>),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if let (Target::Person(_), Place::Absent(_)) = (to, self.place(asker, to, got.as_ref())?) {
            draft.answer(asker, Notice::Told);
            return Ok(());
        }
        let (room, actor) = self.allowed(asker, to, command, got.as_ref(), draft.now)?;
        if let Some(live) = self.rooms.get(&room.id) {
            self.takes(asker, &live.room.state.kind)?;
        }
        if self.rooms.get(&room.id).is_some_and(|live| live.present.announced()) {
            let signal = Signal::Typing(actor.who, state);
            draft.tell(Event::Signal { room: room.id, signal, but: Some(asker.session) });
        }
        draft.answer(asker, Notice::Told);
        Ok(())
    }

    pub(super) fn away(&mut self, asker: &Asker, why: Option<Text>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (who, rooms) = (session.who.clone(), session.rooms.clone());
        if let Some(bytes) = why.as_ref().map(|why| why.as_str().len()).filter(|n| *n > limits::LINE_OF_TEXT_BYTES) {
            return Err(Refusal::TooLong { bytes, max: limits::LINE_OF_TEXT_BYTES }.into());
        }
        // Whoever connects by a client that nobody sits at says so early on: that is no word on their other sessions.
        let others = self.people.sessions(who.id).len() > 1;
        if others && !self.has_introduced_itself(asker.session) {
            draft.answer(asker, Notice::Away(why));
            return Ok(());
        }
        if self.people.set_away(who.id, why.clone()) != why {
            for room in rooms {
                // Whoever writes to them directly is told then.
                let named = self.rooms.get(&room).filter(|live| matches!(live.room.state.kind, Kind::Named(_)));
                if named.is_some_and(|live| live.present.announced()) {
                    let signal = Signal::Away(who.clone(), why.clone());
                    draft.tell(Event::Signal { room, signal, but: Some(asker.session) });
                }
            }
            self.tell_watchers_of_absence(&who, why.as_ref(), draft);
        }
        draft.answer(asker, Notice::Away(why));
        Ok(())
    }

    pub(super) fn ignore(&mut self, asker: &Asker, name: &Name, on: bool, draft: &mut Draft) -> Result<(), Refusal> {
        let who = self.find(name).ok_or_else(|| Refusal::NoSuchPerson(name.to_string()))?;
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        if who.id == session.who.id {
            return Err(Refusal::OnYourself);
        }
        let mut ignored = self.ignored.remove(&asker.session).unwrap_or_default();
        ignored.retain(|id| *id != who.id);
        let full = on && ignored.len() >= limits::IGNORED;
        if on && !full {
            ignored.push(who.id);
        }
        if !ignored.is_empty() {
            self.ignored.insert(asker.session, ignored);
        }
        if full {
            return Err(Refusal::ListFull { max: limits::IGNORED });
        }
        draft.tell(Event::Ignore { session: asker.session, person: who.id, on });
        draft.answer(asker, Notice::Ignoring { who, on });
        Ok(())
    }

    /// The log let facts go: memory shows them no more, either.
    pub(super) fn swept(&mut self, swept: &Swept) {
        for (room, upto) in &swept.rooms {
            if let Some(live) = self.rooms.get_mut(room) {
                live.let_go(*upto);
            } else if self.fetching > 0 {
                // It may be on its way here as it was before.
                self.let_go.insert(*room, *upto);
            }
        }
    }
}
