//! What operators ask for beside looking after rooms, and the notes of the audit room.

use crate::{Name, Password, Text};

/// A wish of an operator. Bans, kicks and ranks of the whole server are acts in its own room, `#server`
/// ([`crate::RoomName::server`]): the same rules, the same words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Which accounts there are, by name, after this one.
    Accounts {
        /// `None`: from the first.
        after: Option<Name>,
        /// 1 to [`crate::limits::ACCOUNT_LIST`].
        limit: usize,
    },
    /// Make an account.
    Account {
        /// Its name.
        name: Name,
        /// What it signs in by.
        password: Password,
    },
    /// Let somebody make an account.
    Invite {
        /// For how many seconds it is good.
        span: u64,
    },
    /// A word that signs somebody in once, who forgot their password.
    Reset(Name),
    /// All that somebody said and is, to be handed to them; see [`crate::Command::Export`].
    Export(Name, u64),
    /// Erase an account and all it said.
    Erase(Name),
    /// How much there is of everything.
    Stats,
    /// Write this into the audit room.
    Note(Note),
    /// Have the configuration read again.
    Reload,
    /// Tell this to everybody who is here: one line. It is told, and stored nowhere.
    Announce(Text),
}

/// What the audit room is told of that nobody typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// About what.
    pub about: About,
    /// What happened.
    pub text: Text,
}

/// What a note is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum About {
    /// A certificate was loaded, renewed or refused.
    Certificate,
    /// A backup was taken or failed.
    Backup,
    /// The disk was full, or is no longer.
    Disk,
    /// Settings were read again.
    Settings,
    /// Somebody tries passwords.
    SignIn,
    /// Somebody has an operator's rank, or has it no longer.
    Operator,
}
