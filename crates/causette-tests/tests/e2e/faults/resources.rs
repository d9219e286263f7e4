//! Faults 37–39: many connections, no descriptors left, readers that do not read.

use super::arena::Arena;
use super::raw::{self, Raw};
use causette_tests::server::Program;
use std::time::{Duration, Instant};

pub(super) fn fault_37_many_idle_connections() {
    const MANY: usize = 1500;
    /// KiB a connection, in a program built without optimisation. The figure to publish is the benchmark's.
    const EACH: u64 = 8;
    raw::many_descriptors();
    let arena = Arena::new();
    let mut guests: Vec<Raw> = (0..MANY).map(|_| arena.raw()).collect();
    guests.iter_mut().for_each(|guest| drop(guest.until("You are guest")));
    guests.last_mut().unwrap().alive();
    let grown = arena.grown();
    assert!(grown < EACH * MANY as u64, "{grown} KiB for {MANY} connections");
    guests[0].ask("/who", &format!("{MANY} people in #general"));
    drop(guests);
    arena.settled();
    let mut last = arena.guest();
    last.ask("/who", "one person in #general");
    drop(last);
    arena.calm();
}

/// A server that may open this many files.
fn limited(files: u32) -> Program {
    let mut program = Program::product().unwrap();
    program.under = ["sh", "-c"].map(String::from).to_vec();
    program.under.push(format!("ulimit -n {files}; exec \"$0\" \"$@\""));
    program
}

pub(super) fn fault_38_no_descriptors_left() {
    let arena = Arena::of(&limited(64));
    let mut inside = Vec::new();
    let (said, mut turned) = loop {
        assert!(inside.len() < 64, "somebody must be turned away");
        let mut raw = arena.raw();
        match raw.line().unwrap() {
            line if line.contains("You are guest") => inside.push(raw),
            line => break (line, raw),
        }
    };
    assert!(said.starts_with("!! server_full: "), "{}", said);
    assert_eq!(turned.rest(), Vec::<String>::new(), "one sentence, then the end");
    assert!(inside.len() > 30, "{} were let in", inside.len());
    // Ten more wait, one of them with something to say: all are told, and nothing spins.
    let cpu = arena.usage().cpu;
    let mut outside: Vec<Raw> = (0..10).map(|_| arena.raw()).collect();
    outside[5].push(b"/format json\n", raw::LONG);
    for raw in &mut outside {
        raw.until("server_full");
    }
    std::thread::sleep(Duration::from_millis(500));
    let spent = arena.usage().cpu - cpu;
    assert!(spent < Duration::from_millis(700), "{spent:?} of processor time");
    // Those inside still talk, and read what is on the disk.
    inside[0].ask("hello", "ok 1");
    inside[1].until("hello");
    inside[1].ask("/history 500", "1] <");
    // Room again: as many as left come in.
    inside.truncate(20);
    let deadline = Instant::now() + raw::LONG;
    while inside.len() < 30 {
        let mut raw = arena.raw();
        if raw.line().is_some_and(|line| line.contains("You are guest")) {
            inside.push(raw);
        }
        assert!(Instant::now() < deadline, "it does not recover");
    }
    drop((inside, outside, turned));
    arena.calm();
}

/// Fills a room with this many messages of nearly the longest text, and a bit more than a page of bytes with 70.
fn fill(writer: &mut Raw, messages: usize) {
    for n in 1..=messages {
        writer.say(&format!("{n:04} {}", "x".repeat(3995)));
    }
    writer.until(&format!("ok {messages}"));
}

pub(super) fn fault_39_readers_that_ask_and_never_read() {
    const READERS: usize = 20;
    let arena = Arena::new();
    let mut writer = arena.alone("#big");
    fill(&mut writer, 80);
    let before = arena.grown();
    let mut deaf: Vec<Raw> = (0..READERS).map(|_| Raw::connect_narrow(arena.server.line)).collect();
    for raw in &mut deaf {
        raw.send("/join #big\n");
        raw.send("/history 500\n".repeat(300));
    }
    // As long as it takes to answer the last that will be answered: until there is nothing left to do.
    let (mut most, mut quiet) = (0, 0);
    while quiet < 3 {
        let cpu = arena.usage().cpu;
        std::thread::sleep(Duration::from_millis(200));
        quiet = if arena.usage().cpu > cpu + Duration::from_millis(40) { 0 } else { quiet + 1 };
        most = most.max(arena.grown().saturating_sub(before));
    }
    assert!(most < READERS as u64 * 2048, "{most} KiB for {READERS} readers that do not read");
    // When one reads after all, nothing is missing.
    for _ in 0..5 {
        deaf[0].until("0080 xx");
    }
    drop((deaf, writer));
    arena.calm();
}

#[track_caller]
fn hears_all(raw: &mut Raw, messages: usize) {
    for n in 1..=messages {
        raw.until(&format!(" {n}] <"));
    }
}

pub(super) fn fault_39_in_a_room_of_many() {
    const DEAF: usize = 20;
    const MANY: usize = 80;
    const MESSAGES: usize = 300;
    let arena = Arena::new();
    let mut writer = arena.alone("#hall");
    let join = |raw: &mut Raw| {
        raw.send("/leave #general\n/join #hall\n");
        raw.until("you are in #hall");
    };
    let mut deaf: Vec<Raw> = (0..DEAF).map(|_| Raw::connect_narrow(arena.server.line)).collect();
    let mut others: Vec<Raw> = (0..MANY).map(|_| arena.raw()).collect();
    deaf.iter_mut().chain(&mut others).for_each(join);
    let before = arena.grown();
    fill(&mut writer, MESSAGES);
    // More than a megabyte was said. Those who read have all of it, in order, while those who do not hold one copy.
    others.iter_mut().for_each(|raw| hears_all(raw, MESSAGES));
    let grown = arena.grown().saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB");
    // They read after all: nothing is missing for them either, and they are up to date.
    for raw in &mut deaf {
        hears_all(raw, MESSAGES);
    }
    writer.ask("and now", "ok");
    deaf.iter_mut().for_each(|raw| drop(raw.until("and now")));
    drop((deaf, others, writer));
    arena.calm();
}
