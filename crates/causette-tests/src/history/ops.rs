//! Each send, whatever connections it took: confirmed means kept once under its number, refused means not kept, unknown
//! means at most once; and what was confirmed before another began comes first.

use super::check::Parts;
use super::{Connection, Event, Kind, Nanos, Said, Seq, Violation};
use std::collections::{BTreeMap, HashMap, HashSet};

/// All that is known of one key.
#[derive(Default)]
struct Op<'a> {
    room: &'a str,
    text: &'a str,
    by: &'a str,
    /// When it was first sent, if that was on one of these connections.
    began: Option<Nanos>,
    confirmed: Option<Nanos>,
    numbers: Vec<Seq>,
    /// The last thing said about it was a refusal, and nothing else leaves its outcome open.
    refused: bool,
    open: bool,
}

pub(super) fn check(connections: &[&Connection], parts: &Parts<'_>, found: &mut Vec<Violation>) {
    let mut ops: BTreeMap<&str, Op<'_>> = BTreeMap::new();
    for connection in connections {
        gather(connection, &mut ops, found);
    }
    for (key, op) in &ops {
        one(key, op, parts, found);
    }
    let texts: HashSet<(&str, &str)> = ops.values().map(|op| (op.room, op.text)).collect();
    for (room, part) in parts {
        for said in part.fresh.iter().filter(|said| !texts.contains(&(*room, said.text.as_str()))) {
            let words = format!("{} is said to have said {:?}, which nobody sent", said.by, said.text);
            found.push(Violation::new(Kind::Invented, room, said.seq, words));
        }
    }
    real_time(&ops, parts, found);
}

fn gather<'a>(connection: &'a Connection, ops: &mut BTreeMap<&'a str, Op<'a>>, found: &mut Vec<Violation>) {
    let mut waiting: HashMap<&str, u32> = HashMap::new();
    for event in &connection.events {
        match event {
            Event::Invoke { at, room, key, text, by, again } => {
                *waiting.entry(key).or_default() += 1;
                let op = ops.entry(key).or_insert_with(|| Op { room, text, by, ..Op::default() });
                if !again {
                    op.began = Some(op.began.map_or(*at, |before| before.min(*at)));
                }
            }
            Event::Ok { key, .. } | Event::Refused { key, .. } | Event::Unknown { key } => {
                let Some(op) = ops.get_mut(key.as_str()) else { continue };
                let left = waiting.entry(key).or_default();
                if *left == 0 {
                    let words = format!("{} got one more answer for {key} than it sent", connection.name);
                    found.push(Violation::new(Kind::AnsweredTwice, op.room, 0, words));
                }
                *left = left.saturating_sub(1);
                match event {
                    Event::Ok { at, seq, .. } => {
                        op.confirmed = Some(op.confirmed.map_or(*at, |before| before.min(*at)));
                        op.numbers.push(*seq);
                    }
                    Event::Refused { .. } => op.refused = true,
                    _ => op.open = true,
                }
            }
            Event::Entered { .. } | Event::Watching { .. } => {}
            Event::Heard { .. } | Event::Missed { .. } | Event::Page { .. } => {}
        }
    }
    for (key, left) in waiting {
        if left > 0
            && let Some(op) = ops.get_mut(key)
        {
            op.open = true;
        }
    }
}

fn one(key: &str, op: &Op<'_>, parts: &Parts<'_>, found: &mut Vec<Violation>) {
    let mut tell = |kind, seq, words| found.push(Violation::new(kind, op.room, seq, words));
    let part = parts.get(op.room);
    let places = part.map(|p| p.places(op.text)).unwrap_or_default();
    let first = op.numbers.first().copied();
    if let Some(other) = op.numbers.iter().find(|n| Some(**n) != first) {
        tell(Kind::TwoNumbers, *other, format!("{key} was confirmed as {} and as {other}", first.unwrap_or(0)));
    }
    if let Some(seq) = first {
        match part.and_then(|p| p.log.get(seq)) {
            Some(said) if said.text == op.text => sender(key, op, said, &mut tell),
            Some(said) => {
                let words = format!("{key} was confirmed, but there stands {:?}; it stands at {places:?}", said.text);
                tell(Kind::Lost, seq, words);
            }
            None => {
                tell(Kind::Lost, seq, format!("{key} was confirmed, but there stands nothing; it stands at {places:?}"))
            }
        }
    } else if let (Some(place), true) = (places.first(), op.refused && !op.open) {
        tell(Kind::RefusedKept, *place, format!("{key} was refused, and is in the history"));
    } else if let Some(said) = places.first().and_then(|place| part.and_then(|p| p.log.get(*place))) {
        sender(key, op, said, &mut tell);
    }
    let elsewhere = places.iter().find(|place| first.is_some_and(|seq| seq != **place));
    match (places, elsewhere) {
        ([_, second, ..], _) => tell(Kind::Repeated, *second, format!("{key} is in the history at {places:?}")),
        ([other], Some(_))
            if part.is_some_and(|p| first.and_then(|s| p.log.get(s)).is_some_and(|s| s.text == op.text)) =>
        {
            tell(Kind::Repeated, *other, format!("{key} is in the history at {first:?} and {other}"));
        }
        _ => {}
    }
}

fn sender(key: &str, op: &Op<'_>, said: &Said, tell: &mut impl FnMut(Kind, Seq, String)) {
    if said.by != op.by {
        tell(Kind::WrongSender, said.seq, format!("{key} was sent by {}, and is {}'s in the history", op.by, said.by));
    }
}

/// In the order of the history, no send may have been confirmed before one that precedes it began.
fn real_time(ops: &BTreeMap<&str, Op<'_>>, parts: &Parts<'_>, found: &mut Vec<Violation>) {
    let mut rooms: HashMap<&str, Vec<(Seq, &str, &Op<'_>)>> = HashMap::new();
    for (key, op) in ops {
        let place = parts.get(op.room).and_then(|p| p.places(op.text).first().copied());
        if let Some(seq) = place.or(op.numbers.first().copied()) {
            rooms.entry(op.room).or_default().push((seq, key, op));
        }
    }
    for (room, mut order) in rooms {
        order.sort_by_key(|(seq, ..)| *seq);
        let mut latest: Option<(Nanos, Seq, &str)> = None;
        for (seq, key, op) in order {
            if let (Some((began, before, other)), Some(confirmed)) = (latest, op.confirmed)
                && confirmed < began
            {
                let words =
                    format!("{key} was confirmed before {other} was sent, which still stands before it, at {before}");
                found.push(Violation::new(Kind::RealTime, room, seq, words));
            }
            latest = latest.max(op.began.map(|began| (began, seq, key)));
        }
    }
}
