//! One numbered entry of a room, as somebody was shown it, and whether two views of one entry agree.

use super::Seq;

/// An entry of a room's log as somebody saw it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Its number.
    pub seq: Seq,
    /// Who did it, name and id.
    pub by: String,
    /// What.
    pub what: What,
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// A message.
    Message {
        /// Its words.
        text: String,
        /// The number of the message it answers.
        reply_to: Option<Seq>,
    },
    /// The answer to the calculation asked for just before it.
    Answer {
        /// The number.
        text: String,
    },
    /// New words for an earlier message.
    Edited {
        /// That message.
        target: Seq,
        /// The words.
        text: String,
    },
    /// A message was taken back.
    Deleted {
        /// That message.
        target: Seq,
    },
    /// A sign beside a message, put or taken away.
    Reacted {
        /// That message.
        target: Seq,
        /// The sign.
        mark: String,
        /// Put.
        on: bool,
    },
    /// The room is to keep this many entries.
    Keep {
        /// `None`: all.
        last: Option<u64>,
    },
    /// Somebody was sent out.
    SentOut {
        /// Their name.
        name: String,
        /// They may not come back.
        banned: bool,
        /// For people.
        why: String,
    },
    /// They may.
    LetIn {
        /// Their name.
        name: String,
    },
    /// What the room was set to is no longer so: everybody had left.
    Reset,
    /// An account is a member from here on, or no longer.
    Member {
        /// It is.
        on: bool,
    },
    /// Another change of the room.
    Other {
        /// All of it, in a form that is always the same.
        words: String,
    },
    /// What stood here was taken back.
    Gone,
    /// A line at a terminal, which shows less than all of it.
    Line {
        /// What follows the number.
        text: String,
        /// The number of the message it answers.
        reply_to: Option<Seq>,
    },
}

impl What {
    /// A message that answers no other.
    pub fn message(text: impl Into<String>) -> What {
        What::Message { text: text.into(), reply_to: None }
    }

    /// The room has another name.
    pub fn renamed(was: &str, to: &str) -> What {
        What::Other { words: format!("renamed {was} {to}") }
    }

    /// The name that it gives its room, if it does.
    pub fn new_name(&self) -> Option<&str> {
        let What::Other { words } = self else { return None };
        words.strip_prefix("renamed ")?.split(' ').nth(1)
    }

    /// Words that taking a message back destroys.
    pub fn words(&self) -> Option<&str> {
        match self {
            What::Message { text, .. } | What::Answer { text } | What::Edited { text, .. } => Some(text),
            What::Deleted { .. } | What::Reacted { .. } | What::Keep { .. } | What::SentOut { .. } => None,
            What::LetIn { .. } | What::Reset | What::Member { .. } | What::Other { .. } => None,
            What::Gone | What::Line { .. } => None,
        }
    }

    /// The entry that it changes, takes back or marks.
    pub fn target(&self) -> Option<Seq> {
        match self {
            What::Edited { target, .. } | What::Deleted { target } | What::Reacted { target, .. } => Some(*target),
            What::Message { .. } | What::Answer { .. } | What::Keep { .. } | What::SentOut { .. } => None,
            What::LetIn { .. } | What::Reset | What::Member { .. } | What::Other { .. } => None,
            What::Gone | What::Line { .. } => None,
        }
    }
}

impl Said {
    /// Whether `shown` is this very entry. That one of them was taken back is for others to judge.
    pub(super) fn is(&self, shown: &Said) -> bool {
        match &shown.what {
            What::Line { text, reply_to } => self.seq == shown.seq && self.reads(text, *reply_to),
            _ => self == shown,
        }
    }

    /// Whether a line at a terminal may be this entry: names, words and numbers are looked for in it.
    fn reads(&self, line: &str, answers: Option<Seq>) -> bool {
        let name = self.by.split('/').next().unwrap_or_default();
        let number = self.what.target().is_none_or(|target| line.contains(&target.to_string()));
        let words = self.what.words().is_none_or(|words| line.ends_with(words));
        match &self.what {
            What::Message { reply_to, .. } => words && line.contains(name) && *reply_to == answers,
            What::Edited { .. } | What::Deleted { .. } | What::Reacted { .. } => words && number && line.contains(name),
            What::Answer { .. } => words,
            What::Member { .. } => line.contains(name),
            What::SentOut { name: who, .. } | What::LetIn { name: who } => {
                line.contains(name) && line.contains(who.as_str())
            }
            What::Keep { .. } | What::Reset | What::Other { .. } | What::Gone | What::Line { .. } => true,
        }
    }
}
