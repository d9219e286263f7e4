//! What an operator may want to know of a running server: counters, written in passing by those who do the work and read by
//! whoever asks. It must never know words, names or addresses, and nobody waits for it.

use causette_core::ports::{Append, AppendError, Appended};
use causette_core::refusal::NotSaved;
use causette_core::{Door, Notice, What};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Batch, Event, Submission};

/// Upper bounds of the buckets that commits are sorted into by the time they took; one more has those that took longer.
pub const COMMIT_BOUNDS: [Duration; 6] = [
    Duration::from_millis(1),
    Duration::from_millis(5),
    Duration::from_millis(20),
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(5),
];
/// A commit that is under way for longer than this is a trouble by itself.
pub(crate) const COMMIT_STUCK: Duration = Duration::from_secs(30);
/// The doors, in the order their figures are kept in.
pub const DOORS: [Door; 4] = [Door::Line, Door::Irc, Door::Web, Door::Console];

/// Whether promises are kept at this moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Health {
    /// What was last to be saved is saved, or nothing was yet.
    Well,
    /// It was not; what comes next may be.
    NotSaved(NotSaved),
    /// A flush failed: the server stops.
    StoreFailed,
    /// A commit takes this long already.
    Stuck(Duration),
    /// The server was asked to stop.
    Stopping,
}

/// One thing that only grows, or goes up and down.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// So many more.
    pub fn add(&self, number: usize) {
        self.0.fetch_add(number as u64, Relaxed);
    }
    /// One less.
    pub fn sub(&self) {
        self.0.fetch_sub(1, Relaxed);
    }
    /// What it is now.
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
    fn set(&self, value: u64) {
        self.0.store(value, Relaxed);
    }
}

/// All figures. Each is right by itself; two that are read one after the other may not match.
#[derive(Debug)]
pub struct Meter {
    /// Connections taken in.
    pub accepted: Count,
    /// Connections turned away.
    pub refused: Count,
    /// What sessions asked for.
    pub commands: Count,
    /// Of those, searches.
    pub searches: Count,
    /// Facts stored.
    pub facts: Count,
    /// Of those, messages.
    pub messages: Count,
    /// Times the sequencer decided what waited.
    pub batches: Count,
    /// Submissions in them.
    pub submissions: Count,
    /// Commits that failed and left nothing behind.
    pub not_saved: Count,
    /// Reads of the store under way.
    pub fetches: Count,
    /// Rooms in memory.
    pub rooms: Count,
    /// Turns of the engine's loop: it is alive when this moves.
    pub turns: Count,
    sessions: [Count; DOORS.len()],
    /// Commits by the time they took, see [`COMMIT_BOUNDS`].
    commits: [Count; COMMIT_BOUNDS.len() + 1],
    commit_micros: Count,
    refusals: Mutex<BTreeMap<&'static str, u64>>,
    epoch: Instant,
    /// Milliseconds after `epoch` at which the commit under way began, plus one; 0: there is none.
    committing: Count,
    /// A turn is wanted at least so often, in milliseconds; 0: whenever there is something to do.
    beat: Count,
    health: AtomicU8,
}

impl Default for Meter {
    fn default() -> Meter {
        Meter {
            accepted: Count::default(),
            refused: Count::default(),
            commands: Count::default(),
            searches: Count::default(),
            facts: Count::default(),
            messages: Count::default(),
            batches: Count::default(),
            submissions: Count::default(),
            not_saved: Count::default(),
            fetches: Count::default(),
            rooms: Count::default(),
            turns: Count::default(),
            sessions: Default::default(),
            commits: Default::default(),
            commit_micros: Count::default(),
            refusals: Mutex::default(),
            epoch: Instant::now(),
            committing: Count::default(),
            beat: Count::default(),
            health: AtomicU8::new(WELL),
        }
    }
}

