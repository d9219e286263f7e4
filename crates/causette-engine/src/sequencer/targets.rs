//! In which of somebody's rooms and conversations something was said, and when.

use super::draft::Draft;
use super::read::refusal;
use super::run::Halt;
use super::tail::OfTail;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted, last_word};
use causette_core::ids::{IdMap, IdSet};
use causette_core::{Kind, Millis, Notice, PersonId, RoomId, RoomTag, Standing, room};

impl Sequencer {
    /// Those whose last message was said between two moments. What memory does not know of them is read first.
    pub(super) fn targets(
        &mut self,
        asker: &Asker,
        (since, until): (Millis, Millis),
        limit: usize,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        room::targets_limit(limit)?;
        let Some(me) = self.sessions.get(&asker.session).map(|session| session.who.id) else { return Ok(()) };
        let mine = self.rooms_of(asker, me, draft.now);
        let read = match got {
            Some(Got::Spoken(spoken)) => Some(spoken.map_err(refusal)?),
            _ => None,
        };
        let in_store: IdMap<RoomId, Millis> = read.iter().flatten().map(|(room, _, at)| (*room, *at)).collect();
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for room in &mine {
            let Some(live) = self.rooms.get(room) else { continue };
            let floor = self.floor(asker, *room);
            match last_word(&OfTail { tail: &live.tail, floor }) {
                Ok(at) => found.extend(at.map(|at| (*room, live.room.state.kind.clone(), at))),
                Err(_) => {
                    unknown.push((*room, floor));
                    found.extend(in_store.get(room).map(|at| (*room, live.room.state.kind.clone(), *at)));
                }
            }
        }
        let is_account = self.standing(me) == Standing::Account;
        let Some(read) = read else {
            if unknown.is_empty() && !is_account {
                draft.answer(asker, self.targets_of(me, found, (since, until), limit));
                return Ok(());
            }
            let home = is_account.then_some((me, mine));
            return Err(Halt::Fetch(Wanted::Spoken { rooms: unknown, home }));
        };
        // Those of the account that nobody uses now.
        let others =
            read.into_iter().filter(|(room, ..)| !mine.contains(room) && self.people.member(me, *room).is_some());
        found.extend(others.filter_map(|(room, kind, at)| Some((room, kind?, at))));
        draft.answer(asker, self.targets_of(me, found, (since, until), limit));
        Ok(())
    }

    /// The rooms in memory that somebody is in or a member of, and may read, and their direct conversations.
    fn rooms_of(&self, asker: &Asker, me: PersonId, now: Millis) -> Vec<RoomId> {
        let sessions = self.people.sessions(me);
        let there: IdSet<RoomId> = sessions
            .iter()
            .filter_map(|session| self.sessions.get(session))
            .flat_map(|s| s.rooms.iter().copied())
            .collect();
        let is_mine = |(id, live): &(&RoomId, &super::Live)| {
            let belongs = match &live.room.state.kind {
                Kind::Named(_) => there.contains(*id) || self.people.member(me, **id).is_some(),
                Kind::Direct(a, b) => *a == me || *b == me,
            };
            belongs && self.actor(asker, **id).is_some_and(|actor| room::may_read(&live.room, &actor, now).is_ok())
        };
        let mut mine: Vec<RoomId> = self.rooms.iter().filter(is_mine).map(|(id, _)| *id).collect();
        mine.sort_unstable();
        mine
    }

    fn targets_of(
        &self,
        me: PersonId,
        mut found: Vec<(RoomId, Kind, Millis)>,
        (since, until): (Millis, Millis),
        limit: usize,
    ) -> Notice {
        // Nobody can be asked about a guest who is gone: the name is anybody's.
        let reachable = |kind: &Kind| match kind {
            Kind::Named(_) => true,
            Kind::Direct(a, b) => self.name_of(if *a == me { *b } else { *a }).is_some(),
        };
        found.retain(|(_, kind, at)| since < *at && *at < until && reachable(kind));
        found.sort_by_key(|(room, _, at)| (*at, *room));
        found.truncate(limit);
        let tag = |(id, kind, at): (RoomId, Kind, Millis)| (RoomTag { id, label: self.label(&kind, me) }, at);
        Notice::Targets(found.into_iter().map(tag).collect())
    }
}
