//! Finding rooms, loading them, making them, and forgetting those not in use.

use super::change::drafted;
use super::draft::{Draft, Planned};
use super::run::Halt;
use super::{Asker, Live, Presence, Sequencer, Tail};
use crate::Submission;
use crate::submission::{Got, Wanted};
use causette_core::ids::IdSet;
use causette_core::ports::{Loaded, ReadError};
use causette_core::{
    Actor, Command, Facts, Given, Host, Kind, Millis, Name, Notice, Origin, PersonId, Refusal, Role, Room, RoomId,
    RoomLabel, RoomName, RoomTag, Sender, Seq, Target, limits, room,
};

/// A loaded room, or what it would be.
pub(super) enum Place {
    Found(RoomTag),
    /// It does not exist.
    Absent(Kind),
}

impl Sequencer {
    /// Finds a room in memory; else, the store's word `got` is needed.
    pub(super) fn place(&self, asker: &Asker, target: &Target, got: Option<&Got>) -> Result<Place, Halt> {
        if let Some(room) = self.entered(asker, target) {
            return Ok(Place::Found(room));
        }
        let (kind, label) = match target {
            Target::Room(name) => (Kind::Named(name.clone()), None),
            Target::Person(name) => {
                let (kind, other) = self.pair(asker, name)?;
                (kind, Some(RoomLabel::With(other)))
            }
        };
        let key = kind.key();
        if let Some((id, live)) = self.by_key.get(&key).and_then(|id| Some((*id, self.rooms.get(id)?))) {
            let named = || match &live.room.state.kind {
                Kind::Named(name) => RoomLabel::Named(name.clone()),
                Kind::Direct(..) => RoomLabel::Named(RoomName::stored(&key)),
            };
            return Ok(Place::Found(RoomTag { id, label: label.unwrap_or_else(named) }));
        }
        match got {
            // A page in hand is of a room that was unloaded since: it is loaded again first.
            Some(Got::Room(Err(ReadError::Damaged { .. }))) => Err(Refusal::Damaged.into()),
            Some(Got::Room(Err(ReadError::Failed(_) | ReadError::TooLong))) => Err(Refusal::Busy.into()),
            Some(Got::Room(Ok(_))) => Ok(Place::Absent(kind)),
            None if self.is_surely_absent(&kind) => Ok(Place::Absent(kind)),
            None | Some(_) => Err(Halt::Fetch(Wanted::Room(key))),
        }
    }

    /// A conversation with somebody who came just now, and which is not in memory, is nowhere: those of people who are here stay
    /// in memory. So a first word to a guest does not wait for a look into the store, nor is it overtaken meanwhile.
    fn is_surely_absent(&self, kind: &Kind) -> bool {
        let newborn = |id: &PersonId| {
            let sessions = self.people.sessions(*id);
            sessions.iter().any(|session| self.sessions.get(session).is_some_and(|session| session.newborn))
        };
        match kind {
            Kind::Direct(a, b) => newborn(a) || newborn(b),
            Kind::Named(_) => false,
        }
    }

    /// The room of that very name among those the session is in: found without folding a name, message after message.
    fn entered(&self, asker: &Asker, target: &Target) -> Option<RoomTag> {
        let Target::Room(name) = target else { return None };
        self.sessions.get(&asker.session)?.rooms.iter().find_map(|id| match &self.rooms.get(id)?.room.state.kind {
            Kind::Named(known) if known == name => Some(RoomTag { id: *id, label: RoomLabel::Named(known.clone()) }),
            Kind::Named(_) | Kind::Direct(..) => None,
        })
    }

    /// A room that must exist.
    pub(super) fn existing(&self, asker: &Asker, target: &Target, got: Option<&Got>) -> Result<RoomTag, Halt> {
        match self.place(asker, target, got)? {
            Place::Found(room) if self.may_know(asker, &room) => Ok(room),
            // In the very same words, so that a secret room cannot be told from one that does not exist.
            Place::Found(_) | Place::Absent(_) => Err(Refusal::NoSuchRoom(match target {
                Target::Room(name) => name.to_string(),
                Target::Person(name) => format!("@{name}"),
            })
            .into()),
        }
    }

