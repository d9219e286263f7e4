//! Copies: taken while people talk, checked, put back, read again; and what is no copy.

use super::{add, admin, admin_with, audit, server, talker};
use causette_tests::client::{Json, Stopwatch, Text};
use causette_tests::server::Program;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn a_copy_taken_while_people_talk_is_put_back_whole() {
    let (mut server, place) = server();
    let (data, copy) = (place.path().join("data"), place.path().join("copy.db"));
    let to = copy.to_str().unwrap();
    let (over, line) = (AtomicBool::new(false), server.line);
    let confirmed = std::thread::scope(|s| {
        let talking = s.spawn(|| {
            let mut talker = Json::connect(line, Stopwatch::start(), "talker").unwrap();
            talker.join("#talk", None).unwrap().unwrap();
            let mut sent = 0;
            while !over.load(Ordering::SeqCst) {
                for _ in 0..20 {
                    sent += 1;
                    talker.say("#talk", &format!("k{sent}"), &format!("word {sent}")).unwrap();
                }
                talker.until("answers", |talker| talker.answered.len() >= sent).unwrap();
            }
            sent as u64
        });
        let mut reader = Json::connect(line, Stopwatch::start(), "reader").unwrap();
        reader.until("somebody talks", |_| true).unwrap();
        while reader.page("#talk", 0, 500).unwrap().is_none_or(|page| page.facts.len() < 40) {}
        let before = reader.read("#talk", 0).unwrap().said.len() as u64;
        admin(&data, &["backup", to]).done(&["the copy is in", to, "to be kept elsewhere: "]);
        over.store(true, Ordering::SeqCst);
        talking.join().unwrap();
        before
    });
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(audit(&data).contains("a backup was taken: "), "{}", audit(&data));
    admin(&data, &["backup", to]).refused(&["exists already", to]);
    let out = admin(&data, &["verify", to]).done(&["nothing is wrong", "to be kept elsewhere: "]);
    let head = out.trim().rsplit(' ').next().unwrap().to_owned();
    admin(&data, &["verify", "--head", &head]).done(&["nothing changed up to the head"]);

    // Not while a server has the directory.
    admin(&data, &["restore", to, "--replace"]).refused(&["in use by another causette"]);
    assert!(server.stop().unwrap().success());
    admin(&data, &["restore", to]).refused(&["there is a store already", "--replace"]);
    admin(&data, &["restore", to, "--replace"]).done(&["is put back in", "what was there is in"]);
    admin(&data, &["verify", "--head", &head]).done(&["nothing is wrong", "nothing changed up to the head"]);
    let server = Program::product().unwrap().serve(&data).unwrap();
    let mut reader = Json::connect(server.line, Stopwatch::start(), "later").unwrap();
    let log = reader.read("#talk", 0).unwrap();
    assert!(log.said.len() as u64 >= confirmed, "{} of {confirmed} confirmed before the copy began", log.said.len());
    assert!(log.said.iter().zip(1..).all(|(said, n)| said.seq == n), "no gap");
}

#[test]
fn without_a_server_and_without_a_name_it_goes_where_the_doctor_looks() {
    let (mut server, place) = server();
    let data = place.path().join("data");
    drop(talker(&server, &["bonjour"]));
    assert!(server.stop().unwrap().success());
    let out = admin(&data, &["backup", "--json"]).done(&[]);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let file = std::path::PathBuf::from(told["file"].as_str().unwrap());
    assert_eq!(file.parent().unwrap(), data.join("backups"));
    assert_eq!(fs::metadata(data.join("backups")).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let elsewhere = place.path().join("new");
    admin(&elsewhere, &["restore", file.to_str().unwrap()]).done(&["is put back in"]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&elsewhere), mode(&elsewhere.join("causette.db"))), (0o700, 0o600));
    let server = Program::product().unwrap().serve(&elsewhere).unwrap();
    let mut reader = Text::connect(server.line).unwrap();
    reader.expect("bonjour").unwrap();
}

#[test]
fn who_was_erased_since_is_erased_again() {
    let (mut server, place) = server();
    let (data, copy) = (place.path().join("data"), place.path().join("copy.db"));
    let mut alice = talker(&server, &[]);
    alice.send("/register alice \"correct horse battery\"").unwrap();
    alice.expect("you are alice").unwrap();
    alice.send("canary-9f31").unwrap();
    alice.expect("ok ").unwrap();
    admin(&data, &["backup", copy.to_str().unwrap()]).done(&[]);
    assert!(holds(&copy, "canary-9f31"), "the copy has what was said then");
    assert!(server.stop().unwrap().success());
    admin(&data, &["user", "erase", "alice", "--yes"]).done(&["erased"]);
    let nowhere = |when| {
        let files = fs::read_dir(&data).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file());
        files.for_each(|file| assert!(!holds(&file, "canary-9f31"), "{when}: {}", file.display()));
    };
    nowhere("without a server, all is destroyed before the command ends");
    admin(&data, &["verify"]).done(&["nothing is wrong", "erased accounts: 1"]);
    admin(&data, &["restore", copy.to_str().unwrap(), "--replace"]).done(&["one person who was erased since"]);
    nowhere("put back");
    admin(&data, &["users"]).done(&["there is no account"]);
    admin(&data, &["verify"]).done(&["nothing is wrong"]);
}

fn holds(file: &std::path::Path, word: &str) -> bool {
    fs::read(file).unwrap().windows(word.len()).any(|bytes| bytes == word.as_bytes())
}

#[test]
fn damage_is_found_and_said_where() {
    let (mut server, place) = server();
    let (data, copy) = (place.path().join("data"), place.path().join("copy.db"));
    drop(talker(&server, &["bonjour"]));
    add(&data, "alice");
    let out = admin(&data, &["backup", copy.to_str().unwrap()]).done(&[]);
    let head = out.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(server.stop().unwrap().success());
    let conn = rusqlite::Connection::open(data.join("causette.db")).unwrap();
    conn.execute("UPDATE facts SET at = at + 1 WHERE body IS NOT NULL AND kind = 1", []).unwrap();
    drop(conn);
    let said = admin(&data, &["verify"]);
    assert!(
        !said.done && said.out.contains("room ") && said.err.contains("is damaged in"),
        "{}\n{}",
        said.out,
        said.err
    );
    let json = admin(&data, &["verify", "--json", "--head", &head]);
    let found: Vec<serde_json::Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!json.done && found[0]["type"] == "finding" && found.last().unwrap()["type"] == "verified", "{}", json.out);
    let french = admin_with(&data, &["verify"], "fr_FR.UTF-8", "");
    assert!(french.err.contains("est endommagé à"), "{}", french.err);

    // What is no copy is not put back, nor taken for one.
    let place = place.path();
    let elsewhere = place.join("new");
    fs::write(place.join("letter"), "dear alice").unwrap();
    let restore = |file: &str| admin(&elsewhere, &["restore", file]);
    restore(place.join("letter").to_str().unwrap()).refused(&["is not a causette store"]);
    restore(place.join("nothing").to_str().unwrap()).refused(&["nothing"]);
    restore(data.to_str().unwrap()).refused(&["not a copy", "causette admin backup"]);
    assert!(!elsewhere.join("causette.db").exists());
    admin(&data, &["verify", "--head", "nonsense"]).refused(&["--head cannot be nonsense"]);
    admin(&data, &["backup", "/nowhere/copy.db"]).refused(&["/nowhere"]);
}
