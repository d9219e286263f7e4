//! How many rooms may be made from one place in an hour: names are for all, and each room is kept.

use causette_core::limits::{QUOTA_MS, QUOTA_PLACES, ROOMS_MADE};
use causette_core::{Host, Kind, Millis, Refusal};
use std::collections::HashMap;

/// Counts since the hour began. Direct conversations are limited by session, not here.
#[derive(Debug, Default)]
pub(super) struct Quota {
    since: Millis,
    made: HashMap<Option<Host>, usize>,
}

impl Quota {
    /// Counts a room to be made.
    pub(super) fn take(&mut self, kind: &Kind, from: Option<Host>, now: Millis) -> Result<(), Refusal> {
        if matches!(kind, Kind::Direct(..)) {
            return Ok(());
        }
        // With more places than anybody's hour has, counting begins anew; a clock that went back does the same.
        if now.0.abs_diff(self.since.0) >= QUOTA_MS || self.made.len() > QUOTA_PLACES {
            *self = Quota { since: now, made: HashMap::new() };
        }
        let made = self.made.entry(from).or_default();
        if *made >= ROOMS_MADE {
            return Err(Refusal::Quota { max: ROOMS_MADE });
        }
        *made += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::{PersonId, RoomName};

    #[test]
    fn each_place_has_its_own_hour() {
        let named = Kind::Named(RoomName::new("#a").unwrap());
        let mut quota = Quota::default();
        let mut take = |host, at| quota.take(&named, Some(Host(host)), Millis(at));
        for _ in 0..ROOMS_MADE {
            take(1, 10).unwrap();
        }
        assert_eq!(take(1, 11), Err(Refusal::Quota { max: ROOMS_MADE }));
        take(2, 11).unwrap();
        take(1, QUOTA_MS).unwrap();
        let pair = Kind::direct(PersonId(1), PersonId(2));
        assert!((0..=ROOMS_MADE).all(|_| quota.take(&pair, None, Millis(0)).is_ok()));
    }
}
