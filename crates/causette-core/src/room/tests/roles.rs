//! Who may do what to whom, and how rooms come by those who look after them.

use super::*;
use crate::{Deed, limits};

/// A room with an owner (1), two moderators (2, 3) and a member (4).
fn owned() -> Room {
    let mut room = public();
    let roles = [(1, Role::Owner), (2, Role::Moderator), (3, Role::Moderator), (4, Role::Member)];
    roles.into_iter().for_each(|(id, role)| give(&mut room, id, role));
    room
}

#[test]
fn nobody_reaches_upwards() {
    let room = owned();
    // Who against whom: kick, ban, mute; 5 has no role.
    for (who, whom, expected) in [
        (1, 2, Ok(1)),
        (1, 4, Ok(1)),
        (1, 5, Ok(1)),
        (2, 1, Err("outranked")),
        (2, 3, Err("outranked")),
        (2, 4, Ok(1)),
        (2, 5, Ok(1)),
        (2, 2, Err("on_yourself")),
        (1, 1, Err("on_yourself")),
        (4, 5, Err("forbidden")),
        (5, 4, Err("forbidden")),
    ] {
        for command in [kick(whom), ban(whom, None), mute(whom, Some(9))] {
            assert_eq!(code(&room, &account(who), &command, &about(&account(whom)), 1), expected, "{who}: {command:?}");
        }
    }
    assert_eq!(code(&room, &account(1), &kick(5), &about(&outside(account(5))), 1), Err("not_here"));
    assert_eq!(code(&room, &account(1), &kick(5), &Given::default(), 1), Err("no_such_person"));
}

#[test]
fn who_found_the_room_is_safe_from_those_they_chose_but_for_a_kick() {
    let mut room = public();
    let (chief, bob, carol) = (founder(1), guest(2), guest(3));
    for bob in [&bob, &carol] {
        done(&mut room, &chief, &role_of(bob.who.id.0, Some(Role::Moderator)), &about(bob), 1);
    }
    for against in [ban(1, None), mute(1, None)] {
        assert_eq!(code(&room, &bob, &against, &about(&chief), 2), Err("outranked"));
    }
    assert_eq!(code(&room, &bob, &ban(3, None), &about(&carol), 2), Err("outranked"));
    // Whoever is sent out may come back: those of one role may do that to each other, but not to somebody who operates the server.
    for whom in [&chief, &carol] {
        assert_eq!(code(&room, &bob, &kick(whom.who.id.0), &about(whom), 2), Ok(1));
    }
    let operator = Actor { rank: Some(Role::Moderator), ..account(4) };
    assert_eq!(code(&room, &bob, &kick(4), &about(&operator), 2), Err("outranked"));
    assert_eq!(code(&room, &bob, &kick(2), &about(&bob), 2), Err("on_yourself"));
    assert_eq!(code(&room, &chief, &kick(2), &about(&bob), 2), Ok(1));
    // What nobody gave, nobody else takes.
    for role in [None, Some(Role::Member)] {
        assert_eq!(code(&room, &bob, &role_of(1, role), &about(&chief), 2), Err("outranked"));
    }
    assert_eq!(code(&room, &chief, &role_of(1, Some(Role::Member)), &about(&chief), 2), Err("on_yourself"));
    // Oneself may lay it down; the engine sees to it that nobody is first then.
    let facts = decide(&room, &chief, &role_of(1, None), &about(&chief), Millis(2)).unwrap();
    let was = |fact: &Fact| match &fact.what {
        What::Governed(Deed::Role { role, was, .. }) => (*was, *role),
        other => panic!("{other:?}"),
    };
    assert_eq!(was(&facts[0]), (Some(Role::Moderator), None));
    // It is theirs while they stay.
    assert_eq!(role(&room, &Actor { since: None, ..chief.clone() }), None);
    // Who means to come back gives oneself the role.
    done(&mut room, &chief, &role_of(1, Some(Role::Moderator)), &about(&chief), 3);
    let back = Actor { first: false, ..chief };
    assert_eq!(role(&room, &back), Some(Role::Moderator));
    // One may step down.
    done(&mut room, &back, &role_of(1, None), &about(&back), 4);
    assert_eq!(role(&room, &back), None);
}

