//! Faults planted on purpose: a message is left out, or a deletion names the message before.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use causette_core::{Fact, Seq, What};
use std::sync::OnceLock;

/// What to do wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plant {
    /// Every tenth message is not told.
    LeavesOneOut,
    /// A deletion is told as if it were of the message before.
    RedactsAnother,
}

static PLANT: OnceLock<Plant> = OnceLock::new();

impl Plant {
    /// The fault of that name.
    pub fn named(name: &str) -> Option<Plant> {
        match name {
            "irc_leaves_one_out" => Some(Plant::LeavesOneOut),
            "irc_redacts_another" => Some(Plant::RedactsAnother),
            _ => None,
        }
    }

    /// Plants it, for the whole process.
    pub fn set(self) {
        PLANT.get_or_init(|| self);
    }
}

pub(super) fn leaves_out(fact: &Fact) -> bool {
    let message = matches!(fact.what, What::Message { .. });
    PLANT.get() == Some(&Plant::LeavesOneOut) && message && fact.seq.is_multiple_of(10)
}

pub(super) fn redacted(seq: Seq) -> Seq {
    if PLANT.get() == Some(&Plant::RedactsAnother) { seq.saturating_sub(1) } else { seq }
}
