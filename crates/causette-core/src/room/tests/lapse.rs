//! Rooms that nobody owns: who finds one moderates it, and what held there ends when everybody has left.

use super::*;
use crate::{Deed, TopicSet};

fn mode(mode: Mode) -> Command {
    govern(Act::Mode(mode))
}
fn key() -> Mode {
    Mode::Key(Some(Secret::new("sesame").unwrap()))
}
fn topic(words: &str) -> Command {
    govern(Act::Topic(Some(text(words))))
}

/// Ways in which a room is not for everybody.
fn closings() -> [Mode; 5] {
    [Mode::Private(true), Mode::InviteOnly(true), Mode::Secret(true), Mode::AccountsOnly(true), key()]
}

/// A room that its founder set to something, where something was said, and which everybody left.
fn abandoned(modes: &[Mode]) -> Room {
    let (mut room, chief) = (public(), founder(1));
    let nothing = Given::default();
    for one in modes {
        done(&mut room, &chief, &mode(one.clone()), &nothing, 10);
    }
    done(&mut room, &chief, &topic("news"), &nothing, 11);
    done(&mut room, &chief, &say("between us"), &nothing, 12);
    done(&mut room, &chief, &role_of(2, Some(Role::Member)), &about(&guest(2)), 13);
    done(&mut room, &chief, &govern(Act::Invite(name(3))), &about(&outside(guest(3))), 14);
    done(&mut room, &chief, &ban(4, None), &about(&guest(4)), 15);
    done(&mut room, &chief, &mute(5, None), &about(&guest(5)), 16);
    room
}

/// The next one comes, as the engine has it: the wish is decided until it makes no more facts.
fn comes(room: &mut Room, who: &Actor, now: u64) -> Actor {
    for _ in 0..2 {
        let facts = decide(room, &outside(who.clone()), &join(), &Given::default(), Millis(now)).unwrap();
        if facts.is_empty() {
            return Actor { since: Some(room.head), first: true, ..who.clone() };
        }
        assert!(matches!(facts[0].what, What::Governed(Deed::Reset)) && facts[0].by.id == PersonId::SERVER);
        facts.iter().for_each(|fact| apply(room, fact));
    }
    panic!("it lapses more than once");
}

#[test]
fn all_of_it_ends_and_an_open_room_keeps_its_topic() {
    let mut room = abandoned(&[Mode::Moderated(true), Mode::Limit(Some(1)), Mode::Slow(9)]);
    // Even somebody who was banned there: nobody is left who minds.
    let next = comes(&mut room, &guest(4), 20);
    let topic_set = Some(TopicSet { by: founder(1).who, at: Millis(11) });
    let kept = RoomState { topic: Some(text("news")), topic_set, ..RoomState::new(room.state.kind.clone()) };
    assert_eq!(*room.state, kept);
    assert_eq!(role(&room, &next), Some(Role::Moderator));
    assert_eq!(hidden(&room, &next), 0);
    assert_eq!(may_read(&room, &outside(guest(8)), Millis(20)), Ok(()));
}

#[test]
fn a_room_stays_as_old_as_it_is() {
    let mut room = made_by(&guest(1), RoomId(1), public().state.kind.clone(), Millis(5));
    assert!(room.state.modes.list().is_empty(), "a new room is set to nothing");
    done(&mut room, &founder(1), &mode(Mode::Slow(9)), &Given::default(), 10);
    comes(&mut room, &guest(9), 20);
    assert_eq!(*room.state, RoomState { made: Some(Millis(5)), ..RoomState::new(room.state.kind.clone()) });
}

#[test]
fn what_was_said_while_it_was_closed_stays_hidden() {
    for closed in closings() {
        let mut room = abandoned(std::slice::from_ref(&closed));
        let said = room.head;
        let next = comes(&mut room, &guest(9), 20);
        let reset = RoomState { hidden_upto: said + 1, ..RoomState::new(room.state.kind.clone()) };
        assert_eq!(*room.state, reset, "{closed:?}");
        let what = What::Message {
            text: text("between us"),
            style: Style::Plain,
            reply_to: None,
            tags: crate::ClientTags::NONE,
        };
        let old = |by: &Actor| Fact { room: room.id, seq: 3, at: Millis(12), by: by.who.clone(), what: what.clone() };
        let answer = |seq| Command::Say {
            to: here(),
            text: text("so?"),
            style: Style::Plain,
            reply_to: Some(seq),
            key: None,
            tags: crate::ClientTags::NONE,
        };
        let mark = crate::Mark::new("+1").unwrap();
        // Not even who said it then, should they come back.
        for who in [&next, &guest(1)] {
            assert_eq!(hidden(&room, who), said + 1, "{closed:?}");
            let given = Given { target: Some(Arc::new(old(who))), ..Given::default() };
            for command in [
                answer(3),
                answer(said + 1),
                Command::Edit { of: here(), seq: 3, text: text("x") },
                Command::Delete { of: here(), seq: 3, why: None },
                Command::React { of: here(), seq: 3, mark: mark.clone(), on: true },
            ] {
                assert_eq!(code(&room, who, &command, &given, 21), Err("no_such_message"), "{closed:?} {command:?}");
            }
        }
        // Opened or closed again, it is not shown.
        done(&mut room, &next, &mode(Mode::Private(true)), &Given::default(), 22);
        done(&mut room, &next, &mode(Mode::Private(false)), &Given::default(), 23);
        assert_eq!(hidden(&room, &outside(guest(8))), said + 1);
        done(&mut room, &next, &say("hello?"), &Given::default(), 24);
        assert_eq!(code(&room, &next, &answer(room.head), &Given::default(), 25), Ok(1));
    }
}

