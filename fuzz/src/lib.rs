//! What the fuzzers check, taken in by path from the tests, which replay the seeds through the same functions.
//!
//! By path, because the tests' crate depends on the whole server: each fuzzer would carry and measure all of it.

#![forbid(unsafe_code)]

#[path = "../../crates/causette-tests/src/fuzzed/mod.rs"]
pub mod fuzzed;
#[cfg(feature = "whole")]
#[path = "../../crates/causette-tests/src/opened.rs"]
pub mod opened;
