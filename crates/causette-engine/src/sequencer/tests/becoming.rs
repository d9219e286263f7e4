//! Signing in and out without leaving: what the rooms, the watchers and the session itself are told.

use super::accounts::{login, open, private, register};
use super::bench::{Bench, govern, join, nick, say, session};
use crate::Submission;
use causette_core::{Act, Command, Door, Face, Mode, Name, Notice, Origin, OwnMode, Sought, Text};

/// What is told of watched people, and of what one sets for oneself.
pub(super) fn words(notice: &Notice) -> String {
    match notice {
        Notice::Online(who) => format!("online {}", who.name),
        Notice::Offline(name) => format!("offline {name}"),
        Notice::WatchedAway(who, why) => format!("watched {} away {}", who.name, why.is_some()),
        Notice::WatchedBecame { before, now, standing } => {
            format!("watched {} is {} {standing:?}", before.name, now.name)
        }
        Notice::WatchedDescribed(who) => format!("watched ~{}", who.name),
        Notice::OwnModes(modes) => format!("modes {} {}", modes.invisible, modes.accounts_only),
        other => format!("{other:?}"),
    }
}
fn irc(bench: &mut Bench, n: u32, name: &str) {
    let from =
        Origin { door: Door::Irc, address: Some("127.0.0.1".parse().unwrap()), certificate: None, private: true };
    bench.sequencer.push(Submission::Open { session: session(n), from });
    bench.ask(n, nick(name));
    bench.ask(n, Command::Introduce(Face::new(name, name, false)));
    bench.run();
}
fn sign_in(name: &str) -> Command {
    login(name, &format!("{name}'s password"))
}
/// An account of that name, made by a session that is gone again.
fn account(bench: &mut Bench, name: &str) {
    open(bench, 99, "127.0.0.1");
    bench.ask(99, register(name));
    bench.run();
    bench.sequencer.push(Submission::Close { session: session(99), why: None, said: None });
    bench.run();
    bench.clear();
}
fn own(mode: OwnMode, on: bool) -> Command {
    Command::OwnModes(Some((mode, on)))
}
fn watch(name: &str) -> Command {
    Command::Watch { names: vec![Name::given(name)], on: true }
}

/// Each room hears it once, and of the person who was there no more than that.
#[test]
fn who_signs_in_stays_in_all_rooms() {
    let mut bench = private(3);
    account(&mut bench, "alice");
    for who in [1, 2] {
        bench.ask(who, join("#club"));
    }
    bench.run();
    bench.clear();
    bench.ask(1, sign_in("alice"));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard.iter().filter(|line| *line == "guest1 is alice Account").count(), 2, "{heard:?}");
    assert!(!heard.iter().any(|line| line.starts_with(['-', '+']) || line.starts_with("quit")), "{heard:?}");
    bench.heard(3, &["guest1 is alice Account", "1 alice joins"]);
    // Whoever found a room empty still looks after it.
    bench.clear();
    bench.ask(1, govern("#club", Act::Kick { who: Name::given("guest2"), why: None }));
    bench.run();
    assert_eq!(bench.take(2), ["2 alice kicks guest2", "out #club"]);
}

#[test]
fn an_account_that_is_there_already_makes_the_guest_go() {
    let mut bench = private(3);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    bench.ask(2, sign_in("alice"));
    bench.run();
    bench.heard(3, &["quit guest2"]);
    // One of two that signs out comes as somebody else.
    bench.ask(2, Command::Logout);
    bench.run();
    bench.heard(3, &["+guest4"]);
    bench.ask(1, Command::Logout);
    bench.run();
    bench.heard(3, &["alice is guest5 Guest"]);
}

/// A ban of the account holds for whoever turns out to be it; a room for accounts is none for a guest.
#[test]
fn who_may_not_stay_goes() {
    let mut bench = private(3);
    account(&mut bench, "eve");
    bench.ask(
        1,
        govern("#general", Act::Ban { whom: causette_core::Whom::Person(Name::given("eve")), span: None, why: None }),
    );
    bench.run();
    bench.clear();
    bench.ask(2, sign_in("eve"));
    bench.run();
    bench.heard(2, &["out #general", "signed in eve"]);
    bench.heard(3, &["quit guest2"]);
    account(&mut bench, "alice");
    bench.ask(3, sign_in("alice"));
    bench.ask(3, join("#members"));
    bench.ask(3, govern("#members", Act::Mode(Mode::AccountsOnly(true))));
    bench.run();
    bench.clear();
    bench.ask(3, Command::Logout);
    bench.run();
    assert!(bench.take(3).contains(&"out #members".to_owned()));
    bench.heard(1, &["alice is guest6 Guest"]);
}

/// On IRC a nickname is one's own choice; at a terminal one is who one signs in as.
#[test]
fn a_nickname_outlasts_signing_in_and_out() {
    let mut bench = private(1);
    account(&mut bench, "alice");
    irc(&mut bench, 2, "bar");
    irc(&mut bench, 3, "watcher");
    bench.ask(2, join("#general"));
    bench.ask(3, watch("bar"));
    bench.run();
    bench.clear();
    bench.ask(2, sign_in("alice"));
    bench.run();
    bench.heard(1, &["bar is bar Account", "1 bar joins"]);
    bench.heard(3, &["watched bar is bar Account"]);
    bench.ask(2, Command::Logout);
    bench.run();
    bench.heard(1, &["bar is bar Guest"]);
    bench.heard(3, &["watched bar is bar Guest"]);
    // Nobody left, so nobody was here by that name before.
    bench.ask(3, Command::Whowas(Name::given("bar")));
    bench.run();
    bench.heard(3, &["were []"]);
}

