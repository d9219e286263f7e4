//! What a program asks about accounts, recorded with its outcome.

use super::json::{Json, refusal};
use super::read::string;
use crate::history::{Attempt, Deed, Event, Outcome, Span};
use anyhow::Result;
use serde_json::{Value, json};

impl Json {
    /// Asks for something about an account and waits for the answer. An error, as when the server was killed, leaves the
    /// outcome unknown, and is recorded so.
    pub fn attempt(&mut self, name: &str, deed: Deed) -> Result<Outcome> {
        let from = self.clock.now();
        let reply = self.call(request(name, &deed));
        let outcome = reply.as_ref().map_or(Outcome::Unknown, outcome);
        let (span, name) = (Span { from, to: self.clock.now() }, name.to_owned());
        self.attempts.push(Attempt { span, name, deed, outcome: outcome.clone() });
        reply.map(|_| outcome)
    }

    /// Notes which rooms it is in without having asked, once it signed in.
    pub fn follow(&mut self) -> Result<()> {
        self.ping()?;
        let rooms = self.followed.clone();
        self.record.events.push(Event::Followed { rooms });
        Ok(())
    }
}

fn request(name: &str, deed: &Deed) -> Value {
    match deed {
        Deed::Register { password } => json!({"type": "register", "name": name, "password": password}),
        Deed::Login { password } => json!({"type": "login", "name": name, "password": password}),
        Deed::Password { old, new } => json!({"type": "password", "old": old, "password": new}),
        Deed::Link => json!({"type": "link"}),
        Deed::Resume { word } => json!({"type": "resume", "token": word}),
    }
}

fn outcome(reply: &Value) -> Outcome {
    if let Some(code) = refusal(reply) {
        return Outcome::Refused(code);
    }
    let field = |kind: &str, field| {
        let is = string(reply, "type").is_ok_and(|is| is == kind);
        if is { string(reply, field).ok().filter(|text| !text.is_empty()) } else { None }
    };
    match string(reply, "type").as_deref() {
        Ok("unknown") => Outcome::Unknown,
        _ => {
            Outcome::Granted { id: field("welcome", "id"), word: field("welcome", "resume").or(field("code", "code")) }
        }
    }
}
