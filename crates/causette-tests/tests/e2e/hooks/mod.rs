//! Outgoing webhooks of the real program, with a real receiver: signed, in order, tried again, across crashes, and nowhere that
//! the configuration does not allow.

mod reach;
mod receiver;

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use receiver::{Delivery, Receiver};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

fn serving(program: Program, words: &[&str]) -> Program {
    let mut all = vec!["--web", "127.0.0.1:0", "--log", "debug"];
    all.extend(words);
    Program { words: all.into_iter().map(str::to_owned).collect(), ..program }
}

const HERE: [&str; 2] = ["--hooks-allow", "127.0.0.0/8"];

fn product() -> Program {
    serving(Program::product().unwrap(), &HERE)
}

/// Somebody who speaks JSON.
struct Person(Text);

impl Person {
    fn connect(server: &Server) -> Person {
        let mut text = Text::connect(server.line).unwrap();
        text.send("/format json").unwrap();
        text.expect(r#""type":"welcome""#).unwrap();
        Person(text)
    }

    /// Asks, and takes the answer.
    #[track_caller]
    fn ask(&mut self, mut question: Value) -> Value {
        question["ref"] = json!("q");
        self.0.send(&question.to_string()).unwrap();
        serde_json::from_str(&self.0.expect(r#""ref":"q""#).unwrap()).unwrap()
    }

    /// A new account, which owns `#club`.
    fn owner(server: &Server) -> Person {
        let mut alice = Person::connect(server);
        alice.ask(json!({"type": "register", "name": "alice", "password": "correct horse"}));
        alice.ask(json!({"type": "join", "room": "#club"}));
        alice.ask(json!({"type": "role", "room": "#club", "name": "alice", "role": "owner"}));
        alice
    }

    fn back(server: &Server) -> Person {
        let mut alice = Person::connect(server);
        alice.ask(json!({"type": "login", "name": "alice", "password": "correct horse"}));
        alice
    }

    /// The secret of a new webhook.
    #[track_caller]
    fn hook(&mut self, url: &str) -> String {
        let made = self.ask(json!({"type": "webhook", "room": "#club", "url": url}));
        assert_eq!((&made["type"], &made["state"]), (&json!("webhook"), &json!("active")), "{made}");
        made["secret"].as_str().unwrap().to_owned()
    }

    fn say(&mut self, text: &str) -> u64 {
        self.ask(json!({"type": "say", "room": "#club", "text": text}))["seq"].as_u64().unwrap()
    }

    fn hooks(&mut self) -> Vec<Value> {
        self.ask(json!({"type": "webhooks"}))["webhooks"].as_array().unwrap().clone()
    }

    fn history(&mut self, after: u64) -> Vec<Value> {
        let page = self.ask(json!({"type": "history", "room": "#club", "after": after, "limit": 500}));
        page["facts"].as_array().unwrap().clone()
    }
}

#[test]
fn what_happens_arrives_signed_and_in_order_and_is_what_json_says() {
    let data = tempfile::tempdir().unwrap();
    let server = product().serve(data.path()).unwrap();
    let receiver = Receiver::new();
    let mut alice = Person::owner(&server);
    alice.say("before");
    let secret = alice.hook(&receiver.url());
    assert!(alice.hooks()[0].get("secret").is_none(), "it is shown once");
    let first = alice.say("café \u{1b}[2J\nand a second line");
    alice.ask(json!({"type": "edit", "room": "#club", "seq": first, "text": "edited"}));
    let gone = alice.say("gone soon");
    alice.ask(json!({"type": "topic", "room": "#club", "text": "a topic"}));
    alice.ask(json!({"type": "react", "room": "#club", "seq": first, "mark": "+1", "on": true}));
    for n in 0..40 {
        alice.say(&format!("many {n}"));
    }
    let expect = alice.history(first - 1);
    let came: Vec<Delivery> = expect.iter().map(|_| receiver.next()).collect();
    assert_eq!(came.iter().map(|delivery| delivery.body.clone()).collect::<Vec<_>>(), expect);
    for delivery in &came {
        assert!(delivery.is_signed(&secret) && delivery.target == "/hook?a=b", "{delivery:?}");
        let (room, seq) = (delivery.body["room_id"].as_str().unwrap(), &delivery.body["seq"]);
        assert_eq!(delivery.id, format!("{room}-{seq}"));
    }
    assert!(!came[0].is_signed("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
    // What was taken back is told as such, to whoever was told it before.
    alice.ask(json!({"type": "delete", "room": "#club", "seq": gone}));
    let deleted = receiver.next();
    assert_eq!((&deleted.body["type"], &deleted.body["target"]), (&json!("deleted"), &json!(gone)));
    assert!(receiver.rest().is_empty());
    // A room that has another name is the same room.
    alice.ask(json!({"type": "rename", "room": "#club", "to": "#den"}));
    assert_eq!(receiver.next().body["type"], "room_renamed");
    alice.ask(json!({"type": "say", "room": "#den", "text": "here"}));
    let here = receiver.next();
    assert_eq!((&here.body["room"], here.text()), (&json!("#den"), "here"));
    // Ended, nothing comes any more: what another one is sent next was said after.
    alice.ask(json!({"type": "webhook", "end": 1}));
    alice.ask(json!({"type": "say", "room": "#den", "text": "unheard"}));
    let other = Receiver::new();
    alice.ask(json!({"type": "webhook", "room": "#den", "url": other.url()}));
    alice.ask(json!({"type": "say", "room": "#den", "text": "heard"}));
    assert_eq!(other.next().text(), "heard");
    assert!(receiver.rest().is_empty());
    let log = server.stderr();
    assert!(!log.contains(&secret), "the secret is in the log");
}

#[test]
fn what_is_not_taken_is_tried_again_and_nothing_overtakes_it() {
    let data = tempfile::tempdir().unwrap();
    let server = product().serve(data.path()).unwrap();
    let mut receiver = Receiver::new();
    let mut alice = Person::owner(&server);
    let secret = alice.hook(&receiver.url());
    // Neither an error nor a redirect is taken for an answer.
    receiver.answers(500);
    alice.say("one");
    alice.say("two");
    let tries = [receiver.next(), receiver.next()];
    receiver.answers(301);
    let redirected = receiver.next_with(301);
    for delivery in tries.iter().chain([&redirected]) {
        assert!(delivery.text() == "one" && delivery.id == tries[0].id && delivery.is_signed(&secret), "{delivery:?}");
    }
    let failing = alice.hooks().remove(0);
    assert_eq!(failing["state"], "failing");
    assert!(failing["failing_since"].is_string() && failing["last"].is_string(), "{failing}");
    receiver.answers(204);
    assert_eq!([receiver.next_with(204).text(), receiver.next_with(204).text()], ["one", "two"]);
    // Nobody is there for a while.
    let address = receiver.address;
    drop(receiver);
    for n in 0..5 {
        alice.say(&format!("away {n}"));
    }
    while alice.hooks()[0]["last"] != "unreachable" {
        std::thread::yield_now();
    }
    receiver = Receiver::at(address);
    for n in 0..5 {
        assert_eq!(receiver.next().text(), format!("away {n}"));
    }
    while alice.hooks()[0]["state"] != "active" {
        std::thread::yield_now();
    }
    // Tried again at once for whoever asks for it.
    receiver.answers(503);
    alice.say("later");
    let tries = (0..4).map(|_| receiver.next()).collect::<Vec<_>>();
    receiver.answers(200);
    assert_eq!(alice.ask(json!({"type": "webhook", "retry": 1}))["webhooks"][0]["state"], "active");
    assert_eq!(receiver.next_with(200).id, tries[0].id);
}

#[test]
fn a_receiver_that_wants_no_more_ends_it_and_its_owner_is_told() {
    let data = tempfile::tempdir().unwrap();
    let server = product().serve(data.path()).unwrap();
    let receiver = Receiver::new();
    let mut alice = Person::owner(&server);
    alice.hook(&receiver.url());
    receiver.answers(410);
    alice.say("last");
    assert_eq!(receiver.next().status, 410);
    let told: Value = serde_json::from_str(&alice.0.expect(r#""type":"webhook""#).unwrap()).unwrap();
    assert_eq!((&told["state"], &told["last"], &told["number"]), (&json!("ended"), &json!("410"), &json!(1)));
    assert_eq!(alice.hooks(), Vec::<Value>::new());
}

/// A receiver that never answers costs the others nothing, nor does it keep its webhook from being ended.
#[test]
fn a_slow_receiver_slows_nobody_else() {
    let data = tempfile::tempdir().unwrap();
    let server = product().serve(data.path()).unwrap();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let receiver = Receiver::new();
    let mut alice = Person::owner(&server);
    alice.hook(&format!("http://{}/", silent.local_addr().unwrap()));
    alice.hook(&receiver.url());
    alice.say("first");
    let (held, _) = silent.accept().unwrap();
    for n in 0..200 {
        alice.say(&format!("{n}"));
    }
    assert_eq!(receiver.next().text(), "first");
    for n in 0..200 {
        assert_eq!(receiver.next().text(), n.to_string());
    }
    alice.ask(json!({"type": "webhook", "end": 1}));
    // The connection is given up with it.
    held.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    std::io::copy(&mut &held, &mut std::io::sink()).unwrap();
}

/// Kills the server while it delivers, and starts it again, three times; all that came, and the numbers of all that was said.
fn killed(program: &Program, data: &Path) -> (Vec<Delivery>, Vec<u64>) {
    let receiver = Receiver::new();
    let (mut came, mut said) = (Vec::new(), Vec::new());
    let mut server = program.serve(data).unwrap();
    let mut alice = Person::owner(&server);
    alice.hook(&receiver.url());
    for round in 0..3 {
        for n in 0..25 {
            said.push(alice.say(&format!("{round} {n}")));
        }
        came.push(receiver.next());
        // What is not taken any more is what a crash must not lose.
        receiver.answers(503);
        said.push(alice.say("refused before the crash"));
        // Twice: whatever is noted of the first is noted by then.
        let mut refused = 0;
        while refused < 2 {
            let next = receiver.next();
            refused += u32::from(next.status == 503);
            came.push(next);
        }
        server.kill().unwrap();
        came.extend(receiver.rest());
        receiver.answers(200);
        server = program.serve(data).unwrap();
        alice = Person::back(&server);
    }
    let last = alice.say("the last");
    said.push(last);
    while came.last().is_none_or(|delivery| delivery.body["seq"] != json!(last)) {
        came.push(receiver.next());
    }
    (came, said)
}

/// What was said and never taken, and whether anything came out of its order.
fn lost(came: &[Delivery], said: &[u64]) -> Vec<u64> {
    let mut taken: HashMap<&str, u64> = HashMap::new();
    let mut upto = 0;
    for delivery in came.iter().filter(|delivery| delivery.status == 200) {
        let seq = delivery.body["seq"].as_u64().unwrap();
        let before = taken.insert(&delivery.id, seq);
        assert!(before.is_none_or(|before| before == seq), "two facts with one id: {delivery:?}");
        assert!(before.is_some() || seq > upto, "{seq} after {upto}");
        upto = upto.max(seq);
    }
    said.iter().filter(|seq| !taken.values().any(|taken| taken == *seq)).copied().collect()
}

#[test]
fn a_crash_loses_nothing_and_repeats_only_what_has_the_same_id() {
    let data = tempfile::tempdir().unwrap();
    let (came, said) = killed(&product(), data.path());
    assert_eq!(lost(&came, &said), Vec::<u64>::new());
}

#[test]
fn a_position_that_moves_before_the_answer_is_caught_by_a_crash() {
    let data = tempfile::tempdir().unwrap();
    let (came, said) = killed(&serving(super::with("hook_moved_early"), &HERE), data.path());
    let lost = lost(&came, &said);
    println!("hook_moved_early: lost {lost:?}");
    assert!(!lost.is_empty(), "what the receiver refused before the crash was delivered all the same");
}
