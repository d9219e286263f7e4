//! Who is connected: claims of names, comings and goings.

use super::draft::{Draft, Planned};
use super::roll::server;
use super::run::Halt;
use super::{Asker, Sequencer, Session};
use crate::submission::{Got, Wanted};
use crate::{Event, SessionId};
use causette_core::ids::IdMap;
use causette_core::name::NameKey;
use causette_core::notice::Goodbye;
use causette_core::ports::ReadMark;
use causette_core::{Door, Kind, Name, Origin, PersonId, Refusal, RoomId, Sender, Seq, Signal, Standing, Text};
use smallvec::SmallVec;
use std::collections::HashMap;

/// Names borne now, and by whom.
#[derive(Debug, Default)]
pub(super) struct People {
    names: HashMap<NameKey, PersonId>,
    pub(super) live: IdMap<PersonId, Person>,
    /// Why those who do not answer for now do not. Beside the people, of whom few are away, as few have marks.
    away: IdMap<PersonId, Text>,
    /// How far those who said so, or spoke, have read.
    pub(super) marks: IdMap<PersonId, IdMap<RoomId, ReadMark>>,
    /// Where accounts that are here are members, and since which number.
    pub(super) members: IdMap<PersonId, IdMap<RoomId, Seq>>,
    guests: u64,
    /// How many are shown to others, and how many of these are accounts; the server is neither.
    shown: usize,
    accounts: usize,
    /// How many are here by programs only, and how many sessions programs have.
    unseen: usize,
    programs: usize,
    /// What became of names since [`People::moves`] was asked.
    moves: Vec<Move>,
}

#[derive(Debug)]
pub(super) struct Person {
    name: Name,
    /// Those where somebody is seen to be, and those of programs, which are seen nowhere.
    sessions: SmallVec<[SessionId; 1]>,
    unseen: SmallVec<[SessionId; 0]>,
    account: bool,
    /// A session of theirs has introduced itself: they are here for others.
    shown: bool,
}

/// What became of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Move {
    /// Somebody bears it from here on.
    Began(Sender),
    /// They left, or bear another.
    Ceased(Sender),
}

impl People {
    pub(super) fn by_name(&self, name: &Name) -> Option<Sender> {
        let id = *self.names.get(&name.key())?;
        Some(Sender { id, name: self.live.get(&id)?.name.clone() })
    }

    /// Whoever here bears that name, or one that looks like it.
    pub(super) fn holder(&self, name: &Name) -> Option<Sender> {
        let id = name.keys().find_map(|key| self.names.get(&key).copied())?;
        Some(Sender { id, name: self.live.get(&id)?.name.clone() })
    }

    pub(super) fn name(&self, id: PersonId) -> Option<&Name> {
        self.live.get(&id).map(|p| &p.name)
    }

    /// All sessions of somebody, those of programs last.
    pub(super) fn sessions(&self, id: PersonId) -> SmallVec<[SessionId; 1]> {
        let Some(person) = self.live.get(&id) else { return SmallVec::new() };
        let mut all = person.sessions.clone();
        all.extend_from_slice(&person.unseen);
        all
    }

    /// The sessions by which others see that somebody is here.
    pub(super) fn seen(&self, id: PersonId) -> SmallVec<[SessionId; 1]> {
        self.live.get(&id).map(|p| p.sessions.clone()).unwrap_or_default()
    }

    /// How many sessions somebody's programs have.
    pub(super) fn programs(&self, id: PersonId) -> usize {
        self.live.get(&id).map_or(0, |person| person.unseen.len())
    }

    /// How many sessions all programs have.
    pub(super) fn all_programs(&self) -> usize {
        self.programs
    }

    pub(super) fn away(&self, id: PersonId) -> Option<&Text> {
        self.away.get(&id)
    }

    /// Sets it; what it was before.
    pub(super) fn set_away(&mut self, id: PersonId, why: Option<Text>) -> Option<Text> {
        match why.filter(|_| self.live.contains_key(&id)) {
            Some(why) => self.away.insert(id, why),
            None => self.away.remove(&id),
        }
    }

    pub(super) fn mark(&self, id: PersonId, room: RoomId) -> Option<ReadMark> {
        self.marks.get(&id)?.get(&room).copied()
    }

    /// Somebody has read up to there; marks only move forward. Returns where it is then.
    pub(super) fn set_mark(&mut self, id: PersonId, room: RoomId, read: ReadMark) -> ReadMark {
        if !self.live.contains_key(&id) {
            return read;
        }
        let mark = self.marks.entry(id).or_default().entry(room).or_default();
        *mark = mark.furthest(read);
        *mark
    }

    /// Since which number an account that is here is a member of a room.
    pub(super) fn member(&self, id: PersonId, room: RoomId) -> Option<Seq> {
        self.members.get(&id)?.get(&room).copied()
    }

