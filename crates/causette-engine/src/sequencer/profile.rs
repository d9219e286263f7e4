//! What people say of themselves under keys: a guest's as long as they are here, an account's for good.

use super::draft::{Draft, Then};
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::{Event, SessionId};
use causette_core::{
    AccountChange, Kind, Notice, PersonId, Profile, ProfileChanges, ProfileEdit, RoomId, Sender, Signal,
};
use std::sync::Arc;

impl Sequencer {
    /// A session's person says something else of themselves, or asks what they say.
    pub(super) fn profile(&mut self, asker: &Asker, edit: Option<&ProfileEdit>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(who) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        let profile = self.profile_of(who.id);
        let Some(edit) = edit else {
            draft.answer(asker, Notice::Profile { profile, changes: [].into() });
            return Ok(());
        };
        let changes = profile.edited(edit)?;
        if self.roll.name(who.id).is_some() {
            let stored = vec![AccountChange::Profile(who.id, changes.clone())];
            self.plan_accounts(Some(asker), stored, Then::Profiled(who, changes), draft);
            // What is wished next is decided against what this makes true.
            draft.cut = true;
            return Ok(());
        }
        let answer = self.profiled(&who, &changes, asker.session, draft);
        draft.answer(asker, answer);
        Ok(())
    }

    /// It is so from here on, and told to those whom it concerns but for the session that asked; its answer.
    pub(super) fn profiled(
        &mut self,
        who: &Sender,
        changes: &ProfileChanges,
        by: SessionId,
        draft: &mut Draft,
    ) -> Notice {
        let mut profile = Profile::clone(&self.profile_of(who.id));
        profile.apply(changes);
        self.says(who.id, changes);
        let profile = Arc::new(profile);
        // Whoever left meanwhile has it stored, and is shown to nobody.
        if self.people.name(who.id).is_some() {
            self.faces.profile(who.id, profile.clone());
            self.tell_of_profile(who, changes, by, draft);
        }
        Notice::Profile { profile, changes: changes.clone() }
    }

    fn tell_of_profile(&self, who: &Sender, changes: &ProfileChanges, by: SessionId, draft: &mut Draft) {
        for room in self.rooms_where_announced(who.id) {
            let signal = Signal::Profiled(who.clone(), changes.clone());
            draft.tell(Event::Signal { room, signal, but: Some(by) });
        }
        let mut others = self.people.sessions(who.id).into_vec();
        others.retain(|session| self.hears(*session, None));
        if self.people.is_shown(who.id) {
            others.extend(self.watchers_of(&who.name));
        }
        others.sort_unstable();
        others.dedup();
        for session in others {
            if session != by && !self.hears_of(session, who) {
                draft.news(session, Notice::WatchedProfile(who.clone(), changes.clone()));
            }
        }
    }

    /// Named rooms that somebody is in and where it is announced who comes and goes.
    pub(super) fn rooms_where_announced(&self, person: PersonId) -> Vec<RoomId> {
        let mut rooms: Vec<RoomId> = Vec::new();
        for session in self.people.seen(person) {
            rooms.extend(self.sessions.get(&session).into_iter().flat_map(|s| &s.rooms));
        }
        rooms.sort_unstable();
        rooms.dedup();
        rooms.retain(|room| {
            let named = self.rooms.get(room).filter(|live| matches!(live.room.state.kind, Kind::Named(_)));
            named.is_some_and(|live| live.present.announced())
        });
        rooms
    }

    /// What somebody who is here says of themselves.
    pub(super) fn profile_of(&self, person: PersonId) -> Arc<Profile> {
        self.faces.get(person).profile.unwrap_or_default()
    }
}
