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

/// A moment as programs write it: RFC 3339, or only a date, which is its beginning in UTC. Years 1970 to 9999; a leap
/// second is the second after it.
pub fn parse(text: &str) -> Option<Millis> {
    let (date, rest) = text.split_at_checked(10)?;
    let days = parse_date(date)?;
    let seconds = match rest {
        "" => 0,
        rest => parse_time(rest.strip_prefix(['T', 't', ' '])?)?,
    };
    let ms = i64::try_from(days).ok()?.checked_mul(86_400_000)?.checked_add(seconds)?;
    u64::try_from(ms).ok().filter(|ms| *ms <= LAST).map(Millis)
}

/// Days from 1970-01-01 to `2026-11-22`.
fn parse_date(date: &str) -> Option<u64> {
    let mut parts = date.split('-');
    let mut part = |width, least, most| number(parts.next()?, width).filter(|n| (least..=most).contains(n));
    let (year, month, day) = (part(4, 1970, 9999)?, part(2, 1, 12)?, part(2, 1, 31)?);
    let (shifted, month_from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    // 30 February would be a day in March.
    let back = Utc::of(Millis(days * 86_400_000));
    (parts.next().is_none() && u64::from(back.day) == day).then_some(days)
}

/// Milliseconds of `14:03:00.123+01:00` after midnight in UTC, possibly on another day.
fn parse_time(time: &str) -> Option<i64> {
    let (clock, zone) = time.split_at_checked(time.find(['Z', 'z', '+', '-'])?)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let mut part = |most| number(parts.next()?, 2).filter(|n| *n <= most);
    let seconds = part(23)? * 3600 + part(59)? * 60 + part(60)?;
    let milli = number(fraction, fraction.len()).map(|_| fraction.bytes().chain([b'0'; 3]).take(3))?;
    let milli = milli.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let offset = match zone {
        "Z" | "z" => 0,
        zone => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = number(hours, 2).filter(|n| *n <= 23)? * 60 + number(minutes, 2).filter(|n| *n <= 59)?;
            i64::try_from(minutes).ok()? * if zone.starts_with('-') { -60_000 } else { 60_000 }
        }
    };
    let time = i64::try_from(seconds).ok()? * 1000 + milli - offset;
    parts.next().is_none().then_some(time)
}

/// Exactly so many digits, at most 18.
fn number(text: &str, width: usize) -> Option<u64> {
    let fits = text.len() == width && (1..=18).contains(&width) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
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
    fn moments_that_programs_write() {
        for (text, expect) in [
            ("1970-01-01", Some(0)),
            ("2026-11-22", Some(1_795_305_600_000)),
            ("2026-11-22T14:03:00.123Z", Some(1_795_356_180_123)),
            ("2026-11-22t15:03:00.1239999+01:00", Some(1_795_356_180_123)),
            ("2026-11-22 09:33:00.123-04:30", Some(1_795_356_180_123)),
            ("2000-02-29T00:00:00Z", Some(951_782_400_000)),
            ("2016-12-31T23:59:60Z", Some(1_483_228_800_000)),
            ("9999-12-31T23:59:59.999Z", Some(LAST)),
            ("9999-12-31T23:59:59.999-00:01", None),
            ("1970-01-01T00:00:00+00:01", None),
            ("1969-12-31", None),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-00-01", None),
            ("2026-1-01", None),
            ("2026-11-22T", None),
            ("2026-11-22T14:03Z", None),
            ("2026-11-22T14:03:00", None),
            ("2026-11-22T24:00:00Z", None),
            ("2026-11-22T14:03:00.Z", None),
            ("2026-11-22T14:03:00+1:00", None),
            ("2026-11-2\u{e9}", None),
            ("22/11/2026", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expect.map(Millis), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_moment_is_read_as_it_was_written(ms in 0..=LAST, noise in "\\PC{0,30}") {
            proptest::prop_assert_eq!(parse(&written(ms)), Some(Millis(ms)));
            let _ = parse(&noise);
            let _ = parse(&format!("2026-11-22T{noise}"));
        }
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
