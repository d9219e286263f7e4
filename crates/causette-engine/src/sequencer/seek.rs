//! Who people are, who they were, how many are here.

use super::draft::Draft;
use super::run::Halt;
use super::{Asker, Sequencer};
use causette_core::ids::IdMap;
use causette_core::notice::{Census, Person};
use causette_core::{
    Kind, Name, Notice, PersonId, Refusal, Role, RoomId, RoomLabel, RoomTag, Sender, Sought, limits, room,
};

/// Rooms one asker may know somebody to be in; each is decided once.
type Known = IdMap<RoomId, Option<RoomTag>>;

impl Sequencer {
    pub(super) fn whois(&mut self, asker: &Asker, name: &Name, draft: &mut Draft) -> Result<(), Refusal> {
        let who = self.find(name).ok_or_else(|| Refusal::NoSuchPerson(name.to_string()))?;
        let person = self.person(asker, who, &mut Known::default());
        draft.answer(asker, Notice::Person(person));
        Ok(())
    }

    /// Many at once. The answer is limited in people and in rooms, since one may be in very many.
    pub(super) fn find_people(&mut self, asker: &Asker, sought: &Sought, draft: &mut Draft) -> Result<(), Refusal> {
        let found: Vec<Sender> = match sought {
            Sought::Named(names) if names.len() > limits::SOUGHT => {
                return Err(Refusal::BadRange { max: limits::SOUGHT });
            }
            Sought::Named(names) => names.iter().filter_map(|name| self.present(name)).collect(),
            Sought::All => self.people.all().into_iter().filter(|who| self.lists(asker, who)).collect(),
        };
        let (mut people, mut rooms, mut known) = (Vec::new(), 0, Known::default());
        let count = found.len();
        for who in found.into_iter().take(limits::FOUND) {
            if rooms >= limits::FOUND_ROOMS {
                break;
            }
            let person = self.person(asker, who, &mut known);
            rooms += person.rooms.len();
            people.push(person);
        }
        let more = people.len() < count;
        draft.answer(asker, Notice::People { people, more });
        Ok(())
    }

    /// Somebody, as the asker may know them.
    fn person(&self, asker: &Asker, who: Sender, known: &mut Known) -> Person {
        let mut rooms: Vec<RoomId> = Vec::new();
        for session in self.people.seen(who.id) {
            rooms.extend(self.sessions.get(&session).into_iter().flat_map(|s| &s.rooms));
        }
        rooms.sort_unstable();
        rooms.dedup();
        let own = self.own.of(who.id);
        let shown = |id: &RoomId| own.shows(self.is_in(asker, *id) || self.is_beyond(asker, who.id));
        rooms.retain(shown);
        let open = |id| known.entry(id).or_insert_with(|| self.known_room(asker, id)).clone();
        let with_role = |room: RoomTag| {
            let live = self.rooms.get(&room.id);
            let role = live.and_then(|l| room::role_of(&l.room, who.id, l.present.is_first(who.id)));
            (room, role)
        };
        let mut rooms: Vec<_> = rooms.into_iter().filter_map(open).map(with_role).collect();
        // Ids are random: people and tests want the same order each time.
        rooms.sort_by_cached_key(|(room, _)| room.label.to_string());
        let (away, standing, rank) = (self.people.away(who.id).cloned(), self.standing(who.id), self.rank(who.id));
        let crate::Known { account, face, profile } = self.faces.get(who.id);
        let all = self.people.seen(who.id);
        let known = |session| self.sessions.get(session).map(Box::as_ref);
        let all: Vec<&super::Session> = all.iter().filter_map(known).collect();
        let here = !all.is_empty();
        let since = all.iter().map(|s| s.since).min().or_else(|| self.roll.made(who.id)).unwrap_or_default();
        let private = here && all.iter().all(|s| s.origin.private);
        let face = face.filter(|_| here);
        let profile = profile.filter(|_| here).unwrap_or_default();
        Person { who, standing, rank, away, rooms, face, profile, account, here, since, private }
    }

    /// Whether somebody stands in lists that the asker reads: not those who want to be found by their name only, unless they meet.
    fn lists(&self, asker: &Asker, who: &Sender) -> bool {
        let meets = || {
            let sessions = self.people.seen(who.id);
            let mut rooms = sessions.iter().filter_map(|session| self.sessions.get(session)).flat_map(|s| &s.rooms);
            rooms.any(|room| self.is_in(asker, *room))
        };
        let own = self.own.of(who.id);
        own.shows(false) || own.shows(self.is_beyond(asker, who.id) || meets())
    }

    fn is_in(&self, asker: &Asker, room: RoomId) -> bool {
        self.sessions.get(&asker.session).is_some_and(|session| session.rooms.contains(&room))
    }

    /// Whether nothing that somebody sets hides them from the asker: who they are themselves, or an operator.
    fn is_beyond(&self, asker: &Asker, who: PersonId) -> bool {
        let me = self.sessions.get(&asker.session).map(|session| session.who.id);
        me == Some(who) || self.is_seen(asker.session) && me.is_some_and(|me| self.rank(me) >= Some(Role::Moderator))
    }

    /// Whoever is here by that name, and has shown themselves.
    pub(super) fn present(&self, name: &Name) -> Option<Sender> {
        self.people.by_name(name).filter(|who| self.people.is_shown(who.id))
    }

    /// A named room of which the asker may know who is in it.
    fn known_room(&self, asker: &Asker, id: RoomId) -> Option<RoomTag> {
        let (actor, live) = (self.actor(asker, id)?, self.rooms.get(&id)?);
        let Kind::Named(name) = &live.room.state.kind else { return None };
        let open = room::visible(&live.room, &actor) && (actor.here() || !live.room.state.modes.private);
        open.then(|| RoomTag { id, label: RoomLabel::Named(name.clone()) })
    }

    pub(super) fn whowas(&self, asker: &Asker, name: &Name, draft: &mut Draft) -> Result<(), Halt> {
        draft.answer(asker, Notice::Were(self.past.of(name)));
        Ok(())
    }

    /// Every door may ask this of every newcomer: nothing is counted over all people.
    pub(super) fn census(&self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let (people, accounts, entering) = self.people.counts();
        let ranks = self.rooms.get(&RoomId::DIRECTORY).map(|live| &live.room.state.roles);
        let operates =
            |(id, (_, role)): &(&PersonId, &(Name, Role))| *role >= Role::Moderator && self.people.is_shown(**id);
        let census = Census {
            people,
            guests: people.saturating_sub(accounts),
            invisible: self.own.invisible(),
            operators: ranks.into_iter().flatten().filter(operates).count() + self.proved_only(),
            sessions: self.visitors(),
            entering,
            rooms: self.occupied,
            most: self.most,
        };
        draft.answer(asker, Notice::Census(census));
        Ok(())
    }

    /// Sessions that are somebody's who is here: not the operator's own console, nor those that still introduce themselves.
    fn visitors(&self) -> usize {
        let (.., entering) = self.people.counts();
        self.sessions
            .len()
            .saturating_sub(self.people.sessions(PersonId::SERVER).len() + self.people.all_programs() + entering)
    }

    /// One more may be the most there were.
    pub(super) fn count_visitors(&mut self) {
        self.most = self.most.max(self.visitors());
    }
}
