//! Bans, mutes and kicks: when they end, whom they reach, how they are lifted.

use super::*;
use crate::limits;

fn lift(who: &str) -> Command {
    govern(Act::Unban(Whom::Person(Name::given(who))))
}
fn unmute(id: u128) -> Command {
    govern(Act::Unmute(Whom::Person(name(id))))
}
fn address(ban: bool, span: Option<u64>) -> (Command, Given) {
    let whom = Whom::Address("192.0.2.1".parse().unwrap());
    let act = if ban { Act::Ban { whom, span, why: None } } else { Act::Unban(whom) };
    (govern(act), Given { host: Some(Host(77)), present: 2, ..Given::default() })
}
fn enters(room: &Room, who: &Actor, now: u64) -> Result<usize, &'static str> {
    code(room, &outside(who.clone()), &join(), &Given { present: 2, ..Given::default() }, now)
}

#[test]
fn a_ban_and_a_mute_end_at_their_very_millisecond() {
    let (mut room, chief, bob) = (public(), founder(1), guest(2));
    done(&mut room, &chief, &ban(2, Some(60)), &about(&bob), 1_000);
    done(&mut room, &chief, &mute(3, Some(60)), &about(&guest(3)), 1_000);
    for (now, expected) in [(1_000, Err("banned")), (60_999, Err("banned")), (61_000, Ok(0))] {
        assert_eq!(enters(&room, &bob, now), expected, "{now}");
    }
    for (now, expected) in [(60_999, Err("muted")), (61_000, Ok(1))] {
        assert_eq!(code(&room, &guest(3), &say("x"), &Given::default(), now), expected, "{now}");
    }
    // What has ended cannot be lifted.
    assert_eq!(code(&room, &chief, &lift("p2"), &Given::default(), 60_999), Ok(1));
    assert_eq!(code(&room, &chief, &lift("p2"), &Given::default(), 61_000), Err("not_sanctioned"));
}

#[test]
fn a_clock_set_back_makes_nothing_last_longer() {
    let (mut room, chief) = (public(), founder(1));
    done(&mut room, &chief, &mute(2, Some(1)), &about(&guest(2)), 50_000);
    done(&mut room, &chief, &say("later"), &Given::default(), 60_000);
    assert_eq!(code(&room, &guest(2), &say("x"), &Given::default(), 5), Ok(1));
    // Nor shorter.
    done(&mut room, &chief, &mute(2, Some(1)), &about(&guest(2)), 5);
    assert_eq!(room.state.mutes[0].until, Some(Millis(61_000)));
    let slow = Room { at: Millis(60_000), ..set(&[Mode::Slow(30)]) };
    let given = Given { last_said: Some(Millis(60_000)), ..Given::default() };
    let refused = decide(&slow, &guest(2), &say("x"), &given, Millis(5));
    assert_eq!(refused, Err(Refusal::SlowDown { seconds: 30, left: 30 }));
    assert_eq!(code(&slow, &guest(2), &say("x"), &given, 89_999), Err("slow_down"));
    assert_eq!(code(&slow, &guest(2), &say("x"), &given, 90_000), Ok(1));
}

#[test]
fn a_ban_follows_the_person_not_the_name() {
    let (mut room, chief, bob) = (public(), founder(1), account(2));
    done(&mut room, &chief, &ban(2, None), &about(&bob), 1);
    let renamed = Actor { who: Sender { name: Name::given("rob"), ..bob.who.clone() }, host: Some(Host(500)), ..bob };
    assert_eq!(enters(&room, &renamed, 2), Err("banned"));
    let namesake = Actor { who: Sender { id: PersonId(3), name: name(2) }, ..account(3) };
    assert_eq!(enters(&room, &namesake, 2), Ok(1));
    // It is lifted by the name they bear now, or by the one they bore, in any case.
    for (typed, other) in [("rob", Some(renamed.clone())), ("P2", None), ("p2", Some(namesake.clone()))] {
        let mut room = room.clone();
        done(&mut room, &chief, &lift(typed), &Given { other, ..Given::default() }, 3);
        assert_eq!(enters(&room, &renamed, 4), Ok(1), "{typed}");
    }
    assert_eq!(code(&room, &chief, &lift("rob"), &Given::default(), 3), Err("not_sanctioned"));
}

#[test]
fn of_two_with_one_name_the_one_who_bears_it_now_is_meant() {
    let (mut room, chief) = (public(), founder(1));
    let bob = |id| Actor { who: Sender { id: PersonId(id), name: Name::given("bob") }, ..guest(id) };
    let muted = govern(Act::Mute { whom: Whom::Person(Name::given("bob")), span: None, why: None });
    done(&mut room, &chief, &muted, &about(&bob(2)), 1);
    done(&mut room, &chief, &muted, &about(&bob(3)), 1);
    let lift = govern(Act::Unmute(Whom::Person(Name::given("bob"))));
    done(&mut room, &chief, &lift, &about(&bob(2)), 2);
    assert_eq!(code(&room, &bob(2), &say("x"), &Given::default(), 3), Ok(1));
    assert_eq!(code(&room, &bob(3), &say("x"), &Given::default(), 3), Err("muted"));
}

