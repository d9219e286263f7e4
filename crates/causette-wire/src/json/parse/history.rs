//! Which part of a room's log, and in which rooms something was said.

use super::field::{moment, number, point};
use super::{Fields, Why};
use crate::json::{HISTORY_LIMIT, TARGETS_LIMIT};
use causette_core::{Command, Millis, Range};

impl Fields<'_> {
    pub(super) fn history(&self) -> Result<Command, Why> {
        let (of, range, limit) = (self.target()?, self.range()?, self.limit(HISTORY_LIMIT)?);
        Ok(Command::History { of, range, limit, only_words: self.only_words.unwrap_or(false) })
    }

    /// One way to say which part; the end, when none is given.
    fn range(&self) -> Result<Range, Why> {
        let around = self.around.as_ref().map(|place| point(place, "around")).transpose()?;
        let between = match self.between.as_deref() {
            None => None,
            Some([from, to]) => Some(Range::Between(point(from, "between")?, point(to, "between")?)),
            Some(_) => return Err(Why::BadValue { field: "between" }),
        };
        let ways = [
            ("after", number(&self.after)?.map(Range::After)),
            ("before", number(&self.before)?.map(Range::Before)),
            ("since", moment(&self.since, "since")?.map(Range::Since)),
            ("until", moment(&self.until, "until")?.map(Range::Until)),
            ("around", around.map(Range::Around)),
            ("between", between),
        ];
        let mut given = ways.into_iter().filter_map(|(field, range)| Some((field, range?)));
        let range = given.next().map_or(Range::Before(u64::MAX), |(_, range)| range);
        given.next().map_or(Ok(range), |(field, _)| Err(Why::BadValue { field }))
    }

    pub(super) fn targets(&self) -> Result<Command, Why> {
        let since = moment(&self.since, "since")?.unwrap_or_default();
        let until = moment(&self.until, "until")?.unwrap_or(Millis(u64::MAX));
        Ok(Command::Targets { since, until, limit: self.limit(TARGETS_LIMIT)? })
    }
}
