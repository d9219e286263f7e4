//! Counts the work of one evaluation and stops it at the limit. Must not know what the work is, nor any clock.

use crate::Fault;
use crate::limits::STEPS;

/// The steps spent so far; never more than [`STEPS`].
#[derive(Debug, Default)]
pub(crate) struct Meter {
    spent: u64,
}

impl Meter {
    /// Asks for `steps` before doing the work they stand for.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), Fault> {
        let spent = self.spent.saturating_add(steps);
        if spent > STEPS {
            return Err(Fault::TooMuchWork { limit: STEPS });
        }
        self.spent = spent;
        Ok(())
    }

    /// What was spent, for the tests that prove the bound.
    #[cfg(test)]
    pub(crate) fn spent(&self) -> u64 {
        self.spent
    }
}
