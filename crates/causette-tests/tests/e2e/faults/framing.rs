//! Faults 1–5, 7–9, 11, 17, 18: bytes that are no sentence. Where the cut of the bytes could matter, each attack comes
//! whole, byte by byte, and split at random.

use super::arena::Arena;
use super::raw::Raw;
use causette_tests::random::Random;

/// Memory an attack may cost, in KiB: far more than one line, far less than what was sent.
const LITTLE: u64 = 8 * 1024;
const MIB: usize = 1024 * 1024;

/// Sends `bytes` in one of three ways.
pub(super) fn cut(raw: &mut Raw, bytes: &[u8], way: usize) {
    let mut random = Random::new(way as u64);
    let mut rest = bytes;
    while !rest.is_empty() {
        let n = match way {
            0 => rest.len(),
            1 => 1,
            _ => random.within(1..8) as usize,
        };
        let (now, later) = rest.split_at(n.min(rest.len()));
        raw.send(now);
        rest = later;
    }
}

/// Sends these bytes as a guest of a room, each way, and checks what somebody else there hears and what the sender is
/// told, up to a last question that it asks afterwards: it is still connected.
#[track_caller]
fn hears(bytes: &[u8], heard: &[&str], told: &[&str]) {
    let arena = Arena::new();
    for way in 0..3 {
        let room = format!("#way{way}");
        let mut sender = arena.alone(&room);
        let mut other = arena.guest();
        other.ask(&format!("/join {room}"), "people in");
        sender.sync();
        cut(&mut sender, bytes, way);
        let answers: Vec<String> = sender.sync().into_iter().filter(|l| !l.starts_with("-- ")).collect();
        let texts: Vec<String> = other.sync().into_iter().filter_map(|l| Some(l.split_once("> ")?.1.into())).collect();
        assert_eq!(texts, heard, "{bytes:?} way {way}");
        assert_eq!(answers.len(), told.len(), "{bytes:?} way {way}: {answers:#?}");
        for (answer, words) in answers.iter().zip(told) {
            assert!(answer.contains(words), "{bytes:?} way {way}: {answer} instead of {words}");
        }
    }
    arena.calm();
}

pub(super) fn fault_01_no_newline_ever() {
    let arena = Arena::new();
    let mut raw = arena.guest();
    let chunk = vec![b'x'; MIB];
    for _ in 0..128 {
        raw.send(&chunk);
    }
    assert!(raw.line().unwrap().contains("line_too_long"));
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    raw.send(&chunk[..MIB / 8]);
    let rest = raw.rest();
    assert!(rest.len() == 1 && rest[0].contains("endless_line"), "{rest:?}");
    arena.calm();
}

