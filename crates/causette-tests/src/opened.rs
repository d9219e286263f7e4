//! A store whose bytes are not what they were: it is refused, or whatever is read of it was once written.
//!
//! Apart from the other languages, because it carries SQLite: `fuzz/` takes this file in by path, as it does `fuzzed`.

use causette_core::ports::{Append, Entry, Log, RoomRow, Search};
use causette_core::{
    ClientTags, Fact, Kind, Millis, Name, PersonId, Range, RoomId, RoomName, RoomState, Sender, Style, Text, What,
};
use causette_sqlite::{DB_FILE, SqliteLog};
use std::sync::{Arc, OnceLock};

const ROOM: RoomId = RoomId(0xaa);
/// Messages in the store that is damaged.
const FACTS: u64 = 60;
/// Bytes of a page of the file: what is moved as a whole.
const PAGE: usize = 4096;

/// A store's file as it was closed, and what is in it.
struct Sound {
    bytes: Vec<u8>,
    facts: Vec<Arc<Fact>>,
}

/// Checks one input: what happens to the file, five bytes a time (a kind, and a place or two).
pub fn check(input: &[u8]) {
    let sound = sound();
    let mut bytes = sound.bytes.clone();
    for change in input.chunks_exact(5).take(32) {
        damage(&mut bytes, change);
    }
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    std::fs::write(dir.path().join(DB_FILE), &bytes).unwrap_or_else(|error| panic!("{error}"));
    // It may refuse to open, in one sentence.
    match SqliteLog::open(dir.path()) {
        Ok(log) => read(&log, sound),
        Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
    }
}

fn damage(bytes: &mut Vec<u8>, change: &[u8]) {
    let &[kind, a, b, c, d] = change else { return };
    let at = u32::from_be_bytes([0, a, b, c]) as usize % bytes.len().max(1);
    let length = bytes.len().max(PAGE);
    let page = |n: u8| usize::from(n) * PAGE % length;
    match kind % 5 {
        0 | 1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= d),
        2 => bytes.truncate(at),
        3 => {
            let from: Vec<u8> = bytes.iter().skip(page(a)).take(PAGE).copied().collect();
            let to = page(b);
            bytes.iter_mut().skip(to).zip(from).for_each(|(byte, from)| *byte = from);
        }
        _ => bytes.iter_mut().skip(page(a)).take(PAGE).for_each(|byte| *byte = d),
    }
}

fn read(log: &SqliteLog, sound: &Sound) {
    let was_written = |fact: &Fact| {
        let same = |f: &&Arc<Fact>| (f.seq, f.at, f.by.id, &f.what) == (fact.seq, fact.at, fact.by.id, &fact.what);
        assert!(sound.facts.iter().any(|f| same(&f)), "it serves what was never written: {fact:?}");
    };
    for range in [Range::After(0), Range::Before(FACTS + 1)] {
        if let Ok(page) = log.page(ROOM, range, FACTS as usize) {
            page.facts.iter().for_each(|fact| was_written(fact));
        }
    }
    for seq in (1..=FACTS).step_by(7) {
        if let Ok(Some(fact)) = log.fact(ROOM, seq) {
            was_written(&fact);
        }
    }
    let rooms = vec![(ROOM, 0)];
    let search = Search { rooms, words: "words".to_owned(), by: None, since: None, until: None, limit: 10 };
    if let Ok((hits, _)) = log.search(&search) {
        hits.iter().for_each(|fact| was_written(fact));
    }
    // Whatever they say, they say it.
    let _ = (log.load("#a"), log.rooms(9), log.directory(), log.marks(PersonId(7)));
    let after = FACTS;
    let _ = log.append(&[Append { entries: vec![entry(after + 1)], ..Append::to(ROOM, after) }]);
}

fn entry(seq: u64) -> Entry {
    let text = Text::new(&format!("words of some length, {seq} of them")).unwrap_or_else(|error| panic!("{error:?}"));
    let what = What::Message { text, style: Style::Plain, reply_to: None, tags: ClientTags::NONE };
    let by = Sender { id: PersonId(7), name: Name::given("alice") };
    Entry { fact: Arc::new(Fact { room: ROOM, seq, at: Millis(seq), by, what }), key: None }
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| make().unwrap_or_else(|error| panic!("{error}")))
}

fn make() -> Result<Sound, Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    let log = SqliteLog::open(dir.path())?;
    let name = RoomName::stored("#a");
    let row = RoomRow { id: ROOM, state: Arc::new(RoomState::new(Kind::Named(name))), head: 0, at: Millis(0) };
    let entries: Vec<Entry> = (1..=FACTS).map(entry).collect();
    let facts = entries.iter().map(|entry| entry.fact.clone()).collect();
    log.append(&[Append { entries, row: Some(row), ..Append::to(ROOM, 0) }]).map_err(|error| format!("{error:?}"))?;
    log.close().map_err(|error| format!("{error:?}"))?;
    drop(log);
    Ok(Sound { bytes: std::fs::read(dir.path().join(DB_FILE))?, facts })
}
