//! Rooms looked after: what the rules decide reaches those it is about, and nothing slips past it.

use super::accounts::{private, register};
use super::bench::{Bench, govern, history, join, nick, room, say, session};
use crate::Submission;
use causette_core::{Act, Command, Door, Face, Mask, Mode, Name, Origin, Range, Role, RoomName, Text, Whom};

fn name(word: &str) -> Name {
    Name::new(word).unwrap()
}
fn leave(room: &str) -> Command {
    Command::Leave { room: RoomName::new(room).unwrap(), why: None }
}
fn kick(who: &str) -> Command {
    govern("#general", Act::Kick { who: name(who), why: None })
}
fn ban(who: &str) -> Command {
    govern("#general", Act::Ban { whom: Whom::Person(name(who)), span: None, why: None })
}

#[test]
fn whoever_found_the_room_empty_looks_after_it() {
    let mut bench = Bench::with_guests(2);
    bench.ask(2, kick("guest1"));
    bench.ask(1, kick("guest2"));
    // Already in the pipe: decided after the kick.
    bench.say(2, "still here?");
    bench.run();
    bench.heard(2, &["forbidden", "1 guest1 kicks guest2", "out #general", "not_in_room"]);
    bench.heard(1, &["1 guest1 kicks guest2", "ok #general 1"]);
    bench.ask(2, join("#general"));
    bench.run();
    bench.heard(2, &["in #general 2 [1 guest1 kicks guest2]"]);
}

#[test]
fn a_ban_holds_under_another_name_and_for_the_next_guest_from_there() {
    let mut bench = Bench::with_guests(2);
    let from = Some("192.0.2.7".parse().unwrap());
    for (n, from) in [(3, from), (4, from), (5, Some("192.0.2.8".parse().unwrap()))] {
        bench.sequencer.push(Submission::Open { session: session(n), from: Origin::clear(Door::Line, from) });
    }
    bench.ask(3, join("#general"));
    bench.ask(1, ban("guest3"));
    bench.ask(3, nick("innocent"));
    for n in [3, 4, 5] {
        bench.ask(n, join("#general"));
    }
    bench.run();
    assert_eq!(bench.take(3).last().unwrap(), "banned");
    assert_eq!(bench.take(4), ["welcome guest4", "banned"]);
    assert!(bench.take(5).last().unwrap().starts_with("in #general 3"));
    bench.clear();
    bench.ask(1, govern("#general", Act::Unban(Whom::Person(name("guest3")))));
    bench.ask(4, join("#general"));
    bench.run();
    assert!(bench.take(4).last().unwrap().starts_with("in #general 4"));
}

#[test]
fn a_pattern_reaches_guests_and_accounts_by_what_everybody_sees_of_them() {
    let mut bench = private(3);
    let mask = |raw: &str| Mask::new(raw).unwrap();
    bench.ask(2, register("anne"));
    bench.ask(2, nick("somebody"));
    bench.ask(2, Command::Introduce(Face::new("web", "Anne", false)));
    bench.ask(2, leave("#general"));
    bench.ask(3, leave("#general"));
    bench.run();
    bench.clear();
    let ban = |raw| govern("#general", Act::Ban { whom: Whom::Mask(mask(raw)), span: None, why: None });
    for (raw, anne, guest) in [
        ("~account:ANNE", true, false),
        ("anne", false, false),
        ("some*", true, false),
        ("*!*@*.account", true, false),
        ("*!*@*.guest", false, true),
        ("*!WEB@*", true, false),
        ("*!u@*", false, true),
    ] {
        bench.ask(1, ban(raw));
        bench.ask(2, join("#general"));
        bench.ask(3, join("#general"));
        bench.run();
        let out = |heard: Vec<String>| heard.last().is_some_and(|last| last == "banned");
        assert_eq!((out(bench.take(2)), out(bench.take(3))), (anne, guest), "{raw}");
        for n in [2, 3] {
            bench.ask(n, leave("#general"));
        }
        bench.ask(1, govern("#general", Act::Unban(Whom::Mask(mask(raw)))));
        bench.run();
        bench.clear();
    }
}

#[test]
fn a_room_that_everybody_left_is_open_again_and_keeps_its_secrets() {
    let mut bench = Bench::with_guests(3);
    bench.ask(1, join("#club"));
    bench.ask(1, govern("#club", Act::Mode(Mode::InviteOnly(true))));
    bench.ask(1, say("#club", "between us", None));
    bench.ask(2, join("#club"));
    bench.run();
    assert_eq!(bench.take(2), ["need_invite"]);
    bench.ask(1, govern("#club", Act::Invite(name("guest2"))));
    bench.ask(2, join("#club"));
    bench.run();
    assert_eq!(bench.take(2)[0], "guest1 invites to #club");
    for n in [1, 2] {
        bench.ask(n, Command::Leave { room: RoomName::new("#club").unwrap(), why: None });
    }
    bench.run();
    bench.clear();
    bench.ask(3, join("#club"));
    bench.ask(3, history("#club", Range::After(0), 10));
    bench.ask(3, govern("#club", Act::Mode(Mode::Secret(true))));
    bench.ask(2, Command::Who(room("#club")));
    bench.ask(2, say("#club", "hello?", None));
    bench.run();
    // The club's own facts were 1 to 3; its end is the fourth, and hidden with them.
    bench.heard(3, &["in #club 1 from 5 []", "from 5 []", "5 guest3 Mode(Secret(true))", "ok #club 5"]);
    bench.heard(2, &["no_such_room", "no_such_room"]);
}

