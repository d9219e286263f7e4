//! Rooms that have moved since their rows were last written: what lets a message change no row of `rooms`.
//!
//! A row is written for many messages at once, when [`Heads::due`] says so; until then the list of rooms is completed from
//! here. After a crash the few facts above `meta.rooms_upto` are counted again.

use crate::row::number;
use crate::tuning::{FACTS_MOVED, ROOMS_MOVED};
use causette_core::{Millis, RoomId, Seq};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where a room stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved {
    pub(crate) id: RoomId,
    pub(crate) public: bool,
    pub(crate) head: Seq,
    pub(crate) at: Millis,
}

/// How much waits to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Share {
    /// Anything: at the end.
    Any,
    /// Half of what may wait: worth a quiet moment.
    Half,
    /// All that may wait.
    All,
}

#[derive(Default)]
struct State {
    rooms: HashMap<RoomId, Moved>,
    /// Rows are true of facts up to this one.
    upto: i64,
    /// The newest fact.
    last: i64,
}

/// The newest row there ever was, as far as anything still knows of it: the fact itself may be kept no more.
pub(crate) fn last(conn: &Connection) -> rusqlite::Result<i64> {
    let last = "SELECT max((SELECT coalesce(max(n), 0) FROM facts),
                           (SELECT max(value) FROM meta WHERE name IN ('rooms_upto', 'words_upto')))";
    conn.query_row(last, [], |r| r.get(0))
}

/// Shared by the writer and the list of rooms; held for moments only.
pub(crate) struct Heads(Mutex<State>);

/// With max(), SQLite takes the other columns from the row that has it. Without the `+` it would walk the index of all facts by
/// room to have the groups in order, at each start.
const NEWER: &str = "
    SELECT r.id, r.key >= '#' AND r.key < '$', max(f.seq), f.at FROM facts f JOIN rooms r ON r.n = f.room
    WHERE f.n > ?1 GROUP BY +f.room";

impl Heads {
    /// Counts what the rows do not have yet.
    pub(crate) fn load(conn: &Connection) -> rusqlite::Result<Heads> {
        let upto = conn.query_row("SELECT value FROM meta WHERE name = 'rooms_upto'", [], |r| r.get(0))?;
        let last = last(conn)?;
        let mut newer = conn.prepare(NEWER)?;
        let rows = newer.query_map([upto], |r| {
            let id = RoomId(u128::from_be_bytes(r.get(0)?));
            let public = r.get::<_, Option<bool>>(1)?.unwrap_or(false);
            let (head, at) = (number(r.get(2)?).unwrap_or(0), Millis(number(r.get(3)?).unwrap_or(0)));
            Ok((id, Moved { id, public, head, at }))
        })?;
        let rooms = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Heads(Mutex::new(State { rooms, upto, last })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a commit: these rooms moved, and `last` is the newest fact.
    pub(crate) fn add(&self, moved: impl Iterator<Item = Moved>, last: i64) {
        let mut state = self.state();
        state.rooms.extend(moved.map(|m| (m.id, m)));
        state.last = last;
    }

    /// Named rooms whose rows are behind.
    pub(crate) fn moved(&self) -> Vec<Moved> {
        self.state().rooms.values().filter(|m| m.public).copied().collect()
    }

    /// The rooms to write and the fact they are true of, if this share of what may wait does.
    pub(crate) fn due(&self, share: Share) -> Option<(Vec<Moved>, i64)> {
        let state = self.state();
        let facts = state.last - state.upto;
        let due = match share {
            Share::Any => facts > 0,
            Share::Half => state.rooms.len() >= ROOMS_MOVED / 2 || facts >= FACTS_MOVED / 2,
            Share::All => state.rooms.len() >= ROOMS_MOVED || facts >= FACTS_MOVED,
        };
        due.then(|| (state.rooms.values().copied().collect(), state.last))
    }

    /// After the commit that wrote the rows for facts up to `upto`, and before what else it stored is added.
    pub(crate) fn written(&self, upto: i64) {
        let mut state = self.state();
        state.rooms.clear();
        state.upto = upto;
    }

    /// The newest fact.
    pub(crate) fn last(&self) -> i64 {
        self.state().last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a start reads must not grow with what is kept.
    #[test]
    fn a_start_looks_at_newer_facts_alone() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::seal::register(&conn).unwrap();
        crate::schema::migrate(&mut conn, crate::schema::STEPS).unwrap();
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {NEWER}")).unwrap();
        let steps: Vec<String> =
            plan.query_map([0], |row| row.get("detail")).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        assert!(steps.iter().any(|step| step == "SEARCH f USING INTEGER PRIMARY KEY (rowid>?)"), "{steps:?}");
        assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:?}");
    }
}
