//! What a run is made of: a list of steps that is data, so that it can be repeated and made shorter.

/// One step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// Somebody does something: it leaves their connection.
    Do(usize, Wish),
    /// The sequencer takes what came; the store ends the commit so, if there is one.
    Turn(Fate),
    /// Everybody reads what they were told.
    Deliver,
    /// So many reads of the store come back.
    Read(usize),
    /// So many milliseconds pass.
    Wait(u64),
    /// The clock is set.
    Clock(Jump),
    /// What is kept no longer is let go.
    Sweep,
    /// A quiet moment of the store.
    Tidy,
    /// Somebody stops reading, or begins again.
    Slow(usize, bool),
    /// The process dies; first it may come to rest.
    Crash(bool),
    /// The process is asked to stop.
    Stop,
}

/// How a commit ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Stored.
    Well,
    /// The disk is full: surely not stored.
    Full,
    /// A flush failed, and it is not stored.
    UnknownLost,
    /// A flush failed, and it is stored all the same.
    UnknownKept,
    /// The process dies before it.
    DiesBefore,
    /// The process dies once it is stored, before anybody is told.
    DiesAfter,
}

/// What happens to the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Jump {
    /// An hour back.
    Back,
    /// Ten years forward.
    TenYears,
    /// It stands still.
    Freeze,
    /// Somebody sets it right.
    Right,
}

/// Where something is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In a room.
    Room(usize),
    /// To somebody.
    With(usize),
}

/// What somebody wishes. Numbers count back from the last entry of the place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Connects, and is again who they were.
    Come,
    /// The connection ends; or they say goodbye first.
    Go(bool),
    /// Says something, perhaps as an answer.
    Say(Place, Option<u64>),
    /// The same without a key.
    SayOnce(Place),
    /// Asks for a calculation.
    Calc(Place),
    /// Puts other words in the place of earlier ones.
    Edit(Place, u64),
    /// Takes words back.
    Delete(Place, u64),
    /// Marks a message, or takes the mark away.
    React(Place, u64, bool),
    /// Sends an earlier message again, with its key.
    Again(usize),
    /// Enters.
    Join(usize),
    /// Leaves.
    Leave(usize),
    /// Looks after a room.
    Govern(usize, Rule),
    /// Has read all of it.
    Mark(Place),
    /// Reads back from so far before what they know.
    Past(usize, u64),
    /// Takes another name.
    Nick(u8),
    /// Is away, or back.
    Away(bool),
    /// Says something of themselves.
    Profile(u8),
    /// Makes an account.
    Register,
    /// Owns the server.
    Claim,
    /// Signs in by a password.
    Login,
    /// Signs in by a word that is good once.
    ByOnce,
    /// Tries it once more.
    BySpent,
    /// Is a guest again.
    Logout,
    /// Takes another password.
    Password,
    /// Asks for a word that is good once.
    Link,
    /// Erases their account.
    Erase,
    /// Keeps somebody out of the server for so many minutes.
    Outlaw(usize, u64),
    /// Writes into the audit room.
    Note,
}

/// How a room is looked after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// What it is about.
    Topic,
    /// Lets somebody in.
    Invite(usize),
    /// Sends somebody out.
    Kick(usize),
    /// Keeps somebody out, for so many minutes or for good.
    Ban(usize, Option<u64>),
    /// Lifts the last ban.
    Unban,
    /// Somebody may not speak, for so many minutes.
    Mute(usize, u64),
    /// Lifts the last of these.
    Unmute,
    /// A role: 0 none, up to 3 for an owner.
    Role(usize, u8),
    /// Only members read it.
    Private(bool),
    /// Speaking needs a role.
    Moderated(bool),
    /// Seconds between two messages.
    Slow(u32),
    /// Days that are kept.
    KeepDays(Option<u32>),
    /// Entries that are kept.
    KeepLast(Option<u64>),
    /// Another name.
    Rename,
}
