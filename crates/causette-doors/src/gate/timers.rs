//! The shard's alarms: one sleeping task for all its connections, instead of a timer in each.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Alarms are this coarse, so that many fall together.
const GRAIN: Duration = Duration::from_millis(10);

#[derive(Default)]
pub(super) struct Timers {
    due: RefCell<BinaryHeap<Reverse<(Instant, usize)>>>,
    sooner: Notify,
}

impl Timers {
    /// Wakes connection `slot` at `when`, or a little later. A connection woken in vain looks and sleeps again.
    pub(super) fn set(&self, when: Instant, slot: usize) {
        let mut due = self.due.borrow_mut();
        let sooner = due.peek().is_none_or(|Reverse((first, _))| when < *first);
        due.push(Reverse((when, slot)));
        if sooner {
            self.sooner.notify_one();
        }
    }

    /// Waits for the next alarms and gives their slots.
    pub(super) async fn next(&self) -> Vec<usize> {
        loop {
            let first = self.due.borrow().peek().map(|Reverse((when, _))| *when);
            match first {
                None => self.sooner.notified().await,
                Some(when) => {
                    tokio::select! {
                        () = tokio::time::sleep_until(when + GRAIN) => return self.take(Instant::now()),
                        () = self.sooner.notified() => {}
                    }
                }
            }
        }
    }

    fn take(&self, now: Instant) -> Vec<usize> {
        let mut due = self.due.borrow_mut();
        let mut slots = Vec::new();
        while let Some(Reverse((when, slot))) = due.peek().copied() {
            if when > now {
                break;
            }
            due.pop();
            slots.push(slot);
        }
        slots
    }
}