#[test]
fn only_accounts_own_and_the_last_owner_stays() {
    let mut room = owned();
    let (chief, bob) = (account(1), account(2));
    let owner = |id| role_of(id, Some(Role::Owner));
    assert_eq!(code(&room, &chief, &owner(9), &about(&guest(9)), 1), Err("need_account"));
    assert_eq!(code(&room, &bob, &owner(3), &about(&account(3)), 1), Err("forbidden"));
    assert_eq!(code(&room, &bob, &role_of(1, None), &about(&chief), 1), Err("forbidden"));
    for role in [None, Some(Role::Moderator)] {
        assert_eq!(code(&room, &chief, &role_of(1, role), &about(&chief), 1), Err("outranked"));
    }
    done(&mut room, &chief, &owner(2), &about(&bob), 2);
    done(&mut room, &bob, &role_of(1, None), &about(&chief), 3);
    assert_eq!((role(&room, &chief), role(&room, &bob)), (None, Some(Role::Owner)));
    assert_eq!(code(&room, &bob, &role_of(2, None), &about(&bob), 4), Err("outranked"));
    // Nobody makes oneself the owner of a room that has none.
    let first = Actor { first: true, ..account(1) };
    assert_eq!(code(&public(), &first, &owner(1), &about(&first), 5), Err("forbidden"));
}

#[test]
fn a_role_is_given_here_and_taken_wherever_its_bearer_is() {
    let mut room = owned();
    let chief = account(1);
    let gone = outside(guest(4));
    let give_to = |id| role_of(id, Some(Role::Member));
    assert_eq!(code(&room, &chief, &give_to(8), &about(&outside(guest(8))), 1), Err("not_here"));
    assert_eq!(code(&room, &chief, &give_to(8), &about(&outside(account(8))), 1), Ok(1), "an account, anywhere");
    assert_eq!(code(&room, &chief, &role_of(4, Some(Role::Moderator)), &about(&gone), 1), Ok(1));
    // A guest who is gone for good, also when somebody else bears the name since.
    let namesake = Actor { who: Sender { id: PersonId(40), name: name(4) }, ..guest(40) };
    for given in [Given::default(), about(&namesake)] {
        let mut room = room.clone();
        done(&mut room, &chief, &role_of(4, None), &given, 2);
        assert!(!room.state.roles.contains_key(&PersonId(4)));
    }
    // Whoever bears the name now is given one, whoever bore it.
    let mut both = room.clone();
    done(&mut both, &chief, &give_to(4), &about(&namesake), 2);
    assert_eq!([4, 40].map(|id| both.state.roles.contains_key(&PersonId(id))), [true; 2]);
    for id in 100..100 + limits::ROOM_LISTED as u128 - 4 {
        done(&mut room, &chief, &give_to(id), &about(&guest(id)), 3);
    }
    assert_eq!(code(&room, &chief, &give_to(99), &about(&guest(99)), 4), Err("list_full"));
    for id in [99, 100] {
        assert_eq!(code(&room, &chief, &role_of(id, None), &about(&guest(id)), 4), Ok(1), "{id}");
    }
}

#[test]
fn invitations() {
    let closed = set(&[Mode::InviteOnly(true), Mode::Limit(Some(1)), Mode::AccountsOnly(true)]);
    let mut room = Room { state: closed.state, ..public() };
    let (chief, bob) = (founder(1), guest(2));
    let invite = |id| govern(Act::Invite(name(id)));
    let enter = |room: &Room| code(room, &outside(bob.clone()), &join(), &Given { present: 5, ..Given::default() }, 9);
    assert_eq!(enter(&room), Err("need_account"));
    done(&mut room, &chief, &invite(2), &about(&outside(bob.clone())), 1);
    assert_eq!(enter(&room), Ok(0));
    // Who is sent out needs another one.
    done(&mut room, &chief, &kick(2), &about(&bob), 2);
    assert_eq!(enter(&room), Err("need_account"));
    done(&mut room, &chief, &invite(2), &about(&outside(bob.clone())), 3);
    done(&mut room, &chief, &ban(2, Some(1)), &about(&bob), 4);
    assert_eq!(enter(&room), Err("banned"));
    assert!(room.state.invited.is_empty());
    assert_eq!(code(&room, &chief, &invite(1), &about(&chief), 5), Err("on_yourself"));
}

