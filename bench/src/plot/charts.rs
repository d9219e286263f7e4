//! What is drawn: one figure of a scenario by another. Pure.

/// A drawing, if the scenario was measured.
#[derive(Debug)]
pub(crate) struct Chart {
    /// The file's, without its end.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// How the scenario's name begins.
    pub(crate) scenario: &'static str,
    pub(crate) x: Axis,
    pub(crate) y: Axis,
}

/// A figure, and what it is called with its unit.
#[derive(Debug)]
pub(crate) struct Axis {
    pub(crate) figure: &'static str,
    pub(crate) label: &'static str,
}

const fn axis(figure: &'static str, label: &'static str) -> Axis {
    Axis { figure, label }
}

const DELIVERY: Axis = axis("cpu_us", "server CPU, µs for each delivery");
const RATE: Axis = axis("rate", "messages a second, over all rooms");

pub(crate) const CHARTS: &[Chart] = &[
    Chart {
        name: "fanout",
        title: "What a delivery costs, by the members of one room",
        scenario: "fanout ",
        x: axis("members", "members of the room"),
        y: DELIVERY,
    },
    Chart {
        name: "rooms",
        title: "What a delivery costs, by the number of busy rooms",
        scenario: "rooms ",
        x: axis("rooms", "busy rooms"),
        y: DELIVERY,
    },
    Chart {
        name: "idle",
        title: "Memory of a connection that says nothing",
        scenario: "idle",
        x: axis("connections", "connections"),
        y: axis("private_dirty_kb_each", "private dirty KB for each"),
    },
    Chart {
        name: "start",
        title: "From spawning the server until it is ready, by what it keeps",
        scenario: "start",
        x: axis("messages", "messages in the store"),
        y: axis("ready_ms", "ms until ready"),
    },
    Chart {
        name: "rate-cpu",
        title: "What a delivery costs, by how much is said",
        scenario: "rate ",
        x: RATE,
        y: DELIVERY,
    },
    Chart {
        name: "rate-p50",
        title: "How long half of the deliveries take at most, by how much is said",
        scenario: "rate ",
        x: RATE,
        y: axis("p50_us", "median latency, µs"),
    },
    Chart {
        name: "rate-p99",
        title: "How long 99 of 100 deliveries take at most, by how much is said",
        scenario: "rate ",
        x: RATE,
        y: axis("p99_us", "99th percentile of the latency, µs"),
    },
    Chart {
        name: "crowd",
        title: "What all are sent when one more enters, by the size of the crowd",
        scenario: "crowd ",
        x: axis("members", "people who enter one room"),
        y: axis("join_bytes", "bytes for each who enters"),
    },
    Chart {
        name: "known",
        title: "Memory of a server, by the rooms it knows",
        scenario: "known",
        x: axis("rooms", "rooms that there are"),
        y: axis("private_dirty_mb", "private dirty MB"),
    },
];

/// What can be drawn.
pub(crate) fn wanted() -> String {
    let mut scenarios: Vec<&str> = CHARTS.iter().map(|chart| chart.scenario.trim()).collect();
    scenarios.dedup();
    format!("lines of {} are, as --json prints them", scenarios.join(", "))
}
