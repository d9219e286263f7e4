//! Faults 40, 67, 68, 69: guessing passwords, asking which accounts there are, and too much at once; and passwords where
//! others could read them.

use super::arena::Arena;
use super::raw::{self, Raw, many_descriptors};
use crate::e2e::admin::{add, audit};
use causette_tests::server::Program;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SIGN_IN: &str = "/login alice \"correct horse battery\"";
/// Where alice is at home.
const HOME: &str = "127.0.0.20";
/// The one address that may say for whom it connects.
const PROXY: &str = "127.0.0.99";
/// How long the owner of an account that is attacked waits at most.
const OWNER: Duration = Duration::from_secs(5);

/// A bare connection from another address of this machine.
fn bare(arena: &Arena, address: &str) -> Raw {
    let address: IpAddr = address.parse().unwrap();
    Raw::connect_from(SocketAddr::new(address, 0), arena.server.line)
}

/// A guest from there.
fn at(arena: &Arena, address: &str) -> Raw {
    let mut raw = bare(arena, address);
    raw.until("You are guest");
    raw
}

/// Somebody in clear text from another machine, as a proxy says.
fn announced(arena: &Arena, address: &str) -> Raw {
    let mut raw = bare(arena, PROXY);
    raw.send(format!("PROXY TCP4 {address} 10.0.0.1 12345 63000\r\n"));
    raw
}

/// The code of what was refused.
fn code(line: &str) -> String {
    line.strip_prefix("!! ").and_then(|line| line.split(':').next()).unwrap_or(line).to_owned()
}

pub(super) fn fault_40_hundreds_from_one_address() {
    // How fast they may come is another limit.
    let arena = Arena::with(&["--proxy-from", PROXY, "--accept-rate", "0"]);
    let mut class: Vec<_> = (0..200).map(|_| announced(&arena, "192.0.2.7")).collect();
    class.iter_mut().for_each(|student| drop(student.until("You are guest")));
    for _ in 0..50 {
        let told = announced(&arena, "192.0.2.7").rest();
        assert!(told.len() == 1 && told[0].starts_with("!! too_many_connections: 200 "), "{told:?}");
    }
    announced(&arena, "192.0.2.8").until("You are guest");
    class.iter_mut().for_each(Raw::alive);
    drop(class);
    arena.calm();
}

/// Tries passwords until told to stop; how many were compared. Says once that it is held up.
fn hammer(mut raw: Raw, name: impl Fn(usize) -> String, stop: &AtomicBool, held: &AtomicUsize) -> u64 {
    let (start, mut compared, mut waited) = (Instant::now(), 0, false);
    for n in 0.. {
        if stop.load(Ordering::Relaxed) || start.elapsed() > 3 * raw::LONG {
            break;
        }
        let told = raw.ask(&format!("/login {} guess number {n}", name(n)), "!! ");
        match code(&told).as_str() {
            "wrong_login" => compared += 1,
            "locked_out" => {
                assert!(told.contains("Try again in "), "{told}");
                held.fetch_add(usize::from(!waited), Ordering::Relaxed);
                waited = true;
            }
            _ => panic!("{told}"),
        }
    }
    compared
}

/// What a limit of so many at once, and one more every `step` milliseconds, has let through since then.
fn most((burst, step): (u64, u64), since: Instant) -> u64 {
    burst + u64::try_from(since.elapsed().as_millis()).unwrap() / step + 1
}