#[test]
fn people_without_a_role_cannot_fill_the_list_of_the_invited() {
    let (mut room, chief, bob) = (public(), founder(1), guest(2));
    let invite = |id| govern(Act::Invite(name(id)));
    let ids = 100..100 + limits::ROOM_LISTED as u128;
    let half = 100 + limits::ROOM_LISTED as u128 / 2;
    for id in ids.clone().take_while(|id| *id < half) {
        done(&mut room, &bob, &invite(id), &about(&outside(guest(id))), 1);
    }
    let absent = |id| about(&outside(guest(id)));
    assert_eq!(code(&room, &bob, &invite(half), &absent(half), 2), Err("list_full"));
    assert_eq!(code(&room, &bob, &invite(100), &absent(100), 2), Ok(1), "already on it");
    assert_eq!(code(&room, &bob, &invite(100), &about(&guest(100)), 2), Err("already_here"));
    for id in ids.skip_while(|id| *id < half) {
        done(&mut room, &chief, &invite(id), &about(&outside(guest(id))), 3);
    }
    assert_eq!(code(&room, &chief, &invite(99), &absent(99), 4), Err("list_full"));
    assert_eq!(room.state.invited.len(), limits::ROOM_LISTED);
}

#[test]
fn a_role_is_raised_to_one_or_lowered_from_it() {
    let (mut room, chief) = (owned(), account(1));
    let raise = |id, role| govern(Act::Raise { who: name(id), role });
    let lower = |id, role| govern(Act::Lower { who: name(id), role });
    let (member, moderator) = (Role::Member, Role::Moderator);
    for (command, id, expected) in [
        (raise(2, member), 2, Err("same_role")),
        (raise(2, moderator), 2, Err("same_role")),
        (raise(2, Role::Owner), 2, Ok(1)),
        (raise(4, moderator), 4, Ok(1)),
        (raise(5, member), 5, Ok(1)),
        (lower(2, member), 2, Err("same_role")),
        (lower(2, moderator), 2, Ok(1)),
        (lower(4, moderator), 4, Err("same_role")),
        (lower(4, member), 4, Ok(1)),
        (lower(5, member), 5, Err("same_role")),
        (lower(1, Role::Owner), 1, Err("outranked")),
    ] {
        assert_eq!(code(&room, &chief, &command, &about(&account(id)), 1), expected, "{command:?}");
    }
    // Of oneself one lays down what one has; more is others' to give.
    let (bob, dan) = (account(2), account(4));
    assert_eq!(code(&room, &dan, &lower(2, moderator), &about(&bob), 1), Err("forbidden"));
    assert_eq!(code(&room, &bob, &raise(2, Role::Owner), &about(&bob), 1), Err("forbidden"));
    assert_eq!(code(&room, &bob, &role_of(2, Some(moderator)), &about(&bob), 1), Err("forbidden"), "no less");
    assert_eq!(code(&room, &bob, &role_of(2, Some(member)), &about(&bob), 1), Ok(1));
    done(&mut room, &bob, &lower(2, moderator), &about(&bob), 2);
    assert_eq!(role(&room, &bob), None);
}

#[test]
fn several_modes_are_set_together_or_not_at_all() {
    let mut room = public();
    let chief = founder(1);
    let modes = |modes: &[Mode]| govern(Act::Modes(modes.to_vec()));
    let refused = [Mode::Secret(true), Mode::Limit(Some(0))];
    assert_eq!(code(&room, &chief, &modes(&refused), &Given::default(), 1), Err("bad_range"));
    assert_eq!(code(&room, &chief, &modes(&[]), &Given::default(), 1), Err("empty"));
    let keeps = [Mode::Secret(true), Mode::KeepDays(Some(3))];
    assert_eq!(code(&room, &chief, &modes(&keeps), &Given::default(), 1), Err("forbidden"));
    let several = modes(&[Mode::Slow(3), Mode::Secret(true), Mode::Slow(5)]);
    let facts = decide(&room, &chief, &several, &Given::default(), Millis(1)).unwrap();
    done(&mut room, &chief, &several, &Given::default(), 1);
    let one = vec![Mode::Secret(true), Mode::Slow(5)];
    assert_eq!(room.state.modes.list(), one);
    assert_eq!(facts[0].what, What::Governed(Deed::Modes(one)), "one of a kind");
}

