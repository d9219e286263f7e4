//! What every room does: numbers, times, a calculation, a conversation of two.

use super::*;
use crate::limits;

#[track_caller]
fn check(room: &Room, who: &Actor, command: &Command, expect: Result<usize, &str>) {
    let got = decide(room, who, command, &Given::default(), Millis(5));
    assert_eq!(got.as_ref().map(|f| f.len()).map_err(|e| e.code()), expect, "{command:?}");
}

#[test]
fn who_may_speak_and_read() {
    check(&public(), &actor(7, true), &say("hi"), Ok(1));
    check(&public(), &actor(7, false), &say("hi"), Err("not_in_room"));
    check(&public(), &actor(7, false), &history(1), Ok(0));
    check(&direct(), &actor(7, false), &say("hi"), Ok(1));
    check(&direct(), &actor(9, false), &history(500), Ok(0));
    check(&direct(), &actor(8, true), &say("hi"), Err("no_such_room"));
    check(&direct(), &actor(8, true), &history(1), Err("no_such_room"));
    for limit in [0, limits::PAGE_FACTS + 1, usize::MAX] {
        check(&public(), &actor(7, true), &history(limit), Err("bad_range"));
    }
    let leave = Command::Leave { room: general(), why: None };
    check(&public(), &actor(7, false), &leave, Err("not_in_room"));
    check(&direct(), &actor(8, true), &leave, Err("no_such_room"));
    check(&public(), &actor(7, true), &leave, Ok(0));
}

#[test]
fn clients_may_ask_each_other_unless_the_room_says_no() {
    let asks =
        |name| Command::Tagged { to: here(), tags: crate::ClientTags::new([(name, "PING 1")]).unwrap(), keep: false };
    let quiet = set(&[Mode::NoCtcp(true)]);
    for name in [crate::ClientTags::CTCP, crate::ClientTags::CTCP_REPLY] {
        check(&public(), &actor(7, true), &asks(name), Ok(0));
        check(&public(), &actor(7, false), &asks(name), Err("not_in_room"));
        check(&quiet, &actor(7, true), &asks(name), Err("no_ctcp"));
    }
    check(&quiet, &actor(7, true), &tagged(false), Ok(0));
    check(&quiet, &actor(7, true), &say("hi"), Ok(1));
}

#[test]
fn numbers_are_contiguous_and_times_never_decrease() {
    let mut room = public();
    let mut last = (0, Millis(0));
    for now in [10, 9, 1_000_000, 3] {
        let facts = decide(&room, &actor(7, true), &say("x"), &Given::default(), Millis(now)).unwrap();
        for fact in &facts {
            assert_eq!(fact.seq, last.0 + 1);
            assert!(fact.at >= last.1, "time went back");
            apply(&mut room, fact);
            last = (fact.seq, fact.at);
        }
    }
    assert_eq!(last, (4, Millis(1_000_000)));
}

#[test]
fn a_calculation_is_two_facts_in_a_row_for_whoever_may_speak() {
    let text = |t: &str| Text::new(t).unwrap();
    let to = Target::Room(RoomName::new("#general").unwrap());
    let calc = Command::Calc { to, ask: text("/calc 2+3*4"), answer: text("14"), key: None };
    check(&public(), &actor(7, false), &calc, Err("not_in_room"));
    check(&direct(), &actor(8, true), &calc, Err("no_such_room"));
    check(&direct(), &actor(9, false), &calc, Ok(2));
    let mut room = public();
    (room.head, room.at) = (4, Millis(9));
    let facts = decide(&room, &actor(7, true), &calc, &Given::default(), Millis(5)).unwrap();
    let said: Vec<_> = facts.iter().map(|f| (f.seq, f.at, f.by.id, f.what.clone())).collect();
    let ask =
        What::Message { text: text("/calc 2+3*4"), style: Style::Plain, reply_to: None, tags: crate::ClientTags::NONE };
    let answer = What::Answer { text: text("14") };
    assert_eq!(said, [(5, Millis(9), PersonId(7), ask), (6, Millis(9), PersonId(7), answer)]);
    facts.iter().for_each(|fact| apply(&mut room, fact));
    assert_eq!(room.head, 6);
    assert_eq!(facts.iter().map(|f| f.is_own_words()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_conversation_is_one_whoever_asks_and_one_can_be_had_with_oneself() {
    let directory = Room::directory();
    let pair = Kind::direct(PersonId(9), PersonId(7));
    assert_eq!(pair, Kind::direct(PersonId(7), PersonId(9)));
    assert_eq!(pair.key(), format!("{}:{}", PersonId(7), PersonId(9)));
    assert_eq!(Kind::Named(RoomName::new("#Plaza").unwrap()).key(), "#plaza");
    for kind in [pair, Kind::direct(PersonId(7), PersonId(7))] {
        assert_eq!(open(&directory, &actor(7, false), RoomId(3), kind, Millis(1)).unwrap().len(), 1);
    }
    let notes = Room::new(RoomId(2), Kind::direct(PersonId(7), PersonId(7)));
    check(&notes, &actor(7, false), &say("note"), Ok(1));
    check(&notes, &actor(9, false), &say("hi"), Err("no_such_room"));
}

#[test]
fn last_words_are_one_short_line_of_whoever_may_speak() {
    let leave = |why: &str| Command::Leave { room: general(), why: Some(text(why)) };
    check(&public(), &actor(7, true), &leave("tea"), Ok(0));
    check(&public(), &actor(7, true), &leave("two\nlines"), Err("bad_text"));
    check(&public(), &actor(7, true), &leave(&"x".repeat(limits::LINE_OF_TEXT_BYTES + 1)), Err("too_long"));
    check(&public(), &actor(7, false), &leave("two\nlines"), Err("not_in_room"));
    let moderated = set(&[Mode::Moderated(true)]);
    check(&moderated, &actor(7, true), &leave("tea"), Ok(0));
    assert!(may_speak(&public(), &actor(7, true), Millis(5)));
    assert!(!may_speak(&moderated, &actor(7, true), Millis(5)));
}

#[test]
fn an_account_owns_the_room_it_makes_and_nobody_a_conversation() {
    let named = || Kind::Named(general());
    let pair = || Kind::direct(PersonId(7), PersonId(8));
    let owner = Some((PersonId(7), (Name::given("p7"), Role::Owner)));
    for (who, kind, owner, made) in [
        (guest(7), named(), None, Some(Millis(5))),
        (account(7), named(), owner, Some(Millis(5))),
        (guest(7), pair(), None, None),
        (account(7), pair(), None, None),
    ] {
        let room = made_by(&who, RoomId(3), kind.clone(), Millis(5));
        let expect = RoomState { roles: owner.into_iter().collect(), made, ..RoomState::new(kind) };
        assert_eq!((room.id, room.head, RoomState::clone(&room.state)), (RoomId(3), 0, expect));
    }
}

#[test]
fn so_much_may_be_asked_for_at_once() {
    let search = |limit| {
        let query = crate::Query::new("tea", None).unwrap();
        code(&public(), &guest(7), &Command::Search { of: Some(here()), query, limit }, &Given::default(), 1)
    };
    let refused = Err("bad_range");
    assert_eq!([0, 1, limits::SEARCH_FACTS, limits::SEARCH_FACTS + 1].map(search), [refused, Ok(0), Ok(0), refused]);
    let targets = |limit| targets_limit(limit).map_err(|refusal| refusal.code());
    let refused = Err("bad_range");
    assert_eq!([0, 1, limits::TARGETS, limits::TARGETS + 1].map(targets), [refused, Ok(()), Ok(()), refused]);
}
