//! Bans and mutes of patterns, exceptions from them, and standing invitations.

use super::*;
use crate::limits;
use crate::mask::{half_of, host_of};

fn ban_of(raw: &str) -> Command {
    govern(Act::Ban { whom: Whom::Mask(mask(raw)), span: None, why: None })
}
fn mute_of(raw: &str) -> Command {
    govern(Act::Mute { whom: Whom::Mask(mask(raw)), span: None, why: None })
}
fn exempt(raw: &str, on: bool) -> Command {
    govern(Act::Exempt { mask: mask(raw), on })
}
fn welcome(raw: &str, on: bool) -> Command {
    govern(Act::Welcome { mask: mask(raw), on })
}
fn two() -> Given {
    Given { present: 2, ..Given::default() }
}
fn does(room: &mut Room, command: &Command, now: u64) {
    done(room, &founder(1), command, &two(), now);
}
fn enters(room: &Room, who: &Actor) -> Result<usize, &'static str> {
    code(room, &outside(who.clone()), &join(), &two(), 9)
}
fn signed_in(id: u128, of: &str) -> Actor {
    Actor { account: Some(Name::given(of)), ..account(id) }
}

#[test]
fn a_ban_of_a_pattern_keeps_out_whoever_matches() {
    let (bob, anne) = (guest(2), signed_in(3, "anne"));
    for (raw, keeps_bob, keeps_anne) in [
        ("P2", true, false),
        ("p?", true, true),
        ("*!u@*", true, true),
        ("*!web@*", false, false),
        ("*@*.guest", true, false),
        ("*@0000000000000000.*", true, true),
        ("~account:*", false, true),
        ("~a:ANNE", false, true),
        ("anne", false, false),
    ] {
        let mut room = public();
        does(&mut room, &ban_of(raw), 1);
        for (who, kept_out) in [(&bob, keeps_bob), (&anne, keeps_anne)] {
            assert_eq!(enters(&room, who).err(), kept_out.then_some("banned"), "{raw}");
            // Neither enters nor reads from outside.
            let reads = code(&room, &outside(who.clone()), &history(5), &two(), 9);
            assert_eq!(reads.err(), kept_out.then_some("banned"), "{raw}");
        }
    }
    let web = Actor { user: Some("web".into()), ..bob };
    let mut room = public();
    does(&mut room, &ban_of("*!WEB@*"), 1);
    assert_eq!(enters(&room, &web), Err("banned"));
}

/// Fault 26: a guest's host is another with each connection; who keeps it out means whoever comes from there.
#[test]
fn a_pattern_of_one_guest_s_host_is_of_their_address_too() {
    let far = |id: u128| Actor { host: Some(Host(id as u64)), ..actor(id << 64, true) };
    let raw = format!("*!*@{}", host_of(PersonId(2 << 64), Standing::Guest));
    assert_eq!(mask(&raw).guest(), Some(half_of(PersonId(2 << 64 | 9))));
    for other in ["*!*@*.guest", "*!*@0000000000000002.account", "*!*@2.guest", "~account:x", "p2"] {
        assert_eq!(mask(other).guest(), None, "{other}");
    }
    for (act, meets) in [(ban_of(&raw), "banned"), (mute_of(&raw), "muted")] {
        let mut room = public();
        done(&mut room, &founder(1), &act, &Given { host: Some(Host(2)), ..two() }, 1);
        let again = Actor { host: Some(Host(2)), since: Some(room.head), ..far(3) };
        let says = |who: Actor| code(&room, &Actor { since: Some(room.head), ..who }, &say("x"), &two(), 9);
        assert_eq!(says(far(2)).err(), Some(meets));
        assert_eq!(says(again.clone()).err(), Some(meets));
        assert_eq!(says(far(4)), Ok(1));
        // A whole class can come from one address: accounts are not touched.
        assert_eq!(says(Actor { standing: Standing::Account, ..again }), Ok(1));
    }
}

#[test]
fn those_who_were_there_or_have_a_role_stay() {
    let mut room = public();
    does(&mut room, &say("hi"), 1);
    let there = Actor { since: Some(room.head), ..guest(2) };
    does(&mut room, &ban_of("*"), 2);
    assert_eq!(code(&room, &there, &say("x"), &two(), 9), Ok(1));
    assert_eq!(enters(&room, &there), Err("banned"));
    let later = Actor { since: Some(room.head), ..guest(3) };
    assert_eq!(code(&room, &later, &say("x"), &two(), 9), Err("banned"));
    let operator = Actor { rank: Some(Role::Moderator), ..account(4) };
    assert_eq!((enters(&room, &operator), enters(&room, &account(5))), (Ok(1), Err("banned")));
    give(&mut room, 5, Role::Member);
    assert_eq!(enters(&room, &account(5)), Ok(1));
}

