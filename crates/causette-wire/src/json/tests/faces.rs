//! How people present themselves, type, and go.

use super::*;
use causette_core::notice::Person;
use causette_core::{Face, Role, Typing};

fn signal(signal: &Signal) -> Value {
    let mut written = written(|out| out::signal(out, &general(), signal));
    let object = written.as_object_mut().unwrap();
    for known in ["room", "room_id", "name", "id"] {
        assert!(object.remove(known).is_some(), "{known}");
    }
    written
}

#[test]
fn last_words() {
    let tea = || Some(Text::new("tea").unwrap());
    commands(r#"{"type":"leave","room":"x","why":"tea"}"#, Command::Leave { room: room("x"), why: tea() });
    commands(r#"{"type":"leave","room":"x","why":" "}"#, Command::Leave { room: room("x"), why: None });
    assert_eq!(signal(&Signal::Departed(alice(), tea())), json!({"type":"departed","why":"tea"}));
    assert_eq!(signal(&Signal::Quit(alice(), None)), json!({"type":"departed","quit":true}));
    assert_eq!(signal(&Signal::Quit(alice(), tea())), json!({"type":"departed","quit":true,"why":"tea"}));
    let off = Signal::SentOff { who: alice(), by: alice(), why: tea() };
    assert_eq!(signal(&off), json!({"type":"departed","quit":true,"by":"alice","by_id":ALICE,"why":"tea"}));
}

#[test]
fn typing() {
    for (word, state) in [("active", Typing::Active), ("paused", Typing::Paused), ("done", Typing::Done)] {
        let asked = format!(r#"{{"type":"typing","room":"x","state":"{word}"}}"#);
        commands(&asked, Command::Typing { to: Target::Room(room("x")), state });
        assert_eq!(signal(&Signal::Typing(alice(), state)), json!({"type":"typing","state":word}));
    }
    fails(r#"{"type":"typing","room":"x","state":"fast"}"#, "bad_value");
    notices(Notice::Told, json!({"type":"told"}));
}

#[test]
fn what_wants_no_answer_says_so() {
    let (to, text) = (Target::Room(room("x")), Text::new("hi").unwrap());
    commands(
        r#"{"type":"say","room":"x","text":"hi","style":"notice"}"#,
        Command::Say {
            to,
            text,
            style: Style::Notice,
            reply_to: None,
            key: None,
            tags: causette_core::ClientTags::NONE,
        },
    );
    let said = written(|out| out::fact(out, &general().label, &message("hi", Style::Notice), false));
    assert_eq!((&said["type"], &said["style"]), (&json!("message"), &json!("notice")));
}

#[test]
fn faces() {
    let face = Face::new("al", "Alice L.", true);
    commands(r#"{"type":"introduce","user":"al","real":"Alice L.","bot":true}"#, Command::Introduce(face.clone()));
    commands(r#"{"type":"introduce"}"#, Command::Introduce(Face::new("", "", false)));
    notices(Notice::Introduced, json!({"type":"introduced"}));
    let now = Sender { id: PersonId(0xb), name: Name::given("guest2") };
    let became = Signal::Became { before: alice(), now, standing: Standing::Guest };
    assert_eq!(signal(&became), json!({"type":"became","to":"guest2","to_id":format!("{:032x}", 0xb),"guest":true}));
    assert_eq!(signal(&Signal::Described(alice())), json!({"type":"described"}));
    let person = Person {
        profile: Default::default(),
        who: alice(),
        standing: Standing::Account,
        rank: None,
        away: None,
        rooms: vec![(general(), Some(Role::Owner))],
        face: Some(face),
        account: Some(Name::given("Alice")),
        here: true,
        since: Millis(1_795_356_180_123),
        private: true,
    };
    let tag = json!({"room":"#general","room_id":ROOM,"role":"owner"});
    let all = json!({"type":"person","name":"alice","id":ALICE,"guest":false,"account":"Alice","user":"al","real":"Alice L.","bot":true,
        "here":true,"since":AT,"private":true,"rooms":[tag]});
    notices(Notice::Person(person.clone()), all);
    let person = Person {
        profile: Default::default(),
        standing: Standing::Guest,
        away: Text::new("lunch").ok(),
        rooms: vec![(general(), None)],
        face: None,
        account: None,
        private: false,
        ..person
    };
    let tag = json!({"room":"#general","room_id":ROOM});
    let bare = json!({"type":"person","name":"alice","id":ALICE,"guest":true,"away":"lunch","here":true,"since":AT,"private":false,"rooms":[tag]});
    notices(Notice::Person(person), bare);
}
