//! A fault planted on purpose: the position of a webhook moves before its receiver has answered.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use std::sync::atomic::{AtomicBool, Ordering};

static EARLY: AtomicBool = AtomicBool::new(false);

/// Plants it, for the whole process.
pub fn set_moves_early(on: bool) {
    EARLY.store(on, Ordering::Relaxed);
}

pub(super) fn moves_early() -> bool {
    EARLY.load(Ordering::Relaxed)
}
