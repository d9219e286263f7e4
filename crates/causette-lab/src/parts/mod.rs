//! The eight servers, one file a part, to be read in order: each is the one before plus one idea. Beside them
//! `desk.rs` (the operator of part IV), `shelf.rs` (what part VIII keeps), and the variants that answer a question:
//! `free.rs`, `unlocked.rs`, `owner.rs`.

pub mod calc;
pub mod connection;
pub mod desk;
pub mod echo;
pub mod free;
pub mod owner;
pub mod parallel;
pub mod protocol;
pub mod sequential;
pub mod shared;
mod shelf;
pub mod talk;
#[cfg(test)]
mod tests;
pub mod unlocked;

use crate::listener::Listener;
use crate::part::Part;
use desk::Desk;

/// What a part can be asked to do differently.
#[derive(Clone, Copy, Default, Debug)]
pub struct Options {
    /// IV: both may speak at any time.
    pub free: bool,
    /// IV: with one loop that never waits, instead of threads.
    pub nonblocking: bool,
    /// VIII: without the lock.
    pub unlocked: bool,
}

/// Runs one part on a listener until it ends; `desk` is asked for by part IV only.
pub fn serve(part: Part, listener: Listener, options: Options, desk: impl FnOnce() -> Desk) {
    match part {
        Part::Connection => connection::serve(listener),
        Part::Echo => echo::serve(listener),
        Part::Sequential => sequential::serve(listener),
        Part::Talk if options.free || options.nonblocking => free::serve(listener, desk(), options.nonblocking),
        Part::Talk => talk::serve(listener, desk()),
        Part::Calc => calc::serve(listener),
        Part::Protocol => protocol::serve(listener),
        Part::Parallel => parallel::serve(listener),
        Part::Shared => shared::serve(listener, options.unlocked),
    }
}
