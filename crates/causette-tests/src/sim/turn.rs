//! The engine's driver, in a simulation: one batch is decided, appended, settled and told; reads come back; sweeps come.

use super::people::{Heard, Told, User};
use super::store::Store;
use super::world::World;
use super::{Fate, Fault};
use causette_core::Notice;
use causette_core::ports::{Append, AppendError, Appended};
use causette_core::refusal::NotSaved;
use causette_engine::plant::Plant;
use causette_engine::{Batch, Effects, Ending, Event, Next, Pending, Submission};
use std::sync::Arc;

impl World {
    /// One batch.
    pub(super) fn turn(&mut self, fate: Fate) {
        let now = self.wall.now();
        let Some(mut next) = self.sequencer.as_mut().map(|sequencer| sequencer.begin(now)) else { return };
        let mut fate = Some(fate);
        let effects = loop {
            match next {
                Next::Done(effects) => break effects,
                Next::Append(pending) => {
                    self.early(&pending);
                    let appends = pending.appends();
                    let Some(outcome) = self.commit(&appends, fate.take().unwrap_or(Fate::Well)) else {
                        return self.crash_amid();
                    };
                    let Some(sequencer) = &mut self.sequencer else { return };
                    next = sequencer.proceed(pending, outcome);
                }
            }
        };
        let Effects { batch, fetches, ending, .. } = effects;
        self.tell(batch);
        self.reads.extend(fetches);
        self.catch_up();
        match ending {
            None => {}
            Some(Ending::Asked) => {
                self.deliver();
                if let Err(e) = self.store.close() {
                    self.odd(e.to_string());
                }
                self.crash_amid();
            }
            Some(Ending::StoreFailed(_)) => {
                self.deliver();
                self.crash_amid();
            }
        }
    }

    /// What a planted fault tells before the commit.
    fn early(&mut self, pending: &Pending) {
        let Fault::Engine(plant) = self.options.fault else { return };
        let early = [Plant::AckBeforeCommit, Plant::TellBeforeStore, Plant::AckEditBeforeCommit];
        if early.contains(&plant) || plant == Plant::AccountAckBeforeCommit {
            self.tell(pending.early(plant));
            self.deliver();
        }
    }

