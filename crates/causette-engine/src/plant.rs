//! Faults planted on purpose: each must be caught by a named harness, or that harness proves nothing.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use causette_core::notice::Page;
use causette_core::{Fact, What};
use std::sync::Arc;

/// What to do wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Plant {
    /// Nothing.
    #[default]
    Nothing,
    /// Senders are told "ok" before the commit.
    AckBeforeCommit,
    /// Readers are told before the commit.
    TellBeforeStore,
    /// Every tenth number is told one too high.
    SkipNumber,
    /// Whoever edits is told "ok" before the commit.
    AckEditBeforeCommit,
    /// Edits are told as if they were of the message before.
    EditToldOfAnother,
    /// Pages begin where the history begins by now, and do not say so.
    ExpiryNotSaid,
    /// Whoever is kicked or banned stays in.
    KickLeavesThemIn,
    /// Whoever has an account made, changes a password or asks for a word is told so before the commit.
    AccountAckBeforeCommit,
    /// A room that was renamed is still found by the name it had.
    RenameKeepsTheName,
    /// Facts have the time of the clock, wherever it stands.
    ClockGoesBack,
}

impl Plant {
    /// The fact as it is told.
    pub(crate) fn number(self, fact: Arc<Fact>) -> Arc<Fact> {
        match self {
            Plant::SkipNumber if fact.seq.is_multiple_of(10) => {
                Arc::new(Fact { seq: fact.seq + 1, ..Fact::clone(&fact) })
            }
            Plant::EditToldOfAnother => match &fact.what {
                What::Edited { seq, text } if *seq > 1 => {
                    let what = What::Edited { seq: seq - 1, text: text.clone() };
                    Arc::new(Fact { what, ..Fact::clone(&fact) })
                }
                _ => fact,
            },
            _ => fact,
        }
    }

    /// The page as it is told.
    pub(crate) fn page(self, page: Page) -> Page {
        if self == Plant::ExpiryNotSaid { Page { expired_before: None, ..page } } else { page }
    }
}

/// Does what the plant says before the commit, then waits long enough for a kill to fall in between.
pub(crate) async fn early(sequencer: &crate::Sequencer, pending: &crate::sequencer::Pending, shards: &crate::Shards) {
    let batch = pending.early(sequencer.planted());
    if !batch.events.is_empty() {
        crate::driver::tell(shards, batch).await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
