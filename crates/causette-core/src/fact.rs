//! What happened in a room: numbered, stored, never lost.

use crate::{Kind, Millis, Name, PersonId, RoomId, Seq, Style, Text};
use smallvec::SmallVec;
use std::sync::Arc;

/// The facts one command makes, all of one room, in order. Usually one; none when only presence moves.
pub type Facts = SmallVec<[Arc<Fact>; 1]>;

/// Who did it, and the name they bore then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    /// The person, for ever.
    pub id: PersonId,
    /// Their name at that moment.
    pub name: Name,
}

/// One numbered entry of a room's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The room.
    pub room: RoomId,
    /// Its number there.
    pub seq: Seq,
    /// When; never less than the fact before it in the room.
    pub at: Millis,
    /// Who.
    pub by: Sender,
    /// What.
    pub what: What,
}

impl Fact {
    /// Bytes of text it carries, for page and tail limits.
    pub fn weight(&self) -> usize {
        match &self.what {
            What::Message { text, .. } => text.as_str().len(),
            What::Answer { text } => text.as_str().len(),
            What::RoomOpened { .. } => 0,
        }
    }

    /// Whether the session that made it knows all of it but the number: its confirmation is enough then.
    pub fn is_own_words(&self) -> bool {
        match &self.what {
            What::Message { .. } | What::RoomOpened { .. } => true,
            What::Answer { .. } => false,
        }
    }
}

/// What can happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// Somebody said or did something.
    Message {
        /// The words.
        text: Text,
        /// Said or done.
        style: Style,
    },
    /// The answer to the calculation asked for just before it, in the same commit. Nobody can write one.
    Answer {
        /// The number, as it is shown.
        text: Text,
    },
    /// In the directory: a room came to be.
    RoomOpened {
        /// The new room.
        id: RoomId,
        /// Its name, or the pair it belongs to.
        kind: Kind,
    },
}
