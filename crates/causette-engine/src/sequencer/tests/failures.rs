//! When the log cannot: refused and nothing shown, or unknown and the end.

use super::bench::{Bench, join, nick, say};
use crate::{Ending, Submission};
use causette_core::ports::AppendError;
use causette_core::refusal::NotSaved;

fn full() -> AppendError {
    AppendError::NotSaved { why: NotSaved::DiskFull, detail: "disk full".into() }
}

#[test]
fn what_is_not_saved_is_refused_shown_to_nobody_and_leaves_no_gap() {
    let mut bench = Bench::with_guests(2);
    bench.log.script.lock().unwrap().push_back(Err(full()));
    bench.say(1, "lost");
    bench.ask(2, nick("bob"));
    bench.say(2, "lost too");
    bench.run();
    bench.heard(1, &["not_saved", "guest2=bob"]);
    bench.heard(2, &["you bob", "not_saved"]);
    bench.say(1, "kept");
    bench.run();
    bench.heard(1, &["ok #general 1"]);
    bench.heard(2, &["1 guest1: kept"]);
}

#[test]
fn a_room_that_could_not_be_saved_does_not_exist() {
    let mut bench = Bench::with_guests(1);
    bench.log.script.lock().unwrap().push_back(Err(full()));
    bench.ask(1, join("#new"));
    bench.ask(1, say("#new", "hello?", None));
    bench.run();
    bench.heard(1, &["not_saved", "no_such_room"]);
    bench.ask(1, join("#new"));
    bench.ask(1, say("#new", "hello", None));
    bench.run();
    bench.heard(1, &["in #new 1 []", "ok #new 1"]);
}

#[test]
fn a_failed_flush_is_unknown_to_who_waits_and_ends_the_server() {
    let mut bench = Bench::with_guests(2);
    bench.log.script.lock().unwrap().push_back(Err(AppendError::Unknown("EIO".into())));
    bench.say(1, "maybe");
    bench.run();
    bench.heard(1, &["unknown", "bye StoreFailed", "closed"]);
    bench.heard(2, &["bye StoreFailed", "closed"]);
    assert_eq!(bench.ending, Some(Ending::StoreFailed("EIO".into())));
}

#[test]
fn stopping_tells_what_was_asked_before_and_says_goodbye() {
    let mut bench = Bench::with_guests(2);
    bench.say(1, "last");
    bench.sequencer.push(Submission::Stop);
    bench.run();
    bench.heard(1, &["ok #general 1", "bye Stopping", "closed"]);
    bench.heard(2, &["1 guest1: last", "bye Stopping", "closed"]);
    assert_eq!(bench.ending, Some(Ending::Asked));
}
