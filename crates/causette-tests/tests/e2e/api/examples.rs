//! What docs/api.md shows is what happens: each block tagged `api` is run by bash with curl, against one server, from top to
//! bottom. After a line that begins with `$ ` comes what it prints. An object there may leave fields out, and `…` stands for any
//! text.

use super::{House, token};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// A command and what it prints.
#[derive(Debug, PartialEq)]
struct Example {
    command: String,
    prints: Vec<String>,
}

fn examples(document: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in document.lines() {
        match (inside, line.strip_prefix("$ ")) {
            (false, _) => inside = line == "```api",
            (true, _) if line == "```" => inside = false,
            (true, Some(command)) => found.push(Example { command: command.to_owned(), prints: Vec::new() }),
            (true, None) => found.last_mut().expect("a command first").prints.push(line.to_owned()),
        }
    }
    assert!(!inside, "a block has no end");
    found
}

fn same(shown: &Value, seen: &Value) -> bool {
    match (shown, seen) {
        (Value::String(any), Value::String(_)) if any == "…" => true,
        (Value::Object(shown), Value::Object(seen)) => {
            shown.iter().all(|(field, shown)| seen.get(field).is_some_and(|seen| same(shown, seen)))
        }
        (Value::Array(shown), Value::Array(seen)) => {
            shown.len() == seen.len() && shown.iter().zip(seen).all(|(shown, seen)| same(shown, seen))
        }
        (shown, seen) => shown == seen,
    }
}

/// A line may begin with a word before its object; outside of objects `…` is any text to the line's end.
fn same_line(shown: &str, seen: &str) -> bool {
    let parts = |line: &str| {
        let at = line.find('{')?;
        let (before, object) = line.split_at(at);
        Some((before.to_owned(), serde_json::from_str::<Value>(object).ok()?))
    };
    match (parts(shown), parts(seen)) {
        (Some((before, shown)), Some((also, seen))) => before == also && same(&shown, &seen),
        _ => shown.strip_suffix('…').map_or(shown == seen, |start| seen.starts_with(start)),
    }
}

fn run(example: &Example, house: &House, hook: &str) -> Result<(), String> {
    let mut bash = Command::new("bash");
    bash.args(["-c", &example.command]).env("BASE", format!("http://{}", house.web));
    let output = bash.env("TOKEN", &house.token).env("HOOK", hook).output().unwrap_or_else(|e| panic!("bash: {e}"));
    let seen = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = seen.lines().collect();
    let good = lines.len() == example.prints.len()
        && example.prints.iter().zip(&lines).all(|(shown, seen)| same_line(shown, seen));
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    if good {
        Ok(())
    } else {
        Err(format!("{}\nprints\n{seen}{wrong}\nand not\n{}", example.command, example.prints.join("\n")))
    }
}

#[test]
fn what_the_documentation_shows_happens() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let examples = examples(&std::fs::read_to_string(path).unwrap());
    assert!(examples.len() > 12, "{examples:?}");
    let house = House::joined();
    let hook = token(house.web, &house.cookie, json!({ "scope": "say", "room": "#ops" }));
    house.unseen();
    for example in examples {
        run(&example, &house, &hook).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
}

#[test]
fn any_difference_is_seen() {
    let object = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let seen = object(r#"{"a":1,"b":{"c":["x",{"d":null}]},"e":"words"}"#);
    for shown in [r#"{}"#, r#"{"a":1}"#, r#"{"b":{"c":["…",{}]}}"#, r#"{"e":"…"}"#] {
        assert!(same(&object(shown), &seen), "{shown}");
    }
    for shown in [r#"{"a":2}"#, r#"{"a":"…"}"#, r#"{"f":null}"#, r#"{"b":{"c":["x"]}}"#, r#"[]"#] {
        assert!(!same(&object(shown), &seen), "{shown}");
    }
    assert!(same_line("id: …", "id: 5") && !same_line("id: …", "data: 5") && !same_line("id: 6", "id: 5"));
    assert!(same_line(r#"data: {"a": 1}"#, r#"data: {"a":1,"b":2}"#) && !same_line(r#"{"a": 1}"#, r#"data: {"a":1}"#));
    let found = examples("```sh\n$ no\n```\n```api\n$ one\n1\n$ two\n```\n");
    let one = |command: &str, prints: &[&str]| Example {
        command: command.into(),
        prints: prints.iter().map(|line| (*line).to_owned()).collect(),
    };
    assert_eq!(found, [one("one", &["1"]), one("two", &[])]);
}
