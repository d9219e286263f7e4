//! How people present themselves, and who is somebody to others yet.

use super::draft::Draft;
use super::{Asker, Sequencer};
use crate::{Event, SessionId, Submission};
use causette_core::name::NameFault;
use causette_core::{Account, Door, Face, Notice, PersonId, Refusal, Sender, Signal};
use std::collections::VecDeque;
use std::sync::Arc;

/// Who left, and in which batch: shards are behind by no more batches than their inbox takes, and may still have to say who it was.
#[derive(Debug, Default)]
pub(super) struct Departed {
    batch: u64,
    gone: VecDeque<(u64, PersonId)>,
}

/// Batches for which somebody who left is still known.
const REMEMBERED: u64 = 2 * crate::limits::SHARD_INBOX as u64;

impl Departed {
    fn add(&mut self, person: PersonId) {
        self.gone.push_back((self.batch, person));
    }

    /// Another batch begins: those whom no shard asks about any more.
    pub(super) fn next_batch(&mut self) -> impl Iterator<Item = PersonId> {
        self.batch += 1;
        let old = self.gone.iter().take_while(|(batch, _)| batch + REMEMBERED < self.batch).count();
        self.gone.drain(..old).map(|(_, person)| person)
    }
}

impl Sequencer {
    /// A session says how its person presents themselves.
    pub(super) fn introduce(&mut self, asker: &Asker, face: &Face, draft: &mut Draft) -> Result<(), Refusal> {
        let Some(session) = self.sessions.get_mut(&asker.session) else { return Ok(()) };
        if !session.named {
            return Err(Refusal::BadName(NameFault::Empty));
        }
        session.face = Some(Box::new(face.clone()));
        let rooms = std::mem::take(&mut session.awaiting);
        let who = session.who.clone();
        self.people.show(&who);
        self.count_visitors();
        self.present_as(&who, face.clone(), asker.session, draft);
        draft.answer(asker, Notice::Introduced);
        self.tell_marks_of_rooms_not_followed(asker.session, draft);
        if !rooms.is_empty() {
            self.queue.push_front(Submission::Follow { session: asker.session, rooms });
        }
        Ok(())
    }

    /// Somebody has this face from here on; their rooms hear of another one, as of another name.
    pub(super) fn present_as(&mut self, who: &Sender, face: Face, by: SessionId, draft: &mut Draft) {
        let known = self.faces.get(who.id).face.is_some();
        if !self.faces.face(who.id, Some(face)) {
            return;
        }
        if known {
            self.tell_watchers_of_face(who, by, draft);
        }
        for room in self.rooms_where_announced(who.id) {
            draft.tell(Event::Signal { room, signal: Signal::Described(who.clone()), but: Some(by) });
        }
    }

    /// Whether somebody is anybody to others: an IRC session that is still introducing itself only holds its name.
    pub(super) fn is_somebody(&self, person: PersonId) -> bool {
        self.roll.has(person) || self.people.is_shown(person)
    }

    /// Whether a session is more than a name that is held: only IRC has people wait until all is said of them.
    pub(super) fn has_introduced_itself(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|s| s.origin.door != Door::Irc || s.face.is_some())
    }

    /// A session is no longer its person's; after the last one they are gone.
    pub(super) fn depart(&mut self, who: &Sender, session: SessionId) {
        self.people.depart(who, session);
        let known = self.faces.get(who.id);
        if self.people.seen(who.id).is_empty() {
            self.own.forget(who.id);
        }
        if self.people.name(who.id).is_none() && (known.face.is_some() || known.profile.is_some()) {
            self.departed.add(who.id);
        }
    }

    /// Forgets the faces of those who left a while ago.
    pub(super) fn forget_faces(&mut self) {
        for person in self.departed.next_batch() {
            if self.people.name(person).is_none() {
                self.faces.face(person, None);
                self.faces.profile(person, Arc::default());
            }
        }
    }

    /// A session is somebody else from here on, and presents them as it presented who it was.
    pub(super) fn present_anew(&mut self, session: SessionId, draft: &mut Draft) {
        let Some(state) = self.sessions.get(&session) else { return };
        let (who, face) = (state.who.clone(), state.face.as_deref().cloned());
        match face {
            Some(face) => self.present_as(&who, face, session, draft),
            // Not as they did when they were last here.
            None if self.people.seen(who.id).len() == 1 => {
                self.faces.face(who.id, None);
            }
            None => {}
        }
    }

    /// There is this account.
    pub(super) fn enrol(&mut self, account: Account) {
        self.faces.account(&account);
        self.roll.add(account);
    }
}
