//! Moments as people and programs write them: UTC, by arithmetic alone.
//!
//! It must not know what time it is, nor where.

use causette_core::Millis;

/// The last moment RFC 3339 can write: 9999-12-31T23:59:59.999Z. Later ones are written as this one.
const LAST: u64 = 253_402_300_799_999;

/// A moment, taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Utc {
    /// 1970 to 9999.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59; leap seconds do not exist here.
    pub second: u32,
    /// 0 to 999.
    pub milli: u32,
}

impl Utc {
    /// Takes a moment apart. Days to dates as in Howard Hinnant's "chrono-compatible low-level date algorithms":
    /// years are counted from March, in eras of 400 years.
    pub fn of(at: Millis) -> Utc {
        let ms = at.0.min(LAST);
        let days = ms / 86_400_000 + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let part = |unit: u64, of: u64| small(ms / unit % of);
        Utc {
            year: small(year),
            month: small(month),
            day: small(day),
            hour: part(3_600_000, 24),
            minute: part(60_000, 60),
            second: part(1000, 60),
            milli: part(1, 1000),
        }
    }
}

/// Appends RFC 3339 with milliseconds: `2026-11-22T14:03:00.123Z`.
pub fn push_rfc3339(out: &mut Vec<u8>, at: Millis) {
    let t = Utc::of(at);
    digits(out, t.year, 4);
    for (before, part) in [(b'-', t.month), (b'-', t.day), (b'T', t.hour), (b':', t.minute), (b':', t.second)] {
        out.push(before);
        digits(out, part, 2);
    }
    out.push(b'.');
    digits(out, t.milli, 3);
    out.push(b'Z');
}

/// Appends `14:03`, as lines of conversation begin.
pub fn push_clock(out: &mut Vec<u8>, at: Millis) {
    let t = Utc::of(at);
    digits(out, t.hour, 2);
    out.push(b':');
    digits(out, t.minute, 2);
}

fn digits(out: &mut Vec<u8>, n: u32, width: u32) {
    for place in (0..width).rev() {
        // A digit is below 256.
        out.push(b'0' + u8::try_from(n / 10u32.pow(place) % 10).unwrap_or_default());
    }
}

/// Every part is far below 2^32: the moment was capped.
fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(ms: u64) -> String {
        let mut out = Vec::new();
        push_rfc3339(&mut out, Millis(ms));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dates() {
        // `date -u -d @SECONDS` says so.
        for (ms, expect) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_709_164_800_001, "2024-02-29T00:00:00.001Z"),
            (1_795_356_180_123, "2026-11-22T14:03:00.123Z"),
            (1_798_761_599_000, "2026-12-31T23:59:59.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (LAST, "9999-12-31T23:59:59.999Z"),
            (u64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(written(ms), expect);
        }
        let mut out = Vec::new();
        push_clock(&mut out, Millis(1_795_356_180_123));
        assert_eq!(out, b"14:03");
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let length = |year: u32, month: u32| match month {
            2 => 28 + u32::from(year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let mut last = (1969, 12, 31);
        for day in 0..60_000 {
            let t = Utc::of(Millis(day * 86_400_000));
            let (y, m, d) = last;
            let next = if d < length(y, m) {
                (y, m, d + 1)
            } else if m < 12 {
                (y, m + 1, 1)
            } else {
                (y + 1, 1, 1)
            };
            assert_eq!((t.year, t.month, t.day), next);
            last = next;
        }
    }
}
