//! A fault planted on purpose: commits that are not flushed. The harness that traces flushes must catch it.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use std::sync::atomic::{AtomicBool, Ordering};

static NORMAL: AtomicBool = AtomicBool::new(false);

/// Stores that are opened from now on use `synchronous=NORMAL`, behind the back of the check that it is FULL.
pub fn set_normal(on: bool) {
    NORMAL.store(on, Ordering::Relaxed);
}

pub(crate) fn normal() -> bool {
    NORMAL.load(Ordering::Relaxed)
}
