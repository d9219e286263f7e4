//! Random batches on both logs give the same answers and the same pages, also across restarts, clean or not.

use super::build::*;
use causette_core::ports::{Append, Entry, Log, MemoryLog};
use causette_core::{Key, Range, RoomId, Seq};
use causette_sqlite::SqliteLog;
use proptest::prelude::*;

/// One step: a batch, or a restart.
#[derive(Clone, Debug)]
enum Step {
    /// For some rooms: how far off `after` is, and who says what with which key.
    Batch(Vec<(u8, i8, Vec<Said>)>),
    /// A clean end, or none, and a new start.
    Restart {
        clean: bool,
    },
    Idle,
}

#[derive(Clone, Debug)]
struct Said {
    who: u8,
    key: Option<u8>,
    text: String,
    later: u16,
}

fn step() -> impl Strategy<Value = Step> {
    let said = (0..3u8, proptest::option::weighted(0.4, 0..12u8), "\\PC{0,12}", 0..40u16);
    let said = said.prop_map(|(who, key, text, later)| Said { who, key, text: format!("t{text}"), later });
    let off = prop_oneof![12 => Just(0i8), 1 => -2..0i8, 1 => 1..3i8];
    let batch = proptest::collection::vec((0..4u8, off, proptest::collection::vec(said, 0..6)), 0..4);
    prop_oneof![8 => batch.prop_map(Step::Batch), 1 => any::<bool>().prop_map(|clean| Step::Restart { clean }), 1 => Just(Step::Idle)]
}

/// The batch of a step, as a caller that keeps the contract makes it: each room once, each key once.
fn batch(log: &dyn Log, parts: Vec<(u8, i8, Vec<Said>)>) -> Vec<Append> {
    let mut batch: Vec<Append> = Vec::new();
    for (room, off, said) in parts {
        let id = RoomId(room.into());
        if batch.iter().any(|a| a.room == id) {
            continue;
        }
        let facts = all(log, id);
        let after = (facts.len() as Seq).saturating_add_signed(off.into());
        let mut at = facts.last().map_or(1000, |f| f.at.0);
        let mut entries: Vec<Entry> = Vec::new();
        for (seq, s) in (after + 1..).zip(said) {
            at += u64::from(s.later);
            let fact = message(id, seq, at, s.who.into(), &s.text);
            let key = s.key.map(|k| Key::new(&format!("k{k}")).unwrap());
            let key = key.filter(|k| !entries.iter().any(|e| e.key.as_ref() == Some(k) && e.fact.by.id == fact.by.id));
            entries.push(Entry { fact, key });
        }
        // Room 0 has no row; the others get theirs with their first facts.
        let row = (room > 0 && facts.is_empty()).then(|| public(id, &format!("#room{room}")));
        batch.push(Append { room: id, after, entries, row, marks: vec![] });
    }
    batch
}

fn same(a: &dyn Log, b: &dyn Log) -> Result<(), TestCaseError> {
    for room in (0..5).map(RoomId) {
        let facts = all(a, room);
        prop_assert_eq!(&facts, &all(b, room));
        let end = facts.len() as Seq;
        for n in [0, 1, end / 2, end, end + 1, end + 2, Seq::MAX] {
            for (range, limit) in [(Range::After(n), 2), (Range::Before(n), 3), (Range::Before(n), 500)] {
                prop_assert_eq!(a.page(room, range, limit), b.page(room, range, limit));
            }
        }
        let key = format!("#room{}", room.0);
        prop_assert_eq!(a.load(&key), b.load(&key));
    }
    for limit in [0, 1, 2, 9] {
        prop_assert_eq!(a.rooms(limit), b.rooms(limit));
    }
    prop_assert_eq!(a.directory(), b.directory());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_embedded_log_is_the_model(steps in proptest::collection::vec(step(), 1..25)) {
        let dir = tempfile::tempdir().unwrap();
        let model = MemoryLog::new();
        let mut log = Some(SqliteLog::open(dir.path()).unwrap());
        for step in steps {
            let open = log.as_ref().unwrap();
            match step {
                Step::Batch(parts) => {
                    let batch = batch(&model, parts);
                    let (expect, got) = (model.append(&batch), open.append(&batch));
                    // Which of several faults is named, and in which words, is each log's own; the answers are not.
                    match (&expect, &got) {
                        (Err(_), Err(_)) => {}
                        _ => prop_assert_eq!(expect, got),
                    }
                }
                Step::Restart { clean } => {
                    if clean {
                        open.close().unwrap();
                    }
                    drop(log.take());
                    log = Some(SqliteLog::open(dir.path()).unwrap());
                }
                Step::Idle => prop_assert!(open.idle().is_ok()),
            }
            same(&model, log.as_ref().unwrap())?;
        }
    }
}
