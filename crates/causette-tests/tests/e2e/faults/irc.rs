//! What the IRC door must survive, beside bystanders at the line door: bytes that are no message, people who say they are
//! others, what is not theirs to see, and too much of everything.

use super::arena::Arena;
use super::framing::cut;
use super::raw::{self, Raw};
use causette_tests::random::Random;
use std::net::SocketAddr;
use std::sync::Barrier;

const MIB: usize = 1024 * 1024;
/// Memory an attack may cost, in KiB.
const LITTLE: u64 = 8 * 1024;

pub(super) fn arena() -> Arena {
    Arena::with(&["--irc", "127.0.0.1:0"])
}

pub(super) fn door(arena: &Arena) -> SocketAddr {
    arena.server.door("irc").unwrap()
}

pub(super) fn introduce(mut raw: Raw, nick: &str, caps: &str) -> Raw {
    if !caps.is_empty() {
        raw.say(&format!("CAP REQ :{caps}"));
    }
    raw.say(&format!("NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nCAP END"));
    raw.until(" 001 ");
    sync(&mut raw);
    raw
}

/// Somebody who is welcome.
pub(super) fn person(arena: &Arena, nick: &str, caps: &str) -> Raw {
    introduce(Raw::connect(door(arena)), nick, caps)
}

/// The same, in a room.
pub(super) fn member(arena: &Arena, nick: &str, caps: &str, room: &str) -> Raw {
    let mut raw = person(arena, nick, caps);
    raw.ask(&format!("JOIN {room}"), " 366 ");
    raw
}

/// All that comes before the answer to a PING: what was asked before is answered by then.
#[track_caller]
pub(super) fn sync(raw: &mut Raw) -> Vec<String> {
    raw.say("PING :sync");
    let mut before = Vec::new();
    while let Some(line) = raw.line() {
        if line.contains(" PONG ") {
            return before;
        }
        before.push(line.trim_end().to_owned());
    }
    panic!("the connection ended after {before:#?}");
}

pub(super) fn fault_01_irc_no_newline_ever() {
    let arena = arena();
    let mut raw = person(&arena, "long", "");
    let chunk = vec![b'x'; MIB];
    for _ in 0..128 {
        raw.send(&chunk);
    }
    raw.until(" 417 ");
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    raw.send(&chunk[..MIB / 8]);
    let rest = raw.rest();
    assert!(rest.len() == 1 && rest[0].starts_with("ERROR "), "{rest:?}");
    arena.calm();
}

pub(super) fn fault_02_irc_a_line_of_100_megabytes() {
    let arena = arena();
    let mut raw = member(&arena, "long", "", "#long");
    let chunk = vec![b'x'; MIB];
    for _ in 0..100 {
        raw.send(&chunk);
    }
    raw.say("\r\nPRIVMSG #long :short");
    let told = sync(&mut raw);
    assert!(told.len() == 1 && told[0].contains(" 417 "), "{told:?}");
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    drop(raw);
    arena.calm();
}

/// Each way of cutting the bytes: what somebody else hears of them, and what the sender is told.
#[track_caller]
fn hears(bytes: &[u8], heard: &[&str], told: &[&str]) {
    let arena = arena();
    let (mut sender, mut other) = (member(&arena, "al", "", "#a"), member(&arena, "bo", "", "#a"));
    sync(&mut sender);
    for way in 0..3 {
        cut(&mut sender, bytes, way);
        let answers = sync(&mut sender);
        let texts: Vec<String> =
            sync(&mut other).iter().filter_map(|line| Some(line.split_once(" #a :")?.1.to_owned())).collect();
        assert_eq!(texts, heard, "{bytes:?} way {way}");
        assert_eq!(answers.len(), told.len(), "{bytes:?} way {way}: {answers:#?}");
        for (answer, words) in answers.iter().zip(told) {
            assert!(answer.contains(words), "{bytes:?} way {way}: {answer} instead of {words}");
        }
    }
    drop((sender, other));
    arena.calm();
}

pub(super) fn fault_03_irc_nul() {
    hears(b"PRIVMSG #a :a\0b\r\nPRIVMSG #a :c\r\n", &["c"], &["NUL"]);
}

