//! The log that lives in memory: the reference model of the contract, and what `--ephemeral` runs on.
//!
//! It keeps the last [`limits::EPHEMERAL_FACTS`] facts of each room and says so (`expired_before`) when older ones are asked for.

mod accounts;

use super::paging::Edge;
use super::{Amounts, Exported, Home, ReadMark};
use super::{Append, AppendError, Appended, Keep, KeyHit, Loaded, Log, ReadError, RoomRow, Search, Swept, find};
use crate::ids::IdMap;
use crate::notice::Page;
use crate::refusal::NotSaved;
use crate::{Account, Credentials, Room, Token, TokenHash, TokenKind};
use crate::{Fact, Gone, Key, Kind, Millis, PersonId, RoomId, Seq, What, limits};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type KeyId = (RoomId, PersonId, Key);

#[derive(Default)]
struct Kept {
    row: Option<RoomRow>,
    head: Seq,
    at: Millis,
    facts: VecDeque<Arc<Fact>>,
    /// For each of the facts, how many facts the log had when it came.
    order: VecDeque<u64>,
}

#[derive(Default)]
struct State {
    /// Facts there ever were.
    count: u64,
    rooms: IdMap<RoomId, Kept>,
    by_key: HashMap<String, RoomId>,
    keys: HashMap<KeyId, Arc<Fact>>,
    key_order: VecDeque<KeyId>,
    marks: IdMap<(PersonId, RoomId), ReadMark>,
    accounts: accounts::Kept,
}

/// Facts in memory, gone with the process.
#[derive(Default)]
pub struct MemoryLog {
    state: Mutex<State>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> MemoryLog {
        MemoryLog::default()
    }
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave it half changed: every change is made after every check.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What somebody else wrote, as far as it is kept; nearly always nobody did.
    fn missed(&self, batch: &[Append]) -> Option<Vec<Arc<Fact>>> {
        let behind = |a: &Append| Some((a.after, self.rooms.get(&a.room).filter(|k| k.head > a.after)?));
        let behind: Vec<(Seq, &Kept)> = batch.iter().filter_map(behind).collect();
        let newer = |(after, kept): &(Seq, &Kept)| {
            let after = *after;
            kept.facts.iter().filter(move |f| f.seq > after).cloned().collect::<Vec<_>>()
        };
        (!behind.is_empty()).then(|| behind.iter().flat_map(newer).collect())
    }

    fn used(&self, batch: &[Append]) -> Vec<KeyHit> {
        let mut hits = Vec::new();
        for append in batch {
            // A message that this very batch takes back before has left its key.
            let mut gone = HashSet::new();
            for entry in &append.entries {
                hits.extend(self.hit(append.room, entry).filter(|hit| !gone.contains(&hit.first.seq)));
                if let What::Deleted { seq, .. } = entry.fact.what {
                    gone.insert(seq);
                }
            }
        }
        hits
    }

    fn hit(&self, room: RoomId, entry: &super::Entry) -> Option<KeyHit> {
        let (key, person) = (entry.key.clone()?, entry.fact.by.id);
        let first = self.keys.get(&(room, person, key.clone()))?.clone();
        Some(KeyHit { room, person, key, first })
    }

    fn marks_of(&self, person: PersonId) -> Vec<(RoomId, ReadMark)> {
        let mut marks: Vec<_> =
            self.marks.iter().filter(|((who, _), _)| *who == person).map(|((_, room), mark)| (*room, *mark)).collect();
        marks.sort_unstable();
        marks
    }

    /// Why this batch can never be stored, whoever asks again.
    fn odd(&self, batch: &[Append]) -> Option<String> {
        let mut claimed = HashMap::new();
        for a in batch {
            let head = self.rooms.get(&a.room).map_or(0, |k| k.head);
            if a.after > head {
                return Some(format!("room {} ends at {head}, not at {}", a.room, a.after));
            }
            if !a.is_contiguous() {
                return Some(format!("facts for room {} do not follow {}", a.room, a.after));
            }
            let Some(key) = a.row.as_ref().map(|r| r.kind().key()) else { continue };
            let other = |id: Option<&RoomId>| id.is_some_and(|id| *id != a.room);
            if other(self.by_key.get(&key)) || other(claimed.get(&key)) {
                return Some(format!("another room is found by {key}"));
            }
            claimed.insert(key, a.room);
        }
        None
    }

