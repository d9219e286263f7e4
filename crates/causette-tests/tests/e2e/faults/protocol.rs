//! Faults 10, 20, 22–25, 28, 29: sentences that are well formed and too many, at once, or of names that cannot be.

use super::arena::Arena;
use super::raw::{self, Raw};
use causette_tests::random::Random;
use serde_json::json;
use std::sync::Barrier;
use std::time::{Duration, Instant};

pub(super) fn fault_10_a_million_empty_lines() {
    let arena = Arena::with(&["--line-rate", "10", "--line-burst", "100"]);
    let mut raw = arena.guest();
    let cpu = arena.usage().cpu;
    let sent = raw.push(&vec![b'\n'; 1_000_000], Duration::from_secs(1));
    assert!(sent > 0, "the connection should be slowed, not closed");
    let spent = arena.usage().cpu - cpu;
    assert!(spent < Duration::from_millis(500), "{spent:?} of processor time");
    let grown = arena.grown();
    assert!(grown < 1024, "{grown} KiB");
    // What is left unread keeps nobody here: a reset is noticed before all of it was heard.
    raw.reset();
    arena.calm();
}

pub(super) fn fault_10_an_empty_line_costs_what_a_line_costs() {
    let arena = Arena::with(&["--line-rate", "20", "--line-burst", "50"]);
    let mut raw = arena.guest();
    let start = Instant::now();
    raw.send(vec![b'\n'; 50 + 10]);
    raw.say("at last");
    raw.until("ok 1");
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(450), "ten lines beyond the burst at twenty a second took {took:?}");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_20_ten_thousand_commands_before_the_welcome() {
    const MANY: usize = 10_000;
    let arena = Arena::new();
    let mut raw = arena.raw();
    let lines: String = (0..MANY).map(|i| format!("/xq{i} zz\n")).collect();
    assert_eq!(raw.push(lines.as_bytes(), raw::LONG), lines.len(), "all of it is read in the end");
    // Every one is answered, in order.
    for i in 0..MANY {
        raw.until(&format!("no command /xq{i},"));
    }
    drop(raw);
    let grown = arena.grown();
    assert!(grown < 8 * 1024, "{grown} KiB");
    arena.calm();
}

