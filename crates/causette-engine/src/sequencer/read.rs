//! Reading: history, catching up, who is where, which rooms there are.

use super::draft::{Draft, Planned};
use super::run::Halt;
use super::tail::OfTail;
use super::{Asker, Sequencer};
use crate::SessionId;
use crate::submission::{Asked, Got, Wanted};
use causette_core::notice::{Member, Members, Page, RoomLine};
use causette_core::ports::paging::Edge;
use causette_core::ports::{ReadError, RoomRow};
use causette_core::{
    Command, Door, Gone, Kind, Notice, PersonId, Range, Refusal, Role, Room, RoomId, RoomLabel, RoomTag, Sender, Seq,
    Target, limits, room,
};
use std::sync::Arc;

pub(super) fn refusal(error: ReadError) -> Refusal {
    if error != ReadError::TooLong {
        tracing::error!(%error, "reading the store");
    }
    match error {
        ReadError::TooLong => Refusal::SearchTooWide,
        ReadError::Damaged { .. } => Refusal::Damaged,
        ReadError::Failed(_) => Refusal::Busy,
    }
}

impl Sequencer {
    pub(super) fn history(
        &mut self,
        asker: &Asker,
        of: &Target,
        (range, limit, only_words): (Range, usize, bool),
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (room, _) = self.allowed(asker, of, command, got.as_ref(), draft.now)?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let floor = self.floor(asker, room.id);
        let asked = Asked { range, limit, only_words, floor };
        if let Some(Got::Page(page)) = got {
            let page = self.shown(asker.session, above(page.map_err(refusal)?, floor));
            draft.answer(asker, Notice::Page { room, page });
        } else if asked.of(&OfTail { tail: &live.tail, floor }).is_ok() {
            draft.planned.push(Planned::Read { asker: asker.clone(), room, asked, catch_up: false });
        } else {
            return Err(Halt::Fetch(Wanted::Page(room.id, asked)));
        }
        Ok(())
    }

    /// The facts a slow session was not sent: up to the present if memory has them, else one page.
    pub(super) fn catch_up(
        &mut self,
        asker: &Asker,
        room: RoomId,
        after: Seq,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let Some(live) = self.rooms.get(&room).filter(|_| session.rooms.contains(&room)) else { return Ok(()) };
        let room = RoomTag { id: room, label: self.label(&live.room.state.kind, session.who.id) };
        let (limit, floor) = (limits::PAGE_FACTS, self.floor(asker, room.id));
        let asked = Asked { range: Range::After(after), limit, only_words: false, floor };
        if live.tail.covers(Edge::After(after), limit, floor) {
            draft.planned.push(Planned::Read { asker: asker.clone(), room, asked, catch_up: true });
            return Ok(());
        }
        let Some(Got::Page(page)) = got else {
            return Err(Halt::Fetch(Wanted::Page(room.id, asked)));
        };
        let page = self.shown(asker.session, above(page.map_err(refusal)?, floor));
        // Facts may have been added since the page was read: only memory can say that there is no more.
        let page = Page { more: true, ..page };
        draft.news(asker.session, Notice::Missed { room, page, members: None });
        Ok(())
    }

    /// A page without the words of those whom the session ignores.
    pub(super) fn shown(&self, session: SessionId, mut page: Page) -> Page {
        #[cfg(feature = "planted")]
        {
            page = self.plant.page(page);
        }
        let Some(ignored) = self.ignored.get(&session) else { return page };
        for fact in &mut page.facts {
            if fact.has_words() && ignored.contains(&fact.by.id) {
                *fact = Arc::new(fact.gone(Gone::Ignored));
            }
        }
        page
    }

    /// What a room is called by one of its members.
    pub(super) fn label(&self, kind: &Kind, reader: PersonId) -> RoomLabel {
        match kind {
            Kind::Named(name) => RoomLabel::Named(name.clone()),
            Kind::Direct(a, b) => {
                let other = if *a == reader { *b } else { *a };
                let gone = || causette_core::Name::given("?");
                RoomLabel::With(self.name_of(other).cloned().unwrap_or_else(gone))
            }
        }
    }

    pub(super) fn who(
        &mut self,
        asker: &Asker,
        of: &Target,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (room, _) = self.allowed(asker, of, command, got.as_ref(), draft.now)?;
        let members = self.members(room.id, self.names_for(asker.session));
        let profile = self.rooms.get(&room.id).map(|live| live.room.state.profile.clone()).unwrap_or_default();
        draft.answer(asker, Notice::Members { room, profile, members });
        Ok(())
    }

