//! Told to a room, not stored: who comes, goes and changes name.

use crate::{Name, Sender};

/// Something passing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Somebody entered the room.
    Arrived(Sender),
    /// Somebody left the room, or the server.
    Departed(Sender),
    /// Somebody took another name; `Sender` has the old one.
    Renamed(Sender, Name),
}