// The states of `Meter::health`, which is one byte so that nobody waits for it.
const WELL: u8 = 0;
const DISK_FULL: u8 = 1;
const LOCKED: u8 = 2;
const READ_ONLY: u8 = 3;
const OTHER: u8 = 4;
const STORE_FAILED: u8 = 5;
const STOPPING: u8 = 6;

fn door(door: Door) -> usize {
    match door {
        Door::Line => 0,
        Door::Irc => 1,
        Door::Web => 2,
        Door::Console => 3,
    }
}

impl Meter {
    /// A session began. Its end is told with the same door.
    pub fn opened(&self, by: Door) {
        if let Some(count) = self.sessions.get(door(by)) {
            count.add(1);
        }
    }

    /// A session ended.
    pub fn closed(&self, by: Door) {
        if let Some(count) = self.sessions.get(door(by)) {
            count.sub();
        }
    }

    /// Sessions of a door now.
    pub fn sessions(&self, by: Door) -> u64 {
        self.sessions.get(door(by)).map_or(0, Count::get)
    }

    /// How many commits took as long as each bucket says, and how long all took together.
    pub fn commits(&self) -> (Vec<u64>, Duration) {
        (self.commits.iter().map(Count::get).collect(), Duration::from_micros(self.commit_micros.get()))
    }

    /// How often each code was answered.
    pub fn refusals(&self) -> BTreeMap<&'static str, u64> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the engine to turn at least so often even when nothing happens, so that somebody can tell it is alive.
    pub fn want_turns(&self, every: Duration) {
        self.beat.set(u64::try_from(every.as_millis()).unwrap_or(u64::MAX).max(1));
    }

    pub(crate) fn beat(&self) -> Option<Duration> {
        Some(self.beat.get()).filter(|millis| *millis > 0).map(Duration::from_millis)
    }

    /// The server was asked to stop; nothing changes that any more.
    pub fn stopping(&self) {
        // A swap like all else that changes it, so that loom can follow which came after which.
        self.health.swap(STOPPING, Relaxed);
    }

    /// Whether promises are kept.
    pub fn health(&self) -> Health {
        match self.health.load(Relaxed) {
            STOPPING => return Health::Stopping,
            STORE_FAILED => return Health::StoreFailed,
            _ => {}
        }
        let began = self.committing.get();
        let under_way = self.epoch.elapsed().saturating_sub(Duration::from_millis(began));
        if began > 0 && under_way > COMMIT_STUCK {
            return Health::Stuck(under_way);
        }
        match self.health.load(Relaxed) {
            DISK_FULL => Health::NotSaved(NotSaved::DiskFull),
            LOCKED => Health::NotSaved(NotSaved::Locked),
            READ_ONLY => Health::NotSaved(NotSaved::ReadOnly),
            OTHER => Health::NotSaved(NotSaved::Other),
            _ => Health::Well,
        }
    }

    /// A submission reached the sequencer.
    pub(crate) fn took(&self, submission: &Submission) {
        self.submissions.add(1);
        if let Submission::Command { command, .. } = submission {
            self.commands.add(1);
            if matches!(command, causette_core::Command::Search { .. }) {
                self.searches.add(1);
            }
        }
    }

    /// A commit begins; its end is told with what this returns.
    pub(crate) fn committing(&self) -> Instant {
        let now = Instant::now();
        self.committing.set(now.duration_since(self.epoch).as_millis() as u64 + 1);
        now
    }

