//! Names, comings and goings, coming back.

use super::bench::{Bench, join, nick, say, session};
use crate::Submission;
use causette_core::{Command, Target, limits};

#[test]
fn a_name_asked_for_twice_at_once_goes_to_one_and_is_freed_at_quit() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, nick("bob"));
    bench.ask(2, nick("BOB"));
    bench.ask(3, nick("b\u{f6}b"));
    bench.run();
    bench.heard(1, &["you bob", "guest3=b\u{f6}b"]);
    bench.heard(2, &["guest1=bob", "name_taken", "guest3=b\u{f6}b"]);
    bench.clear();
    bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
    bench.ask(2, nick("bob"));
    bench.run();
    bench.heard(1, &["closed"]);
    bench.heard(2, &["quit bob", "you bob"]);
}

#[test]
fn a_lookalike_is_refused() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, nick("cop"));
    bench.ask(2, nick("\u{441}\u{43e}\u{440}"));
    bench.run();
    bench.heard(2, &["guest1=cop", "name_lookalike"]);
}

#[test]
fn a_guest_comes_back_as_the_same_person_and_the_old_connection_ends() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, nick("alice"));
    bench.ask(2, say("@alice", "psst", None));
    bench.run();
    bench.clear();
    bench.sequencer.push(Submission::Open { session: session(3), from: causette_core::Origin::default() });
    bench.ask(3, join("#general"));
    bench.ask(3, Command::Resume("1".into()));
    bench.ask(3, nick("alice"));
    bench.run();
    bench.ask(2, say("@alice", "again", None));
    bench.ask(3, Command::Resume("nonsense".into()));
    bench.run();
    bench.heard(1, &["+guest3", "bye Elsewhere", "closed"]);
    bench.heard(2, &["+guest3", "quit alice", "-guest3", "+guest3", "guest3=alice", "opened @alice", "ok @alice 2"]);
    bench.heard(
        3,
        &[
            "welcome guest3",
            "in #general 3 []",
            "quit alice",
            "welcome guest3",
            "you alice",
            "opened @guest2",
            "2 guest2: again",
            "bad_token",
        ],
    );
}

#[test]
fn in_a_crowd_comings_and_goings_are_not_announced() {
    let crowd = limits::PRESENCE_ANNOUNCED as u32 + 1;
    let mut bench = Bench::with_guests(crowd);
    bench.sequencer.push(Submission::Close { session: session(2), why: None, said: None });
    bench.run();
    bench.heard(1, &[]);
    bench.sequencer.push(Submission::Close { session: session(3), why: None, said: None });
    bench.run();
    bench.heard(1, &["quit guest3"]);
    bench.ask(1, Command::Who(Target::Person(causette_core::Name::given("guest1"))));
    bench.run();
    bench.heard(1, &["no_such_room"]);
}

#[test]
fn ten_thousand_leave_at_once() {
    let mut bench = Bench::with_guests(10_000);
    for i in 1..=10_000 {
        bench.sequencer.push(Submission::Close { session: session(i), why: None, said: None });
    }
    bench.run();
    bench.heard(1, &["closed"]);
    bench.sequencer.push(Submission::Open { session: session(1), from: causette_core::Origin::default() });
    bench.ask(1, join("#general"));
    bench.run();
    bench.clear();
    bench.ask(1, Command::Rooms);
    bench.run();
    bench.heard(1, &["#general 1 0"]);
}

#[test]
fn the_rooms_somebody_is_in_come_by_name() {
    let mut bench = Bench::with_guests(2);
    for room in ["#tea", "#attic", "#moss"] {
        bench.ask(1, join(room));
        bench.run();
    }
    bench.ask(2, Command::Whois(causette_core::Name::new("guest1").unwrap()));
    bench.run();
    bench.heard(2, &["guest1 in #attic(Moderator) #general(Moderator) #moss(Moderator) #tea(Moderator)"]);
}