    fn store(&mut self, append: &Append) {
        let kept = self.rooms.entry(append.room).or_default();
        if let Some(row) = &append.row {
            if let Some(old) = &kept.row {
                self.by_key.remove(&old.kind().key());
            }
            self.by_key.insert(row.kind().key(), row.id);
            kept.row = Some(row.clone());
        }
        for entry in &append.entries {
            let fact = &entry.fact;
            kept.head = fact.seq;
            kept.at = fact.at;
            kept.facts.push_back(fact.clone());
            kept.order.push_back(self.count);
            self.count += 1;
            if kept.facts.len() > limits::EPHEMERAL_FACTS {
                kept.forget(1);
            }
            if let What::Deleted { seq, .. } = fact.what {
                let gone = kept.destroy(seq);
                self.keys.retain(|(room, ..), first| *room != append.room || !gone.contains(&first.seq));
            }
            if let Some(key) = &entry.key {
                let id = (append.room, fact.by.id, key.clone());
                self.keys.insert(id.clone(), fact.clone());
                self.key_order.push_back(id);
            }
        }
        for (person, mark) in &append.marks {
            let read = self.marks.entry((*person, append.room)).or_default();
            *read = read.furthest(*mark);
        }
        for (person, since) in &append.members {
            self.member(*person, append.room, *since);
        }
        for change in &append.accounts {
            self.change(change);
        }
        while self.key_order.len() > limits::EPHEMERAL_KEYS {
            if let Some(id) = self.key_order.pop_front() {
                self.keys.remove(&id);
            }
        }
    }
}

impl Kept {
    fn row(&self) -> Option<RoomRow> {
        self.row.as_ref().map(|r| RoomRow { head: self.head, at: self.at, ..r.clone() })
    }

    /// Takes the words out of a message and of its edits; says which facts these were.
    fn destroy(&mut self, seq: Seq) -> HashSet<Seq> {
        let mut gone = HashSet::new();
        for fact in &mut self.facts {
            let edit = matches!(fact.what, What::Edited { seq: of, .. } if of == seq);
            if (fact.seq == seq || edit) && find::said(&fact.what).is_some() {
                *fact = Arc::new(fact.gone(Gone::Deleted));
                gone.insert(fact.seq);
            }
        }
        gone
    }

    /// Forgets the facts that are kept no longer, at most `limit`; says how many.
    fn sweep(&mut self, keep: Keep, now: Millis, limit: usize) -> usize {
        let modes = self.row.as_ref().map(|row| &row.state.modes);
        let days = modes.and_then(|m| m.keep_days).or(keep.days);
        let last = modes.and_then(|m| m.keep_last).or(keep.last);
        let oldest = days.map(|days| Millis(now.0.saturating_sub(u64::from(days) * 24 * 3600 * 1000)));
        let least = last.map_or(0, |last| self.head.saturating_sub(last));
        let stale = |fact: &&Arc<Fact>| fact.seq <= least || oldest.is_some_and(|oldest| fact.at < oldest);
        let count = self.facts.iter().take(limit).take_while(stale).count();
        self.forget(count);
        count
    }

    /// Forgets the oldest facts.
    fn forget(&mut self, count: usize) {
        self.facts.drain(..count);
        self.order.drain(..count);
    }

