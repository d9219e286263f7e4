//! Who may do what to whom, and how rooms come by those who look after them.

use super::*;
use crate::limits;

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
fn who_found_the_room_is_safe_from_those_they_chose() {
    let mut room = public();
    let (chief, bob, carol) = (founder(1), guest(2), guest(3));
    for bob in [&bob, &carol] {
        done(&mut room, &chief, &role_of(bob.who.id.0, Some(Role::Moderator)), &about(bob), 1);
    }
    assert_eq!(code(&room, &bob, &kick(1), &about(&chief), 2), Err("outranked"));
    assert_eq!(code(&room, &bob, &kick(3), &about(&carol), 2), Err("outranked"));
    assert_eq!(code(&room, &chief, &kick(2), &about(&bob), 2), Ok(1));
    // What nobody gave, nobody takes; not even oneself.
    for role in [None, Some(Role::Member)] {
        assert_eq!(code(&room, &bob, &role_of(1, role), &about(&chief), 2), Err("outranked"));
        assert_eq!(code(&room, &chief, &role_of(1, role), &about(&chief), 2), Err("on_yourself"));
    }
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
    assert_eq!(code(&room, &chief, &role_of(4, Some(Role::Moderator)), &about(&gone), 1), Ok(1));
    // A guest who is gone for good, also when somebody else bears the name since.
    let namesake = Actor { who: Sender { id: PersonId(40), name: name(4) }, ..guest(40) };
    for given in [Given::default(), about(&namesake)] {
        let mut room = room.clone();
        done(&mut room, &chief, &role_of(4, None), &given, 2);
        assert!(!room.state.roles.contains_key(&PersonId(4)));
    }
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
    assert_eq!(code(&room, &bob, &invite(half), &about(&guest(half)), 2), Err("list_full"));
    assert_eq!(code(&room, &bob, &invite(100), &about(&guest(100)), 2), Ok(1), "already on it");
    for id in ids.skip_while(|id| *id < half) {
        done(&mut room, &chief, &invite(id), &about(&outside(guest(id))), 3);
    }
    assert_eq!(code(&room, &chief, &invite(99), &about(&guest(99)), 4), Err("list_full"));
    assert_eq!(room.state.invited.len(), limits::ROOM_LISTED);
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
    for (words, expected) in [("news", Ok(1)), ("two\nlines", Err("bad_text")), (long.as_str(), Err("too_long"))] {
        let why = Some(text(words));
        let topic = govern(Act::Topic(why.clone()));
        let out = govern(Act::Kick { who: name(4), why });
        assert_eq!(code(&room, &chief, &topic, &Given::default(), 1), expected, "{topic:?}");
        assert_eq!(code(&room, &chief, &out, &about(&account(4)), 1), expected, "{out:?}");
    }
    done(&mut room, &chief, &govern(Act::Topic(Some(text("news")))), &Given::default(), 2);
    done(&mut room, &chief, &govern(Act::Topic(None)), &Given::default(), 3);
    assert_eq!(room.state.topic, None);
}

#[test]
fn lists_are_for_those_who_look_after_the_room() {
    let mut room = public();
    let ban = Sanction { who: None, host: Some(Host(1)), until: Some(Millis(50)), ..Sanction::new(1) };
    Arc::make_mut(&mut room.state).bans.push(ban);
    let mut found = actor(7, true);
    let seen = |who: &Actor, now| seen_by(&room, who, Millis(now)).bans.len();
    assert_eq!(seen(&found, 10), 0);
    found.first = true;
    assert_eq!((seen(&found, 10), seen(&found, 50)), (1, 0));
}
