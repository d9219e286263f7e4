//! What is said to those of a role in a room and to nobody else. It is told at once and stored nowhere.

use super::draft::Draft;
use super::run::Halt;
use super::{Asker, Live, Sequencer};
use crate::SessionId;
use crate::submission::Got;
use causette_core::{Command, Given, Notice, PersonId, Role, RoomId, RoomName, Style, Target, Text, room};

impl Sequencer {
    pub(super) fn aside(
        &mut self,
        asker: &Asker,
        (name, role): (&RoomName, Role),
        (text, style): (&Text, Style),
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let tag = self.existing(asker, &Target::Room(name.clone()), got.as_ref())?;
        let given: Given = self.given_for(asker, command, tag.id);
        let (Some(actor), Some(live)) = (self.actor(asker, tag.id), self.rooms.get_mut(&tag.id)) else { return Ok(()) };
        let drafted = draft.rooms.get(&tag.id).unwrap_or(&live.room);
        room::decide(drafted, &actor, command, &given, draft.now)?;
        if drafted.state.modes.slow > 0 {
            live.present.said(actor.who.id, draft.now);
        }
        let by = actor.who;
        let notice = Notice::Aside { room: tag.clone(), role, by: by.clone(), text: text.clone(), style };
        for session in self.audience(tag.id, role) {
            let ignores = self.ignored.get(&session).is_some_and(|ignored| ignored.contains(&by.id));
            if session != asker.session && !ignores {
                draft.news(session, notice.clone());
            }
        }
        draft.answer(asker, notice);
        Ok(())
    }

    /// The sessions in a room of those who have that role there, or a higher one.
    fn audience(&self, id: RoomId, role: Role) -> Vec<SessionId> {
        let Some(Live { room, present, .. }) = self.rooms.get(&id) else { return Vec::new() };
        let mut people: Vec<PersonId> = room.state.roles.keys().copied().chain(present.first()).collect();
        people.sort_unstable();
        people.dedup();
        people.retain(|who| room::role_of(room, *who, present.is_first(*who)) >= Some(role));
        let sessions = people.into_iter().flat_map(|who| self.people.sessions(who));
        let here = |session: &SessionId| self.sessions.get(session).is_some_and(|s| s.rooms.contains(&id));
        sessions.filter(here).collect()
    }
}
