//! Commands that make facts: decided against the draft of their room, told once they are stored.

use super::draft::{Change, Draft, Planned};
use super::opening::Place;
use super::run::Halt;
use super::{Asker, Sequencer, Session};
use crate::submission::Got;
use crate::{SessionId, Submission};
use causette_core::ids::IdMap;
use causette_core::mask::half_of;
use causette_core::notice::Goodbye;
use causette_core::{
    Actor, Command, Deed, Fact, Facts, Given, Host, Kind, Mask, Millis, Notice, PersonId, Refusal, Room, RoomId,
    RoomTag, Sender, Target, Text, What, room,
};
use std::collections::hash_map::Entry;
use std::sync::Arc;

impl Sequencer {
    /// Where a message goes. A direct conversation is made by its first message; a named room by joining it.
    pub(super) fn room_to_say(&self, asker: &Asker, to: &Target, got: Option<Got>) -> Result<RoomTag, Halt> {
        let Target::Person(_) = to else { return self.existing(asker, to, got.as_ref()) };
        match self.place(asker, to, got.as_ref())? {
            Place::Found(tag) => self.reachable(asker, &tag).map(|()| tag),
            Place::Absent(kind) => {
                self.takes(asker, &kind)?;
                Err(Halt::Open(kind))
            }
        }
    }

    /// Whether the other side of a conversation takes messages of who asks.
    pub(super) fn takes(&self, asker: &Asker, kind: &Kind) -> Result<(), Refusal> {
        let Kind::Direct(a, b) = kind else { return Ok(()) };
        [*a, *b].into_iter().try_for_each(|person| self.may_write(asker, person))
    }

    /// Whether a direct message would reach all sessions of its two people: each may be in a limited number of
    /// conversations at once.
    fn reachable(&self, asker: &Asker, tag: &RoomTag) -> Result<(), Halt> {
        let Some(kind) = self.rooms.get(&tag.id).map(|live| &live.room.state.kind) else { return Ok(()) };
        self.takes(asker, kind)?;
        let Kind::Direct(a, b) = kind else { return Ok(()) };
        let full = |session: &SessionId| {
            let rooms = self.sessions.get(session).map(|s| &s.rooms);
            rooms.is_some_and(|r| r.len() >= crate::limits::DIRECT_PER_SESSION && !r.contains(&tag.id))
        };
        let sessions = [a, b].map(|person| self.people.sessions(*person));
        if sessions.iter().flatten().any(full) { Err(Refusal::Busy.into()) } else { Ok(()) }
    }

    /// Plans what a command makes happen in a room.
    pub(super) fn change(
        &mut self,
        asker: &Asker,
        room: RoomTag,
        command: &Command,
        given: Given,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(actor) = self.actor(asker, room.id) else { return Ok(()) };
        self.change_by(asker, actor, room, command, given, draft)
    }

    /// The same by somebody else than who asks: what the server does because it was asked to.
    pub(super) fn change_by(
        &mut self,
        asker: &Asker,
        actor: Actor,
        room: RoomTag,
        command: &Command,
        given: Given,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let key = command.key();
        if let Some(key) = key {
            if let Some(first) = self.keys.first(room.id, actor.who.id, key) {
                let notice = repeat(first, room, command);
                draft.answer(asker, notice);
                return Ok(());
            }
            if !draft.keys.insert((room.id, actor.who.id, key.clone())) {
                // Its twin is in this very batch: wait for how that one ends.
                self.again_after_this_batch(asker, command, draft);
                return Ok(());
            }
        }
        let Some(drafted) = drafted(&self.rooms, &mut draft.rooms, room.id) else { return Ok(()) };
        let facts = room::decide(drafted, &actor, command, &given, draft.now)?;
        for fact in &facts {
            room::apply(drafted, fact);
        }
        if drafted.state.modes.slow > 0
            && command.speaks()
            && let Some(live) = self.rooms.get_mut(&room.id)
        {
            live.present.said(actor.who.id, draft.now);
        }
        // What a later command could be decided by is only in the draft yet: who may do what, who is there, what is gone.
        draft.cut |= facts.iter().any(|fact| matches!(fact.what, What::Governed(_) | What::Deleted { .. }));
        let (asker, command) = (asker.clone(), command.clone());
        draft.planned.push(Planned::Change(Box::new(Change { asker, actor, room, command, given, facts })));
        Ok(())
    }