pub(super) fn fault_04_irc_ends_of_lines() {
    hears(b"PRIVMSG #a :one\nPRIVMSG #a :two\r\r\nPRIVMSG #a :th\rree\r\n", &["one", "two", "th ree"], &[]);
}

pub(super) fn fault_07_irc_utf8_cut_in_two() {
    hears("PRIVMSG #a :déjà 👩‍👧\r\n".as_bytes(), &["déjà 👩‍👧"], &[]);
    hears(
        b"PRIVMSG #a :\xff\r\nPRIVMSG #a :\xc0\xaf\r\nPRIVMSG #a :ok\r\n",
        &["ok"],
        &["INVALID_UTF8", "INVALID_UTF8"],
    );
    // Whoever gave it a label is told under that; a label that was cut off is none.
    let arena = arena();
    let mut raw = member(&arena, "al", "batch message-tags labeled-response", "#a");
    raw.send(b"@label=u;x=1 PRIVMSG #a :\xff\r\n@label=\xc3 PRIVMSG #a :x\r\n@label=z PRIVMSG al :ok\r\n");
    let told: Vec<String> = sync(&mut raw).into_iter().filter(|line| !line.contains(" PRIVMSG al ")).collect();
    assert!(told[0].starts_with("@label=u :") && told[0].contains(" FAIL PRIVMSG INVALID_UTF8 "), "{told:?}");
    assert!(told[1].starts_with(':') && told[1].contains(" FAIL * INVALID_UTF8 "), "{told:?}");
    assert!(told[2].starts_with("@label=z :"), "{told:?}");
    drop(raw);
    arena.calm();
}

/// An action is one; what would have other people's programs answer reaches nobody.
pub(super) fn fault_15_irc_ctcp_and_dcc() {
    let (action, version) = ("PRIVMSG #a :\u{1}ACTION smiles\u{1}", "PRIVMSG #a :\u{1}VERSION\u{1}");
    let dcc = "PRIVMSG #a :\u{1}DCC SEND x 2130706433 80 1\u{1}";
    let bytes = format!("{action}\r\n{version}\r\n{dcc}\r\nPRIVMSG bo :\u{1}PING 1\u{1}\r\n");
    hears(bytes.as_bytes(), &["\u{1}ACTION smiles\u{1}"], &[" 404 ", " 404 ", " 404 "]);
}

pub(super) fn fault_16_irc_colours_stay_on_irc() {
    let arena = arena();
    let (mut al, mut bo) = (member(&arena, "al", "", "#a"), member(&arena, "bo", "", "#a"));
    let mut line = arena.guest();
    line.ask("/join #a", "people in #a");
    al.say("PRIVMSG #a :\u{3}04red\u{f} and \u{2}bold\u{2}");
    assert!(bo.until(" PRIVMSG ").trim_end().ends_with(":\u{3}04red\u{f} and \u{2}bold\u{2}"));
    assert!(line.until("<al>").ends_with("<al> red and bold"));
    drop((al, bo, line));
    arena.calm();
}

pub(super) fn fault_18_irc_other_languages() {
    let arena = arena();
    for other in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}"] {
        let mut raw = Raw::connect(door(&arena));
        raw.send(other);
        let rest = raw.rest();
        assert!(rest.len() == 1 && rest[0].starts_with("ERROR "), "{rest:?}");
    }
    arena.calm();
}

pub(super) fn fault_20_irc_ten_thousand_commands_before_registration() {
    let arena = arena();
    let (mut al, mut raw) = (member(&arena, "al", "", "#a"), Raw::connect(door(&arena)));
    for _ in 0..100 {
        raw.say(&vec!["PRIVMSG #a :spam"; 100].join("\r\n"));
        (0..100).for_each(|_| drop(raw.until(" 451 ")));
    }
    al.say("WHO *");
    let said = sync(&mut al);
    assert!(said.iter().filter(|line| line.contains(" 352 ")).count() == 3, "al and two bystanders: {said:#?}");
    drop((al, raw));
    arena.calm();
}

