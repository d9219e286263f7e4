//! Faults planted on purpose: facts for a session whose queue is full are dropped, and never re-read; a WebSocket leaves a
//! message out.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

static DROPS: AtomicBool = AtomicBool::new(false);

/// Plants it, for the whole process.
pub fn set_drops(on: bool) {
    DROPS.store(on, Ordering::Relaxed);
}

pub(super) fn drops() -> bool {
    DROPS.load(Ordering::Relaxed)
}

static LEAVES_OUT: AtomicBool = AtomicBool::new(false);

/// Plants it, for the whole process.
pub fn set_leaves_out(on: bool) {
    LEAVES_OUT.store(on, Ordering::Relaxed);
}

/// Whether a WebSocket does not pass this line on: one message in ten.
pub(super) fn leaves_out(line: &[u8]) -> bool {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    LEAVES_OUT.load(Ordering::Relaxed)
        && line.starts_with(br#"{"type":"message""#)
        && COUNT.fetch_add(1, Ordering::Relaxed) % 10 == 9
}
