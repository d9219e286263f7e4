//! What a load is: how many rooms, who is in them, how fast they speak. Pure.

use crate::args::{Common, Scenario};
use std::time::Duration;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) rooms: usize,
    pub(crate) members: usize,
    /// In each room.
    pub(crate) senders: usize,
    pub(crate) pace: Pace,
    pub(crate) size: usize,
    pub(crate) warm: Duration,
    pub(crate) secs: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Messages a sender has in the air.
    Closed { window: u64 },
    /// Messages a second, over all senders.
    Open { rate: u64 },
}

impl Pace {
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Pace::Closed { .. })
    }
}

/// The plan of a scenario that is a load.
pub(crate) fn plan(scenario: &Scenario, common: &Common) -> Option<Plan> {
    let (name, rooms, members, senders, pace) = match *scenario {
        Scenario::Fanout { members, senders, window } => {
            (format!("fanout {members}, {senders} × {window}"), 1, members, senders, closed(window))
        }
        Scenario::Rooms { rooms, members, senders, window } => {
            (format!("rooms {rooms} of {members}, {senders} × {window}"), rooms, members, senders, closed(window))
        }
        Scenario::Shallow { members } => (format!("shallow {members}"), 1, members, 1, closed(1)),
        Scenario::Rate { rate, rooms, members, senders } => {
            (format!("rate {rate}/s, {rooms} of {members}"), rooms, members, senders, Pace::Open { rate: rate.into() })
        }
        Scenario::Idle { .. }
        | Scenario::Churn { .. }
        | Scenario::Durable { .. }
        | Scenario::Search { .. }
        | Scenario::All
        | Scenario::Relay
        | Scenario::Child { .. } => {
            return None;
        }
    };
    let (rooms, members, senders) = (rooms as usize, members as usize, senders.min(members) as usize);
    Some(Plan {
        name,
        rooms,
        members,
        senders,
        pace,
        size: common.size.into(),
        warm: common.warm(),
        secs: common.secs(),
    })
}

fn closed(window: u32) -> Pace {
    Pace::Closed { window: window.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use clap::Parser;

    #[test]
    fn a_command_line_is_a_plan() {
        let check = |words: &str, expect: Option<(usize, usize, usize, Pace)>| {
            let Args { scenario, common } = Args::try_parse_from(words.split(' ')).unwrap();
            let found = plan(&scenario, &common).map(|plan| (plan.rooms, plan.members, plan.senders, plan.pace));
            assert_eq!(found, expect, "{words}");
        };
        check("b fanout", Some((1, 100, 4, closed(4))));
        check("b fanout --members 2 --window 1", Some((1, 2, 2, closed(1))));
        check("b shallow", Some((1, 100, 1, closed(1))));
        check("b rooms --senders 2", Some((100, 10, 2, closed(4))));
        check("b rate", Some((100, 10, 1, Pace::Open { rate: 2000 })));
        check("b idle", None);
    }
}
