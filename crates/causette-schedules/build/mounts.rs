//! Which sources are scheduled, and what stands in for what they know besides.

/// What stands in for `std::sync` and tokio.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// Shuttle: some of all orders.
    Orders,
    /// loom: all orders, and all that a processor may make of them.
    Memory,
}

/// Files of one folder that become one module.
pub(crate) struct Mount {
    /// The module's name here.
    pub(crate) module: &'static str,
    /// On what it runs.
    pub(crate) seam: Seam,
    /// The folder under `crates`.
    pub(crate) folder: &'static str,
    /// Its files, without `.rs`.
    pub(crate) files: &'static [&'static str],
    /// The module's own lines: what its files find beside each other.
    pub(crate) around: &'static str,
    /// In a file, words that are others here. Those of `limits` make queues so small that they are full now and then.
    pub(crate) replace: &'static [(&'static str, &'static str, &'static str)],
}

/// Sequencer, store and hashing.
const ENGINE: Mount = Mount {
    module: "engine",
    seam: Seam::Orders,
    folder: "causette-engine/src",
    files: &["complaint", "driver", "faces", "hash_threads", "limits", "meter", "retention", "store_thread"],
    // The sequencer is one thread's own: it is the product's, as it was compiled.
    around: "
pub(crate) use causette_engine::{Batch, Effects, Ending, Event, Fetch, Next, Sequencer, SessionId, Setup, Submission};
pub(crate) use driver::*;
pub(crate) use faces::*;
pub(crate) use limits::*;
pub(crate) use meter::*;
",
    replace: &[
        // The sequencer shows that to its own crate only.
        ("driver", "sequencer.rooms_in_memory()", "0"),
        ("limits", "BATCH: usize = 2048", "BATCH: usize = 3"),
        ("limits", "MAILBOX: usize = 4096", "MAILBOX: usize = 2"),
        ("limits", "IN_FLIGHT: usize = 64", "IN_FLIGHT: usize = 2"),
    ],
};

/// A shard and its connections, on sockets that are not there.
const GATE: Mount = Mount {
    module: "gate",
    seam: Seam::Orders,
    folder: "causette-doors/src/gate",
    files: &[
        "audience",
        "conn",
        "crowd",
        "deadlines",
        "deliver",
        "limits",
        "out",
        "serve",
        "shard",
        "speaker",
        "stage",
        "throttle",
        "timers",
        "write",
    ],
    around: "
pub(crate) use crate::fakes::{entrance, http, transport, websocket};
",
    replace: &[
        ("limits", "OUT_BYTES: usize = 256 * 1024", "OUT_BYTES: usize = 20"),
        ("limits", "OUT_LOW: usize = 64 * 1024", "OUT_LOW: usize = 8"),
        ("limits", "READ_BYTES: usize = 16 * 1024", "READ_BYTES: usize = 64"),
    ],
};

/// The store's read connections.
const POOL: Mount = Mount {
    module: "sqlite",
    seam: Seam::Orders,
    folder: "causette-sqlite/src",
    files: &["pool"],
    around: "
pub(crate) use crate::fakes::sqlite::{errors, seal, tuning};
",
    replace: &[
        ("pool", "use rusqlite::config", "use crate::fakes::sqlite::config"),
        ("pool", "use rusqlite::{", "use crate::fakes::sqlite::{"),
        ("pool", "rusqlite::Result", "crate::fakes::sqlite::Result"),
    ],
};

/// Whether all shards are there, and the log that nobody waits for.
const PROGRAM: Mount = Mount {
    module: "program",
    seam: Seam::Orders,
    folder: "causette/src",
    files: &["logging", "watch"],
    around: "",
    replace: &[
        ("logging", "LOG_LINES: usize = 1024", "LOG_LINES: usize = 2"),
        ("logging", "struct Lines {\n    queue", "pub(crate) struct Lines {\n    queue"),
        ("logging", "    missing: Arc<AtomicU64>,\n}", "    pub(crate) missing: Arc<AtomicU64>,\n}"),
        ("logging", "    fn to(pipe", "    pub(crate) fn to(pipe"),
    ],
};

/// The lab's parts VII and VIII.
const LAB: Mount = Mount {
    module: "lab",
    seam: Seam::Orders,
    folder: "causette-lab/src/parts",
    files: &["owner", "parallel", "shared", "shelf", "unlocked"],
    around: "
pub(crate) mod parts { pub(crate) use super::{owner, parallel, shared, shelf, unlocked}; pub(crate) use crate::fakes::protocol; }
pub(crate) use crate::fakes::lab::{conversation, listener, trace};
",
    replace: &[
        ("owner", "use causette_texts::", "use crate::fakes::lab::texts::"),
        ("parallel", "use causette_texts::", "use crate::fakes::lab::texts::"),
        ("shared", "use causette_texts::", "use crate::fakes::lab::texts::"),
        ("unlocked", "use causette_texts::", "use crate::fakes::lab::texts::"),
    ],
};

/// What is made of atomics alone.
const METER: Mount = Mount {
    module: "meter_memory",
    seam: Seam::Memory,
    folder: "causette-engine/src",
    files: &["meter"],
    around: "
pub(crate) use causette_engine::{Batch, Event, Submission};
",
    replace: &[],
};

/// The same.
const RATE: Mount = Mount {
    module: "rate_memory",
    seam: Seam::Memory,
    folder: "causette-doors/src/gate",
    files: &["throttle"],
    around: "",
    replace: &[],
};

pub(crate) const MOUNTS: &[Mount] = &[ENGINE, GATE, POOL, PROGRAM, LAB, METER, RATE];
