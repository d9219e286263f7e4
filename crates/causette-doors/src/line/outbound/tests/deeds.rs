//! What is done to rooms: topics, kicks, bans and mutes, lists of patterns.

use super::*;
use causette_core::{Listed, Mask};

#[test]
fn what_happens_to_rooms() {
    let deed = What::Governed;
    let sanction = |who, until, why: Option<&str>| Sanction {
        who,
        host: Some(Host(9)),
        until,
        why: why.map(text),
        ..Sanction::new(3)
    };
    let later = |minutes: u64| Some(Millis(NOW.0 + minutes * 60_000));
    fact(deed(Deed::Topic(Some(text("tea")))), "-- alice set the topic: tea", "-- alice a changé le sujet : tea");
    fact(deed(Deed::Topic(None)), "-- alice cleared the topic", "-- alice a effacé le sujet");
    fact(deed(Deed::Invited(who("bob"))), "-- alice invited bob", "-- alice a invité bob");
    fact(
        deed(Deed::Kicked { who: who("bob"), why: Some(text("spam")) }),
        "-- alice sent bob out (spam)",
        "-- alice a fait sortir bob (spam)",
    );
    fact(
        deed(Deed::Banned(sanction(Some(who("bob")), later(27), Some("spam")))),
        "-- alice banned bob until 14:30 (spam)",
        "-- alice a banni bob jusqu'à 14:30 (spam)",
    );
    fact(
        deed(Deed::Banned(sanction(None, later(600), None))),
        "-- alice banned an address until 2026-11-23 00:03",
        "-- alice a banni une adresse jusqu'à 2026-11-23 00:03",
    );
    fact(
        deed(Deed::Muted(sanction(Some(who("bob")), None, None))),
        "-- alice muted bob until it is lifted",
        "-- alice a retiré la parole à bob jusqu'à nouvel ordre",
    );
    fact(
        deed(Deed::Unbanned(sanction(Some(who("bob")), None, None))),
        "-- alice lifted the ban on bob",
        "-- alice a débanni bob",
    );
    fact(
        deed(Deed::Unmuted(sanction(Some(who("bob")), None, None))),
        "-- alice lets bob speak again",
        "-- alice a rendu la parole à bob",
    );
}

#[test]
fn patterns() {
    let (deed, mask) = (What::Governed, || Mask::new("bob!*@*").unwrap());
    fact(
        deed(Deed::Banned(Sanction { mask: Some(mask()), ..Sanction::new(3) })),
        "-- alice banned bob!*@* until it is lifted",
        "-- alice a banni bob!*@* jusqu'à nouvel ordre",
    );
    fact(
        deed(Deed::Exempt { mask: mask(), on: true }),
        "-- alice keeps bob!*@* from bans",
        "-- alice met bob!*@* à l'abri des bannissements",
    );
    fact(
        deed(Deed::Exempt { mask: mask(), on: false }),
        "-- alice no longer keeps bob!*@* from bans",
        "-- alice ne met plus bob!*@* à l'abri des bannissements",
    );
    fact(
        deed(Deed::Welcome { mask: mask(), on: true }),
        "-- alice lets bob!*@* in without an invitation",
        "-- alice laisse entrer bob!*@* sans invitation",
    );
    fact(
        deed(Deed::Welcome { mask: mask(), on: false }),
        "-- alice no longer lets bob!*@* in without an invitation",
        "-- alice ne laisse plus entrer bob!*@* sans invitation",
    );
    let mut state = RoomState::new(Kind::Named(RoomName::new("x").unwrap()));
    state.mutes.push(Sanction { mask: Some(mask()), ..Sanction::new(1) });
    let listed = |seq| Listed { mask: mask(), by: Name::given("al"), by_id: PersonId(1), at: NOW, seq };
    (state.exempt, state.welcome) = (vec![listed(2)], vec![listed(3)]);
    notice(
        Some(View::Bans),
        Notice::About { room: tag(), state: Arc::new(state) },
        "-- 1: muted: bob!*@*\n-- 2: touched by no ban: bob!*@*\n-- 3: needs no invitation: bob!*@*\n",
        "-- 1 : sans parole : bob!*@*\n-- 2 : à l'abri des bannissements : bob!*@*\n-- 3 : entre sans invitation : bob!*@*\n",
    );
}
