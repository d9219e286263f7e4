//! The engine's own limits: queues between its parts. What people meet is in `causette_core::limits`.

use std::time::Duration;

/// Submissions decided in one batch, so that one commit never grows without bound.
pub(crate) const BATCH: usize = 2048;
/// Submissions waiting for the sequencer; senders wait when it is full.
pub const MAILBOX: usize = 4096;
/// Batches a shard may be behind; the sequencer waits when it is full.
pub const SHARD_INBOX: usize = 64;
/// Commands of one session that are not answered yet; it is not read beyond.
pub const IN_FLIGHT: usize = 64;
/// Reads of the store under way for all sessions; the next ones wait. A session waits for one at most.
pub const FETCHES: usize = 64;
/// Facts let go at once: a sweep is one commit, and messages wait for it.
pub(crate) const SWEEP_FACTS: usize = 2000;
/// A sweep that has not finished goes on after this long.
pub(crate) const SWEEP_AGAIN: Duration = Duration::from_millis(50);
/// Answered keys held in memory; older ones are found by the store.
pub(crate) const KEYS_CACHED: usize = 4096;
/// Rooms of one session, direct conversations included, that may open without its asking; one more is refused to who asks.
pub(crate) const DIRECT_PER_SESSION: usize = 1000;
/// How often a batch is decided again because of keys or another writer, before it is refused.
pub(crate) const RETRIES: u32 = 8;
/// How long a certificate signs somebody in: a hundred years. It is they who end it.
pub(crate) const CERTIFICATE_MS: u64 = 100 * 366 * 24 * 3600 * 1000;
