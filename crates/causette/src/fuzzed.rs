//! What the fuzzers check that only the program reads.

pub use crate::config::fuzzed::config;
pub use causette_doors::gate::fuzzed::{frames, proxy};
