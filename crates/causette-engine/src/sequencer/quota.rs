//! How many rooms, or accounts, may be made from one place in an hour: names are for all, and each is kept.

use causette_core::limits::{QUOTA_MS, QUOTA_PLACES};
use causette_core::{Host, Millis, Refusal};
use std::collections::HashMap;

/// Counts since the hour began.
#[derive(Debug)]
pub(super) struct Quota {
    /// How many.
    max: usize,
    since: Millis,
    made: HashMap<Option<Host>, usize>,
}

impl Quota {
    pub(super) fn new(max: usize) -> Quota {
        Quota { max, since: Millis(0), made: HashMap::new() }
    }

    /// Counts one to be made.
    pub(super) fn take(&mut self, from: Option<Host>, now: Millis) -> Result<(), Refusal> {
        // With more places than anybody's hour has, counting begins anew; a clock that went back does the same.
        if now.0.abs_diff(self.since.0) >= QUOTA_MS || self.made.len() > QUOTA_PLACES {
            *self = Quota { since: now, ..Quota::new(self.max) };
        }
        let made = self.made.entry(from).or_default();
        if *made >= self.max {
            return Err(Refusal::Quota { max: self.max });
        }
        *made += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_own_hour() {
        let mut quota = Quota::new(20);
        let mut take = |host, at| quota.take(Some(Host(host)), Millis(at));
        for _ in 0..20 {
            take(1, 10).unwrap();
        }
        assert_eq!(take(1, 11), Err(Refusal::Quota { max: 20 }));
        take(2, 11).unwrap();
        take(1, QUOTA_MS).unwrap();
    }
}
