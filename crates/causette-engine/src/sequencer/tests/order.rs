//! One order for all, and each session's answers in the order of its commands.

use super::bench::{Bench, history, join, session};
use crate::Submission;
use causette_core::{ClientTags, Command, Millis, Name, Range, Style, Target, Text};

#[test]
fn everyone_sees_one_order() {
    let mut bench = Bench::with_guests(3);
    bench.say(1, "a");
    bench.say(2, "b");
    bench.say(1, "c");
    bench.run();
    bench.heard(1, &["ok #general 1", "2 guest2: b", "ok #general 3"]);
    bench.heard(2, &["1 guest1: a", "ok #general 2", "3 guest1: c"]);
    bench.heard(3, &["1 guest1: a", "2 guest2: b", "3 guest1: c"]);
    assert_eq!(bench.log.appends.lock().unwrap().last().unwrap().len(), 1, "one commit, one room");
}

#[test]
fn a_newcomer_sees_one_clean_cut() {
    let mut bench = Bench::with_guests(1);
    bench.say(1, "before");
    bench.sequencer.push(Submission::Open { session: session(2), from: causette_core::Origin::default() });
    bench.ask(2, join("#general"));
    bench.say(1, "after");
    bench.run();
    bench.heard(2, &["welcome guest2", "in #general 2 [1 guest1: before]", "2 guest1: after"]);
}

#[test]
fn a_door_s_own_words_keep_their_place() {
    let mut bench = Bench::with_guests(2);
    bench.say(1, "a");
    bench.sequencer.push(Submission::Local { session: session(1), bytes: (*b"pong").into() });
    bench.say(1, "b");
    bench.run();
    bench.heard(1, &["ok #general 1", "pong", "ok #general 2"]);
}

#[test]
fn what_follows_a_read_of_the_disk_waits_for_it_and_others_do_not() {
    let mut bench = Bench::with_guests(2);
    for i in 0..200 {
        bench.say(1, &format!("m{i}"));
        bench.run(); // one batch each, so that the tail is trimmed
    }
    bench.clear();
    bench.hold_fetches = true;
    bench.ask(1, history("#general", Range::After(10), 2));
    bench.say(1, "mine");
    bench.say(2, "other");
    bench.run();
    bench.heard(1, &["201 guest2: other"]);
    bench.heard(2, &["ok #general 201"]);
    bench.fetch();
    bench.run();
    bench.heard(1, &["[11 guest1: m10, 12 guest1: m11]+", "ok #general 202"]);
    bench.heard(2, &["202 guest1: mine"]);
}

/// Nothing overtakes it on the way: what another session asks for afterwards is answered after it was told.
#[test]
fn a_first_word_to_somebody_who_came_just_now_waits_for_no_read() {
    let mut bench = Bench::with_guests(2);
    bench.hold_fetches = true;
    let (to, text) = (Target::Person(Name::given("guest2")), Text::new("hello").unwrap());
    bench.ask(1, Command::Say { to, text, style: Style::Plain, reply_to: None, tags: ClientTags::NONE, key: None });
    bench.sequencer.push(Submission::Local { session: session(2), bytes: (*b"pong").into() });
    bench.run();
    assert!(bench.fetches.is_empty());
    bench.heard(1, &["opened @guest2", "ok @guest2 1"]);
    bench.heard(2, &["opened @guest1", "1 guest1: hello", "pong"]);
}

#[test]
fn times_never_decrease_when_the_clock_does() {
    let mut bench = Bench::with_guests(1);
    for now in [50, 10, 60, 0] {
        bench.now = Millis(now);
        bench.say(1, "x");
        bench.run();
    }
    let page = bench.log.appends.lock().unwrap().concat();
    let times: Vec<u64> =
        page.iter().filter(|a| a.row.is_none()).flat_map(|a| &a.entries).map(|e| e.fact.at.0).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(times.last(), Some(&60));
}