    /// How a commit ends; `None`: the process dies with it.
    fn commit(&mut self, appends: &Arc<[Append]>, fate: Fate) -> Option<Result<Appended, AppendError>> {
        let full = || Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: "as the simulation says".into() });
        let unknown = |fault: Fault| match fault {
            Fault::UnknownIsFailure => full(),
            _ => Err(AppendError::Unknown("as the simulation says".into())),
        };
        self.tally.failed += u64::from(!matches!(fate, Fate::Well | Fate::DiesBefore | Fate::DiesAfter));
        match fate {
            Fate::Well => Some(self.append(appends)),
            Fate::Full => Some(full()),
            Fate::UnknownLost => Some(unknown(self.options.fault)),
            Fate::UnknownKept => {
                // A key that was used, or the like, is known before anything is written.
                let outcome = self.append(appends);
                Some(if outcome == Ok(Appended::Stored) { unknown(self.options.fault) } else { outcome })
            }
            Fate::DiesBefore => {
                if self.options.fault == Fault::TornCommit {
                    let _ = self.store.append(&self.store.torn(appends));
                }
                None
            }
            Fate::DiesAfter => {
                let _ = self.append(appends);
                None
            }
        }
    }

    fn append(&mut self, appends: &[Append]) -> Result<Appended, AppendError> {
        let outcome = self.store.append(appends);
        match &outcome {
            Ok(Appended::Stored) => self.truth.take(appends, &mut self.found),
            Ok(Appended::KeyUsed(_)) => {}
            Ok(Appended::Behind(_)) => self.odd("somebody else wrote, though nobody else is there"),
            Err(e) => self.odd(format!("the store refused: {e}")),
        }
        outcome
    }

    /// What shards do with a batch, up to the queue of each session.
    pub(super) fn tell(&mut self, batch: Batch) {
        for event in batch.events {
            match event {
                Event::Fact { fact, but, .. } => {
                    let there = self.audiences.get(&fact.room).into_iter().flatten();
                    let there: Vec<_> = there.filter(|session| Some(**session) != but).copied().collect();
                    for session in there {
                        let Some(user) = self.bearer(session) else { continue };
                        if !lags(user, &fact) {
                            user.outbox.push_back(Told::Fact(fact.clone()));
                        }
                    }
                }
                Event::Subscribe { session, room, head, behind } => {
                    self.audiences.entry(room.id).or_default().insert(session);
                    let Some(user) = self.bearer(session) else { continue };
                    if let Some(after) = behind {
                        user.lag.retain(|(lags, _)| *lags != room.id);
                        user.lag.push((room.id, after));
                    }
                    user.outbox.push_back(Told::Subscribed { room, head, behind: behind.is_some() });
                }
                Event::Unsubscribe { session, room } => {
                    self.audiences.entry(room).or_default().remove(&session);
                    let Some(user) = self.bearer(session) else { continue };
                    user.lag.retain(|(lags, _)| *lags != room);
                    user.asked = user.asked.filter(|asked| *asked != room);
                    user.outbox.push_back(Told::Unsubscribed(room));
                }
                Event::Notice { session, answers, last, notice } => {
                    let told = self.moment();
                    let Some(user) = self.bearer(session) else { continue };
                    let about = |room| user.lag.iter().any(|(lags, _)| *lags == room);
                    let late = matches!(&notice, Notice::Joined { room, .. } if about(room.id));
                    if matches!(&notice, Notice::Missed { room, .. } if !about(room.id)) {
                        continue;
                    }
                    let notice = caught_up(user, notice);
                    let heard = Heard { answers, last, notice, told, late };
                    user.outbox.push_back(Told::Notice(Box::new(heard)));
                }
                Event::Closed { session } => {
                    self.nobody_hears(session);
                    if let Some(user) = self.bearer(session) {
                        user.outbox.push_back(Told::Closed);
                    }
                }
                Event::Signal { .. } | Event::Ignore { .. } | Event::Local { .. } => {}
            }
        }
    }

    /// A session is in no audience any more.
    pub(super) fn nobody_hears(&mut self, session: causette_engine::SessionId) {
        for there in self.audiences.values_mut() {
            there.remove(&session);
        }
    }

    fn bearer(&mut self, session: causette_engine::SessionId) -> Option<&mut User> {
        let who = *self.sessions.get(&session)?;
        self.users.get_mut(who).filter(|user| user.session == Some(session))
    }

    /// Whoever reads again asks for what was left out, one room at a time.
    pub(super) fn catch_up(&mut self) {
        let mut wanted = Vec::new();
        for user in self.users.iter_mut().filter(|user| !user.slow && user.asked.is_none()) {
            if let (Some(session), Some((room, after))) = (user.session, user.lag.first().copied()) {
                user.asked = Some(room);
                wanted.push(Submission::CatchUp { session, room, after });
            }
        }
        self.tally.missed += wanted.len() as u64;
        wanted.into_iter().for_each(|submission| self.push(submission));
    }

    /// Somebody stops reading, or begins again.
    pub(super) fn slow(&mut self, who: usize, on: bool) {
        if let Some(user) = self.users.get_mut(who).filter(|user| user.session.is_some() || !on) {
            user.slow = on;
        }
        self.catch_up();
    }

    /// Reads that come back, the first ones first.
    pub(super) fn read(&mut self, count: usize) {
        for _ in 0..count.min(self.reads.len()) {
            let Some(fetch) = self.reads.pop_front() else { return };
            let Some(accounts) = self.sequencer.as_ref().map(|sequencer| sequencer.accounts()) else { return };
            let Ok(log) = self.store.log() else { return };
            let fetched = fetch.run(&**log, &*accounts);
            self.push(fetched);
        }
    }

    /// What is kept no longer goes. The batch that follows tells the sequencer, as in the engine's loop.
    pub(super) fn sweep(&mut self) {
        let (keep, now) = (self.options.keep(), self.wall.now());
        match self.store.sweep(keep, now) {
            Ok(swept) => {
                let kept = |truth: &super::truth::Truth| truth.rooms.values().map(|kept| kept.swept).sum::<u64>();
                let before = kept(&self.truth);
                self.truth.swept(&swept, keep, now, &mut self.found);
                self.tally.swept += kept(&self.truth) - before;
                if swept.rooms.iter().any(|(room, _)| Store::is_room(*room)) {
                    self.push(Submission::Swept(swept));
                }
                self.turn(Fate::Well);
            }
            Err(e) => self.odd(e.to_string()),
        }
    }
}

/// Whether somebody must do without this for now: their queue is full, or they already miss something.
fn lags(user: &mut User, fact: &causette_core::Fact) -> bool {
    if !user.slow && user.lag.is_empty() {
        return false;
    }
    if !user.lag.iter().any(|(room, _)| *room == fact.room) {
        user.lag.push((fact.room, fact.seq - 1));
    }
    true
}

/// A page of what was left out is less left out: what the session knows by now is taken from it.
fn caught_up(user: &mut User, mut notice: Notice) -> Notice {
    match &mut notice {
        Notice::Missed { room, page, .. } => {
            let known = user.lag.iter().find(|(lags, _)| *lags == room.id).map(|(_, known)| *known);
            page.facts.retain(|fact| known.is_none_or(|known| fact.seq > known));
            let gone = page.expired_before.map(|first| first.saturating_sub(1));
            let upto = page.facts.last().map(|fact| fact.seq).or(gone).filter(|_| page.more);
            user.asked = user.asked.filter(|asked| *asked != room.id);
            match (user.lag.iter_mut().find(|(lags, _)| *lags == room.id), upto) {
                (Some((_, after)), Some(seq)) => *after = (*after).max(seq),
                _ => user.lag.retain(|(lags, _)| *lags != room.id),
            }
        }
        Notice::Joined { room, head, replay, .. } if !(replay.more && replay.facts.is_empty()) => {
            if let Some((_, after)) = user.lag.iter_mut().find(|(lags, _)| *lags == room.id) {
                *after = (*after).max(*head);
            }
        }
        _ => {}
    }
    notice
}
