//! Faults 42, 43, 52, 54–56, 58, 60 as people meet them: what the program says, and what its clients are told. What the
//! store itself does is in the contract tests.

use super::arena::Arena;
use super::raw::Raw;
use causette_tests::server::{Program, Server};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What may pass before somebody is told that something cannot be saved.
const TOLD: Duration = Duration::from_secs(10);

fn product() -> Program {
    Program::product().unwrap()
}

/// The product, started by a shell that does something first; `$1` is the directory to do it in. Root needs nothing for
/// a mount of its own, others a user namespace; where the kernel allows neither, the start fails and says so.
fn after(first: &str, place: &Path) -> Program {
    let mut program = product();
    let mut words = vec!["unshare"];
    if !rustix::process::geteuid().is_root() {
        words.push("--map-root-user");
    }
    let script = format!("set -e; cd /; set -- '{}' \"$0\" \"$@\"; {first}; shift; exec \"$@\"", place.display());
    words.extend(["--mount", "sh", "-c", &script]);
    program.under = words.into_iter().map(str::to_owned).collect();
    program
}

/// The program must refuse to start, in one sentence that has all of these words.
#[track_caller]
fn refuses(program: &Program, data: &Path, words: &[&str]) {
    let start = Instant::now();
    let Err(error) = program.serve(data) else { panic!("it started on {}", data.display()) };
    let text = format!("{error:#}");
    let said: Vec<&str> = text.lines().filter(|line| line.starts_with("causette: ")).collect();
    assert!(said.len() == 1 && words.iter().all(|word| said[0].contains(word)), "{words:?}: {text}");
    assert!(start.elapsed() < TOLD, "after {:?}", start.elapsed());
}

/// Says long messages until one is not saved; `last` is the number of the last that was.
fn fill(raw: &mut Raw, mut last: u64) -> u64 {
    let text = "x".repeat(4000);
    loop {
        raw.say(&format!("{} {text}", last + 1));
        let answer = std::iter::from_fn(|| raw.line()).find(|line| !line.starts_with("-- ")).unwrap();
        if answer != format!("ok {}", last + 1) {
            assert!(answer.starts_with("!! not_saved: not saved: the disk is full"), "{answer}");
            return last;
        }
        last += 1;
    }
}