#[test]
fn a_ban_reaches_who_comes_from_there_next_and_nobody_else() {
    let mut room = public();
    give(&mut room, 6, Role::Member);
    let from = |actor: Actor| Actor { host: Some(Host(77)), ..actor };
    // An account that logs out comes back as a guest from the same address.
    for bob in [from(guest(2)), from(account(2))] {
        let mut room = room.clone();
        done(&mut room, &founder(1), &say("one"), &Given::default(), 1);
        let before = Actor { since: Some(room.head), ..from(guest(3)) };
        done(&mut room, &founder(1), &ban(2, None), &about(&bob), 2);
        let after = Actor { since: Some(room.head), ..from(guest(4)) };
        for (who, expected) in [
            (&bob, Err("banned")),
            (&after, Err("banned")),
            (&before, Ok(1)),
            (&from(account(5)), Ok(1)),
            (&from(guest(6)), Ok(1)),
            (&guest(7), Ok(1)),
        ] {
            assert_eq!(code(&room, who, &say("x"), &Given::default(), 3), expected, "{who:?}");
            if who.who.id != before.who.id {
                // An account that comes becomes a member: a fact.
                let facts = usize::from(who.standing == Standing::Account);
                assert_eq!(enters(&room, who, 3), expected.map(|_| facts), "{who:?}");
            }
        }
    }
}

#[test]
fn an_address_is_banned_and_freed_by_address() {
    let (mut room, chief) = (public(), founder(1));
    let eve = Actor { host: Some(Host(77)), ..guest(2) };
    let (command, given) = address(true, Some(60));
    done(&mut room, &chief, &command, &given, 1);
    done(&mut room, &chief, &address(true, None).0, &given, 2);
    assert_eq!(room.state.bans.len(), 1, "the second takes the place of the first");
    assert_eq!(enters(&room, &eve, 10_000_000), Err("banned"));
    // No name lifts it, and no address lifts a ban of a person.
    assert_eq!(code(&room, &chief, &lift("p2"), &Given::default(), 3), Err("not_sanctioned"));
    let other = Given { host: Some(Host(78)), ..given.clone() };
    assert_eq!(code(&room, &chief, &address(false, None).0, &other, 3), Err("not_sanctioned"), "another address");
    done(&mut room, &chief, &address(false, None).0, &given, 3);
    assert_eq!(enters(&room, &eve, 4), Ok(0));
    done(&mut room, &chief, &ban(2, None), &about(&eve), 5);
    assert_eq!(code(&room, &chief, &address(false, None).0, &given, 6), Err("not_sanctioned"));
    // Of an address nobody knows, nothing is written.
    let unknown = Given { host: None, ..given };
    assert_eq!(code(&room, &chief, &command, &unknown, 7), Err("no_such_person"));
    assert_eq!(code(&room, &chief, &address(false, None).0, &unknown, 7), Err("not_sanctioned"));
}

#[test]
fn a_person_is_on_a_list_once_and_lists_are_bounded() {
    let (mut room, chief) = (public(), founder(1));
    let max = limits::ROOM_LISTED as u128;
    for id in 2..2 + max {
        done(&mut room, &chief, &ban(id, (id == 2).then_some(60)), &about(&guest(id)), 1);
    }
    let next = |room: &Room, id, now| code(room, &chief, &ban(id, None), &about(&guest(id)), now);
    assert_eq!(next(&room, 999, 60_000), Err("list_full"));
    // Somebody on a full list may be banned anew, and what has ended makes room.
    assert_eq!(next(&room, 3, 60_000), Ok(1));
    assert_eq!(next(&room, 999, 60_001), Ok(1));
    done(&mut room, &chief, &ban(3, Some(5)), &about(&guest(3)), 60_000);
    assert_eq!(room.state.bans.len(), limits::ROOM_LISTED);
    assert_eq!(room.state.bans.iter().filter(|ban| ban.who.as_ref().unwrap().id == PersonId(3)).count(), 1);
    done(&mut room, &chief, &ban(999, None), &about(&guest(999)), 60_001);
    assert_eq!(room.state.bans.len(), limits::ROOM_LISTED);
    for span in [0, limits::SPAN_SECONDS + 1, u64::MAX] {
        assert_eq!(code(&room, &chief, &mute(3, Some(span)), &about(&guest(3)), 1), Err("bad_range"));
    }
}

