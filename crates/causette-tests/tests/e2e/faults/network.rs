//! Faults 61–66: connections that are cut, half closed, all at once, and a server that is asked to stop.

use super::arena::Arena;
use super::raw::{self, Raw};
use causette_tests::server::{Program, Server};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// A dead peer is looked for: the kernel's keepalive timer (`02`) runs on the server's end of an idle connection.
pub(super) fn fault_61_keepalive_runs_on_every_connection() {
    let arena = Arena::new();
    let mut raw = arena.guest();
    raw.alive();
    let ends = (format!(":{:04X}", arena.server.line.port()), format!(":{:04X}", raw.port()));
    let timer = || {
        let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
        let words = |l: &str| l.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let row = table.lines().map(words).find(|w| w[1].ends_with(&ends.0) && w[2].ends_with(&ends.1));
        row.expect("the connection is listed")[5].clone()
    };
    let deadline = Instant::now() + raw::LONG;
    // Before the last bytes are acknowledged, the retransmission timer is shown in its place.
    while !timer().starts_with("02:") {
        assert!(Instant::now() < deadline, "{}", timer());
    }
    let hundredths = u64::from_str_radix(&timer()[3..], 16).unwrap();
    assert!(hundredths <= 60 * 100, "first looked for after {hundredths} hundredths of a second");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_62_a_reset_inside_a_line() {
    let arena = Arena::new();
    let mut other = arena.alone("#cut");
    for round in 0..20 {
        let mut raw = arena.guest();
        raw.ask("/join #cut", "people in #cut");
        raw.ask(&format!("whole {round}"), "ok ");
        raw.send("only a part");
        if round % 2 == 0 {
            std::thread::sleep(Duration::from_millis(10)); // so that the part has been read
        }
        raw.reset();
        other.until(&format!("whole {round}"));
        other.until(" is gone");
    }
    assert!(other.ask("/history 500", "> whole 19").contains(" 20] "));
    assert!(other.sync().iter().all(|line| !line.contains("part")));
    drop(other);
    arena.calm();
}

pub(super) fn fault_63_a_half_close_after_an_unfinished_line() {
    let arena = Arena::new();
    for typed in ["first\nlast", "first\nlast\n", "first\r\nlast\r", "first\nlast\nfin", "first\nlast\n/quit"] {
        let mut other = arena.guest();
        let mut raw = arena.raw();
        raw.send(typed);
        raw.half_close();
        let rest = raw.rest();
        assert_eq!(rest.iter().filter(|l| l.starts_with("ok ")).count(), 2, "{typed:?}: {rest:#?}");
        let bye = rest.iter().any(|l| l.contains("goodbye"));
        assert_eq!(bye, typed.contains("fin") || typed.contains("quit"), "{rest:#?}");
        other.until("> last");
    }
    arena.calm();
}

pub(super) fn fault_63_a_long_answer_is_flushed() {
    let arena = Arena::new();
    let mut writer = arena.alone("#long");
    for n in 1..=60 {
        writer.say(&format!("{n:04} {}", "x".repeat(3995)));
    }
    writer.until("ok 60");
    let mut raw = Raw::connect_narrow(arena.server.line);
    raw.send("/join #long\n/history 500\n/history 500\n/history 500");
    raw.half_close();
    std::thread::sleep(Duration::from_millis(100));
    let rest = raw.rest();
    assert_eq!(rest.iter().filter(|l| l.contains("> 0060 ")).count(), 4, "the replay and three pages");
    drop((raw, writer));
    arena.calm();
}

pub(super) fn fault_64_the_last_sentence_arrives() {
    let arena = Arena::new();
    for (line, words) in [("/quit", "goodbye"), ("GET / HTTP/1.1", "http_on_chat_port"), ("\x16\x03\x01", "tls_on")] {
        for unread in [0, 1, 1000, 500_000, 3_000_000] {
            let mut raw = arena.raw();
            raw.push(format!("{line}\n{}", "never read\n".repeat(unread / 11)).as_bytes(), Duration::from_millis(300));
            raw.until(words);
        }
    }
    arena.calm();
}

#[track_caller]
fn reconnects(words: &[&str]) {
    const THREADS: usize = 8;
    const EACH: usize = 125;
    const WAVES: usize = 5;
    raw::many_descriptors();
    let arena = Arena::with(words);
    let line = arena.server.line;
    let mut grown = Vec::new();
    for _ in 0..WAVES {
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(move || {
                    let mut all: Vec<Raw> = (0..EACH).map(|_| Raw::connect(line)).collect();
                    all.iter_mut().for_each(|raw| drop(raw.until("You are guest")));
                    // And gone again, each in its way.
                    for (i, raw) in all.into_iter().enumerate() {
                        if i % 2 == 0 {
                            raw.reset();
                        }
                    }
                });
            }
        });
        arena.settled();
        grown.push(arena.grown());
    }
    // How many of the first were there at once is chance; from then on it is what it is.
    assert!(grown[WAVES - 1] < grown[1] + 8 * 1024, "{grown:?} KiB after each wave");
    arena.calm();
}

