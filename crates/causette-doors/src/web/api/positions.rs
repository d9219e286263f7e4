//! How far a stream of events has come in each room: what makes it come back with no gap and no repeat.
//!
//! Facts of a room are told in their order. One that is not the next shows that some were left out; they are read from the
//! history, so nothing is kept here but numbers.

use super::super::limits::EVENT_ROOMS;
use causette_core::{Name, RoomName};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;

/// Digits of a room's id that a position shows.
const DIGITS: usize = 12;

/// How far one room has come.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// What the room is called; `None`: it has not shown itself since the stream began.
    pub(super) label: Option<String>,
    /// The number of the last fact that was told; `None`: whatever comes first begins it.
    last: Option<u64>,
    /// The last number that is known to exist.
    head: u64,
    /// What it misses is to be read, or being read.
    behind: bool,
}

/// What to do with a fact.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is the next.
    Tell,
    /// It was told, or comes again with what is missing before it.
    Drop,
}

/// Where each room is, by the first digits of its id.
#[derive(Debug, Default)]
pub(super) struct Positions {
    spots: BTreeMap<String, Spot>,
    /// Rooms that miss something, in the order in which this was noticed.
    behind: VecDeque<String>,
}

/// A position that somebody gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// By the digits of an id, as a stream shows them.
    Id(String, u64),
    /// By the room's name.
    Name(String, u64),
}

/// `#general:17,@bob:3`, with `!` and digits of an id instead of a name where a stream said so.
pub(super) fn read(text: &str) -> Option<Vec<Given>> {
    let one = |part: &str| {
        let (room, seq) = part.trim().rsplit_once(':')?;
        let seq = seq.parse().ok()?;
        match room.strip_prefix('!') {
            Some(id) if id.len() == DIGITS && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) => {
                Some(Given::Id(id.to_owned(), seq))
            }
            Some(_) => None,
            None => Some(Given::Name(room.to_owned(), seq)),
        }
    };
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    let given: Vec<Given> = parts.map(one).collect::<Option<_>>()?;
    (given.len() <= EVENT_ROOMS).then_some(given)
}

