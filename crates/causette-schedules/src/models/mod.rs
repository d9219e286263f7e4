//! The models. Each is a function that a schedule runs from its beginning to its end: it starts threads, waits for them, and
//! asserts what must hold whoever went on when. What it finds broken it panics about.

mod engine;
mod house;
mod lab;
mod log;
mod readers;
mod seats;
mod shard;
mod store;
mod words;

/// A small world.
pub struct Model {
    /// What it is called.
    pub name: &'static str,
    /// What must hold in it.
    pub holds: &'static str,
    /// One schedule of it.
    pub(crate) run: fn(),
    /// Whether alarms may ring before everybody waits for them: not where somebody is given up after a time.
    pub(crate) early: bool,
}

/// All of them.
pub const MODELS: &[Model] = &[
    Model {
        name: "order",
        holds: "one order for all shards; told is what is stored, whole and once; one answer to each; a name has one bearer; \
                a stop closes the store after the last append",
        run: engine::order,
        early: true,
    },
    Model {
        name: "failure",
        holds: "a store that fails is said to all, nothing is said to be saved that is not, and the engine ends",
        run: engine::failure,
        early: true,
    },
    Model {
        name: "passwords",
        holds: "each password that waits for a thread is compared and answered once",
        run: engine::passwords,
        early: true,
    },
    Model {
        name: "death",
        holds: "a shard that dies stops the server; the others are told, and nobody waits for ever",
        run: engine::death,
        early: true,
    },
    Model {
        name: "health",
        holds: "who stops goes on stopping; what several count at once is counted whole; a rate is never half of two",
        run: seats::health,
        early: true,
    },
    Model {
        name: "faces",
        holds: "doors read what somebody is, before or after a change and never half of it",
        run: seats::faces,
        early: true,
    },
    Model {
        name: "seats",
        holds: "an address never has more seats than it may, and all are free at the end",
        run: seats::seats,
        early: true,
    },
    Model {
        name: "readers",
        holds: "a connection to the store is lent to one at a time, never more than a few are open, and who waits is woken",
        run: readers::readers,
        early: true,
    },
    Model {
        name: "shard",
        holds: "each connection is told everything once and in order, however slowly it reads, and the last word before the end",
        run: shard::slow,
        early: false,
    },
    Model {
        name: "stalled",
        holds: "who reads nothing is let go, and the others never wait for them",
        run: shard::stalled,
        early: false,
    },
    Model {
        name: "log",
        holds: "who logs never waits, and each line is written or counted",
        run: log::log,
        early: true,
    },
    Model {
        name: "lab",
        holds: "part VIII confirms each message once, keeps it, and waits for nobody for ever",
        run: lab::shared,
        early: true,
    },
    Model { name: "lab_here", holds: "part VII lists who is here, whole", run: lab::here, early: true },
    Model { name: "lab_owner", holds: "part VIII with an owner instead of a lock", run: lab::owner, early: true },
];

/// The one of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}
