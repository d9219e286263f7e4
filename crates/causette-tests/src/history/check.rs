//! The whole check: the history by itself, then each send, then each connection's view.

use super::{Connection, Kind, RoomLog, Said, Seq, Violation, live, ops};
use std::collections::{BTreeMap, HashMap};

/// What is held against each other.
pub struct Evidence<'a> {
    /// What clients saw.
    pub connections: Vec<&'a Connection>,
    /// What the server has kept, whole.
    pub logs: &'a BTreeMap<String, RoomLog>,
    /// Up to these numbers the history was checked before; rooms that are not named are checked from their start.
    pub since: &'a BTreeMap<String, Seq>,
}

/// The part of a room's history to be checked now, and where each text stands in it.
pub(super) struct Part<'a> {
    pub(super) log: &'a RoomLog,
    pub(super) fresh: &'a [Said],
    pub(super) places: HashMap<&'a str, Vec<Seq>>,
}

impl Part<'_> {
    pub(super) fn places(&self, text: &str) -> &[Seq] {
        self.places.get(text).map(Vec::as_slice).unwrap_or_default()
    }
}

pub(super) type Parts<'a> = BTreeMap<&'a str, Part<'a>>;

/// Every promise that is broken; none, if all is well.
pub fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut parts = Parts::new();
    for (room, log) in evidence.logs {
        let since = evidence.since.get(room).copied().unwrap_or(0);
        let fresh = log.after(since);
        contiguous(room, since.max(log.first.saturating_sub(1)), fresh, &mut found);
        let mut places: HashMap<&str, Vec<Seq>> = HashMap::new();
        for said in fresh {
            places.entry(&said.text).or_default().push(said.seq);
        }
        parts.insert(room, Part { log, fresh, places });
    }
    ops::check(&evidence.connections, &parts, &mut found);
    for connection in &evidence.connections {
        live::check(connection, &parts, &mut found);
    }
    found
}

fn contiguous(room: &str, mut last: Seq, fresh: &[Said], found: &mut Vec<Violation>) {
    for said in fresh {
        if said.seq != last + 1 {
            let words = format!("the history goes from {last} to {}", said.seq);
            found.push(Violation::new(Kind::NotContiguous, room, said.seq, words));
        }
        last = said.seq;
    }
}