    /// The rooms of which an account that is here is a member, in the order of their ids.
    pub(super) fn rooms_of_member(&self, id: PersonId) -> Vec<RoomId> {
        let mut rooms: Vec<RoomId> = self.members.get(&id).into_iter().flat_map(HashMap::keys).copied().collect();
        rooms.sort_unstable();
        rooms
    }

    /// Makes it one, or no longer.
    pub(super) fn set_member(&mut self, id: PersonId, room: RoomId, since: Option<Seq>) {
        match since {
            Some(since) if self.live.contains_key(&id) => {
                self.members.entry(id).or_default().insert(room, since);
            }
            Some(_) => {}
            None => {
                self.members.get_mut(&id).map(|rooms| rooms.remove(&room));
            }
        }
    }

    /// Whether `who` may bear `name`: no other person's name has a key of it.
    pub(super) fn free(&self, who: PersonId, name: &Name) -> Result<(), Refusal> {
        for (i, key) in name.keys().enumerate() {
            let holder = self.names.get(&key).filter(|id| **id != who);
            if let Some(borne) = holder.and_then(|id| self.name(*id)) {
                return Err(taken(borne, name, i == 0));
            }
        }
        Ok(())
    }

    fn claim(&mut self, id: PersonId, name: &Name) {
        self.names.extend(name.keys().map(|key| (key, id)));
    }

    fn release(&mut self, name: &Name) {
        for key in name.keys() {
            self.names.remove(&key);
        }
    }

    /// A name for somebody who has none yet.
    pub(super) fn guest_name(&mut self) -> Name {
        loop {
            self.guests += 1;
            let name = Name::given(&format!("guest{}", self.guests));
            if !self.names.contains_key(&name.key()) {
                return name;
            }
        }
    }

    /// A session of somebody's; `standing` is theirs, `shown` whether the session has introduced itself.
    pub(super) fn arrive(&mut self, who: &Sender, standing: Standing, shown: bool, session: SessionId) {
        self.claim(who.id, &who.name);
        let account = standing == Standing::Account;
        let new = || Person {
            name: who.name.clone(),
            sessions: SmallVec::new(),
            unseen: SmallVec::new(),
            account,
            shown: false,
        };
        let person = self.live.entry(who.id).or_insert_with(new);
        self.unseen -= usize::from(person.sessions.is_empty() && !person.unseen.is_empty());
        person.sessions.push(session);
        if shown {
            self.show(who);
        }
    }

    /// A program's session, which nobody sees.
    pub(super) fn arrive_unseen(&mut self, who: &Sender, session: SessionId) {
        self.claim(who.id, &who.name);
        let (name, sessions, unseen) = (who.name.clone(), SmallVec::new(), SmallVec::new());
        let new = || Person { name, sessions, unseen, account: true, shown: false };
        let person = self.live.entry(who.id).or_insert_with(new);
        self.unseen += usize::from(person.sessions.is_empty() && person.unseen.is_empty());
        self.programs += 1;
        person.unseen.push(session);
    }

    /// Somebody is here for others from now on.
    pub(super) fn show(&mut self, who: &Sender) {
        let Some(person) = self.live.get_mut(&who.id).filter(|p| !p.shown && who.id != PersonId::SERVER) else {
            return;
        };
        person.shown = true;
        self.shown += 1;
        self.accounts += usize::from(person.account);
        self.moves.push(Move::Began(who.clone()));
    }

    /// Whether somebody is here for others.
    pub(super) fn is_shown(&self, id: PersonId) -> bool {
        self.live.get(&id).is_some_and(|person| person.shown)
    }

    /// What became of names since the last time, in order.
    pub(super) fn moves(&mut self) -> Vec<Move> {
        std::mem::take(&mut self.moves)
    }

    /// Everybody who is shown, by name.
    pub(super) fn all(&self) -> Vec<Sender> {
        let people = self.live.iter().filter(|(_, p)| p.shown);
        let mut all: Vec<Sender> = people.map(|(id, p)| Sender { id: *id, name: p.name.clone() }).collect();
        all.sort_unstable_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
        all
    }

    /// How many are shown, how many of these are accounts, and how many have not introduced themselves.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let server = usize::from(self.live.contains_key(&PersonId::SERVER));
        (self.shown, self.accounts, self.live.len().saturating_sub(self.shown + self.unseen + server))
    }

    pub(super) fn depart(&mut self, who: &Sender, session: SessionId) {
        let Some(person) = self.live.get_mut(&who.id) else { return };
        let (seen, unseen) = (!person.sessions.is_empty(), person.unseen.len());
        person.sessions.retain(|s| *s != session);
        person.unseen.retain(|s| *s != session);
        self.programs -= unseen - person.unseen.len();
        if seen && person.sessions.is_empty() {
            if person.shown {
                person.shown = false;
                self.shown -= 1;
                self.accounts -= usize::from(person.account);
                self.moves.push(Move::Ceased(who.clone()));
            }
            self.unseen += usize::from(!person.unseen.is_empty());
            self.away.remove(&who.id);
        }
        if person.sessions.is_empty() && person.unseen.is_empty() {
            self.unseen -= usize::from(!seen);
            self.live.remove(&who.id);
            self.marks.remove(&who.id);
            self.members.remove(&who.id);
            self.release(&who.name);
        }
    }

    pub(super) fn rename(&mut self, old: &Sender, name: &Name) {
        self.release(&old.name);
        self.claim(old.id, name);
        let Some(person) = self.live.get_mut(&old.id) else { return };
        person.name = name.clone();
        if person.shown && old.name != *name {
            self.moves.push(Move::Ceased(old.clone()));
            self.moves.push(Move::Began(Sender { id: old.id, name: name.clone() }));
        }
    }
}

