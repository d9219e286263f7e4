//! What a load is: how many rooms, who is in them, how fast they speak. Pure.

use crate::args::{Common, Proto, Scenario};
use crate::talk::Talk;
use std::time::Duration;

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) rooms: usize,
    pub(crate) members: usize,
    /// In each room.
    pub(crate) senders: usize,
    pub(crate) pace: Pace,
    pub(crate) aim: Aim,
    pub(crate) proto: Proto,
    pub(crate) slow: Option<Slow>,
    pub(crate) size: usize,
    pub(crate) warm: Duration,
    pub(crate) secs: Duration,
}

/// To whom the senders speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Room,
    /// To each other, rooms being pairs.
    Direct,
    /// To themselves.
    Echo,
}

/// What is looked at where one may not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slow {
    /// The last member never reads.
    pub(crate) deaf: bool,
    /// How long it is waited for until it is let go, after what is measured.
    pub(crate) patience: Duration,
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

impl Plan {
    /// What connection `number` talks to.
    pub(crate) fn talk(&self, number: usize) -> Talk {
        match self.aim {
            Aim::Room => Talk::Room(format!("#b{}", number / self.members.max(1))),
            Aim::Direct => Talk::Direct(number),
            Aim::Echo => Talk::Echo,
        }
    }

    /// The one who does not read.
    pub(crate) fn deaf(&self) -> Option<usize> {
        self.slow.filter(|slow| slow.deaf).and_then(|_| self.members.checked_sub(1))
    }

    /// How many copies a message makes that are read.
    pub(crate) fn copies(&self) -> u64 {
        match self.aim {
            Aim::Echo => 1,
            Aim::Room | Aim::Direct => (self.members - 1 - usize::from(self.deaf().is_some())) as u64,
        }
    }
}

/// The plan of a scenario that is a load.
pub(crate) fn plan(scenario: &Scenario, common: &Common) -> Option<Plan> {
    let (aim, proto) = match *scenario {
        Scenario::Direct { .. } => (Aim::Direct, Proto::Line),
        Scenario::Echo { .. } => (Aim::Echo, Proto::Line),
        Scenario::Fanout { door, .. }
        | Scenario::Rooms { door, .. }
        | Scenario::Shallow { door, .. }
        | Scenario::Rate { door, .. } => (Aim::Room, door.proto),
        _ => (Aim::Room, Proto::Line),
    };
    let (name, rooms, members, senders, pace) = match *scenario {
        Scenario::Fanout { members, senders, window, .. } => {
            (format!("fanout {members}, {senders} × {window}"), 1, members, senders, closed(window))
        }
        Scenario::Rooms { rooms, members, senders, window, .. } => {
            (format!("rooms {rooms} of {members}, {senders} × {window}"), rooms, members, senders, closed(window))
        }
        Scenario::Shallow { members, .. } => (format!("shallow {members}"), 1, members, 1, closed(1)),
        Scenario::Rate { rate, rooms, members, senders, .. } => {
            (format!("rate {rate}/s, {rooms} of {members}"), rooms, members, senders, Pace::Open { rate: rate.into() })
        }
        Scenario::Direct { pairs, window } => {
            (format!("direct, {pairs} pairs × {window}"), pairs, 2, 1, closed(window))
        }
        Scenario::Echo { connections, window } => {
            (format!("echo, {connections} × {window}"), connections, 1, 1, closed(window))
        }
        Scenario::Slow { members, senders, window, .. } => {
            let name = format!("slow {members}, {senders} × {window}");
            (name, 1, members, senders.min(members.saturating_sub(1)), closed(window))
        }
        Scenario::Idle { .. }
        | Scenario::Churn { .. }
        | Scenario::Crowd { .. }
        | Scenario::Durable { .. }
        | Scenario::Join { .. }
        | Scenario::Start { .. }
        | Scenario::Known { .. }
        | Scenario::History { .. }
        | Scenario::Search { .. }
        | Scenario::Plot { .. }
        | Scenario::All
        | Scenario::Relay
        | Scenario::Child { .. } => {
            return None;
        }
    };
    let (rooms, members, senders) = (rooms as usize, members as usize, senders.min(members) as usize);
    let slow = match *scenario {
        Scenario::Slow { patience, .. } => Some(Slow { deaf: false, patience: Duration::from_secs(patience.into()) }),
        _ => None,
    };
    let (size, warm, secs) = (common.size.into(), common.warm(), common.secs());
    Some(Plan { name, rooms, members, senders, pace, aim, proto, slow, size, warm, secs })
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
        check("b rate --proto irc", Some((100, 10, 1, Pace::Open { rate: 2000 })));
        check("b direct --pairs 7 --window 2", Some((7, 2, 1, closed(2))));
        check("b echo", Some((100, 1, 1, closed(1))));
        check("b slow --members 3 --senders 3", Some((1, 3, 2, closed(4))));
        check("b join", None);
        check("b crowd", None);
        check("b history", None);
        check("b idle", None);
    }

    #[test]
    fn copies_are_those_that_are_read() {
        let check = |words: &str, deaf: bool, copies: u64, talk: Talk| {
            let Args { scenario, common } = Args::try_parse_from(words.split(' ')).unwrap();
            let mut plan = plan(&scenario, &common).unwrap();
            plan.slow = plan.slow.map(|slow| Slow { deaf, ..slow });
            assert_eq!((plan.copies(), plan.talk(3)), (copies, talk), "{words}");
        };
        let room = |number: usize| Talk::Room(format!("#b{number}"));
        check("b fanout --members 9", false, 8, room(0));
        check("b rooms --members 2", false, 1, room(1));
        check("b slow --members 9", false, 8, room(0));
        check("b slow --members 9", true, 7, room(0));
        check("b direct", false, 1, Talk::Direct(3));
        check("b echo", false, 1, Talk::Echo);
    }

    #[test]
    fn a_door_is_chosen() {
        let proto = |words: &str| {
            let Args { scenario, common } = Args::try_parse_from(words.split(' ')).unwrap();
            plan(&scenario, &common).map(|plan| plan.proto)
        };
        assert_eq!(proto("b fanout"), Some(Proto::Line));
        assert_eq!(proto("b shallow --proto web"), Some(Proto::Web));
        assert_eq!(proto("b rooms --proto irc"), Some(Proto::Irc));
    }
}