#[test]
fn any_of_it_is_enough_and_what_was_hidden_stays_so() {
    let chief = founder(1);
    for command in [
        role_of(2, Some(Role::Member)),
        govern(Act::Invite(name(2))),
        ban(2, None),
        mute(2, None),
        mode(Mode::TopicLocked(true)),
    ] {
        let mut room = abandoned(&[key()]);
        comes(&mut room, &chief, 20);
        let (hidden_upto, head) = (room.state.hidden_upto, room.head);
        assert_eq!(hidden_upto, head);
        let other = if command == govern(Act::Invite(name(2))) { outside(guest(2)) } else { guest(2) };
        done(&mut room, &chief, &command, &about(&other), 21);
        comes(&mut room, &guest(9), 22);
        assert_eq!(room.head, head + 2, "{command:?} ends");
        assert_eq!(*room.state, RoomState { hidden_upto, ..RoomState::new(room.state.kind.clone()) }, "{command:?}");
    }
}

#[test]
fn nothing_of_a_closed_room_is_read_from_outside() {
    for closed in closings() {
        let room = abandoned(std::slice::from_ref(&closed));
        let guests = may_read(&room, &outside(guest(9)), Millis(20)).map_err(|refusal| refusal.code());
        let secret = matches!(closed, Mode::Secret(_));
        assert_eq!(guests, Err(if secret { "no_such_room" } else { "not_in_room" }), "{closed:?}");
    }
}

#[test]
fn it_lapses_only_when_empty_only_once_and_not_when_owned() {
    let room = abandoned(&[key()]);
    let present = Given { present: 1, ..Given::default() };
    assert_eq!(code(&room, &outside(guest(9)), &join(), &present, 20), Err("need_key"));
    assert_eq!(code(&room, &guest(9), &join(), &Given::default(), 20), Ok(0), "who is there is there");
    assert_eq!(code(&public(), &outside(guest(9)), &join(), &Given::default(), 20), Ok(0), "nothing to end");
    let mut owned = room.clone();
    give(&mut owned, 77, Role::Owner);
    let before = owned.clone();
    assert_eq!(code(&owned, &outside(guest(9)), &join(), &Given::default(), 20), Err("need_key"));
    assert_eq!(code(&owned, &outside(account(77)), &join(), &Given::default(), 20), Ok(1), "a member again");
    assert_eq!(owned, before);
    // Who finds an owned room empty is nobody there.
    assert_eq!(role(&owned, &founder(9)), None);
    let mut room = room;
    comes(&mut room, &guest(9), 20);
    assert_eq!(code(&room, &outside(guest(8)), &join(), &Given::default(), 21), Ok(0));
}

#[test]
fn who_finds_a_room_empty_cannot_close_what_others_made_public() {
    let past = Room { head: 5, ..public() };
    let chief = Actor { since: Some(5), ..founder(1) };
    let sets = |room: &Room, who: &Actor, one: &Mode| code(room, who, &mode(one.clone()), &Given::default(), 9);
    for closed in closings().into_iter().chain([Mode::Limit(Some(1))]) {
        assert_eq!(sets(&past, &chief, &closed), Err("forbidden"), "{closed:?}");
        // A room that was new to them, or of which nothing older can be read, is theirs to close.
        assert_eq!(sets(&past, &founder(1), &closed), Ok(1));
        let mut hidden = past.clone();
        Arc::make_mut(&mut hidden.state).hidden_upto = 5;
        assert_eq!(sets(&hidden, &chief, &closed), Ok(1));
        // Once it is closed, whoever moderates it sets the rest, and whoever owns it does as they like.
        for first in closings() {
            let mut room = Room { head: 5, ..set(&[first]) };
            give(&mut room, 2, Role::Moderator);
            assert_eq!(sets(&room, &Actor { since: Some(5), ..guest(2) }, &closed), Ok(1));
        }
        let mut owned = past.clone();
        [(1, Role::Owner), (2, Role::Moderator)].into_iter().for_each(|(id, role)| give(&mut owned, id, role));
        assert_eq!(sets(&owned, &Actor { since: Some(5), ..account(2) }, &closed), Ok(1));
    }
    for open in [Mode::Private(false), Mode::Key(None), Mode::Moderated(true), Mode::Slow(9), Mode::Limit(None)] {
        assert_eq!(sets(&past, &chief, &open), Ok(1), "{open:?}");
    }
}

