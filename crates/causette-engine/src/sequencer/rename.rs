//! A room takes another name: claimed as the name of a new room is, in one commit of the room and the directory.

use super::change::drafted;
use super::draft::{Change, Draft, Planned};
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use crate::{Event, SessionId, Submission};
use causette_core::ports::ReadError;
use causette_core::{
    Command, Deed, Door, Fact, Kind, Notice, Refusal, RoomId, RoomLabel, RoomName, RoomTag, Target, What, limits, room,
};
use std::sync::Arc;

impl Sequencer {
    /// Plans another name for a room, and ends the batch: whoever asks for one of the two names next is told how it is then.
    pub(super) fn rename_room(
        &mut self,
        asker: &Asker,
        (name, to): (&RoomName, &RoomName),
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let room = self.existing(asker, &Target::Room(name.clone()), got.as_ref())?;
        let mut given = self.given_for(asker, command, room.id);
        given.holder = self.holder(to, got.as_ref())?;
        let Some(actor) = self.actor(asker, room.id) else { return Ok(()) };
        let Some(drafted_room) = drafted(&self.rooms, &mut draft.rooms, room.id) else { return Ok(()) };
        let facts = room::decide(drafted_room, &actor, command, &given, draft.now)?;
        // Names are for all: another one counts as another room does.
        self.quota.take(actor.host, draft.now)?;
        facts.iter().for_each(|fact| room::apply(drafted_room, fact));
        let deed = facts.iter().find_map(|fact| if let What::Governed(deed) = &fact.what { Some(deed) } else { None });
        let directory = drafted(&self.rooms, &mut draft.rooms, RoomId::DIRECTORY);
        let (Some(deed), Some(directory)) = (deed, directory) else { return Ok(()) };
        let entry = room::renamed(directory, &actor.who, room.id, deed, draft.now);
        entry.iter().for_each(|fact| room::apply(directory, fact));
        draft.cut = true;
        let (asker, command) = (asker.clone(), command.clone());
        let change = Box::new(Change { asker, actor, room, command, given, facts });
        draft.planned.push(Planned::Rename { change, entry });
        Ok(())
    }

    /// The room that a name finds, if there is one; else the store's word is needed that there is none.
    fn holder(&self, name: &RoomName, got: Option<&Got>) -> Result<Option<RoomId>, Halt> {
        let key = Kind::Named(name.clone()).key();
        if let Some(id) = self.by_key.get(&key).filter(|id| self.rooms.contains_key(id)) {
            return Ok(Some(*id));
        }
        match got {
            Some(Got::Name(Ok(_))) => Ok(None),
            Some(Got::Name(Err(ReadError::Damaged { .. }))) => Err(Refusal::Damaged.into()),
            Some(Got::Name(Err(ReadError::Failed(_) | ReadError::TooLong))) => Err(Refusal::Busy.into()),
            None | Some(_) => Err(Halt::Fetch(Wanted::Name(key))),
        }
    }

    /// A room that was renamed is found by its new name, and those in it call it by that. To be called once the room has the fact.
    pub(super) fn relabel(&mut self, fact: &Arc<Fact>) -> (RoomTag, Vec<Event>) {
        let named = |name: &RoomName| RoomTag { id: fact.room, label: RoomLabel::Named(name.clone()) };
        let What::Governed(Deed::Renamed { from, to, .. }) = &fact.what else {
            return (named(&RoomName::server()), Vec::new());
        };
        let (was, is) = (Kind::Named(from.clone()), Kind::Named(to.clone()));
        self.forget_name(&was.key(), fact.room);
        self.by_key.insert(is.key(), fact.room);
        self.expect(&was, &is);
        (named(to), self.call_it(fact, &named(to)))
    }

    fn forget_name(&mut self, key: &str, room: RoomId) {
        #[cfg(feature = "planted")]
        if self.plant == crate::plant::Plant::RenameKeepsTheName {
            return;
        }
        if self.by_key.get(key) == Some(&room) {
            self.by_key.remove(key);
        }
    }

    /// Those who are about to enter it enter it by its new name.
    fn expect(&mut self, was: &Kind, is: &Kind) {
        let follows = self.queue.iter_mut().filter_map(|submission| match submission {
            Submission::Follow { rooms, .. } => Some(rooms),
            _ => None,
        });
        let awaiting = self.sessions.values_mut().map(|session| &mut session.awaiting);
        for kind in follows.chain(awaiting).flatten().filter(|kind| *kind == was) {
            *kind = is.clone();
        }
    }

    /// What those in the room are told: its label, and what a door needs that has to show it anew.
    fn call_it(&self, fact: &Arc<Fact>, room: &RoomTag) -> Vec<Event> {
        let Some(live) = self.rooms.get(&room.id) else { return Vec::new() };
        let there = self.sessions.iter().filter(|(_, session)| session.rooms.contains(&room.id));
        let mut there: Vec<(SessionId, bool)> = there.map(|(id, s)| (*id, s.origin.door == Door::Irc)).collect();
        there.sort_unstable();
        let shows = there.iter().any(|(_, irc)| *irc);
        let members = shows.then(|| Arc::new(self.members(room.id, limits::NAME_LIST)));
        let state = &live.room.state;
        let mut events = Vec::with_capacity(there.len() * 2);
        for (session, irc) in there {
            let head = live.room.head;
            events.push(Event::Subscribe { session, room: room.clone(), head, behind: None });
            let read = self.sessions.get(&session).and_then(|s| self.people.mark(s.who.id, room.id));
            let notice = Notice::RoomRenamed {
                room: room.clone(),
                fact: fact.clone(),
                topic: state.topic.clone(),
                topic_set: state.topic_set.clone(),
                profile: state.profile.clone(),
                read_at: read.and_then(|mark| mark.at),
                members: members.clone().filter(|_| irc),
            };
            events.push(Event::Notice { session, answers: None, last: false, notice });
        }
        events
    }
}
