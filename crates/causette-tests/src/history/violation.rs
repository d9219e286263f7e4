//! A broken promise, and the words that explain it.

use super::{Said, Seq};
use std::fmt;

/// Which promise is broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A room's history has a hole, or a number twice.
    NotContiguous,
    /// Two readers, or a reader and the history, have different messages under one number.
    TwoOrders,
    /// A confirmed send is not in the history under its number.
    Lost,
    /// A refused send is in the history.
    RefusedKept,
    /// One send is in the history twice.
    Repeated,
    /// One key was confirmed under two numbers.
    TwoNumbers,
    /// One send got two answers.
    AnsweredTwice,
    /// A message is in the history under somebody else's name.
    WrongSender,
    /// The history holds what nobody sent.
    Invented,
    /// Somebody was shown what the history does not have.
    Vanished,
    /// A connection was shown a number too early: what lies between is missing.
    Gap,
    /// A connection was shown a number again, or late.
    Backwards,
    /// A send began after another was confirmed, and still comes before it.
    RealTime,
    /// "After N" did not give exactly what comes after N.
    BadResume,
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
    pub(super) fn new(kind: Kind, room: &str, seq: Seq, words: String) -> Violation {
        Violation { kind, room: room.to_owned(), seq, words }
    }

    /// The history was read twice, and differs.
    pub fn changed(room: &str, before: &Said, now: Option<&Said>) -> Violation {
        let words = format!("the history had {:?} by {} here, and now has {now:?}", before.text, before.by);
        Violation::new(Kind::TwoOrders, room, before.seq, words)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {} at {}: {}", self.kind, self.room, self.seq, self.words)
    }
}
