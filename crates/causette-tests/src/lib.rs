//! What the tests of whole programs share: the history checker, the server they start, the clients they are, and the
//! harnesses that run for a moment in the tests and for hours by hand; and what the fuzzers check.

pub mod client;
pub mod doors;
pub mod elsewhere;
pub mod fuzzed;
pub mod history;
pub mod kill;
pub mod opened;
pub mod power;
pub mod random;
pub mod relay;
pub mod renamed;
pub mod server;
pub mod session;
pub mod sim;
pub mod slow;
pub mod trace;
pub mod upkeep;
