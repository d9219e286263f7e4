//! Accounts, ranks, words, exports.

use super::{add, admin, admin_with, both_ways, server, talker};
use causette_tests::client::Text;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn an_account_from_its_making_to_its_end() {
    both_ways(
        |_| {},
        |data| {
            admin(data, &["users"]).done(&["there is no account to show"]);
            add(data, "alice");
            add(data, "bob");
            admin_with(data, &["user", "add", "Alice"], "C", "correct horse battery\n").refused(&["alice", "taken"]);
            admin_with(data, &["user", "add", "zoe"], "C", "short\n").refused(&["8 to 600 bytes"]);
            admin_with(data, &["user", "add", "zoe"], "C", "").refused(&["no password", "standard input"]);
            admin(data, &["owner", "alice"]).done(&["done: number", "#server"]);
            admin(data, &["op", "bob"]).done(&["done: number"]);
            admin(data, &["users"]).done(&["alice: since", "(owner)", "bob: since", "(operator)"]);
            let after = admin(data, &["users", "--after", "alice"]).done(&["bob"]);
            assert!(!after.contains("alice"), "{after}");
            admin(data, &["deop", "bob"]).done(&["done: number"]);
            admin(data, &["deop", "alice"]).done(&["done: number"]);
            let users = admin(data, &["users", "--json"]).done(&[]);
            let users: Value = serde_json::from_str(&users).unwrap();
            assert_eq!(users["accounts"].as_array().unwrap().len(), 2, "{users}");
            assert!(users["accounts"][0]["rank"].is_null(), "{users}");

            admin(data, &["user", "reset", "alice"]).done(&["signs in whoever forgot", "/resume "]);
            admin(data, &["invite", "--for", "2h"]).done(&["one person may make an account with this"]);
            admin(data, &["invite", "--for", "soon"]).refused(&["--for cannot be soon", "7d"]);
            admin(data, &["stats"]).done(&["0 sessions", "2 accounts"]);
            admin(data, &["note", "the cellar was dry"]).done(&["noted in #server"]);

            for words in
                [vec!["user", "reset", "zoe"], vec!["user", "export", "zoe"], vec!["op", "zoe"], vec!["kick", "zoe"]]
            {
                admin(data, &words).refused(&["zoe"]);
            }
            admin(data, &["user", "erase", "zoe", "--yes"]).refused(&["zoe"]);
            admin(data, &["user", "erase", "bob"]).refused(&["nothing was erased", "--yes"]);
            admin(data, &["user", "erase", "bob", "--yes"]).done(&["bob is erased"]);
            let users = admin(data, &["users"]).done(&["alice"]);
            assert!(!users.contains("bob"), "{users}");
        },
    );
}

#[test]
fn what_an_operator_makes_works_for_people() {
    let (server, place) = server();
    let data = place.path().join("data");
    add(&data, "alice");
    let mut alice = Text::connect(server.line).unwrap();
    alice.send("/login alice \"correct horse battery\"").unwrap();
    alice.expect("you are alice").unwrap();
    let word =
        |said: String, mark: &str| said.split_once(mark).unwrap().1.split_whitespace().next().unwrap().to_owned();
    let reset = word(admin(&data, &["user", "reset", "alice"]).done(&[]), "/resume ");
    let mut again = Text::connect(server.line).unwrap();
    again.send(&format!("/resume {reset}")).unwrap();
    again.expect("you are alice").unwrap();
    let invitation = word(admin(&data, &["invite"]).done(&[]), "/register NAME PASSWORD ");
    let mut bob = Text::connect(server.line).unwrap();
    bob.send(&format!("/register bob \"a long password\" {invitation}")).unwrap();
    bob.expect("you are bob").unwrap();
    admin(&data, &["owner", "alice"]).done(&[]);
    alice.send("/admin stats").unwrap();
    alice.expect("sessions").unwrap();
    admin(&data, &["kick", "bob", "--why", "the lesson is over"]).done(&["done"]);
    bob.expect("you were sent off this server").unwrap();
}

#[test]
fn all_that_somebody_said_is_handed_out_whole() {
    both_ways(
        |server| {
            let mut alice = talker(server, &[]);
            alice.send("/register alice \"correct horse battery\"").unwrap();
            alice.expect("you are alice").unwrap();
            for n in 0..130 {
                alice.send(&format!("word {n}")).unwrap();
            }
            alice.expect("ok 130").unwrap();
        },
        |data| {
            let out = admin(data, &["user", "export", "alice"]).done(&[]);
            let pieces: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let said = pieces.iter().flat_map(|piece| piece["facts"].as_array().unwrap());
            let said: Vec<_> = said.filter_map(|fact| fact["text"].as_str()).collect();
            let all: Vec<_> = (0..130).map(|n| format!("word {n}")).collect();
            assert_eq!(said, all);
            let file = data.join("alice.json");
            let to = file.to_str().unwrap();
            admin(data, &["user", "export", "alice", "-o", to]).done(&["all of alice", to]);
            assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), pieces.len());
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            admin(data, &["user", "export", "alice", "-o", to]).refused(&["exists already", to]);
            admin(data, &["user", "export", "zoe", "-o", "/nowhere/x"]).refused(&["/nowhere/x"]);
            let other = data.join("zoe.json");
            admin(data, &["user", "export", "zoe", "-o", other.to_str().unwrap()]).refused(&["zoe"]);
            assert!(!other.exists(), "nothing is left of what could not be done");
        },
    );
}

#[test]
fn french_is_spoken_where_it_is_read() {
    let (server, place) = server();
    let data = place.path().join("data");
    let said = |words: &[&str]| admin_with(&data, words, "fr_FR.UTF-8", "correct horse battery\n");
    said(&["user", "add", "zoé"]).done(&["zoé"]);
    said(&["users"]).done(&["zoé"]);
    said(&["bans"]).done(&["personne n'est exclu"]);
    said(&["op", "paul"]).refused(&["personne ici ne s'appelle paul"]);
    said(&["user", "erase", "zoé"]).refused(&["rien n'a été effacé\u{a0}: cela détruit", "--yes"]);
    said(&["verify"]).done(&["tout est en ordre", "entrées\u{a0}: "]);
    drop(server);
}
