//! Ranks of the whole server: what they are worth in rooms, among operators, and in the server's own room.

use super::*;
use crate::{HookUrl, HookWish};

const RANKS: [Option<Role>; 4] = [None, Some(Role::Member), Some(Role::Moderator), Some(Role::Owner)];

/// An account of that rank, in no room.
fn ranked(id: u128, rank: Option<Role>) -> Actor {
    Actor { rank, ..outside(account(id)) }
}

#[test]
fn a_rank_is_a_role_in_the_servers_own_room_and_operators_own_the_others() {
    let server = Room::directory();
    for rank in RANKS {
        let who = ranked(7, rank);
        assert_eq!(role(&server, &who), rank);
        assert_eq!(role(&public(), &who), who.operates().then_some(Role::Owner), "{rank:?}");
        assert_eq!(role(&direct(), &who), None, "{rank:?}");
    }
}

#[test]
fn who_operates_knows_of_every_room_and_a_reader_of_the_servers_own() {
    let (server, secret) = (Room::directory(), plaza(set(&[Mode::Secret(true)])));
    for rank in RANKS {
        let who = ranked(7, rank);
        assert_eq!(visible(&secret, &who), who.operates(), "{rank:?}");
        assert_eq!(visible(&server, &who), rank.is_some(), "{rank:?}");
        // Who was in it when their rank went knows it no more.
        assert_eq!(visible(&server, &Actor { rank, ..account(7) }), rank.is_some(), "{rank:?}");
    }
}

#[test]
fn among_operators_ranks_count() {
    for mine in [Some(Role::Moderator), Some(Role::Owner)] {
        for theirs in RANKS {
            let got = code(&public(), &ranked(1, mine), &ban(2, None), &about(&ranked(2, theirs)), 1);
            assert_eq!(got, if theirs > mine { Err("outranked") } else { Ok(1) }, "{mine:?} of {theirs:?}");
        }
    }
}

#[test]
fn what_is_said_is_sent_out_by_owners_who_are_members() {
    let mut room = public();
    give(&mut room, 1, Role::Owner);
    give(&mut room, 2, Role::Moderator);
    let url = HookUrl::new("https://example.org").unwrap();
    let make = Command::Webhook(HookWish::Make { room: general(), url, label: None });
    let operator = |member| Actor { member, ..ranked(3, Some(Role::Moderator)) };
    for (who, expected) in [
        (account(1), Ok(0)),
        (outside(account(1)), Err("not_in_room")),
        (account(2), Err("forbidden")),
        (operator(true), Ok(0)),
        (operator(false), Err("not_in_room")),
    ] {
        assert_eq!(code(&room, &who, &make, &Given::default(), 1), expected, "{who:?}");
    }
    let owner = Actor { member: true, ..ranked(4, Some(Role::Owner)) };
    assert_eq!(code(&Room::directory(), &owner, &make, &Given::default(), 1), Err("fixed_room"));
}

#[test]
fn no_ban_touches_who_operates_but_the_servers_own_all_but_its_owner() {
    for rank in RANKS {
        let who = Actor { since: Some(0), ..ranked(7, rank) };
        let ban = Sanction { who: Some(who.who.clone()), ..Sanction::new(1) };
        let banned = |mut room: Room| {
            Arc::make_mut(&mut room.state).bans.push(ban.clone());
            room
        };
        let says = code(&banned(public()), &who, &say("x"), &Given::default(), 1);
        assert_eq!(says, if who.operates() { Ok(1) } else { Err("banned") }, "{rank:?}");
        let admitted = crate::server::admitted(&banned(Room::directory()), &who, Millis(1)).is_ok();
        assert_eq!(admitted, rank == Some(Role::Owner), "{rank:?}");
    }
}
