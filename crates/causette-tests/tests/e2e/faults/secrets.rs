//! Faults 72, 78, 79: words that sign in, what of them is stored and logged, and what is for operators only.

use super::arena::Arena;
use super::raw::{self, Raw};
use crate::e2e::admin::admin;
use causette_tests::server::Program;
use causette_wire::stored::token;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// A program, and the word it was welcomed with.
fn program(arena: &Arena) -> (Raw, String) {
    let mut raw = arena.guest();
    let word = welcomed(&mut raw, "/format json", "guest");
    (raw, word)
}

/// Asks for what is answered by a welcome to somebody whose name begins so; the word in it.
#[track_caller]
fn welcomed(raw: &mut Raw, ask: &str, name: &str) -> String {
    let welcome: Value = serde_json::from_str(&raw.ask(ask, r#""type":"welcome""#)).unwrap();
    assert!(welcome["name"].as_str().unwrap().starts_with(name), "{welcome}");
    welcome["resume"].as_str().unwrap_or_else(|| panic!("no word in {welcome}")).to_owned()
}

fn login(password: &str) -> String {
    format!(r#"{{"type":"login","name":"alice","password":"{password}"}}"#)
}

fn resume(word: &str) -> String {
    format!(r#"{{"type":"resume","token":"{word}"}}"#)
}

/// Whether any file of the directory holds these bytes.
fn holds(data: &Path, bytes: &[u8]) -> bool {
    let files = fs::read_dir(data).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file());
    files.into_iter().any(|file| fs::read(file).unwrap().windows(bytes.len()).any(|seen| seen == bytes))
}

pub(super) fn fault_72_words_that_sign_in() {
    let arena = Arena::new();
    let (mut first, guest) = program(&arena);
    let register = r#"{"type":"register","name":"alice","password":"correct horse"}"#;
    let mut words = vec![guest, welcomed(&mut first, register, "alice")];
    let mut others = Vec::new();
    for _ in 0..3 {
        let (mut raw, guest) = program(&arena);
        words.extend([guest, welcomed(&mut raw, &login("correct horse"), "alice")]);
        others.push(raw);
    }
    // A connection that is gone leaves its word, which works until the password changes.
    drop(others.pop());
    let (mut again, _) = program(&arena);
    again.ask(&resume(&words[7]), r#""name":"alice""#);
    others.push(again);

    let change = r#"{"type":"password","old":"correct horse","password":"battery staple"}"#;
    let new = welcomed(&mut first, change, "alice");
    first.until(r#""type":"password_changed","ended":3"#);
    for raw in &mut others {
        raw.until(r#""type":"goodbye""#);
        raw.rest();
    }
    // All words of the account are over, and a guest's word has never been an account's.
    for word in [1, 3, 5, 7].map(|n| &words[n]) {
        program(&arena).0.ask(&resume(word), r#""code":"bad_token""#);
    }
    let (mut late, _) = program(&arena);
    late.ask(&login("correct horse"), r#""code":"wrong_login""#);
    welcomed(&mut late, &login("battery staple"), "alice");
    program(&arena).0.ask(&resume(&new), r#""name":"alice""#);
    let count = words.len();
    words.push(new.clone());
    words.sort();
    words.dedup();
    assert_eq!(words.len(), count + 1, "every sign-in has a word of its own");

    // What is stored is no word, and no password.
    let data = arena.data.path();
    assert!(holds(data, b"$argon2id$v=19$m=19456,t=2,p=1$") && holds(data, &token::hash(&new).0));
    for secret in words.iter().map(String::as_str).chain(["correct horse", "battery staple"]) {
        assert!(!holds(data, secret.as_bytes()), "{secret} can be read in {}", data.display());
    }
    assert!(!holds(data, &u128::from_str_radix(&new, 16).unwrap().to_be_bytes()));
    drop((first, late));
    arena.calm();
}

/// The word after these in a line.
fn after<'a>(line: &'a str, mark: &str) -> &'a str {
    line.split_once(mark).and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or_else(|| panic!("{line}"))
}

pub(super) fn fault_78_no_secret_in_the_log() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let mut program = Program::product().unwrap();
    program.words = ["--log", "debug"].map(str::to_owned).to_vec();
    let mut server = program.serve(&data).unwrap();
    let guest = || {
        let mut raw = Raw::connect(server.line);
        raw.until("You are guest");
        raw
    };
    let mut secrets: Vec<String> =
        ["canary-first", "canary-second", "canary-wrong", "canary-short"].map(String::from).into();
    let deadline = Instant::now() + raw::LONG;
    while !server.said().contains('\n') || !server.said().contains("/claim ") {
        assert!(Instant::now() < deadline, "no code: {}", server.said());
        std::thread::sleep(Duration::from_millis(5));
    }
    secrets.push(after(&server.said(), "/claim ").to_owned());
    let mut alice = guest();
    alice.ask("/register alice canary-first", "you are alice");
    alice.ask(&format!("/claim {}", secrets[4]), "ok #server");
    alice.ask("/password canary-wrong canary-second", "!! wrong_login");
    alice.ask("/password canary-first canary-second", "your password is changed");
    guest().ask("/login alice canary-wrong", "!! wrong_login");
    guest().ask("/login nobody canary-wrong", "!! wrong_login");
    let once = after(&alice.ask("/resume", "signs in once"), "/resume ").to_owned();
    guest().ask(&format!("/resume {once}"), "you are alice");
    let invitation = admin(&data, &["invite"]).done(&["/register"]);
    let invitation = after(&invitation, "/register NAME PASSWORD ").to_owned();
    guest().ask(&format!("/register bob canary-short {invitation}"), "you are bob");
    let reset = after(&admin(&data, &["user", "reset", "bob"]).done(&["/resume"]), "/resume ").to_owned();
    guest().ask(&format!("/resume {reset}"), "you are bob");
    let mut json = guest();
    secrets.extend([once, invitation, reset, welcomed(&mut json, "/format json", "guest")]);
    secrets.push(welcomed(&mut json, &login("canary-second"), "alice"));
    drop((alice, json));
    assert!(server.stop().unwrap().success());
    let log = server.stderr();
    assert!(log.contains("DEBUG ") && log.contains("INFO stopping"), "all is logged: {log}");
    for secret in &secrets {
        assert!(secret.len() >= 12 && !log.contains(secret), "{secret} is in the log:\n{log}");
    }
}

/// What operators ask for, as people type it and as programs send it.
const OFFICE: &[(&str, &str)] = &[
    ("/admin users", r#"{"type":"admin","wish":"accounts"}"#),
    ("/admin stats", r#"{"type":"admin","wish":"stats"}"#),
    ("/admin invite", r#"{"type":"admin","wish":"invite"}"#),
    ("/admin note all is well", r#"{"type":"admin","wish":"note","text":"all is well"}"#),
    ("/admin reset bob", r#"{"type":"admin","wish":"reset","name":"bob"}"#),
    ("/admin export bob", r#"{"type":"admin","wish":"export","name":"bob"}"#),
    (
        "/admin user add NEW \"correct horse\"",
        r#"{"type":"admin","wish":"account","name":"NEW","password":"correct horse"}"#,
    ),
    ("/admin erase NEW", r#"{"type":"admin","wish":"erase","name":"NEW"}"#),
];

pub(super) fn fault_79_what_operators_may() {
    let arena = Arena::new();
    let account = |name: &str| {
        let mut raw = arena.guest();
        raw.ask(&format!("/register {name} \"correct horse\""), &format!("you are {name}"));
        raw
    };
    let (mut guest, mut bob, mut op) = (arena.guest(), account("bob"), account("op"));
    admin(arena.data.path(), &["op", "op"]).done(&["done"]);
    // By each door the same; a guest and an account are refused, an operator is not.
    for json in [false, true] {
        for (typed, sent) in OFFICE {
            let ask = if json { sent.replace("NEW", "made-by-json") } else { typed.replace("NEW", "made-by-text") };
            for (raw, refused) in [(&mut guest, true), (&mut bob, true), (&mut op, false)] {
                raw.say(&ask);
                let said = if json { answers(raw) } else { raw.sync() };
                let codes = said.iter().filter(|line| line.starts_with("!! ") || line.contains(r#""type":"refused""#));
                let codes: Vec<_> = codes.collect();
                // What somebody said in private is for the server's owner to hand out.
                let above = !refused && ask.contains("export");
                let code = if above { "forbidden" } else { "operators_only" };
                assert_eq!(codes.len(), usize::from(refused || above), "{ask}: {said:?}");
                assert!(codes.iter().all(|line| line.contains(code)), "{ask}: {codes:?}");
            }
        }
        if !json {
            for raw in [&mut guest, &mut bob, &mut op] {
                raw.ask("/format json", r#""type":"welcome""#);
            }
        }
    }
    // The room of operators is theirs, by any name of it.
    for ask in [r##"{"type":"join","room":"#server"}"##, r##"{"type":"history","room":"#SERVER"}"##] {
        for raw in [&mut guest, &mut bob] {
            raw.ask(ask, r#""type":"refused""#);
        }
        op.say(ask);
        let said = answers(&mut op);
        assert!(said.iter().all(|line| !line.contains(r#""type":"refused""#)), "{said:?}");
    }
    drop((guest, bob, op));
    arena.calm();
}

/// What a program is told until all it asked is answered.
#[track_caller]
fn answers(raw: &mut Raw) -> Vec<String> {
    raw.say(r#"{"type":"ping","ref":"all"}"#);
    let mut said = Vec::new();
    while let Some(line) = raw.line() {
        if line.contains(r#""ref":"all""#) {
            return said;
        }
        said.push(line);
    }
    panic!("the connection ended after {said:#?}");
}
