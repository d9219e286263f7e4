//! What happened in a room: numbered, stored, never lost.

use crate::{ClientTags, Deed, Kind, Mark, Millis, Name, Note, PersonId, RoomId, RoomName, Seq, Style, Text};
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
            What::Message { text, tags, .. } => text.as_str().len() + tags.weight(),
            What::Edited { text, .. } => text.as_str().len(),
            What::Answer { text } => text.as_str().len(),
            What::Governed(deed) => deed.weight(),
            What::Noted(note) => note.text.as_str().len(),
            What::Joined | What::Left | What::AccountMade | What::AccountErased { .. } => 0,
            What::Deleted { why, .. } => why.as_ref().map_or(0, |why| why.as_str().len()),
            What::Reacted { .. } | What::RoomOpened { .. } | What::RoomRenamed { .. } | What::Gone(_) => 0,
            What::Tagged { tags } => tags.weight(),
        }
    }

    /// Whether the session that made it knows all of it but the number: its confirmation is enough then.
    pub fn is_own_words(&self) -> bool {
        match &self.what {
            What::Message { .. } | What::Edited { .. } | What::Deleted { .. } | What::Reacted { .. } => true,
            What::RoomOpened { .. } | What::RoomRenamed { .. } | What::Gone(_) | What::Joined | What::Left => true,
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) | What::Tagged { .. } => true,
            What::Answer { .. } | What::Governed(_) => false,
        }
    }

    /// Whether it says something in its sender's own words.
    pub fn has_words(&self) -> bool {
        match &self.what {
            What::Message { .. } | What::Answer { .. } | What::Edited { .. } | What::Reacted { .. } => true,
            What::Tagged { .. } => true,
            What::Deleted { .. }
            | What::RoomOpened { .. }
            | What::RoomRenamed { .. }
            | What::Governed(_)
            | What::Gone(_) => false,
            What::Joined | What::Left | What::AccountMade | What::AccountErased { .. } | What::Noted(_) => false,
        }
    }

    /// The number of the message that it is about: whose words it changes, takes back or marks.
    pub fn about(&self) -> Option<Seq> {
        match &self.what {
            What::Edited { seq, .. } | What::Deleted { seq, .. } | What::Reacted { seq, .. } => Some(*seq),
            What::Message { .. } | What::Answer { .. } | What::RoomOpened { .. } | What::RoomRenamed { .. } => None,
            What::Governed(_) | What::Gone(_) | What::Tagged { .. } => None,
            What::Joined | What::Left | What::AccountMade | What::AccountErased { .. } | What::Noted(_) => None,
        }
    }

    /// The person whom it is about, whoever made it: erasing them destroys it.
    pub fn names(&self) -> Option<PersonId> {
        match &self.what {
            What::Governed(deed) => deed.person().map(|who| who.id),
            What::Message { .. } | What::Answer { .. } | What::Edited { .. } | What::Deleted { .. } => None,
            What::Reacted { .. }
            | What::Gone(_)
            | What::RoomOpened { .. }
            | What::RoomRenamed { .. }
            | What::Joined
            | What::Left => None,
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) | What::Tagged { .. } => None,
        }
    }

    /// What is left of it once somebody was erased; `None`: it is not about them.
    pub fn without(&self, person: PersonId) -> Option<Fact> {
        let (theirs, named) = (self.by.id == person, self.names() == Some(person));
        let said = matches!(self.what, What::Governed(_) | What::Deleted { why: Some(_), .. });
        let gone = named || theirs && (self.has_words() || said);
        let mut left = if gone { self.gone(Gone::Erased) } else { self.clone() };
        if theirs {
            left.by.name = Name::erased();
        }
        (theirs || named).then_some(left)
    }

    /// The same entry of the log without what it said.
    pub fn gone(&self, why: Gone) -> Fact {
        Fact { room: self.room, seq: self.seq, at: self.at, by: self.by.clone(), what: What::Gone(why) }
    }
}

