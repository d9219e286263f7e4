//! Told to a room, not stored: who comes, goes, changes name, is away, presents themselves anew, types,
//! signs in, sends tags.

use crate::{Door, Name, ProfileChanges, Sender, Standing, Tagged, Text};

/// How far somebody is with what they type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Typing {
    /// They type.
    Active,
    /// They began, and stopped for now.
    Paused,
    /// They gave it up.
    Done,
}

/// Something passing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Somebody entered the room, by this door.
    Arrived(Sender, Door),
    /// Somebody left the room, with these words.
    Departed(Sender, Option<Text>),
    /// Somebody left the server, with these words: told in each of their rooms.
    Quit(Sender, Option<Text>),
    /// Somebody was sent off the server, or is kept out of it from here on: told like [`Signal::Quit`].
    SentOff {
        /// Who has to go.
        who: Sender,
        /// By which operator.
        by: Sender,
        /// What that one says of it, for people.
        why: Option<Text>,
    },
    /// Somebody took another name; `Sender` has the old one.
    Renamed(Sender, Name),
    /// Somebody does not answer for now, and says why; `None`: they are back.
    Away(Sender, Option<Text>),
    /// Somebody presents themselves in another way: their [`crate::Face`] is a new one.
    Described(Sender),
    /// Somebody types, or no longer.
    Typing(Sender, Typing),
    /// Somebody who is in the room turned out to be somebody else, and stays: they signed in or out.
    Became {
        /// Who they were.
        before: Sender,
        /// Who they are.
        now: Sender,
        /// What they are: an account that was signed in to, or a guest again.
        standing: Standing,
    },
    /// Somebody's program sent tags without words.
    Tagged(Sender, Tagged),
    /// Somebody says something else of themselves.
    Profiled(Sender, ProfileChanges),
}

impl Signal {
    /// Who it is about.
    pub fn who(&self) -> &Sender {
        match self {
            Signal::Arrived(who, _) | Signal::Departed(who, _) | Signal::Quit(who, _) | Signal::Renamed(who, _) => who,
            Signal::Away(who, _) | Signal::Described(who) | Signal::Typing(who, _) => who,
            Signal::SentOff { who, .. } => who,
            Signal::Became { before, .. } => before,
            Signal::Tagged(who, _) => who,
            Signal::Profiled(who, _) => who,
        }
    }

    /// The same for whoever ignores that person: without last words, and nothing of what they may be about to say.
    pub fn unheard(&self) -> Option<Signal> {
        match self {
            Signal::Departed(who, _) => Some(Signal::Departed(who.clone(), None)),
            Signal::Quit(who, _) => Some(Signal::Quit(who.clone(), None)),
            Signal::Typing(..) | Signal::Tagged(..) => None,
            // It is words as well.
            Signal::Profiled(..) => None,
            Signal::Arrived(..) | Signal::Renamed(..) | Signal::Away(..) | Signal::Described(_) => Some(self.clone()),
            // The words are another's.
            Signal::SentOff { .. } | Signal::Became { .. } => Some(self.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientTags, PersonId};

    #[test]
    fn who_is_ignored_comes_and_goes_without_a_word() {
        let who = Sender { id: PersonId(1), name: Name::given("bob") };
        let words = || Text::new("bye").ok();
        let tags = Tagged { id: 1, tags: ClientTags::NONE };
        for (signal, heard) in [
            (Signal::Departed(who.clone(), words()), Some(Signal::Departed(who.clone(), None))),
            (Signal::Quit(who.clone(), words()), Some(Signal::Quit(who.clone(), None))),
            (Signal::Described(who.clone()), Some(Signal::Described(who.clone()))),
            (Signal::Typing(who.clone(), Typing::Active), None),
            (Signal::Tagged(who.clone(), tags), None),
            (Signal::Profiled(who.clone(), [].into()), None),
        ] {
            assert_eq!((signal.unheard(), signal.who()), (heard, &who), "{signal:?}");
        }
    }
}
