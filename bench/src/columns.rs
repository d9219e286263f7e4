//! Which figures each table shows, and what of them.

use crate::table::{Column, Shown, column};

const fn median(head: &'static str, figure: &'static str) -> Column {
    column(head, figure, Shown::Median)
}

const CPU: Column = column("CPU µs each", "cpu_us", Shown::Range);
const RATIO: Column = column("× relay", "ratio", Shown::Range);
const LINES: Column = column("× lines", "line_ratio", Shown::Range);
const P50: Column = median("p50 µs", "p50_us");
const P99: Column = median("p99 µs", "p99_us");
const P999: Column = median("p99.9 µs", "p999_us");
const LOST: Column = column("lost", "lost", Shown::Sum);

pub(crate) const LOADS: &[Column] =
    &[CPU, RATIO, median("deliveries/s", "per_s"), P50, P99, P999, LOST, median("per read", "per_read")];
pub(crate) const CHURNS: &[Column] =
    &[CPU, RATIO, median("cycles/s", "per_s"), P50, P99, P999, column("failed", "failed", Shown::Sum)];
/// The same where a door is beside that of lines.
pub(crate) const DOORS: &[Column] =
    &[CPU, RATIO, LINES, median("deliveries/s", "per_s"), P50, P99, P999, LOST, median("per read", "per_read")];
pub(crate) const DOOR_CHURNS: &[Column] =
    &[CPU, RATIO, LINES, median("cycles/s", "per_s"), P50, P99, P999, column("failed", "failed", Shown::Sum)];
pub(crate) const JOINS: &[Column] =
    &[CPU, column("replay µs each", "replay_us", Shown::Range), median("joins/s", "per_s"), P50, P99, LOST];
pub(crate) const CROWDS: &[Column] = &[
    column("CPU µs a join", "cpu_us", Shown::Range),
    column("CPU µs a quit", "quit_us", Shown::Range),
    median("bytes a join", "join_bytes"),
    median("bytes a quit", "quit_bytes"),
    median("told of it", "told"),
    P50,
    P99,
    median("last p50 µs", "last_p50_us"),
    median("last p99 µs", "last_p99_us"),
    median("all in ms", "all_ms"),
    column("failed", "failed", Shown::Sum),
];
pub(crate) const HISTORIES: &[Column] =
    &[CPU, column("µs a message", "message_us", Shown::Range), median("pages", "pages"), P50, P99, P999, LOST];
pub(crate) const SLOWS: &[Column] = &[
    CPU,
    column("× all read", "ratio", Shown::Range),
    median("deliveries/s", "per_s"),
    P50,
    P99,
    P999,
    column("grown KB", "grown_kb", Shown::Range),
    column("let go after s", "let_go_s", Shown::Range),
    LOST,
];
pub(crate) const SEARCHES: &[Column] =
    &[CPU, P50, P99, median("found something", "found"), column("refused", "refused", Shown::Sum)];
/// The same with who writes beside them.
pub(crate) const SEARCHES_WRITING: &[Column] = &[
    CPU,
    median("messages/s", "per_s"),
    P50,
    P99,
    median("found something", "found"),
    column("refused", "refused", Shown::Sum),
];
pub(crate) const IDLES: &[Column] = &[
    column("private dirty KB each", "private_dirty_kb_each", Shown::Range),
    median("resident KB each", "resident_kb_each"),
    CPU,
    median("opened/s", "per_s"),
    column("closed", "closed", Shown::Sum),
];
pub(crate) const STARTS: &[Column] = &[
    column("ms until ready", "ready_ms", Shown::Range),
    column("CPU µs a start", "cpu_us", Shown::Range),
    median("MB of the store", "store_mb"),
    column("private dirty MB", "private_dirty_mb", Shown::Range),
    median("resident MB", "resident_mb"),
];
pub(crate) const KNOWNS: &[Column] = &[
    column("private dirty MB", "private_dirty_mb", Shown::Range),
    median("resident MB", "resident_mb"),
    CPU,
    median("rooms/s", "per_s"),
    median("MB of the store", "store_mb"),
];
pub(crate) const DURABLES: &[Column] =
    &[CPU, column("extra µs each", "extra_us", Shown::Range), median("messages/s", "per_s"), P50, P99, P999, LOST];
