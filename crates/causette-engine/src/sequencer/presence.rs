//! Who is in a room right now, by name; since when; and what a slow room must know of them.

use causette_core::ids::IdMap;
use causette_core::notice::{Member, Members};
use causette_core::{Millis, Name, PersonId, Sender, Seq, limits};
use std::collections::BTreeMap;

#[derive(Debug)]
struct Here {
    id: PersonId,
    sessions: u32,
    /// The room's last number when they entered.
    since: Seq,
}

/// People, sorted by name; a person with several sessions counts once.
#[derive(Debug, Default)]
pub(super) struct Presence {
    here: BTreeMap<Name, Here>,
    /// Who entered when nobody was there, while they stay.
    first: Option<PersonId>,
    /// When people last said something, where the room is slow.
    spoke: IdMap<PersonId, Millis>,
}

impl Presence {
    /// Adds a session; true when its person was not there yet. `head` is the room's last number.
    pub(super) fn add(&mut self, who: &Sender, head: Seq) -> bool {
        if self.here.is_empty() {
            self.first = Some(who.id);
        }
        let here = self.here.entry(who.name.clone()).or_insert(Here { id: who.id, sessions: 0, since: head });
        here.id = who.id;
        here.sessions += 1;
        here.sessions == 1
    }

    /// They came after no later number than this: what was decided before them was not stored in the end.
    pub(super) fn came_after(&mut self, who: &Sender, head: Seq) {
        if let Some(here) = self.here.get_mut(&who.name) {
            here.since = here.since.min(head);
        }
    }

    /// Removes a session; true when it was its person's last.
    pub(super) fn remove(&mut self, who: &Sender) -> bool {
        match self.here.get_mut(&who.name) {
            Some(here) if here.sessions > 1 => {
                here.sessions -= 1;
                false
            }
            Some(_) => self.forget(who),
            None => false,
        }
    }

    fn forget(&mut self, who: &Sender) -> bool {
        if self.first == Some(who.id) {
            self.first = None;
        }
        // Coming back is no way around a pause: who spoke is remembered while anybody is there.
        let gone = self.here.remove(&who.name).is_some();
        if self.here.is_empty() {
            self.spoke = IdMap::default();
        }
        gone
    }

    /// The same person under another name, or the same name under another id.
    pub(super) fn rename(&mut self, old: &Sender, new: &Sender) {
        if let Some(here) = self.here.remove(&old.name) {
            self.here.insert(new.name.clone(), Here { id: new.id, ..here });
        }
        if self.first == Some(old.id) {
            self.first = Some(new.id);
        }
        if let Some(at) = self.spoke.remove(&old.id) {
            self.spoke.insert(new.id, at);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.here.len()
    }

    /// The room's last number when they entered, if they are there.
    pub(super) fn since(&self, who: &Sender) -> Option<Seq> {
        self.here.get(&who.name).filter(|here| here.id == who.id).map(|here| here.since)
    }

    pub(super) fn first(&self) -> Option<PersonId> {
        self.first
    }

    /// Whoever found the room empty is from here on one of many.
    pub(super) fn step_down(&mut self) {
        self.first = None;
    }

    pub(super) fn is_first(&self, who: PersonId) -> bool {
        self.first == Some(who)
    }

    pub(super) fn last_said(&self, who: PersonId) -> Option<Millis> {
        self.spoke.get(&who).copied()
    }

    pub(super) fn said(&mut self, who: PersonId, at: Millis) {
        self.spoke.insert(who, at);
    }

    /// What they said was not saved after all.
    pub(super) fn unsaid(&mut self, who: PersonId) {
        self.spoke.remove(&who);
    }

    /// Whether comings and goings are announced one by one.
    pub(super) fn announced(&self) -> bool {
        self.here.len() <= limits::PRESENCE_ANNOUNCED
    }

    /// Those there, the first `most` by name.
    pub(super) fn members(&self, most: usize, mut member: impl FnMut(Sender) -> Member) -> Members {
        let sender = |(name, here): (&Name, &Here)| member(Sender { id: here.id, name: name.clone() });
        let people = self.here.iter().take(most).map(sender).collect();
        Members { people, count: self.here.len(), ..Members::default() }
    }
}
