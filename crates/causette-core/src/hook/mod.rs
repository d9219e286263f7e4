//! Webhooks: programs of an account that the server itself runs. Each reads one room and sends what happens there to an address.

mod address;
mod url;

pub use address::{Allowed, is_public};
pub use url::{HookUrl, UrlHost};

use crate::{Label, Millis, RoomName, Seq, TokenHash};
use std::fmt;

/// What its deliveries are signed with. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct HookSecret(pub [u8; 32]);

impl fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookSecret(…)")
    }
}

/// Why a delivery failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HookFault {
    /// The receiver answered with another status than 200 to 299.
    Status(u16),
    /// Its name has no address.
    NoName,
    /// Its name has only addresses that webhooks may not reach.
    Private,
    /// Nobody takes a connection there.
    Unreachable,
    /// There is no TLS, or none that is trusted.
    Tls,
    /// It took too long.
    Slow,
    /// It gave no answer of HTTP.
    NoAnswer,
    /// Its account may not read the room any more.
    NoAccess,
}

impl HookFault {
    /// Those that carry nothing.
    const NAMED: [(HookFault, &str); 7] = [
        (HookFault::NoName, "no_name"),
        (HookFault::Private, "private_address"),
        (HookFault::Unreachable, "unreachable"),
        (HookFault::Tls, "no_tls"),
        (HookFault::Slow, "too_slow"),
        (HookFault::NoAnswer, "no_answer"),
        (HookFault::NoAccess, "no_access"),
    ];

    /// What it is called everywhere: a word, or the status in digits.
    pub fn word(self) -> String {
        match self {
            HookFault::Status(status) => status.to_string(),
            named => HookFault::NAMED.iter().find(|(fault, _)| *fault == named).map_or("", |(_, word)| word).to_owned(),
        }
    }

    /// The fault of that name.
    pub fn of(word: &str) -> Option<HookFault> {
        let named = HookFault::NAMED.iter().find(|(_, known)| *known == word).map(|(fault, _)| *fault);
        named.or_else(|| word.parse().ok().filter(|status| (100..1000).contains(status)).map(HookFault::Status))
    }
}

/// How far a webhook has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// The last number that was delivered, or need not be.
    pub after: Seq,
    /// Since when nothing could be delivered, and why at last.
    pub trouble: Option<(Millis, HookFault)>,
    /// It waits until its owner has it go on.
    pub paused: bool,
}

impl Progress {
    /// With what is newer: the number only moves forward.
    #[must_use]
    pub fn then(self, newer: Progress) -> Progress {
        Progress { after: self.after.max(newer.after), ..newer }
    }
}

/// What a webhook's program has beside its label and its room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hook {
    /// Where to.
    pub url: HookUrl,
    /// Signed with what.
    pub secret: HookSecret,
    /// How far.
    pub progress: Progress,
}

/// How a webhook is doing, as its owner is shown it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HookState {
    /// What happens is delivered.
    Active,
    /// The last delivery failed, and is tried again.
    Failing,
    /// It waits for its owner.
    Paused,
    /// Its receiver wanted no more.
    Ended,
}

impl HookState {
    /// What it is called everywhere.
    pub fn word(self) -> &'static str {
        match self {
            HookState::Active => "active",
            HookState::Failing => "failing",
            HookState::Paused => "paused",
            HookState::Ended => "ended",
        }
    }

    /// Of one that there is.
    pub fn of(progress: &Progress) -> HookState {
        match progress {
            Progress { paused: true, .. } => HookState::Paused,
            Progress { trouble: Some(_), .. } => HookState::Failing,
            Progress { trouble: None, .. } => HookState::Active,
        }
    }
}

/// What one wishes of one's webhooks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookWish {
    /// Another one: what happens from now on in a room that one owns.
    Make {
        /// Which room.
        room: RoomName,
        /// Where to.
        url: HookUrl,
        /// What it is called; `None`: as the URL's host.
        label: Option<Label>,
    },
    /// Which there are.
    List,
    /// There is to be no such webhook any more.
    End(u32),
    /// One that is paused, or fails, tries again at once.
    Retry(u32),
    /// The session turns out to be this webhook's program. Nobody can type it: only the server itself begins such sessions.
    Follow(TokenHash),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_word() {
        for fault in HookFault::NAMED.map(|(fault, _)| fault).into_iter().chain([HookFault::Status(503)]) {
            assert_eq!(HookFault::of(&fault.word()), Some(fault));
        }
        for no in ["", "99", "1000", "-200", "down"] {
            assert_eq!(HookFault::of(no), None, "{no:?}");
        }
    }

    #[test]
    fn a_position_only_moves_forward() {
        let at = |after, paused| Progress { after, trouble: None, paused };
        assert_eq!(at(7, false).then(at(5, true)), at(7, true));
        assert_eq!(at(7, true).then(at(9, false)), at(9, false));
    }

    #[test]
    fn how_a_webhook_is_doing() {
        let trouble = Some((Millis(1), HookFault::Tls));
        for (progress, state, word) in [
            (Progress::default(), HookState::Active, "active"),
            (Progress { trouble, ..Progress::default() }, HookState::Failing, "failing"),
            (Progress { trouble, paused: true, ..Progress::default() }, HookState::Paused, "paused"),
        ] {
            assert_eq!((HookState::of(&progress), state.word()), (state, word));
        }
        assert_eq!(HookState::Ended.word(), "ended");
    }
}