    /// Puts a command back at the head of the queue and ends the batch.
    pub(super) fn again_after_this_batch(&mut self, asker: &Asker, command: &Command, draft: &mut Draft) {
        let (session, answers) = (asker.session, asker.answers.clone());
        self.queue.push_front(Submission::Command { session, answers, command: command.clone() });
        draft.cut = true;
    }

    /// Decides the planned facts once more, after the log said why it could not take them.
    pub(super) fn decide_again(&mut self, draft: &mut Draft) {
        draft.rooms.clear();
        let now = draft.now;
        for planned in &mut draft.planned {
            match planned {
                Planned::Change(change) => {
                    if let Some(notice) = self.change_again(change, &mut draft.rooms, now) {
                        *planned = Planned::Tell(super::draft::answer(change.asker.clone(), notice));
                    }
                }
                Planned::Rename { change, entry } => match self.change_again(change, &mut draft.rooms, now) {
                    Some(notice) => *planned = Planned::Tell(super::draft::answer(change.asker.clone(), notice)),
                    None => *entry = self.renumbered(entry, &mut draft.rooms, now),
                },
                Planned::Open { facts, .. } => *facts = self.renumbered(facts, &mut draft.rooms, now),
                Planned::Accounts(accounts) => {
                    accounts.facts = self.renumbered(&accounts.facts, &mut draft.rooms, now);
                    accounts.after = self.rooms.get(&RoomId::DIRECTORY).map_or(0, |live| live.room.head);
                }
                // Another writer was there first: the wish is decided anew, with what it wrote.
                Planned::First { room, facts, .. } => {
                    facts.clear();
                    if let Some(live) = self.rooms.get(room) {
                        draft.rooms.insert(*room, live.room.clone());
                    }
                }
                Planned::Tell(_) | Planned::Enter { .. } | Planned::Pair { .. } => {}
                Planned::EndPair { .. } | Planned::Read { .. } | Planned::Mark { .. } => {}
            }
        }
    }

    /// Facts of the directory that follow on what it has now.
    fn renumbered(&self, facts: &Facts, drafts: &mut IdMap<RoomId, Room>, now: Millis) -> Facts {
        let Some(directory) = drafted(&self.rooms, drafts, RoomId::DIRECTORY) else { return facts.clone() };
        let next = |fact: &Arc<Fact>| {
            let (seq, at) = (directory.head + 1, now.max(directory.at));
            let fact = Arc::new(Fact { seq, at, ..Fact::clone(fact) });
            room::apply(directory, &fact);
            fact
        };
        facts.iter().map(next).collect()
    }

    /// New facts for a command, or its answer if it needs none.
    fn change_again(&self, c: &mut Change, drafts: &mut IdMap<RoomId, Room>, now: Millis) -> Option<Notice> {
        if let Some(first) = c.command.key().and_then(|key| self.keys.first(c.room.id, c.actor.who.id, key)) {
            return Some(repeat(first, c.room.clone(), &c.command));
        }
        let room = drafted(&self.rooms, drafts, c.room.id)?;
        match room::decide(room, &c.actor, &c.command, &c.given, now) {
            Ok(facts) => {
                for fact in &facts {
                    room::apply(room, fact);
                }
                c.facts = facts;
                None
            }
            Err(refusal) => Some(Notice::Refused(refusal)),
        }
    }

    /// Facts another writer stored first become part of our rooms, and are told before this batch.
    pub(super) fn adopt(&mut self, draft: &mut Draft, missed: Vec<Arc<Fact>>) {
        let mut told = Vec::with_capacity(missed.len());
        for fact in missed {
            if let Some(live) = self.rooms.get_mut(&fact.room).filter(|l| fact.seq == l.room.head + 1) {
                live.take(&fact);
                let mentions = Box::default();
                told.push(Planned::Tell(crate::Event::Fact { fact: fact.clone(), but: None, mentions }));
                told.extend(self.relabel(&fact).1.into_iter().map(Planned::Tell));
            }
        }
        draft.planned.splice(0..0, told);
    }

