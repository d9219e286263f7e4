//! Who presents themselves how, for doors that name people by more than their name. The sequencer writes it, doors read it.

use causette_core::ids::IdMap;
use causette_core::{Account, Face, Name, PersonId, Profile};
use std::sync::{Arc, PoisonError, RwLock};

/// What is known of a person beside the name they bear.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Known {
    /// The name of their account, if they have one.
    pub account: Option<Name>,
    /// How they present themselves, if they are here and did.
    pub face: Option<Face>,
    /// What they say of themselves, if they are here and say anything.
    pub profile: Option<Arc<Profile>>,
}

/// All accounts, and the faces of those who are here. Somebody who leaves is known a little longer, so that a shard can still
/// say who left.
#[derive(Default, Debug)]
pub struct Faces(RwLock<IdMap<PersonId, Known>>);

impl Faces {
    /// What is known of somebody; nothing is of most guests.
    pub fn get(&self, person: PersonId) -> Known {
        self.read(person, |known| known.cloned().unwrap_or_default())
    }

    /// The same without a copy, for what is looked at with each message. Everybody waits for `look`: let it be short.
    pub fn read<T>(&self, person: PersonId, look: impl FnOnce(Option<&Known>) -> T) -> T {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        look(all.get(&person))
    }

    pub(crate) fn account(&self, account: &Account) {
        self.change(account.id, |known| known.account = Some(account.name.clone()));
    }

    pub(crate) fn no_account(&self, person: PersonId) {
        self.change(person, |known| known.account = None);
    }

    /// True when it is another than before.
    pub(crate) fn face(&self, person: PersonId, face: Option<Face>) -> bool {
        self.change(person, |known| {
            let new = known.face != face;
            known.face = face;
            new
        })
    }

    pub(crate) fn profile(&self, person: PersonId, profile: Arc<Profile>) {
        self.change(person, |known| known.profile = Some(profile).filter(|profile| !profile.is_empty()));
    }

    fn change<T>(&self, person: PersonId, change: impl FnOnce(&mut Known) -> T) -> T {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(person).or_default();
        let changed = change(known);
        if *known == Known::default() {
            all.remove(&person);
        }
        changed
    }
}
