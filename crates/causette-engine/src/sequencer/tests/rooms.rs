//! Rooms and direct conversations: made, entered, left, found again, caught up with.

use super::bench::{Bench, history, join, say, session};
use crate::Submission;
use causette_core::{Command, Range, RoomName, Target, limits};

#[test]
fn a_room_is_one_whatever_the_case_and_stays_when_empty() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, join("#Rust"));
    bench.run();
    bench.ask(2, join("#rUST"));
    bench.ask(1, say("#rust", "x", None));
    bench.ask(1, Command::Leave { room: RoomName::new("rust").unwrap(), why: None });
    bench.ask(2, Command::Leave { room: RoomName::new("rust").unwrap(), why: None });
    bench.ask(2, say("#rust", "y", None));
    bench.ask(2, join("#rust"));
    bench.run();
    bench.heard(1, &["in #Rust 1 []", "+guest2", "ok #Rust 1", "out #Rust"]);
    bench
        .heard(2, &["in #Rust 2 []", "1 guest1: x", "-guest1", "out #Rust", "not_in_room", "in #Rust 1 [1 guest1: x]"]);
}

#[test]
fn a_direct_conversation_is_for_two() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, say("@guest2", "psst", None));
    bench.run();
    bench.ask(2, say("@guest1", "yes?", None));
    bench.ask(1, say("@nobody", "x", None));
    bench.run();
    bench.ask(2, Command::Nick(causette_core::Name::new("bob").unwrap()));
    bench.ask(1, say("@bob", "hi", None));
    bench.run();
    bench.heard(1, &["opened @guest2", "ok @guest2 1", "2 guest2: yes?", "no_such_person", "guest2=bob", "ok @bob 3"]);
    bench.heard(2, &["opened @guest1", "1 guest1: psst", "ok @guest1 2", "you bob", "3 guest1: hi"]);
    bench.heard(3, &["guest2=bob"]);
    // A third person of the same name finds another conversation: theirs.
    bench.ask(
        3,
        Command::History {
            of: Target::Person(causette_core::Name::given("bob")),
            range: Range::After(0),
            limit: 9,
            only_words: false,
        },
    );
    bench.run();
    bench.heard(3, &["no_such_room"]);
}

#[test]
fn history_is_refused_out_of_range_and_for_rooms_that_do_not_exist() {
    let mut bench = Bench::with_guests(1);
    bench.say(1, "a");
    bench.ask(1, history("#general", Range::After(0), 0));
    bench.ask(1, history("#general", Range::After(0), 501));
    bench.ask(1, history("#nowhere", Range::After(0), 1));
    bench.ask(1, history("#general", Range::After(u64::MAX), 1));
    bench.ask(1, Command::Join { room: RoomName::new("#general").unwrap(), after: Some(2), secret: None });
    bench.run();
    bench.heard(1, &["ok #general 1", "bad_range", "bad_range", "no_such_room", "[]", "ahead"]);
}

#[test]
fn whoever_comes_back_gets_exactly_what_was_missed() {
    let mut bench = Bench::with_guests(1);
    for i in 1..=100 {
        bench.say(1, &format!("m{i}"));
        bench.run();
    }
    bench.sequencer.push(Submission::Open { session: session(2), from: causette_core::Origin::default() });
    bench.ask(2, Command::Join { room: RoomName::new("#general").unwrap(), after: Some(98), secret: None });
    bench.run();
    bench.heard(2, &["welcome guest2", "in #general 2 [99 guest1: m99, 100 guest1: m100]"]);
    // Further back than memory goes: told to catch up first.
    bench.sequencer.push(Submission::Open { session: session(3), from: causette_core::Origin::default() });
    bench.ask(3, Command::Join { room: RoomName::new("#general").unwrap(), after: Some(1), secret: None });
    bench.run();
    bench.heard(3, &["welcome guest3", "behind #general 1", "in #general 3 []+"]);
    let room = bench.log.appends.lock().unwrap().last().unwrap()[0].room;
    bench.sequencer.push(Submission::CatchUp { session: session(3), room, after: 1 });
    bench.run();
    let all: Vec<_> = (2..=100).map(|i| format!("{i} guest1: m{i}")).collect();
    bench.heard(3, &[&format!("missed [{}]+", all.join(", "))]);
    bench.sequencer.push(Submission::CatchUp { session: session(3), room, after: 100 });
    bench.run();
    bench.heard(3, &["missed []"]);
}