pub(super) fn fault_67_passwords_are_guessed() {
    use causette_core::limits::{SIGN_IN_HOST, SIGN_IN_NAME};
    let arena = Arena::new();
    at(&arena, HOME).ask("/register alice \"correct horse battery\"", "you are alice");
    let (start, stop, held) = (Instant::now(), AtomicBool::new(false), AtomicUsize::new(0));
    let (one, many) = std::thread::scope(|s| {
        // Four that want one account, and one that wants any.
        let attack = |address: String, name: fn(usize) -> String| {
            let (raw, stop, held) = (at(&arena, &address), &stop, &held);
            s.spawn(move || hammer(raw, name, stop, held))
        };
        let four: Vec<_> = (30..34).map(|n| attack(format!("127.0.0.{n}"), |_| "alice".to_owned())).collect();
        let any = attack("127.0.0.40".to_owned(), |n| format!("somebody{n}"));
        while held.load(Ordering::Relaxed) < 5 {
            assert!(start.elapsed() < 2 * raw::LONG, "{held:?} of 5 are held up");
            std::thread::sleep(Duration::from_millis(5));
        }
        let knock = Instant::now();
        let mut owner = at(&arena, HOME);
        owner.ask(SIGN_IN, "you are alice");
        assert!(knock.elapsed() < OWNER, "the owner waited {:?}", knock.elapsed());
        // Where she never was, a word from home takes the place of the password.
        let word = owner.ask("/resume", "this signs in once");
        at(&arena, "127.0.0.21").ask(word.rsplit_once(": ").unwrap().1, "you are alice");
        stop.store(true, Ordering::Relaxed);
        let four: u64 = four.into_iter().map(|one| one.join().unwrap()).sum();
        (four, any.join().unwrap())
    });
    assert!((1..=most(SIGN_IN_NAME, start)).contains(&one), "{one} guesses at one account were compared");
    assert!((1..=most(SIGN_IN_HOST, start)).contains(&many), "{many} guesses from one address were compared");
    assert!(audit(arena.data.path()).contains("many wrong passwords for alice"));
    arena.calm();
}

