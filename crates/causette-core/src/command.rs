//! What a session asks for. Doors make these from words; the engine runs them in order.

use crate::{Key, Name, RoomName, Seq, Style, Text};

/// Where something is said or read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A named room.
    Room(RoomName),
    /// The direct conversation with the person who bears this name.
    Person(Name),
}

/// Which part of a room's log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// Facts after this number, oldest first.
    After(Seq),
    /// The facts just before this number, oldest first. `Seq::MAX` is the end.
    Before(Seq),
}

/// A wish.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Be told again who one is: the answer is a welcome.
    Hello,
    /// Bear another name.
    Nick(Name),
    /// Be again the guest of an earlier connection, by the token its welcome carried.
    Resume(String),
    /// Enter a room; it is made if it does not exist. `after`: replay from that number instead of the last few.
    Join {
        /// The room.
        room: RoomName,
        /// The last number already known.
        after: Option<Seq>,
    },
    /// Leave a room.
    Leave(RoomName),
    /// Say or do something.
    Say {
        /// Where.
        to: Target,
        /// The words.
        text: Text,
        /// Said or done.
        style: Style,
        /// Makes a retry safe.
        key: Option<Key>,
    },
    /// Ask for a calculation where all can see it, with its answer. Doors calculate; rules see only two texts.
    Calc {
        /// Where.
        to: Target,
        /// What is asked, as all see it.
        ask: Text,
        /// The answer.
        answer: Text,
        /// Makes a retry safe.
        key: Option<Key>,
    },
    /// Read back.
    History {
        /// Where.
        of: Target,
        /// Which part.
        range: Range,
        /// 1 to [`crate::limits::PAGE_FACTS`].
        limit: usize,
    },
    /// Which rooms there are.
    Rooms,
    /// Who is in a room.
    Who(Target),
}
