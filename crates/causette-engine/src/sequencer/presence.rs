//! Who is in a room right now, by name.

use causette_core::notice::Members;
use causette_core::{Name, PersonId, Sender, limits};
use std::collections::BTreeMap;

#[derive(Debug)]
struct Here {
    id: PersonId,
    sessions: u32,
}

/// People, sorted by name; a person with several sessions counts once.
#[derive(Debug, Default)]
pub(super) struct Presence(BTreeMap<Name, Here>);

impl Presence {
    /// Adds a session; true when its person was not there yet.
    pub(super) fn add(&mut self, who: &Sender) -> bool {
        let here = self.0.entry(who.name.clone()).or_insert(Here { id: who.id, sessions: 0 });
        here.id = who.id;
        here.sessions += 1;
        here.sessions == 1
    }

    /// Removes a session; true when it was its person's last.
    pub(super) fn remove(&mut self, who: &Sender) -> bool {
        match self.0.get_mut(&who.name) {
            Some(here) if here.sessions > 1 => {
                here.sessions -= 1;
                false
            }
            Some(_) => self.0.remove(&who.name).is_some(),
            None => false,
        }
    }

    /// The same person under another name, or the same name under another id.
    pub(super) fn rename(&mut self, old: &Sender, new: &Sender) {
        if let Some(here) = self.0.remove(&old.name) {
            self.0.insert(new.name.clone(), Here { id: new.id, ..here });
        }
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether comings and goings are announced one by one.
    pub(super) fn announced(&self) -> bool {
        self.0.len() <= limits::PRESENCE_ANNOUNCED
    }

    pub(super) fn members(&self) -> Members {
        let sender = |(name, here): (&Name, &Here)| Sender { id: here.id, name: name.clone() };
        Members { people: self.0.iter().take(limits::MEMBER_LIST).map(sender).collect(), count: self.0.len() }
    }
}
