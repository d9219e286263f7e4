//! What is said by one way is read by every other.

use super::{House, refused, register, token};
use causette_tests::client::Text;
use causette_tests::client::http::Request;
use causette_tests::server::Program;
use serde_json::{Value, json};
use std::process::Command;

/// One of the program's own commands.
fn run(house: &House, words: &[&str]) -> String {
    let mut command = Command::new(Program::product().unwrap().path);
    command.args(words).args(["--to", &house.server.line.to_string()]).env("LC_ALL", "en").env("TZ", "UTC");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn texts(page: &Value) -> Vec<&str> {
    page["facts"].as_array().unwrap().iter().filter_map(|fact| fact["text"].as_str()).collect()
}

#[test]
fn the_api_and_the_pipes_agree() {
    let house = House::joined();
    let first = house.say("by the API");
    assert_eq!(run(&house, &["say", "general", "-v", "by a pipe"]), format!("ok {}\n", first + 1));
    assert_eq!(house.say("once more\nin two lines"), first + 2);
    let page = house.get("/api/rooms/general/messages").json();
    assert_eq!(texts(&page), ["by the API", "by a pipe", "once more\nin two lines"], "{page}");
    assert_eq!((&page["more"], &page["expired_before"]), (&json!(false), &Value::Null));
    // `follow` ends when nobody reads it.
    let address = house.server.line.to_string();
    let after = (first - 1).to_string();
    let words = ["follow", "general", "--json", "--after", &after, "--to", &address];
    let mut follow = Command::new(Program::product().unwrap().path);
    let mut follow = follow.args(words).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(follow.stdout.take().unwrap()));
    let heard: Vec<Value> = lines.take(3).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    follow.kill().unwrap();
    follow.wait().unwrap();
    let read: Vec<&Value> = page["facts"].as_array().unwrap().iter().filter(|fact| fact["type"] == "message").collect();
    for (heard, read) in heard.iter().zip(read) {
        for field in ["seq", "text", "from", "from_id", "at", "room_id"] {
            assert_eq!(heard[field], read[field], "{field}");
        }
    }
}

#[test]
fn the_same_key_is_the_same_message_after_a_crash_too() {
    let mut house = House::joined();
    let body = json!({ "text": "only once", "key": "k1" });
    let first = house.post("/api/rooms/general/messages", Some(body.clone()));
    assert_eq!(first.status, 201);
    let again = house.post("/api/rooms/%23general/messages", Some(body.clone()));
    assert_eq!((again.status, again.json()), (201, first.json()));
    house.again();
    assert_eq!(house.post("/api/rooms/general/messages", Some(body)).json(), first.json());
    let header = house.request("POST", "/api/rooms/general/messages", Some(json!({ "text": "only once" })));
    let header = header.header("Idempotency-Key", "\"k1\"").send(house.web).unwrap();
    assert_eq!(header.json(), first.json());
    let other = json!({ "text": "something else", "key": "k1" });
    refused(&house.post("/api/rooms/general/messages", Some(other)), 409, "key_reused");
    let page = house.get("/api/rooms/general/messages").json();
    assert_eq!(texts(&page), ["only once"]);
}

#[test]
fn nobody_hears_a_program_come_and_what_it_says_is_heard_at_once() {
    let house = House::joined();
    house.unseen();
    let mut nc = Text::connect(house.server.line).unwrap();
    nc.send("/nick bob").unwrap();
    nc.expect("your name is now bob").unwrap();
    let seq = house.say("hello *bob*");
    let line = nc.expect("hello *bob*").unwrap();
    assert!(line.contains(&format!(" {seq}] <alice> ")), "{line}");
    // A direct conversation, both ways.
    let said = house.post("/api/rooms/@bob/messages", Some(json!({ "text": "for you" })));
    assert_eq!((said.status, &said.json()["room"]), (201, &json!("@bob")), "{}", said.text());
    nc.expect("for you").unwrap();
    nc.send("/msg alice and back").unwrap();
    nc.expect("ok @alice").unwrap();
    let page = house.get("/api/rooms/%40bob/messages?after=1").json();
    assert_eq!(texts(&page), ["and back"], "{page}");
    // Other words, and none.
    let path = format!("/api/rooms/general/messages/{seq}");
    assert_eq!(house.ask("PATCH", &path, Some(json!({ "text": "hello, bob" }))).status, 200);
    nc.expect("hello, bob").unwrap();
    assert_eq!(house.ask("DELETE", &format!("{path}?why=too%20loud"), None).status, 200);
    nc.expect("too loud").unwrap();
    nc.send("/who").unwrap();
    let before = nc.expect("one person in #general: bob").unwrap();
    assert!(!before.contains("alice"));
    refused(
        &house.ask("PATCH", "/api/rooms/general/messages/999", Some(json!({ "text": "x" }))),
        404,
        "no_such_message",
    );
}

