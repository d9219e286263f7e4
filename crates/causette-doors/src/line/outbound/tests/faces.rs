//! How people present themselves and go, as people read it.

use super::*;
use causette_core::{Face, OwnModes, Signal, Typing};

#[test]
fn how_somebody_presents_themselves() {
    let bob = Person {
        profile: Default::default(),
        who: who("bob"),
        rank: None,
        standing: Standing::Guest,
        away: None,
        rooms: vec![],
        face: Some(Face::new("bob", "Bob\u{202e} B.", true)),
        account: None,
        here: true,
        since: NOW,
        private: false,
    };
    notice(
        None,
        Notice::Person(bob),
        "-- bob is a guest, in no room that you can see\n-- bob goes by: Bob\u{fffd} B.\n-- bob is a program\n",
        "-- bob (sans compte) n'est dans aucun salon que vous puissiez voir\n\
         -- bob se présente ainsi\u{a0}: Bob\u{fffd} B.\n-- bob est un programme\n",
    );
}

#[test]
fn who_goes_may_say_a_last_word_and_who_types_is_not_shown() {
    let signal = |signal| written(Lang::En, |w| w.signal(&tag(), &signal));
    assert_eq!(signal(Signal::Departed(who("bob"), None)), "-- bob left #x\n");
    assert_eq!(signal(Signal::Departed(who("bob"), Some(text("tea\u{1b}[31m")))), "-- bob left #x (tea\u{241b}[31m)\n");
    assert_eq!(signal(Signal::Quit(who("bob"), None)), "-- bob is gone\n");
    assert_eq!(signal(Signal::Quit(who("bob"), Some(text("tea")))), "-- bob is gone (tea)\n");
    let off = |why| Signal::SentOff { who: who("bob"), by: who("alice"), why };
    assert_eq!(signal(off(None)), "-- alice sent bob off this server\n");
    assert_eq!(signal(off(Some(text("too loud")))), "-- alice sent bob off this server (too loud)\n");
    assert_eq!(signal(Signal::Described(who("bob"))), "");
    assert_eq!(signal(Signal::Typing(who("bob"), Typing::Active)), "");
    let what = causette_core::Tagged { id: 1, tags: causette_core::ClientTags::new([("x", "1")]).unwrap() };
    assert_eq!(signal(Signal::Tagged(who("bob"), what)), "");
}

#[test]
fn who_signs_in_or_out_is_told_as_that() {
    let became = |name, to, standing| Signal::Became { before: who(name), now: who(to), standing };
    let (account, guest) = (Standing::Account, Standing::Guest);
    for (signal, en, fr) in [
        (became("guest3", "bob", account), "guest3 signed in and is bob", "guest3 utilise maintenant son compte, bob"),
        (became("bob", "bob", account), "bob signed in", "bob utilise maintenant son compte"),
        (became("bob", "guest4", guest), "bob signed out and is guest4", "bob a quitté son compte et s'appelle guest4"),
        (became("bob", "bob", guest), "bob signed out", "bob a quitté son compte"),
    ] {
        for (lang, expect) in [(Lang::En, en), (Lang::Fr, fr)] {
            assert_eq!(written(lang, |w| w.signal(&tag(), &signal)), format!("-- {expect}\n"));
        }
        let Signal::Became { before, now, standing } = signal else { continue };
        let watched = Notice::WatchedBecame { before, now, standing };
        notice(None, watched, &format!("-- {en}\n"), &format!("-- {fr}\n"));
    }
    notice(None, Notice::WatchedDescribed(who("bob")), "", "");
}

#[test]
fn what_one_sets_for_oneself_is_told_as_far_as_it_was_asked() {
    let modes = OwnModes { invisible: true, accounts_only: false };
    let (guests, listed) = (
        [
            "guests may write to you; /guests off ends that",
            "les invités peuvent vous écrire\u{202f}; /visiteurs non y met fin",
        ],
        [
            "whoever shares no room with you finds you by your name only; /hide off ends that",
            "qui ne partage aucun salon avec vous ne vous trouve que par votre pseudo\u{202f}; /cacher non y met fin",
        ],
    );
    let line = |words: &str| format!("-- {words}\n");
    let own = |view, en: &str, fr: &str| notice(view, Notice::OwnModes(modes), en, fr);
    own(Some(View::Guests), &line(guests[0]), &line(guests[1]));
    own(Some(View::Listed), &line(listed[0]), &line(listed[1]));
    own(None, &(line(guests[0]) + &line(listed[0])), &(line(guests[1]) + &line(listed[1])));
}