#[test]
fn an_absence_outlasts_it_too_and_is_seen_on_entering() {
    let mut bench = private(2);
    account(&mut bench, "alice");
    bench.ask(1, Command::Away(Text::new("lunch").ok()));
    bench.ask(1, sign_in("alice"));
    bench.run();
    bench.ask(2, say("@alice", "hi", None));
    bench.run();
    let heard = bench.take(2);
    assert!(heard.contains(&"alice is away".to_owned()), "{heard:?}");
    bench.ask(2, join("#tea"));
    bench.ask(1, join("#tea"));
    bench.run();
    assert_eq!(bench.take(2), ["in #tea 1 []", "1 alice joins", "+alice", "alice away true"]);
}

#[test]
fn who_takes_no_messages_of_guests_can_still_be_answered() {
    let mut bench = private(3);
    account(&mut bench, "alice");
    account(&mut bench, "bob");
    bench.ask(1, sign_in("alice"));
    bench.ask(1, own(OwnMode::AccountsOnly, true));
    bench.ask(3, sign_in("bob"));
    bench.run();
    bench.clear();
    let typing = || Command::Typing {
        to: causette_core::Target::Person(Name::given("alice")),
        state: causette_core::Typing::Active,
    };
    bench.ask(2, say("@alice", "spam", None));
    bench.ask(3, say("@alice", "hello", None));
    bench.run();
    bench.heard(2, &["no_guests"]);
    bench.heard(3, &["opened @alice", "ok @alice 1"]);
    bench.clear();
    bench.ask(1, say("@guest2", "yes?", None));
    bench.run();
    bench.ask(2, say("@alice", "thanks", None));
    bench.run();
    assert_eq!(bench.take(2).last().unwrap(), "ok @alice 2");
    // What was said before does not count: she begins anew.
    bench.ask(1, own(OwnMode::AccountsOnly, false));
    bench.ask(1, own(OwnMode::AccountsOnly, true));
    bench.ask(2, say("@alice", "more", None));
    bench.ask(2, typing());
    bench.run();
    bench.heard(2, &["no_guests", "no_guests"]);
    bench.ask(1, own(OwnMode::AccountsOnly, false));
    bench.ask(2, say("@alice", "more", None));
    bench.run();
    bench.heard(2, &["ok @alice 3"]);
}

#[test]
fn who_is_invisible_is_found_by_name_or_where_one_meets() {
    let mut bench = private(2);
    irc(&mut bench, 3, "carol");
    bench.ask(1, nick("alice"));
    bench.ask(1, own(OwnMode::Invisible, true));
    bench.run();
    bench.clear();
    let find = |names: Sought| Command::Find(names);
    bench.ask(3, find(Sought::All));
    bench.ask(3, find(Sought::Named(vec![Name::given("alice")])));
    bench.ask(3, Command::Whois(Name::given("alice")));
    bench.ask(1, Command::Whois(Name::given("alice")));
    bench.ask(2, Command::Whois(Name::given("alice")));
    bench.run();
    bench.heard(3, &["people [carol in , guest2 in #general]", "people [alice in ]", "alice in "]);
    bench.heard(1, &["alice in #general(Moderator)"]);
    bench.heard(2, &["alice in #general(Moderator)"]);
    bench.ask(3, join("#general"));
    bench.run();
    bench.clear();
    bench.ask(3, find(Sought::All));
    bench.run();
    assert!(bench.take(3)[0].contains("alice in #general"));
}

#[test]
fn what_one_sets_holds_on_all_ones_sessions_while_one_is_here() {
    let mut bench = private(2);
    account(&mut bench, "alice");
    for who in [1, 2] {
        bench.ask(who, sign_in("alice"));
    }
    bench.run();
    bench.clear();
    bench.ask(1, own(OwnMode::Invisible, true));
    bench.ask(1, own(OwnMode::Invisible, true));
    bench.ask(2, Command::OwnModes(None));
    bench.run();
    bench.heard(1, &["modes true false", "modes true false"]);
    bench.heard(2, &["modes true false", "modes true false"]);
    for who in [1, 2] {
        bench.sequencer.push(Submission::Close { session: session(who), why: None, said: None });
    }
    open(&mut bench, 3, "127.0.0.1");
    bench.ask(3, sign_in("alice"));
    bench.run();
    bench.clear();
    bench.ask(3, Command::OwnModes(None));
    bench.run();
    bench.heard(3, &["modes false false"]);
}

#[test]
fn another_face_is_told_to_those_who_watch_from_elsewhere() {
    let mut bench = private(1);
    irc(&mut bench, 2, "bar");
    bench.ask(1, watch("bar"));
    bench.run();
    bench.clear();
    bench.ask(2, Command::Introduce(Face::new("bar", "Bar the Second", false)));
    bench.run();
    bench.heard(1, &["watched ~bar"]);
    bench.ask(2, join("#general"));
    bench.run();
    bench.clear();
    bench.ask(2, Command::Introduce(Face::new("bar", "Bar the Third", false)));
    bench.run();
    bench.heard(1, &["~bar"]);
}

/// Both sessions of a person hear that one of them took another name, and so do the rooms.
#[test]
fn a_name_is_changed_for_all_sessions() {
    let mut bench = private(3);
    account(&mut bench, "alice");
    for who in [1, 2] {
        bench.ask(who, sign_in("alice"));
    }
    bench.run();
    bench.clear();
    bench.ask(1, nick("al"));
    bench.run();
    bench.heard(1, &["you al"]);
    bench.heard(2, &["you al", "alice=al"]);
    bench.heard(3, &["alice=al"]);
}
