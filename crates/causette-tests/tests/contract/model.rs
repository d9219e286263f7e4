//! Random batches on both logs give the same answers, the same pages, the same hits, also across restarts, clean or not, and
//! after what is kept no longer is gone.

use super::accounts::{exported, profiled};
use super::build::*;
use super::{erase, retain};
use causette_core::ports::ReadMark;
use causette_core::ports::{Amounts, Append, Entry, Keep, Log, MemoryLog, RoomRow, Search};
use causette_core::{
    Account, AccountChange, Credentials, Deed, Fact, Key, Millis, Name, PersonId, Point, Range, Role, RoomId, Sender,
    Seq, Token, TokenHash, TokenKind, What,
};
use causette_sqlite::SqliteLog;
use proptest::prelude::*;
use std::sync::Arc;

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
    /// So much is said aside that the store puts in order what it had left for later.
    Tidy,
    /// What changes about accounts, and who is a member where: what, who, and a number.
    Accounts(Vec<(u8, u8, u8)>),
    /// Somebody is erased.
    Erase(u8),
    /// So much is destroyed of what the erased said.
    Scrub(usize),
    /// Old facts go: how many days, how many facts are kept, and so many days and seconds later it is.
    Sweep(Option<u32>, Option<u64>, u64, u64),
}

/// Where nobody looks, and how much is said there to be sure that it is more than is left unprepared.
const ASIDE: RoomId = RoomId(0xffff);
const MANY: Seq = 600;
/// Keys are forgotten after a day, by each log when it gets to it: all of a test's facts are of one day.
const SECONDS: u64 = 1000;
const DAYS: u64 = 24 * 3600 * 1000;

#[derive(Clone, Debug)]
struct Said {
    who: u8,
    key: Option<u8>,
    text: String,
    later: u16,
    /// A message, or an edit (1), a deletion (2), a sign (3) of the message that is so far back.
    about: (u8, Seq),
}