/// Whether two names mean one room.
pub(super) fn same_room(one: &str, other: &str) -> bool {
    match (one.strip_prefix('@'), other.strip_prefix('@')) {
        (Some(one), Some(other)) => {
            matches!((Name::new(one), Name::new(other)), (Ok(one), Ok(other)) if one.key() == other.key())
        }
        (None, None) => {
            matches!((RoomName::new(one), RoomName::new(other)), (Ok(one), Ok(other)) if one.key() == other.key())
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn short(id: &str) -> String {
    id.get(..DIGITS).unwrap_or(id).to_owned()
}

impl Positions {
    /// The room of this id, by the name it has now.
    fn spot(&mut self, id: &str, label: &str) -> &mut Spot {
        let spot = self.spots.entry(short(id)).or_default();
        if spot.label.as_deref() != Some(label) {
            spot.label = Some(label.to_owned());
        }
        spot
    }

    /// Whoever was here before had come so far in it.
    pub(super) fn come_back(&mut self, id: &str, last: u64) {
        #[cfg(feature = "planted")]
        let last = last + u64::from(crate::web::plant::Plant::ResumesTooFar.is_set());
        self.spots.entry(short(id)).or_default().last = Some(last);
    }

    /// The room is one of those that are told of; its last number, where that was said.
    pub(super) fn opens(&mut self, id: &str, label: &str, head: Option<u64>) {
        let spot = self.spot(id, label);
        spot.head = spot.head.max(head.unwrap_or_default());
        spot.last = spot.last.or(head);
        self.look(id);
    }

    /// Where nothing else is known, a room begins after this number.
    pub(super) fn begins(&mut self, id: &str, after: u64) {
        self.spots.entry(short(id)).or_default().last.get_or_insert(after);
    }

    pub(super) fn closes(&mut self, id: &str) {
        self.spots.remove(&short(id));
    }

    /// A fact came by itself.
    pub(super) fn heard(&mut self, id: &str, label: &str, seq: u64) -> Turn {
        let spot = self.spot(id, label);
        spot.head = spot.head.max(seq);
        let last = *spot.last.get_or_insert(seq.saturating_sub(1));
        if seq == last + 1 && !spot.behind {
            spot.last = Some(seq);
            return Turn::Tell;
        }
        self.look(id);
        Turn::Drop
    }

    /// A fact came in a page that was asked for: what is missing before it is not there to be read.
    pub(super) fn read(&mut self, id: &str, label: &str, seq: u64) -> Turn {
        let spot = self.spot(id, label);
        spot.head = spot.head.max(seq);
        if spot.last.is_some_and(|last| seq <= last) {
            return Turn::Drop;
        }
        spot.last = Some(seq);
        Turn::Tell
    }

    /// A fact came before the stream began: it is read with what else is missing.
    pub(super) fn noticed(&mut self, id: &str, label: &str, seq: u64) {
        let spot = self.spot(id, label);
        spot.head = spot.head.max(seq);
        spot.last.get_or_insert(seq.saturating_sub(1));
        self.look(id);
    }

    /// Whether something is missing there, or was told that is not there; if so, it waits to be read.
    fn look(&mut self, id: &str) {
        if self.spots.get(&short(id)).is_some_and(|spot| spot.last.is_some_and(|last| last != spot.head)) {
            self.look_anyway(id);
        }
    }

    /// The same of a conversation that came back and whose last number nobody said.
    pub(super) fn look_anyway(&mut self, id: &str) {
        let id = short(id);
        let Some(spot) = self.spots.get_mut(&id) else { return };
        if !spot.behind && spot.label.is_some() && spot.last.is_some() {
            spot.behind = true;
            self.behind.push_back(id);
        }
    }

    /// The next room to read in: its id's digits, its name, and after which number.
    pub(super) fn next_behind(&self) -> Option<(&str, &str, u64)> {
        let id = self.behind.front()?;
        let spot = self.spots.get(id);
        let label = spot.and_then(|spot| spot.label.as_deref()).unwrap_or_default();
        Some((id, label, spot.and_then(|spot| spot.last).unwrap_or_default()))
    }

    /// What was read there is told, and it is up to date. Facts that came meanwhile stand in the page: its answer followed them.
    pub(super) fn was_read(&mut self) {
        if let Some(spot) = self.caught_up() {
            spot.last = spot.last.max(Some(spot.head));
        }
    }

    /// It cannot be read from there: it goes on with what is new.
    pub(super) fn was_refused(&mut self) {
        if let Some(spot) = self.caught_up() {
            spot.last = Some(spot.head).filter(|head| *head > 0);
        }
    }

    fn caught_up(&mut self) -> Option<&mut Spot> {
        let id = self.behind.pop_front()?;
        let spot = self.spots.get_mut(&id)?;
        spot.behind = false;
        Some(spot)
    }

    /// Whether a room of this name is told of.
    pub(super) fn knows(&self, label: &str) -> Option<&str> {
        let is = |spot: &Spot| spot.label.as_deref().is_some_and(|known| same_room(known, label));
        self.spots.iter().find(|(_, spot)| is(spot)).map(|(id, _)| id.as_str())
    }

    /// Only this room, from here on.
    pub(super) fn keep_only(&mut self, id: &str) {
        let id = short(id);
        self.spots.retain(|known, _| *known == id);
        self.behind.retain(|known| *known == id);
    }

    /// What they are called, and how far each has come.
    pub(super) fn rooms(&self) -> Vec<Value> {
        let named = self.spots.values().filter_map(|spot| Some((spot.label.as_deref()?, spot.last)));
        named.map(|(room, seq)| json!({ "room": room, "seq": seq })).collect()
    }

    /// All of them, for whoever comes back. Of more than [`EVENT_ROOMS`] the others begin with what is new.
    pub(super) fn write(&self) -> String {
        let known = self.spots.iter().filter_map(|(id, spot)| Some((id, spot.last?))).take(EVENT_ROOMS);
        known.fold(String::new(), |mut all, (id, last)| {
            let comma = if all.is_empty() { "" } else { "," };
            let _ = write!(all, "{comma}!{id}:{last}"); // a String takes all
            all
        })
    }
}