pub(super) fn fault_20_the_same_at_the_usual_rate() {
    let arena = Arena::with(&["--line-rate", "10", "--line-burst", "100"]);
    let mut raw = arena.raw();
    raw.send((0..10_000).map(|i| format!("/xq{i} zz\n")).collect::<String>());
    // What the burst allows is answered at once, the rest waits outside.
    raw.until("no command /xq99,");
    let grown = arena.grown();
    assert!(grown < 1024, "{grown} KiB");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_22_one_name_for_two() {
    let arena = Arena::new();
    let mut guests: Vec<Raw> = (0..8).map(|_| arena.guest()).collect();
    for round in 0..6 {
        for (i, guest) in guests.iter_mut().enumerate() {
            let name = if i % 2 == 0 { format!("twin{round}") } else { format!("TWIN{round}") };
            guest.say(&format!("/nick {name}"));
        }
        let mut won = Vec::new();
        for (i, guest) in guests.iter_mut().enumerate() {
            let told = guest.sync();
            let named = told.iter().any(|l| l.contains("your name is now"));
            let taken = told.iter().any(|l| l.contains("name_taken"));
            assert!(named != taken, "{told:?}");
            won.extend(named.then_some(i));
        }
        assert_eq!(won.len(), 1, "exactly one wins");
        // Its end, clean or not, frees the name.
        let winner = guests.remove(won[0]);
        if round % 2 == 0 {
            winner.reset();
        } else {
            drop(winner);
        }
        guests.push(arena.guest());
        let heir = &mut guests[0];
        let deadline = Instant::now() + raw::LONG;
        loop {
            heir.say(&format!("/nick twin{round}"));
            if heir.sync().iter().any(|l| l.contains("your name is now")) {
                break;
            }
            assert!(Instant::now() < deadline, "the name of one who is gone stays taken");
        }
    }
    drop(guests);
    arena.calm();
}

pub(super) fn fault_23_joining_leaving_and_quitting_at_once() {
    let arena = Arena::new();
    let line = arena.server.line;
    let start = Barrier::new(6);
    std::thread::scope(|scope| {
        for seed in 0..6 {
            let start = &start;
            scope.spawn(move || {
                let mut random = Random::new(seed);
                start.wait();
                for _ in 0..25 {
                    let mut raw = Raw::connect(line);
                    for _ in 0..random.within(0..6) {
                        let what =
                            ["/join #race", "/leave #race", "hi", "/leave", "/nick r", "/msg ada x", "/who #race"];
                        let line = random.pick(&what).unwrap();
                        raw.say(line);
                    }
                    match random.within(0..4) {
                        0 => raw.reset(),
                        1 => raw.ask("/quit", "goodbye").clear(),
                        2 => raw.half_close(),
                        _ => {}
                    }
                }
            });
        }
    });
    arena.settled();
    // No ghost is left, and the rooms work.
    let mut raw = arena.last();
    raw.ask("/join #race", "in #race, alone");
    raw.ask("still here", "ok ");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_24_a_thousand_quits_at_once() {
    raw::many_descriptors();
    let arena = Arena::new();
    let mut guests: Vec<Raw> = (0..1000).map(|_| arena.raw()).collect();
    guests.iter_mut().for_each(|guest| drop(guest.until("You are guest")));
    guests.iter_mut().for_each(|guest| guest.say("/quit"));
    for mut guest in guests {
        let rest = guest.rest();
        assert!(rest.last().is_some_and(|l| l.contains("goodbye")), "{rest:?}");
    }
    arena.settled();
    drop(arena.last());
    arena.calm();
}

pub(super) fn fault_25_the_last_leaves_while_another_joins() {
    let arena = Arena::new();
    let (mut here, mut next) = (arena.guest(), arena.guest());
    here.ask("/join #relay", "in #relay, alone");
    for round in 1..=50 {
        let text = format!("round {round}");
        here.ask(&text, &format!("ok {round}"));
        std::thread::scope(|scope| {
            scope.spawn(|| here.say("/leave #relay"));
            scope.spawn(|| next.say("/join #relay"));
        });
        // Whatever came first, the room is the same and its last message is shown.
        next.until(&format!(" {round}] <"));
        here.ask("/zzzzzz", "no command");
        std::mem::swap(&mut here, &mut next);
    }
    here.ask("/history 500", "1] <");
    drop((here, next));
    arena.calm();
}

pub(super) fn fault_28_rooms_that_cannot_be() {
    let arena = Arena::new();
    let mut raw = arena.guest();
    for name in ["#a,b", "../etc", "#a/../b", "#", "#a\u{7}", "#a\u{202e}b", "#a\u{200b}b", "@ada", "#a:b"] {
        let told = raw.ask(&format!("/join {name}"), "bad_room");
        let pattern =
            told.contains("letters, digits and _ - . + & ' #") || name == "#" && told.contains("/join #general");
        assert!(pattern, "{told}");
    }
    raw.ask(&format!("/join #{}", "x".repeat(1 << 20)), "line_too_long");
    raw.ask(&format!("/join #{}", "x".repeat(4000)), "bad_room");
    raw.ask("/rooms", "#general");
    assert!(raw.sync().iter().all(|line| line.contains("#bystanders")), "no other room was made");
    raw.ask("/format json", "welcome");
    // In a line, what follows a space is the room's key.
    for name in ["#a\nb", "#a b", "#a\0b", "", "#\r", "\u{1b}[2J", &"x".repeat(10_000)] {
        for kind in ["join", "leave", "who", "history"] {
            raw.ask(&json!({"type": kind, "room": name, "ref": "r"}).to_string(), r#""code":"bad_room""#);
        }
    }
    raw.ask(&json!({"type": "join", "room": "x".repeat(1 << 20)}).to_string(), "line_too_long");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_29_ten_thousand_targets() {
    let arena = Arena::new();
    let (mut raw, mut other) = (arena.guest(), arena.guest());
    other.ask("/nick zoe", "your name is now");
    let list = |n: usize| ["zoe"; 10_000][..n].join(",");
    raw.ask(&format!("/msg {} hi", list(10_000)), "line_too_long");
    raw.ask(&format!("/msg {} hi", list(1000)), "bad_name");
    raw.ask("/msg zoe,ada hi", "bad_name");
    raw.ask(&format!("/join {}", list(1000)), "bad_room");
    raw.ask(&format!("/leave {}", list(1000)), "bad_room");
    raw.ask(&format!("/who {}", list(1000)), "bad_room");
    raw.ask("/format json", "welcome");
    raw.ask(&json!({"type": "say", "room": ["#general", "#b"], "text": "hi"}).to_string(), "bad_json");
    raw.ask(&json!({"type": "say", "room": format!("@{}", list(500)), "text": "hi"}).to_string(), "bad_name");
    assert!(other.sync().iter().all(|l| !l.contains("hi")), "nobody was told anything");
    drop((raw, other));
    arena.calm();
}
