//! Fields of the JSON objects a server sends.

use crate::history::{Said, Seq, What};
use anyhow::{Context, Result};
use serde_json::Value;

pub(super) fn string(value: &Value, field: &str) -> Result<String> {
    let found = value.get(field).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("no {field} in {value}"))
}

pub(super) fn number(value: &Value, field: &str) -> Result<Seq> {
    value.get(field).and_then(Value::as_u64).with_context(|| format!("no {field} in {value}"))
}

/// Where what is kept begins, in a page of which some was let go.
pub(super) fn expired_before(value: &Value) -> Option<Seq> {
    value.get("expired_before").and_then(Value::as_u64)
}

/// The facts of a page.
pub(super) fn facts(value: &Value) -> Result<Vec<Said>> {
    let facts = value.get("facts").and_then(Value::as_array).with_context(|| format!("no facts in {value}"))?;
    facts.iter().map(said).collect()
}

/// Whether an object is a numbered fact, by its type.
pub(super) fn is_fact(kind: &str) -> bool {
    let said = matches!(kind, "message" | "answer" | "edited" | "deleted" | "reacted" | "gone");
    let room = matches!(kind, "mode" | "reset" | "topic" | "role" | "invited" | "member_joined" | "member_left");
    let room = room || kind == "room_renamed";
    said || room || matches!(kind, "kicked" | "banned" | "unbanned" | "muted" | "unmuted" | "exempted" | "welcomed")
}

/// A fact. Of a type that no harness makes, only the type is kept, as something nobody sent.
pub(super) fn said(value: &Value) -> Result<Said> {
    let by = format!("{}/{}", string(value, "from")?, string(value, "from_id")?);
    Ok(Said { seq: number(value, "seq")?, by, what: what(value)? })
}

fn what(value: &Value) -> Result<What> {
    let (text, name) = (|| string(value, "text"), || string(value, "name"));
    let target = || number(value, "target");
    let kind = string(value, "type")?;
    Ok(match kind.as_str() {
        "message" => What::Message { text: text()?, reply_to: value.get("reply_to").and_then(Value::as_u64) },
        "answer" => What::Answer { text: text()? },
        "edited" => What::Edited { target: target()?, text: text()? },
        "deleted" => What::Deleted { target: target()? },
        "reacted" => {
            let on = value.get("on").and_then(Value::as_bool).with_context(|| format!("no on in {value}"))?;
            What::Reacted { target: target()?, mark: string(value, "mark")?, on }
        }
        "gone" if string(value, "why")? == "deleted" => What::Gone,
        "mode" if string(value, "mode")? == "keep_last" => {
            What::Keep { last: value.get("value").and_then(Value::as_u64) }
        }
        "kicked" | "banned" => {
            What::SentOut { name: name()?, banned: kind == "banned", why: string(value, "why").unwrap_or_default() }
        }
        "unbanned" => What::LetIn { name: name()? },
        "reset" => What::Reset,
        "member_joined" | "member_left" => What::Member { on: kind == "member_joined" },
        "room_renamed" => What::renamed(&string(value, "was")?, &string(value, "to")?),
        "topic" => What::Other { words: format!("topic {}", text().unwrap_or_default()) },
        _ => What::Other { words: value.to_string() },
    })
}
