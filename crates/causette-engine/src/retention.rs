//! The clock by which messages grow old. It does not follow the time of day where that leaps ahead: a clock that is years
//! wrong must not destroy everything that is kept for so many days. The leap is believed once it has lasted.

use causette_core::Millis;
use std::time::Duration;

/// A leap of the clock up to this is believed at once: a club meets once a month.
const LEAP: Duration = Duration::from_secs(40 * 24 * 3600);
/// A longer one, as after a summer, is believed once the server has run for so long and nobody has set the clock right: less
/// than a school's day.
const LASTED: Duration = Duration::from_secs(6 * 3600);

/// The time by which something is old enough to be let go.
#[derive(Debug)]
pub(crate) struct RetentionClock {
    /// What was believed last, and how long the server had run then.
    believed: Millis,
    at: Duration,
    /// Since when a leap is not believed.
    doubted: Option<Duration>,
}

impl RetentionClock {
    /// `last`: the time that was gone by before the server started; `None`: there was none, any time will do.
    pub(crate) fn new(last: Option<Millis>, clock: Millis) -> RetentionClock {
        RetentionClock { believed: last.unwrap_or(clock), at: Duration::ZERO, doubted: None }
    }

    /// The time to go by, where the clock says `clock` and the server has run for `run`.
    pub(crate) fn now(&mut self, clock: Millis, run: Duration) -> Millis {
        let expected = later(self.believed, run.saturating_sub(self.at));
        if clock > later(expected, LEAP) {
            if self.doubted.is_none() {
                warn(expected, clock);
            }
            let since = *self.doubted.get_or_insert(run);
            if run.saturating_sub(since) < LASTED {
                return expected;
            }
        }
        *self = RetentionClock { believed: clock, at: run, doubted: None };
        clock
    }
}

fn later(time: Millis, by: Duration) -> Millis {
    Millis(time.0.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
}

fn warn(expected: Millis, clock: Millis) {
    let days = Duration::from_millis(clock.0.saturating_sub(expected.0)).as_secs() / (24 * 3600);
    tracing::warn!(
        days,
        "the clock is days ahead of all that is stored: nothing grows old by that until it has lasted for 6 hours; \
         if the clock is wrong, set it right now"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;
    const DAY: u64 = 24 * HOUR;
    const LAST: u64 = 1000 * DAY;

    /// Looks at these hours after the start, when the clock shows so much more than `LAST`; what is gone by.
    fn looks(last: Option<u64>, looks: &[(u64, u64)]) -> Vec<u64> {
        let first = looks.first().map_or(0, |(_, clock)| LAST + clock);
        let mut clock = RetentionClock::new(last.map(Millis), Millis(first));
        let one = |(hours, ahead): &(u64, u64)| {
            let run = Duration::from_millis(hours * HOUR);
            clock.now(Millis(LAST + ahead), run).0 - LAST
        };
        looks.iter().map(one).collect()
    }

    #[test]
    fn an_ordinary_clock_is_followed_through_nights_months_and_being_set() {
        let ordinary = [(0, 31 * DAY), (1, 31 * DAY + HOUR), (2, 31 * DAY), (3, 71 * DAY)];
        assert_eq!(looks(Some(LAST), &ordinary), [31 * DAY, 31 * DAY + HOUR, 31 * DAY, 71 * DAY]);
    }

    #[test]
    fn a_leap_of_years_is_not_gone_by_until_it_has_lasted() {
        let leap = 3650 * DAY;
        let while_running = [(0, 0), (1, leap), (2, leap + HOUR), (6, leap + 5 * HOUR), (7, leap + 6 * HOUR)];
        assert_eq!(looks(Some(LAST), &while_running), [0, HOUR, 2 * HOUR, 6 * HOUR, leap + 6 * HOUR]);
        let at_the_start = [(0, leap), (5, leap), (6, leap)];
        assert_eq!(looks(Some(LAST), &at_the_start), [0, 5 * HOUR, leap]);
    }

    #[test]
    fn a_leap_that_is_taken_back_counts_for_nothing() {
        let leap = 3650 * DAY;
        let mended = [(0, 0), (1, leap), (2, 2 * HOUR), (5, leap), (10, leap), (11, leap)];
        assert_eq!(looks(Some(LAST), &mended), [0, HOUR, 2 * HOUR, 5 * HOUR, 10 * HOUR, leap]);
    }

    #[test]
    fn with_nothing_before_any_time_will_do() {
        assert_eq!(looks(None, &[(0, 3650 * DAY)]), [3650 * DAY]);
    }
}
