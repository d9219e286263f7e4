//! Faults 33, 34: asking for what is not one's own. What one may not see answers as what does not exist.

use super::arena::Arena;
use super::raw::Raw;
use serde_json::{Value, json};

/// The answer to a request, without the names in it.
fn asks(raw: &mut Raw, mut request: Value) -> Value {
    request["ref"] = "probe".into();
    serde_json::from_str(&raw.ask(&request.to_string(), r#""ref":"probe""#)).unwrap()
}

fn program(arena: &Arena, name: &str) -> Raw {
    let mut raw = arena.guest();
    raw.ask(&format!("/nick {name}"), "your name is now");
    raw.ask("/format json", "welcome");
    raw
}

pub(super) fn fault_33_a_private_conversation_probed() {
    let arena = Arena::new();
    let (mut ann, bob, mut eve) = (program(&arena, "ann"), program(&arena, "bob"), program(&arena, "eve"));
    let _idle = program(&arena, "dan");
    let saved = asks(&mut ann, json!({"type": "say", "room": "@bob", "text": "the secret"}));
    assert_eq!((&saved["type"], &saved["seq"]), (&"ok".into(), &1.into()));
    let id = saved["room_id"].as_str().unwrap().to_owned();

    // Bob, who has a conversation with somebody, answers as Dan, who has none; a room that nobody sees answers as none.
    let probe = |raw: &mut Raw, request: Value, who: &str| {
        let text = request.to_string().replace("WHO", who);
        let answer = asks(raw, serde_json::from_str(&text).unwrap()).to_string().replace(who, "WHO");
        assert!(answer.contains(r#""type":"refused""#) && !answer.contains("secret"), "{text}: {answer}");
        answer
    };
    for request in [
        json!({"type": "history", "room": "@WHO"}),
        json!({"type": "history", "room": "@WHO", "after": 0}),
        json!({"type": "who", "room": "@WHO"}),
        json!({"type": "join", "room": "@WHO"}),
        json!({"type": "leave", "room": "@WHO"}),
    ] {
        assert_eq!(probe(&mut eve, request.clone(), "bob"), probe(&mut eve, request, "dan"));
    }
    for kind in ["history", "who", "leave"] {
        let request = json!({"type": kind, "room": "WHO"});
        let (by_id, nothing) = (probe(&mut eve, request.clone(), &id), probe(&mut eve, request, "nosuchroom"));
        assert!(by_id.contains("bad_room") || by_id == nothing, "{by_id}");
    }
    let rooms = asks(&mut eve, json!({"type": "rooms"})).to_string();
    assert!(!rooms.contains('@') && !rooms.contains(&id), "{rooms}");

    // The next to bear the name is not the same person.
    drop(bob);
    arena.freed(&mut eve, "bob");
    let answer = asks(&mut eve, json!({"type": "history", "room": "@ann"}));
    assert_eq!(answer["code"], "no_such_room");
    assert!(!ann.ask(r#"{"type":"history","room":"@bob","ref":"new"}"#, r#""ref":"new""#).contains("secret"));
    drop((ann, eve, _idle));
    arena.calm();
}

pub(super) fn fault_34_numbers_out_of_range() {
    let arena = Arena::new();
    let mut raw = arena.alone("#numbers");
    for n in 1..=3 {
        raw.ask(&format!("text {n}"), &format!("ok {n}"));
    }
    for number in ["-1", "0", "501", "9223372036854775808", "99999999999999999999999", "1.5", "1 2"] {
        raw.ask(&format!("/history {number}"), "bad_range");
    }
    for word in ["one", "٣"] {
        raw.ask(&format!("/history {word}"), "wrong_word");
    }
    raw.ask("/format json", "welcome");
    let huge = json!(1_u64 << 63);
    for (limit, code) in [
        (json!(-1), "bad_range"),
        (json!(0), "bad_range"),
        (json!(501), "bad_range"),
        (huge.clone(), "bad_range"),
        (json!(u64::MAX), "bad_range"),
        (json!(1.5), "bad_range"),
        (json!("9"), "bad_json"),
        (json!([1]), "bad_json"),
    ] {
        let answer = asks(&mut raw, json!({"type": "history", "room": "#numbers", "limit": limit}));
        assert_eq!(answer["code"], code, "limit {limit}");
    }
    for field in ["after", "before"] {
        for number in [json!(-1), json!(1.5), json!(-9_223_372_036_854_775_808_i64)] {
            let answer = asks(&mut raw, json!({"type": "history", "room": "#numbers", field: number}));
            assert_eq!(answer["code"], "bad_range", "{field} {number}");
        }
    }
    for (number, code) in [(json!(-1), "bad_range"), (json!(4), "ahead"), (huge.clone(), "ahead")] {
        let answer = asks(&mut raw, json!({"type": "join", "room": "#numbers", "after": number}));
        assert_eq!(answer["code"], code, "join after {number}");
    }
    let both = asks(&mut raw, json!({"type": "history", "room": "#numbers", "after": 1, "before": 3}));
    assert_eq!(both["code"], "bad_value");
    // What is far away is simply empty, or simply the end.
    for (field, number, expect) in [("after", huge.clone(), 0), ("before", huge, 3), ("after", json!(3), 0)] {
        let answer = asks(&mut raw, json!({"type": "history", "room": "#numbers", field: number}));
        assert_eq!(answer["facts"].as_array().unwrap().len(), expect, "{field} {number}");
    }
    drop(raw);
    arena.calm();
}

pub(super) fn fault_34_another_rooms_history() {
    let arena = Arena::new();
    let (mut ann, mut eve) = (program(&arena, "ann"), program(&arena, "eve"));
    let joined = asks(&mut ann, json!({"type": "join", "room": "#ann"}));
    let id = joined["room_id"].as_str().unwrap().to_owned();
    asks(&mut ann, json!({"type": "say", "room": "#ann", "text": "the secret"}));
    for room in [id.clone(), format!("#{id}"), "0".repeat(32), "#0".into(), "0".into()] {
        let answer = asks(&mut eve, json!({"type": "history", "room": room}));
        assert_eq!(answer["type"], "refused", "{answer}");
        assert!(!answer.to_string().contains("secret"));
    }
    drop((ann, eve));
    arena.calm();
}