    /// What a command about somebody or about an address must know of them.
    pub(super) fn given_for(&self, asker: &Asker, command: &Command, room: RoomId) -> Given {
        let mut given = Given::default();
        if let Some(live) = self.rooms.get(&room) {
            // A program finds no room empty: what lapses where nobody is waits for somebody to come.
            let unseen = !self.is_seen(asker.session);
            given.present = live.present.count().max(usize::from(unseen));
            let slow = live.room.state.modes.slow > 0;
            let me = self.sessions.get(&asker.session).filter(|_| slow);
            given.last_said = me.and_then(|me| live.present.last_said(me.who.id));
        }
        if let Command::Govern { act, .. } = command {
            given.other = act.person().and_then(|name| self.other(name, room));
            let guest = || act.pattern().and_then(|mask| self.address_of_guest(mask));
            given.host = act.address().map(|address| self.accounts.host(address)).or_else(guest);
        }
        given
    }

    /// Where the guest comes from whose host a pattern names, if they are here.
    fn address_of_guest(&self, mask: &Mask) -> Option<Host> {
        let guest = mask.guest()?;
        self.sessions.values().find_map(|session| session.host.filter(|_| half_of(session.who.id) == guest))
    }

    /// Somebody else, as a room sees them; in the server's own room, whoever is connected is there to be sent out.
    fn other(&self, name: &causette_core::Name, room: RoomId) -> Option<Actor> {
        let who = self.find(name)?;
        let sessions = self.people.sessions(who.id);
        let host = sessions.iter().find_map(|s| self.sessions.get(s)?.host);
        let actor = self.seen(who, host, room);
        match room {
            RoomId::DIRECTORY => Some(Actor { since: (!sessions.is_empty()).then_some(0), ..actor }),
            _ => Some(actor),
        }
    }

    /// What a stored deed does to those who are there.
    pub(super) fn enforce(&mut self, room: &RoomTag, deed: &Deed, by: &Sender, draft: &mut Draft) {
        if room.id == RoomId::DIRECTORY {
            return self.enforce_everywhere(deed, by, draft);
        }
        match deed {
            Deed::Kicked { who, .. } => self.send_out(room, who, draft),
            Deed::Banned(ban) => {
                if let Some(who) = &ban.who {
                    self.send_out(room, who, draft);
                }
            }
            Deed::Invited(who) => {
                let told = |session: &SessionId| self.hears(*session, None);
                for session in self.people.sessions(who.id).into_iter().filter(told) {
                    draft.news(session, Notice::Invited { room: room.clone(), by: by.clone() });
                }
            }
            Deed::Role { who, role: None, .. } => {
                if let Some(live) = self.rooms.get_mut(&room.id).filter(|live| live.present.is_first(who.id)) {
                    live.present.step_down();
                }
            }
            Deed::Topic(_) | Deed::Unbanned(_) | Deed::Muted(_) | Deed::Unmuted(_) => {}
            Deed::Role { role: Some(_), .. } | Deed::Mode(_) | Deed::Modes(_) | Deed::Reset => {}
            Deed::Exempt { .. } | Deed::Welcome { .. } | Deed::Profile(_) => {}
            // Those in it know already: see `relabel`.
            Deed::Renamed { .. } => {}
        }
    }