#[test]
fn a_mute_of_a_pattern_holds_at_once() {
    let mut room = public();
    let speaks = |room: &Room, who: &Actor| code(room, who, &say("x"), &two(), 9);
    does(&mut room, &mute_of("p2"), 1);
    assert_eq!((speaks(&room, &guest(2)), speaks(&room, &guest(3))), (Err("muted"), Ok(1)));
    // Another name is another word: a pattern follows what it says, not the person.
    let renamed = Actor { who: Sender { name: Name::given("rob"), ..guest(2).who }, ..guest(2) };
    assert_eq!(speaks(&room, &renamed), Ok(1));
    does(&mut room, &govern(Act::Unmute(Whom::Mask(mask("P2!*@*")))), 2);
    assert_eq!(speaks(&room, &guest(2)), Ok(1));
    does(&mut room, &mute_of("p2"), 3);
    give(&mut room, 2, Role::Member);
    assert_eq!(speaks(&room, &guest(2)), Ok(1));
}

#[test]
fn who_is_exempt_is_touched_by_no_ban_and_by_no_mute_of_a_pattern() {
    let mut room = public();
    let bob = Actor { host: Some(Host(77)), ..guest(2) };
    done(&mut room, &founder(1), &ban(2, None), &about(&bob), 1);
    does(&mut room, &ban_of("p2"), 2);
    let address = Act::Ban { whom: Whom::Address("192.0.2.1".parse().unwrap()), span: None, why: None };
    done(&mut room, &founder(1), &govern(address), &Given { host: Some(Host(77)), ..two() }, 3);
    does(&mut room, &mute_of("p2"), 4);
    assert_eq!(room.state.bans.len(), 3);
    assert_eq!(enters(&room, &bob), Err("banned"));
    does(&mut room, &exempt("P?", true), 5);
    assert_eq!(enters(&room, &bob), Ok(0));
    assert_eq!(code(&room, &bob, &say("x"), &two(), 9), Ok(1));
    // A mute of them is meant for them.
    done(&mut room, &founder(1), &mute(2, None), &about(&bob), 6);
    assert_eq!(code(&room, &bob, &say("x"), &two(), 9), Err("muted"));
    does(&mut room, &exempt("p?!*@*", false), 7);
    assert_eq!((enters(&room, &bob), room.state.exempt.len()), (Err("banned"), 0));
}

#[test]
fn who_is_welcome_needs_no_invitation_and_all_else_that_others_need() {
    let (anne, eve) = (signed_in(3, "anne"), signed_in(4, "eve"));
    let mut room = set(&[Mode::InviteOnly(true)]);
    does(&mut room, &welcome("~account:anne", true), 1);
    assert_eq!((enters(&room, &anne), enters(&room, &eve)), (Ok(1), Err("need_invite")));
    let locked = |mode: Mode| {
        let mut room = room.clone();
        Arc::make_mut(&mut room.state).modes.set(&mode);
        enters(&room, &anne)
    };
    assert_eq!(locked(Mode::Limit(Some(2))), Err("room_full"));
    assert_eq!(locked(Mode::Key(Secret::new("sesame").ok())), Err("need_key"));
    // It opens the door and shows nothing before that.
    assert_eq!(code(&room, &outside(anne.clone()), &history(5), &two(), 9), Err("not_in_room"));
    does(&mut room, &ban_of("p3"), 2);
    assert_eq!(enters(&room, &anne), Err("banned"));
    does(&mut room, &welcome("~a:ANNE", false), 3);
    does(&mut room, &govern(Act::Unban(Whom::Fact(2))), 4);
    assert_eq!(enters(&room, &anne), Err("need_invite"));
}

