//! The real clock and real randomness.

use causette_core::Millis;
use causette_core::ports::{Clock, Ids};
use std::time::{Duration, SystemTime};

/// The machine's time of day.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port")]
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// The kernel's random bits.
pub(crate) struct RandomIds;

impl Ids for RandomIds {
    fn fresh(&mut self) -> u128 {
        loop {
            let mut bits = [0; 16];
            // The kernel's source does not fail once the machine is up; an identity must never be guessed instead.
            if getrandom::fill(&mut bits).is_ok() && bits != [0; 16] {
                return u128::from_be_bytes(bits);
            }
            std::thread::yield_now();
        }
    }
}
