//! Reading by time, marks by time, and where something was said last.

use super::accounts::{private, register};
use super::bench::*;
use causette_core::{Command, Millis, Notice, Point, Range, Target};

/// What is told about marks and targets, in words.
pub(super) fn words(notice: &Notice) -> String {
    match notice {
        Notice::Marked { room, seq } => format!("read {} {seq}", room.label),
        Notice::MarkedAt { room, id, at, seq } => {
            let at = at.map_or("never".into(), |at| at.0.to_string());
            format!("read {room}{} {seq} at {at}", if id.is_some() { "" } else { "?" })
        }
        Notice::Targets(rooms) => {
            let rooms: Vec<_> = rooms.iter().map(|(room, at)| format!("{}:{}", room.label, at.0)).collect();
            format!("targets {}", rooms.join(" "))
        }
        other => panic!("{other:?}"),
    }
}

fn at(room: &str, at: Option<u64>) -> Command {
    let of = match room.strip_prefix('@') {
        Some(name) => Target::Person(causette_core::Name::given(name)),
        None => super::bench::room(room),
    };
    Command::ReadAt { of, at: at.map(Millis) }
}

fn targets(since: u64, until: u64) -> Command {
    Command::Targets { since: Millis(since), until: Millis(until), limit: 9 }
}

fn words_only(range: Range, limit: usize) -> Command {
    let Command::History { of, .. } = history("#general", range, limit) else { unreachable!() };
    Command::History { of, range, limit, only_words: true }
}

/// Two people; 1 says so many messages, the first one at 10, one a millisecond.
fn talk(n: u64) -> Bench {
    let mut bench = Bench::with_guests(2);
    for i in 0..n {
        bench.now = Millis(10 + i);
        bench.say(1, &format!("{}", 10 + i));
        bench.run();
    }
    bench.clear();
    bench
}

#[test]
fn by_time_from_memory_and_from_the_log() {
    // The tail has the last 64: the first of these rooms is all in memory, the second is not.
    for n in [9, 100] {
        let mut bench = talk(n);
        for range in [
            Range::Since(Millis(11)),
            Range::Until(Millis(13)),
            Range::Around(Point::At(Millis(13))),
            Range::Between(Point::At(Millis(15)), Point::Seq(3)),
        ] {
            bench.ask(1, history("#general", range, 2));
        }
        bench.run();
        bench.heard(
            1,
            &[
                "[3 guest1: 12, 4 guest1: 13]+",
                "[2 guest1: 11, 3 guest1: 12]+",
                "[3 guest1: 12, 4 guest1: 13]+",
                "[4 guest1: 13, 5 guest1: 14]",
            ],
        );
        // What is said in the same batch, before the answer, is part of it.
        bench.now = Millis(500);
        bench.say(1, "late");
        bench.ask(1, history("#general", Range::Since(Millis(499)), 2));
        bench.ask(1, history("#general", Range::Since(Millis(500)), 2));
        bench.run();
        let late = n + 1;
        bench.heard(1, &[&format!("ok #general {late}"), &format!("[{late} guest1: late]"), "[]"]);
    }
}

#[test]
fn messages_only_are_counted_without_the_rest() {
    let react =
        |seq| Command::React { of: room("#general"), seq, mark: causette_core::Mark::new("+1").unwrap(), on: true };
    for n in [3, 70] {
        let mut bench = talk(n);
        for seq in [1, 2, 3] {
            bench.ask(1, react(seq));
        }
        bench.run();
        bench.say(1, "last");
        bench.run();
        bench.clear();
        bench.ask(1, words_only(Range::Before(u64::MAX), 2));
        bench.ask(1, words_only(Range::After(n - 1), 2));
        bench.ask(1, words_only(Range::After(n), 0));
        bench.run();
        let said = format!("[{n} guest1: {}, {} guest1: last]", 9 + n, n + 4);
        bench.heard(1, &[&format!("{said}+"), &said, "bad_range"]);
    }
}

#[test]
fn a_mark_by_time_moves_the_number_and_neither_goes_back() {
    for n in [9, 100] {
        let mut bench = talk(n);
        for moment in [None, Some(12), None, Some(4), Some(11), Some(14)] {
            bench.ask(2, at("#general", moment));
        }
        bench.ask(2, Command::Unread);
        bench.run();
        let left = format!("#general 5+{}", n - 5);
        bench.heard(
            2,
            &[
                "read #general 0 at never",
                "read #general 3 at 12",
                "read #general 3 at 12",
                "read #general 3 at 12",
                "read #general 3 at 12",
                "read #general 5 at 14",
                &left,
            ],
        );
        // By number the moment comes along where memory knows it; a clock that is ahead marks what there is.
        bench.ask(2, Command::Read { of: room("#general"), upto: n - 1 });
        bench.ask(2, at("#general", None));
        bench.ask(2, at("#general", Some(1_000_000)));
        bench.run();
        let (last, read) = (9 + n, n - 1);
        bench.heard(
            2,
            &[
                &format!("read #general {read}"),
                &format!("read #general {read} at {}", last - 1),
                &format!("read #general {n} at {last}"),
            ],
        );
    }
}

