//! What people set for themselves, and whom it keeps off.

use super::draft::Draft;
use super::run::Halt;
use super::{Asker, Sequencer};
use causette_core::ids::IdMap;
use causette_core::{Fact, Kind, Notice, OwnMode, OwnModes, PersonId, Refusal, RoomId, limits};

/// Of those who set anything: few do.
#[derive(Debug, Default)]
pub(super) struct Own {
    modes: IdMap<PersonId, OwnModes>,
    /// How many of them are invisible.
    invisible: usize,
    /// The guests to whom those wrote who take no messages of guests; the oldest first.
    answered: IdMap<PersonId, Vec<PersonId>>,
}

impl Own {
    pub(super) fn of(&self, person: PersonId) -> OwnModes {
        self.modes.get(&person).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, person: PersonId, modes: OwnModes) {
        let before = match modes == OwnModes::default() {
            true => self.modes.remove(&person),
            false => self.modes.insert(person, modes),
        };
        self.invisible += usize::from(modes.invisible);
        self.invisible -= usize::from(before.is_some_and(|before| before.invisible));
        if !modes.accounts_only {
            self.answered.remove(&person);
        }
    }

    fn wrote(&mut self, from: PersonId, to: PersonId) {
        if !self.of(from).accounts_only {
            return;
        }
        let answered = self.answered.entry(from).or_default();
        if !answered.contains(&to) {
            if answered.len() >= limits::ANSWERED {
                answered.remove(0);
            }
            answered.push(to);
        }
    }

    fn wrote_first(&self, from: PersonId, to: PersonId) -> bool {
        self.answered.get(&from).is_some_and(|people| people.contains(&to))
    }

    /// They left.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.set(person, OwnModes::default());
    }

    /// How many people are invisible.
    pub(super) fn invisible(&self) -> usize {
        self.invisible
    }
}

impl Sequencer {
    pub(super) fn own_modes(
        &mut self,
        asker: &Asker,
        change: Option<(OwnMode, bool)>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        let before = self.own.of(me);
        let modes = change.map_or(before, |(mode, on)| before.with(mode, on));
        if modes != before {
            self.own.set(me, modes);
            for session in self.people.sessions(me) {
                if session != asker.session && self.hears(session, None) {
                    draft.news(session, Notice::OwnModes(modes));
                }
            }
        }
        draft.answer(asker, Notice::OwnModes(modes));
        Ok(())
    }

    /// Whether somebody takes messages of this session's person: asked before a conversation is made, and at each message in it.
    pub(super) fn may_write(&self, asker: &Asker, to: PersonId) -> Result<(), Refusal> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        let modes = self.own.of(to);
        // Nearly nobody sets anything, and one's own notes are one's own.
        let Some(name) = self.name_of(to).filter(|_| modes != OwnModes::default() && me != to) else { return Ok(()) };
        modes.may_write(name, self.standing(me), self.own.wrote_first(to, me))
    }

    /// Whoever was written to may answer.
    pub(super) fn wrote(&mut self, room: RoomId, fact: &Fact) {
        let Some(Kind::Direct(a, b)) = self.rooms.get(&room).map(|live| &live.room.state.kind) else { return };
        let other = if *a == fact.by.id { *b } else { *a };
        self.own.wrote(fact.by.id, other);
    }
}
