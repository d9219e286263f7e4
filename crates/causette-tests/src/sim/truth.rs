//! What was stored, commit by commit, kept apart from the store: what each entry was, what must be left of it, and what each
//! room must have become. Whatever a store reads back later is held against this.

use super::{Finding, Rule};
use causette_core::ports::{Append, Keep, Log, ReadError};
use causette_core::{
    AccountChange, Deed, Fact, Gone, Key, Kind, Millis, Mode, PersonId, Range, Room, RoomId, Seq, What, limits, ports,
    room,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const DAY: u64 = 24 * 3600 * 1000;

/// One room.
#[derive(Debug)]
pub(super) struct Kept {
    /// What its entries were when they were stored.
    pub(super) first: Vec<Arc<Fact>>,
    /// What they must read as.
    now: BTreeMap<Seq, Arc<Fact>>,
    /// What it must be.
    pub(super) room: Room,
    /// Up to here nothing is kept.
    pub(super) swept: Seq,
    /// The fewest days that it was ever told to keep.
    days: Option<u32>,
    /// Who reads it from where on may be another number for each: it was closed once, or is a conversation.
    pub(super) floors: bool,
}

/// All that was stored.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) rooms: BTreeMap<RoomId, Kept>,
    pub(super) keys: BTreeMap<(RoomId, PersonId, Key), Seq>,
    pub(super) erased: BTreeSet<PersonId>,
    pub(super) commits: u64,
    pub(super) facts: u64,
    /// The latest moment that any clock showed.
    pub(super) latest: Millis,
}

impl Kept {
    fn new(room: Room) -> Kept {
        let floors = matches!(room.state.kind, Kind::Direct(..));
        Kept { first: Vec::new(), now: BTreeMap::new(), room, swept: 0, days: None, floors }
    }

    fn take(&mut self, fact: &Arc<Fact>) {
        room::apply(&mut self.room, fact);
        self.first.push(fact.clone());
        self.now.insert(fact.seq, fact.clone());
        match &fact.what {
            What::Deleted { seq, .. } => {
                let edits = |of: &What| matches!(of, What::Edited { seq: target, .. } if target == seq);
                for (number, kept) in &mut self.now {
                    if (number == seq || edits(&kept.what)) && ports::find::said(&kept.what).is_some() {
                        *kept = Arc::new(kept.gone(Gone::Deleted));
                    }
                }
            }
            What::Governed(Deed::Mode(mode)) => {
                if let Mode::KeepDays(Some(days)) = mode {
                    self.days = Some(self.days.map_or(*days, |before| before.min(*days)));
                }
                self.floors |= matches!(mode, Mode::Private(true) | Mode::InviteOnly(true) | Mode::Secret(true));
                self.floors |= matches!(mode, Mode::AccountsOnly(true) | Mode::Key(Some(_)));
            }
            _ => {}
        }
    }

    fn without(&mut self, person: PersonId) {
        for kept in self.now.values_mut() {
            if let Some(left) = kept.without(person) {
                *kept = Arc::new(left);
            }
        }
        if let Some(state) = self.room.state.without(person) {
            self.room.state = Arc::new(state);
        }
    }

    /// Up to which number nothing is to be kept any more.
    fn stale(&self, keep: Keep, now: Millis) -> Seq {
        let modes = &self.room.state.modes;
        let (days, last) = (modes.keep_days.or(keep.days), modes.keep_last.or(keep.last));
        let least = last.map_or(0, |last| self.room.head.saturating_sub(last));
        let oldest = days.map(|days| now.0.saturating_sub(u64::from(days) * DAY));
        let old = |fact: &Fact| fact.seq <= least || oldest.is_some_and(|oldest| fact.at.0 < oldest);
        let prefix = self.now.values().take_while(|fact| old(fact));
        prefix.last().map_or(self.swept, |fact| fact.seq)
    }

    /// The highest number whose time may have come, wherever the clock stood.
    pub(super) fn aged(&self, days: Option<u32>, latest: Millis) -> Seq {
        let Some(days) = self.days.into_iter().chain(days).min() else { return 0 };
        let old = |fact: &&Arc<Fact>| fact.at.0 + u64::from(days) * DAY < latest.0;
        self.first.iter().take_while(old).last().map_or(0, |fact| fact.seq)
    }
}

impl Truth {
    /// The room that a name finds, as it is stored.
    pub(super) fn named(&self, kind: &Kind) -> Option<RoomId> {
        let key = kind.key();
        self.rooms.iter().find(|(_, kept)| kept.room.state.kind.key() == key).map(|(id, _)| *id)
    }