    /// The messages that are true today, each with how many facts the log had when it came: not what was edited away.
    fn current(&self) -> impl Iterator<Item = (u64, &Arc<Fact>)> {
        let edited = |fact: &Fact| if let What::Edited { seq, .. } = fact.what { Some(seq) } else { None };
        // Of two edits of one message the later takes the place of the earlier.
        let newest: HashMap<Seq, Seq> = self.facts.iter().filter_map(|f| Some((edited(f)?, f.seq))).collect();
        let current = move |fact: &Fact| match edited(fact) {
            Some(target) => newest.get(&target) == Some(&fact.seq),
            None => !newest.contains_key(&fact.seq),
        };
        self.order.iter().copied().zip(&self.facts).filter(move |(_, fact)| current(fact))
    }

    fn kept_after(&self) -> Seq {
        self.facts.front().map_or(self.head, |first| first.seq - 1)
    }

    fn seq_at(&self, at: Millis) -> Seq {
        let older = self.facts.partition_point(|fact| fact.at < at);
        self.kept_after() + older as Seq
    }

    fn stretch(&self, edge: Edge, limit: usize) -> Page {
        let first = self.facts.front().map_or(self.head + 1, |f| f.seq);
        let expired = |asked: Seq| (first > 1 && asked < first).then_some(first);
        let mut page = Page::default();
        let mut bytes = 0;
        let mut take = |fact: &Arc<Fact>| {
            if page.facts.len() == limit || bytes + fact.weight() > limits::PAGE_BYTES && !page.facts.is_empty() {
                page.more = true;
                return false;
            }
            bytes += fact.weight();
            page.facts.push(fact.clone());
            true
        };
        match edge {
            Edge::After(n) => {
                let skip = usize::try_from((n.saturating_add(1)).saturating_sub(first)).unwrap_or(usize::MAX);
                self.facts.iter().skip(skip).all(&mut take);
                page.expired_before = expired(n.saturating_add(1));
            }
            Edge::Before(n) => {
                let all = self.facts.iter().rev().skip_while(|f| f.seq >= n).all(&mut take);
                page.facts.reverse();
                page.expired_before = if all { expired(0).filter(|_| n > 1) } else { None };
            }
        }
        page
    }
}

