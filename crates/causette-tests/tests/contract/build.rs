//! Facts and batches, short enough to read in a table.

use causette_core::ports::{Append, AppendError, Appended, Entry, Log, RoomRow, Search};
use causette_core::refusal::NotSaved;
use causette_core::{
    Fact, Key, Kind, Mark, Millis, Name, PersonId, Range, RoomId, RoomName, RoomState, Sender, Seq, Style, Text, What,
};
use std::sync::Arc;

pub(crate) const ROOM: RoomId = RoomId(0xaa);
pub(crate) const OTHER: RoomId = RoomId(0xbb);

pub(crate) fn message(room: RoomId, seq: Seq, at: u64, who: u128, text: &str) -> Arc<Fact> {
    let by = Sender { id: PersonId(who), name: Name::given(&format!("p{who}")) };
    let what = What::Message {
        text: Text::new(text).unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    };
    Arc::new(Fact { room, seq, at: Millis(at), by, what })
}

pub(crate) fn entry(fact: Arc<Fact>) -> Entry {
    Entry { fact, key: None }
}

/// Messages that follow `after`, one for each text, at the time of their number.
pub(crate) fn says(room: RoomId, after: Seq, texts: &[&str]) -> Append {
    let entries = (after + 1..).zip(texts).map(|(n, t)| entry(message(room, n, n, 7, t))).collect();
    Append { entries, ..Append::to(room, after) }
}

/// One message with a key.
pub(crate) fn keyed(room: RoomId, after: Seq, who: u128, key: &str, text: &str) -> Append {
    let fact = message(room, after + 1, after + 1, who, text);
    Append { entries: vec![Entry { fact, key: Some(Key::new(key).unwrap()) }], ..Append::to(room, after) }
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

/// Anything, by anybody, at any time.
pub(crate) fn happens(room: RoomId, seq: Seq, at: u64, who: u128, what: What) -> Arc<Fact> {
    let by = Sender { id: PersonId(who), name: Name::given(&format!("p{who}")) };
    Arc::new(Fact { room, seq, at: Millis(at), by, what })
}

/// These things follow `after`, by 7, each at the time of its number.
pub(crate) fn happen(room: RoomId, after: Seq, whats: Vec<What>) -> Append {
    let entries = (after + 1..).zip(whats).map(|(n, what)| entry(happens(room, n, n, 7, what))).collect();
    Append { entries, ..Append::to(room, after) }
}

pub(crate) fn said(text: &str) -> What {
    What::Message {
        text: Text::new(text).unwrap(),
        style: Style::Plain,
        reply_to: None,
        tags: causette_core::ClientTags::NONE,
    }
}

pub(crate) fn edited(seq: Seq, text: &str) -> What {
    What::Edited { seq, text: Text::new(text).unwrap() }
}

pub(crate) fn deleted(seq: Seq) -> What {
    What::Deleted { seq, why: None }
}

pub(crate) fn reacted(seq: Seq) -> What {
    What::Reacted { seq, mark: Mark::new("👍").unwrap(), on: true }
}

/// A row whose room keeps so many days, and so many facts.
pub(crate) fn keeps(id: RoomId, name: &str, days: Option<u32>, last: Option<u64>) -> RoomRow {
    let mut state = RoomState::new(Kind::Named(RoomName::new(name).unwrap()));
    state.modes.keep_days = days;
    state.modes.keep_last = last;
    RoomRow { state: Arc::new(state), ..public(id, name) }
}

/// A search in both rooms, from their beginning.
pub(crate) fn search(words: &str) -> Search {
    let rooms = vec![(ROOM, 0), (OTHER, 0)];
    Search { rooms, words: words.into(), by: None, since: None, until: None, limit: 50 }
}

/// What is found, and whether there is more.
#[track_caller]
pub(crate) fn found(log: &dyn Log, search: &Search) -> (Vec<(RoomId, Seq)>, bool) {
    let (hits, more) = log.search(search).unwrap();
    (hits.iter().map(|f| (f.room, f.seq)).collect(), more)
}

/// The numbers of what is found by these words in [`ROOM`], and nowhere else.
#[track_caller]
pub(crate) fn finds(log: &dyn Log, words: &str) -> Vec<Seq> {
    let (hits, more) = found(log, &search(words));
    assert!(!more && hits.iter().all(|(room, _)| *room == ROOM), "{hits:?}");
    hits.into_iter().map(|(_, seq)| seq).collect()
}
