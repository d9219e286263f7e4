//! How far people have read, and how much there is to read.

use super::draft::{Draft, Planned};
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::Got;
use causette_core::notice::UnreadLine;
use causette_core::{Actor, Command, Notice, Room, RoomTag, Seq, Target};

impl Sequencer {
    pub(super) fn mark(
        &mut self,
        asker: &Asker,
        of: &Target,
        upto: Seq,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (room, actor) = self.allowed(asker, of, command, got.as_ref(), draft.now)?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let after = live.room.head;
        let head = draft.rooms.get(&room.id).map_or(after, |drafted| drafted.head);
        // It counts at once. Not saved, it would only be read again after a restart.
        let (asker, person) = (Some(asker.clone()), actor.who.id);
        let seq = self.people.set_mark(person, room.id, upto.min(head));
        draft.planned.push(Planned::Mark { asker, room, person, seq, after });
        Ok(())
    }

    /// Rooms the session is in where there is something to read.
    pub(super) fn unread(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let lines = self.unread_lines(asker);
        draft.answer(asker, Notice::Unread(lines));
        Ok(())
    }

    pub(super) fn unread_lines(&self, asker: &Asker) -> Vec<UnreadLine> {
        let Some(session) = self.sessions.get(&asker.session) else { return Vec::new() };
        let line = |id: &causette_core::RoomId| {
            let (actor, live) = (self.actor(asker, *id)?, self.rooms.get(id)?);
            let read = self.read_upto(&actor, &live.room);
            let room = RoomTag { id: *id, label: self.label(&live.room.state.kind, actor.who.id) };
            let count = live.room.head.saturating_sub(read);
            (count > 0).then_some(UnreadLine { room, read, count })
        };
        session.rooms.iter().filter_map(line).collect()
    }

    /// The last number somebody has read: as they said, or else what was there when they entered. What is kept no more
    /// cannot be read.
    pub(super) fn read_upto(&self, actor: &Actor, room: &Room) -> Seq {
        let said = self.people.mark(actor.who.id, room.id);
        let gone = self.rooms.get(&room.id).map_or(0, |live| live.kept_after);
        said.or(actor.since).unwrap_or(room.head).max(gone).min(room.head)
    }
}
