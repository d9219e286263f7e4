//! What can be done to a message once it is said.

use super::*;
use crate::{Gone, Mark};

fn message() -> What {
    What::Message { text: text("hi"), style: Style::Plain, reply_to: None, tags: crate::ClientTags::NONE }
}
/// Fact 4 of the room, by that person, as the engine found it.
fn found(room: &Room, by: u128, what: What) -> Given {
    let by = Sender { id: PersonId(by), name: name(by) };
    let target = Fact { room: room.id, seq: 4, at: Millis(1), by, what };
    Given { target: Some(Arc::new(target)), ..Given::default() }
}
fn at_ten(room: Room) -> Room {
    Room { head: 10, ..room }
}
fn edit(seq: Seq) -> Command {
    Command::Edit { of: here(), seq, text: text("other words") }
}
fn delete(seq: Seq) -> Command {
    Command::Delete { of: here(), seq, why: None }
}
fn react(seq: Seq) -> Command {
    Command::React { of: here(), seq, mark: Mark::new("+1").unwrap(), on: true }
}
fn reply(seq: Seq) -> Command {
    Command::Say {
        to: here(),
        text: text("so"),
        style: Style::Plain,
        reply_to: Some(seq),
        key: None,
        tags: crate::ClientTags::NONE,
    }
}

#[test]
fn what_can_be_edited_deleted_and_marked() {
    let room = at_ten(public());
    let bob = Sender { id: PersonId(2), name: name(2) };
    let gone = Err("no_such_message");
    for (by, what, expected) in [
        (2, message(), [Ok(1), Ok(1), Ok(1)]),
        (3, message(), [Err("not_yours"), Err("not_yours"), Ok(1)]),
        (2, What::Answer { text: text("14") }, [Err("not_yours"), Ok(1), Ok(1)]),
        (3, What::Answer { text: text("14") }, [Err("not_yours"), Err("not_yours"), Ok(1)]),
        (2, What::Gone(Gone::Deleted), [gone; 3]),
        (2, What::Gone(Gone::Ignored), [gone; 3]),
        (2, What::Edited { seq: 2, text: text("x") }, [gone; 3]),
        (2, What::Deleted { seq: 2, why: None }, [gone; 3]),
        (2, What::Reacted { seq: 2, mark: Mark::new("+1").unwrap(), on: true }, [gone; 3]),
        (2, What::Governed(crate::Deed::Invited(bob)), [gone; 3]),
        (2, What::RoomOpened { id: RoomId(9), kind: Kind::Named(general()) }, [gone; 3]),
    ] {
        let given = found(&room, by, what);
        let got = [edit(4), delete(4), react(4)].map(|command| code(&room, &guest(2), &command, &given, 5));
        assert_eq!(got, expected, "{given:?}");
    }
}

#[test]
fn only_the_fact_that_is_meant() {
    let room = at_ten(public());
    let elsewhere = found(&direct(), 2, message());
    for (given, seq) in [(Given::default(), 4), (found(&room, 2, message()), 5), (elsewhere, 4), (Given::default(), 0)]
    {
        for command in [edit(seq), delete(seq), react(seq)] {
            assert_eq!(code(&room, &guest(2), &command, &given, 5), Err("no_such_message"), "{command:?}");
        }
    }
}

#[test]
fn nothing_can_be_done_to_what_one_may_not_see() {
    let private = at_ten(set(&[Mode::Private(true)]));
    for (since, expected) in [(3, Ok(1)), (4, Err("no_such_message"))] {
        let bob = Actor { since: Some(since), ..guest(2) };
        let given = found(&private, 2, message());
        for command in [edit(4), delete(4), react(4), reply(4)] {
            assert_eq!(code(&private, &bob, &command, &given, 5), expected, "{since} {command:?}");
        }
    }
}

#[test]
fn an_answer_is_to_a_number_that_is_there() {
    let room = at_ten(public());
    for (seq, expected) in [(0, false), (1, true), (10, true), (11, false), (Seq::MAX, false)] {
        let got = code(&room, &guest(2), &reply(seq), &Given::default(), 5);
        assert_eq!(got, if expected { Ok(1) } else { Err("no_such_message") }, "{seq}");
        let got =
            code(&Room { id: RoomId(2), ..at_ten(direct()) }, &actor(7, false), &reply(seq), &Given::default(), 5);
        assert_eq!(got.is_ok(), expected, "{seq}");
    }
}

#[test]
fn moderators_delete_what_is_not_above_them() {
    let mut room = at_ten(public());
    let roles = [(1, Role::Owner), (2, Role::Moderator), (3, Role::Moderator), (4, Role::Member)];
    roles.into_iter().for_each(|(id, role)| give(&mut room, id, role));
    for (who, by, expected) in [
        (1, 1, Ok(1)),
        (1, 2, Ok(1)),
        (2, 1, Err("outranked")),
        (2, 3, Ok(1)),
        (2, 4, Ok(1)),
        (2, 5, Ok(1)),
        (4, 5, Err("not_yours")),
        (5, 4, Err("not_yours")),
        (5, 5, Ok(1)),
    ] {
        let given = found(&room, by, message());
        assert_eq!(code(&room, &account(who), &delete(4), &given, 5), expected, "{who} of {by}");
        assert_eq!(code(&room, &account(who), &edit(4), &given, 5).is_ok(), who == by, "nobody edits another's");
    }
}

#[test]
fn in_a_conversation_of_two_each_has_only_their_own() {
    let mut room = at_ten(direct());
    give(&mut room, 7, Role::Owner);
    for (by, expected) in [(7, Ok(1)), (9, Err("not_yours"))] {
        let given = found(&room, by, message());
        let me = Actor { first: true, ..account(7) };
        for command in [edit(4), delete(4)] {
            assert_eq!(code(&room, &me, &command, &given, 5), expected, "{by} {command:?}");
        }
        assert_eq!(code(&room, &me, &react(4), &given, 5), Ok(1));
        assert_eq!(code(&room, &account(8), &react(4), &given, 5), Err("no_such_room"));
    }
}

#[test]
fn a_slow_room_waits_for_people_without_a_role() {
    let mut room = set(&[Mode::Slow(10)]);
    give(&mut room, 3, Role::Member);
    let given = Given { last_said: Some(Millis(1_000)), ..Given::default() };
    let calc = Command::Calc { to: here(), ask: text("1"), answer: text("1"), key: None };
    for (now, left) in [(1_000, Some(10)), (1_001, Some(10)), (10_000, Some(1)), (10_999, Some(1)), (11_000, None)] {
        for command in [say("x"), calc.clone()] {
            let got = decide(&room, &guest(2), &command, &given, Millis(now)).err();
            assert_eq!(got, left.map(|left| Refusal::SlowDown { seconds: 10, left }), "{now}");
            assert!(decide(&room, &guest(3), &command, &given, Millis(now)).is_ok());
            assert!(decide(&room, &founder(2), &command, &given, Millis(now)).is_ok());
        }
    }
    assert_eq!(code(&room, &guest(2), &say("first"), &Given::default(), 1_000), Ok(1));
    // One that is not slow waits for nobody, also when the clock was set back since.
    assert_eq!(code(&public(), &guest(2), &say("x"), &given, 5), Ok(1));
}