pub(super) fn fault_65_a_thousand_reconnect_at_once() {
    reconnects(&[]);
}

pub(super) fn fault_65_the_same_over_several_shards() {
    reconnects(&["--shards", "3"]);
}

/// Sends without pause until the server ends, and says what was confirmed, by number.
fn send_until_the_end(server: &Server, me: usize) -> BTreeMap<u64, String> {
    let mut raw = Raw::connect(server.line);
    raw.ask("/format json", "welcome");
    let (mut sent, mut confirmed, mut last) = (0, BTreeMap::new(), String::new());
    loop {
        if sent < 20_000
            && raw.try_send(
                json!({"type": "say", "room": "#general", "text": format!("{me} {sent}"), "ref": format!("{sent}")}),
            )
        {
            sent += 1;
        }
        while let Some(line) = raw.line_within(if sent % 32 == 0 { raw::LONG } else { Duration::ZERO }) {
            let value: Value = serde_json::from_str(&line).unwrap();
            if value["type"] == "ok" {
                let text = format!("{me} {}", value["ref"].as_str().unwrap());
                confirmed.insert(value["seq"].as_u64().unwrap(), text);
                if sent % 32 == 0 {
                    break;
                }
            }
            last = line;
        }
        if raw.is_over() {
            assert!(last.contains(r#""why":"stopping""#), "the last word was {last}");
            return confirmed;
        }
    }
}

/// What the store holds of `#general`, as a server that is started again shows it.
fn stored(data: &Path) -> BTreeMap<u64, String> {
    let mut server = Program::product().unwrap().serve(data).unwrap();
    let mut raw = Raw::connect(server.line);
    raw.ask("/format json", "welcome");
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map_or(0, |(seq, _)| *seq);
        raw.say(&json!({"type": "history", "room": "#general", "after": after, "limit": 500}).to_string());
        let page: Value = serde_json::from_str(&raw.until(r#"{"type":"history""#)).unwrap();
        for fact in page["facts"].as_array().unwrap() {
            all.insert(fact["seq"].as_u64().unwrap(), fact["text"].as_str().unwrap().to_owned());
        }
        if page["more"] == false {
            break;
        }
    }
    drop(raw);
    assert!(server.stop().unwrap().success());
    all
}

#[track_caller]
fn stops_under_load(words: &[&str], deaf: bool) {
    const SENDERS: usize = 6;
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::product().unwrap();
    program.words.extend(words.iter().map(|w| (*w).to_owned()));
    let mut server = program.serve(data.path()).unwrap();
    // Somebody who does not read must not hold it up.
    let mut deaf = deaf.then(|| Raw::connect_narrow(server.line));
    deaf.iter_mut().for_each(|raw| raw.send("hello\n"));
    let (confirmed, took) = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|me| {
                scope.spawn({
                    let server = &server;
                    move || send_until_the_end(server, me)
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(700));
        let start = Instant::now();
        kill_process(Pid::from_raw(i32::try_from(server.pid()).unwrap()).unwrap(), Signal::TERM).unwrap();
        let confirmed: Vec<_> = senders.into_iter().map(|sender| sender.join().unwrap()).collect();
        (confirmed, start)
    });
    let status = loop {
        if let Some(status) = server.ended().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let took = took.elapsed();
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}: {}", server.stderr());
    assert!(!server.stderr().contains("panic"), "{}", server.stderr());
    drop(deaf);
    let stored = stored(data.path());
    assert!(stored.keys().copied().eq(1..=stored.len() as u64), "a gap");
    for (me, confirmed) in confirmed.iter().enumerate() {
        assert!(confirmed.len() > 10, "sender {me} had {} answers", confirmed.len());
        for (seq, text) in confirmed {
            assert_eq!(stored.get(seq), Some(text), "number {seq}");
        }
    }
}

pub(super) fn fault_66_stopped_under_load() {
    stops_under_load(&[], true);
}

pub(super) fn fault_66_the_same_over_several_shards() {
    // The first shard alone holds nobody up: the others are waited for as well.
    stops_under_load(&["--shards", "3"], false);
}

pub(super) fn fault_66_stopped_as_soon_as_it_is_ready() {
    let program = Program::product().unwrap();
    for _ in 0..10 {
        let data = tempfile::tempdir().unwrap();
        let mut server = program.serve(data.path()).unwrap();
        let status = server.stop().unwrap();
        assert!(status.success(), "{status}: {}", server.stderr());
    }
}