#[test]
fn leaving_and_coming_back_keeps_it_and_what_is_not_there_was_never_read() {
    let mut bench = talk(3);
    bench.ask(2, at("#general", Some(11)));
    bench.ask(2, Command::Leave { room: causette_core::RoomName::new("#general").unwrap(), why: None });
    bench.ask(2, join("#general"));
    bench.run();
    bench.clear();
    for room in ["#general", "#nowhere", "@nobody", "@guest1"] {
        bench.ask(2, at(room, None));
    }
    // A secret room is like one that is not there.
    bench.ask(1, join("#hidden"));
    bench.ask(1, govern("#hidden", causette_core::Act::Mode(causette_core::Mode::Secret(true))));
    bench.run();
    bench.ask(2, at("#hidden", None));
    bench.ask(2, at("#hidden", Some(9)));
    bench.run();
    let heard = bench.take(2);
    let expect = [
        "read #general 2 at 11",
        "read #nowhere? 0 at never",
        "read @nobody? 0 at never",
        "read @guest1? 0 at never",
        "read #hidden? 0 at never",
        "no_such_room",
    ];
    assert_eq!(heard, expect);
    // In a conversation that has not begun a moment can be marked all the same.
    bench.ask(2, at("@guest1", Some(7)));
    bench.ask(2, at("@guest1", None));
    bench.run();
    bench.heard(2, &["read @guest1 0 at 7", "read @guest1 0 at 7"]);
}

#[test]
fn ones_other_sessions_hear_what_one_has_read_and_it_outlives_the_server() {
    let mut bench = private(3);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(2, super::accounts::login("alice", "alice's password"));
    bench.run();
    bench.ask(3, register("bob"));
    bench.run();
    bench.now = Millis(90);
    bench.ask(1, say("@bob", "psst", None));
    bench.run();
    bench.now = Millis(100);
    bench.ask(3, say("#general", "hello", None));
    bench.run();
    bench.clear();
    bench.ask(1, at("#general", Some(100)));
    bench.ask(1, at("#general", Some(100)));
    bench.run();
    let here = bench.take(1);
    assert_eq!((here.len(), &here[0]), (2, &here[1]));
    assert!(here[0].ends_with(" at 100"), "{here:?}");
    // Once: the second time nothing moved.
    assert_eq!(bench.take(2), here[..1]);
    bench.heard(3, &[]);
    let mut later = Bench::on(bench.log.clone(), 1 << 64);
    super::accounts::open(&mut later, 1, "127.0.0.1");
    later.ask(1, super::accounts::login("alice", "alice's password"));
    later.run();
    later.clear();
    later.ask(1, at("#general", None));
    later.run();
    later.heard(1, &[&here[0]]);
    // And it is known when something was said, though nobody has the conversation in memory.
    later.ask(1, targets(89, 101));
    later.ask(1, targets(100, 101));
    later.run();
    later.heard(1, &["targets @bob:90 #general:100", "targets "]);
}

#[test]
fn where_something_was_said_last() {
    let mut bench = talk(3);
    bench.ask(1, join("#other"));
    bench.ask(2, join("#quiet"));
    for (now, who, to) in [(30, 1, "#other"), (20, 2, "@guest1"), (40, 1, "#general")] {
        bench.now = Millis(now);
        bench.ask(who, say(to, "x", None));
        bench.run();
    }
    // What is no message does not count.
    bench.now = Millis(50);
    let mark = causette_core::Mark::new("+1").unwrap();
    bench.ask(1, Command::React { of: room("#other"), seq: 1, mark, on: true });
    bench.run();
    bench.clear();
    bench.ask(1, targets(0, 99));
    bench.ask(1, targets(20, 40));
    bench.ask(1, Command::Targets { since: Millis(0), until: Millis(99), limit: 1 });
    bench.ask(1, Command::Targets { since: Millis(0), until: Millis(99), limit: 101 });
    bench.ask(2, targets(0, 99));
    bench.run();
    bench.heard(
        1,
        &["targets @guest2:20 #other:30 #general:40", "targets #other:30", "targets @guest2:20", "bad_range"],
    );
    bench.heard(2, &["targets @guest1:20 #general:40"]);
    // With the last message beyond what memory has, the log is asked.
    bench.now = Millis(60);
    for _ in 0..70 {
        let mark = causette_core::Mark::new("+1").unwrap();
        bench.ask(1, Command::React { of: room("#other"), seq: 1, mark, on: true });
    }
    bench.run();
    bench.clear();
    bench.ask(1, targets(25, 99));
    bench.run();
    bench.heard(1, &["targets #other:30 #general:40"]);
}
