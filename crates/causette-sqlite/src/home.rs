//! What an account comes back to, what it said, and how much there is of everything.

use crate::errors::unread;
use crate::read::Base;
use crate::row::{COLUMNS, Kept, ROW, WIDTH, number, sql};
use crate::tuning::EXPORT_ROWS;
use crate::{accounts, marks, profiles, rooms, seal};
use causette_core::ports::{Amounts, Exported, Home, Membership, ReadError};
use causette_core::{Kind, Millis, PersonId, Room, RoomId, limits};
use causette_wire::stored::room;
use rusqlite::Connection;
use std::cmp::Reverse;
use std::collections::HashMap;

/// See the port.
pub(crate) fn home(conn: &Connection, person: PersonId) -> Result<Home, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let (mut named, mut direct) = (Vec::new(), Vec::new());
    for (base, kind, since) in memberships(conn, person)? {
        let member = Membership { room: base.room, kind, since };
        match member.kind {
            Kind::Named(_) => named.push(member),
            Kind::Direct(..) => direct.push((rooms::head_of(conn, &base).map_err(unread)?.1, member)),
        }
    }
    named.sort_by_key(|member| member.kind.key());
    direct.sort_by_key(|(at, member): &(Millis, _)| (Reverse(*at), member.room));
    direct.truncate(limits::DIRECT_FOLLOWED);
    Ok(Home {
        rooms: named.into_iter().chain(direct.into_iter().map(|(_, member)| member)).collect(),
        marks: marks::of(conn, person)?,
        tokens: accounts::tokens(conn, person).map_err(unread)?,
        profile: profiles::of(conn, person).map_err(unread)?,
    })
}

fn memberships(conn: &Connection, person: PersonId) -> Result<Vec<(Base, Kind, u64)>, ReadError> {
    let sound = seal::sound("members");
    let mut select =
        conn.prepare_cached(&format!("SELECT room, since, {sound} FROM members WHERE person = ?1")).map_err(unread)?;
    let rows = select.query_map([person.0.to_be_bytes()], |r| Ok((r.get(0)?, r.get(1)?))).map_err(unread)?;
    let mut found = Vec::new();
    for row in rows {
        let (n, since): (i64, i64) = row.map_err(unread)?;
        if let Some((base, kind)) = kind_of(conn, n)? {
            found.push((base, kind, number(since).unwrap_or(0)));
        }
    }
    Ok(found)
}

/// The room of a row, if it has a state.
fn kind_of(conn: &Connection, n: i64) -> Result<Option<(Base, Kind)>, ReadError> {
    let (base, state) = match Base::with_state(conn, "n", n).map_err(unread)? {
        Some((base, Some(state))) => (base, state),
        // Nothing was decided there yet: it is as it is made.
        Some((base, None)) if base.room == RoomId::DIRECTORY => {
            return Ok(Some((base, Room::directory().state.kind.clone())));
        }
        Some((_, None)) | None => return Ok(None),
    };
    let state = room::decode(&state).map_err(|e| ReadError::Failed(format!("the row of room {}: {e}", base.room)))?;
    Ok(Some((base, state.kind)))
}

/// See the port. Nothing is kept in the order of senders, since every message would pay for it: a piece walks over a bounded
/// number of rows, and may end before it has found anything.
pub(crate) fn export(conn: &Connection, person: PersonId, from: u64, limit: usize) -> Result<Exported, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let last: i64 = conn.query_row("SELECT coalesce(max(n), 0) FROM facts", [], |r| r.get(0)).map_err(unread)?;
    let (from, end) = (sql(from), sql(from).saturating_add(EXPORT_ROWS));
    let mut select = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, f.room FROM facts f LEFT JOIN senders s ON s.n = f.sender
             WHERE f.n >= ?1 AND f.n < ?2 AND +f.sender IN (SELECT n FROM senders WHERE id = ?3) ORDER BY f.n"
        ))
        .map_err(unread)?;
    let mut rows = select.query((from, end, person.0.to_be_bytes())).map_err(unread)?;
    let mut known: HashMap<i64, Option<(Base, Kind)>> = HashMap::new();
    let mut exported = Exported::default();
    while let Some(row) = rows.next().map_err(unread)? {
        let (n, room): (i64, i64) = row.get(ROW).and_then(|n| Ok((n, row.get(WIDTH)?))).map_err(unread)?;
        let place = match known.entry(room) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => new.insert(kind_of(conn, room)?),
        };
        let Some((base, kind)) = place else { continue };
        if exported.facts.len() == limit {
            exported.next = number(n);
            return Ok(exported);
        }
        let kept = Kept::of(conn, row, room, base.room)?;
        kept.follows(&base.chain_before(conn, kept.fact.seq)?)?;
        exported.facts.push((kind.clone(), kept.fact));
    }
    exported.next = if end <= last { number(end) } else { None };
    Ok(exported)
}

/// How much there is of everything but bytes.
pub(crate) fn amounts(conn: &Connection) -> Result<Amounts, ReadError> {
    let _snapshot = conn.unchecked_transaction().map_err(unread)?;
    let count = |what: &str| {
        let count: i64 = conn.query_row(&format!("SELECT count(*) FROM {what}"), [], |r| r.get(0)).map_err(unread)?;
        Ok(number(count).unwrap_or(0))
    };
    let directory = conn
        .prepare_cached("SELECT 1 FROM rooms WHERE id = ?1")
        .and_then(|mut s| s.exists([RoomId::DIRECTORY.0.to_be_bytes()]));
    Ok(Amounts {
        accounts: count("accounts")?,
        rooms: count("rooms")? - u64::from(directory.map_err(unread)?),
        facts: count("facts")?,
        bytes: 0,
        erasing: count("erased WHERE done < upto")?,
    })
}