#[test]
fn words_from_outside() {
    let (bob, chief) = (outside(guest(2)), founder(1));
    for (room, expected) in [
        (public(), Err("not_in_room")),
        (set(&[Mode::Outsiders(true)]), Ok(1)),
        (set(&[Mode::Outsiders(true), Mode::Moderated(true)]), Err("moderated")),
        (set(&[Mode::Outsiders(true), Mode::Private(true)]), Err("not_in_room")),
        (set(&[Mode::Outsiders(true), Mode::Secret(true)]), Err("no_such_room")),
    ] {
        assert_eq!(code(&room, &bob, &say("hi"), &Given::default(), 1), expected, "{:?}", room.state.modes);
    }
    let mut room = set(&[Mode::Outsiders(true), Mode::Slow(9)]);
    let soon = Given { last_said: Some(Millis(1_000)), ..Given::default() };
    assert_eq!(code(&room, &bob, &say("hi"), &soon, 2_000), Err("slow_down"));
    // Nothing else is theirs.
    for command in [role_of(1, None), kick(1), govern(Act::Topic(None))] {
        assert_eq!(code(&room, &bob, &command, &about(&chief), 2), Err("not_in_room"), "{command:?}");
    }
    done(&mut room, &chief, &mute(2, None), &about(&bob), 3);
    assert_eq!(code(&room, &bob, &say("hi"), &Given::default(), 9_000), Err("muted"));
}

#[test]
fn modes_and_words_within_bounds() {
    let (mut room, chief) = (owned(), account(1));
    let (people, slow) = (limits::LIMIT_PEOPLE, limits::SLOW_SECONDS);
    for (mode, expected) in [
        (Mode::Limit(Some(0)), Err("bad_range")),
        (Mode::Limit(Some(people)), Ok(1)),
        (Mode::Limit(Some(people + 1)), Err("bad_range")),
        (Mode::Slow(slow), Ok(1)),
        (Mode::Slow(slow + 1), Err("bad_range")),
        (Mode::Slow(0), Ok(1)),
        (Mode::KeepDays(Some(0)), Err("bad_range")),
        (Mode::KeepDays(Some(limits::KEEP_DAYS + 1)), Err("bad_range")),
        (Mode::KeepLast(Some(0)), Err("bad_range")),
        (Mode::KeepLast(Some(u64::MAX)), Err("bad_range")),
        (Mode::KeepLast(None), Ok(1)),
    ] {
        assert_eq!(code(&room, &chief, &govern(Act::Mode(mode.clone())), &Given::default(), 1), expected, "{mode:?}");
    }
    let long = "x".repeat(limits::LINE_OF_TEXT_BYTES + 1);
    let fits = &long[1..];
    for (words, expected) in
        [("news", Ok(1)), (fits, Ok(1)), ("two\nlines", Err("bad_text")), (long.as_str(), Err("too_long"))]
    {
        let why = Some(text(words));
        let topic = govern(Act::Topic(why.clone()));
        let out = govern(Act::Kick { who: name(4), why });
        assert_eq!(code(&room, &chief, &topic, &Given::default(), 1), expected, "{topic:?}");
        assert_eq!(code(&room, &chief, &out, &about(&account(4)), 1), expected, "{out:?}");
    }
    done(&mut room, &chief, &govern(Act::Topic(Some(text("news")))), &Given::default(), 2);
    assert_eq!(room.state.topic_set, Some(crate::TopicSet { by: chief.who.clone(), at: Millis(2) }));
    done(&mut room, &chief, &govern(Act::Topic(None)), &Given::default(), 3);
    assert_eq!((&room.state.topic, &room.state.topic_set), (&None, &None));
}

#[test]
fn lists_are_for_those_who_look_after_the_room() {
    let mut room = public();
    let ban = Sanction { who: None, host: Some(Host(1)), until: Some(Millis(50)), ..Sanction::new(1) };
    Arc::make_mut(&mut room.state).bans.push(ban);
    let mut found = actor(7, true);
    let seen_in = |room: &Room, who: &Actor, now| seen_by(room, who, Millis(now)).bans.len();
    let seen = |who: &Actor, now| seen_in(&room, who, now);
    assert_eq!(seen(&found, 10), 0);
    found.first = true;
    assert_eq!((seen(&found, 10), seen(&found, 50)), (1, 0));
    // A pattern is nobody in particular, and all who were there have read it.
    let pattern = Sanction { mask: Some(mask("x*")), ..Sanction::new(2) };
    Arc::make_mut(&mut room.state).bans.push(pattern);
    assert_eq!((seen_in(&room, &actor(8, true), 10), seen_in(&room, &actor(8, false), 10)), (1, 0));
}
