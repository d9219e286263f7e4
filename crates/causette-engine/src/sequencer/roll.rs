//! All accounts there are: who bears which name, for good. In memory, so that a message to somebody who is not here, a name
//! that is taken and a ban of somebody who left need no disk.

use causette_core::ids::IdMap;
use causette_core::name::NameKey;
use causette_core::{Account, Millis, Name, PersonId, Refusal, Sender};
use std::collections::BTreeMap;
use std::ops::Bound;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Roll {
    /// By every key of the name, so that a look-alike is found too.
    keys: BTreeMap<NameKey, PersonId>,
    accounts: IdMap<PersonId, (Name, Millis)>,
}

impl Roll {
    pub(super) fn new(accounts: Vec<Account>) -> Roll {
        let mut roll = Roll::default();
        accounts.into_iter().for_each(|account| roll.add(account));
        roll
    }

    pub(super) fn add(&mut self, account: Account) {
        self.keys.extend(account.name.keys().map(|key| (key, account.id)));
        self.accounts.insert(account.id, (account.name, account.made));
    }

    pub(super) fn remove(&mut self, id: PersonId) {
        let Some((name, _)) = self.accounts.remove(&id) else { return };
        for key in name.keys() {
            self.keys.remove(&key);
        }
    }

    /// All of them, by id: for tests.
    #[cfg(feature = "planted")]
    pub(super) fn remembered(&self) -> Vec<Account> {
        let account =
            |(id, (name, made)): (&PersonId, &(Name, Millis))| Account { id: *id, name: name.clone(), made: *made };
        let mut all: Vec<Account> = self.accounts.iter().map(account).collect();
        all.sort_unstable_by_key(|account| account.id);
        all
    }

    pub(super) fn len(&self) -> usize {
        self.accounts.len()
    }

    /// Whether it is an account; the server itself is one.
    pub(super) fn has(&self, id: PersonId) -> bool {
        id == PersonId::SERVER || self.accounts.contains_key(&id)
    }

    pub(super) fn name(&self, id: PersonId) -> Option<&Name> {
        self.accounts.get(&id).map(|(name, _)| name)
    }

    pub(super) fn made(&self, id: PersonId) -> Option<Millis> {
        self.accounts.get(&id).map(|(_, made)| *made)
    }

    /// The account of that name, in any case.
    pub(super) fn by_name(&self, name: &Name) -> Option<Sender> {
        let id = *self.keys.get(&name.key())?;
        Some(Sender { id, name: self.name(id)?.clone() })
    }

    /// Whether `who` may bear `name`: no other account has it, or one that looks like it.
    pub(super) fn free(&self, who: PersonId, name: &Name) -> Result<(), Refusal> {
        for (i, key) in name.keys().enumerate() {
            let other = self.keys.get(&key).filter(|id| **id != who);
            if let Some(borne) = other.and_then(|id| self.name(*id)) {
                return Err(super::people::taken(borne, name, i == 0));
            }
        }
        Ok(())
    }

    /// Accounts in the order of their names, after this one.
    pub(super) fn after(&self, name: Option<&Name>) -> impl Iterator<Item = Sender> {
        let from = name.map_or(Bound::Unbounded, |name| Bound::Excluded(name.key()));
        // A name has several keys, and is listed by its first.
        self.keys.range((from, Bound::Unbounded)).filter_map(|(key, id)| {
            let name = self.name(*id).filter(|name| name.key() == *key)?;
            Some(Sender { id: *id, name: name.clone() })
        })
    }
}

/// The server, as it is called.
pub(super) fn server() -> Sender {
    Sender { id: PersonId::SERVER, name: Name::given("causette") }
}