impl Said {
    fn what(&self, seq: Seq) -> What {
        let target = seq.saturating_sub(self.about.1).max(1);
        match self.about.0 {
            1 => edited(target, &self.text),
            2 => deleted(target),
            3 => reacted(target),
            4 => What::Governed(Deed::Invited(Sender {
                id: PersonId((self.about.1 % 3).into()),
                name: Name::given("somebody"),
            })),
            _ => said(&self.text),
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let words = prop_oneof!["\\PC{0,12}", "( (un|une|Été|ete|Ǆ|ﬁn|ß|İ)){0,3}"];
    let said = (0..3u8, proptest::option::weighted(0.4, 0..12u8), words, 0..40u16, (0..7u8, 1..9u64));
    let said =
        said.prop_map(|(who, key, text, later, about)| Said { who, key, text: format!("t{text}"), later, about });
    let off = prop_oneof![12 => Just(0i8), 1 => -2..0i8, 1 => 1..3i8];
    let batch = proptest::collection::vec((0..4u8, off, proptest::collection::vec(said, 0..6)), 0..4);
    let sweep = (proptest::option::of(0..9u32), proptest::option::of(0..20u64), 0..9u64, 0..2_000u64);
    let accounts = proptest::collection::vec((0..7u8, 0..3u8, 0..9u8), 1..6).prop_map(Step::Accounts);
    let sweep = sweep.prop_map(|(days, last, later, s)| Step::Sweep(days, last, later, s));
    prop_oneof![8 => batch.prop_map(Step::Batch), 1 => any::<bool>().prop_map(|clean| Step::Restart { clean }), 1 => Just(Step::Idle), 1 => Just(Step::Tidy), 1 => sweep, 2 => accounts,
        1 => (0..3u8).prop_map(Step::Erase), 1 => (1..9usize).prop_map(Step::Scrub)]
}

/// The batch of a step, as a caller that keeps the contract makes it: each room once, each key once.
fn batch(log: &dyn Log, parts: Vec<(u8, i8, Vec<Said>)>) -> Vec<Append> {
    let mut batch: Vec<Append> = Vec::new();
    for (room, off, said) in parts {
        let id = RoomId(room.into());
        if batch.iter().any(|a| a.room == id) {
            continue;
        }
        let (head, mut at) = end(log, id);
        let after = head.saturating_add_signed(off.into());
        let mut entries: Vec<Entry> = Vec::new();
        for (seq, s) in (after + 1..).zip(said) {
            at += u64::from(s.later) * SECONDS;
            let fact = happens(id, seq, at, s.who.into(), s.what(seq));
            // Only what is said has a key.
            let keyed = s.key.filter(|_| matches!(fact.what, What::Message { .. }));
            let key = keyed.map(|k| Key::new(&format!("k{k}")).unwrap());
            let key = key.filter(|k| !entries.iter().any(|e| e.key.as_ref() == Some(k) && e.fact.by.id == fact.by.id));
            entries.push(Entry { fact, key });
        }
        // Room 0 has no row; the others get theirs with their first facts.
        let name = format!("#room{room}");
        let row = (room > 0 && head == 0)
            .then(|| if room == 3 { keeps(id, &name, Some(5), None) } else { with_roles(public(id, &name)) });
        let at = if after % 3 == 0 { None } else { Some(Millis(after * 7 % 11)) };
        let mark = |seq| ReadMark { seq, at };
        let marks = vec![(PersonId(room.into()), mark(after)), (PersonId(9), mark(after / 2))];
        batch.push(Append { entries, row, marks, ..Append::to(id, after) });
    }
    batch
}

/// All who speak look after it.
fn with_roles(row: RoomRow) -> RoomRow {
    let mut state = (*row.state).clone();
    state.roles.extend((0..3).map(|id| (PersonId(id), (Name::given("moderator"), Role::Moderator))));
    RoomRow { state: Arc::new(state), ..row }
}

/// A commit about accounts.
fn changed(log: &dyn Log, changes: &[(u8, u8, u8)]) -> Vec<Append> {
    let mut directory = count(RoomId::DIRECTORY, end(log, RoomId::DIRECTORY).0, 1);
    directory.entries[0].fact = message(RoomId::DIRECTORY, directory.after + 1, end(log, RoomId::DIRECTORY).1, 7, "x");
    let mut rooms: Vec<Append> = (1..4).map(|n| Append::to(RoomId(n), end(log, RoomId(n)).0)).collect();
    for (what, who, n) in changes {
        let id = PersonId((*who).into());
        let hash = TokenHash([*n; 32]);
        let (made, until) = (Millis((*n).into()), Millis(20));
        let token = Token { hash, person: id, kind: TokenKind::Session, made, until, host: None, program: None };
        let word = Credentials { argon2: format!("a{n}"), scram: format!("s{n}") };
        let account = Account { id, name: Name::given(&format!("name{who}")), made };
        match what {
            0 => directory.accounts.push(AccountChange::Made(account, n.is_multiple_of(2).then_some(word))),
            1 => directory.accounts.push(AccountChange::Credentials(id, word)),
            2 => directory.accounts.push(AccountChange::Token(token)),
            3 => directory.accounts.push(AccountChange::Spent(hash)),
            4 => directory.accounts.push(AccountChange::SignedOut(id, Some(hash))),
            5 => {
                let words = [format!("k{}={n}", n % 3), format!("-k{}", n % 2)];
                directory.accounts.push(profiled(id, &[&words[0], &words[1]]));
            }
            _ => rooms[usize::from(*n % 3)].members.push((id, (*n > 2).then_some((*n).into()))),
        }
    }
    rooms.push(directory);
    rooms
}

/// Where a room ends, whatever of it is kept: its last number and the time of that fact.
fn end(log: &dyn Log, room: RoomId) -> (Seq, u64) {
    match log.load(&format!("#room{}", room.0)).unwrap() {
        Some(loaded) => (loaded.row.head, loaded.row.at.0.max(1000)),
        None => all(log, room).last().map_or((0, 1000), |f| (f.seq, f.at.0)),
    }
}

fn kept(log: &dyn Log, room: RoomId) -> Vec<Arc<Fact>> {
    log.page(room, Range::After(0), 500).unwrap().facts
}

/// Searches of all kinds.
fn searches() -> Vec<Search> {
    let rooms: Vec<_> = (1..4).map(|n| (RoomId(n), 0)).collect();
    let mut searches = Vec::new();
    for words in ["", "t", "une", "ete t", "dž", "fin", "ss", "i", "un un"] {
        let asked = Search { rooms: rooms.clone(), ..search(words) };
        searches.push(Search { limit: 3, ..asked.clone() });
        searches.push(Search { rooms: vec![(RoomId(2), 4), (RoomId(3), 1)], ..asked.clone() });
        searches.push(Search { by: Some(Name::given("P1")), ..asked.clone() });
        searches.push(Search { since: Some(Millis(30 * SECONDS)), until: Some(Millis(200 * SECONDS)), ..asked });
    }
    searches
}

fn same(a: &dyn Log, b: &dyn Log) -> Result<(), TestCaseError> {
    for room in (0..5).map(RoomId) {
        let facts = kept(a, room);
        prop_assert_eq!(&facts, &kept(b, room));
        let end = facts.last().map_or(0, |f| f.seq);
        for n in [0, 1, end / 2, end, end + 1, end + 2, Seq::MAX] {
            for (range, limit) in [(Range::After(n), 2), (Range::Before(n), 3), (Range::Before(n), 500)] {
                prop_assert_eq!(a.page(room, range, limit), b.page(room, range, limit));
            }
        }
        let moments = facts.iter().step_by(3).map(|fact| fact.at).chain([Millis(0), Millis(31 * SECONDS)]);
        for at in moments {
            prop_assert_eq!(a.seq_at(room, at), b.seq_at(room, at));
            for range in [Range::Since(at), Range::Until(at), Range::Around(Point::At(at))] {
                prop_assert_eq!(a.page(room, range, 3), b.page(room, range, 3));
            }
        }
        let key = format!("#room{}", room.0);
        prop_assert_eq!(a.load(&key), b.load(&key));
    }
    for limit in [0, 1, 2, 9] {
        prop_assert_eq!(a.rooms(limit), b.rooms(limit));
    }
    prop_assert_eq!(a.directory(), b.directory());
    for person in [0, 1, 2, 9].map(PersonId) {
        prop_assert_eq!(a.marks(person), b.marks(person));
    }
    let sorted = |log: &dyn Log| {
        let mut all = log.accounts().unwrap();
        all.sort_by_key(|account| account.id);
        all
    };
    prop_assert_eq!(sorted(a), sorted(b));
    for person in [0, 1, 2, 7].map(PersonId) {
        prop_assert_eq!(a.credentials(person), b.credentials(person));
        prop_assert_eq!(a.home(person), b.home(person));
        prop_assert_eq!(exported(a, person, 500), exported(b, person, 3));
    }
    // The model keeps fewer facts of one room than are said aside.
    let amounts = |log: &dyn Log| Amounts { bytes: 0, erasing: 0, facts: 0, ..log.amounts().unwrap() };
    prop_assert_eq!(amounts(a), amounts(b));
    for search in searches() {
        prop_assert_eq!(a.search(&search), b.search(&search), "{:?}", search);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_embedded_log_is_the_model(steps in proptest::collection::vec(step(), 1..25)) {
        let dir = tempfile::tempdir().unwrap();
        let model = MemoryLog::new();
        let mut log = Some(SqliteLog::open(dir.path()).unwrap());
        let mut aside = 0;
        let mut erased = std::collections::BTreeSet::new();
        for step in steps {
            let open = log.as_ref().unwrap();
            match step {
                Step::Batch(mut parts) => {
                    // Whoever was erased speaks no more.
                    parts.iter_mut().for_each(|(_, _, said)| said.retain(|s| !erased.contains(&s.who)));
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
                Step::Tidy => {
                    let batch = [count(ASIDE, aside, MANY)];
                    prop_assert_eq!(model.append(&batch), open.append(&batch));
                    aside += MANY;
                    while open.idle().unwrap() {}
                }
                Step::Sweep(days, last, later, seconds) => {
                    let swept = |log: &dyn Log| {
                        retain::swept(log, Keep { days, last }, later * DAYS + seconds * SECONDS, 1_000)
                    };
                    prop_assert_eq!(swept(&model), swept(open));
                }
                Step::Accounts(changes) => {
                    let batch = changed(&model, &changes);
                    prop_assert_eq!(model.append(&batch), open.append(&batch));
                }
                Step::Erase(who) if erased.insert(who) => {
                    let (head, at) = end(&model, RoomId::DIRECTORY);
                    let mut batch = [erase::erased(head, PersonId(who.into()))];
                    // Times in a room never decrease.
                    Arc::make_mut(&mut batch[0].entries[0].fact).at = Millis(at);
                    prop_assert_eq!(model.append(&batch), open.append(&batch));
                }
                Step::Erase(_) => {}
                Step::Scrub(limit) => {
                    while open.scrub(limit).unwrap() {}
                }
                Step::Idle => prop_assert!(open.idle().is_ok()),
            }
            same(&model, log.as_ref().unwrap())?;
        }
    }
}
