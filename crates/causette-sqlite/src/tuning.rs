//! The store's own figures: sizes and steps that nobody outside meets. Limits that people meet are the core's.

use std::time::Duration;

/// How long a commit waits for another program's lock before it says `not_saved`.
pub(crate) const BUSY: Duration = Duration::from_secs(2);
/// Pages in the WAL after which it is copied into the database when nothing else is to be done (16 MiB). Fewer would copy
/// index pages that the next commits change again, more would make whoever comes next wait longer; and up to 4,062 frames
/// the WAL's index is of one piece, which cannot fail to grow on a full disk.
pub(crate) const WAL_TIDY_PAGES: u32 = 4_000;
/// Pages in the WAL after which an append copies it first, whatever waits (64 MiB): what a restart must read stays bounded.
pub(crate) const WAL_MAX_PAGES: u32 = 16_000;
/// Read connections.
pub(crate) const READERS: usize = 4;
/// The writer's page cache, in KiB.
pub(crate) const WRITER_CACHE_KIB: u32 = 8 * 1024;
/// Each reader's page cache, in KiB.
pub(crate) const READER_CACHE_KIB: u32 = 1024;
/// Rooms whose number, time and chain the writer keeps in memory. Beyond, it forgets them all and reads again.
pub(crate) const ROOMS_CACHED: usize = 20_000;
/// Senders whose row number the writer keeps in memory. Beyond, as above.
pub(crate) const SENDERS_CACHED: usize = 20_000;
/// Rooms that moved since their rows were written, at most; then one commit writes all of them.
pub(crate) const ROOMS_MOVED: usize = 1_024;
/// Facts since rooms' rows were written, at most; this many are read again at a start.
pub(crate) const FACTS_MOVED: i64 = 16_384;
/// The newest facts, checked at every start.
pub(crate) const TAIL_CHECKED: usize = 1_000;
/// Keys looked at in one step of the sweep for old ones.
pub(crate) const SWEEP_KEYS: usize = 256;
/// How far the time that sweeps go by moves before old keys are looked for again, in ms.
pub(crate) const SWEEP_EVERY_MS: u64 = 3600 * 1000;
/// Facts that no word of is indexed yet, after which a quiet moment indexes some. A search reads these few one by one.
pub(crate) const WORDS_TIDY: i64 = 512;
/// The same, after which an append indexes some first, whatever waits: what a search reads one by one stays bounded.
pub(crate) const WORDS_MAX: i64 = 4_096;
/// Facts whose words are indexed in one transaction.
pub(crate) const WORDS_STEP: i64 = 1_024;
/// Rooms, and senders of one name, that a search has the index look for; when there are more, each hit is looked at.
pub(crate) const SEARCH_NAMED: usize = 256;
/// Steps of SQLite's machine between two looks at the time, while searching.
pub(crate) const SEARCH_STEPS: i32 = 2_000;
/// Rooms looked at in one sweep.
pub(crate) const SWEEP_ROOMS: usize = 2_000;
/// Rows of facts looked at in one step of destroying what the erased said.
pub(crate) const SCRUB_ROWS: i64 = 20_000;
/// Rows of facts looked at for one piece of an export.
pub(crate) const EXPORT_ROWS: i64 = 200_000;
/// Facts read at most to say what an append missed.
pub(crate) const MISSED_FACTS: usize = 500;
