//! When a delivery that failed is tried again, and when it is given up.

use crate::web::limits::{HOOK_PATIENCE, HOOK_RETRY, HOOK_RETRY_MOST};
use causette_core::hook::Progress;
use causette_core::{HookFault, Millis};
use std::time::Duration;

/// What follows from a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// Another attempt, after so long.
    After(Duration),
    /// None, until somebody has it go on.
    Pause,
}

/// The attempts at one delivery.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Attempts(u32);

impl Attempts {
    /// One more failed. `progress` says so from here on; `random` spreads those who failed together.
    pub(super) fn failed(&mut self, progress: &mut Progress, why: HookFault, now: Millis, random: u32) -> Next {
        let since = progress.trouble.map_or(now, |(since, _)| since);
        progress.trouble = Some((since, why));
        if now.0.saturating_sub(since.0) >= HOOK_PATIENCE.as_millis() as u64 {
            progress.paused = true;
            return Next::Pause;
        }
        let doubled = HOOK_RETRY.saturating_mul(1 << self.0.min(20)).min(HOOK_RETRY_MOST);
        self.0 = self.0.saturating_add(1);
        // Between half of it and all of it.
        Next::After(doubled / 2 + (doubled / 2).mul_f64(f64::from(random) / f64::from(u32::MAX)))
    }

    /// It succeeded.
    pub(super) fn succeeded(&mut self) {
        self.0 = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_become_rarer_and_end() {
        let (mut attempts, mut progress) = (Attempts::default(), Progress { after: 7, ..Progress::default() });
        let (began, why) = (Millis(1_000), HookFault::Status(503));
        let mut waits = Vec::new();
        for n in 0..14 {
            let random = if n % 2 == 0 { u32::MAX } else { 0 };
            match attempts.failed(&mut progress, why, Millis(began.0 + n), random) {
                Next::After(wait) => waits.push(wait.as_millis()),
                Next::Pause => panic!(),
            }
        }
        let minutes = 60_000;
        let expect = [1_000, 1_000, 4_000, 4_000, 16_000, 16_000, 64_000, 64_000, 256_000, 256_000];
        assert_eq!(waits[..10], expect);
        assert_eq!(waits[10..], [15 * minutes, 15 * minutes / 2, 15 * minutes, 15 * minutes / 2]);
        assert_eq!(progress, Progress { after: 7, trouble: Some((began, why)), paused: false });
        let (patience, other) = (HOOK_PATIENCE.as_millis() as u64, HookFault::Slow);
        assert!(matches!(attempts.failed(&mut progress, other, Millis(began.0 + patience - 1), 0), Next::After(_)));
        assert_eq!(attempts.failed(&mut progress, other, Millis(began.0 + patience), 0), Next::Pause);
        assert_eq!(progress, Progress { after: 7, trouble: Some((began, other)), paused: true });
        attempts.succeeded();
        progress = Progress { after: 8, ..Progress::default() };
        assert_eq!(attempts.failed(&mut progress, why, Millis(0), u32::MAX), Next::After(HOOK_RETRY));
    }
}
