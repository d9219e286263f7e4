//! Reading: history, catching up, who is where, which rooms there are.

use super::draft::{Draft, Planned};
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use causette_core::notice::{Members, Page, RoomLine};
use causette_core::ports::{ReadError, RoomRow};
use causette_core::{
    Command, Kind, Notice, PersonId, Range, Refusal, RoomId, RoomLabel, RoomTag, Sender, Seq, Target, limits, room,
};

fn refusal(error: ReadError) -> Refusal {
    tracing::error!(%error, "reading the store");
    match error {
        ReadError::Damaged { .. } => Refusal::Damaged,
        ReadError::Failed(_) => Refusal::Busy,
    }
}

impl Sequencer {
    pub(super) fn history(
        &mut self,
        asker: &Asker,
        of: &Target,
        (range, limit): (Range, usize),
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let room = self.existing(asker, of, got.as_ref())?;
        let (Some(actor), Some(live)) = (self.actor(asker, room.id), self.rooms.get(&room.id)) else { return Ok(()) };
        room::decide(&live.room, &actor, command, draft.now)?;
        if let Some(Got::Page(page)) = got {
            draft.answer(asker, Notice::Page { room, page: page.map_err(refusal)? });
        } else if live.tail.covers(range, limit) {
            draft.planned.push(Planned::Read { asker: asker.clone(), room, range, limit, catch_up: false });
        } else {
            return Err(Halt::Fetch(Wanted::Page(room.id, range, limit)));
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
        let (range, limit) = (Range::After(after), limits::PAGE_FACTS);
        if live.tail.covers(range, limit) {
            draft.planned.push(Planned::Read { asker: asker.clone(), room, range, limit, catch_up: true });
            return Ok(());
        }
        match got {
            Some(Got::Page(page)) => {
                let page = page.map_err(refusal)?;
                // Facts may have been added since the page was read: only memory can say that there is no more.
                let page = Page { more: true, ..page };
                draft.news(asker.session, Notice::Missed { room, page, members: None });
                Ok(())
            }
            Some(Got::Room(_) | Got::Rooms(_)) | None => Err(Halt::Fetch(Wanted::Page(room.id, range, limit))),
        }
    }

    /// What a room is called by one of its members.
    pub(super) fn label(&self, kind: &Kind, reader: PersonId) -> RoomLabel {
        match kind {
            Kind::Named(name) => RoomLabel::Named(name.clone()),
            Kind::Direct(a, b) => {
                let other = if *a == reader { *b } else { *a };
                let gone = || causette_core::Name::given("?");
                RoomLabel::With(self.people.name(other).cloned().unwrap_or_else(gone))
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
        let room = self.existing(asker, of, got.as_ref())?;
        let (Some(actor), Some(live)) = (self.actor(asker, room.id), self.rooms.get(&room.id)) else { return Ok(()) };
        room::decide(&live.room, &actor, command, draft.now)?;
        let members = self.members(room.id);
        draft.answer(asker, Notice::Members { room, members });
        Ok(())
    }

    pub(super) fn members(&self, room: RoomId) -> Members {
        let Some(live) = self.rooms.get(&room) else { return Members::default() };
        match &live.room.state.kind {
            Kind::Named(_) => live.present.members(),
            Kind::Direct(a, b) => {
                let sender = |id: &PersonId| Some(Sender { id: *id, name: self.people.name(*id)?.clone() });
                let people: Vec<_> = [a, b].into_iter().filter_map(sender).collect();
                Members { count: people.len(), people }
            }
        }
    }

    pub(super) fn list_rooms(&mut self, asker: &Asker, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(Got::Rooms(list)) = got else { return Err(Halt::Fetch(Wanted::Rooms)) };
        let (rows, more) = list.map_err(refusal)?;
        let mut rooms: Vec<RoomLine> = rows.iter().map(|row| self.room_line(row)).collect();
        rooms.sort_by_key(|line| std::cmp::Reverse(line.present));
        draft.answer(asker, Notice::Rooms { rooms, more });
        Ok(())
    }

    fn room_line(&self, row: &RoomRow) -> RoomLine {
        let live = self.rooms.get(&row.id);
        let room = RoomTag { id: row.id, label: self.label(&row.kind, PersonId::SERVER) };
        let present = live.map_or(0, |l| l.present.count());
        RoomLine { room, present, head: live.map_or(row.head, |l| l.room.head) }
    }
}
