//! Events as they happen: nothing missing and nothing twice, however the stream was cut.

use super::{House, refused, register, token};
use causette_tests::client::http::Request;
use causette_tests::client::{PATIENCE, Text};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

/// A program that reads events.
struct Reader {
    lines: std::io::Lines<BufReader<TcpStream>>,
    /// How far it has come, as it was told.
    id: String,
}

impl Reader {
    fn open(web: SocketAddr, token: &str, path: &str, last: Option<&str>) -> Reader {
        let mut stream = TcpStream::connect(web).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let last = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {web}\r\nAuthorization: Bearer {token}\r\n{last}\r\n").unwrap();
        let mut reader = Reader { lines: BufReader::new(stream).lines(), id: String::new() };
        let status = reader.lines.next().unwrap().unwrap();
        assert!(status.contains(" 200 "), "{status}");
        assert_eq!(reader.next()["type"], "ready");
        reader
    }

    /// The next event. Sizes of chunks and empty lines between them are passed over, since no event is cut.
    fn next(&mut self) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "only empty lines come, after {}", self.id);
            let line = self.lines.next().expect("no end").expect("an event in time");
            if let Some(id) = line.strip_prefix("id: ") {
                self.id = id.to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The texts of the next so many messages.
    fn texts(&mut self, count: usize) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.len() < count {
            let event = self.next();
            assert_ne!(event["type"], "goodbye", "{event}");
            if event["type"] == "message" {
                texts.push(event["text"].as_str().unwrap().to_owned());
            }
        }
        texts
    }
}

fn words(range: std::ops::RangeInclusive<u64>) -> Vec<String> {
    range.map(|n| format!("word {n}")).collect()
}

#[test]
fn events_go_on_where_they_were_cut() {
    let mut house = House::joined();
    let say = |house: &House, range: std::ops::RangeInclusive<u64>| {
        for word in words(range) {
            house.say(&word);
        }
    };
    let mut reader = Reader::open(house.web, &house.token, "/api/events", None);
    say(&house, 1..=3);
    assert_eq!(reader.texts(3), words(1..=3));
    let id = reader.id.clone();
    drop(reader);
    // Far more than one page, and a crash.
    let path = "/api/events";
    say(&house, 4..=6);
    let mut nc = Text::connect(house.server.line).unwrap();
    words(7..=260).iter().for_each(|word| nc.send(word).unwrap());
    nc.expect("ok 261").unwrap();
    drop(nc);
    let bob = token(house.web, &register(house.web, "bob"), json!({ "scope": "talk" }));
    let psst = Request::new("POST", "/api/rooms/@alice/messages").header("Authorization", &format!("Bearer {bob}"));
    assert_eq!(psst.json(&json!({ "text": "psst" })).send(house.web).unwrap().status, 201);
    house.again();
    let mut reader = Reader::open(house.web, &house.token, path, Some(&id));
    let mut texts = reader.texts(258);
    let private = texts.iter().position(|text| text == "psst").expect("a conversation that began meanwhile");
    texts.remove(private);
    assert_eq!(texts, words(4..=260));
    say(&house, 261..=261);
    assert_eq!(reader.texts(1), words(261..=261));
    // By number, of one room.
    let mut one = Reader::open(house.web, &house.token, "/api/events?room=general&after=259", None);
    assert_eq!(one.texts(3), words(259..=261));
    // By name.
    let mut named = Reader::open(house.web, &house.token, "/api/events?after=%23general:260,@bob:0", None);
    let mut texts = named.texts(3);
    texts.sort();
    assert_eq!(texts, ["psst", "word 260", "word 261"]);
}

#[test]
fn signals_and_rooms_are_told_and_no_other_room_where_one_was_asked_for() {
    let house = House::joined();
    let mut all = Reader::open(house.web, &house.token, "/api/events", None);
    let mut one = Reader::open(house.web, &house.token, "/api/events?room=%23general", None);
    house.post("/api/rooms/other/join", None);
    while all.next()["type"] != "joined" {}
    house.post("/api/rooms/other/messages", Some(json!({ "text": "elsewhere" })));
    let mut nc = Text::connect(house.server.line).unwrap();
    nc.expect("You are guest").unwrap();
    nc.send("here").unwrap();
    assert_eq!(all.texts(2), ["elsewhere", "here"]);
    let arrived = one.next();
    assert_eq!((&arrived["type"], &arrived["room"]), (&"arrived".into(), &"#general".into()));
    assert_eq!(one.texts(1), ["here"]);
}

#[test]
fn what_cannot_be_streamed_is_refused_before_it_begins() {
    let house = House::joined();
    for (path, status, code) in [
        ("/api/events?after=general", 400, "bad_value"),
        ("/api/events?after=nowhere:3", 403, "not_in_room"),
        ("/api/events?room=nowhere", 403, "not_in_room"),
        ("/api/events?after=@nobody:3", 404, "no_such_person"),
        ("/api/events?since=3", 400, "unknown_field"),
    ] {
        refused(&house.get(path), status, code);
    }
}

/// It reads nothing while much is said: it misses nothing when it reads again, and the server keeps no more of it than a
/// queue.
#[test]
fn a_reader_that_pauses_misses_nothing() {
    let house = House::joined();
    let mut reader = Reader::open(house.web, &house.token, "/api/events?room=general", None);
    let mut nc = Text::connect(house.server.line).unwrap();
    let long = "x".repeat(4000);
    for n in 1..=1500 {
        nc.send(&format!("{n} {long}")).unwrap();
        if n % 50 == 0 {
            nc.expect(&format!("ok {}", n + 1)).unwrap();
        }
    }
    for n in 1..=1500 {
        let text = reader.texts(1).remove(0);
        assert_eq!(text.split(' ').next(), Some(n.to_string().as_str()));
    }
}