impl Log for MemoryLog {
    fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        let mut state = self.state();
        if let Some(missed) = state.missed(batch) {
            return Ok(Appended::Behind(missed));
        }
        if let Some(detail) = state.odd(batch) {
            return Err(AppendError::NotSaved { why: NotSaved::Other, detail });
        }
        let used = state.used(batch);
        if !used.is_empty() {
            return Ok(Appended::KeyUsed(used));
        }
        let new = batch.iter().filter(|a| a.row.is_some() && !state.rooms.contains_key(&a.room)).count();
        if new > 0 && state.rooms.len() + new > limits::EPHEMERAL_ROOMS {
            let detail = "as many rooms as a server without a disk keeps".into();
            return Err(AppendError::NotSaved { why: NotSaved::Other, detail });
        }
        for append in batch {
            state.store(append);
        }
        Ok(Appended::Stored)
    }

    fn stretch(&self, room: RoomId, edge: Edge, limit: usize) -> Result<Page, ReadError> {
        Ok(self.state().rooms.get(&room).map(|k| k.stretch(edge, limit)).unwrap_or_default())
    }

    fn seq_at(&self, room: RoomId, at: Millis) -> Result<Seq, ReadError> {
        Ok(self.state().rooms.get(&room).map_or(0, |k| k.seq_at(at)))
    }

    fn search(&self, search: &Search) -> Result<(Vec<Arc<Fact>>, bool), ReadError> {
        let state = self.state();
        let wanted = find::Wanted::of(search);
        let mut hits = Vec::new();
        for (id, hidden) in &search.rooms {
            let Some(kept) = state.rooms.get(id) else { continue };
            let shown = kept.current().filter(|(_, f)| f.seq > *hidden && wanted.is(f));
            hits.extend(shown.map(|(n, fact)| (n, fact.clone())));
        }
        hits.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let more = hits.len() > search.limit;
        hits.truncate(search.limit);
        Ok((hits.into_iter().map(|(_, fact)| fact).collect(), more))
    }

    fn marks(&self, person: PersonId) -> Result<Vec<(RoomId, ReadMark)>, ReadError> {
        Ok(self.state().marks_of(person))
    }

    fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        let mut state = self.state();
        let mut swept = Swept::default();
        let mut left = limit;
        for (id, kept) in state.rooms.iter_mut().filter(|(id, _)| **id != RoomId::DIRECTORY) {
            let gone = kept.sweep(keep, now, left);
            if gone > 0 {
                swept.rooms.push((*id, kept.kept_after()));
            }
            left -= gone;
        }
        swept.rooms.sort_unstable();
        swept.more = left == 0;
        let kept_after: IdMap<RoomId, Seq> = swept.rooms.iter().copied().collect();
        if !kept_after.is_empty() {
            state.keys.retain(|(room, ..), first| kept_after.get(room).is_none_or(|upto| first.seq > *upto));
        }
        Ok(swept)
    }

    fn load(&self, key: &str) -> Result<Option<Loaded>, ReadError> {
        let state = self.state();
        let kept = state.by_key.get(key).and_then(|id| state.rooms.get(id));
        Ok(kept.and_then(|k| {
            let tail = k.stretch(Edge::Before(Seq::MAX), limits::TAIL_FACTS).facts;
            Some(Loaded { row: k.row()?, tail, kept_after: k.kept_after() })
        }))
    }

    fn rooms(&self, limit: usize) -> Result<(Vec<RoomRow>, bool), ReadError> {
        let state = self.state();
        let named = |r: &RoomRow| matches!(r.kind(), Kind::Named(_));
        let mut rows: Vec<_> = state.rooms.values().filter_map(Kept::row).filter(named).collect();
        rows.sort_by_key(|r| (std::cmp::Reverse(r.at), r.id));
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok((rows, more))
    }

    fn directory(&self) -> Result<Loaded, ReadError> {
        let state = self.state();
        let kept = state.rooms.get(&RoomId::DIRECTORY);
        let mut row = kept.and_then(|k| k.row.clone()).unwrap_or_else(|| RoomRow::of(&Room::directory()));
        (row.head, row.at) = kept.map_or((0, Millis(0)), |k| (k.head, k.at));
        let tail = kept.map(|k| k.stretch(Edge::Before(Seq::MAX), limits::TAIL_FACTS).facts).unwrap_or_default();
        Ok(Loaded { row, tail, kept_after: kept.map_or(0, Kept::kept_after) })
    }

    fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        Ok(self.state().accounts.all.values().map(|(account, _)| account.clone()).collect())
    }

    fn credentials(&self, person: PersonId) -> Result<Option<Credentials>, ReadError> {
        Ok(self.state().accounts.all.get(&person).and_then(|(_, credentials)| credentials.clone()))
    }

    fn token(&self, hash: TokenHash) -> Result<Option<Token>, ReadError> {
        Ok(self.state().accounts.tokens.get(&hash).cloned())
    }

    fn hooks(&self) -> Result<Vec<Token>, ReadError> {
        let state = self.state();
        Ok(state.accounts.tokens.values().filter(|token| token.kind == TokenKind::Hook).cloned().collect())
    }

    fn home(&self, person: PersonId) -> Result<Home, ReadError> {
        Ok(self.state().home(person))
    }

    fn export(&self, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
        Ok(self.state().export(person, from, limit))
    }

    fn amounts(&self) -> Result<Amounts, ReadError> {
        let state = self.state();
        let facts = state.rooms.values().map(|k| k.facts.len() as u64).sum();
        let rooms = state.rooms.keys().filter(|id| **id != RoomId::DIRECTORY).count() as u64;
        Ok(Amounts { accounts: state.accounts.all.len() as u64, rooms, facts, bytes: 0, erasing: 0 })
    }

    /// Everything goes with the commit of the erasure.
    fn scrub(&self, _limit: usize) -> Result<bool, AppendError> {
        Ok(false)
    }

    fn immediate(&self) -> bool {
        true
    }
}