#[test]
fn a_slow_room_asks_for_a_pause_also_within_one_batch() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, govern("#general", Act::Mode(Mode::Slow(10))));
    bench.run();
    bench.clear();
    for text in ["one", "two"] {
        bench.say(1, text);
        bench.say(2, text);
    }
    bench.run();
    // Whoever looks after the room need not wait.
    bench.heard(2, &["2 guest1: one", "ok #general 3", "4 guest1: two", "slow_down"]);
    bench.now.0 += 10_000;
    bench.say(2, "three");
    bench.run();
    bench.heard(2, &["ok #general 5"]);
}

#[test]
fn those_who_are_away_or_ignored() {
    let mut bench = Bench::with_guests(3);
    bench.ask(2, Command::Away(Some(Text::new("lunch").unwrap())));
    bench.ask(1, say("@guest2", "hi", None));
    bench.ask(3, Command::Ignore { who: name("guest1"), on: true });
    bench.say(1, "guest3: hello @guest2");
    bench.run();
    bench.ask(3, history("#general", Range::After(0), 5));
    bench.run();
    assert_eq!(
        bench.take(1),
        ["guest2 away true", "opened @guest2", "ok @guest2 1", "guest2 is away", "ok #general 1"]
    );
    assert_eq!(
        bench.take(2),
        ["away true", "opened @guest1", "1 guest1: hi", "1 guest1: guest3: hello @guest2", "@you"]
    );
    let ignored = bench.take(3);
    assert_eq!(ignored.last().unwrap(), "[1 Ignored]", "{ignored:?}");
}

#[test]
fn what_held_lapses_after_the_last_words_of_the_same_batch() {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, join("#club"));
    bench.ask(1, govern("#club", Act::Mode(Mode::Moderated(true))));
    bench.run();
    bench.clear();
    bench.ask(1, say("#club", "last words", None));
    bench.ask(1, Command::Leave { room: RoomName::new("#club").unwrap(), why: None });
    bench.ask(2, join("#club"));
    bench.run();
    bench.heard(1, &["ok #club 2", "out #club"]);
    bench.heard(2, &["in #club 1 [1 guest1 Mode(Moderated(true)), 2 guest1: last words, 3 causette Reset]"]);
}

#[test]
fn whoever_found_the_room_may_lay_that_down() {
    let mut bench = Bench::with_guests(2);
    let lower = |who: &str| govern("#general", Act::Lower { who: name(who), role: Role::Moderator });
    bench.ask(2, lower("guest1"));
    bench.ask(1, lower("guest1"));
    // Already in the pipe: decided after they stepped down.
    bench.ask(1, kick("guest2"));
    bench.run();
    bench.heard(1, &["1 guest1 role guest1 None", "ok #general 1", "forbidden"]);
    bench.heard(2, &["forbidden", "1 guest1 role guest1 None"]);
    // Nobody is first any more, until the room was empty.
    for n in [1, 2] {
        bench.ask(n, leave("#general"));
    }
    bench.ask(2, join("#general"));
    bench.ask(1, join("#general"));
    bench.ask(2, kick("guest1"));
    bench.run();
    assert_eq!(bench.take(2).last().unwrap(), "ok #general 2");
}

#[test]
fn words_from_outside_and_several_modes_at_once() {
    let mut bench = Bench::with_guests(2);
    bench.ask(2, leave("#general"));
    bench.run();
    bench.clear();
    bench.say(2, "let me in");
    bench.ask(1, govern("#general", Act::Modes(vec![Mode::Outsiders(true), Mode::TopicLocked(true)])));
    bench.say(2, "a word");
    bench.run();
    bench.heard(1, &["1 guest1 Modes([Outsiders(true), TopicLocked(true)])", "ok #general 1", "2 guest2: a word"]);
    bench.heard(2, &["not_in_room", "ok #general 2"]);
}

#[test]
fn who_is_away_when_they_enter_is_known_to_be() {
    let mut bench = Bench::with_guests(2);
    bench.ask(2, leave("#general"));
    bench.ask(2, Command::Away(Text::new("lunch").ok()));
    bench.run();
    bench.clear();
    bench.ask(2, join("#general"));
    bench.run();
    bench.heard(1, &["+guest2", "guest2 away true"]);
    bench.heard(2, &["in #general 2 []"]);
}

#[test]
fn invitations_wait_until_one_is_inside() {
    let mut bench = Bench::with_guests(2);
    bench.ask(2, leave("#general"));
    bench.ask(1, govern("#general", Act::Invite(name("guest2"))));
    bench.run();
    bench.clear();
    bench.ask(2, Command::Invitations);
    bench.ask(2, join("#general"));
    bench.ask(2, Command::Invitations);
    bench.run();
    bench.ask(1, govern("#general", Act::Invite(name("guest2"))));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(
        heard.iter().filter(|line| line.starts_with("invited")).collect::<Vec<_>>(),
        ["invited to [\"#general\"]", "invited to []"]
    );
    assert_eq!(bench.take(1).last().unwrap(), "already_here");
}
