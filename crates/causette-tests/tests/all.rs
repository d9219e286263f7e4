//! Every integration test, in one binary: each more would link everything again.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that is wrong should stop there"
)]

mod contract;
mod e2e;
mod sim;