    /// A room that must exist, once the rules let the asker do there what needs nothing looked up; and who asks.
    pub(super) fn allowed(
        &self,
        asker: &Asker,
        of: &Target,
        command: &Command,
        got: Option<&Got>,
        now: Millis,
    ) -> Result<(RoomTag, Actor), Halt> {
        self.decided(asker, of, command, got, now).map(|(room, actor, _)| (room, actor))
    }

    /// The same, with what such a command makes happen there.
    pub(super) fn decided(
        &self,
        asker: &Asker,
        of: &Target,
        command: &Command,
        got: Option<&Got>,
        now: Millis,
    ) -> Result<(RoomTag, Actor, Facts), Halt> {
        let room = self.existing(asker, of, got)?;
        let found = self.actor(asker, room.id).zip(self.rooms.get(&room.id));
        // Both are there: the room was just found, and the session asks.
        let (actor, live) = found.ok_or_else(|| Refusal::NoSuchRoom(room.label.to_string()))?;
        let facts = room::decide(&live.room, &actor, command, &Given::default(), now)?;
        Ok((room, actor, facts))
    }

    fn may_know(&self, asker: &Asker, room: &RoomTag) -> bool {
        let Some(live) = self.rooms.get(&room.id) else { return false };
        // Who asks matters in few rooms, and takes a while to find out.
        room::visible_to_all(&live.room)
            || self.actor(asker, room.id).is_some_and(|actor| room::visible(&live.room, &actor))
    }

    fn pair(&self, asker: &Asker, name: &Name) -> Result<(Kind, Name), Refusal> {
        let other = self.find(name).ok_or_else(|| Refusal::NoSuchPerson(name.to_string()))?;
        match self.sessions.get(&asker.session) {
            Some(me) => Ok((Kind::direct(me.who.id, other.id), other.name)),
            None => Err(Refusal::NoSuchPerson(name.to_string())),
        }
    }

    pub(super) fn actor(&self, asker: &Asker, room: RoomId) -> Option<Actor> {
        let session = self.sessions.get(&asker.session)?;
        let actor = self.seen(session.who.clone(), session.host, room);
        let there = session.rooms.contains(&room);
        let since = match session.program.as_deref() {
            // A person may be there by another session and not by this one.
            None => actor.since.filter(|_| there),
            // A program is where its account is a member, whoever is present.
            Some(program) => {
                let live = self.rooms.get(&room).filter(|live| matches!(live.room.state.kind, Kind::Named(_)));
                let member = match live {
                    // Its account has just left: the program is still to be seen out, and reads nothing more.
                    Some(live) => self.people.member(session.who.id, room).or(there.then_some(live.room.head)),
                    None => actor.since,
                };
                member.filter(|_| there || program.only_says())
            }
        };
        Some(Actor { since, rank: self.rank_of(asker.session), ..actor })
    }

    /// Somebody, as a room sees them.
    pub(super) fn seen(&self, who: Sender, host: Option<Host>, room: RoomId) -> Actor {
        let live = self.rooms.get(&room);
        let member = self.people.member(who.id, room);
        let since = live.and_then(|live| match live.room.state.kind {
            Kind::Named(_) => live.present.since(&who).map(|since| member.unwrap_or(since)),
            Kind::Direct(..) => Some(0),
        });
        let first = live.is_some_and(|live| live.present.is_first(who.id));
        let (standing, rank, account) = (self.standing(who.id), self.rank(who.id), self.roll.name(who.id).cloned());
        let patterns = live.is_some_and(|live| live.room.state.has_patterns());
        let user = patterns.then(|| self.faces.get(who.id).face.map(|face| face.user)).flatten();
        Actor { who, standing, host, since, first, member: member.is_some(), rank, account, user }
    }

    /// The rank that somebody was given, whichever session they come by.
    pub(super) fn rank_given(&self, id: PersonId) -> Option<Role> {
        if id == PersonId::SERVER {
            return Some(Role::Owner);
        }
        let live = self.rooms.get(&RoomId::DIRECTORY)?;
        live.room.state.roles.get(&id).map(|(_, role)| *role)
    }

    /// A session as the whole server sees it: there since it came.
    pub(super) fn admission(&self, asker: &Asker) -> Option<(Actor, Origin)> {
        let session = self.sessions.get(&asker.session)?;
        let actor = self.seen(session.who.clone(), session.host, RoomId::DIRECTORY);
        let rank = self.rank_of(asker.session);
        Some((Actor { since: Some(session.opened), rank, ..actor }, session.origin))
    }

