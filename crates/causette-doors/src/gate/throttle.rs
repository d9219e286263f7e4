//! How fast one connection may speak: GCRA (ITU-T I.371), one number a connection. It delays, and never refuses.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Lines per second in the long run, and how many may come at once. 0 per second: no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// Lines per second.
    pub per_second: u32,
    /// Lines at once.
    pub burst: u32,
}

impl Rate {
    /// No limit.
    pub const OFF: Rate = Rate { per_second: 0, burst: 0 };
}

/// A rate that may change while connections are charged by it: the next line of each is charged by the new one.
#[derive(Clone, Debug)]
pub struct LiveRate(Arc<AtomicU64>);

impl LiveRate {
    /// Begins as `rate`.
    pub fn new(rate: Rate) -> LiveRate {
        LiveRate(Arc::new(AtomicU64::new(pack(rate))))
    }
    /// For everybody who holds it.
    pub fn set(&self, rate: Rate) {
        self.0.store(pack(rate), Ordering::Relaxed);
    }
    /// As it is now.
    pub fn get(&self) -> Rate {
        let [a, b, c, d, e, f, g, h] = self.0.load(Ordering::Relaxed).to_be_bytes();
        Rate { per_second: u32::from_be_bytes([a, b, c, d]), burst: u32::from_be_bytes([e, f, g, h]) }
    }
}

/// Both numbers in one, so that nobody sees a half of each.
fn pack(rate: Rate) -> u64 {
    u64::from(rate.per_second) << 32 | u64::from(rate.burst)
}

/// How far ahead of its rate one connection is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Throttle {
    /// When the next line would be exactly on time, in microseconds since the shard started.
    due: u64,
    /// It has been told that it is slowed, and has not been on time since.
    told: bool,
}

impl Throttle {
    /// Counts a line heard at `now`, and says when the next may come, if not at once.
    pub(super) fn charge(&mut self, rate: Rate, epoch: Instant, now: Instant) -> Option<Instant> {
        if rate.per_second == 0 {
            return None;
        }
        let micros = u64::try_from(now.duration_since(epoch).as_micros()).unwrap_or(u64::MAX);
        let step = 1_000_000 / u64::from(rate.per_second);
        // Whoever sends exactly as fast as allowed is still in it.
        self.told &= self.due.saturating_add(step) > micros;
        self.due = self.due.max(micros) + step;
        let ahead = self.due - micros;
        let allowed = step * u64::from(rate.burst.max(1) - 1);
        (ahead > allowed).then(|| now + Duration::from_micros(ahead - allowed))
    }

    /// Whether it has to be told now that it is slowed: once in a flood.
    pub(super) fn tells(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_rules() {
        let rate = Rate { per_second: 10, burst: 5 };
        let epoch = Instant::now();
        let (mut throttle, mut now, mut passed) = (Throttle::default(), epoch, 0);
        let end = epoch + Duration::from_secs(2);
        while now < end {
            passed += 1;
            if let Some(when) = throttle.charge(rate, epoch, now) {
                assert!(when > now);
                now = when;
            }
        }
        assert_eq!(passed, 5 + 20 - 1, "five at once, then ten a second");
    }

    /// Fault 21: the first delay is said, and not again until the flood is over.
    #[test]
    fn a_flood_is_told_once() {
        let rate = Rate { per_second: 10, burst: 5 };
        let epoch = Instant::now();
        let (mut throttle, mut now, mut told) = (Throttle::default(), epoch, 0);
        let mut line = |throttle: &mut Throttle, now: &mut Instant| {
            if let Some(when) = throttle.charge(rate, epoch, *now) {
                told += usize::from(throttle.tells());
                *now = when;
            }
            told
        };
        for sent in 1..=100 {
            assert_eq!(line(&mut throttle, &mut now), usize::from(sent >= 5), "after {sent} lines");
        }
        now += Duration::from_secs(1);
        for sent in 1..=20 {
            assert_eq!(line(&mut throttle, &mut now), 1 + usize::from(sent >= 5), "after {sent} more");
        }
    }

    #[test]
    fn a_new_rate_is_for_all_who_hold_it() {
        let live = LiveRate::new(Rate { per_second: u32::MAX, burst: 7 });
        let other = live.clone();
        assert_eq!(other.get(), Rate { per_second: u32::MAX, burst: 7 });
        live.set(Rate { per_second: 0, burst: u32::MAX });
        assert_eq!(other.get(), Rate { per_second: 0, burst: u32::MAX });
    }

    #[test]
    fn off_is_off() {
        let (mut throttle, now) = (Throttle::default(), Instant::now());
        assert!((0..10_000).all(|_| throttle.charge(Rate::OFF, now, now).is_none()));
    }
}
