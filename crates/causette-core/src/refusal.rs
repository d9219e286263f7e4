//! Why not, for a person. The code is stable and for programs; `causette-texts` has the sentence: what happened,
//! why, and the next step.

use crate::Seq;
use crate::name::NameFault;
use thiserror::Error;

/// Why nothing could be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum NotSaved {
    /// No room left on the disk.
    DiskFull,
    /// Another program holds the store.
    Locked,
    /// The store cannot be written.
    ReadOnly,
    /// Anything else; the operator's log has it.
    Other,
}

/// A command that was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// Not a person's name.
    BadName(NameFault),
    /// Not a room's name.
    BadRoom(NameFault),
    /// Somebody bears it.
    NameTaken(String),
    /// It looks like a name somebody bears.
    NameLookalike(String),
    /// No such room, or none that you may know of.
    NoSuchRoom(String),
    /// Nobody of that name is here.
    NoSuchPerson(String),
    /// Join first.
    NotInRoom(String),
    /// In as many rooms as allowed.
    TooManyRooms {
        /// The limit.
        max: usize,
    },
    /// A conversation needs two.
    Yourself,
    /// Nothing in it.
    Empty,
    /// More bytes than allowed.
    TooLong {
        /// How many there were.
        bytes: usize,
        /// How many there may be.
        max: usize,
    },
    /// A NUL in the text.
    BadText,
    /// Not a key or reference.
    BadKey {
        /// The limit in bytes.
        max: usize,
    },
    /// That key was used for another message.
    KeyReused,
    /// A limit or number out of range.
    BadRange {
        /// The most that may be asked for.
        max: usize,
    },
    /// A number the room has not reached.
    Ahead {
        /// Its last number.
        head: Seq,
    },
    /// Not a valid resume token.
    BadToken,
    /// It could not be saved; nobody saw it.
    NotSaved(NotSaved),
    /// Too much is under way; nothing was done.
    Busy,
    /// What is stored there does not match its checksum; it is not shown.
    Damaged,
}

impl Refusal {
    /// The stable code that programs match on.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::BadName(_) => "bad_name",
            Refusal::BadRoom(_) => "bad_room",
            Refusal::NameTaken(_) => "name_taken",
            Refusal::NameLookalike(_) => "name_lookalike",
            Refusal::NoSuchRoom(_) => "no_such_room",
            Refusal::NoSuchPerson(_) => "no_such_person",
            Refusal::NotInRoom(_) => "not_in_room",
            Refusal::TooManyRooms { .. } => "too_many_rooms",
            Refusal::Yourself => "yourself",
            Refusal::Empty => "empty",
            Refusal::TooLong { .. } => "too_long",
            Refusal::BadText => "bad_text",
            Refusal::BadKey { .. } => "bad_key",
            Refusal::KeyReused => "key_reused",
            Refusal::BadRange { .. } => "bad_range",
            Refusal::Ahead { .. } => "ahead",
            Refusal::BadToken => "bad_token",
            Refusal::NotSaved(_) => "not_saved",
            Refusal::Busy => "busy",
            Refusal::Damaged => "damaged",
        }
    }
}
