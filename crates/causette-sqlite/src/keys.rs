//! Keys that make a send idempotent: which were answered before, and forgetting them after their day.

use crate::append::Stop;
use crate::errors::refused;
use crate::read;
use crate::row::sql;
use crate::tuning::{SWEEP_EVERY_MS, SWEEP_KEYS};
use crate::writer::Writer;
use causette_core::ports::paging::Edge;
use causette_core::ports::{Append, AppendError, Appended, Entry, KeyHit};
use causette_core::{Fact, Key, Millis, RoomId, Seq, limits};
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

impl Writer {
    /// Every key of a batch that has an answer, with it.
    pub(crate) fn keys_used(&mut self, batch: &[Append]) -> Result<Appended, AppendError> {
        let mut hits = Vec::new();
        for append in batch {
            for (entry, key) in append.entries.iter().filter_map(|e| Some((e, e.key.as_ref()?))) {
                let first = first(&self.conn, append.room, entry, key).map_err(|e| refused(e.to_string()))?;
                let Some(seq) = first else { continue };
                let person = entry.fact.by.id;
                let first = self.one(append.room, seq)?;
                hits.push(KeyHit { room: append.room, person, key: key.clone(), first });
            }
        }
        // The contract leaves it to the caller that a batch has a key once.
        if hits.is_empty() { Err(refused("a key is used twice in one batch")) } else { Ok(Appended::KeyUsed(hits)) }
    }

    fn one(&self, room: RoomId, seq: Seq) -> Result<Arc<Fact>, AppendError> {
        let page = read::page(&self.conn, room, Edge::After(seq.saturating_sub(1)), 1);
        let fact = page.map_err(|e| refused(e.to_string()))?.facts.pop();
        fact.filter(|f| f.seq == seq)
            .ok_or_else(|| refused(format!("fact {seq} of room {room} is gone, its key is not")))
    }

    /// Forgets some of the keys that have had their day, if it is time to look. One step of a walk over all of them in
    /// their own order: that needs no index by time, which every message would pay for.
    pub(crate) fn forget_keys(&mut self) -> Result<(), AppendError> {
        if !self.sweep.due() {
            return Ok(());
        }
        match self.step() {
            Ok(done) => done,
            Err(_) => {
                // Nothing is lost by trying again later.
                self.rollback();
                self.sweep.restart();
                Ok(())
            }
        }
    }

    fn step(&mut self) -> Result<Result<(), AppendError>, Stop> {
        let (walked, next) = walk(&self.conn, &self.sweep)?;
        let old: Vec<&Place> =
            walked.iter().filter(|(_, at)| self.sweep.has_had_its_day(*at)).map(|(p, _)| p).collect();
        if !old.is_empty() {
            self.begin()?;
            for (room, sender, key) in &old {
                let mut forget =
                    self.conn.prepare_cached("DELETE FROM keys WHERE (room, sender, key) = (?1, ?2, ?3)")?;
                forget.execute((room, sender, key))?;
            }
            self.wal_pages = self.wal_pages.saturating_add(4);
            if let Err(e) = self.commit() {
                self.sweep.restart();
                return Ok(if self.sound().is_ok() { Ok(()) } else { Err(e) });
            }
        }
        self.sweep.walked(next);
        Ok(Ok(()))
    }
}

fn first(conn: &Connection, room: RoomId, entry: &Entry, key: &Key) -> rusqlite::Result<Option<Seq>> {
    let mut find = conn.prepare_cached(
        "SELECT k.seq, causette_sound('keys', k.sum, k.room, k.sender, k.key, k.seq, k.at)
         FROM keys k JOIN rooms r ON r.n = k.room WHERE r.id = ?1 AND k.sender = ?2 AND k.key = ?3",
    )?;
    let ids = (room.0.to_be_bytes(), entry.fact.by.id.0.to_be_bytes(), key.as_str());
    let seq: Option<i64> = find.query_row(ids, |r| r.get(0)).optional()?;
    Ok(seq.and_then(crate::row::number))
}

/// A key's place in the walk.
type Place = (i64, Vec<u8>, String);

/// The next keys with their times, and where to go on, if there are more.
type Walked = (Vec<(Place, Millis)>, Option<Place>);

fn walk(conn: &Connection, sweep: &Sweep) -> rusqlite::Result<Walked> {
    let mut select = conn.prepare_cached(
        "SELECT room, sender, key, at FROM keys WHERE (room, sender, key) > (?1, ?2, ?3)
         ORDER BY room, sender, key LIMIT ?4",
    )?;
    let start = (0, Vec::new(), String::new());
    let (room, sender, key) = sweep.place.as_ref().unwrap_or(&start);
    let rows = select.query_map((room, sender, key, sql(SWEEP_KEYS as u64)), |r| {
        let at = crate::row::number(r.get(3)?).unwrap_or(0);
        Ok(((r.get(0)?, r.get(1)?, r.get(2)?), Millis(at)))
    })?;
    let walked = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let next = walked.last().filter(|_| walked.len() == SWEEP_KEYS).map(|(place, _)| place.clone());
    Ok((walked, next))
}

/// Where the walk over all keys is, and by what time it goes.
///
/// Not by the newest fact's: a clock that once was years ahead leaves rooms whose facts stay ahead, as times never decrease
/// in a room, and beside them whatever is said in other rooms would look old as soon as it is stored.
#[derive(Default)]
pub(crate) struct Sweep {
    /// That of the last sweep, or of a fact stored since, if the clock was set back; `None`: nothing is old yet.
    now: Option<Millis>,
    /// When the last walk ended.
    ended: Option<Millis>,
    place: Option<Place>,
}

impl Sweep {
    /// What a sweep goes by.
    pub(crate) fn goes_by(&mut self, now: Millis) {
        self.now = Some(now);
    }
    /// A fact of this time was stored, so that the clock showed no later one.
    pub(crate) fn seen(&mut self, at: Millis) {
        self.now = self.now.map(|now| now.min(at));
    }
    fn due(&self) -> bool {
        let far = |now: Millis| self.ended.is_none_or(|ended| now.0.abs_diff(ended.0) >= SWEEP_EVERY_MS);
        self.place.is_some() || self.now.is_some_and(far)
    }
    fn has_had_its_day(&self, at: Millis) -> bool {
        self.now.is_some_and(|now| now.0.saturating_sub(at.0) > limits::KEY_KEPT_MS)
    }
    fn walked(&mut self, next: Option<Place>) {
        if next.is_none() {
            self.ended = self.now;
        }
        self.place = next;
    }
    fn restart(&mut self) {
        self.walked(None);
    }
}
