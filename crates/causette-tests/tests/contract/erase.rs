//! Erasing somebody: from the commit on nobody reads what they said, nor what names them; all others keep what they have.

use super::accounts::*;
use super::build::*;
use causette_core::ports::ReadMark;
use causette_core::ports::{Append, Home, Log};
use causette_core::{
    AccountChange, Deed, Fact, Gone, Host, Listed, Mask, Millis, Name, PersonId, Range, Role, RoomId, Sanction, Sender,
    Seq, TokenHash, TokenKind, What, limits,
};
use std::sync::Arc;

/// The commit that says so.
pub(crate) fn erased(after: Seq, person: PersonId) -> Append {
    let by = Sender { id: person, name: Name::given("alice") };
    let what = What::AccountErased { id: person };
    let fact = Arc::new(Fact { room: RoomId::DIRECTORY, seq: after + 1, at: Millis(after + 1), by, what });
    let accounts = vec![AccountChange::Erased(person)];
    Append { entries: vec![entry(fact)], accounts, ..Append::to(RoomId::DIRECTORY, after) }
}

pub(crate) fn scrub(log: &dyn Log) {
    for _ in 0..10_000 {
        if !log.scrub(limits::SCRUB_FACTS).unwrap() {
            return;
        }
    }
    panic!("there is always more");
}

fn by(who: &str, id: PersonId, room: RoomId, seq: Seq, what: What) -> Arc<Fact> {
    Arc::new(Fact { room, seq, at: Millis(seq), by: Sender { id, name: Name::given(who) }, what })
}

fn alice() -> Sender {
    Sender { id: ALICE, name: Name::given("Alice") }
}

fn facts() -> Vec<Arc<Fact>> {
    let governed = What::Governed;
    let sanction = |who, seq| Sanction { who, host: Some(Host(5)), ..Sanction::new(seq) };
    let whats: Vec<(&str, PersonId, What)> = vec![
        ("alice", ALICE, said("one canary")),
        ("bob", BOB, said("two sparrow")),
        ("Alice", ALICE, edited(1, "three canary")),
        ("Alice", ALICE, reacted(2)),
        ("Alice", ALICE, deleted(2)),
        ("Alice", ALICE, What::Joined),
        ("Alice", ALICE, governed(Deed::Topic(Some(causette_core::Text::new("hers").unwrap())))),
        ("bob", BOB, governed(Deed::Role { who: alice(), role: Some(Role::Moderator), was: None })),
        ("bob", BOB, governed(Deed::Banned(sanction(Some(alice()), 9)))),
        ("bob", BOB, governed(Deed::Banned(sanction(None, 10)))),
        ("bob", BOB, governed(Deed::Invited(Sender { id: PersonId(3), name: Name::given("carol") }))),
        ("Alice", ALICE, said("taken back before")),
        ("bob", BOB, deleted(12)),
        ("bob", BOB, reacted(1)),
        ("Alice", ALICE, said("last canary")),
        ("Alice", ALICE, What::Tagged { tags: causette_core::ClientTags::new([("x", "canary")]).unwrap() }),
        ("bob", BOB, said("three sparrow")),
        ("Alice", ALICE, What::Deleted { seq: 17, why: causette_core::Text::new("canary").ok() }),
    ];
    (1..).zip(whats).map(|(seq, (name, id, what))| by(name, id, ROOM, seq, what)).collect()
}

/// Why each fact is gone, if it is.
fn gone(log: &dyn Log) -> Vec<Option<Gone>> {
    let why = |fact: &Arc<Fact>| if let What::Gone(why) = fact.what { Some(why) } else { None };
    all(log, ROOM).iter().map(why).collect()
}

