//! A promise that a run broke.

use crate::history::{Kind, Violation};
use std::fmt;

/// Which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// One of the history's.
    History(Kind),
    /// What a store reads back is not what was stored in it.
    Store,
    /// What a restart finds is not what was in memory.
    Restart,
    /// A room's numbers have a hole, or one comes twice.
    Numbers,
    /// Time went backwards in a room.
    Times,
    /// A key stands for two entries.
    Keys,
    /// A sweep removed too much, or too little.
    Sweep,
    /// What an erased account said was shown to whoever asked later.
    Erased,
    /// A command got no answer, or two.
    Answers,
    /// The store refused what it must take, or could not be read.
    Odd,
}

/// What was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The promise.
    pub rule: Rule,
    /// What was seen, and what should have been.
    pub words: String,
}

impl Finding {
    pub(super) fn new(rule: Rule, words: impl Into<String>) -> Finding {
        Finding { rule, words: words.into() }
    }
}

impl From<Violation> for Finding {
    fn from(violation: Violation) -> Finding {
        Finding::new(Rule::History(violation.kind), violation.to_string())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rule {
            Rule::History(_) => f.write_str(&self.words),
            rule => write!(f, "{rule:?}: {}", self.words),
        }
    }
}