#[test]
fn lists_hold_one_entry_a_pattern_and_no_more_than_they_may() {
    let mut room = public();
    for (n, command) in
        [ban_of("x"), ban_of("X!*@*"), mute_of("x"), exempt("x", true), exempt("X", true)].iter().enumerate()
    {
        does(&mut room, command, n as u64 + 1);
    }
    let state = &room.state;
    assert_eq!((state.bans.len(), state.mutes.len(), state.exempt.len(), state.welcome.len()), (1, 1, 1, 0));
    assert_eq!((state.bans[0].seq, &state.bans[0].by, state.bans[0].at), (2, &name(1), Millis(2)));
    assert_eq!((state.exempt[0].seq, state.exempt[0].by_id, state.exempt[0].at), (5, PersonId(1), Millis(5)));
    // Who made what is lifted is in its own fact.
    let lifted = decide(&room, &founder(1), &govern(Act::Unban(Whom::Mask(mask("x")))), &two(), Millis(9)).unwrap();
    let made = Sanction { mask: Some(mask("X")), ..Sanction::new(2) };
    assert_eq!(lifted[0].what, What::Governed(crate::Deed::Unbanned(made)));
    for off in [exempt("y", false), welcome("x", false)] {
        assert_eq!(code(&room, &founder(1), &off, &two(), 9), Err("not_listed"));
    }
    assert_eq!(code(&room, &founder(1), &govern(Act::Unban(Whom::Mask(mask("y")))), &two(), 9), Err("not_sanctioned"));
    for n in 1..limits::ROOM_LISTED {
        does(&mut room, &exempt(&format!("n{n}"), true), 9);
        does(&mut room, &welcome(&format!("n{n}"), true), 9);
    }
    does(&mut room, &welcome("last", true), 9);
    for (command, expect) in [
        (exempt("one-more", true), Err("list_full")),
        (welcome("one-more", true), Err("list_full")),
        // Not one more.
        (exempt("N7", true), Ok(1)),
        (welcome("N7", false), Ok(1)),
    ] {
        assert_eq!(code(&room, &founder(1), &command, &two(), 9), expect, "{command:?}");
    }
}

#[test]
fn only_moderators_see_the_lists_and_they_lapse_with_the_others() {
    let mut room = public();
    for command in [exempt("x", true), welcome("y", true)] {
        assert!(!room.state.lapses() || room.head > 0);
        does(&mut room, &command, 1);
    }
    let seen = |who: &Actor| {
        let state = seen_by(&room, who, Millis(9));
        (state.exempt.len(), state.welcome.len())
    };
    assert_eq!((seen(&founder(1)), seen(&guest(2))), ((1, 1), (0, 0)));
    let empty = Given::default();
    let facts = decide(&room, &outside(guest(2)), &join(), &empty, Millis(9)).unwrap();
    facts.iter().for_each(|fact| apply(&mut room, fact));
    assert_eq!((room.state.exempt.len(), room.state.welcome.len()), (0, 0));
    // Either of them is something that lapses.
    for command in [exempt("x", true), welcome("y", true)] {
        let mut room = public();
        does(&mut room, &command, 1);
        assert!(room.state.lapses(), "{command:?}");
    }
}

/// Only where there are patterns is anybody's user name asked for.
#[test]
fn a_room_knows_whether_it_has_patterns() {
    let mut room = public();
    done(&mut room, &founder(1), &ban(2, None), &about(&guest(2)), 1);
    assert!(!room.state.has_patterns(), "a ban of a person is none");
    for command in [ban_of("x"), mute_of("x"), exempt("x", true), welcome("x", true)] {
        let mut room = room.clone();
        does(&mut room, &command, 2);
        assert!(room.state.has_patterns(), "{command:?}");
    }
}

#[test]
fn nobody_is_welcome_in_the_server_s_own_room() {
    let owner = Actor { rank: Some(Role::Owner), since: Some(0), ..account(1) };
    let mut server = Room::directory();
    let welcome = welcome("*", true);
    assert_eq!(code(&server, &owner, &welcome, &two(), 1), Err("fixed_room"));
    // A pattern keeps newcomers out of all of it, and an exception lets some in again.
    done(&mut server, &owner, &ban_of("*@*.guest"), &two(), 2);
    let newcomer = Actor { since: Some(server.head), ..guest(7) };
    let admitted = |server: &Room, who: &Actor| crate::server::admitted(server, who, Millis(9)).is_ok();
    assert!(!admitted(&server, &newcomer) && admitted(&server, &Actor { since: Some(0), ..guest(7) }));
    assert!(admitted(&server, &account(8)));
    done(&mut server, &owner, &exempt("p7", true), &two(), 3);
    assert!(admitted(&server, &newcomer));
}

#[test]
fn erasing_somebody_takes_their_name_off_what_they_made() {
    let mut room = public();
    for command in [ban_of("x"), mute_of("x"), exempt("x", true), welcome("x", true)] {
        does(&mut room, &command, 1);
    }
    assert_eq!(room.state.without(PersonId(2)), None);
    let left = room.state.without(PersonId(1)).unwrap();
    let made = left.bans.iter().chain(&left.mutes).map(|made| (&made.by, made.by_id));
    let listed = left.exempt.iter().chain(&left.welcome).map(|made| (&made.by, made.by_id));
    let all: Vec<_> = made.chain(listed).collect();
    assert_eq!(all, vec![(&Name::erased(), PersonId::SERVER); 4]);
}
