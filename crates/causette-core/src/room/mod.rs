//! A room: its head, its state, and the two functions that rule it.
//!
//! Pure: the same room, actor, command and time always give the same facts. Must not know sessions, sockets or stores.

mod calc;
mod message;
mod visit;

use crate::{Command, Fact, Facts, Millis, PersonId, Refusal, RoomId, RoomName, Sender, Seq, What};
use std::sync::Arc;

pub use visit::{may_read, open};

/// What a room is.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    /// Found by its name; open to all.
    Public(RoomName),
    /// Found by the pair of people, lower id first; open to those two.
    Direct(PersonId, PersonId),
}

impl Kind {
    /// The direct conversation of two people, whoever asks.
    pub fn direct(a: PersonId, b: PersonId) -> Kind {
        Kind::Direct(a.min(b), a.max(b))
    }

    /// What the room is found by, unique in the directory. A public room's starts with `#`.
    pub fn key(&self) -> String {
        match self {
            Kind::Public(name) => name.key().as_str().to_string(),
            Kind::Direct(a, b) => format!("{a}:{b}"),
        }
    }
}

/// A numbered log and its rules. Cheap to copy: a draft of a room is a clone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Room {
    /// For ever.
    pub id: RoomId,
    /// The last number given.
    pub head: Seq,
    /// The time of that fact.
    pub at: Millis,
    /// What only some facts change.
    pub state: Arc<RoomState>,
}

/// The part of a room that most facts leave alone; a store keeps it as one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomState {
    /// Name or pair.
    pub kind: Kind,
}

/// What a session may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nobody in particular: a fresh id for each connection.
    Guest,
    /// Signed in.
    Account,
}

/// Who asks, as the rules see them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// Id and name.
    pub who: Sender,
    /// Guest or account.
    pub standing: Standing,
    /// Whether the session that asks is in the room.
    pub here: bool,
}

impl Room {
    /// A room in which nothing has happened.
    pub fn new(id: RoomId, kind: Kind) -> Room {
        Room { id, head: 0, at: Millis(0), state: Arc::new(RoomState { kind }) }
    }

    /// The room that records which rooms exist.
    pub fn directory() -> Room {
        Room::new(RoomId::DIRECTORY, Kind::Direct(PersonId::SERVER, PersonId::SERVER))
    }

    /// Makes the next fact: the number after the last, a time that never decreases.
    fn next(&self, by: &Sender, what: What, now: Millis) -> Arc<Fact> {
        Arc::new(Fact { room: self.id, seq: self.head + 1, at: now.max(self.at), by: by.clone(), what })
    }
}

/// What `command` would make happen in `room`, or why it may not. An empty answer means that only presence moves.
pub fn decide(room: &Room, actor: &Actor, command: &Command, now: Millis) -> Result<Facts, Refusal> {
    match command {
        Command::Say { text, style, .. } => message::say(room, actor, text, *style, now),
        Command::Calc { ask, answer, .. } => calc::calc(room, actor, ask, answer, now),
        Command::Join { .. } => visit::join(room, actor),
        Command::Leave(_) => visit::leave(room, actor),
        Command::History { limit, .. } => {
            may_read(room, actor)?;
            visit::page_limit(*limit)?;
            Ok(Facts::new())
        }
        Command::Who(_) => may_read(room, actor).map(|()| Facts::new()),
        // These concern no room.
        Command::Hello | Command::Nick(_) | Command::Resume(_) | Command::Rooms => Ok(Facts::new()),
    }
}

/// Makes `fact` part of the room. Facts of a room are applied once each, in order.
pub fn apply(room: &mut Room, fact: &Fact) {
    debug_assert_eq!(fact.seq, room.head + 1, "facts are applied in order");
    room.head = fact.seq;
    room.at = fact.at;
    match &fact.what {
        // None of these changes the state row: what is said changes none, and a new room has its own row.
        What::Message { .. } | What::Answer { .. } | What::RoomOpened { .. } => {}
    }
}

#[cfg(test)]
mod tests;
