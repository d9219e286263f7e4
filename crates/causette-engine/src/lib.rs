//! Who is here, in what order things happen, and who gets told.
//!
//! The [`Sequencer`] is a plain state machine; [`run`] is the loop that feeds it, gives its appends to the store's thread
//! and hands its events to the shards. This crate must never know a wire format, a door or a backend.

mod compare;
mod complaint;
mod driver;
mod event;
mod faces;
mod hash_threads;
mod limits;
mod meter;
#[cfg(feature = "planted")]
pub mod plant;
mod retention;
mod sequencer;
mod session;
mod store_thread;
mod submission;

pub use driver::{EngineError, Mailbox, Ports, Shards, Sweeps, mailbox, run};
pub use event::{Batch, Event};
pub use faces::{Faces, Known};
pub use limits::{FETCHES, IN_FLIGHT, MAILBOX, SHARD_INBOX};
pub use meter::{COMMIT_BOUNDS, Count, DOORS, Health, Meter};
#[cfg(feature = "planted")]
pub use sequencer::Remembered;
pub use sequencer::{Effects, Ending, Next, Pending, Sequencer, Setup};
pub use session::SessionId;
pub use submission::{Fetch, Fetched, Got, Submission, Wanted};
