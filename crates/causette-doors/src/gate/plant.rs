//! A fault planted on purpose: facts for a session whose queue is full are dropped, and never re-read.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use std::sync::atomic::{AtomicBool, Ordering};

static DROPS: AtomicBool = AtomicBool::new(false);

/// Plants it, for the whole process.
pub fn set_drops(on: bool) {
    DROPS.store(on, Ordering::Relaxed);
}

pub(super) fn drops() -> bool {
    DROPS.load(Ordering::Relaxed)
}
