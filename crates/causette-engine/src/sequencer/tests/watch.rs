//! Who is told of whose coming, going and absence.

use super::accounts::{login, open, private, register};
use super::bench::{Bench, join, nick, session};
use crate::Submission;
use causette_core::{Command, Door, Face, Name, Origin, Sought, Text, limits};

fn watch(names: &[&str], on: bool) -> Command {
    Command::Watch { names: names.iter().map(|name| Name::given(name)).collect(), on }
}
fn close(bench: &mut Bench, who: u32) {
    bench.sequencer.push(Submission::Close { session: session(who), why: None, said: None });
    bench.run();
}
/// `n` sessions that are in no room: all they hear of each other is what they watch.
fn strangers(n: u32) -> Bench {
    let mut bench = Bench::new();
    for who in 1..=n {
        bench.sequencer.push(Submission::Open { session: session(who), from: Default::default() });
    }
    bench.run();
    bench.clear();
    bench
}

#[test]
fn a_watched_name_comes_changes_and_goes() {
    let mut bench = strangers(3);
    bench.ask(1, watch(&["bob", "guest3", "bob"], true));
    bench.run();
    bench.heard(1, &["watching [bob? guest3=guest3 bob?]"]);
    bench.ask(2, nick("bob"));
    bench.run();
    bench.ask(2, nick("Bob"));
    bench.run();
    bench.ask(2, nick("alice"));
    bench.run();
    // Another case of it is the same name.
    bench.heard(1, &["online bob", "offline Bob"]);
    close(&mut bench, 3);
    bench.ask(1, Command::Watched);
    bench.ask(2, nick("guest3"));
    bench.run();
    bench.heard(1, &["offline guest3", "watching [bob? guest3?]", "online guest3"]);
    // Nobody else hears of it, and they are told nothing of being watched.
    bench.heard(2, &["you bob", "you Bob", "you alice", "you guest3"]);
}

#[test]
fn what_is_told_has_its_place_between_other_answers() {
    let mut bench = strangers(2);
    bench.ask(1, watch(&["bob"], true));
    bench.ask(2, nick("bob"));
    bench.ask(1, Command::Watched);
    bench.ask(2, nick("carol"));
    bench.ask(1, Command::Watched);
    bench.run();
    bench.heard(1, &["watching [bob?]", "online bob", "watching [bob=bob]", "offline bob", "watching [bob?]"]);
}

#[test]
fn a_list_has_an_end_and_what_fits_is_kept() {
    let mut bench = strangers(2);
    let names: Vec<String> = (0..limits::WATCHED - 1).map(|n| format!("name{n}")).collect();
    bench.ask(1, watch(&names.iter().map(String::as_str).collect::<Vec<_>>(), true));
    bench.run();
    bench.clear();
    bench.ask(1, watch(&["bob", "carol", "dave"], true));
    bench.ask(1, watch(&["carol"], true));
    bench.ask(1, watch(&["BOB"], true));
    bench.ask(2, nick("bob"));
    bench.ask(2, nick("carol"));
    bench.run();
    let full = ["watching [bob?]", "list_full", "list_full", "watching [BOB?]", "online bob", "offline bob"];
    bench.heard(1, &full);
    bench.ask(1, watch(&["Bob", "name0"], false));
    bench.run();
    bench.clear();
    bench.ask(1, watch(&["carol", "dave"], true));
    bench.ask(1, Command::Unwatch);
    bench.ask(2, nick("dave"));
    bench.ask(1, Command::Watched);
    bench.run();
    bench.heard(1, &["watching [carol=carol dave?]", "watching []", "watching []"]);
}

#[test]
fn signing_in_and_out_under_another_name_is_another_name() {
    let mut bench = private(2);
    bench.ask(2, watch(&["alice", "guest1"], true));
    bench.ask(1, register("alice"));
    bench.run();
    // One more session of the same person is no news, nor is the end of one of two.
    open(&mut bench, 3, "127.0.0.1");
    bench.ask(3, login("alice", "alice's password"));
    bench.run();
    close(&mut bench, 1);
    let news = |heard: Vec<String>| -> Vec<String> {
        heard.into_iter().filter(|line| line.starts_with("online") || line.starts_with("offline")).collect()
    };
    assert_eq!(news(bench.take(2)), ["offline guest1", "online alice"]);
    bench.ask(3, Command::Logout);
    bench.run();
    assert_eq!(news(bench.take(2)), ["offline alice"]);
}

#[test]
fn an_absence_is_told_once() {
    let mut bench = strangers(3);
    for who in [1, 2, 3] {
        bench.ask(who, watch(&["guest3"], true));
    }
    bench.ask(2, join("#tea"));
    bench.ask(3, join("#tea"));
    bench.run();
    bench.clear();
    bench.ask(3, Command::Away(Text::new("lunch").ok()));
    bench.ask(3, Command::Away(Text::new("lunch").ok()));
    bench.ask(3, Command::Away(None));
    bench.run();
    bench.heard(1, &["watched guest3 away true", "watched guest3 away false"]);
    bench.heard(2, &["guest3 away true", "guest3 away false"]);
    bench.heard(3, &["away true", "away true", "away false"]);
}

#[test]
fn a_session_that_ends_watches_nobody() {
    let mut bench = strangers(2);
    bench.ask(1, watch(&["bob"], true));
    bench.run();
    close(&mut bench, 1);
    bench.sequencer.push(Submission::Open { session: session(1), from: Default::default() });
    bench.run();
    bench.clear();
    bench.ask(2, nick("bob"));
    bench.ask(1, Command::Watched);
    bench.run();
    bench.heard(1, &["watching []"]);
}

/// Whoever comes by IRC is nobody until they have said who they are: until then a name is only held.
#[test]
fn who_still_introduces_themselves_is_not_here() {
    let mut bench = strangers(2);
    let irc = Origin::clear(Door::Irc, None);
    bench.sequencer.push(Submission::Open { session: session(3), from: irc });
    bench.ask(1, watch(&["bob", "guest3"], true));
    bench.ask(3, nick("bob"));
    bench.ask(3, Command::Away(Text::new("lunch").ok()));
    bench.ask(1, Command::Watched);
    bench.ask(1, Command::Whowas(Name::given("guest3")));
    bench.ask(1, Command::Find(Sought::Named(vec![Name::given("bob")])));
    bench.ask(1, Command::Census);
    bench.run();
    let nobody = "watching [bob? guest3?]";
    bench.heard(1, &[nobody, nobody, "were []", "people []", "census 2 2 0 2 0 2"]);
    bench.ask(3, Command::Introduce(Face::new("bob", "Bob", false)));
    bench.ask(1, Command::Census);
    bench.ask(3, Command::Away(None));
    bench.run();
    bench.heard(1, &["online bob", "census 3 3 0 3 0 3", "watched bob away false"]);
    close(&mut bench, 3);
    bench.ask(1, Command::Whowas(Name::given("bob")));
    bench.sequencer.push(Submission::Open { session: session(4), from: irc });
    bench.run();
    // One that leaves before is no news, either.
    bench.ask(4, nick("bob"));
    bench.run();
    close(&mut bench, 4);
    bench.heard(1, &["offline bob", "were [bob@1]"]);
}
