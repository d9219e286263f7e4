//! What somebody wishes to become an entry of a room, and the request that asks for it.

use crate::history::What;
use serde_json::{Value, json};

/// A wish.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The entry it is to become.
    pub what: What,
    /// Of a calculation, `/calc …`: what the entry after it must say.
    pub answer: Option<String>,
}

impl Wish {
    /// A wish that is no calculation.
    pub fn of(what: What) -> Wish {
        Wish { what, answer: None }
    }

    /// A calculation, and what it gives.
    pub fn calc(sum: &str, answer: impl Into<String>) -> Wish {
        Wish { what: What::message(format!("/calc {sum}")), answer: Some(answer.into()) }
    }

    /// Whether a key makes it safe to send it twice.
    pub fn has_key(&self) -> bool {
        matches!(self.what, What::Message { .. })
    }

    /// The request, in the language of the line door's JSON. `key` is its reference, too.
    pub(super) fn request(&self, room: &str, key: &str) -> Value {
        let mut request = match &self.what {
            What::Message { text, .. } if self.answer.is_some() => {
                let sum = text.strip_prefix("/calc ").unwrap_or(text);
                json!({"type": "calc", "text": sum, "key": key})
            }
            What::Message { text, reply_to: None } => json!({"type": "say", "text": text, "key": key}),
            What::Message { text, reply_to } => {
                json!({"type": "say", "text": text, "reply_to": reply_to, "key": key})
            }
            What::Edited { target, text } => json!({"type": "edit", "seq": target, "text": text}),
            What::Deleted { target } => json!({"type": "delete", "seq": target}),
            What::Reacted { target, mark, on } => json!({"type": "react", "seq": target, "mark": mark, "on": on}),
            What::Keep { last } => json!({"type": "mode", "mode": "keep_last", "value": last}),
            What::SentOut { name, banned: false, why } => json!({"type": "kick", "name": name, "why": why}),
            What::SentOut { name, banned: true, why } => json!({"type": "ban", "name": name, "why": why}),
            What::LetIn { name } => json!({"type": "unban", "name": name}),
            What::Other { .. } if self.what.new_name().is_some() => {
                json!({"type": "rename", "to": self.what.new_name()})
            }
            What::Other { words } => json!({"type": "topic", "text": words.strip_prefix("topic ").unwrap_or(words)}),
            // Nobody can ask for these.
            What::Answer { .. } | What::Reset | What::Member { .. } | What::Gone | What::Line { .. } => {
                json!({"type": "ping"})
            }
        };
        if let Some(fields) = request.as_object_mut() {
            fields.insert("room".into(), room.into());
            fields.insert("ref".into(), key.into());
        }
        request
    }
}
