//! The process dies, and another begins: what the store has is held against what was in memory, and against what was stored.

use super::people::User;
use super::world::World;
use super::{Fate, Finding, Rule};
use causette_core::ports::{Log, ReadError, ReadMark};
use causette_core::{Command, Door, Kind, Origin, Range, RoomId, RoomName, Target, limits};
use causette_engine::{Event, Next, Remembered, Sequencer, SessionId, Submission};
use std::sync::Arc;

impl World {
    /// At any moment between two batches.
    pub(super) fn crash(&mut self) {
        let told = self.sequencer.as_ref().is_some_and(|sequencer| sequencer.queued() == 0) && self.reads.is_empty();
        if !told {
            return self.crash_amid();
        }
        self.tally.compared += 1;
        let remembered = self.sequencer.as_ref().map(Sequencer::remembered).unwrap_or_default();
        let questions = self.questions();
        let before = self.answers(&questions);
        self.compare(&remembered);
        self.crash_amid();
        let after = self.answers(&questions);
        if before.len() != questions.len() || after.len() != questions.len() {
            self.odd("what is kept was asked for, and not all of it was answered");
        }
        for ((question, before), after) in questions.iter().zip(before).zip(after) {
            if before != after {
                let words = format!("{question:?} was answered by {before}, and is by {after}");
                self.found.push(Finding::new(Rule::Restart, words));
            }
        }
        let again = self.sequencer.as_ref().map(Sequencer::remembered).unwrap_or_default();
        if again.accounts != remembered.accounts {
            let words = format!("accounts were {:?}, and are {:?}", remembered.accounts, again.accounts);
            self.found.push(Finding::new(Rule::Restart, words));
        }
    }

    /// Also amid one: nothing that was told and not read, or asked and not decided, is there any more.
    pub(super) fn crash_amid(&mut self) {
        self.tally.restarts += 1;
        self.sequencer = None;
        self.reads.clear();
        self.sessions.clear();
        self.audiences.clear();
        self.users.iter_mut().for_each(User::hang_up);
        self.store.reopen();
        let log = self.store.log().map(Arc::clone);
        let read = log
            .map_err(|e| ReadError::Failed(e.to_string()))
            .and_then(|log| self.truth.compare(&*log, &mut self.found));
        if let Err(e) = read {
            self.odd(e.to_string());
        }
        self.start();
    }

    /// The process is asked to stop, and another begins.
    pub(super) fn stop(&mut self) {
        self.push(Submission::Stop);
        let before = self.tally.restarts;
        // What comes before it is done first.
        while self.tally.restarts == before && self.sequencer.as_ref().is_some_and(|sequencer| sequencer.queued() > 0) {
            self.turn(Fate::Well);
        }
    }

    fn compare(&mut self, remembered: &Remembered) {
        let log = self.store.log().map(Arc::clone).map_err(|e| ReadError::Failed(e.to_string()));
        let mut found = Vec::new();
        let read = log.and_then(|log| {
            rooms(remembered, &*log, &mut found)?;
            people(remembered, &*log, &mut found)
        });
        for (room, person, key, seq) in &remembered.keys {
            let stored = self.truth.keys.iter().find(|((r, p, k), _)| r == room && p == person && k.as_str() == key);
            let kept = self.truth.rooms.get(room).is_some_and(|kept| *seq > kept.swept);
            if kept && stored.map(|(_, stored)| stored) != Some(seq) {
                found.push(format!("{key} was answered by {seq} in {room}, and is {stored:?} in the store"));
            }
        }
        if let Err(e) = read {
            self.odd(e.to_string());
        }
        self.found.extend(found.into_iter().map(|words| Finding::new(Rule::Restart, words)));
    }

    /// What anybody may ask about what is kept.
    fn questions(&self) -> Vec<Command> {
        let mut questions = Vec::new();
        let rooms = self.truth.rooms.iter().filter(|(id, _)| **id != RoomId::DIRECTORY);
        let names = rooms.filter_map(|(_, kept)| match &kept.room.state.kind {
            Kind::Named(name) => Some(name.clone()),
            Kind::Direct(..) => None,
        });
        for room in names.chain([RoomName::server()]) {
            questions.push(Command::About(room.clone()));
            for range in [Range::After(0), Range::Before(u64::MAX)] {
                let of = Target::Room(room.clone());
                questions.push(Command::History { of, range, limit: limits::PAGE_FACTS, only_words: false });
            }
        }
        questions
    }

