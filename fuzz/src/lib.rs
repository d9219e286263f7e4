//! What the fuzzers check, taken in by path from the tests, which replay the seeds through the same functions.
//!
//! By path, because the tests' crate depends on the whole server: each fuzzer would carry and measure all of it.

#![forbid(unsafe_code)]

#[cfg(feature = "doors")]
#[path = "../../crates/causette-tests/src/doors/mod.rs"]
pub mod doors;
#[path = "../../crates/causette-tests/src/fuzzed/mod.rs"]
pub mod fuzzed;
#[cfg(feature = "stories")]
#[path = "../../crates/causette-tests/src/history/mod.rs"]
pub mod history;
#[cfg(feature = "whole")]
#[path = "../../crates/causette-tests/src/opened.rs"]
pub mod opened;
#[cfg(feature = "stories")]
#[path = "../../crates/causette-tests/src/random.rs"]
pub mod random;
#[cfg(feature = "stories")]
#[path = "../../crates/causette-tests/src/session.rs"]
pub mod session;
#[cfg(feature = "stories")]
#[path = "../../crates/causette-tests/src/sim/mod.rs"]
pub mod sim;
