//! What people are called: who a session is, whom a name means, another name.

use super::draft::{Draft, Planned};
use super::roll::server;
use super::{Asker, Sequencer};
use crate::{Event, SessionId};
use causette_core::{
    Kind, Millis, Name, Notice, PersonId, Refusal, RoomId, RoomLabel, RoomTag, Sender, Signal, Standing, limits,
};

impl Sequencer {
    /// A guest nobody knows yet.
    pub(super) fn newcomer(&mut self) -> Sender {
        Sender { id: PersonId(self.ids.fresh()), name: self.people.guest_name() }
    }

    pub(super) fn hello(&self, asker: &Asker, draft: &mut Draft) {
        let welcome = self.welcome(asker.session, None, draft.now);
        draft.answer(asker, welcome);
    }

    /// Who a session is. A guest's token is signed and made anew each time; an account's is shown once, when it is made.
    pub(super) fn welcome(&self, session: SessionId, token: Option<String>, now: Millis) -> Notice {
        let you = self.sessions.get(&session).map_or_else(server, |s| s.who.clone());
        let (standing, rank) = (self.standing(you.id), self.rank_of(session));
        let resume = match standing {
            Standing::Guest => self.accounts.guest_token(you.id, Millis(now.0.saturating_add(limits::RESUME_MS))),
            Standing::Account => token.unwrap_or_default(),
        };
        let program = self.grant(session).map(Box::new);
        Notice::Welcome { you, standing, rank, program, resume }
    }

    /// Guest or account.
    pub(super) fn standing(&self, id: PersonId) -> Standing {
        if self.roll.has(id) { Standing::Account } else { Standing::Guest }
    }

    /// What somebody is called: as they are here, or as their account is.
    pub(super) fn name_of(&self, id: PersonId) -> Option<&Name> {
        self.people.name(id).or_else(|| self.roll.name(id))
    }

    /// Who bears that name: whoever is here by it, or the account that has it.
    pub(super) fn find(&self, name: &Name) -> Option<Sender> {
        self.people.by_name(name).filter(|who| self.is_somebody(who.id)).or_else(|| self.roll.by_name(name))
    }

    pub(super) fn nick(&mut self, asker: &Asker, name: Name, draft: &mut Draft) -> Result<(), Refusal> {
        let Some(old) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        self.people.free(old.id, &name)?;
        self.roll.free(old.id, &name)?;
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.named = true;
        }
        self.rename(&old, name, Some(asker), draft);
        Ok(())
    }

    /// Gives somebody another name on all their sessions: they asked for it, or its owner came.
    pub(super) fn rename(&mut self, old: &Sender, name: Name, asker: Option<&Asker>, draft: &mut Draft) {
        let new = Sender { id: old.id, name: name.clone() };
        self.people.rename(old, &name);
        let mut rooms: Vec<RoomId> = Vec::new();
        let by = asker.map(|asker| asker.session);
        for other in self.people.sessions(old.id) {
            let Some(session) = self.sessions.get_mut(&other) else { continue };
            session.who = new.clone();
            rooms.extend(&session.rooms);
            if Some(other) != by {
                draft.news(other, Notice::Named(new.clone()));
            }
        }
        if let Some(asker) = asker {
            draft.answer(asker, Notice::Named(new.clone()));
        }
        rooms.sort_unstable();
        rooms.dedup();
        for room in rooms {
            self.renamed_in(room, by, old, &new, draft);
        }
    }

    fn renamed_in(&mut self, room: RoomId, by: Option<SessionId>, old: &Sender, new: &Sender, draft: &mut Draft) {
        let Some(live) = self.rooms.get_mut(&room) else { return };
        match live.room.state.kind.clone() {
            Kind::Named(_) => {
                let there = live.present.since(old).is_some();
                live.present.rename(old, new);
                if there && live.present.announced() && old.name != new.name {
                    let signal = Signal::Renamed(old.clone(), new.name.clone());
                    draft.tell(Event::Signal { room, signal, but: by });
                }
            }
            Kind::Direct(a, b) => {
                let other = if a == old.id { b } else { a };
                for session in self.people.sessions(other) {
                    let room = RoomTag { id: room, label: RoomLabel::With(new.name.clone()) };
                    if self.sessions.get(&session).is_some_and(|s| s.rooms.contains(&room.id)) {
                        draft.planned.push(Planned::Pair { session, room, opens: false });
                    }
                }
            }
        }
    }
}
