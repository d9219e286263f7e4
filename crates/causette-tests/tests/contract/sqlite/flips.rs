//! Fault 53: bytes of the file change where they lie. Whatever is read afterwards is right, or is said to be damaged, or fails.

use super::*;
use causette_core::notice::Page;
use causette_core::ports::ReadMark;
use causette_core::ports::{Keep, ReadError, Search};
use causette_core::{Millis, PersonId, Range, RoomId, Seq, What};
use proptest::prelude::*;
use std::sync::OnceLock;

/// A store with something of everything, closed, and what can be read of it.
struct Sound {
    dir: TempDir,
    bytes: Vec<u8>,
    facts: Vec<Arc<Fact>>,
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| {
        let dir = temp();
        let log = open(dir.path());
        let whats = |n: Seq| match n % 7 {
            3 => edited(n - 1, "changed words"),
            4 => deleted(n - 3),
            5 => reacted(n - 4),
            _ => said("words of some length, as people write them"),
        };
        for after in (0..1_400).step_by(200) {
            let row = with_row(happen(ROOM, after, (after + 1..=after + 200).map(whats).collect()), public(ROOM, "#a"));
            let marks = vec![(PersonId(7), ReadMark { seq: after, at: Some(Millis(after)) })];
            store(&log, &[causette_core::ports::Append { marks, ..row }, count(OTHER, after, 200)]);
            while log.idle().unwrap() {}
        }
        while log.sweep(Keep { days: None, last: Some(1_250) }, Millis(0), 400).unwrap().more {}
        let mut facts = kept(&log, ROOM).unwrap();
        facts.extend(kept(&log, OTHER).unwrap());
        assert_eq!(facts.len(), 2_500);
        log.close().unwrap();
        drop(log);
        let bytes = std::fs::read(dir.path().join(DB_FILE)).unwrap();
        Sound { dir, bytes, facts }
    })
}

/// All that is kept of a room, forwards.
fn kept(log: &SqliteLog, room: RoomId) -> Result<Vec<Arc<Fact>>, ReadError> {
    let mut facts: Vec<Arc<Fact>> = Vec::new();
    loop {
        let after = facts.last().map_or(0, |f| f.seq);
        let Page { facts: some, more, .. } = log.page(room, Range::After(after), 500)?;
        facts.extend(some);
        if !more {
            return Ok(facts);
        }
    }
}

/// What was stored, but for names: they lie outside the chain, so that they can be erased.
fn is_true(fact: &Fact) -> bool {
    sound()
        .facts
        .iter()
        .any(|f| (f.room, f.seq, f.at, f.by.id, &f.what) == (fact.room, fact.seq, fact.at, fact.by.id, &fact.what))
}

fn read_everything(log: &SqliteLog) -> Result<(), TestCaseError> {
    for room in [ROOM, OTHER] {
        if let Ok(facts) = kept(log, room) {
            prop_assert!(facts.is_empty() || facts.len() == 1_250, "{} facts", facts.len());
            prop_assert!(facts.iter().all(|f| is_true(f)));
        }
        let mut before = 1_401;
        while let Ok(page) = log.page(room, Range::Before(before), 100) {
            prop_assert!(page.facts.iter().all(|f| is_true(f)));
            let Some(first) = page.facts.first() else { break };
            before = first.seq;
        }
        // A page at each place: what is sound is still served.
        for seq in (150..1_400).step_by(97) {
            if let Ok(Some(fact)) = log.fact(room, seq) {
                prop_assert!(is_true(&fact));
            }
        }
    }
    for words in ["", "words", "changed", "1"] {
        let hits = log.search(&Search { limit: 500, ..search(words) });
        if let Ok((hits, _)) = hits {
            prop_assert!(hits.iter().all(|f| is_true(f) && !matches!(f.what, What::Gone(_))));
        }
    }
    // Whatever they say, they say it.
    let _ = (log.load("#a"), log.rooms(9), log.directory(), log.marks(PersonId(7)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn fault_53_bytes_that_change_anywhere(places in proptest::collection::vec((any::<proptest::sample::Index>(), 1u8..), 1..4)) {
        let dir = copy(sound().dir.path());
        let mut bytes = sound().bytes.clone();
        for (at, flip) in places {
            bytes[at.index(sound().bytes.len())] ^= flip;
        }
        std::fs::write(dir.path().join(DB_FILE), bytes).unwrap();
        // It may refuse to open.
        if let Ok(log) = SqliteLog::open(dir.path()) {
            read_everything(&log)?;
            // Writing on may fail; what is answered must not.
            let _ = log.append(&[happen(ROOM, 1_400, vec![deleted(1_390), said("on")])]);
            let _ = (log.idle(), log.sweep(Keep { days: None, last: Some(1_000) }, Millis(0), 100), log.idle());
        }
    }
}

#[test]
fn what_is_sound_is_read() {
    let dir = copy(sound().dir.path());
    read_everything(&open(dir.path())).unwrap();
    assert_eq!(kept(&open(dir.path()), ROOM).unwrap().len(), 1_250);
}