    /// How many names a session is told of a room at once.
    pub(super) fn names_for(&self, session: SessionId) -> usize {
        match self.sessions.get(&session).map(|s| s.origin.door) {
            Some(Door::Irc) => limits::NAME_LIST,
            Some(Door::Line | Door::Web | Door::Console) | None => limits::MEMBER_LIST,
        }
    }

    pub(super) fn door(&self, session: SessionId) -> Door {
        self.sessions.get(&session).map_or(Door::Line, |session| session.origin.door)
    }

    /// Who is there, `most` of them by name.
    pub(super) fn members(&self, room: RoomId, most: usize) -> Members {
        let Some(live) = self.rooms.get(&room) else { return Members::default() };
        let member = |who: Sender| {
            let away = self.people.away(who.id).is_some();
            let role = room::role_of(&live.room, who.id, live.present.is_first(who.id));
            let operator = self.rank(who.id) >= Some(Role::Moderator);
            let doors = self.people.seen(who.id).iter().map(|session| self.door(*session)).collect();
            Member { who, role, away, operator, doors }
        };
        match &live.room.state.kind {
            Kind::Named(_) => {
                let modes = &live.room.state.modes;
                Members { secret: modes.secret, private: modes.private, ..live.present.members(most, member) }
            }
            Kind::Direct(a, b) => {
                let pair: &[&PersonId] = if a == b { &[a] } else { &[a, b] };
                let sender = |id: &PersonId| Some(Sender { id: *id, name: self.name_of(*id)?.clone() });
                let people: Vec<_> = pair.iter().filter_map(|id| sender(id)).map(member).collect();
                Members { count: people.len(), people, ..Members::default() }
            }
        }
    }

    pub(super) fn list_rooms(&mut self, asker: &Asker, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(Got::Rooms(list)) = got else { return Err(Halt::Fetch(Wanted::Rooms)) };
        let (rows, more) = list.map_err(refusal)?;
        let mut rooms: Vec<RoomLine> = rows.iter().filter_map(|row| self.room_line(asker, row)).collect();
        rooms.sort_by_key(|line| std::cmp::Reverse(line.present));
        draft.answer(asker, Notice::Rooms { rooms, more });
        Ok(())
    }

    /// Rooms that somebody was let into and is not in, as far as they are in memory or among those that are listed: the others
    /// nobody is in, and only those that an account owns keep their invitations then.
    pub(super) fn invitations(&mut self, asker: &Asker, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(Got::Rooms(list)) = got else { return Err(Halt::Fetch(Wanted::Rooms)) };
        let (rows, _) = list.map_err(refusal)?;
        let unloaded = rows.iter().filter(|row| !self.rooms.contains_key(&row.id)).map(RoomRow::room);
        let known = self.rooms.values().map(|live| live.room.clone()).chain(unloaded);
        let mut rooms: Vec<RoomTag> = known.filter_map(|room| self.invitation(asker, &room)).collect();
        rooms.sort_unstable_by_key(|room| room.label.to_string());
        rooms.truncate(limits::ROOM_LIST);
        draft.answer(asker, Notice::Invitations(rooms));
        Ok(())
    }

    fn invitation(&self, asker: &Asker, room: &Room) -> Option<RoomTag> {
        let who = self.sessions.get(&asker.session)?.who.id;
        let outside = || self.actor(asker, room.id).is_some_and(|actor| !actor.here());
        let open = room.state.invited.contains_key(&who) && outside();
        open.then(|| RoomTag { id: room.id, label: self.label(&room.state.kind, PersonId::SERVER) })
    }

    /// A room as the asker may know it.
    fn room_line(&self, asker: &Asker, row: &RoomRow) -> Option<RoomLine> {
        let actor = self.actor(asker, row.id)?;
        let live = self.rooms.get(&row.id);
        let known = live.map_or_else(|| row.room(), |live| live.room.clone());
        let label = self.label(&known.state.kind, PersonId::SERVER);
        let readable = room::may_read(&known, &actor, known.at).is_ok();
        let topic = known.state.topic.clone().filter(|_| readable);
        let topic_at = known.state.topic_set.as_ref().filter(|_| readable).map(|set| set.at);
        room::visible(&known, &actor).then(|| RoomLine {
            room: RoomTag { id: row.id, label },
            present: live.map_or(0, |l| l.present.count()),
            head: known.head,
            topic,
            unread: actor.here().then(|| known.head - self.read_upto(&actor, &known)),
            made: known.state.made,
            topic_at,
        })
    }
}

/// A page that was read before it is answered, without what is not for its reader by now.
fn above(mut page: Page, floor: Seq) -> Page {
    let all = page.facts.len();
    page.facts.retain(|fact| fact.seq > floor);
    if page.facts.len() < all {
        page.expired_before = Some(floor + 1);
    }
    page
}
