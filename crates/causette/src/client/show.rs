//! Facts as lines for people: `[14:03 12] <alice> hi`. What others wrote cannot move a cursor.

use super::link::{kind, number, text};
use causette_texts::{Lang, Say, say};
use causette_wire::line::{Eol, safe};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// One line, or several for a message of several, with the last end.
pub(super) fn fact(fact: &Value, zone: &TimeZone, lang: Lang) -> Vec<u8> {
    let at = text(fact, "at").and_then(|at| at.parse::<Timestamp>().ok());
    let time = at.map_or_else(|| "--:--".to_owned(), |at| at.to_zoned(zone.clone()).strftime("%H:%M").to_string());
    let reply = number(fact, "reply_to").map(|seq| format!(" re {seq}")).unwrap_or_default();
    let mut out = format!("[{time} {}{reply}] ", number(fact, "seq").unwrap_or_default()).into_bytes();
    let (name, words) = (text(fact, "from").unwrap_or_default(), text(fact, "text").unwrap_or_default());
    match (kind(fact), text(fact, "style")) {
        ("message", Some("action")) => {
            out.extend_from_slice(b"* ");
            safe::push_word(&mut out, name);
        }
        ("message", _) => {
            out.push(b'<');
            safe::push_word(&mut out, name);
            out.push(b'>');
        }
        ("answer", _) => out.push(b'='),
        _ => {
            out.extend_from_slice(b"-- ");
            safe::push_word(&mut out, &what(fact, name, lang));
        }
    }
    if !words.is_empty() {
        out.push(b' ');
        safe::push_text(&mut out, words, Eol::Lf);
    }
    out.push(b'\n');
    out
}

/// What was done to a message, in the words of the line door; of anything else its kind, and whom it is about.
fn what(fact: &Value, name: &str, lang: Lang) -> String {
    let (seq, mark) = (number(fact, "target").unwrap_or_default(), text(fact, "mark").unwrap_or_default());
    let on = fact.get("on") != Some(&Value::Bool(false));
    match kind(fact) {
        "edited" => say(lang, Say::Changed { name, seq }),
        "deleted" => match text(fact, "why") {
            Some(why) => format!("{} ({why})", say(lang, Say::TookBack { name, seq })),
            None => say(lang, Say::TookBack { name, seq }),
        },
        "reacted" if on => say(lang, Say::Reacted { name, mark, seq }),
        "reacted" => say(lang, Say::Unreacted { name, mark, seq }),
        "tagged" => say(lang, Say::Tagged { name }),
        "gone" => say(lang, Say::GoneDeleted),
        other => match text(fact, "name") {
            Some(whom) => format!("{name} {other} {whom}"),
            None => format!("{name} {other}"),
        },
    }
}

/// A line of JSON, in which what a terminal must not see is escaped.
pub(super) fn json(fact: &Value) -> Vec<u8> {
    let mut out = String::new();
    for c in fact.to_string().chars() {
        // Such characters stand in strings only, and all are below U+10000.
        match safe::is_unsafe(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    out.push('\n');
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_safe_too() {
        let fact = json!({"text": "a\u{9b}b\u{202e}c\n\"é"});
        let line = String::from_utf8(super::json(&fact)).unwrap();
        assert_eq!(line, "{\"text\":\"a\\u009bb\\u202ec\\n\\\"é\"}\n");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), fact);
    }

    #[test]
    fn lines_for_people() {
        let base = |kind: &str, words: &str| json!({"type": kind, "seq": 12, "from": "alice", "text": words, "at": "2026-11-22T14:03:00.123Z"});
        let shown = |value: &Value, zone: &TimeZone| String::from_utf8(fact(value, zone, Lang::En)).unwrap();
        let utc = TimeZone::UTC;
        assert_eq!(shown(&base("message", "hi"), &utc), "[14:03 12] <alice> hi\n");
        assert_eq!(shown(&base("answer", "42"), &utc), "[14:03 12] = 42\n");
        assert_eq!(shown(&base("topic", "tea"), &utc), "[14:03 12] -- alice topic tea\n");
        let mut action = base("message", "smiles");
        action["style"] = "action".into();
        assert_eq!(shown(&action, &utc), "[14:03 12] * alice smiles\n");
        assert_eq!(shown(&base("message", "one\ntwo"), &utc), "[14:03 12] <alice> one\n| two\n");
        assert_eq!(shown(&base("message", "\u{1b}[2Jx"), &utc), "[14:03 12] <alice> ␛[2Jx\n");
        let about = |kind: &str| json!({"type": kind, "seq": 13, "from": "alice", "target": 12, "mark": "+1", "name": "bob", "at": "2026-11-22T14:03:00Z"});
        assert_eq!(shown(&about("deleted"), &utc), "[14:03 13] -- alice took back 12\n");
        assert_eq!(shown(&about("reacted"), &utc), "[14:03 13] -- alice: +1 on 12\n");
        assert_eq!(shown(&about("kicked"), &utc), "[14:03 13] -- alice kicked bob\n");
        let mut edited = about("edited");
        edited["text"] = "new".into();
        assert_eq!(shown(&edited, &utc), "[14:03 13] -- alice changed 12: new\n");
        let mut reply = base("message", "yes");
        reply["reply_to"] = 7.into();
        assert_eq!(shown(&reply, &utc), "[14:03 12 re 7] <alice> yes\n");
        let paris = TimeZone::fixed(jiff::tz::offset(1));
        assert!(shown(&base("message", "hi"), &paris).starts_with("[15:03 12]"));
        assert_eq!(shown(&json!({"type": "x"}), &utc), "[--:-- 0] --  x\n");
    }
}
