//! Commands that read: history, search, marks, people.

use super::args::{Wish, Wrong, needed, numbered, person, place, plain, span, target};
use crate::line::view::View;
use crate::line::words;
use causette_core::{Command, Millis, Query, Range, Refusal, RoomName, Seq, limits};
use causette_wire::date;
use causette_wire::json::SEARCH_LIMIT;
use causette_wire::line::words::first_word;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `/history [ROOM|@NAME] [before N|after N] [N]`
pub(super) fn history(arg: &str, here: Option<&RoomName>) -> Wish {
    let (of, mut rest) = match first_word(arg) {
        Some((room, rest)) if room.starts_with(['#', '@']) => (target(room, here)?, rest),
        Some(_) | None => (target("", here)?, arg),
    };
    let (mut range, mut limit) = (Range::Before(Seq::MAX), None);
    while let Some((word, after)) = first_word(rest) {
        rest = after;
        let Some(forwards) = words::direction(word) else {
            // Two of them are no number of messages.
            limit = Some(count(word).and_then(|count| if limit.is_none() { Ok(count) } else { out_of_range() })?);
            continue;
        };
        let (number, after) = needed(rest)?;
        let number = numbered(number)?;
        range = if forwards { Range::After(number) } else { Range::Before(number) };
        rest = after;
    }
    let limit = limit.unwrap_or(limits::REPLAY_FACTS);
    let view = View::Onward { forwards: matches!(range, Range::After(_)), limit };
    Ok((Some(view.reference()), Command::History { of, range, limit, only_words: false }))
}

/// How many messages; a number that is none, such as `-1`, is out of range, and a word is no number at all.
fn count(word: &str) -> Result<usize, Wrong> {
    match word.parse() {
        Ok(count) => Ok(count),
        Err(_) if word.starts_with(['-', '+']) || word.starts_with(|c: char| c.is_ascii_digit()) => out_of_range(),
        Err(_) => Err(Wrong::Word(word.to_owned())),
    }
}

fn out_of_range<T>() -> Result<T, Wrong> {
    Err(Refusal::BadRange { max: limits::PAGE_FACTS }.into())
}

/// `/search WORDS [room:#x] [from:NAME] [since:DAY] [until:DAY]`, in any order.
pub(super) fn search(arg: &str, here: Option<&RoomName>, zone: &TimeZone, now: Millis) -> Wish {
    let (mut of, mut by, mut since, mut until) = (None, None, None, None);
    let mut sought: Vec<&str> = Vec::new();
    for word in arg.split_whitespace() {
        let (key, value) = word.split_once(':').filter(|(_, value)| !value.is_empty()).unwrap_or_default();
        let moment = || moment(value, zone, now).ok_or_else(|| Wrong::Word(word.to_owned()));
        match words::search_key(key) {
            Some("room") if value == "*" => of = Some(None),
            Some("room") => of = Some(Some(target(value, here)?)),
            Some("from") => by = Some(person(value)?),
            Some("since") => since = Some(moment()?),
            Some(_) => until = Some(moment()?),
            None => sought.push(word),
        }
    }
    if sought.is_empty() && by.is_none() {
        return Err(Wrong::Usage);
    }
    let mut query = Query::new(&sought.join(" "), by)?;
    (query.since, query.until) = (since, until);
    let of = match of {
        Some(of) => of,
        None => Some(target("", here)?),
    };
    plain(Command::Search { of, query, limit: SEARCH_LIMIT })
}

/// A day here (its beginning), a moment of RFC 3339, or how long ago.
fn moment(text: &str, zone: &TimeZone, now: Millis) -> Option<Millis> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    if let Some(day) = day {
        let start = day.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond();
        return u64::try_from(start).ok().map(Millis);
    }
    let ago = || Some(Millis(now.0.saturating_sub(span(text)?.saturating_mul(1000))));
    date::parse(text).or_else(ago)
}

/// `/read [@NAME|#room] [N]`
pub(super) fn read(arg: &str, here: Option<&RoomName>) -> Wish {
    let (of, number) = place(arg, here)?;
    let upto = match number.trim_end() {
        "" => Seq::MAX,
        number => numbered(number)?,
    };
    plain(Command::Read { of, upto })
}

/// `/ignore NAME [off]`
pub(super) fn ignore(arg: &str) -> Wish {
    let (who, on) = needed(arg)?;
    let on = match on.trim_end() {
        "" => true,
        word => words::switch(word).ok_or_else(|| Wrong::Word(word.to_owned()))?,
    };
    plain(Command::Ignore { who: person(who)?, on })
}

/// `/watch [NAME [off]]`
pub(super) fn watch(arg: &str) -> Wish {
    if arg.is_empty() {
        return plain(Command::Watched);
    }
    let (who, on) = needed(arg)?;
    let on = match on.trim_end() {
        "" => true,
        word => words::switch(word).ok_or_else(|| Wrong::Word(word.to_owned()))?,
    };
    plain(Command::Watch { names: vec![person(who)?], on })
}