#[test]
fn a_webhook_says_in_its_one_room() {
    let house = House::new();
    let hook = token(house.web, &house.cookie, json!({ "scope": "say", "room": "#ops" }));
    let mut nc = Text::connect(house.server.line).unwrap();
    nc.send("/join #ops").unwrap();
    nc.expect("in #ops").unwrap();
    // As other chats' webhooks are sent.
    let body = json!({ "text": "deployed", "username": "ci", "attachments": [{ "color": "good" }] });
    let said = Request::new("POST", &format!("/hooks/{hook}")).json(&body).send(house.web).unwrap();
    assert_eq!((said.status, &said.json()["room"]), (201, &json!("#ops")), "{}", said.text());
    nc.expect("<alice> deployed").unwrap();
    // Nothing else, and nowhere else.
    let read = Request::new("GET", "/api/rooms/ops/messages").header("Authorization", &format!("Bearer {hook}"));
    refused(&read.send(house.web).unwrap(), 403, "not_in_scope");
    let elsewhere = Request::new("POST", &format!("/hooks/{hook}?room=general")).json(&body).send(house.web).unwrap();
    refused(&elsewhere, 403, "not_in_scope");
    let unknown = Request::new("POST", "/hooks/causette_0000").json(&body).send(house.web).unwrap();
    refused(&unknown, 401, "bad_token");
    let wide = Request::new("POST", &format!("/hooks/{}", house.token)).json(&body).send(house.web).unwrap();
    refused(&wide, 400, "missing_field");
}

#[test]
fn rooms_people_and_searches() {
    let house = House::joined();
    let me = house.get("/api/me").json();
    assert_eq!((&me["name"], &me["program"]), (&json!("alice"), &json!({ "scope": "all" })), "{me}");
    let seq = house.say("a needle in the hay");
    house.say("only hay");
    let rooms = house.get("/api/rooms").json();
    assert!(rooms["rooms"].as_array().unwrap().iter().any(|room| room["room"] == "#general"), "{rooms}");
    assert_eq!(house.get("/api/rooms/general").json()["room"], "#general");
    let found = house.get("/api/search?q=needle&room=general&from=alice&limit=5").json();
    assert_eq!((&found["facts"][0]["seq"], found["facts"].as_array().unwrap().len()), (&json!(seq), 1), "{found}");
    house.unseen();
    let nc = Text::connect(house.server.line).and_then(|mut nc| nc.expect("You are guest").map(|_| nc)).unwrap();
    let members = house.get("/api/rooms/general/members").json();
    assert_eq!(members["count"], 1, "{members}");
    drop(nc);
    let page = house.get("/api/rooms/general/messages?limit=1").json();
    assert_eq!((texts(&page), &page["more"]), (vec!["only hay"], &json!(true)), "{page}");
    // What one left is not spoken in.
    assert_eq!(house.post("/api/rooms/general/leave", Some(json!({ "why": "done" }))).status, 200);
    refused(&house.post("/api/rooms/general/messages", Some(json!({ "text": "x" }))), 403, "not_in_room");
    // A token that was revoked is no longer good.
    let other = register(house.web, "bob");
    let read = token(house.web, &other, json!({ "scope": "read" }));
    let write = Request::new("POST", "/api/rooms/general/join").header("Authorization", &format!("Bearer {read}"));
    refused(&write.send(house.web).unwrap(), 403, "not_in_scope");
}