/// Why a name is not to be had: somebody bears it, or one that looks like it.
pub(super) fn taken(borne: &Name, name: &Name, first_key: bool) -> Refusal {
    let same = first_key && borne.as_str().to_lowercase() == name.as_str().to_lowercase();
    let shown = borne.to_string();
    if same { Refusal::NameTaken(shown) } else { Refusal::NameLookalike(shown) }
}

impl Sequencer {
    pub(super) fn open(&mut self, session: SessionId, from: Origin, draft: &mut Draft) {
        let who = match from.door {
            Door::Console => server(),
            Door::Line | Door::Irc | Door::Web => self.newcomer(),
        };
        self.people.arrive(&who, self.standing(who.id), from.door != Door::Irc, session);
        let host = from.address.map(|address| self.accounts.host(address));
        self.numbers += 1;
        let opened = self.rooms.get(&RoomId::DIRECTORY).map_or(0, |live| live.room.head);
        let new = Session {
            newborn: who.id != server().id,
            who,
            rooms: SmallVec::new(),
            host,
            waiting: None,
            number: self.numbers,
            origin: from,
            since: draft.now,
            opened,
            token: None,
            program: None,
            forgot: false,
            named: from.door != Door::Irc,
            awaiting: Vec::new(),
            face: None,
            scram: None,
        };
        self.sessions.insert(session, Box::new(new));
        self.count_visitors();
        let welcome = self.welcome(session, None, draft.now);
        draft.news(session, welcome);
    }

    /// Once somebody's last session is gone, their direct conversations are over for the other side as well: whoever bears
    /// the name next is somebody else. The next message to the same person opens it again, under the name they then bear.
    pub(super) fn end_pairs(&self, gone: PersonId, rooms: &[RoomId], draft: &mut Draft) {
        if self.name_of(gone).is_some() {
            return; // still here, or an account: they will come back as the same person
        }
        for room in rooms {
            if let Some(Kind::Direct(a, b)) = self.rooms.get(room).map(|live| &live.room.state.kind) {
                let stays = if *a == gone { *b } else { *a };
                draft.planned.push(Planned::EndPair { room: *room, stays });
            }
        }
    }

    /// The session becomes the guest of an earlier connection; one that is still open ends.
    pub(super) fn resume_guest(
        &mut self,
        asker: &Asker,
        id: PersonId,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let session = asker.session;
        let Some(old) = self.sessions.get(&session).map(|s| s.who.clone()) else { return Ok(()) };
        if id != old.id {
            let Some(Got::Marks(marks)) = got else { return Err(Halt::Fetch(Wanted::Marks(id))) };
            for other in self.people.sessions(id) {
                self.close(other, Some(Goodbye::Elsewhere), draft);
            }
            self.depart(&old, session);
            let new = Sender { id, name: old.name.clone() };
            self.people.arrive(&new, Standing::Guest, self.has_introduced_itself(session), session);
            // Without its marks a session only has more to read.
            for (room, mark) in marks.unwrap_or_default() {
                self.people.set_mark(id, room, mark);
            }
            self.become_other(session, &old, &new, draft);
            self.present_anew(session, draft);
        }
        let welcome = self.welcome(session, None, draft.now);
        draft.answer(asker, welcome);
        Ok(())
    }

    /// Same name, other id: presence follows, the old id's direct conversations do not.
    fn become_other(&mut self, session: SessionId, old: &Sender, new: &Sender, draft: &mut Draft) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        (state.who, state.newborn) = (new.clone(), false);
        let door = state.origin.door;
        let rooms = std::mem::take(&mut state.rooms);
        let (mut kept, mut lost) = (SmallVec::new(), Vec::new());
        for room in rooms {
            match self.rooms.get_mut(&room) {
                Some(live) if matches!(live.room.state.kind, Kind::Named(_)) => {
                    live.present.rename(old, new);
                    kept.push(room);
                    if live.present.announced() {
                        // The same name from here on is another person.
                        for signal in [Signal::Departed(old.clone(), None), Signal::Arrived(new.clone(), door)] {
                            draft.tell(Event::Signal { room, signal, but: Some(session) });
                        }
                    }
                }
                Some(_) | None => lost.push(room),
            }
        }
        state.rooms = kept;
        for room in &lost {
            draft.tell(Event::Unsubscribe { session, room: *room });
        }
        self.end_pairs(old.id, &lost, draft);
    }
}
