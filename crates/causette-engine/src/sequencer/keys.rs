//! Recently answered keys. Only a shortcut: the store knows every key of the last day and says `KeyUsed`.

use causette_core::ports::KeyHit;
use causette_core::{Fact, Key, PersonId, RoomId, Seq};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

type KeyId = (RoomId, PersonId, Key);

#[derive(Debug, Default)]
pub(super) struct KeyCache {
    first: HashMap<KeyId, Arc<Fact>>,
    order: VecDeque<KeyId>,
}

impl KeyCache {
    pub(super) fn first(&self, room: RoomId, person: PersonId, key: &Key) -> Option<&Arc<Fact>> {
        self.first.get(&(room, person, key.clone()))
    }

    pub(super) fn insert(&mut self, id: KeyId, first: Arc<Fact>) {
        if self.first.insert(id.clone(), first).is_none() {
            self.order.push_back(id);
        }
    }

    /// Forgets what answered with this message, which was taken back.
    pub(super) fn forget(&mut self, room: RoomId, seq: Seq) {
        self.first.retain(|(of, ..), first| *of != room || first.seq != seq);
    }

    /// Forgets what somebody sent.
    pub(super) fn forget_person(&mut self, person: PersonId) {
        self.first.retain(|(_, of, _), _| *of != person);
    }

    /// Forgets the oldest beyond the limit. Done between batches: a batch being decided again must find what it learnt.
    pub(super) fn trim(&mut self) {
        while self.order.len() > crate::limits::KEYS_CACHED {
            if let Some(oldest) = self.order.pop_front() {
                self.first.remove(&oldest);
            }
        }
    }

    /// All of them, with the numbers they were answered by: for tests.
    #[cfg(feature = "planted")]
    pub(super) fn remembered(&self) -> Vec<(RoomId, PersonId, String, Seq)> {
        let key =
            |((room, person, key), first): (&KeyId, &Arc<Fact>)| (*room, *person, key.as_str().to_owned(), first.seq);
        let mut keys: Vec<_> = self.first.iter().map(key).collect();
        keys.sort_unstable();
        keys
    }

    pub(super) fn learn(&mut self, hits: Vec<KeyHit>) {
        for hit in hits {
            self.insert((hit.room, hit.person, hit.key), hit.first);
        }
    }
}
