//! What people say of themselves: who is told, how long it lasts, and that an account's is stored first.

use super::accounts::{login, private, register};
use super::bench::{Bench, join, session};
use crate::Submission;
use causette_core::ports::AppendError;
use causette_core::refusal::NotSaved;
use causette_core::{Command, Name, Notice, ProfileEdit, ProfileKey, ProfileValue, limits};

/// `url=x -avatar`
pub(super) fn changed(changes: &[(ProfileKey, Option<ProfileValue>)]) -> String {
    let one = |(key, value): &(ProfileKey, Option<ProfileValue>)| match value {
        Some(value) => format!("{}={}", key.as_str(), value.as_str()),
        None => format!("-{}", key.as_str()),
    };
    changes.iter().map(one).collect::<Vec<_>>().join(" ")
}
/// What nobody is shown in words, and profiles.
pub(super) fn told(notice: &Notice) -> String {
    match notice {
        Notice::Profile { profile, changes } => format!("profile {} [{}]", profile.len(), changed(changes)),
        Notice::WatchedProfile(who, changes) => format!("watched {} says {}", who.name, changed(changes)),
        Notice::Introduced => "introduced".into(),
        _ => "told".into(),
    }
}
fn set(key: &str, value: Option<&str>) -> Command {
    let value = value.map(|value| ProfileValue::new(value).unwrap());
    Command::Profile(Some(ProfileEdit::Set(ProfileKey::new(key).unwrap(), value)))
}
fn watch(name: &str) -> Command {
    Command::Watch { names: vec![Name::given(name)], on: true }
}
fn close(bench: &mut Bench, who: u32) {
    bench.sequencer.push(Submission::Close { session: session(who), why: None, said: None });
    bench.run();
}

#[test]
fn what_one_says_is_told_to_ones_rooms_once_and_not_to_oneself() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, join("#tea"));
    bench.ask(3, join("#tea"));
    bench.run();
    bench.clear();
    bench.ask(1, set("url", Some("x")));
    bench.ask(1, set("url", None));
    bench.ask(1, set("url", None));
    bench.ask(1, Command::Profile(None));
    bench.run();
    bench.heard(1, &["profile 1 [url=x]", "profile 0 [-url]", "not_in_profile", "profile 0 []"]);
    // Once for each room they share: doors tell it once.
    bench.heard(3, &["guest1 says url=x", "guest1 says url=x", "guest1 says -url", "guest1 says -url"]);
}

#[test]
fn whoever_watches_somebody_hears_of_it_where_no_room_tells_them() {
    let mut bench = Bench::with_guests(2);
    bench.sequencer.push(Submission::Open { session: session(3), from: Default::default() });
    bench.ask(2, watch("guest1"));
    bench.ask(3, watch("guest1"));
    bench.run();
    bench.clear();
    bench.ask(1, set("url", Some("x")));
    bench.run();
    bench.heard(2, &["guest1 says url=x"]);
    bench.heard(3, &["watched guest1 says url=x"]);
    bench.ask(3, Command::Whois(Name::given("guest1")));
    bench.run();
    assert_eq!(bench.take(3).len(), 1);
}

#[test]
fn a_profile_has_a_limit_and_what_is_full_is_refused() {
    let mut bench = Bench::with_guests(1);
    for n in 0..limits::PROFILE_KEYS {
        bench.ask(1, set(&format!("k{n}"), Some("x")));
    }
    bench.run();
    bench.clear();
    bench.ask(1, set("one-more", Some("x")));
    bench.ask(1, Command::Profile(Some(ProfileEdit::Clear)));
    bench.ask(1, set("one-more", Some("x")));
    bench.run();
    let heard = bench.take(1);
    assert_eq!((heard.len(), heard[0].as_str(), heard[2].as_str()), (3, "list_full", "profile 1 [one-more=x]"));
}

#[test]
fn an_account_keeps_what_it_says_and_a_guest_takes_it_along_nowhere() {
    let mut bench = private(2);
    bench.ask(1, set("url", Some("a guest's")));
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    bench.ask(1, Command::Profile(None));
    bench.run();
    bench.heard(1, &["profile 0 []"]);
    // Two in one batch: the second is decided after the first is stored.
    bench.ask(1, set("url", Some("x")));
    bench.ask(1, set("avatar", Some("y")));
    bench.run();
    bench.heard(1, &["profile 1 [url=x]", "profile 2 [avatar=y]"]);
    bench.ask(1, Command::Logout);
    bench.ask(1, Command::Profile(None));
    bench.run();
    assert_eq!(bench.take(1).last().map(String::as_str), Some("profile 0 []"));
    close(&mut bench, 1);
    for _ in 0..200 {
        bench.say(2, "x");
        bench.run();
    }
    bench.ask(2, login("alice", "alice's password"));
    bench.run();
    bench.clear();
    bench.ask(2, Command::Profile(None));
    bench.run();
    bench.heard(2, &["profile 2 []"]);
}

#[test]
fn another_session_of_the_same_account_hears_of_it() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(2, login("alice", "alice's password"));
    bench.run();
    bench.clear();
    bench.ask(1, set("url", Some("x")));
    bench.run();
    bench.heard(1, &["profile 1 [url=x]"]);
    bench.heard(2, &["alice says url=x"]);
}

#[test]
fn what_cannot_be_stored_is_told_to_nobody() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    let full = AppendError::NotSaved { why: NotSaved::DiskFull, detail: "disk full".into() };
    bench.log.script.lock().unwrap().push_back(Err(full));
    bench.ask(1, set("url", Some("x")));
    bench.run();
    bench.heard(1, &["not_saved"]);
    bench.heard(2, &[]);
    bench.ask(1, Command::Profile(None));
    bench.run();
    bench.heard(1, &["profile 0 []"]);
}