pub(super) fn fault_68_an_unknown_name_and_a_wrong_password() {
    // Without bystanders: processor time is counted below.
    let arena = Arena::empty(&Program::product().unwrap(), tempfile::tempdir().unwrap());
    for name in ["alice", "carol"] {
        at(&arena, HOME).ask(&format!("/register {name} \"correct horse battery\""), "you are");
    }
    let long = "x".repeat(300);
    let mut raw = at(&arena, "127.0.0.30");
    for (before, line, mark) in [
        ("/lang en", "/login NAME WORD", "!! wrong_login: "),
        ("/lang fr", "/login NAME WORD", "!! wrong_login: "),
        ("/format json", r#"{"type":"login","name":"NAME","password":"WORD"}"#, r#""code":"wrong_login""#),
    ] {
        raw.say(before);
        for word in ["a wrong one", "x", &long] {
            let [known, unknown] =
                ["alice", "nobody"].map(|name| raw.ask(&line.replace("NAME", name).replace("WORD", word), mark));
            assert_eq!(known, unknown);
        }
    }
    // Both are compared with something: it is the work that is counted, which a busy machine does not change.
    let work = |name: &str, address: &str| {
        let mut raw = at(&arena, address);
        raw.sync();
        let before = arena.usage().cpu;
        (0..8).for_each(|n| drop(raw.ask(&format!("/login {name} a wrong one {n}"), "!! wrong_login")));
        arena.usage().cpu - before
    };
    let (known, unknown) = (work("carol", "127.0.0.31"), work("noone", "127.0.0.32"));
    assert!(known < 3 * unknown && unknown < 3 * known, "{known:?} for a name that is there, {unknown:?} for none");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_69_a_password_of_a_megabyte() {
    let arena = Arena::new();
    let mut raw = at(&arena, HOME);
    for (length, login, register) in
        [(1 << 20, "line_too_long", "line_too_long"), (7_000, "wrong_login", "bad_password")]
    {
        let password = "x".repeat(length);
        for (ask, expect) in [("/login alice", login), ("/register alice", register)] {
            assert_eq!(code(&raw.ask(&format!("{ask} {password}"), "!! ")), expect, "{ask}, {length} bytes");
        }
    }
    raw.ask(&format!("/register alice {}", "x".repeat(601)), "!! bad_password");
    raw.ask(&format!("/register alice {}", "x".repeat(600)), "you are alice");
    let grown = arena.grown();
    assert!(grown < 48 * 1024, "{grown} KiB");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_69_a_thousand_sign_in_at_once() {
    many_descriptors();
    let arena = Arena::with(&["--accept-rate", "0"]);
    at(&arena, HOME).ask("/register alice \"correct horse battery\"", "you are alice");
    let mut reader = arena.alone("#reading");
    reader.ask("something to read", "ok 1");
    // So few from each address that none of them is held up for that.
    let mut all: Vec<_> = (0..1_000).map(|n| bare(&arena, &format!("127.0.1.{}", 1 + n / 20))).collect();
    all.iter_mut().for_each(|raw| drop(raw.until("You are guest")));
    all.iter_mut().enumerate().for_each(|(n, raw)| raw.say(&format!("/login somebody{n} a password")));
    // Nobody who reads waits for them.
    reader.ask("/history", "something to read");
    reader.ask("/search something", "something to read");
    let (mut told, mut grown) = (BTreeMap::<String, usize>::new(), 0);
    for raw in &mut all {
        *told.entry(code(&raw.until("!! "))).or_default() += 1;
        grown = grown.max(arena.grown());
    }
    let [busy, wrong] = ["busy", "wrong_login"].map(|code| told.get(code).copied().unwrap_or(0));
    assert!(busy > 0 && wrong > 0 && busy + wrong == all.len(), "{told:?}");
    // One comparison takes 19 MiB, which the allocator may keep for each thread that made one: not for each that waited.
    assert!(grown < 128 * 1024, "{grown} KiB");
    at(&arena, HOME).ask(SIGN_IN, "you are alice");
    drop((all, reader));
    arena.calm();
}

/// In clear text from another machine no password is taken, a word from a private line is, once, and no new one is told.
fn no_password_in_clear(arena: &Arena, clear: impl Fn() -> Raw) {
    add(arena.data.path(), "alice");
    let mut home = Raw::connect(SocketAddr::from(([127, 0, 0, 1], arena.server.line.port())));
    home.ask(SIGN_IN, "you are alice");
    let mut raw = clear();
    for ask in ["/register zoe \"correct horse battery\"", "/oper ops \"correct horse battery\"", SIGN_IN] {
        let told = raw.ask(ask, "!! ");
        assert!(code(&told) == "need_tls" && told.contains("Use TLS") && told.contains("one-time word"), "{told}");
    }
    let word = home.ask("/resume", "this signs in once");
    let word = word.rsplit_once(": ").unwrap().1;
    raw.ask(word, "you are alice");
    raw.ask("/password \"correct horse battery\" \"another horse battery\"", "!! need_tls");
    raw.ask("/resume", "!! need_tls");
    let welcome = raw.ask("/format json", r#""type":"welcome""#);
    let welcome: serde_json::Value = serde_json::from_str(&welcome).unwrap();
    assert!(welcome["name"] == "alice" && welcome["resume"] == "", "{welcome}");
    clear().ask(word, "!! bad_token");
}

#[test]
fn a_proxy_in_clear_text_brings_no_password() {
    let arena = Arena::with(&["--proxy-from", PROXY, "--registration", "open"]);
    no_password_in_clear(&arena, || announced(&arena, "192.0.2.7"));
    arena.calm();
}

#[test]
fn another_machine_in_clear_text_brings_no_password() {
    let arena = Arena::with(&["--lan", "--line", "0.0.0.0:0"]);
    // Where this machine is for others: nothing is sent to find out. One that has no network is its own only machine.
    let probe = UdpSocket::bind("0.0.0.0:0").unwrap();
    let own = probe.connect("192.0.2.1:9").and_then(|()| probe.local_addr());
    if let Some(own) = own.ok().map(|own| own.ip()).filter(|own| !own.is_loopback() && !own.is_unspecified()) {
        no_password_in_clear(&arena, || Raw::connect(SocketAddr::new(own, arena.server.line.port())));
    }
    arena.calm();
}
