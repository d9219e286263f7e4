//! Faults 37–39, 41, 44, 46: many connections, no descriptors left, readers that do not read, connections without end,
//! little memory, a log nobody reads.

use super::arena::Arena;
use super::raw::{self, Raw};
use causette_tests::server::Program;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
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
    drop(arena.last());
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

/// The most memory the server ever held, in KiB, shared pages included.
fn high_water(arena: &Arena) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", arena.server.pid())).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    most.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Everything at once that makes a server hold bytes.
pub(super) fn fault_41_connecting_and_closing() {
    /// Connections a round; a third of them say something, a third are reset.
    const ROUND: usize = 1500;
    /// KiB by which a round may differ from those before it: 64 bytes a connection.
    const LEFT: u64 = 96;
    /// What is taken once and kept for good is taken in the first rounds; then as many in a row have to be calm.
    const MOST: usize = 14;
    const CALM: usize = 3;
    let arena = Arena::with(&["--accept-rate", "0"]);
    let (mut seen, mut calm) = (Vec::new(), 0);
    while calm < CALM {
        assert!(seen.len() < MOST, "it grows on: {seen:?} KiB");
        for number in 0..ROUND {
            let mut raw = arena.raw();
            match number % 3 {
                0 => {}
                1 => raw.send("/nick passer\r\n"),
                _ => raw.reset(),
            }
        }
        drop(arena.last());
        arena.settled();
        let now = arena.usage().kib;
        // As it was before the calm began: what grows a little each time is not calm.
        let before = seen.iter().rev().skip(calm).max().copied().unwrap_or(0);
        calm = if now <= before + LEFT { calm + 1 } else { 0 };
        seen.push(now);
    }
    arena.calm();
}

pub(super) fn fault_44_memory_stays_under() {
    const MOST: u64 = 128 * 1024;
    const EACH: usize = 100;
    const DEAF: usize = 64;
    raw::many_descriptors();
    let arena = Arena::new();
    let mut writer = arena.alone("#big");
    fill(&mut writer, 80);
    // Lines without end, lines not yet ended, JSON not yet ended.
    let mut held: Vec<Raw> = (0..3 * EACH).map(|_| arena.raw()).collect();
    for (n, raw) in held.iter_mut().enumerate() {
        match n % 3 {
            0 => drop(raw.push(&vec![b'x'; 1024 * 1024], raw::LONG)),
            1 => raw.send(vec![b'y'; 8 * 1024 - 1]),
            _ => {
                raw.send("/format json\n");
                raw.until("welcome");
                raw.send(format!("{{\"type\":\"say\",\"text\":\"{}", "z".repeat(16_000)));
            }
        }
    }
    // Readers that ask for page after page and take none, while the room goes on.
    let mut deaf: Vec<Raw> = (0..DEAF).map(|_| Raw::connect_narrow(arena.server.line)).collect();
    for raw in &mut deaf {
        raw.send("/join #big\n");
        raw.send("/history 500\n".repeat(100));
    }
    for n in 81..=300 {
        writer.ask(&format!("{n:04} {}", "x".repeat(3995)), &format!("ok {n}"));
    }
    let most = high_water(&arena);
    assert!(most < MOST, "{most} KiB");
    drop((held, deaf, writer));
    arena.calm();
}

/// A pipe with a name, full, and held open by the file that is returned. Reading from it lets writers go on.
fn full_pipe(path: &Path) -> File {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    let nonblock = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
    let mut pipe = OpenOptions::new().read(true).write(true).custom_flags(nonblock).open(path).unwrap();
    for size in [4096, 1] {
        while pipe.write(&vec![b'.'; size]).is_ok() {}
    }
    assert_eq!(pipe.write(b".").unwrap_err().kind(), ErrorKind::WouldBlock);
    pipe
}

/// A server whose log goes into this pipe.
fn logging_into(path: &Path) -> Program {
    let mut program = Program::product().unwrap();
    program.under = ["sh", "-c", "log=$1; shift; exec \"$@\" 2>\"$log\"", "sh"].map(String::from).to_vec();
    program.under.push(path.display().to_string());
    program.words = ["--log", "debug"].map(String::from).to_vec();
    program
}

/// More connections than log lines are kept: each is a line at this level.
fn more_than_is_kept(arena: &Arena) {
    for _ in 0..1500 {
        drop(arena.raw());
    }
}

pub(super) fn fault_46_the_log_pipe_is_blocked() {
    let place = tempfile::tempdir().unwrap();
    let log = place.path().join("log");
    let mut pipe = full_pipe(&log);
    let arena = Arena::of(&logging_into(&log));
    let mut guest = arena.alone("#log");
    more_than_is_kept(&arena);
    for n in 1..=200 {
        guest.ask(&format!("message {n}"), &format!("ok {n}"));
    }
    // Somebody reads again: what was kept comes, and how much was not.
    let (mut said, deadline) = (String::new(), Instant::now() + raw::LONG);
    let mut buffer = [0; 64 * 1024];
    while !said.contains("log lines were dropped") {
        match pipe.read(&mut buffer) {
            Ok(n) => said.push_str(&String::from_utf8_lossy(&buffer[..n])),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
        assert!(Instant::now() < deadline, "it is not said that lines were dropped: {said}");
        std::thread::sleep(Duration::from_millis(1));
    }
    let words = said.lines().find(|line| line.contains("log lines were dropped")).unwrap();
    let count: usize = words.split_once(" WARN ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    let kept = said.matches("connected").count();
    assert!(kept > 1000 && count > 300 && !said.contains("panic"), "{kept} kept, {count} dropped");
    drop(guest);
    arena.calm();
}

/// Asked to stop while nobody reads what it logs, it does.
pub(super) fn fault_46_it_ends_all_the_same() {
    let place = tempfile::tempdir().unwrap();
    let log = place.path().join("log");
    let _pipe = full_pipe(&log);
    let arena = Arena::of(&logging_into(&log));
    more_than_is_kept(&arena);
    arena.calm();
}
