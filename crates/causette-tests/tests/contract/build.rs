//! Facts and batches, short enough to read in a table.

use causette_core::ports::{Append, AppendError, Appended, Entry, Log, RoomRow};
use causette_core::refusal::NotSaved;
use causette_core::{
    Fact, Key, Kind, Millis, Name, PersonId, Range, RoomId, RoomName, RoomState, Sender, Seq, Style, Text, What,
};
use std::sync::Arc;

pub(crate) const ROOM: RoomId = RoomId(0xaa);
pub(crate) const OTHER: RoomId = RoomId(0xbb);

pub(crate) fn message(room: RoomId, seq: Seq, at: u64, who: u128, text: &str) -> Arc<Fact> {
    let by = Sender { id: PersonId(who), name: Name::given(&format!("p{who}")) };
    let what = What::Message { text: Text::new(text).unwrap(), style: Style::Plain, reply_to: None };
    Arc::new(Fact { room, seq, at: Millis(at), by, what })
}

pub(crate) fn entry(fact: Arc<Fact>) -> Entry {
    Entry { fact, key: None }
}

/// Messages that follow `after`, one for each text, at the time of their number.
pub(crate) fn says(room: RoomId, after: Seq, texts: &[&str]) -> Append {
    let entries = (after + 1..).zip(texts).map(|(n, t)| entry(message(room, n, n, 7, t))).collect();
    Append { room, after, entries, row: None, marks: vec![] }
}

/// One message with a key.
pub(crate) fn keyed(room: RoomId, after: Seq, who: u128, key: &str, text: &str) -> Append {
    let fact = message(room, after + 1, after + 1, who, text);
    Append { room, after, entries: vec![Entry { fact, key: Some(Key::new(key).unwrap()) }], row: None, marks: vec![] }
}

/// `n` messages "1", "2" ….
pub(crate) fn count(room: RoomId, after: Seq, n: Seq) -> Append {
    let texts: Vec<String> = (after + 1..=after + n).map(|i| i.to_string()).collect();
    says(room, after, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(crate) fn public(id: RoomId, name: &str) -> RoomRow {
    row(id, Kind::Named(RoomName::new(name).unwrap()))
}

pub(crate) fn row(id: RoomId, kind: Kind) -> RoomRow {
    RoomRow { id, state: Arc::new(RoomState::new(kind)), head: 0, at: Millis(0) }
}

pub(crate) fn with_row(append: Append, row: RoomRow) -> Append {
    Append { row: Some(row), ..append }
}

#[track_caller]
pub(crate) fn store(log: &dyn Log, batch: &[Append]) {
    assert_eq!(log.append(batch), Ok(Appended::Stored), "{batch:?}");
}

#[track_caller]
pub(crate) fn refused(log: &dyn Log, batch: &[Append]) {
    match log.append(batch) {
        Err(AppendError::NotSaved { why: NotSaved::Other, .. }) => {}
        other => panic!("{other:?} for {batch:?}"),
    }
}

pub(crate) fn numbers(log: &dyn Log, room: RoomId, range: Range, limit: usize) -> Vec<Seq> {
    log.page(room, range, limit).unwrap().facts.iter().map(|f| f.seq).collect()
}

/// All facts of a room, page by page.
pub(crate) fn all(log: &dyn Log, room: RoomId) -> Vec<Arc<Fact>> {
    let mut facts: Vec<Arc<Fact>> = Vec::new();
    loop {
        let page = log.page(room, Range::After(facts.len() as Seq), 500).unwrap();
        assert_eq!(page.expired_before, None);
        facts.extend(page.facts);
        if !page.more {
            return facts;
        }
    }
}