#[test]
fn rooms_per_session_are_limited() {
    let mut bench = Bench::with_guests(1);
    for i in 0..limits::ROOMS_PER_SESSION {
        bench.ask(1, join(&format!("#r{i}")));
    }
    bench.run();
    bench.clear();
    bench.ask(1, join("#one-more"));
    bench.run();
    bench.heard(1, &["too_many_rooms"]);
}

#[test]
fn whoever_comes_back_in_the_very_batch_that_says_more_than_a_page_misses_nothing() {
    let mut bench = Bench::with_guests(2);
    for i in 1..=limits::PAGE_FACTS + 3 {
        bench.say(1, &format!("m{i}"));
    }
    bench.ask(2, Command::Join { room: RoomName::new("#general").unwrap(), after: Some(0), secret: None });
    bench.say(1, "last");
    bench.run();
    let last = (limits::PAGE_FACTS + 3) as u64;
    let heard = bench.take(2);
    let shown = heard.iter().position(|words| words.starts_with("in #general 2 [1 guest1: m1,")).unwrap();
    assert!(heard[shown].ends_with("m500]+"), "a page, and there is more");
    assert_eq!(heard[shown - 1], "behind #general 500", "so it must catch up before it goes live");
    assert_eq!(heard[shown + 1..], [format!("{} guest1: last", last + 1)]);
}

#[test]
fn whoever_takes_the_name_of_one_who_left_does_not_get_their_conversation() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, say("@guest2", "psst", None));
    bench.run();
    bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
    bench.sequencer.push(Submission::Open { session: session(3), from: causette_core::Origin::default() });
    bench.ask(3, Command::Nick(causette_core::Name::new("alice").unwrap()));
    bench.run();
    bench.clear();
    // The first one comes back under another name; a third bears it no more.
    bench.sequencer.push(Submission::Open { session: session(4), from: causette_core::Origin::default() });
    bench.ask(4, Command::Resume("1".into()));
    bench.ask(4, say("@guest2", "it is me", None));
    bench.run();
    bench.heard(2, &["opened @guest4", "2 guest4: it is me"]);
    bench.heard(4, &["welcome guest4", "welcome guest4", "opened @guest2", "ok @guest2 2"]);
}

#[test]
fn strangers_conversations_take_no_place_among_one_s_rooms() {
    let mut bench = Bench::with_guests(1);
    for i in 2..=60 {
        bench.sequencer.push(Submission::Open { session: session(i), from: causette_core::Origin::default() });
        bench.ask(i, say("@guest1", "hi", None));
        bench.run();
        bench.sequencer.push(Submission::Close { session: session(i), why: None, said: None });
    }
    bench.run();
    bench.clear();
    bench.ask(1, join("#work"));
    bench.run();
    bench.heard(1, &["in #work 1 []"]);
}

#[test]
fn a_conversation_that_could_not_reach_its_other_side_is_refused() {
    let many = crate::limits::DIRECT_PER_SESSION as u32 + 10;
    let mut bench = Bench::with_guests(many);
    for i in 2..=many {
        bench.ask(i, say("@guest1", "hi", None));
        bench.run();
    }
    bench.heard(1000, &["opened @guest1", "ok @guest1 1"]);
    bench.heard(many, &["busy"]);
    bench.sequencer.push(Submission::Close { session: session(1000), why: None, said: None });
    bench.run();
    bench.ask(many, say("@guest1", "hi", None));
    bench.run();
    bench.heard(many, &["opened @guest1", "ok @guest1 1"]);
}

#[test]
fn a_newcomer_sees_the_last_twenty_however_long() {
    let mut bench = Bench::with_guests(1);
    for _ in 0..25 {
        bench.say(1, &"x".repeat(limits::TEXT_BYTES));
        bench.run();
    }
    bench.sequencer.push(Submission::Open { session: session(2), from: causette_core::Origin::default() });
    bench.ask(2, join("#general"));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard.last().unwrap().matches("guest1: xxx").count(), limits::REPLAY_FACTS);
}
