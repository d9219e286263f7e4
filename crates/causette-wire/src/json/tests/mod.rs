//! JSON as tables: what is read, and what is written, read back with a parser that is not ours.

mod accounts;
mod faces;
mod people;
mod profile;
mod rooms;
mod tags;

use super::*;
use causette_core::notice::{Goodbye, Member, Members, Page};
use causette_core::{
    ClientTags, Command, Door, Fact, Grant, Key, Kind, Millis, Name, Notice, PersonId, Point, Range, Ref, Refusal,
    Role, RoomId, RoomLabel, RoomName, RoomTag, Scope, Sender, Signal, Standing, Style, Target, Text, TopicSet, What,
};
use serde_json::{Value, json};
use std::sync::Arc;

const ALICE: &str = "0000000000000000000000000000a11c";
const ROOM: &str = "80000000000000000000000000000001";
const AT: &str = "2026-11-22T14:03:00.123Z";

fn room(name: &str) -> RoomName {
    RoomName::new(name).unwrap()
}
fn general() -> RoomTag {
    RoomTag { id: RoomId(1 << 127 | 1), label: RoomLabel::Named(room("general")) }
}
fn alice() -> Sender {
    Sender { id: PersonId(0xa11c), name: Name::given("alice") }
}
fn message(text: &str, style: Style) -> Fact {
    let what = What::Message { text: Text::new(text).unwrap(), style, reply_to: None, tags: ClientTags::NONE };
    Fact { room: general().id, seq: 18, at: Millis(1_795_356_180_123), by: alice(), what }
}
fn reference(raw: &str) -> Option<Ref> {
    Some(Ref::new(raw).unwrap())
}

#[track_caller]
fn asks(line: &str, expect: Ask) {
    assert_eq!(parse(line), Ok((None, expect)), "{line}");
}
#[track_caller]
fn commands(line: &str, expect: Command) {
    asks(line, Ask::Command(expect));
}
#[track_caller]
fn fails(line: &str, code: &str) -> JsonFault {
    let fault = parse(line).expect_err(line);
    assert_eq!(fault.why.code(), code, "{line}: {fault:?}");
    fault
}