#[test]
fn the_muted_read_and_leave_and_nothing_else() {
    let (mut room, chief, bob) = (public(), founder(1), guest(2));
    done(&mut room, &bob, &say("mine"), &Given::default(), 1);
    done(&mut room, &chief, &mute(2, None), &about(&bob), 2);
    let what = What::Message { text: text("mine"), style: Style::Plain, reply_to: None, tags: crate::ClientTags::NONE };
    let mine = Fact { room: room.id, seq: 1, at: Millis(1), by: bob.who.clone(), what };
    let given = Given { target: Some(Arc::new(mine)), ..about(&guest(3)) };
    let mark = crate::Mark::new("+1").unwrap();
    for (command, expected) in [
        (say("x"), Err("muted")),
        (Command::Calc { to: here(), ask: text("1"), answer: text("1"), key: None }, Err("muted")),
        (Command::Edit { of: here(), seq: 1, text: text("x") }, Err("muted")),
        (Command::React { of: here(), seq: 1, mark, on: true }, Err("muted")),
        (govern(Act::Topic(Some(text("x")))), Err("muted")),
        (govern(Act::Invite(name(3))), Err("muted")),
        (Command::Delete { of: here(), seq: 1, why: None }, Ok(1)),
        (history(5), Ok(0)),
        (Command::Read { of: here(), upto: 1 }, Ok(0)),
        (Command::Leave { room: general(), why: None }, Ok(0)),
    ] {
        assert_eq!(code(&room, &bob, &command, &given, 3), expected, "{command:?}");
    }
    done(&mut room, &chief, &unmute(2), &about(&bob), 4);
    assert_eq!(code(&room, &bob, &say("x"), &given, 5), Ok(1));
}

#[test]
fn a_reason_is_on_the_list_and_told() {
    let (mut room, chief, bob) = (public(), founder(1), guest(2));
    let (whom, why) = (Whom::Person(name(2)), Some(text("spam")));
    done(&mut room, &chief, &govern(Act::Mute { whom: whom.clone(), span: None, why: why.clone() }), &about(&bob), 1);
    let refused = decide(&room, &bob, &say("x"), &Given::default(), Millis(2));
    assert_eq!(refused, Err(Refusal::Muted { room: "#general".into(), until: None, why: why.clone() }));
    done(&mut room, &chief, &govern(Act::Ban { whom, span: None, why: why.clone() }), &about(&bob), 3);
    assert_eq!((&room.state.bans[0].why, &room.state.mutes[0].why), (&why, &why));
}

#[test]
fn who_is_on_no_list_is_named_as_they_were_typed() {
    let (room, chief) = (public(), founder(1));
    let address = "192.0.2.1".parse().unwrap();
    for (whom, name) in [
        (Whom::Person(Name::given("Bob")), "Bob"),
        (Whom::Address(address), "192.0.2.1"),
        (Whom::Fact(14), "14"),
        (Whom::Mask(mask("b*")), "b*!*@*"),
    ] {
        let refused = decide(&room, &chief, &govern(Act::Unban(whom)), &Given::default(), Millis(1));
        assert_eq!(refused, Err(Refusal::NotSanctioned { name: name.into() }));
    }
    let off = govern(Act::Exempt { mask: mask("b*"), on: false });
    let refused = decide(&room, &chief, &off, &Given::default(), Millis(1));
    assert_eq!(refused, Err(Refusal::NotListed { mask: "b*!*@*".into() }));
}

#[test]
fn nobody_lifts_their_own() {
    let mut room = public();
    [(1, Role::Owner), (2, Role::Moderator), (3, Role::Moderator)]
        .into_iter()
        .for_each(|(id, role)| give(&mut room, id, role));
    done(&mut room, &account(1), &mute(2, None), &about(&account(2)), 1);
    assert_eq!(code(&room, &account(2), &unmute(2), &about(&account(2)), 2), Err("on_yourself"));
    assert_eq!(code(&room, &account(2), &say("x"), &Given::default(), 2), Err("muted"));
    assert_eq!(code(&room, &account(3), &unmute(2), &about(&account(2)), 2), Ok(1));
}

#[test]
fn a_ban_keeps_out_whatever_the_role_and_the_kicked_may_return() {
    let mut room = public();
    [(1, Role::Owner), (2, Role::Moderator)].into_iter().for_each(|(id, role)| give(&mut room, id, role));
    let (chief, bob) = (account(1), account(2));
    done(&mut room, &chief, &kick(2), &about(&bob), 1);
    assert_eq!(enters(&room, &bob, 2), Ok(1));
    done(&mut room, &chief, &ban(2, None), &about(&bob), 3);
    assert_eq!(enters(&room, &bob, 4), Err("banned"));
    assert_eq!(code(&room, &outside(bob.clone()), &history(5), &Given::default(), 4), Err("banned"));
}

#[test]
fn what_is_in_the_pipe_is_refused_after_the_ban() {
    let (mut room, chief, bob) = (public(), founder(1), guest(2));
    done(&mut room, &chief, &ban(2, None), &about(&bob), 1);
    assert!(bob.here(), "not seen out yet");
    for command in [say("x"), history(5), Command::Who(here()), govern(Act::Topic(None))] {
        assert_eq!(code(&room, &bob, &command, &Given::default(), 1), Err("banned"), "{command:?}");
    }
    assert_eq!(code(&room, &bob, &Command::Leave { room: general(), why: None }, &Given::default(), 1), Ok(0));
}
