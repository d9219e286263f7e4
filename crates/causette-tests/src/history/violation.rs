//! A broken promise, and the words that explain it.

use super::Seq;
use std::fmt;

/// Which promise is broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A room's history has a hole, or a number twice.
    NotContiguous,
    /// Two readers, or a reader and the history, have different entries under one number.
    TwoOrders,
    /// A confirmed wish is not in the history under its number.
    Lost,
    /// A refused wish is in the history.
    RefusedKept,
    /// One wish is in the history twice.
    Repeated,
    /// One key was confirmed under two numbers.
    TwoNumbers,
    /// One wish got two answers.
    AnsweredTwice,
    /// An entry is in the history under somebody else's name.
    WrongSender,
    /// The history holds what nobody asked for.
    Invented,
    /// Somebody was shown what the history does not have.
    Vanished,
    /// A connection was shown a number too early: what lies between is missing.
    Gap,
    /// A connection was shown a number again, or late.
    Backwards,
    /// A wish began after another was confirmed, and still comes before it.
    RealTime,
    /// "After N" did not give exactly what comes after N.
    BadResume,
    /// An edit, a deletion, a reaction or a reply is about a number that is no message before it, or was taken back before.
    BadTarget,
    /// Somebody changed or took back a message that was not theirs to change.
    NotTheirs,
    /// Words are gone that nobody took back.
    Destroyed,
    /// Words were shown to somebody who asked after it was confirmed that they were taken back.
    Undeleted,
    /// A calculation and its answer are not two entries in a row.
    Parted,
    /// Retention removed what the room was told to keep.
    LetGo,
    /// What retention had removed was shown again.
    CameBack,
    /// A search did not find a message that is there.
    NotFound,
    /// A search found what was edited away, or what has not the word.
    WronglyFound,
    /// Somebody who was sent out took part without having come back, or came back from a ban.
    NotKeptOut,
    /// An account, its password or a word that signs in was confirmed, and is no longer good.
    LostAccount,
    /// Somebody signed in to an account that was never made.
    Unmade,
    /// A password that was changed, or a word from before, still signs in.
    OldSecret,
    /// A word that signs in once did so twice.
    UsedTwice,
    /// A name that a room had finds it still, or its new one does not.
    OldName,
    /// An account was a member of a room, and is not, though nobody ended it.
    LostMembership,
}

/// One broken promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which.
    pub kind: Kind,
    /// In which room.
    pub room: String,
    /// The number it is about.
    pub seq: Seq,
    /// What was seen, and what should have been.
    pub words: String,
}

impl Violation {
    pub(crate) fn new(kind: Kind, room: &str, seq: Seq, words: String) -> Violation {
        Violation { kind, room: room.to_owned(), seq, words }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {} at {}: {}", self.kind, self.room, self.seq, self.words)
    }
}
