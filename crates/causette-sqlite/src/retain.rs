//! Retention: facts that are kept no longer go, always the first ones of a room, and a checkpoint stays.
//!
//! A sweep looks at a bounded number of rooms by what their rows say, goes on where the last one ended, and reads facts only
//! where some are to go. Where neither the server nor a room sets an end, it looks at nothing.

use crate::errors::{not_saved, unread};
use crate::heads::{Heads, Share};
use crate::row::{number, sql};
use crate::tuning::SWEEP_ROOMS;
use crate::words::Source;
use crate::writer::Writer;
use crate::{named, rooms, seal};
use causette_core::ports::{AppendError, Keep, ReadError, Swept};
use causette_core::{Millis, RoomId, Seq};
use causette_wire::stored::chain::Hash;
use causette_wire::stored::room;
use rusqlite::{Connection, OptionalExtension, Row};

const DAY_MS: u64 = 24 * 3600 * 1000;

/// The walk over all rooms.
#[derive(Clone, Copy, Default)]
pub(crate) struct Round {
    /// The last row looked at; 0 at the beginning.
    at: i64,
    /// A limit was met on the way: there is more in rooms that were passed.
    left: bool,
}

/// A room, as its row has it.
struct Line {
    n: i64,
    id: RoomId,
    days: Option<u32>,
    last: Option<u64>,
    head: Seq,
    kept_after: Seq,
    oldest: Option<Millis>,
}

/// The facts that a room keeps: those above `least` that are not older than `oldest`.
#[derive(Clone, Copy)]
struct Bounds {
    least: Seq,
    oldest: Option<Millis>,
}

impl Writer {
    /// See the port.
    pub(crate) fn sweep(&mut self, keep: Keep, now: Millis, limit: usize, heads: &Heads) -> Result<Swept, AppendError> {
        self.sound()?;
        self.sweep.goes_by(now);
        let due = heads.due(Share::Any);
        let (swept, round, wrote) = match self.fill_sweep(keep, now, limit, &due) {
            Ok(done) => done,
            Err(e) => {
                self.rollback();
                return Err(not_saved(&e));
            }
        };
        self.commit()?;
        if let Some((moved, upto)) = due.filter(|_| wrote) {
            heads.written(upto);
            self.wal_pages = self.wal_pages.saturating_add(u32::try_from(moved.len()).unwrap_or(u32::MAX));
        }
        if !swept.rooms.is_empty() {
            self.scrub = true;
            self.wal_pages = self.wal_pages.saturating_add(16 + u32::try_from(limit / 4).unwrap_or(u32::MAX / 2));
        }
        self.round = round;
        let mut swept = swept;
        swept.rooms.sort_unstable();
        Ok(swept)
    }

    fn fill_sweep(
        &mut self,
        keep: Keep,
        now: Millis,
        limit: usize,
        due: &Option<(Vec<crate::heads::Moved>, i64)>,
    ) -> rusqlite::Result<(Swept, Round, bool)> {
        self.begin()?;
        let (mut swept, mut round, mut left) = (Swept::default(), self.round, limit);
        if keep == Keep::default() && !any_keeps(&self.conn)? {
            return Ok((swept, Round::default(), false));
        }
        seal::set_meta(&self.conn, "swept", sql(now.0))?;
        // Counting needs the last numbers as they are.
        if let Some((moved, upto)) = due {
            rooms::write_heads(&self.conn, moved, *upto)?;
        }
        let lines = lines(&self.conn, keep, round.at)?;
        let ended = lines.len() < SWEEP_ROOMS;
        for line in lines {
            if left == 0 {
                round.left = true;
                swept.more = true;
                return Ok((swept, round, true));
            }
            round.at = line.n;
            let removed = self.sweep_room(&line, keep, now, left)?;
            if let Some((count, upto)) = removed {
                left -= count.min(left);
                swept.rooms.push((line.id, upto));
                round.left |= left == 0;
            }
        }
        swept.more = !ended || round.left;
        if ended {
            round = Round::default();
        }
        Ok((swept, round, true))
    }

    /// Removes what one room keeps no longer: how many facts, and the last number that is gone.
    fn sweep_room(&self, line: &Line, keep: Keep, now: Millis, left: usize) -> rusqlite::Result<Option<(usize, Seq)>> {
        if line.id == RoomId::DIRECTORY || line.head <= line.kept_after {
            return Ok(None);
        }
        let bounds = |days: Option<u32>, last: Option<u64>| Bounds {
            least: least(last.or(keep.last), line.head),
            oldest: days.or(keep.days).map(|days| Millis(now.0.saturating_sub(u64::from(days) * DAY_MS))),
        };
        let rough = bounds(line.days, line.last);
        let oldest = match (rough.oldest, line.oldest) {
            (Some(_), None) => look(&self.conn, line)?,
            (_, known) => known,
        };
        let old = rough.oldest.zip(oldest).is_some_and(|(keep, have)| have < keep);
        if rough.least <= line.kept_after && !old {
            return Ok(None);
        }
        // Before anything is destroyed, the room is asked itself.
        let mut state = self.conn.prepare_cached("SELECT state FROM rooms WHERE n = ?1")?;
        let state: Option<Vec<u8>> = state.query_row([line.n], |r| r.get(0))?;
        let modes = match state.map(|bytes| room::decode(&bytes)) {
            Some(Ok(state)) => state.modes,
            // Nothing is destroyed on the word of a damaged row.
            Some(Err(_)) => return Ok(None),
            None => Default::default(),
        };
        self.remove(line, bounds(modes.keep_days, modes.keep_last), left)
    }

