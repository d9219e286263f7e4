//! Retrying is safe: one key, one message.

use super::bench::{Bench, join, say, session};
use crate::Submission;
use causette_core::ports::Appended;
use causette_core::{Command, Fact, Millis, RoomId};
use std::sync::Arc;

#[test]
fn a_repeat_gets_the_first_answer() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, say("#general", "once", Some("k")));
    bench.ask(1, say("#general", "once", Some("k"))); // in the same batch
    bench.run();
    bench.ask(1, say("#general", "once", Some("k"))); // and later
    bench.ask(1, say("#general", "other", Some("k")));
    bench.ask(2, say("#general", "once", Some("k"))); // another sender's key is another key
    bench.run();
    bench.heard(1, &["ok #general 1", "ok #general 1", "ok #general 1", "key_reused", "2 guest2: once"]);
    bench.heard(2, &["1 guest1: once", "ok #general 2"]);
}

#[test]
fn a_key_holds_across_a_restart_for_who_comes_back() {
    let mut bench = Bench::with_guests(1);
    bench.ask(1, say("#general", "once", Some("k")));
    bench.run();
    bench.heard(1, &["ok #general 1"]);
    // The guest of session 1 had the first id; the room has the second.
    let mut again = Bench::on(bench.log, 1000);
    again.sequencer.push(Submission::Open { session: session(7), from: causette_core::Origin::default() });
    again.ask(7, Command::Resume("1".into()));
    again.ask(7, join("#general"));
    again.ask(7, say("#general", "new", None));
    again.ask(7, say("#general", "once", Some("k")));
    again.ask(7, say("#general", "other", Some("k")));
    again.run();
    again.heard(
        7,
        &[
            "welcome guest1",
            "welcome guest1",
            "in #general 1 [1 guest1: once]",
            "ok #general 2",
            "ok #general 1",
            "key_reused",
        ],
    );
}

#[test]
fn another_writer_s_facts_come_first() {
    let mut bench = Bench::with_guests(1);
    bench.say(1, "a");
    bench.run();
    let mine = bench.log.appends.lock().unwrap().last().unwrap()[0].entries[0].fact.clone();
    let theirs = Arc::new(Fact { seq: 2, at: Millis(9), ..Fact::clone(&mine) });
    bench.clear();
    bench.log.script.lock().unwrap().push_back(Ok(Appended::Behind(vec![theirs])));
    bench.log.script.lock().unwrap().push_back(Ok(Appended::Stored));
    bench.say(1, "b");
    bench.run();
    bench.heard(1, &["2 guest1: a", "ok #general 3"]);
    assert_ne!(mine.room, RoomId::DIRECTORY);
}
