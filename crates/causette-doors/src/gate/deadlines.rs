//! What one connection must do in time: say who it is, end the line it began, take what is queued for it, and send no faster than
//! it is heard for too long. One alarm at most waits for all of them, so that a busy connection does not fill the shard's heap.

use super::limits::{FLOOD_TIME, INTRODUCTION, LINE_UNFINISHED, OUT_STALLED, SKIP_TIME};
use super::shard::Inner;
use super::speaker::Trouble;
use causette_core::limits;
use std::cell::Cell;
use std::time::Duration;
use tokio::time::Instant;

/// Times are the shard's seconds; 0: not.
#[derive(Default)]
pub(super) struct Deadlines {
    line_since: Cell<u32>,
    stalled_since: Cell<u32>,
    held_since: Cell<u32>,
    entering_since: Cell<u32>,
    alarm: Cell<u32>,
}

impl Deadlines {
    /// After bytes were heard: whether a line is unfinished now, and whether another was finished before it.
    pub(super) fn heard(&self, unfinished: bool, finished: bool, now: Instant, shard: &Inner) {
        if !unfinished {
            self.line_since.set(0);
        } else if finished || self.line_since.get() == 0 {
            self.line_since.set(shard.seconds(now));
        }
    }

    /// The line that is not finished in time, if there is one; `skipped` bytes of it were thrown away.
    pub(super) fn line(&self, skipped: u64, now: Instant, shard: &Inner) -> Option<Trouble> {
        let endless = skipped > limits::SKIPPED_BYTES || skipped > 0 && past(&self.line_since, SKIP_TIME, now, shard);
        if endless {
            Some(Trouble::Endless)
        } else if past(&self.line_since, LINE_UNFINISHED, now, shard) {
            Some(Trouble::Unfinished)
        } else {
            None
        }
    }

    /// Its door waits to hear who it is: true when that goes on for too long.
    pub(super) fn entering(&self, now: Instant, shard: &Inner) -> bool {
        if self.entering_since.get() == 0 {
            self.entering_since.set(shard.seconds(now));
        }
        past(&self.entering_since, INTRODUCTION, now, shard)
    }

    /// It said who it is, or its door does not ask.
    pub(super) fn entered(&self) {
        self.entering_since.set(0);
    }

    /// The socket takes no more; `took`: it took something before.
    pub(super) fn blocked(&self, took: bool, now: Instant, shard: &Inner) {
        if took || self.stalled_since.get() == 0 {
            self.stalled_since.set(shard.seconds(now));
        }
    }

    /// All that was queued is written.
    pub(super) fn drained(&self) {
        self.stalled_since.set(0);
    }

    /// Nothing was taken for too long.
    pub(super) fn stalled(&self, now: Instant, shard: &Inner) -> bool {
        past(&self.stalled_since, OUT_STALLED, now, shard)
    }

    /// What it sent is held back: true when that goes on for too long.
    pub(super) fn held(&self, now: Instant, shard: &Inner) -> bool {
        if self.held_since.get() == 0 {
            self.held_since.set(shard.seconds(now));
        }
        past(&self.held_since, FLOOD_TIME, now, shard)
    }

    /// All that it sent was heard.
    pub(super) fn heard_all(&self) {
        self.held_since.set(0);
    }

    /// Makes sure that the connection is woken at the first of these times.
    pub(super) fn arm(&self, slot: usize, now: Instant, shard: &Inner) {
        let here = shard.seconds(now);
        let line = [SKIP_TIME, LINE_UNFINISHED].map(|allowed| left(&self.line_since, allowed, here));
        let stalled = left(&self.stalled_since, OUT_STALLED, here);
        let entering = left(&self.entering_since, INTRODUCTION, here);
        let Some(left) = line.into_iter().chain([stalled, entering]).flatten().min() else { return };
        let (due, alarm) = (here.saturating_add(left), self.alarm.get());
        if alarm <= here || due < alarm {
            self.alarm.set(due);
            shard.timers.set(now + Duration::from_secs(left.into()), slot);
        }
    }
}

fn past(since: &Cell<u32>, allowed: Duration, now: Instant, shard: &Inner) -> bool {
    let since = since.get();
    since != 0 && u64::from(shard.seconds(now).saturating_sub(since)) >= allowed.as_secs()
}

/// Seconds until this is due, if it is not already.
fn left(since: &Cell<u32>, allowed: Duration, here: u32) -> Option<u32> {
    let since = since.get();
    let due = since.saturating_add(u32::try_from(allowed.as_secs()).unwrap_or(u32::MAX));
    (since != 0 && due > here).then(|| due - here)
}
