//! Programs that act for an account: the tokens they sign in by, and what each of these lets them do.

use crate::{Hook, Millis, Refusal, RoomId, RoomName, limits};
use std::fmt;
use std::sync::Arc;

/// How much of what its account may do a program may do by its token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// Read: history, search, rooms, people, and what is said live.
    Read,
    /// Say something, and change or take back what the account said. It reads nothing: a word in the address of a webhook gives nobody
    /// the room.
    Say,
    /// Both: what a bot needs.
    Talk,
    /// Whatever a person does in rooms; not what is about the account itself, its sessions, or the whole server.
    All,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 4] = [Scope::Read, Scope::Say, Scope::Talk, Scope::All];

    /// What it is called, everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Say => "say",
            Scope::Talk => "talk",
            Scope::All => "all",
        }
    }

    /// The scope of that name.
    pub fn of(word: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// Whether a program hears and reads what is said.
    pub fn reads(self) -> bool {
        match self {
            Scope::Read | Scope::Talk | Scope::All => true,
            Scope::Say => false,
        }
    }

    /// Whether it may say something.
    pub fn says(self) -> bool {
        match self {
            Scope::Say | Scope::Talk | Scope::All => true,
            Scope::Read => false,
        }
    }
}

/// What its owner calls a token: one line of 1 to [`limits::LABEL_BYTES`] bytes, without control characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label(Arc<str>);

impl Label {
    /// Checks a label.
    pub fn new(raw: &str) -> Result<Label, Refusal> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(Refusal::Empty);
        }
        if raw.len() > limits::LABEL_BYTES {
            return Err(Refusal::TooLong { bytes: raw.len(), max: limits::LABEL_BYTES });
        }
        if raw.contains(char::is_control) {
            return Err(Refusal::BadText);
        }
        Ok(Label(raw.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is kept of a program beside the hash of its token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// What its account calls it by; no two tokens that an account has at once share one.
    pub number: u32,
    /// What its owner calls it.
    pub label: Label,
    /// How much it may do.
    pub scope: Scope,
    /// Only there; `None`: wherever its account is.
    pub room: Option<RoomId>,
    /// The day on which it signed in last, as its first millisecond.
    pub used: Option<Millis>,
    /// It is a webhook, which the server itself runs.
    pub hook: Option<Box<Hook>>,
}

/// What a program may do now, by the names that things have now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// How much.
    pub scope: Scope,
    /// Only there.
    pub room: Option<RoomName>,
}

/// What one wishes of the tokens of one's programs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenWish {
    /// Another one.
    Make {
        /// What it is called.
        label: Label,
        /// How much it lets a program do.
        scope: Scope,
        /// Only in this room, of which its owner is a member.
        room: Option<RoomName>,
        /// For so many days, at most [`limits::TOKEN_DAYS_MAX`]; `None`: for [`limits::TOKEN_DAYS`].
        days: Option<u32>,
    },
    /// Which there are.
    List,
    /// This one is no longer good, and whoever signed in by it is sent off.
    Revoke(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_short_line() {
        assert_eq!(Label::new("  build of main ").map(|label| label.to_string()), Ok("build of main".to_owned()));
        assert_eq!(Label::new("a").unwrap().as_str(), "a");
        assert_eq!(Label::new(" \t"), Err(Refusal::Empty));
        for bad in ["two\nlines", "a\u{1b}[2J", "\u{0}x"] {
            assert_eq!(Label::new(bad), Err(Refusal::BadText), "{bad:?}");
        }
        let (bytes, max) = (limits::LABEL_BYTES + 1, limits::LABEL_BYTES);
        assert_eq!(Label::new(&"x".repeat(bytes)), Err(Refusal::TooLong { bytes, max }));
    }

    #[test]
    fn every_scope_has_a_word() {
        for scope in Scope::ALL {
            assert_eq!(Scope::of(scope.word()), Some(scope));
        }
        assert_eq!(Scope::of("admin"), None);
    }
}