/// The numbers and first words of a room's messages.
fn history(server: &Server, room: &str) -> BTreeMap<u64, String> {
    let mut raw = Raw::connect(server.line);
    raw.ask("/format json", "welcome");
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map_or(0, |(seq, _)| *seq);
        raw.say(&serde_json::json!({"type": "history", "room": room, "after": after}).to_string());
        let page: serde_json::Value = serde_json::from_str(&raw.until(r#"{"type":"history""#)).unwrap();
        for fact in page["facts"].as_array().unwrap() {
            let text = fact["text"].as_str().unwrap();
            all.insert(fact["seq"].as_u64().unwrap(), text.split(' ').next().unwrap().to_owned());
        }
        if page["more"] == false {
            return all;
        }
    }
}

pub(super) fn fault_42_the_disk_is_full() {
    let place = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=3m,mode=700 none \"$1\"; head -c 600000 /dev/zero > \"$1/ballast\"";
    let program = after(mount, place.path());
    let arena = Arena::empty(&program, place);
    // The mount is the server's own: it is seen through the server.
    let inside = Path::new("/proc").join(arena.server.pid().to_string()).join("root");
    let inside = inside.join(arena.data.path().strip_prefix("/").unwrap());

    let (mut writer, mut other) = (arena.alone("#disk"), arena.guest());
    other.ask("/join #disk", "people in #disk");
    let last = fill(&mut writer, 0);
    assert!(last > 50, "{last}");
    // Nobody saw what was not saved, reading goes on, and everything that needs the disk says why not.
    let heard = other.sync();
    assert_eq!(heard.iter().filter(|l| l.contains("> ")).count() as u64, last, "nobody sees what is not saved");
    writer.ask("/history 500", &format!(" {last}] <"));
    other.ask("/who", "2 people in #disk");
    other.ask("/join #new", "not_saved");
    writer.ask(&"y".repeat(4000), "not_saved");
    fs::remove_file(inside.join("ballast")).unwrap();
    // Space again: it goes on by itself, with the next number.
    let mut next = last + 1;
    for _ in 0..20 {
        writer.ask(&format!("{next} saved"), &format!("ok {next}"));
        next += 1;
    }
    other.ask("/join #new", "in #new, alone");
    // A crash now loses nothing that was confirmed.
    let copy = tempfile::tempdir().unwrap();
    let files = fs::read_dir(inside.join("data")).unwrap().flatten();
    for file in files.filter(|file| file.file_type().unwrap().is_file()) {
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    drop((writer, other));
    arena.calm();
    let mut server = product().serve(copy.path()).unwrap();
    let expect: BTreeMap<u64, String> = (1..next).map(|n| (n, n.to_string())).collect();
    assert_eq!(history(&server, "#disk"), expect);
    let audit = crate::e2e::admin::audit(copy.path());
    assert!(audit.contains("the disk was full for "), "operators are told once there is room: {audit}");
    assert!(server.stop().unwrap().success());
}

pub(super) fn fault_43_a_directory_that_cannot_be_written() {
    let place = tempfile::tempdir().unwrap();
    let program = after("mount -t tmpfs -o ro none \"$1\"", place.path());
    let data = place.path().join("data");
    refuses(&program, &data, &["cannot write to", data.to_str().unwrap(), ". "]);
    let file = place.path().join("file");
    fs::write(&file, "a letter").unwrap();
    refuses(&product(), &file, &[file.to_str().unwrap(), ". "]);
    assert_eq!(fs::read(&file).unwrap(), b"a letter");
}

/// A store with ten messages whose server was killed.
fn killed() -> TempDir {
    let data = tempfile::tempdir().unwrap();
    let mut server = product().serve(data.path()).unwrap();
    let mut raw = Raw::connect(server.line);
    for n in 1..=10 {
        raw.ask(&n.to_string(), &format!("ok {n}"));
    }
    server.kill().unwrap();
    data
}

#[track_caller]
fn has_all(data: &Path) {
    let mut server = product().serve(data).unwrap();
    assert!(history(&server, "#general").keys().copied().eq(1..=10));
    assert!(server.stop().unwrap().success());
}

pub(super) fn fault_49_killed_and_back_in_a_moment() {
    let data = killed();
    let start = Instant::now();
    let mut server = product().serve(data.path()).unwrap();
    let took = start.elapsed();
    // A second is promised; other tests share this machine.
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(history(&server, "#general").keys().copied().eq(1..=10));
    server.kill().unwrap();
    has_all(data.path());
}

pub(super) fn fault_52_side_files_are_gone() {
    let data = killed();
    let wal = data.path().join("causette.db-wal");
    let kept = fs::read(&wal).unwrap();
    fs::remove_file(&wal).unwrap();
    refuses(&product(), data.path(), &["causette.db-wal", ". "]);
    fs::write(&wal, kept).unwrap();
    fs::remove_file(data.path().join("causette.db-shm")).unwrap();
    has_all(data.path());
    let db = data.path().join("causette.db");
    fs::remove_file(&db).unwrap();
    refuses(&product(), data.path(), &["causette.db", ". "]);
    assert!(!db.exists(), "never a silent empty store");
}

pub(super) fn fault_54_another_program_holds_the_store() {
    let arena = Arena::empty(&product(), tempfile::tempdir().unwrap());
    let mut raw = arena.alone("#locked");
    raw.ask("before", "ok 1");
    let other = Connection::open(arena.data.path().join("data/causette.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    raw.ask("meanwhile", "not_saved: not saved: another program holds the store");
    assert!(start.elapsed() < TOLD, "{:?}", start.elapsed());
    assert!(raw.ask("/history", "] <").contains("before"));
    other.execute_batch("ROLLBACK").unwrap();
    raw.ask("afterwards", "ok 2");
    drop((raw, other));
    arena.calm();
}

pub(super) fn fault_55_two_servers_on_one_directory() {
    let arena = Arena::new();
    refuses(&product(), arena.data.path(), &[&arena.server.pid().to_string(), ". "]);
    arena.guest().ask("still here", "ok 1");
    arena.calm();
}

pub(super) fn fault_56_not_ours_or_from_the_future() {
    let data = tempfile::tempdir().unwrap();
    let db = data.path().join("causette.db");
    let letter = "Dear reader, this is a letter.\n".repeat(400);
    fs::write(&db, &letter).unwrap();
    refuses(&product(), data.path(), &["causette.db", ". "]);
    assert_eq!(fs::read_to_string(&db).unwrap(), letter);

    let data = tempfile::tempdir().unwrap();
    let db = data.path().join("causette.db");
    assert!(product().serve(data.path()).unwrap().stop().unwrap().success());
    let newer = Connection::open(&db).unwrap();
    newer.execute_batch("PRAGMA user_version = 77; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(newer);
    let before = fs::read(&db).unwrap();
    refuses(&product(), data.path(), &["77", ". "]);
    assert!(fs::read(&db).unwrap() == before, "untouched");
}

pub(super) fn fault_58_a_flush_that_fails() {
    let data = tempfile::tempdir().unwrap();
    assert!(
        product().serve(data.path()).unwrap().stop().unwrap().success(),
        "a store to open: making one takes many flushes"
    );
    let mut program = product();
    // The store's own thread is the one that commits; its twelfth flush fails (opening takes fewer), and any later one would succeed.
    let words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"];
    program.under = words.map(String::from).to_vec();
    program.under.extend(["-e", "inject=fsync,fdatasync:error=EIO:when=12"].map(String::from));
    let mut server = program.serve(data.path()).unwrap();
    let mut raw = Raw::connect(server.line);
    let mut last = 0;
    let said = loop {
        raw.say(&format!("{} text", last + 1));
        let answer = raw.until("");
        if answer.starts_with("-- You are") {
            assert_eq!(raw.line().unwrap(), "ok 1");
        } else if answer != format!("ok {}", last + 1) {
            break answer;
        }
        last += 1;
        assert!(last < 100, "no flush failed");
    };
    assert!(said.starts_with("!! unknown: outcome unknown"), "{said}");
    let rest = raw.rest();
    assert!(rest.len() == 1 && rest[0].contains("the disk failed"), "{rest:?}");
    let deadline = Instant::now() + TOLD;
    let status = loop {
        match server.ended().unwrap() {
            Some(status) => break status,
            None => assert!(Instant::now() < deadline, "it did not end"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(!status.success() && !server.stderr().contains("panic"), "{status}: {}", server.stderr());
    // What was confirmed is there; what was not, perhaps.
    let mut server = product().serve(data.path()).unwrap();
    let stored = history(&server, "#general").len() as u64;
    assert!(stored == last || stored == last + 1, "{last} confirmed, {stored} stored");
    assert!(server.stop().unwrap().success());
}

pub(super) fn fault_60_files_are_private() {
    let arena = Arena::empty(&product(), tempfile::tempdir().unwrap());
    arena.guest().ask("hello", "ok 1");
    let data = arena.data.path().join("data");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in fs::read_dir(&data).unwrap().flatten() {
        assert_eq!(mode(&file.path()), 0o600, "{}", file.path().display());
    }
    arena.calm();
}