    /// Facts of a room up to this number are not for the session: hidden from it, or kept no more.
    pub(super) fn floor(&self, asker: &Asker, room: RoomId) -> Seq {
        let (Some(actor), Some(live)) = (self.actor(asker, room), self.rooms.get(&room)) else { return Seq::MAX };
        room::hidden(&live.room, &actor).max(live.kept_after)
    }

    /// Plans a new room; the batch ends here, and `then` runs again once the room exists.
    pub(super) fn open_room(&mut self, asker: &Asker, kind: Kind, then: Submission, draft: &mut Draft) {
        let Some(actor) = self.actor(asker, RoomId::DIRECTORY) else { return };
        // Direct conversations are limited by session.
        if matches!(kind, Kind::Named(_))
            && let Err(refusal) = self.quota.take(actor.host, draft.now)
        {
            return draft.answer(asker, Notice::Refused(refusal));
        }
        let new = room::made_by(&actor, RoomId(self.ids.fresh()), kind.clone(), draft.now);
        let Some(directory) = drafted(&self.rooms, &mut draft.rooms, RoomId::DIRECTORY) else { return };
        match room::open(directory, &actor, new.id, kind.clone(), draft.now) {
            Ok(facts) => {
                facts.iter().for_each(|fact| room::apply(directory, fact));
                let members = self.members_of_pair(&kind);
                draft.planned.push(Planned::Open { room: new, facts, members, then });
            }
            Err(refusal) => draft.answer(asker, Notice::Refused(refusal)),
        }
        draft.cut = true;
    }

    /// Accounts whose direct conversation it is: it waits for them when they are not here.
    fn members_of_pair(&self, kind: &Kind) -> Vec<PersonId> {
        match kind {
            Kind::Named(_) => Vec::new(),
            Kind::Direct(a, b) if a == b => [*a].into_iter().filter(|id| self.roll.has(*id)).collect(),
            Kind::Direct(a, b) => [*a, *b].into_iter().filter(|id| self.roll.has(*id)).collect(),
        }
    }

    /// Keeps a room that was just read; says the rest back.
    pub(super) fn remember(&mut self, got: Got) -> Got {
        match got {
            Got::Room(Ok(Some(loaded))) => {
                self.keep(loaded);
                Got::Room(Ok(None))
            }
            Got::Name(Ok(Some(loaded))) => {
                self.keep(loaded);
                Got::Name(Ok(None))
            }
            other => other,
        }
    }

    fn keep(&mut self, loaded: Loaded) {
        let Loaded { row, tail, kept_after } = loaded;
        let room = row.room();
        let (id, tail) = (room.id, Tail::of(&room, tail));
        self.install(room, tail, kept_after);
        if let (Some(live), Some(upto)) = (self.rooms.get_mut(&id), self.let_go.get(&id)) {
            live.let_go(*upto);
        }
    }

    pub(super) fn install(&mut self, room: Room, tail: Tail, kept_after: Seq) {
        // What was read of a room that is here may be older than what is here: it may have another name by now.
        if self.rooms.contains_key(&room.id) {
            return;
        }
        self.by_key.entry(room.state.kind.key()).or_insert(room.id);
        self.rooms.entry(room.id).or_insert(Live { room, tail, present: Presence::default(), kept_after });
    }

    /// Forgets rooms that nobody uses, when there are many.
    pub(super) fn unload(&mut self) {
        if self.rooms.len() <= limits::ROOMS_LOADED + limits::ROOMS_LOADED / 8 {
            return;
        }
        let mut spare = self.rooms.len() - limits::ROOMS_LOADED;
        // Programs are in rooms where nobody may be.
        let programs = self.sessions.values().filter(|session| session.program.is_some());
        let used: IdSet<RoomId> = programs.flat_map(|session| session.rooms.iter().copied()).collect();
        let people = &self.people;
        let by_key = &mut self.by_key;
        self.rooms.retain(|id, live| {
            let used = match &live.room.state.kind {
                Kind::Named(_) => live.present.count() > 0 || *id == RoomId::DIRECTORY || used.contains(id),
                Kind::Direct(a, b) => people.name(*a).is_some() || people.name(*b).is_some(),
            };
            if used || spare == 0 {
                return true;
            }
            spare -= 1;
            by_key.remove(&live.room.state.kind.key());
            false
        });
    }
}