    /// A commit was stored.
    pub(super) fn take(&mut self, batch: &[Append], found: &mut Vec<Finding>) {
        self.commits += 1;
        for append in batch {
            let row = append.row.as_ref().filter(|_| append.room != RoomId::DIRECTORY);
            let made = || row.map_or_else(Room::directory, |row| Room { head: 0, at: Millis(0), ..row.room() });
            let kept = self.rooms.entry(append.room).or_insert_with(|| Kept::new(made()));
            for entry in &append.entries {
                let (fact, last) = (&entry.fact, (kept.room.head, kept.room.at));
                if fact.seq != last.0 + 1 {
                    found.push(Finding::new(
                        Rule::Numbers,
                        format!("{} stored after {} in {}", fact.seq, last.0, fact.room),
                    ));
                    return;
                }
                if fact.at < last.1 {
                    let words = format!("{} of {} happened at {:?}, before {:?}", fact.seq, fact.room, fact.at, last.1);
                    found.push(Finding::new(Rule::Times, words));
                }
                self.facts += 1;
                kept.take(fact);
                if let Some(key) = &entry.key {
                    let first = self.keys.insert((append.room, fact.by.id, key.clone()), fact.seq);
                    let gone = |seq: &Seq| {
                        *seq <= kept.swept || kept.now.get(seq).is_none_or(|f| matches!(f.what, What::Gone(_)))
                    };
                    if let Some(first) = first.filter(|first| !gone(first)) {
                        let words = format!("the key of {first} in {} was stored again with {}", fact.room, fact.seq);
                        found.push(Finding::new(Rule::Keys, words));
                    }
                }
            }
        }
        for change in batch.iter().flat_map(|append| &append.accounts) {
            if let AccountChange::Erased(person) = change {
                self.rooms.values_mut().for_each(|kept| kept.without(*person));
                self.erased.insert(*person);
            }
        }
    }

    /// A sweep said what it removed: exactly what was to go, if it was not stopped before the end.
    pub(super) fn swept(&mut self, swept: &ports::Swept, keep: Keep, now: Millis, found: &mut Vec<Finding>) {
        for (id, kept) in self.rooms.iter_mut().filter(|(id, _)| **id != RoomId::DIRECTORY) {
            let told = swept.rooms.iter().find(|(room, _)| room == id).map_or(kept.swept, |(_, upto)| *upto);
            let right = kept.stale(keep, now);
            if told > right || (told < right && !swept.more) {
                let words = format!("all up to {right} of {id} was to go, and all up to {told} went");
                found.push(Finding::new(Rule::Sweep, words));
            }
            kept.swept = told;
            kept.now.retain(|seq, _| *seq > told);
        }
    }

    /// What a store has, held against what it must have.
    pub(super) fn compare(&self, log: &dyn Log, found: &mut Vec<Finding>) -> Result<(), ReadError> {
        for (id, kept) in &self.rooms {
            let loaded = match id {
                id if *id == RoomId::DIRECTORY => Some(log.directory()?),
                _ => log.load(&kept.room.state.kind.key())?,
            };
            let mut tell = |words: String| found.push(Finding::new(Rule::Store, format!("room {id}: {words}")));
            let Some(loaded) = loaded else {
                tell("the store does not know it".to_owned());
                continue;
            };
            let room = loaded.row.room();
            if room != kept.room {
                tell(format!("the store has {room:?}, and it should be {:?}", kept.room));
            }
            if loaded.kept_after != kept.swept {
                tell(format!("it begins after {}, and should after {}", loaded.kept_after, kept.swept));
            }
            let (mut after, mut read) = (0, Vec::new());
            loop {
                let page = log.page(*id, Range::After(after), limits::PAGE_FACTS)?;
                after = page.facts.last().map_or(after, |fact| fact.seq);
                read.extend(page.facts);
                if !page.more {
                    break;
                }
            }
            let same = read.len() == kept.now.len() && read.iter().zip(kept.now.values()).all(|(a, b)| a == b);
            if !same {
                let odd = read.iter().find(|fact| kept.now.get(&fact.seq) != Some(*fact));
                let lost = kept.now.values().find(|fact| !read.iter().any(|read| read.seq == fact.seq));
                tell(format!("{} entries are read, of {}: odd {odd:?}, lost {lost:?}", read.len(), kept.now.len()));
            }
        }
        Ok(())
    }
}
