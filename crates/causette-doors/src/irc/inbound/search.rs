//! SEARCH (soju.im/search, which other servers and clients share): messages by their words, author, place and time.

use super::Turn;
use crate::irc::requests::Asked;
use causette_core::{Command, Millis, Name, Query, RoomName, Target, limits};
use causette_wire::irc::{attributes, parse_time};

impl Turn<'_, '_, '_> {
    /// `SEARCH <attribute>=<value>;…`, values escaped as in tags.
    pub(super) fn search(&mut self) {
        let Some(typed) = self.needed(0) else { return };
        let all = attributes(typed);
        let value = |name: &str| all.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref());
        match command(value) {
            Ok(command) => self.ask(Asked::Search, command),
            Err(wrong) => self.say_fail("SEARCH", "INVALID_PARAMS", &[wrong], "That cannot be searched for"),
        }
    }
}

/// What is asked of the core, or which attribute says nothing.
fn command<'v>(value: impl Fn(&'static str) -> Option<&'v str>) -> Result<Command, &'static str> {
    let of = match value("in") {
        None => None,
        Some(room) if room.starts_with('#') => Some(Target::Room(RoomName::new(room).map_err(|_| "in")?)),
        Some(name) => Some(Target::Person(Name::new(name).map_err(|_| "in")?)),
    };
    let by = value("from").map(Name::new).transpose().map_err(|_| "from")?;
    let time = |name| value(name).map(|text| parse_time(text).ok_or(name)).transpose();
    let limit = value("limit").map(|limit| limit.parse::<usize>().map_err(|_| "limit")).transpose()?;
    let mut query = Query::new(value("text").unwrap_or_default(), by).map_err(|_| "text")?;
    query.since = time("after")?;
    // The moment itself is meant, too.
    query.until = time("before")?.map(|Millis(at)| Millis(at.saturating_add(1)));
    let limit = limit.unwrap_or(limits::SEARCH_FACTS).clamp(1, limits::SEARCH_FACTS);
    Ok(Command::Search { of, query, limit })
}
