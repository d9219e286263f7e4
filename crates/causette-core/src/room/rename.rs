//! The rules for what a room is called. Its name finds it and nothing else: its log, people and rights are those of its id.

use super::govern::line_of_text;
use super::{Actor, Given, Kind, Room};
use crate::room::rights::shown;
use crate::{Deed, Facts, Millis, Refusal, RoomId, RoomName, Sender, Text, What};

/// A room takes a name that no other is found by, perhaps its own in other letters. Where newcomers enter, only an operator decides: to them
/// another name is another room.
pub(super) fn rename(
    room: &Room,
    actor: &Actor,
    (to, why): (&RoomName, Option<&Text>),
    given: &Given,
) -> Result<Deed, Refusal> {
    let Kind::Named(from) = &room.state.kind else { return Err(Refusal::NoSuchRoom(shown(room))) };
    if from.key() == RoomName::home().key() && !actor.operates() {
        return Err(Refusal::OperatorsOnly);
    }
    if given.holder.is_some_and(|holder| holder != room.id) || from == to {
        return Err(Refusal::RoomTaken(to.to_string()));
    }
    Ok(Deed::Renamed { from: from.clone(), to: to.clone(), why: line_of_text(why)? })
}

/// The same for the directory, in whose commit names are claimed.
pub fn renamed(directory: &Room, by: &Sender, id: RoomId, deed: &Deed, now: Millis) -> Facts {
    let Deed::Renamed { from, to, .. } = deed else { return Facts::new() };
    let what = What::RoomRenamed { id, from: from.clone(), to: to.clone() };
    Facts::from_elem(directory.next(by, what, now), 1)
}
