//! Each wish, whatever connections it took: confirmed means kept once under its number, refused means not kept, unknown
//! means at most once; and what was confirmed before another began comes first.

use super::book::{Book, Books};
use super::{Connection, Event, Kind, Nanos, Seq, Violation, What};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All that is known of one key.
struct Op<'a> {
    key: &'a str,
    room: &'a str,
    what: &'a What,
    answer: Option<&'a str>,
    by: &'a str,
    /// When it was first sent, if that was on one of these connections.
    began: Option<Nanos>,
    confirmed: Option<Nanos>,
    numbers: Vec<Seq>,
    /// How often it was sent.
    sent: u32,
    refused: bool,
    /// Something leaves its outcome open.
    open: bool,
}

impl Op<'_> {
    /// Whether they wished it: an IRC client knows the first half of its own id.
    fn is_by(&self, who: &str) -> bool {
        who.starts_with(self.by) && (who.len() == self.by.len() || self.by.contains('/'))
    }
}

/// Wishes for the very same entry, which the history cannot tell apart.
type Alike<'a> = HashMap<(&'a str, &'a What), Vec<&'a Op<'a>>>;

pub(super) fn check(connections: &[&Connection], books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut ops: BTreeMap<&str, Op<'_>> = BTreeMap::new();
    for connection in connections {
        gather(connection, &mut ops, found);
    }
    let mut alike: Alike<'_> = HashMap::new();
    for op in ops.values() {
        alike.entry((op.room, op.what)).or_default().push(op);
        confirmed(op, books, found);
    }
    for ((room, what), ops) in &alike {
        if let Some(book) = books.get(room) {
            places(room, what, ops, book, found);
        }
    }
    invented(&alike, books, found);
    answers(&ops, books, found);
    real_time(&alike, books, found);
}