/// Why the words of a fact are not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Gone {
    /// They were taken back: a later fact says by whom.
    Deleted,
    /// The reader ignores who said them.
    Ignored,
    /// The account that said them, or that they named, was erased.
    Erased,
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
        /// The number of the message it answers.
        reply_to: Option<Seq>,
        /// What a program attached to it.
        tags: ClientTags,
    },
    /// The sender of an earlier message put other words in its place.
    Edited {
        /// That message's number.
        seq: Seq,
        /// The new words.
        text: Text,
    },
    /// A message was taken back, by its sender or a moderator: its words and those of its edits are destroyed.
    Deleted {
        /// That message's number.
        seq: Seq,
        /// Why.
        why: Option<Text>,
    },
    /// Somebody put a sign beside a message, or took it away.
    Reacted {
        /// That message's number.
        seq: Seq,
        /// The sign.
        mark: Mark,
        /// Put, or taken away.
        on: bool,
    },
    /// The room itself was changed.
    Governed(Deed),
    /// A message, an answer or an edit whose words are no longer there, or not for this reader. Never stored as such.
    Gone(Gone),
    /// The answer to the calculation asked for just before it, in the same commit. Nobody can write one.
    Answer {
        /// The number, as it is shown.
        text: Text,
    },
    /// An account is a member of the room from here on, on whichever of its sessions.
    Joined,
    /// An account is a member no longer.
    Left,
    /// In the directory: the sender made an account.
    AccountMade,
    /// In the directory: an account was erased. What it said, and what names it, is destroyed.
    AccountErased {
        /// Which.
        id: PersonId,
    },
    /// In the directory: something operators should know of.
    Noted(Note),
    /// In the directory: a room came to be.
    RoomOpened {
        /// The new room.
        id: RoomId,
        /// Its name, or the pair it belongs to.
        kind: Kind,
    },
    /// In the directory: a room is found by another name from here on; its own log says so, too, and why.
    RoomRenamed {
        /// The room.
        id: RoomId,
        /// The name that is free again.
        from: RoomName,
        /// The name it has.
        to: RoomName,
    },
    /// Client tags without words, for programs.
    Tagged {
        /// At least one.
        tags: ClientTags,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mask, Mode, ProfileKey, ProfileValue, Role, Sanction};

    fn text(words: &str) -> Text {
        Text::new(words).unwrap()
    }
    fn by(id: u128) -> Sender {
        Sender { id: PersonId(id), name: Name::given("bob") }
    }
    fn fact(what: What) -> Fact {
        Fact { room: RoomId(1), seq: 9, at: Millis(9), by: by(7), what }
    }
    fn said(tags: ClientTags) -> What {
        What::Message { text: text("abcd"), style: Style::Plain, reply_to: Some(2), tags }
    }
    fn tags() -> ClientTags {
        ClientTags::new([("x", "12"), ("y", "")]).unwrap()
    }
    /// All deeds that carry words or name somebody, each with its bytes and with whether it names 8.
    fn deeds() -> Vec<(Deed, usize, bool)> {
        let why = || Some(text("why"));
        let of = |who: Option<u128>| Sanction { who: who.map(by), why: why(), ..Sanction::new(3) };
        let key = |key| ProfileKey::new(key).unwrap();
        let profile = [(key("url"), ProfileValue::new("ab").ok()), (key("bio"), None)];
        let mask = Mask::new("x").unwrap();
        let [from, to] = ["#a", "#b"].map(|name| RoomName::new(name).unwrap());
        vec![
            (Deed::Topic(why()), 3, false),
            (Deed::Topic(None), 0, false),
            (Deed::Invited(by(8)), 0, true),
            (Deed::Kicked { who: by(8), why: why() }, 3, true),
            (Deed::Banned(of(Some(8))), 3, true),
            (Deed::Unbanned(of(None)), 3, false),
            (Deed::Muted(of(Some(8))), 3, true),
            (Deed::Unmuted(of(Some(8))), 3, true),
            (Deed::Role { who: by(8), role: Some(Role::Member), was: None }, 0, true),
            (Deed::Mode(Mode::Slow(3)), 0, false),
            (Deed::Exempt { mask: mask.clone(), on: true }, 5, false),
            (Deed::Welcome { mask, on: true }, 5, false),
            (Deed::Reset, 0, false),
            (Deed::Profile(profile.into()), 8, false),
            (Deed::Renamed { from, to, why: why() }, 3, false),
        ]
    }

    #[test]
    fn a_fact_weighs_what_people_wrote() {
        for (what, expect) in [
            (said(ClientTags::NONE), 4),
            (said(tags()), 8),
            (What::Edited { seq: 2, text: text("é") }, 2),
            (What::Answer { text: text("14") }, 2),
            (What::Deleted { seq: 2, why: Some(text("spam")) }, 4),
            (What::Deleted { seq: 2, why: None }, 0),
            (What::Tagged { tags: tags() }, 4),
            (What::Joined, 0),
        ] {
            assert_eq!(fact(what.clone()).weight(), expect, "{what:?}");
        }
        for (deed, expect, _) in deeds() {
            assert_eq!(fact(What::Governed(deed.clone())).weight(), expect, "{deed:?}");
        }
    }

    /// An erasure leaves nothing that somebody wrote or that names them, and all that only happened.
    #[test]
    fn what_is_left_once_somebody_was_erased() {
        let mark = Mark::new("+1").unwrap();
        for (what, stays) in [
            (said(ClientTags::NONE), false),
            (What::Edited { seq: 2, text: text("x") }, false),
            (What::Answer { text: text("14") }, false),
            (What::Reacted { seq: 2, mark, on: true }, false),
            (What::Tagged { tags: tags() }, false),
            (What::Deleted { seq: 2, why: Some(text("spam")) }, false),
            (What::Deleted { seq: 2, why: None }, true),
            (What::Joined, true),
            (What::Left, true),
        ] {
            let before = fact(what.clone());
            let kept = if stays { what.clone() } else { What::Gone(Gone::Erased) };
            let who = Sender { name: Name::erased(), ..before.by.clone() };
            assert_eq!(before.without(PersonId(7)), Some(Fact { by: who, what: kept, ..before.clone() }), "{what:?}");
            assert_eq!(before.without(PersonId(8)), None, "{what:?}");
        }
        for (deed, _, names) in deeds() {
            let before = fact(What::Governed(deed.clone()));
            assert_eq!(before.names(), names.then_some(PersonId(8)), "{deed:?}");
            assert_eq!(before.without(PersonId(8)), names.then(|| before.gone(Gone::Erased)), "{deed:?}");
        }
    }

    #[test]
    fn what_changes_a_message_says_which() {
        let mark = Mark::new("+1").unwrap();
        for (what, expect) in [
            (What::Edited { seq: 2, text: text("x") }, Some(2)),
            (What::Deleted { seq: 3, why: None }, Some(3)),
            (What::Reacted { seq: 4, mark, on: false }, Some(4)),
            (said(ClientTags::NONE), None),
            (What::Joined, None),
        ] {
            assert_eq!(fact(what).about(), expect);
        }
    }
}
