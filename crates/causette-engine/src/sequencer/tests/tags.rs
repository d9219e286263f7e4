//! Client tags without words: told, or kept.

use super::bench::{Bench, join, room, say};
use causette_core::{ClientTags, Command, Name, Target, limits};

fn tags(to: Target, keep: bool) -> Command {
    Command::Tagged { to, tags: ClientTags::new([("x", "1")]).unwrap(), keep }
}
fn person(name: &str) -> Target {
    Target::Person(Name::given(name))
}

#[test]
fn who_is_there_hears_tags_and_nothing_is_kept() {
    let mut bench = Bench::with_guests(3);
    bench.ask(3, join("#tea"));
    bench.run();
    bench.clear();
    bench.ask(1, tags(room("#general"), false));
    bench.ask(1, say("#general", "hi", None));
    bench.ask(3, tags(room("#nowhere"), false));
    bench.ask(2, Command::Tagged { to: room("#general"), tags: ClientTags::NONE, keep: false });
    bench.run();
    bench.heard(1, &["guest1 tags 1", "ok #general 1"]);
    bench.heard(2, &["guest1 tags 1", "1 guest1: hi", "empty"]);
    bench.heard(3, &["guest1 tags 1", "1 guest1: hi", "no_such_room"]);
}

#[test]
fn tags_for_somebody_need_no_conversation_and_begin_none() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, tags(person("guest2"), false));
    bench.ask(1, tags(person("guest1"), false));
    bench.ask(1, tags(person("nobody"), false));
    bench.run();
    bench.heard(1, &["guest1 tags 1", "guest1 tags 1", "no_such_person"]);
    bench.heard(2, &["guest1 tags 1"]);
    bench.ask(2, Command::Ignore { who: Name::given("guest1"), on: true });
    bench.run();
    bench.clear();
    bench.ask(1, tags(person("guest2"), false));
    bench.run();
    bench.heard(2, &[]);
}

#[test]
fn kept_tags_are_an_entry_of_the_log() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, tags(room("#general"), true));
    bench.ask(1, say("#general", "hi", None));
    bench.run();
    bench.heard(1, &["ok #general 1", "ok #general 2"]);
    bench.heard(2, &["1 guest1 tags 1", "2 guest1: hi"]);
    let of = room("#general");
    bench.ask(2, Command::Delete { of, seq: 1, why: None });
    bench.run();
    bench.heard(2, &["no_such_message"]);
}

#[test]
fn in_a_full_room_tags_are_told_all_the_same() {
    let mut bench = Bench::with_guests(limits::PRESENCE_ANNOUNCED as u32 + 2);
    bench.clear();
    bench.ask(1, tags(room("#general"), false));
    bench.run();
    bench.heard(2, &["guest1 tags 1"]);
}