    /// What a deed of the server's own room does.
    fn enforce_everywhere(&mut self, deed: &Deed, by: &Sender, draft: &mut Draft) {
        match deed {
            Deed::Kicked { who, why } => {
                let sessions = self.people.sessions(who.id);
                for session in &sessions {
                    draft.news(*session, Notice::SentOff { by: by.clone(), why: why.clone() });
                }
                self.send_all_off(&sessions, (by, why.as_ref()), draft);
            }
            Deed::Banned(ban) => match &ban.who {
                Some(who) => {
                    let sessions = self.people.sessions(who.id);
                    for session in &sessions {
                        let (until, why) = (ban.until, ban.why.clone());
                        draft.news(*session, Notice::Refused(Refusal::ServerBanned { until, why }));
                    }
                    self.send_all_off(&sessions, (by, ban.why.as_ref()), draft);
                }
                // Of an address: guests who are here from there go, too.
                None => self.end_guests(ban.host, (by, ban.why.as_ref()), draft),
            },
            Deed::Role { who, role, .. } => {
                if role.is_none() {
                    self.send_out(&super::accounts::server_room(), who, draft);
                }
                for session in self.people.sessions(who.id) {
                    let welcome = self.welcome(session, None, draft.now);
                    draft.news(session, welcome);
                }
            }
            Deed::Topic(_) | Deed::Invited(_) | Deed::Unbanned(_) | Deed::Muted(_) | Deed::Unmuted(_) => {}
            Deed::Mode(_)
            | Deed::Modes(_)
            | Deed::Reset
            | Deed::Exempt { .. }
            | Deed::Welcome { .. }
            | Deed::Renamed { .. }
            | Deed::Profile(_) => {}
        }
    }

    /// All sessions of somebody end, but that one.
    pub(super) fn end_sessions(&mut self, who: PersonId, why: Goodbye, but: Option<SessionId>, draft: &mut Draft) {
        for session in self.people.sessions(who) {
            if Some(session) != but {
                self.close(session, Some(why), draft);
            }
        }
    }

    /// An operator wants them gone, and says why.
    fn send_all_off(&mut self, sessions: &[SessionId], of: (&Sender, Option<&Text>), draft: &mut Draft) {
        for session in sessions {
            self.send_off(*session, of, draft);
        }
    }

    fn end_guests(&mut self, host: Option<Host>, of: (&Sender, Option<&Text>), draft: &mut Draft) {
        let there = |session: &Session| host.is_some() && session.host == host && !self.roll.has(session.who.id);
        let mut gone: Vec<SessionId> = self.sessions.iter().filter(|(_, s)| there(s)).map(|(id, _)| *id).collect();
        gone.sort_unstable();
        self.send_all_off(&gone, of, draft);
    }

    /// All sessions of somebody leave a room. The fact said so to the others.
    fn send_out(&mut self, room: &RoomTag, who: &Sender, draft: &mut Draft) {
        #[cfg(feature = "planted")]
        if self.plant == crate::plant::Plant::KickLeavesThemIn {
            return;
        }
        self.is_member(who.id, room.id, None);
        for session in self.people.sessions(who.id) {
            let Some(state) = self.sessions.get_mut(&session).filter(|s| s.rooms.contains(&room.id)) else { continue };
            state.rooms.retain(|r| *r != room.id);
            let (who, seen) = (state.who.clone(), state.program.is_none());
            draft.tell(crate::Event::Unsubscribe { session, room: room.id });
            if let Some(live) = self.rooms.get_mut(&room.id).filter(|_| seen) {
                let left = live.present.remove(&who);
                self.occupied -= usize::from(left && live.present.count() == 0);
            }
            draft.news(session, Notice::Left { room: room.clone(), sent_out: true });
        }
    }
}

/// A room as this batch leaves it so far.
pub(super) fn drafted<'a>(
    rooms: &IdMap<RoomId, super::Live>,
    drafts: &'a mut IdMap<RoomId, Room>,
    id: RoomId,
) -> Option<&'a mut Room> {
    match drafts.entry(id) {
        Entry::Occupied(drafted) => Some(drafted.into_mut()),
        Entry::Vacant(place) => Some(place.insert(rooms.get(&id)?.room.clone())),
    }
}

/// The answer to a key that was used before: the first answer, if it is the same message.
fn repeat(first: &Fact, room: RoomTag, command: &Command) -> Notice {
    let same = match (&first.what, command) {
        (
            What::Message { text, style, reply_to, tags },
            Command::Say { text: t, style: s, reply_to: r, tags: attached, .. },
        ) => (text, style, reply_to, tags) == (t, s, r, attached),
        (What::Message { text, .. }, Command::Calc { ask, .. }) => text == ask,
        _ => false,
    };
    if same { Notice::Done { room, seq: first.seq, at: first.at } } else { Notice::Refused(Refusal::KeyReused) }
}