pub(super) fn fault_02_a_line_of_100_megabytes() {
    let arena = Arena::new();
    let mut raw = arena.alone("#long");
    let chunk = vec![b'x'; MIB];
    for _ in 0..100 {
        raw.send(&chunk);
    }
    raw.say("");
    raw.say("short");
    assert!(raw.line().unwrap().contains("line_too_long"));
    assert_eq!(raw.line().unwrap(), "ok 1");
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_03_nul_after_cr_ends_a_line() {
    hears(b"one\r\0two\r\nthree\n", &["one", "two", "three"], &["ok 1", "ok 2", "ok 3"]);
}

pub(super) fn fault_03_any_other_nul_is_refused() {
    hears(b"a\0b\n\0\nafter\n", &["after"], &["nul", "nul", "ok 1"]);
}

pub(super) fn fault_04_a_bare_cr_reaches_nobody() {
    hears(b"a\rb\nc\r\r\nd\n\re\r\n", &["a b", "c", "d", "e"], &["ok 1", "ok 2", "ok 3", "ok 4"]);
}

pub(super) fn fault_04_answers_end_as_the_lines_do() {
    let arena = Arena::new();
    for (end, way) in [("\r\n", 0), ("\r\n", 2), ("\n", 0)] {
        let mut raw = arena.guest();
        raw.sync();
        // Of the sequencer, of the door, and of the sequencer again.
        for (line, words) in [("/who", "-- "), ("/xq zz", "!! "), ("/nick", "!! "), ("/rooms", "-- ")] {
            cut(&mut raw, format!("{line}{end}").as_bytes(), way);
            let answer = raw.line().unwrap();
            let first_of_a_cut = line == "/who" && way != 0;
            assert!(
                answer.starts_with(words) && (answer.ends_with('\r') == (end == "\r\n") || first_of_a_cut),
                "{answer:?}"
            );
            raw.sync_as(end);
        }
    }
    arena.calm();
}

pub(super) fn fault_05_telnet_is_stripped() {
    hears(b"he\xff\xf4\xff\xfb\x01llo\xff\xf1\n", &["hello"], &["ok 1"]);
}

pub(super) fn fault_05_a_timing_mark_is_answered() {
    let arena = Arena::new();
    for way in 0..3 {
        let mut raw = arena.guest();
        raw.sync();
        cut(&mut raw, b"\xff\xf4\xff\xfd\x06", way);
        assert_eq!(raw.bytes(3).unwrap(), b"\xff\xfc\x06", "WONT TIMING-MARK");
        raw.alive();
    }
    arena.calm();
}

pub(super) fn fault_05_a_subnegotiation_without_end() {
    let arena = Arena::new();
    let mut raw = arena.alone("#sub");
    raw.send(b"\xff\xfa\x18");
    for _ in 0..8 {
        raw.send(vec![b'x'; MIB]);
    }
    raw.send("\nafter\n");
    let told = raw.line().unwrap();
    assert!(told.contains("line_too_long") || told.contains("bad_utf8"), "{told}");
    raw.until("ok 1");
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_07_utf8_cut_in_two() {
    hears("café 🦀 naïve\n".as_bytes(), &["café 🦀 naïve"], &["ok 1"]);
}

pub(super) fn fault_07_what_is_not_utf8_is_told() {
    hears(b"caf\xc3(\nafter\n\xe9t\xe9\n", &["after"], &["bad_utf8", "ok 1", "bad_utf8"]);
}

pub(super) fn fault_08_overlong_surrogate_and_beyond() {
    let bytes = b"\xc0\xaf\n\xe0\x80\xaf\n\xed\xa0\x80\n\xf4\x90\x80\x80\n\xf8\x88\x80\x80\x80\nafter\n";
    hears(bytes, &["after"], &["bad_utf8", "bad_utf8", "bad_utf8", "bad_utf8", "bad_utf8", "ok 1"]);
}

pub(super) fn fault_09_a_bom_is_dropped_once() {
    let arena = Arena::new();
    let mut other = arena.guest();
    for way in 0..3 {
        let mut raw = arena.raw();
        cut(&mut raw, format!("\u{feff}/me way {way}\n").as_bytes(), way);
        other.until(&format!("way {way}"));
        raw.until("ok");
    }
    drop(other);
    arena.calm();
    // Later it is a character like another, and one that nobody sees.
    hears("\u{feff}/me x\n".as_bytes(), &["/me x"], &["ok 1"]);
}

/// Things a terminal obeys: colours, the title, the clipboard, the cursor, the eight-bit forms of the same.
const ORDERS: &str =
    "\u{1b}[31mred \u{1b}]0;title\u{7} \u{1b}]52;c;ZXZpbA==\u{7} \u{9b}2J \u{9d}52;c;eA==\u{9c} \u{8}\u{7f}\u{85}";

#[track_caller]
fn harmless(line: &str) {
    let order = |c: &char| c.is_control() && *c != '\t';
    assert_eq!(line.chars().find(order), None, "{line:?}");
}

pub(super) fn fault_11_no_orders_to_a_terminal() {
    let arena = Arena::new();
    let mut sender = arena.guest();
    let mut other = arena.guest();
    let mut program = arena.guest();
    program.ask("/format json", r#"{"type":"welcome""#);
    for line in [
        ORDERS.to_owned(),
        format!("/me {ORDERS}"),
        format!("/nick x{ORDERS}"),
        format!("/join #x{ORDERS}"),
        format!("/msg {ORDERS} hi"),
        format!("/who {ORDERS}"),
        format!("/history {ORDERS}"),
        format!("/help {ORDERS}"),
        format!("/{ORDERS} x"),
    ] {
        sender.say(&line);
    }
    let evil = serde_json::json!({"type": "say", "room": "#general", "text": format!("{ORDERS}\nnext")});
    program.say(&evil.to_string());
    program.until(r#""type":"ok""#);
    for line in sender.sync() {
        harmless(&line);
    }
    let heard = other.sync();
    assert!(heard.iter().filter(|l| l.contains("52;c;")).count() == 3, "{heard:#?}");
    heard.iter().for_each(|line| harmless(line));
    program.say(r##"{"type":"history","room":"#general","ref":"h"}"##);
    harmless(&program.until(r#""ref":"h""#));
    drop((sender, other, program));
    arena.calm();
}

pub(super) fn fault_17_nothing_is_cut_inside_a_character() {
    let arena = Arena::new();
    let mut raw = arena.alone("#wide");
    let fits = "é".repeat(2048);
    assert_eq!(raw.ask(&fits, "1"), "ok 1");
    raw.ask(&format!("{fits}é"), "too_long");
    raw.ask(&format!("x{fits}"), "too_long");
    raw.ask(&"🦀".repeat(2049), "line_too_long");
    raw.ask(&format!("/nick {}", "é".repeat(21)), "bad_name");
    raw.ask(&format!("/join #{}", "é".repeat(41)), "bad_room");
    assert!(raw.ask("/history", "> é").ends_with(&format!("> {fits}")));
    drop(raw);
    arena.calm();
}

/// Says one sentence with this code and closes, whatever else is sent.
#[track_caller]
fn another_language(bytes: &[u8], code: &str) {
    let arena = Arena::new();
    for way in 0..3 {
        let mut raw = arena.guest();
        cut(&mut raw, bytes, way);
        // News of the room may still have been on its way.
        let rest: Vec<String> = raw.rest().into_iter().filter(|line| !line.starts_with("-- ")).collect();
        assert!(rest.len() == 1 && rest[0].contains(code), "{rest:?} way {way}");
    }
    arena.calm();
}

pub(super) fn fault_18_a_tls_hello() {
    let mut hello = b"\x16\x03\x01\x00\xf0\x01\x00\x00\xec\x03\x03".to_vec();
    hello.extend((0..=234).map(|i: u8| i.wrapping_mul(37)));
    another_language(&hello, "tls_on_clear_port");
}

pub(super) fn fault_18_a_web_browser() {
    another_language(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:63000\r\nAccept: */*\r\n\r\n", "http_on_chat_port");
}
