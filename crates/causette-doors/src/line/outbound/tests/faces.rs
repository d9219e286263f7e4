//! How people present themselves and go, as people read it.

use super::*;
use causette_core::{Face, Signal, Typing};

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
    assert_eq!(signal(Signal::Described(who("bob"))), "");
    assert_eq!(signal(Signal::Typing(who("bob"), Typing::Active)), "");
    let what = causette_core::Tagged { id: 1, tags: causette_core::ClientTags::new([("x", "1")]).unwrap() };
    assert_eq!(signal(Signal::Tagged(who("bob"), what)), "");
}
