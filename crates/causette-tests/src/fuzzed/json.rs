//! The machine interface: any line gives a request or a refusal, what is said comes out word for word, and everything
//! that goes out is one line of JSON, read back here by a parser that is not ours.

use causette_core::{
    Command, Fact, Millis, Name, PersonId, Ref, RoomId, RoomLabel, RoomName, RoomTag, Sender, Signal, Target, Text,
    What, limits,
};
use causette_wire::json::{Ask, JsonFault, Why, out, parse};
use serde_json::Value;

/// What a field that nobody knows may hold, because it is passed over unread: half a surrogate pair, a number out of
/// range, lists in lists. All of it is JSON by its grammar (RFC 8259); the parser says so only of what it keeps.
const UNREAD: [&str; 4] =
    ["unexpected end of hex escape", "lone leading surrogate", "number out of range", "recursion limit exceeded"];

/// Checks each line of an input.
pub fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    for line in text.split('\n') {
        match parse(line) {
            Ok((reference, ask)) => request(line, reference.as_ref(), &ask),
            Err(fault) => refusal(line, &fault),
        }
    }
}

fn request(line: &str, reference: Option<&Ref>, ask: &Ask) {
    let asked = match serde_json::from_str::<Value>(line) {
        Ok(asked) => asked,
        Err(error) if UNREAD.iter().any(|why| error.to_string().starts_with(why)) => return,
        Err(error) => panic!("{error}: taken for a request: {line}"),
    };
    let field = |name: &str| asked.get(name).and_then(Value::as_str);
    assert_eq!(reference.map(Ref::as_str), field("ref"), "{line}");
    let pong = written(|to| out::pong(to, reference));
    assert_eq!(pong.get("ref").and_then(Value::as_str), field("ref"), "{line}");
    match ask {
        Ask::Command(Command::Say { to, text, .. }) => {
            assert_eq!(Text::new(field("text").unwrap_or_default()).as_ref(), Ok(text), "{line}");
            told(line, to, text);
        }
        Ask::Command(Command::Nick(name)) => {
            let renamed = written(|to| out::signal(to, &room("#x"), &Signal::Renamed(sender(), name.clone())));
            assert_eq!(renamed.get("to").and_then(Value::as_str), Some(name.as_str()), "{line}");
        }
        Ask::Command(Command::Introduce(face)) => {
            let fits = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
            assert!((1..=limits::FACE_USER).contains(&face.user.len()) && face.user.chars().all(fits), "{line}");
            assert!(face.real.len() <= limits::FACE_REAL && !face.real.chars().any(char::is_control), "{line}");
        }
        Ask::Command(Command::Leave { why: Some(why), .. }) => {
            let gone = written(|to| out::signal(to, &room("#x"), &Signal::Departed(sender(), Some(why.clone()))));
            assert_eq!(gone.get("why").and_then(Value::as_str), Some(why.as_str()), "{line}");
        }
        Ask::Quit(Some(why)) => {
            let short = why.last_words();
            assert!(short.is_none_or(|words| why.as_str().contains(words.as_str()) && !words.as_str().contains('\n')));
        }
        Ask::Lang(to) => assert_eq!(Some(to.as_str()), field("to"), "{line}"),
        _ => {}
    }
}

/// Others are told what was said, and may say it again: the same text, to the same place.
fn told(line: &str, target: &Target, text: &Text) {
    let label = match target {
        Target::Room(name) => RoomLabel::Named(name.clone()),
        Target::Person(name) => RoomLabel::With(name.clone()),
    };
    let what = What::Answer { text: text.clone() };
    let fact = Fact { room: RoomId(1), seq: u64::MAX, at: Millis(u64::MAX), by: sender(), what };
    let mut told = written(|to| out::fact(to, &label, &fact, false));
    assert_eq!(told.get("text").and_then(Value::as_str), Some(text.as_str()), "{line}");
    if let Some(kind) = told.get_mut("type") {
        *kind = "say".into();
    }
    match parse(&told.to_string()) {
        Ok((None, Ask::Command(Command::Say { to, text: again, .. }))) => {
            assert_eq!((&to, &again), (target, text), "{line}");
        }
        other => panic!("{line}: said again, it is {other:?}"),
    }
}

fn refusal(line: &str, fault: &JsonFault) {
    if let Why::BadJson { column } = fault.why {
        assert!((1..=line.len() + 1).contains(&column), "{line}: column {column}");
    }
    let told = written(|to| out::refused(to, fault.reference.as_ref(), fault.why.code(), line));
    assert_eq!(told.get("text").and_then(Value::as_str), Some(line));
    assert_eq!(told.get("code").and_then(Value::as_str), Some(fault.why.code()));
    assert_eq!(told.get("ref").and_then(Value::as_str), fault.reference.as_ref().map(Ref::as_str), "{line}");
}

/// Writes one object; checks that it is one line, and harmless where somebody looks at it in a terminal.
fn written(put: impl FnOnce(&mut Vec<u8>)) -> Value {
    let mut out = Vec::new();
    put(&mut out);
    let line = out.strip_suffix(b"\n").and_then(|line| str::from_utf8(line).ok());
    let Some(line) = line else { panic!("not a line: {:?}", String::from_utf8_lossy(&out)) };
    assert!(!line.chars().any(char::is_control), "{line:?}");
    match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => panic!("{error}: {line}"),
    }
}

fn sender() -> Sender {
    Sender { id: PersonId(1), name: Name::given("alice") }
}

fn room(name: &str) -> RoomTag {
    RoomTag { id: RoomId(1), label: RoomLabel::Named(RoomName::stored(name)) }
}
