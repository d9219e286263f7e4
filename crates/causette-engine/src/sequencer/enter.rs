//! Entering and leaving named rooms.

use super::draft::{Draft, Planned};
use super::opening::Place;
use super::run::Halt;
use super::sign_in::follows;
use super::{Asker, Sequencer};
use crate::submission::Got;
use crate::{Event, SessionId, Submission};
use causette_core::{
    Actor, Command, Kind, Notice, Refusal, RoomId, RoomName, Seq, Signal, Target, limits, room, server as rules,
};
use smallvec::SmallVec;

impl Sequencer {
    pub(super) fn join(
        &mut self,
        asker: &Asker,
        name: &RoomName,
        after: Option<Seq>,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let tag = match self.place(asker, &Target::Room(name.clone()), got.as_ref())? {
            Place::Found(tag) => tag,
            Place::Absent(kind) => return Err(Halt::Open(kind)),
        };
        let named = self.named_rooms(asker);
        let given = self.given_for(asker, command, tag.id);
        let Some(actor) = self.actor(asker, tag.id) else { return Ok(()) };
        // What follows its account's rooms was asked for by nobody.
        if let Some(grant) = self.grant(asker.session).filter(|_| !asker.quiet && !actor.here()) {
            rules::may_enter(&grant)?;
        }
        let (unseen, others) = (!self.is_seen(asker.session), self.who_follow(asker, &actor, tag.id));
        let Some(live) = self.rooms.get_mut(&tag.id) else { return Ok(()) };
        let facts = room::decide(&live.room, &actor, command, &given, draft.now)?;
        if !facts.is_empty() {
            // What held there lapses first, or an account becomes a member; then the same wish is decided again.
            return Err(Halt::First(tag.id, facts));
        }
        let head = draft.rooms.get(&tag.id).map_or(live.room.head, |drafted| drafted.head);
        if after.is_some_and(|n| n > head) {
            return Err(Refusal::Ahead { head }.into());
        }
        if !actor.here() {
            let Some(session) = self.sessions.get_mut(&asker.session) else { return Ok(()) };
            if named >= limits::ROOMS_PER_SESSION {
                return Err(Refusal::TooManyRooms { max: limits::ROOMS_PER_SESSION }.into());
            }
            session.rooms.push(tag.id);
            for session in others {
                self.queue.push_back(Submission::Follow { session, rooms: vec![live.room.state.kind.clone()] });
            }
            let came = !unseen && live.present.add(&actor.who, head);
            self.occupied += usize::from(came && live.present.count() == 1);
            if came && live.present.announced() {
                let signal = Signal::Arrived(actor.who.clone(), session.origin.door);
                draft.tell(Event::Signal { room: tag.id, signal, but: Some(asker.session) });
                // Whoever comes and does not answer for now is known not to.
                if let Some(why) = self.people.away(actor.who.id) {
                    let signal = Signal::Away(actor.who.clone(), Some(why.clone()));
                    draft.tell(Event::Signal { room: tag.id, signal, but: Some(asker.session) });
                }
            }
        }
        let floor = self.floor(asker, tag.id);
        let members = self.members(tag.id, self.names_for(asker.session));
        draft.planned.push(Planned::Enter { asker: asker.clone(), room: tag, after, members, floor });
        Ok(())
    }

    /// The other sessions of an account that enters a room by its own wish: those that enter its rooms by themselves.
    fn who_follow(&self, asker: &Asker, actor: &Actor, room: RoomId) -> SmallVec<[SessionId; 1]> {
        if asker.quiet || !actor.member {
            return SmallVec::new();
        }
        let mut others = self.people.sessions(actor.who.id);
        let follows = |other: &SessionId| follows(&self.policy, self.sessions.get(other).map(Box::as_ref));
        others.retain(|other| *other != asker.session && follows(other) && self.hears(*other, Some(room)));
        others
    }

    /// How many named rooms a session is in; others may open direct conversations with it, which count for nothing here.
    fn named_rooms(&self, asker: &Asker) -> usize {
        let Some(session) = self.sessions.get(&asker.session) else { return 0 };
        let named = |id: &&RoomId| matches!(self.rooms.get(id).map(|l| &l.room.state.kind), Some(Kind::Named(_)));
        session.rooms.iter().filter(named).count()
    }

    pub(super) fn leave(
        &mut self,
        asker: &Asker,
        name: &RoomName,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let target = Target::Room(name.clone());
        let (room, actor, facts) = self.decided(asker, &target, command, got.as_ref(), draft.now)?;
        if !facts.is_empty() {
            return Err(Halt::First(room.id, facts));
        }
        let Command::Leave { why, .. } = command else { return Ok(()) };
        let heard = self.rooms.get(&room.id).is_some_and(|live| room::may_speak(&live.room, &actor, draft.now));
        let departed = Signal::Departed(actor.who.clone(), why.clone().filter(|_| heard));
        // A member who leaves has left on all sessions; programs, which come last, are out before anybody is told.
        for session in self.people.sessions(actor.who.id).into_iter().rev() {
            let Some(state) = self.sessions.get_mut(&session).filter(|s| s.rooms.contains(&room.id)) else { continue };
            state.rooms.retain(|r| *r != room.id);
            match state.program {
                Some(_) => draft.tell(Event::Unsubscribe { session, room: room.id }),
                None => self.step_out(session, room.id, departed.clone(), draft),
            }
            if session != asker.session {
                draft.news(session, Notice::Left { room: room.clone(), sent_out: false });
            }
        }
        draft.answer(asker, Notice::Left { room, sent_out: false });
        Ok(())
    }
}