#[test]
fn requests() {
    let (to, text) = (Target::Room(room("#general")), Text::new("hi\n\u{e9}").unwrap());
    let say = |style, key| {
        let (to, text, tags) = (to.clone(), text.clone(), ClientTags::NONE);
        Command::Say { to, text, style, reply_to: None, key, tags }
    };
    commands(r##"{"type":"say","room":"#general","text":"hi\né"}"##, say(Style::Plain, None));
    commands(
        r##"{"text":"hi\n\u00e9","room":"general","type":"say","style":"plain","new":{"a":[1]}}"##,
        say(Style::Plain, None),
    );
    let key = Some(Key::new("k-1").unwrap());
    commands(
        r##"{"type":"say","room":"#general","text":"hi\né","style":"action","key":"k-1"}"##,
        say(Style::Action, key),
    );
    let bob = Target::Person(Name::new("bob").unwrap());
    let direct = Command::Say {
        to: bob.clone(),
        text: text.clone(),
        style: Style::Plain,
        reply_to: None,
        key: None,
        tags: ClientTags::NONE,
    };
    commands(r#"{"type":"say","room":"@bob","text":"hi\né\n"}"#, direct);
    commands(r##"{"type":"join","room":"#Rust"}"##, Command::Join { room: room("Rust"), after: None, secret: None });
    commands(
        r#"{"type":"join","room":"Rust","after":17}"#,
        Command::Join { room: room("Rust"), after: Some(17), secret: None },
    );
    commands(r##"{"type":"leave","room":"#rust"}"##, Command::Leave { room: room("rust"), why: None });
    commands(r#"{"type":"nick","name":"bob"}"#, Command::Nick(Name::new("bob").unwrap()));
    commands(r#"{"type":"rooms"}"#, Command::Rooms);
    commands(r##"{"type":"who","room":"#general"}"##, Command::Who(to));
    commands(r#"{"type":"who","room":"@bob"}"#, Command::Who(bob));
    commands(r#"{"type":"resume","token":"t"}"#, Command::Resume("t".into()));
    asks(r#"{"type":"format","to":"text"}"#, Ask::Plain);
    let key = Some(Key::new("k").unwrap());
    let calc = Ask::Calc { to: Target::Room(room("x")), sum: "2+3*4".into(), key };
    asks(r##"{"type":"calc","room":"#x","text":" 2+3*4 ","key":"k"}"##, calc);
    asks(r#"{"type":"lang","to":"fr"}"#, Ask::Lang("fr".into()));
    asks(r#" { "type" : "ping" } "#, Ask::Ping);
    asks(r#"{"type":"quit","text":null}"#, Ask::Quit(None));
    asks(r#"{"type":"quit","why":"tea"}"#, Ask::Quit(Some(Text::new("tea").unwrap())));
    let (ours, ask) = parse(r#"{"ref":"a1","type":"ping"}"#).unwrap();
    assert_eq!((ours, ask), (reference("a1"), Ask::Ping));
}

#[test]
fn history_ranges() {
    let of = || Target::Room(room("x"));
    for (fields, range, limit) in [
        ("", Range::Before(u64::MAX), HISTORY_LIMIT),
        (r#","after":17,"limit":100"#, Range::After(17), 100),
        (r#","before":18,"limit":1"#, Range::Before(18), 1),
        (r#","after":0,"limit":0"#, Range::After(0), 0),
        (r#","since":"1970-01-01T00:00:01Z""#, Range::Since(Millis(1000)), HISTORY_LIMIT),
        (r#","until":"1970-01-01T00:00:01.5Z","limit":3"#, Range::Until(Millis(1500)), 3),
        (r#","around":7"#, Range::Around(Point::Seq(7)), HISTORY_LIMIT),
        (r#","around":"1970-01-01T00:00:01Z""#, Range::Around(Point::At(Millis(1000))), HISTORY_LIMIT),
        (r#","between":[9,"1970-01-01T00:00:01Z"]"#, Range::Between(Point::Seq(9), Point::At(Millis(1000))), 100),
        (r#","limit":18446744073709551615"#, Range::Before(u64::MAX), usize::MAX),
    ] {
        commands(
            &format!(r#"{{"type":"history","room":"x"{fields}}}"#),
            Command::History { of: of(), range, limit, only_words: false },
        );
    }
    // Fault 34: the rule refuses 0 and 2^63; what is no such number at all is refused here, with the same code.
    for fields in
        [r#""limit":-1"#, r#""limit":1.5"#, r#""after":-1"#, r#""before":1e3"#, r#""limit":99999999999999999999"#]
    {
        fails(&format!(r#"{{"type":"history","room":"x",{fields}}}"#), "bad_range");
    }
    for fields in [
        r#""after":1,"before":2"#,
        r#""since":"1970-01-02","until":"1970-01-03""#,
        r#""around":true"#,
        r#""around":-1"#,
        r#""between":[1]"#,
        r#""between":[1,2],"after":0"#,
        r#""since":"soon""#,
    ] {
        fails(&format!(r#"{{"type":"history","room":"x",{fields}}}"#), "bad_value");
    }
    commands(
        r#"{"type":"history","room":"x","limit":2,"only_words":true}"#,
        Command::History { of: of(), range: Range::Before(u64::MAX), limit: 2, only_words: true },
    );
}

#[test]
fn faults() {
    for line in [
        "",
        " ",
        "hello",
        "[]",
        "5",
        "null",
        r#"["ping",null,null,null,null,null,null,null,null,null,null,null]"#,
        "{",
        r#"{"type":"ping"} x"#,
        r#"{"type":5}"#,
        r#"{"type":"ping","type":"ping"}"#,
        r#"{"type":"say","room":5,"text":"x"}"#,
        r#"{"type":"history","room":"x","limit":"5"}"#,
        "{\"type\":\"say\",\"text\":\"a\tb\"}",
        r#"{"type":"say","text":"\ud800"}"#,
    ] {
        fails(line, "bad_json");
    }
    assert_eq!(fails(r#"{"type":"ping",}"#, "bad_json").why, Why::BadJson { column: 16 });
    assert_eq!(fails(r#"{"type":"sya"}"#, "unknown_type").why, Why::UnknownType { nearest: Some("say") });
    assert_eq!(fails(r#"{"type":"teleport"}"#, "unknown_type").why, Why::UnknownType { nearest: None });
    for (line, field) in [
        ("{}", "type"),
        (r#"{"type":null}"#, "type"),
        (r#"{"type":"say","room":"x"}"#, "text"),
        (r#"{"type":"say","text":"x"}"#, "room"),
        (r#"{"type":"join"}"#, "room"),
        (r#"{"type":"nick"}"#, "name"),
        (r#"{"type":"resume"}"#, "token"),
        (r#"{"type":"format"}"#, "to"),
        (r#"{"type":"lang"}"#, "to"),
    ] {
        assert_eq!(fails(line, "missing_field").why, Why::MissingField { field }, "{line}");
    }
    for (line, code) in [
        (r#"{"type":"say","room":"x","text":" "}"#, "empty"),
        (r#"{"type":"say","room":"x","text":"a\u0000b"}"#, "bad_text"),
        (r#"{"type":"say","room":"a,b","text":"x"}"#, "bad_room"),
        (r#"{"type":"say","room":"@a b","text":"x"}"#, "bad_name"),
        (r#"{"type":"say","room":"x","text":"x","key":""}"#, "bad_key"),
        (r#"{"type":"say","room":"x","text":"x","style":"loud"}"#, "bad_value"),
        (r#"{"type":"join","room":"@bob"}"#, "bad_room"),
        (r#"{"type":"format","to":"xml"}"#, "bad_value"),
        (r#"{"type":"ping","ref":""}"#, "bad_key"),
    ] {
        fails(line, code);
    }
    // Fault 28.
    fails(&format!(r#"{{"type":"join","room":"{}"}}"#, "r".repeat(1 << 20)), "bad_room");
    fails(r#"{"type":"join","room":"a\nb"}"#, "bad_room");
    fails(&"[".repeat(100_000), "bad_json");
    fails(&format!(r#"{{"x":{}"#, "{\"a\":".repeat(100_000)), "bad_json");
}

#[test]
fn a_fault_keeps_its_reference_where_it_can() {
    assert_eq!(fails(r#"{"ref":"r","type":"sya"}"#, "unknown_type").reference, reference("r"));
    assert_eq!(fails(r#"{"type":5,"ref":"r"}"#, "bad_json").reference, reference("r"));
    assert_eq!(fails(r#"{"type":"say","ref":"r","room":"x","text":""}"#, "empty").reference, reference("r"));
    assert_eq!(fails(r#"{"ref":"r","#, "bad_json").reference, None);
    assert_eq!(fails(r#"{"ref":7,"type":"ping"}"#, "bad_json").reference, None);
}

#[test]
fn every_type_is_known() {
    for kind in TYPES {
        if let Err(fault) = parse(&format!(r#"{{"type":"{kind}"}}"#)) {
            assert_eq!(fault.why.code(), "missing_field", "{kind}");
        }
    }
}

/// Writes, checks that it is one line, and reads it back.
#[track_caller]
fn written(put: impl FnOnce(&mut Vec<u8>)) -> Value {
    let mut out = Vec::new();
    put(&mut out);
    let text = String::from_utf8(out).unwrap();
    assert!(text.ends_with('\n') && text.matches('\n').count() == 1, "{text:?}");
    assert!(!text.trim_end().chars().any(crate::line::safe::is_unsafe), "{text:?}");
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}
#[track_caller]
fn notices(notice: Notice, expect: Value) {
    let mut expect = expect;
    assert_eq!(written(|out| out::notice(out, None, &notice, "words")), expect, "{notice:?}");
    if !matches!(notice, Notice::Goodbye(_)) {
        expect["ref"] = json!("r\"1");
        assert_eq!(written(|out| out::notice(out, reference("r\"1").as_ref(), &notice, "words")), expect);
    }
}

#[test]
fn facts() {
    let said = json!({"type":"message","room":"#general","room_id":ROOM,"seq":18,"from":"alice","from_id":ALICE,"text":"hi","at":AT});
    assert_eq!(written(|out| out::fact(out, &general().label, &message("hi", Style::Plain), false)), said);
    let done =
        written(|out| out::fact(out, &RoomLabel::With(Name::given("bob")), &message("waves", Style::Action), false));
    assert_eq!((&done["style"], &done["room"]), (&json!("action"), &json!("@bob")));
    let what = What::RoomOpened { id: RoomId(5), kind: Kind::Named(room("x")) };
    let opened = written(|out| out::fact(out, &general().label, &Fact { what, ..message("x", Style::Plain) }, false));
    assert_eq!((&opened["type"], &opened["opened"]), (&json!("room_opened"), &json!("#x")));
    let what = What::RoomOpened { id: RoomId(5), kind: Kind::direct(PersonId(1), PersonId(2)) };
    let opened = written(|out| out::fact(out, &general().label, &Fact { what, ..message("x", Style::Plain) }, false));
    assert_eq!((&opened["opened"], &opened["opened_id"]), (&Value::Null, &json!("00000000000000000000000000000005")));
}

#[test]
fn signals() {
    let tag = general();
    let expect = json!({"type":"arrived","room":"#general","room_id":ROOM,"name":"alice","id":ALICE,"door":"web"});
    assert_eq!(written(|out| out::signal(out, &tag, &Signal::Arrived(alice(), Door::Web))), expect);
    assert_eq!(written(|out| out::signal(out, &tag, &Signal::Departed(alice(), None)))["type"], "departed");
    let renamed = written(|out| out::signal(out, &tag, &Signal::Renamed(alice(), Name::given("al"))));
    assert_eq!(
        (&renamed["type"], &renamed["name"], &renamed["to"]),
        (&json!("renamed"), &json!("alice"), &json!("al"))
    );
}

#[test]
fn answers() {
    let here = json!({"room":"#general","room_id":ROOM});
    let with = |more: Value| {
        let mut all = here.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let said = json!({"type":"message","room":"#general","room_id":ROOM,"seq":18,"from":"alice","from_id":ALICE,"text":"hi","at":AT});
    let fact = Arc::new(message("hi", Style::Plain));
    let page = Page { facts: vec![fact; 2], more: true, expired_before: Some(4) };
    let facts = json!([said, said]);
    let member = |role, away| Member {
        who: alice(),
        role,
        away,
        operator: away,
        doors: [Door::Line, Door::Web].into_iter().filter(|_| away).collect(),
    };
    let there = Members {
        people: vec![member(None, false), member(Some(Role::Moderator), true)],
        count: 230,
        secret: true,
        private: false,
    };
    let people = json!([{"name":"alice","id":ALICE,"doors":[]},{"name":"alice","id":ALICE,"role":"moderator","away":true,"operator":true,"doors":["line","web"]}]);
    notices(Notice::Done { room: general(), seq: u64::MAX, at: Millis(1) }, with(json!({"type":"ok","seq":u64::MAX})));
    notices(Notice::Opened(general()), with(json!({"type":"opened"})));
    notices(Notice::Left { room: general(), sent_out: false }, with(json!({"type":"left"})));
    notices(Notice::Named(alice()), json!({"type":"named","name":"alice","id":ALICE}));
    let joined = Notice::Joined {
        profile: Default::default(),
        room: general(),
        head: 18,
        topic: Text::new("t").ok(),
        topic_set: Some(TopicSet { by: alice(), at: Millis(1_795_356_180_123) }),
        read: 7,
        read_at: Some(Millis(1_795_356_180_123)),
        members: there.clone(),
        replay: Page::default(),
    };
    notices(
        joined,
        with(
            json!({"type":"joined","seq":18,"topic":"t","topic_by":"alice","topic_by_id":ALICE,"topic_at":AT,"read":7,"read_at":AT,"secret":true,"members":people,"count":230,"facts":[],"more":false,"expired_before":null}),
        ),
    );
    notices(
        Notice::Members { profile: Default::default(), room: general(), members: there.clone() },
        with(json!({"type":"members","secret":true,"members":people,"count":230})),
    );
    notices(
        Notice::Page { room: general(), page: page.clone() },
        with(json!({"type":"history","facts":facts,"more":true,"expired_before":4})),
    );
    let missed = |members| Notice::Missed { room: general(), page: page.clone(), members };
    notices(missed(None), with(json!({"type":"missed","facts":facts,"more":true,"expired_before":4})));
    notices(
        missed(Some(there)),
        with(
            json!({"type":"missed","facts":facts,"more":true,"expired_before":4,"secret":true,"members":people,"count":230}),
        ),
    );
    notices(Notice::Refused(Refusal::Busy), json!({"type":"refused","code":"busy","text":"words"}));
    notices(Notice::Unknown, json!({"type":"unknown","text":"words"}));
    for (why, code) in [
        (Goodbye::Quit, "quit"),
        (Goodbye::Stopping, "stopping"),
        (Goodbye::Elsewhere, "elsewhere"),
        (Goodbye::StoreFailed, "store_failed"),
        (Goodbye::Behind, "behind"),
    ] {
        notices(Notice::Goodbye(why), json!({"type":"goodbye","why":code,"text":"words"}));
    }
    assert_eq!(written(|out| out::slowed(out, "words")), json!({"type":"slowed","text":"words"}));
    assert_eq!(written(|out| out::pong(out, reference("p").as_ref())), json!({"type":"pong","ref":"p"}));
}

#[test]
fn welcome_tells_the_limits() {
    let (standing, rank) = (Standing::Guest, None);
    let notice = Notice::Welcome { you: alice(), standing, rank, program: None, resume: "t".into() };
    let got = written(|out| out::notice(out, None, &notice, ""));
    assert_eq!((&got["type"], &got["version"], &got["name"]), (&json!("welcome"), &json!(VERSION), &json!("alice")));
    assert_eq!((&got["id"], &got["resume"]), (&json!(ALICE), &json!("t")));
    assert_eq!((&got["account"], &got["rank"]), (&json!(false), &Value::Null));
    let (standing, rank) = (Standing::Account, Some(Role::Owner));
    let notice = Notice::Welcome { you: alice(), standing, rank, program: None, resume: "t".into() };
    let got = written(|out| out::notice(out, None, &notice, ""));
    assert_eq!((&got["account"], &got["rank"], &got["program"]), (&json!(true), &json!("owner"), &Value::Null));
    let room = RoomName::new("ops").ok();
    let program = Some(Box::new(Grant { scope: Scope::Say, room }));
    let notice = Notice::Welcome { you: alice(), standing, rank, program, resume: String::new() };
    let got = written(|out| out::notice(out, None, &notice, ""));
    assert_eq!(got["program"], json!({"scope":"say","room":"#ops"}));
    // In no order: a library among the tests' own makes JSON keep the one it came in.
    let mut limits: Vec<_> = got["limits"].as_object().unwrap().keys().map(String::as_str).collect();
    limits.sort_unstable();
    let all = ["history", "key", "line", "mark", "name", "password", "password_min", "room", "rooms", "search", "text"];
    assert_eq!(limits, [&all[..], &["topic"]].concat());
}

#[test]
fn the_longest_text_fits_a_line_however_it_is_escaped() {
    let text = "\u{e9}".repeat(causette_core::limits::TEXT_BYTES / 2);
    let escaped: String = text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let line = format!(
        r#"{{"type":"say","room":"{}","ref":"{}","key":"{}","text":"{escaped}"}}"#,
        "r".repeat(40),
        "r".repeat(64),
        "k".repeat(64)
    );
    assert!(line.len() <= causette_core::limits::JSON_BYTES, "{}", line.len());
    assert!(matches!(parse(&line), Ok((Some(_), Ask::Command(Command::Say { .. })))));
}

proptest::proptest! {
    #[test]
    fn texts_come_back_as_they_were(raw in proptest::collection::vec(proptest::prop_oneof![
        proptest::char::any(),
        proptest::char::range('\0', '\u{a0}'),
        proptest::char::range('\u{2000}', '\u{2070}'),
    ], 1..40), seq in proptest::num::u64::ANY) {
        let raw: String = raw.into_iter().collect();
        if let Ok(text) = Text::new(&raw) {
            let what = What::Message { text: text.clone(), style: Style::Plain, reply_to: None, tags: ClientTags::NONE };
            let got = written(|out| out::fact(out, &general().label, &Fact { what, seq, ..message("x", Style::Plain) }, false));
            proptest::prop_assert_eq!(got["text"].as_str(), Some(text.as_str()));
            proptest::prop_assert_eq!(got["seq"].as_u64(), Some(seq));
            // What is written can be said again, word for word.
            let line = json!({"type":"say","room":"x","text":text.as_str()}).to_string();
            let (_, ask) = parse(&line).unwrap();
            proptest::prop_assert_eq!(ask, Ask::Command(Command::Say { to: Target::Room(room("x")), text, style: Style::Plain, reply_to: None, key: None, tags: ClientTags::NONE }));
        }
    }

    #[test]
    fn no_line_makes_it_panic(line in "\\PC{0,60}", kind in proptest::sample::select(TYPES.to_vec()), value in "[-0-9\"#@a-z{}\\[\\],:.]{0,20}") {
        let _ = parse(&line);
        for field in ["room", "text", "after", "limit", "ref", "key", "name", "style", "to", "seq", "mark", "on", "from", "since", "value", "mode", "role", "address", "seconds"] {
            let _ = parse(&format!("{{\"type\":\"{kind}\",\"{field}\":{value}}}"));
            let _ = parse(&format!("{{\"type\":\"{kind}\",\"room\":\"x\",\"{field}\":\"{value}\"}}"));
        }
    }
}
