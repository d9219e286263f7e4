//! What is known of one room: what the server told, reading after reading.

use super::{Said, Seq};

/// What the server keeps of one room, as read back from it, or several such readings put together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomLog {
    /// The first number it must have: 1, or where retention began when it was first read.
    pub first: Seq,
    /// Its entries, as they were when they were first read.
    pub said: Vec<Said>,
    /// Numbers that were let go before they were read: first and last.
    pub holes: Vec<(Seq, Seq)>,
    /// It was said, before the connections that are checked began, that nothing below this is kept.
    pub kept_from: Seq,
    /// Up to here entries were old enough to be let go, where a room keeps days and not numbers.
    pub aged: Seq,
    /// Its readers read it from different numbers on: what one is not shown says nothing of the others.
    pub floors: bool,
}

impl Default for RoomLog {
    fn default() -> RoomLog {
        RoomLog::of(1, Vec::new())
    }
}

impl RoomLog {
    /// One reading, that begins here.
    pub fn of(first: Seq, said: Vec<Said>) -> RoomLog {
        RoomLog { first, said, holes: Vec::new(), kept_from: 1, aged: 0, floors: false }
    }

    /// The entry with this number.
    pub fn get(&self, seq: Seq) -> Option<&Said> {
        self.said.binary_search_by_key(&seq, |s| s.seq).ok().and_then(|at| self.said.get(at))
    }

    /// The last number; before the first entry, the number before it.
    pub fn head(&self) -> Seq {
        self.said.last().map_or(self.first.saturating_sub(1), |s| s.seq)
    }

    /// The entries after this number.
    pub fn after(&self, seq: Seq) -> &[Said] {
        let from = self.said.partition_point(|s| s.seq <= seq);
        self.said.get(from..).unwrap_or_default()
    }

    /// Whether this number was let go before it was read.
    pub fn never_read(&self, seq: Seq) -> bool {
        seq < self.first || self.holes.iter().any(|(from, to)| (*from..=*to).contains(&seq))
    }

    /// Adds what was read after [`RoomLog::head`]. What was known before stays: words that are gone by now are remembered.
    pub fn take(&mut self, reading: RoomLog) {
        let head = self.head();
        if self.said.is_empty() && self.holes.is_empty() {
            self.first = reading.first;
        } else if reading.first > head + 1 {
            self.holes.push((head + 1, reading.first - 1));
        }
        self.said.extend(reading.said.into_iter().filter(|said| said.seq > head));
    }
}