#[test]
fn who_finds_a_room_empty_cannot_destroy_what_others_said() {
    let mut room = public();
    for n in 0..5 {
        done(&mut room, &guest(3), &say("years ago"), &Given::default(), n);
    }
    let chief = Actor { since: Some(5), ..founder(1) };
    done(&mut room, &guest(3), &say("today"), &Given::default(), 9);
    let mut delete = |seq, owner: bool| {
        let what = What::Message {
            text: text("years ago"),
            style: Style::Plain,
            reply_to: None,
            tags: crate::ClientTags::NONE,
        };
        let target = Fact { room: room.id, seq, at: Millis(1), by: guest(3).who, what };
        let given = Given { target: Some(Arc::new(target)), ..Given::default() };
        if owner {
            give(&mut room, 77, Role::Owner);
            give(&mut room, 1, Role::Moderator);
        }
        code(&room, &chief, &Command::Delete { of: here(), seq, why: None }, &given, 10)
    };
    assert_eq!([delete(5, false), delete(6, false)], [Err("not_yours"), Ok(1)]);
    assert_eq!(delete(5, true), Ok(1), "a moderator whom an owner chose");
    for keep in [Mode::KeepLast(Some(1)), Mode::KeepDays(Some(1))] {
        assert_eq!(code(&public(), &chief, &mode(keep), &Given::default(), 10), Err("forbidden"));
    }
}

/// What a room says of itself stays when all have left, as its topic does; what a closed one said goes.
#[test]
fn a_profile_lapses_as_the_topic_does() {
    for (closed, stays) in [(false, true), (true, false)] {
        let mut room = public();
        let chief = Actor { first: true, since: Some(0), ..guest(1) };
        done(&mut room, &chief, &govern(Act::Profile(say_of(Some("https://x.example")))), &Given::default(), 1);
        if closed {
            done(&mut room, &chief, &govern(Act::Mode(Mode::Private(true))), &Given::default(), 2);
        } else {
            done(&mut room, &chief, &govern(Act::Mode(Mode::Moderated(true))), &Given::default(), 2);
        }
        let crate::ProfileEdit::Set(key, _) = say_of(None) else { unreachable!() };
        assert_eq!(room.state.profile.get(&key).map(|value| value.as_str()), Some("https://x.example"));
        let reset = room.next(&chief.who, What::Governed(Deed::Reset), Millis(3));
        apply(&mut room, &reset);
        assert_eq!(room.state.profile.get(&key).is_some(), stays, "closed: {closed}");
    }
}

#[test]
fn a_room_says_what_its_moderators_want_and_nothing_is_taken_away_twice() {
    let mut room = public();
    let chief = Actor { first: true, since: Some(0), ..guest(1) };
    let said = |room: &Room, edit| code(room, &chief, &govern(Act::Profile(edit)), &Given::default(), 9).err();
    assert_eq!(said(&room, say_of(None)), Some("not_in_profile"));
    assert_eq!(said(&room, crate::ProfileEdit::Clear), Some("not_in_profile"));
    done(&mut room, &chief, &govern(Act::Profile(say_of(Some("x")))), &Given::default(), 1);
    done(&mut room, &chief, &govern(Act::Profile(say_of(None))), &Given::default(), 2);
    assert_eq!(said(&room, say_of(None)), Some("not_in_profile"));
    done(&mut room, &chief, &govern(Act::Profile(say_of(Some("x")))), &Given::default(), 3);
    done(&mut room, &chief, &govern(Act::Profile(crate::ProfileEdit::Clear)), &Given::default(), 4);
    assert!(room.state.profile.is_empty());
    let guest = Actor { since: Some(0), ..guest(2) };
    assert_eq!(
        code(&room, &guest, &govern(Act::Profile(say_of(Some("x")))), &Given::default(), 9).err(),
        Some("forbidden")
    );
}
