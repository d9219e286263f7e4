//! What a batch asks of whoever drives the sequencer, and what it leads to.

use super::draft::Draft;
use crate::{Batch, Fetch};
use causette_core::ports::Append;
use std::sync::Arc;

/// What the caller must do next.
pub enum Next {
    /// Append these to the log, then call [`proceed`](crate::Sequencer::proceed) with the outcome.
    Append(Pending),
    /// The batch is over.
    Done(Effects),
}

/// A decided batch that waits for the log.
pub struct Pending {
    pub(super) draft: Draft,
    pub(super) appends: Arc<[Append]>,
    pub(super) tries: u32,
}

impl Pending {
    /// What to append, in one commit.
    pub fn appends(&self) -> Arc<[Append]> {
        self.appends.clone()
    }

    /// What a planted fault tells before the commit.
    #[cfg(feature = "planted")]
    pub fn early(&self, plant: crate::plant::Plant) -> Batch {
        self.draft.early(plant)
    }
}

/// What a batch leads to.
#[derive(Debug, Default)]
pub struct Effects {
    /// For every shard.
    pub batch: Batch,
    /// To be read off the loop; each comes back by [`Fetch::run`].
    pub fetches: Vec<Fetch>,
    /// An operator wants the configuration read again.
    pub reload: bool,
    /// There is a webhook to deliver for, or one to try again.
    pub hooked: bool,
    /// Set when the server is to stop after this batch was told.
    pub ending: Option<Ending>,
}

/// Why the server stops.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It was asked to.
    Asked,
    /// A flush failed or the store died; this is for the operator.
    StoreFailed(String),
}