    /// The server's owner asks, at its own door.
    fn answers(&mut self, questions: &[Command]) -> Vec<String> {
        self.slots += 1;
        let session = SessionId::new(1, 0, self.slots);
        let now = self.wall.now();
        let (Some(sequencer), Ok(log)) = (&mut self.sequencer, self.store.log()) else { return Vec::new() };
        let from = Origin { door: Door::Console, private: true, ..Origin::default() };
        sequencer.push(Submission::Open { session, from });
        for command in questions {
            let command = command.clone();
            sequencer.push(Submission::Command { session, answers: None, command });
        }
        sequencer.push(Submission::Close { session, why: None, said: None });
        let accounts = sequencer.accounts();
        let mut answers = Vec::new();
        while sequencer.queued() > 0 {
            // Nothing that is asked here is stored; else its answer is missing.
            let Next::Done(effects) = sequencer.begin(now) else { break };
            for fetch in effects.fetches {
                sequencer.push(fetch.run(&**log, &*accounts));
            }
            for event in effects.batch.events {
                if let Event::Notice { notice, last: true, .. } = event {
                    answers.push(format!("{notice:?}"));
                }
            }
        }
        answers
    }
}

/// Each room that is in memory is in the store what it is in memory, found by the same name, with the same last entries.
fn rooms(remembered: &Remembered, log: &dyn Log, found: &mut Vec<String>) -> Result<(), ReadError> {
    for (key, row, tail, kept_after) in &remembered.rooms {
        let loaded = if row.id == RoomId::DIRECTORY { Some(log.directory()?) } else { log.load(key)? };
        let Some(loaded) = loaded.filter(|loaded| loaded.row.id == row.id) else {
            found.push(format!("{key} finds {}, and not in the store", row.id));
            continue;
        };
        if (&loaded.row, loaded.kept_after) != (row, *kept_after) {
            let there = (&loaded.row, loaded.kept_after);
            found.push(format!("in memory there is {row:?} after {kept_after}, in the store {there:?}"));
        }
        let first = tail.first().map_or(row.head, |fact| fact.seq - 1);
        let page = log.page(row.id, Range::After(first), limits::PAGE_FACTS)?;
        if page.facts != *tail {
            let odd = tail.iter().find(|fact| !page.facts.contains(fact));
            let lost = page.facts.iter().find(|fact| !tail.contains(fact));
            found.push(format!("in memory {odd:?} is in {key}, in the store {lost:?}"));
        }
    }
    Ok(())
}

/// So are accounts, and where those that are here are members; nobody has read less in memory than in the store.
fn people(remembered: &Remembered, log: &dyn Log, found: &mut Vec<String>) -> Result<(), ReadError> {
    let mut accounts = log.accounts()?;
    accounts.sort_unstable_by_key(|account| account.id);
    if accounts != remembered.accounts {
        found.push(format!("accounts are {:?} in memory, {accounts:?} in the store", remembered.accounts));
    }
    for account in accounts.iter().filter(|account| remembered.here.contains(&account.id)) {
        let here = remembered.members.iter().filter(|(who, ..)| *who == account.id);
        let mut here: Vec<_> = here.map(|(_, room, since)| (*room, *since)).collect();
        here.sort_unstable();
        let home = log.home(account.id)?.rooms;
        let mut stored: Vec<_> = home.into_iter().map(|member| (member.room, member.since)).collect();
        stored.sort_unstable();
        if here != stored {
            found.push(format!("{} is a member of {here:?} in memory, of {stored:?} in the store", account.name));
        }
        for (room, mark) in log.marks(account.id)? {
            let known = remembered.marks.iter().find(|(who, at, _)| *who == account.id && *at == room);
            let known = known.map_or(ReadMark::default(), |(_, _, known)| *known);
            if known.furthest(mark) != known {
                found
                    .push(format!("{} has read {room} up to {known:?} in memory, {mark:?} in the store", account.name));
            }
        }
    }
    Ok(())
}