    pub(crate) fn committed(&self, began: Instant, appends: &[Append], outcome: &Result<Appended, AppendError>) {
        let took = began.elapsed();
        self.committing.set(0);
        let bucket = COMMIT_BOUNDS.iter().position(|bound| took <= *bound).unwrap_or(COMMIT_BOUNDS.len());
        match outcome {
            Ok(Appended::Stored) => {
                if let Some(count) = self.commits.get(bucket) {
                    count.add(1);
                }
                self.commit_micros.add(took.as_micros() as usize);
                for append in appends {
                    let messages = append.entries.iter().filter(|e| matches!(e.fact.what, What::Message { .. }));
                    self.messages.add(messages.count());
                    self.facts.add(append.entries.len());
                }
                self.now(WELL);
            }
            // Decided again: nothing was tried yet.
            Ok(Appended::KeyUsed(_) | Appended::Behind(_)) => {}
            Err(AppendError::NotSaved { why, .. }) => {
                self.not_saved.add(1);
                self.now(match why {
                    NotSaved::DiskFull => DISK_FULL,
                    NotSaved::Locked => LOCKED,
                    NotSaved::ReadOnly => READ_ONLY,
                    NotSaved::Other => OTHER,
                });
            }
            Err(AppendError::Unknown(_)) => self.now(STORE_FAILED),
        }
    }

    fn now(&self, health: u8) {
        // Whoever was told to stop goes on stopping.
        let _ = self.health.fetch_update(Relaxed, Relaxed, |was| (was != STOPPING).then_some(health));
    }

    /// What a batch leads to.
    pub(crate) fn told(&self, batch: &Batch, rooms: usize) {
        self.batches.add(1);
        self.rooms.set(rooms as u64);
        for event in &batch.events {
            if let Event::Notice { notice: Notice::Refused(why), .. } = event {
                let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
                *refusals.entry(why.code()).or_default() += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_saved(why: NotSaved) -> Result<Appended, AppendError> {
        Err(AppendError::NotSaved { why, detail: String::new() })
    }

    #[test]
    fn health_is_that_of_the_last_commit() {
        let meter = Meter::default();
        assert_eq!(meter.health(), Health::Well, "nothing was tried yet");
        for why in [NotSaved::DiskFull, NotSaved::Locked, NotSaved::ReadOnly, NotSaved::Other] {
            let began = meter.committing();
            meter.committed(began, &[], &not_saved(why));
            assert_eq!(meter.health(), Health::NotSaved(why));
        }
        meter.committed(meter.committing(), &[], &Ok(Appended::Stored));
        assert_eq!((meter.health(), meter.not_saved.get()), (Health::Well, 4));
        meter.committed(meter.committing(), &[], &Err(AppendError::Unknown(String::new())));
        assert_eq!(meter.health(), Health::StoreFailed);
        meter.stopping();
        meter.committed(meter.committing(), &[], &Ok(Appended::Stored));
        assert_eq!(meter.health(), Health::Stopping, "there is no way back");
    }

    #[test]
    fn a_commit_that_does_not_end_is_seen() {
        let began = Instant::now().checked_sub(COMMIT_STUCK * 2).unwrap();
        let meter = Meter { epoch: began, ..Meter::default() };
        meter.committing.set(1);
        assert!(matches!(meter.health(), Health::Stuck(time) if time > COMMIT_STUCK));
        meter.committing.set(0);
        assert_eq!(meter.health(), Health::Well);
    }

    #[test]
    fn commits_are_sorted_by_their_time() {
        let meter = Meter::default();
        let ago = |time: Duration| Instant::now().checked_sub(time).unwrap();
        meter.committed(ago(Duration::from_millis(50)), &[], &Ok(Appended::Stored));
        meter.committed(ago(Duration::from_secs(60)), &[], &Ok(Appended::Stored));
        meter.committed(ago(Duration::from_secs(60)), &[], &not_saved(NotSaved::DiskFull));
        let (buckets, sum) = meter.commits();
        assert_eq!(buckets, [0, 0, 0, 1, 0, 0, 1], "only what was saved");
        assert!(sum >= Duration::from_secs(60));
    }

    #[test]
    fn sessions_come_and_go_by_their_door() {
        let meter = Meter::default();
        for door in DOORS {
            meter.opened(door);
            meter.opened(door);
            meter.closed(door);
        }
        assert!(DOORS.iter().all(|door| meter.sessions(*door) == 1));
    }
}
