//! When the log cannot: refused and nothing shown, or unknown and the end.

use super::accounts::{login, private, register};
use super::bench::{Bench, govern, history, join, nick, say};
use crate::{Ending, Submission};
use causette_core::ports::AppendError;
use causette_core::refusal::NotSaved;
use causette_core::{Act, Mode, Range};

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

/// In a private room people read what was said since they came. What was to be said just before them, and was not saved,
/// is none of it: the next message has its number, and is for them.
#[test]
fn whoever_comes_while_messages_are_not_saved_reads_what_is_said_next() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, join("#private"));
    bench.ask(1, govern("#private", Act::Mode(Mode::Private(true))));
    bench.run();
    bench.clear();
    bench.log.script.lock().unwrap().push_back(Err(full()));
    bench.ask(1, say("#private", "lost", None));
    bench.ask(2, join("#private"));
    bench.run();
    bench.heard(1, &["not_saved", "+guest2"]);
    bench.heard(2, &["in #private 2 from 2 []"]);
    bench.ask(1, say("#private", "kept", None));
    bench.run();
    bench.clear();
    bench.ask(2, history("#private", Range::After(0), 10));
    bench.run();
    bench.heard(2, &["from 2 [2 guest1: kept]"]);
}

/// Whoever is told that nobody knows whether they signed in is shown no room of that account.
#[test]
fn after_a_failed_flush_no_account_is_followed_into_its_rooms() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.ask(1, join("#room"));
    bench.run();
    bench.clear();
    bench.ask(2, login("alice", "alice's password"));
    bench.step();
    bench.log.script.lock().unwrap().push_back(Err(AppendError::Unknown("EIO".into())));
    bench.run();
    bench.heard(2, &["unknown", "bye StoreFailed", "closed"]);
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