    fn remove(&self, line: &Line, bounds: Bounds, left: usize) -> rusqlite::Result<Option<(usize, Seq)>> {
        let conn = &self.conn;
        let mut select = conn.prepare_cached(
            "SELECT n, seq, at, chain, sender, kind, body FROM facts WHERE room = ?1 ORDER BY seq LIMIT ?2",
        )?;
        let mut rows = select.query((line.n, sql(left as u64)))?;
        let mut gone: Option<(Seq, i64, Hash)> = None;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let (seq, at): (i64, i64) = (row.get(1)?, row.get(2)?);
            let (Some(number), Some(time)) = (number(seq), number(at)) else { break };
            if number > bounds.least && bounds.oldest.is_none_or(|oldest| time >= oldest.0) {
                break;
            }
            if let (Ok(kind), Some(body)) = (row.get(5), row.get_ref(6)?.as_blob_or_null()?) {
                let source = Source { n: row.get(0)?, room: line.n, sender: row.get(4)?, kind, body };
                source.take_out(conn, self.words.upto)?;
            }
            gone = Some((number, at, row.get(3)?));
            count += 1;
        }
        let Some((upto, at, chain)) = gone else { return Ok(None) };
        named::forget(conn, line.n, sql(upto))?;
        conn.prepare_cached("DELETE FROM facts WHERE room = ?1 AND seq <= ?2")?.execute([line.n, sql(upto)])?;
        conn.prepare_cached("DELETE FROM keys WHERE room = ?1 AND seq <= ?2")?.execute([line.n, sql(upto)])?;
        let mut update = conn.prepare_cached(
            "UPDATE rooms SET kept_after = ?2, kept_chain = ?3, head = max(head, ?2), at = max(at, ?4),
                 oldest = (SELECT f.at FROM facts f WHERE f.room = ?1 ORDER BY f.seq LIMIT 1)
             WHERE n = ?1",
        )?;
        update.execute((line.n, sql(upto), chain, at))?;
        seal::again(conn, "rooms", "n", line.n)?;
        Ok(Some((count, upto)))
    }
}

/// See the port.
pub(crate) fn swept(conn: &Connection) -> Result<Option<Millis>, ReadError> {
    let select = format!("SELECT value FROM meta WHERE name = 'swept' AND {}", seal::sound("meta"));
    let time = conn.prepare_cached(&select).and_then(|mut stmt| stmt.query_row([], |r| r.get(0)).optional());
    Ok(time.map_err(unread)?.and_then(number).map(Millis))
}

/// The last number that goes where so many are kept.
fn least(last: Option<u64>, head: Seq) -> Seq {
    let least = last.map_or(0, |last| head.saturating_sub(last));
    #[cfg(feature = "planted")]
    let least = crate::plant::least(least);
    least
}

fn any_keeps(conn: &Connection) -> rusqlite::Result<bool> {
    let any = "SELECT 1 FROM rooms INDEXED BY rooms_keep WHERE keep_days IS NOT NULL OR keep_last IS NOT NULL LIMIT 1";
    conn.prepare_cached(any)?.exists([])
}

/// The next rooms of the walk; where the server sets no end, only those that do.
fn lines(conn: &Connection, keep: Keep, after: i64) -> rusqlite::Result<Vec<Line>> {
    let sound = seal::sound("rooms");
    let columns = format!("SELECT n, id, keep_days, keep_last, head, kept_after, oldest, {sound} FROM rooms");
    let which = match keep == Keep::default() {
        true => "INDEXED BY rooms_keep WHERE (keep_days IS NOT NULL OR keep_last IS NOT NULL) AND",
        false => "WHERE",
    };
    let mut select = conn.prepare_cached(&format!("{columns} {which} n > ?1 ORDER BY n LIMIT ?2"))?;
    let rows = select.query_map((after, sql(SWEEP_ROOMS as u64)), |r| {
        let whole = |i: usize, r: &Row<'_>| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)?.and_then(number));
        Ok(Line {
            n: r.get(0)?,
            id: RoomId(u128::from_be_bytes(r.get(1)?)),
            days: whole(2, r)?.and_then(|days| u32::try_from(days).ok()),
            last: whole(3, r)?,
            head: whole(4, r)?.unwrap_or(0),
            kept_after: whole(5, r)?.unwrap_or(0),
            oldest: whole(6, r)?.map(Millis),
        })
    })?;
    rows.collect()
}

/// The time of a room's first fact, noted for the next time.
fn look(conn: &Connection, line: &Line) -> rusqlite::Result<Option<Millis>> {
    let mut first = conn.prepare_cached("SELECT at FROM facts WHERE room = ?1 ORDER BY seq LIMIT 1")?;
    let at: Option<i64> = first.query_row([line.n], |r| r.get(0)).optional()?;
    if at.is_some() {
        conn.prepare_cached("UPDATE rooms SET oldest = ?2 WHERE n = ?1")?.execute((line.n, at))?;
        seal::again(conn, "rooms", "n", line.n)?;
    }
    Ok(at.and_then(number).map(Millis))
}
