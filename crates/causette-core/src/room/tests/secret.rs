//! Fault 33: to an outsider a secret room answers exactly as no room at all, and a room's key is not given away.

use super::*;
use crate::{Mark, Query};

/// As it was typed, and as its maker wrote it.
const TYPED: &str = "#den";
const MADE: &str = "#DEN";

fn den(modes: &[Mode]) -> Room {
    let mut room = Room { head: 9, ..set(modes) };
    Arc::make_mut(&mut room.state).kind = Kind::Named(RoomName::new(MADE).unwrap());
    room
}

/// Everything that can be asked about a room but to enter it, some of it wrong in other ways too.
fn probes() -> Vec<Command> {
    let room = || RoomName::new(TYPED).unwrap();
    let of = || Target::Room(room());
    let mut probes = vec![
        Command::Leave { room: room(), why: None },
        Command::Leave { room: room(), why: Some(text("two\nlines")) },
        Command::Typing { to: of(), state: crate::Typing::Active },
        Command::About(room()),
        Command::Who(of()),
        Command::Read { of: of(), upto: Seq::MAX },
        Command::ReadAt { of: of(), at: None },
        Command::ReadAt { of: of(), at: Some(crate::Millis(9)) },
        Command::Calc { to: of(), ask: text("1"), answer: text("1"), key: None },
    ];
    for reply_to in [None, Some(0), Some(1), Some(99)] {
        probes.push(Command::Say {
            to: of(),
            text: text("x"),
            style: Style::Plain,
            reply_to,
            key: None,
            tags: crate::ClientTags::NONE,
        });
    }
    for seq in [0, 1, 99] {
        probes.push(Command::Edit { of: of(), seq, text: text("x") });
        probes.push(Command::Delete { of: of(), seq, why: None });
        probes.push(Command::React { of: of(), seq, mark: Mark::new("+1").unwrap(), on: true });
    }
    for limit in [0, 1, usize::MAX] {
        for range in [Range::After(0), Range::After(Seq::MAX), Range::Before(0)] {
            probes.push(Command::History { of: of(), range, limit, only_words: false });
        }
        probes.push(Command::Search { of: Some(of()), query: Query::new("x", None).unwrap(), limit });
    }
    let whom = || Whom::Person(name(2));
    for act in [
        Act::Topic(Some(text("two\nlines"))),
        Act::Invite(name(2)),
        Act::Kick { who: name(2), why: None },
        Act::Ban { whom: whom(), span: Some(0), why: None },
        Act::Unban(whom()),
        Act::Mute { whom: Whom::Person(name(2)), span: None, why: None },
        Act::Unmute(Whom::Person(name(2))),
        Act::Role { who: name(2), role: None },
        Act::Mode(Mode::Limit(Some(0))),
    ] {
        probes.push(Command::Govern { room: room(), act });
    }
    probes
}

#[test]
fn a_secret_room_answers_as_none() {
    let others = [
        Mode::Private(true),
        Mode::InviteOnly(true),
        Mode::Moderated(true),
        Mode::AccountsOnly(true),
        Mode::Key(Some(Secret::new("sesame").unwrap())),
        Mode::Limit(Some(1)),
        Mode::Slow(9),
    ];
    // What the engine says of a room that is not in the directory.
    let absent = Err(Refusal::NoSuchRoom(TYPED.to_owned()));
    let target = What::Message { text: text("x"), style: Style::Plain, reply_to: None, tags: crate::ClientTags::NONE };
    for other in [None].into_iter().chain(others.into_iter().map(Some)) {
        let modes: Vec<_> = other.into_iter().chain([Mode::Secret(true)]).collect();
        let mut room = den(&modes);
        let eve = outside(guest(66));
        let fact = Fact { room: room.id, seq: 1, at: Millis(1), by: eve.who.clone(), what: target.clone() };
        let given = Given { target: Some(Arc::new(fact)), host: Some(Host(1)), ..about(&guest(2)) };
        for banned in [false, true] {
            if banned {
                let who = Some(eve.who.clone());
                let ban = Sanction { who, why: Some(text("out")), ..Sanction::new(3) };
                let state = Arc::make_mut(&mut room.state);
                (state.bans, state.mutes) = (vec![ban.clone()], vec![ban]);
            }
            assert!(!visible(&room, &eve));
            for probe in probes() {
                assert_eq!(decide(&room, &eve, &probe, &given, Millis(5)), absent, "{modes:?} {probe:?}");
            }
        }
    }
}

#[test]
fn those_who_know_of_it_see_it() {
    let mut room = den(&[Mode::Secret(true)]);
    give(&mut room, 2, Role::Member);
    Arc::make_mut(&mut room.state).invited.insert(PersonId(3), name(3));
    for (who, expected) in
        [(guest(4), true), (outside(guest(2)), true), (outside(guest(3)), true), (outside(guest(4)), false)]
    {
        assert_eq!(visible(&room, &who), expected, "{who:?}");
        assert_eq!(may_read(&room, &who, Millis(1)).is_ok(), expected, "{who:?}");
    }
}

#[test]
fn a_conversation_is_known_to_its_two() {
    assert_eq!([7, 9, 8].map(|id| visible(&direct(), &actor(id, true))), [true, true, false]);
}

#[test]
fn a_key_opens_and_nothing_like_it_does() {
    let room = den(&[Mode::Key(Some(Secret::new("sésame").unwrap()))]);
    let enter = |secret: Option<&str>| {
        let secret = secret.map(|secret| Secret::new(secret).unwrap());
        let join = Command::Join { room: general(), after: None, secret };
        code(&room, &outside(guest(2)), &join, &Given { present: 1, ..Given::default() }, 1)
    };
    assert_eq!(enter(Some("sésame")), Ok(0));
    // Nor the same letters in another order.
    for wrong in [
        None,
        Some("sésema"),
        Some("s"),
        Some("sésam"),
        Some("sésamf"),
        Some("tésame"),
        Some("sésame!"),
        Some("Sésame"),
    ] {
        assert_eq!(enter(wrong), Err("need_key"), "{wrong:?}");
    }
    // A key for a room that has none does no harm.
    let join = Command::Join { room: general(), after: None, secret: Some(Secret::new("x").unwrap()) };
    assert_eq!(code(&public(), &outside(guest(2)), &join, &Given { present: 1, ..Given::default() }, 1), Ok(0));
}