fn filled(log: &dyn Log) -> Vec<Arc<Fact>> {
    let facts = facts();
    let made = |id, name: &str| AccountChange::Made(account(id, name), Some(credentials("x")));
    let token = AccountChange::Token(word(1, ALICE, TokenKind::Session, 1, 99));
    store(log, &[changes(0, vec![made(ALICE, "alice"), made(BOB, "bob"), token])]);
    let mut state = (*public(ROOM, "#a").state).clone();
    state.roles.insert(ALICE, (Name::given("Alice"), Role::Moderator));
    state.roles.insert(BOB, (Name::given("bob"), Role::Owner));
    state.invited.insert(ALICE, Name::given("Alice"));
    let made =
        |by: Sender, seq| Listed { mask: Mask::new("rex").unwrap(), by: by.name, by_id: by.id, at: Millis(seq), seq };
    state.exempt = vec![made(alice(), 1), made(Sender { id: BOB, name: Name::given("bob") }, 2)];
    let (by, by_id) = (Name::given("Alice"), ALICE);
    state.mutes = vec![Sanction { mask: Mask::new("~a:rex").ok(), by, by_id, at: Millis(3), ..Sanction::new(3) }];
    let row = causette_core::ports::RoomRow { state: Arc::new(state), ..public(ROOM, "#a") };
    let entries = facts.iter().cloned().map(entry).collect();
    let members = vec![(ALICE, Some(0)), (BOB, Some(0))];
    let marks = vec![(ALICE, ReadMark::upto(3)), (BOB, ReadMark::upto(4))];
    store(log, &[Append { entries, members, marks, row: Some(row), ..Append::to(ROOM, 0) }]);
    facts
}

pub(crate) fn what_was_said_is_read_by_nobody(log: &dyn Log) {
    let before = filled(log);
    store(log, &[erased(1, ALICE)]);
    use Gone::{Deleted, Erased};
    let (e, d, n) = (Some(Erased), Some(Deleted), None);
    let expect = vec![e, d, e, e, n, n, e, e, e, n, n, d, n, n, e, e, d, e];
    for _ in 0..2 {
        assert_eq!(gone(log), expect);
        let after = all(log, ROOM);
        for (fact, old) in after.iter().zip(&before) {
            assert_eq!((fact.seq, fact.at, fact.by.id), (old.seq, old.at, old.by.id));
            let name = if fact.by.id == ALICE { Name::erased() } else { old.by.name.clone() };
            assert_eq!(fact.by.name, name);
        }
        for (n, (why, old)) in expect.iter().zip(&before).enumerate() {
            assert!(why.is_some() || after[n].what == old.what, "{n}");
        }
        // However it is read.
        assert_eq!(log.load("#a").unwrap().unwrap().tail, after);
        assert_eq!(log.page(ROOM, Range::Before(4), 2).unwrap().facts, after[1..3]);
        assert_eq!((finds(log, "canary"), finds(log, "")), (vec![], vec![]));
        let own: Vec<_> = exported(log, ALICE, 4).facts.into_iter().map(|(_, fact)| fact).collect();
        assert!(own.iter().all(|fact| fact.by.name == Name::erased() && !fact.has_words()));
        assert_eq!(log.fact(RoomId::DIRECTORY, 2).unwrap().unwrap().what, What::AccountErased { id: ALICE });
        // The second time when nothing is left of it.
        scrub(log);
    }
    assert_eq!(log.amounts().unwrap().erasing, 0);
}