fn gather<'a>(connection: &'a Connection, ops: &mut BTreeMap<&'a str, Op<'a>>, found: &mut Vec<Violation>) {
    let mut waiting: HashMap<&str, u32> = HashMap::new();
    for event in &connection.events {
        match event {
            Event::Invoke { at, room, key, what, answer, by, again } => {
                *waiting.entry(key).or_default() += 1;
                let (began, confirmed, numbers) = (None, None, Vec::new());
                let (sent, refused, open, answer) = (0, false, false, answer.as_deref());
                let new = Op { key, room, what, answer, by, began, confirmed, numbers, sent, refused, open };
                let op = ops.entry(key).or_insert(new);
                op.sent += 1 + u32::from(*again);
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
            Event::Entered { .. } | Event::Followed { .. } | Event::Watching { .. } | Event::Heard { .. } => {}
            Event::Missed { .. } | Event::Page { .. } | Event::Found { .. } | Event::There { .. } => {}
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

/// Whether a number holds what was wished; it may be gone since, if that is known.
fn holds(op: &Op<'_>, seq: Seq, book: &Book<'_>) -> bool {
    match book.get(seq) {
        Some(said) if said.what == What::Gone => book.taken(seq, op.what).is_some(),
        Some(said) => said.what == *op.what,
        None => book.is_lost(seq),
    }
}

/// What was confirmed is there, under one number, and its sender's.
fn confirmed(op: &Op<'_>, books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut tell = |kind, seq, words| found.push(Violation::new(kind, op.room, seq, words));
    let key = op.key;
    let book = books.get(op.room);
    let stays = |seq: &&Seq| book.is_none_or(|book| !book.forgets(**seq));
    let mut numbers = op.numbers.iter().filter(stays);
    let mut told = op.numbers.clone();
    told.dedup();
    if let Some(first) = numbers.next()
        && let Some(other) = numbers.find(|n| *n != first)
    {
        tell(Kind::TwoNumbers, *other, format!("{key} was confirmed as {first} and as {other}"));
        told.truncate(1);
    }
    for seq in told {
        let there = book.and_then(|book| book.get(seq));
        if !book.is_some_and(|book| holds(op, seq, book)) {
            let places = book.map(|book| book.places(op.what)).unwrap_or_default();
            let there = there.map_or_else(|| "nothing".to_owned(), |said| format!("{:?}", said.what));
            tell(Kind::Lost, seq, format!("{key} was confirmed, but there stands {there}; it stands at {places:?}"));
            return;
        }
        if let Some(said) = there.filter(|said| !op.is_by(&said.by)) {
            let words = format!("{key} was sent by {}, and is {}'s in the history", op.by, said.by);
            tell(Kind::WrongSender, seq, words);
        }
    }
}

/// An entry stands there as often as its wishes allow, and under one of their senders.
fn places(room: &str, what: &What, ops: &[&Op<'_>], book: &Book<'_>, found: &mut Vec<Violation>) {
    let mut tell = |kind, seq, words| found.push(Violation::new(kind, room, seq, words));
    let places = book.places(what);
    let keys = || ops.iter().map(|op| op.key).collect::<Vec<_>>().join(", ");
    let extra: Vec<Seq> =
        places.iter().copied().filter(|place| !ops.iter().any(|op| op.numbers.first() == Some(place))).collect();
    let may = |op: &&&Op<'_>| match op.numbers.first() {
        Some(first) => !holds(op, *first, book),
        None => op.open || !op.refused,
    };
    let sent_again = ops.iter().any(|op| op.sent > 1);
    let lives: BTreeSet<Seq> = ops.iter().flat_map(|op| &op.numbers).chain(places).copied().collect();
    let forgotten = lives.into_iter().filter(|seq| sent_again && book.forgets(*seq)).count();
    let allowed = ops.iter().filter(may).count() + forgotten;
    if let Some(first) = extra.get(allowed) {
        let refused = ops.iter().all(|op| op.numbers.is_empty());
        match refused && allowed == 0 {
            true => tell(Kind::RefusedKept, *first, format!("{} was refused, and is in the history", keys())),
            false => tell(Kind::Repeated, *first, format!("{} is in the history at {places:?}", keys())),
        }
    }
    for said in extra.iter().filter_map(|place| book.get(*place)) {
        if !ops.iter().any(|op| op.is_by(&said.by)) {
            let words = format!("{} is {}'s in the history, who did not send it", keys(), said.by);
            tell(Kind::WrongSender, said.seq, words);
        }
    }
}

fn invented(alike: &Alike<'_>, books: &Books<'_>, found: &mut Vec<Violation>) {
    for (room, book) in books {
        for said in book.fresh() {
            let by_itself = matches!(said.what, What::Reset | What::Answer { .. } | What::Gone | What::Member { .. });
            if !by_itself && !alike.contains_key(&(*room, &said.what)) {
                let words = format!("{} is said to have made this, which nobody sent: {:?}", said.by, said.what);
                found.push(Violation::new(Kind::Invented, room, said.seq, words));
            }
        }
    }
}

/// A calculation is two entries in a row, and nothing else is an answer.
fn answers(ops: &BTreeMap<&str, Op<'_>>, books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut expected: HashMap<(&str, Seq), &Op<'_>> = HashMap::new();
    for op in ops.values().filter(|op| op.answer.is_some()) {
        let Some(book) = books.get(op.room) else { continue };
        let told = op.numbers.iter().copied().filter(|seq| holds(op, *seq, book));
        expected.extend(told.chain(book.places(op.what).iter().copied()).map(|seq| ((op.room, seq + 1), op)));
    }
    for ((room, seq), op) in &expected {
        let Some(book) = books.get(room) else { continue };
        let text = op.answer.unwrap_or_default();
        let right = match book.get(*seq) {
            Some(said) if said.what == What::Gone => book.deletion(*seq).is_some() && said.by == op.by,
            Some(said) => said.by == op.by && matches!(&said.what, What::Answer { text: own } if own == text),
            None => book.is_lost(*seq),
        };
        if !right {
            let there = book.get(*seq);
            let words = format!("{} was to be answered here by {text:?}; there stands {there:?}", op.key);
            found.push(Violation::new(Kind::Parted, room, *seq, words));
        }
    }
    for (room, book) in books {
        for said in book.fresh().filter(|said| matches!(said.what, What::Answer { .. })) {
            let asked = book.get(said.seq - 1).is_none_or(|asked| asked.what == What::Gone);
            if !asked && !expected.contains_key(&(*room, said.seq)) {
                let words = format!("{:?} answers nothing that was asked", said.what);
                found.push(Violation::new(Kind::Invented, room, said.seq, words));
            }
        }
    }
}

/// In the order of the history, no wish may have been confirmed before one that precedes it began.
fn real_time(alike: &Alike<'_>, books: &Books<'_>, found: &mut Vec<Violation>) {
    let mut rooms: HashMap<&str, Vec<(Seq, &Op<'_>)>> = HashMap::new();
    for ((room, what), ops) in alike {
        let places = books.get(room).map(|book| book.places(what)).unwrap_or_default();
        for op in ops {
            // Which of several wishes alike an entry belongs to, only a confirmation says; and a wish that was sent again
            // after its first message was gone lived twice.
            let place = match (op.numbers.as_slice(), places) {
                ([seq], _) if op.sent == 1 || places.len() < 2 => Some(*seq),
                ([], [place]) if ops.len() == 1 => Some(*place),
                _ => None,
            };
            if let Some(seq) = place {
                rooms.entry(room).or_default().push((seq, op));
            }
        }
    }
    for (room, mut order) in rooms {
        order.sort_by_key(|(seq, _)| *seq);
        let mut latest: Option<(Nanos, Seq, &str)> = None;
        for (seq, op) in order {
            if let (Some((began, before, other)), Some(confirmed)) = (latest, op.confirmed)
                && confirmed < began
            {
                let key = op.key;
                let words =
                    format!("{key} was confirmed before {other} was sent, which still stands before it, at {before}");
                found.push(Violation::new(Kind::RealTime, room, seq, words));
            }
            latest = latest.max(op.began.map(|began| (began, seq, op.key)));
        }
    }
}
