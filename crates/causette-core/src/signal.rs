//! Told to a room, not stored: who comes, goes, changes name and is away.

use crate::{Name, Sender, Text};

/// Something passing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Somebody entered the room.
    Arrived(Sender),
    /// Somebody left the room, or the server.
    Departed(Sender),
    /// Somebody took another name; `Sender` has the old one.
    Renamed(Sender, Name),
    /// Somebody does not answer for now, and says why; `None`: they are back.
    Away(Sender, Option<Text>),
}