pub(crate) fn who_was_erased_comes_back_to_nothing(log: &dyn Log) {
    filled(log);
    store(log, &[erased(1, ALICE)]);
    assert_eq!(log.accounts().unwrap(), [account(BOB, "bob")]);
    assert_eq!((log.credentials(ALICE), log.token(TokenHash([1; 32]))), (Ok(None), Ok(None)));
    assert_eq!((log.home(ALICE), log.marks(ALICE)), (Ok(Home::default()), Ok(vec![])));
    assert!(log.credentials(BOB).unwrap().is_some());
    let home = log.home(BOB).unwrap();
    assert_eq!((home.rooms.len(), home.marks), (1, vec![(ROOM, ReadMark::upto(4))]));
    // Nobody has a role or an invitation who is nobody.
    let state = log.load("#a").unwrap().unwrap().row.state;
    assert_eq!((state.roles.keys().copied().collect::<Vec<_>>(), state.invited.len()), (vec![BOB], 0));
    // What they decided about others holds on, and nobody is said to have made it.
    let makers = state.exempt.iter().map(|listed| (listed.by.as_str(), listed.by_id));
    let makers: Vec<_> = makers.chain(state.mutes.iter().map(|mute| (mute.by.as_str(), mute.by_id))).collect();
    assert_eq!(makers, [("?", PersonId::SERVER), ("bob", BOB), ("?", PersonId::SERVER)]);
    // The name is free.
    store(log, &[changes(2, vec![AccountChange::Made(account(PersonId(77), "Alice"), None)])]);
    assert_eq!(log.accounts().unwrap().len(), 2);
}

pub(crate) fn a_refused_erasure_erases_nothing(log: &dyn Log) {
    let before = filled(log);
    assert!(log.append(&[erased(0, ALICE)]).is_ok_and(|done| done != causette_core::ports::Appended::Stored));
    refused(log, &[erased(7, ALICE)]);
    refused(log, &[count(ROOM, 99, 1), erased(1, ALICE)]);
    assert!(!log.scrub(100).unwrap());
    let kept = |fact: &&Arc<Fact>| !matches!(fact.what, What::Gone(_));
    assert!(all(log, ROOM).iter().filter(kept).all(|fact| before.contains(fact)));
    assert_eq!(log.accounts().unwrap().len(), 2);
}

/// What is taken back after the end of its sender had gone with them; and the log goes on.
pub(crate) fn the_log_goes_on(log: &dyn Log) {
    filled(log);
    store(log, &[erased(1, ALICE)]);
    store(log, &[Append { entries: vec![entry(by("bob", BOB, ROOM, 19, deleted(15)))], ..Append::to(ROOM, 18) }]);
    scrub(log);
    store(log, &[Append { entries: vec![entry(by("bob", BOB, ROOM, 20, deleted(1)))], ..Append::to(ROOM, 19) }]);
    assert_eq!((gone(log)[0], gone(log)[14]), (Some(Gone::Erased), Some(Gone::Erased)));
    store(log, &[count(ROOM, 20, 3)]);
    assert_eq!(finds(log, ""), [23, 22, 21]);
    // Whoever comes next under the name is somebody else.
    store(log, &[keyed(ROOM, 23, 77, "k", "new")]);
    assert_eq!(all(log, ROOM)[23].by.name, Name::given("p77"));
}

/// Two, one after the other, while the first is being destroyed; and keys.
pub(crate) fn several_at_once(log: &dyn Log) {
    let many = 3 * limits::SCRUB_FACTS as Seq;
    for after in (0..many).step_by(2) {
        let entries = vec![
            entry(by("alice", ALICE, ROOM, after + 1, said("a"))),
            entry(by("bob", BOB, ROOM, after + 2, said("b"))),
        ];
        store(log, &[Append { entries, ..Append::to(ROOM, after) }]);
    }
    store(log, &[keyed(ROOM, many, ALICE.0, "k", "keyed"), count(RoomId::DIRECTORY, 0, 1)]);
    store(log, &[erased(1, ALICE)]);
    let more = log.scrub(limits::SCRUB_FACTS / 4).unwrap();
    store(log, &[erased(2, BOB)]);
    assert_eq!(log.amounts().unwrap().erasing, if more { 2 } else { 0 });
    assert_eq!(finds(log, ""), [0; 0]);
    scrub(log);
    assert!(gone(log).iter().all(|why| *why == Some(Gone::Erased)));
    assert_eq!(log.amounts().unwrap().erasing, 0);
    // The key went with what it made.
    store(log, &[keyed(ROOM, many + 1, ALICE.0, "k", "again")]);
}
