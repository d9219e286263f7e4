//! What threads share, in every order: the product's own sources on shuttle's scheduler, which decides at each lock, queue,
//! counter and alarm who goes on. Each model is a small world around some of them, with what must hold whatever the order.
//!
//! The sources are copied by the build script (`build/main.rs`), which has them use `seam` for `std::sync` and tokio; so
//! the product knows nothing of this crate, and this crate schedules what the product is made of.

pub mod faults;
pub mod harness;
pub mod memory;
pub mod models;
mod replay;
mod seam;
pub mod soak;

// Their own doors are not all open here, and their lints are checked where they live.
#[allow(warnings, clippy::all, clippy::restriction, clippy::nursery, clippy::pedantic)]
mod fakes;
#[allow(warnings, clippy::all, clippy::restriction)]
mod mounted {
    //! The copies.
    include!(concat!(env!("OUT_DIR"), "/mounted.rs"));
}
use mounted::{engine, gate, lab, meter_memory, program, rate_memory, sqlite};
