//! The rules for entering, leaving, reading and making rooms.

use super::{Actor, Kind, Room};
use crate::{Facts, Millis, Refusal, RoomId, What, limits};

/// Only members take part: for a public room who is in it, for a direct one the two it belongs to.
pub(super) fn present(room: &Room, actor: &Actor) -> Result<(), Refusal> {
    match &room.state.kind {
        Kind::Public(_) if actor.here => Ok(()),
        Kind::Public(name) => Err(Refusal::NotInRoom(name.to_string())),
        Kind::Direct(..) => may_read(room, actor),
    }
}

/// A public room can be read by all; a direct one by its two, and to others it does not exist.
pub fn may_read(room: &Room, actor: &Actor) -> Result<(), Refusal> {
    match &room.state.kind {
        Kind::Public(_) => Ok(()),
        Kind::Direct(a, b) if *a == actor.who.id || *b == actor.who.id => Ok(()),
        Kind::Direct(..) => Err(Refusal::NoSuchRoom(room.id.to_string())),
    }
}

pub(super) fn join(room: &Room, actor: &Actor) -> Result<Facts, Refusal> {
    may_read(room, actor).map(|()| Facts::new())
}

pub(super) fn leave(room: &Room, actor: &Actor) -> Result<Facts, Refusal> {
    present(room, actor).map(|()| Facts::new())
}

pub(super) fn page_limit(limit: usize) -> Result<(), Refusal> {
    if (1..=limits::PAGE_FACTS).contains(&limit) { Ok(()) } else { Err(Refusal::BadRange { max: limits::PAGE_FACTS }) }
}

/// Makes a room: a fact of the directory. Anybody may.
pub fn open(directory: &Room, actor: &Actor, id: RoomId, kind: Kind, now: Millis) -> Result<Facts, Refusal> {
    if matches!(&kind, Kind::Direct(a, b) if a == b) {
        return Err(Refusal::Yourself);
    }
    Ok(Facts::from_elem(directory.next(&actor.who, What::RoomOpened { id, kind }, now), 1))
}
