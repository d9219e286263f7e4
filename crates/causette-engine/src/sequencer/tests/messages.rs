//! Messages changed, taken back, found, read and let go.

use super::bench::{Bench, Trusting, history, room, say};
use crate::Submission;
use causette_core::ports::{Keep, Log};
use causette_core::{Command, Mark, Query, Range, Text};

fn edit(seq: u64, text: &str) -> Command {
    Command::Edit { of: room("#general"), seq, text: Text::new(text).unwrap() }
}
fn delete(seq: u64) -> Command {
    Command::Delete { of: room("#general"), seq, why: None }
}
fn search(words: &str) -> Command {
    Command::Search { of: Some(room("#general")), query: Query::new(words, None).unwrap(), limit: 10 }
}

#[test]
fn ones_own_message_can_be_changed_and_taken_back_even_at_once() {
    let mut bench = Bench::with_guests(2);
    bench.say(1, "helo");
    bench.ask(1, edit(1, "hello"));
    bench.ask(2, edit(1, "goodbye"));
    bench.ask(2, Command::React { of: room("#general"), seq: 1, mark: Mark::new("+1").unwrap(), on: true });
    bench.ask(1, delete(1));
    bench.ask(1, edit(1, "again"));
    bench.ask(2, history("#general", Range::After(0), 10));
    bench.run();
    bench.heard(1, &["ok #general 1", "ok #general 2", "3 guest2 +1 1 true", "ok #general 4", "no_such_message"]);
    let page = "[1 Deleted, 2 Deleted, 3 guest2 +1 1 true, 4 guest1 deletes 1]";
    bench.heard(
        2,
        &["1 guest1: helo", "2 guest1 edits 1: hello", "not_yours", "ok #general 3", "4 guest1 deletes 1", page],
    );
}

/// Far back, the message is read from the log; what happened to it meanwhile counts.
#[test]
fn an_old_message_is_changed_as_it_is_now() {
    let mut bench = Bench::with_guests(2);
    for n in 1..=200 {
        bench.say(1, &format!("message {n}"));
    }
    bench.run();
    bench.clear();
    bench.hold_fetches = true;
    bench.ask(1, edit(3, "new"));
    bench.ask(2, delete(4));
    bench.run();
    bench.ask(1, delete(3));
    bench.run();
    bench.fetch();
    bench.run();
    bench.fetch();
    bench.run();
    assert_eq!(bench.take(2), ["201 guest1 edits 3: new", "not_yours", "202 guest1 deletes 3"]);
    bench.ask(1, delete(300));
    bench.run();
    assert_eq!(bench.take(1), ["ok #general 201", "ok #general 202", "no_such_message"]);
}

#[test]
fn what_was_taken_back_is_not_found_and_its_key_is_free() {
    let mut bench = Bench::with_guests(1);
    bench.ask(1, say("#general", "the Réunion at noon", Some("k")));
    bench.say(1, "another reunion");
    bench.ask(1, search("reunion"));
    bench.ask(1, delete(1));
    bench.ask(1, search("réu"));
    bench.ask(1, say("#general", "the same key", Some("k")));
    bench.run();
    let found = "found [#general 2 guest1: another reunion, #general 1 guest1: the Réunion at noon]";
    bench.heard(
        1,
        &[
            "ok #general 1",
            "ok #general 2",
            found,
            "ok #general 3",
            "found [#general 2 guest1: another reunion]",
            "ok #general 4",
        ],
    );
}

#[test]
fn marks_move_forward_and_say_what_there_is_to_read() {
    let mut bench = Bench::with_guests(2);
    for text in ["a", "b", "c"] {
        bench.say(1, text);
    }
    bench.run();
    bench.clear();
    bench.ask(1, Command::Unread);
    bench.run();
    bench.heard(1, &[""]);
    bench.ask(2, Command::Unread);
    for upto in [2, 1, u64::MAX] {
        bench.ask(2, Command::Read { of: room("#general"), upto });
        bench.ask(2, Command::Unread);
        bench.run();
    }
    bench.heard(
        2,
        &["#general 0+3", "read #general 2", "#general 2+1", "read #general 2", "#general 2+1", "read #general 3", ""],
    );
}

#[test]
fn what_is_kept_no_longer_is_said_to_be() {
    let mut bench = Bench::with_guests(2);
    for n in 1..=10 {
        bench.say(1, &n.to_string());
    }
    bench.run();
    bench.clear();
    let swept = bench.log.sweep(Keep { days: None, last: Some(3) }, bench.now, 100).unwrap();
    bench.sequencer.push(Submission::Swept(swept));
    bench.ask(1, history("#general", Range::After(0), 10));
    bench.ask(1, edit(7, "x"));
    bench.run();
    bench.heard(1, &["from 8 [8 guest1: 8, 9 guest1: 9, 10 guest1: 10]", "no_such_message"]);
    // Nor is it waiting to be read.
    bench.clear();
    bench.ask(2, Command::Unread);
    bench.run();
    bench.heard(2, &["#general 7+3"]);
}

#[test]
fn a_sweep_between_a_wish_and_its_answer_is_said() {
    let mut bench = Bench::with_guests(2);
    for n in 1..=10 {
        bench.say(1, &n.to_string());
    }
    bench.ask(2, Command::Leave { room: causette_core::RoomName::new("#general").unwrap(), why: None });
    bench.run();
    bench.clear();
    bench.ask(1, history("#general", Range::After(0), 10));
    let after = Some(0);
    bench.ask(2, Command::Join { room: causette_core::RoomName::new("#general").unwrap(), after, secret: None });
    let swept = bench.log.sweep(Keep { days: None, last: Some(1) }, bench.now, 100).unwrap();
    bench.sequencer.push(Submission::Swept(swept));
    bench.run();
    bench.heard(1, &["from 10 [10 guest1: 10]", "+guest2"]);
    bench.heard(2, &["in #general 2 from 10 [10 guest1: 10]"]);
}

#[test]
fn a_sweep_while_its_room_is_being_read_is_said() {
    let mut first = Bench::with_guests(1);
    for n in 1..=10 {
        first.say(1, &n.to_string());
    }
    first.run();
    let mut bench = Bench::on(first.log.clone(), 100);
    bench.hold_fetches = true;
    bench
        .sequencer
        .push(Submission::Open { session: super::bench::session(1), from: causette_core::Origin::default() });
    bench.ask(1, super::bench::join("#general"));
    bench.run();
    bench.clear();
    let read: Vec<_> =
        std::mem::take(&mut bench.fetches).into_iter().map(|fetch| fetch.run(&*bench.log, &Trusting)).collect();
    let swept = bench.log.sweep(Keep { days: None, last: Some(1) }, bench.now, 100).unwrap();
    bench.sequencer.push(Submission::Swept(swept));
    read.into_iter().for_each(|read| bench.sequencer.push(read));
    bench.hold_fetches = false;
    bench.ask(1, history("#general", Range::After(0), 10));
    bench.run();
    bench.heard(1, &["in #general 1 from 10 [10 guest1: 10]", "from 10 [10 guest1: 10]"]);
}
