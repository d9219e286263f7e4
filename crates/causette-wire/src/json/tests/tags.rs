//! Client tags, with words and without, and reasons.

use super::*;
use causette_core::{ClientTags, Fact, Tagged};

fn tags() -> ClientTags {
    ClientTags::new([("a.example/x", "1 \u{1b}\""), ("y", "")]).unwrap()
}

const TAGS: &str = r#""tags":{"y":"","a.example/x":"1 \u001b\""}"#;

fn shown() -> Value {
    json!({"a.example/x": "1 \u{1b}\"", "y": ""})
}

#[test]
fn words_may_have_tags() {
    let (to, text) = (Target::Room(room("x")), Text::new("hi").unwrap());
    let say = Command::Say { to, text, style: Style::Plain, reply_to: None, key: None, tags: tags() };
    commands(&format!(r#"{{"type":"say","room":"x","text":"hi",{TAGS}}}"#), say);
    for bad in [r#"{"+a":"b"}"#, r#"{"":"b"}"#, r#"{"a":"\u0000"}"#] {
        fails(&format!(r#"{{"type":"say","room":"x","text":"hi","tags":{bad}}}"#), "bad_tags");
    }
    fails(r#"{"type":"say","room":"x","text":"hi","tags":{"a":1}}"#, "bad_json");
    let What::Message { text, style, reply_to, .. } = message("hi", Style::Plain).what else { unreachable!() };
    let what = What::Message { text, style, reply_to, tags: tags() };
    let fact = Fact { what, ..message("hi", Style::Plain) };
    assert_eq!(written(|out| out::fact(out, &general().label, &fact, false))["tags"], shown());
    let bare = written(|out| out::fact(out, &general().label, &message("hi", Style::Plain), false));
    assert_eq!(bare.get("tags"), None);
}

#[test]
fn tags_may_come_without_words() {
    let tagged = |keep| Command::Tagged { to: Target::Room(room("x")), tags: tags(), keep };
    commands(&format!(r#"{{"type":"tagged","room":"x",{TAGS}}}"#), tagged(false));
    commands(&format!(r#"{{"type":"tagged","room":"x","keep":true,{TAGS}}}"#), tagged(true));
    fails(r#"{"type":"tagged","room":"x"}"#, "missing_field");
    let what = || Tagged { id: 0x12, tags: tags() };
    let told = written(|out| out::signal(out, &general(), &Signal::Tagged(alice(), what())));
    assert_eq!((&told["type"], &told["tags"]), (&json!("tagged"), &shown()));
    assert_eq!(told["tags_id"], json!(format!("{:032x}", 0x12)));
    let notice = Notice::Tagged { room: general().label, by: alice(), what: what() };
    let told = written(|out| out::notice(out, None, &notice, ""));
    assert_eq!((&told["type"], &told["room"], &told["tags"]), (&json!("tagged"), &json!("#general"), &shown()));
    let fact = Fact { what: What::Tagged { tags: tags() }, ..message("hi", Style::Plain) };
    let told = written(|out| out::fact(out, &general().label, &fact, false));
    assert_eq!((&told["type"], &told["tags"]), (&json!("tagged"), &shown()));
}

#[test]
fn a_deletion_may_say_why() {
    let why = || Text::new("spam").ok();
    let delete = Command::Delete { of: Target::Room(room("x")), seq: 12, why: why() };
    commands(r#"{"type":"delete","room":"x","seq":12,"why":"spam"}"#, delete);
    let fact = Fact { what: What::Deleted { seq: 12, why: why() }, ..message("hi", Style::Plain) };
    let told = written(|out| out::fact(out, &general().label, &fact, false));
    assert_eq!((&told["target"], &told["why"]), (&json!(12), &json!("spam")));
}
