//! A stored entry as the history checker knows it. People are named by their ids, since names change.

use super::truth::Truth;
use crate::history::{Said, What};
use causette_core::{Deed, Fact, Gone, Mode, Sender, What as Stored};

pub(super) fn id(who: &Sender) -> String {
    who.id.to_string()
}

/// An entry as it was told. What an erasure took is what it was: that nothing of it is shown is held against the rule for that.
pub(super) fn said(fact: &Fact, truth: &Truth) -> Said {
    let first = || {
        let kept = truth.rooms.get(&fact.room)?;
        let first = kept.first.get(usize::try_from(fact.seq).ok()?.checked_sub(1)?)?;
        truth.erased.iter().find_map(|person| first.without(*person)).map(|_| what(&first.what))
    };
    let what = match &fact.what {
        Stored::Gone(Gone::Erased) => first().unwrap_or(What::Gone),
        stored => what(stored),
    };
    Said { seq: fact.seq, by: id(&fact.by), what }
}

pub(super) fn what(stored: &Stored) -> What {
    let other = |words: String| What::Other { words };
    match stored {
        Stored::Message { text, reply_to, .. } => What::Message { text: text.as_str().to_owned(), reply_to: *reply_to },
        Stored::Answer { text } => What::Answer { text: text.as_str().to_owned() },
        Stored::Edited { seq, text } => What::Edited { target: *seq, text: text.as_str().to_owned() },
        Stored::Deleted { seq, .. } => What::Deleted { target: *seq },
        Stored::Reacted { seq, mark, on } => What::Reacted { target: *seq, mark: mark.as_str().to_owned(), on: *on },
        Stored::Governed(deed) => governed(deed),
        Stored::Gone(_) => What::Gone,
        Stored::Joined | Stored::Left => What::Member { on: *stored == Stored::Joined },
        Stored::AccountMade | Stored::AccountErased { .. } | Stored::Noted(_) | Stored::Tagged { .. } => {
            other(format!("{stored:?}"))
        }
        Stored::RoomOpened { .. } | Stored::RoomRenamed { .. } => other(format!("{stored:?}")),
    }
}

fn governed(deed: &Deed) -> What {
    let why = |why: &Option<causette_core::Text>| why.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
    match deed {
        Deed::Kicked { who, why: told } => What::SentOut { name: id(who), banned: false, why: why(told) },
        Deed::Banned(ban) => What::SentOut {
            name: ban.who.as_ref().map(id).unwrap_or_default(),
            // One with an end lets people back in by itself.
            banned: ban.until.is_none(),
            why: why(&ban.why),
        },
        Deed::Unbanned(ban) => What::LetIn { name: ban.who.as_ref().map(id).unwrap_or_default() },
        Deed::Mode(Mode::KeepLast(last)) => What::Keep { last: *last },
        Deed::Reset => What::Reset,
        Deed::Topic(_) | Deed::Invited(_) | Deed::Muted(_) | Deed::Unmuted(_) | Deed::Role { .. } => {
            What::Other { words: format!("{deed:?}") }
        }
        Deed::Mode(_) | Deed::Modes(_) | Deed::Exempt { .. } | Deed::Welcome { .. } | Deed::Profile(_) => {
            What::Other { words: format!("{deed:?}") }
        }
        Deed::Renamed { .. } => What::Other { words: format!("{deed:?}") },
    }
}

/// The word by which a wish is found again in what became of it.
pub(super) fn word(stored: &Stored) -> Option<&str> {
    let text = match stored {
        Stored::Message { text, .. } | Stored::Edited { text, .. } => Some(text.as_str()),
        Stored::Deleted { why, .. } => why.as_ref().map(|why| why.as_str()),
        Stored::Reacted { mark, .. } => Some(mark.as_str()),
        Stored::Governed(Deed::Topic(text)) => text.as_ref().map(|text| text.as_str()),
        Stored::Governed(Deed::Kicked { why, .. } | Deed::Renamed { why, .. }) => why.as_ref().map(|why| why.as_str()),
        Stored::Governed(Deed::Banned(sanction) | Deed::Muted(sanction)) => {
            sanction.why.as_ref().map(|why| why.as_str())
        }
        _ => None,
    };
    text.and_then(|text| text.split(' ').next())
}