pub(super) fn fault_21_irc_a_flood_is_slowed() {
    let arena = Arena::with(&["--irc", "127.0.0.1:0", "--line-rate", "20", "--line-burst", "50"]);
    let (mut al, mut bo) = (member(&arena, "al", "", "#a"), member(&arena, "bo", "", "#a"));
    let lines: String = (0..150).map(|n| format!("PRIVMSG #a :line {n}\r\n")).collect();
    al.send(lines);
    // Told so once; each line arrives, in its order.
    for n in 0..150 {
        assert!(bo.until(" PRIVMSG ").trim_end().ends_with(&format!(":line {n}")));
    }
    al.until("NOTICE al :");
    drop((al, bo));
    arena.calm();
}

pub(super) fn fault_22_irc_one_name_for_many() {
    let arena = arena();
    for round in 0..3 {
        let mut all: Vec<Raw> = (0..8).map(|_| Raw::connect(door(&arena))).collect();
        for (n, raw) in all.iter_mut().enumerate() {
            raw.say(&format!("NICK {}\r\nUSER u 0 * :U", if n % 2 == 0 { "same" } else { "SAME" }));
        }
        let won: Vec<bool> = all.iter_mut().map(|raw| raw.until(":causette.local ").contains(" 001 ")).collect();
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "round {round}");
        // It is free again once its bearer is gone.
        drop(all);
        arena.settled();
    }
    arena.calm();
}

pub(super) fn fault_23_irc_joining_leaving_and_quitting_at_once() {
    let arena = arena();
    let (address, start) = (door(&arena), Barrier::new(6));
    std::thread::scope(|scope| {
        for seed in 0..6 {
            let start = &start;
            scope.spawn(move || {
                let mut random = Random::new(seed);
                start.wait();
                for n in 0..20 {
                    let mut raw = Raw::connect(address);
                    raw.say(&format!("NICK r{seed}x{n}\r\nUSER r 0 * :R"));
                    let wishes =
                        ["JOIN #race", "PART #race", "PRIVMSG #race :hi", "NICK r", "NAMES #race", "KICK #race r"];
                    for _ in 0..random.within(0..8) {
                        raw.say(random.pick(&wishes).unwrap());
                    }
                    match random.within(0..4) {
                        0 => raw.reset(),
                        1 => raw.ask("QUIT :bye", "ERROR ").clear(),
                        2 => raw.half_close(),
                        _ => {}
                    }
                }
            });
        }
    });
    arena.settled();
    // No ghost is left.
    let mut raw = person(&arena, "r", "");
    let names = raw.ask("JOIN #race", " 353 ");
    assert!(names.trim_end().ends_with(" #race @r"), "{names}");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_24_irc_a_thousand_quits_at_once() {
    raw::many_descriptors();
    let arena = arena();
    let mut all: Vec<Raw> = (0..1000).map(|_| Raw::connect(door(&arena))).collect();
    for (n, raw) in all.iter_mut().enumerate() {
        raw.say(&format!("NICK n{n}\r\nUSER u 0 * :U\r\nJOIN #crowd"));
    }
    all.iter_mut().for_each(|raw| drop(raw.until(" 366 ")));
    all.iter_mut().for_each(|raw| raw.say("QUIT"));
    for mut raw in all {
        let rest = raw.rest();
        assert!(rest.last().is_some_and(|line| line.starts_with("ERROR ")), "{:?}", rest.last());
    }
    arena.calm();
}

pub(super) fn fault_25_irc_the_last_leaves_while_another_joins() {
    let arena = arena();
    let (mut here, mut next) = (member(&arena, "al", "", "#relay"), person(&arena, "bo", ""));
    for round in 1..=30 {
        here.say(&format!("PRIVMSG #relay :round {round}"));
        sync(&mut here);
        std::thread::scope(|scope| {
            scope.spawn(|| here.say("PART #relay"));
            scope.spawn(|| next.say("JOIN #relay"));
        });
        // Whatever came first, the room is the same and what was said is shown.
        next.until(&format!(" PRIVMSG #relay :round {round}"));
        sync(&mut here);
        std::mem::swap(&mut here, &mut next);
    }
    drop((here, next));
    arena.calm();
}
