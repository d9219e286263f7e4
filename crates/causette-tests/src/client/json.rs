//! A program that speaks JSON on the line door, and records everything it asks, hears and is told.

use super::read::{facts, number, string};
use super::wire::Wire;
use super::{PATIENCE, Stopwatch};
use crate::history::{Connection, Event, RoomLog, Said, Seq};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How a send ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Saved under this number.
    Ok(Seq),
    /// Not saved, and why.
    Refused(String),
    /// Perhaps saved.
    Unknown,
}

/// One connection.
pub struct Json {
    wire: Wire,
    clock: Stopwatch,
    /// What happened on it.
    pub record: Connection,
    /// The name it bears.
    pub name: String,
    /// Its stable id.
    pub id: String,
    /// Makes its bearer the same guest again.
    pub token: String,
    /// Sends that were answered, for the harness to take.
    pub answered: VecDeque<(String, Answer)>,
    /// Rooms whose messages are recorded.
    rooms: BTreeSet<String>,
    replies: HashMap<String, Value>,
    asked: u64,
}

impl Json {
    /// Connects and turns to JSON. The record bears `name`; the guest still has the name it was given.
    pub fn connect(address: SocketAddr, clock: Stopwatch, name: &str) -> Result<Json> {
        Json::over(Wire::connect(address, None)?, clock, name)
    }

    /// The same, with a receive buffer of about this size, so that the server notices soon when it does not read.
    pub fn connect_narrow(address: SocketAddr, clock: Stopwatch, name: &str, receive: usize) -> Result<Json> {
        Json::over(Wire::connect(address, Some(receive))?, clock, name)
    }

    fn over(wire: Wire, clock: Stopwatch, name: &str) -> Result<Json> {
        let mut client = Json {
            wire,
            clock,
            record: Connection::new(name),
            name: String::new(),
            id: String::new(),
            token: String::new(),
            answered: VecDeque::new(),
            rooms: BTreeSet::new(),
            replies: HashMap::new(),
            asked: 0,
        };
        client.wire.send("/format json")?;
        let deadline = Instant::now() + PATIENCE;
        while client.token.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            let Some(line) = client.wire.line(left)? else { bail!("no welcome within {PATIENCE:?}") };
            // Before that come lines for people.
            if line.starts_with(r#"{"type":"welcome""#) {
                client.take(&line)?;
            }
        }
        Ok(client)
    }

    /// Becomes the guest this token belongs to.
    pub fn resume(&mut self, token: &str) -> Result<()> {
        self.must("resume", json!({"type": "resume", "token": token}))
    }

    /// Takes a name.
    pub fn nick(&mut self, name: &str) -> Result<()> {
        self.must("nick", json!({"type": "nick", "name": name}))
    }

    /// Enters a room; with `after`, asks for all that followed that number. The inner error is a refusal's code.
    pub fn join(&mut self, room: &str, after: Option<Seq>) -> Result<Result<(), String>> {
        self.rooms.insert(room.to_owned());
        let reply = self.call(match after {
            Some(after) => json!({"type": "join", "room": room, "after": after}),
            None => json!({"type": "join", "room": room}),
        })?;
        if let Some(code) = refusal(&reply) {
            return Ok(Err(code));
        }
        let (facts, head) = (facts(&reply)?, number(&reply, "seq")?);
        let more = reply.get("more") == Some(&Value::Bool(true));
        self.record.events.push(Event::Entered { room: room.to_owned(), after, head, facts, more });
        Ok(Ok(()))
    }

    /// From now on it hears what comes after this number in the direct conversation with `other`.
    pub fn watch(&mut self, other: &str, after: Seq) {
        let room = self.canonical(&format!("@{other}"));
        self.record.events.push(Event::Watching { room, after });
    }

    /// Sends a message without waiting. `room` is `#room` or `@name`; the answer comes to [`Json::answered`].
    pub fn say(&mut self, room: &str, key: &str, text: &str) -> Result<()> {
        self.send(room, key, text, false)
    }

    /// Sends a message once more, that was sent on this connection or an earlier one.
    pub fn say_again(&mut self, room: &str, key: &str, text: &str) -> Result<()> {
        self.send(room, key, text, true)
    }

    fn send(&mut self, room: &str, key: &str, text: &str, again: bool) -> Result<()> {
        let by = format!("{}/{}", self.name, self.id);
        let (at, place) = (self.clock.now(), self.canonical(room));
        self.record.events.push(Event::Invoke { at, room: place, key: key.into(), text: text.into(), by, again });
        self.wire.send(&json!({"type": "say", "room": room, "text": text, "ref": key, "key": key}).to_string())
    }

    /// The room read back from after this number to its end. A direct conversation that was never begun is empty.
    pub fn read(&mut self, room: &str, mut after: Seq) -> Result<RoomLog> {
        let mut log = RoomLog { first: after + 1, said: Vec::new() };
        loop {
            let reply = self.call(json!({"type": "history", "room": room, "after": after, "limit": 500}))?;
            match refusal(&reply).as_deref() {
                None => {}
                Some("no_such_room") => return Ok(log),
                Some(code) => bail!("reading {room} after {after} was refused: {code}"),
            }
            let facts = facts(&reply)?;
            let more = reply.get("more") == Some(&Value::Bool(true));
            let expired_before = reply.get("expired_before").and_then(Value::as_u64);
            log.first = log.first.max(expired_before.unwrap_or(0));
            log.said.extend(facts.iter().cloned());
            let place = self.canonical(room);
            let last = facts.last().map(|said| said.seq);
            self.record.events.push(Event::Page { room: place, after, facts, more, expired_before });
            match last {
                Some(last) if more => after = last,
                None if more => bail!("an empty page of {room} after {after} says there is more"),
                _ => return Ok(log),
            }
        }
    }

    /// Waits until all that was asked before is answered.
    pub fn ping(&mut self) -> Result<()> {
        self.call(json!({"type": "ping"})).map(drop)
    }

    /// Takes what comes within this time, one line at most. An error when the connection has ended.
    pub fn pump(&mut self, wait: Duration) -> Result<bool> {
        match self.wire.line(wait)? {
            Some(line) => self.take(&line).map(|()| true),
            None => Ok(false),
        }
    }

    /// Takes what comes until this holds.
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&Json) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            if !self.pump(left)? {
                bail!("{}: {what}: not within {PATIENCE:?}", self.record.name);
            }
        }
        Ok(())
    }

    /// The name of a room in records: a direct conversation is named after both.
    pub fn canonical(&self, label: &str) -> String {
        match label.strip_prefix('@') {
            Some(other) if other < self.name.as_str() => format!("{other}+{}", self.name),
            Some(other) => format!("{}+{other}", self.name),
            None => label.to_owned(),
        }
    }

    fn must(&mut self, what: &str, request: Value) -> Result<()> {
        match refusal(&self.call(request)?) {
            None => Ok(()),
            Some(code) => bail!("{}: {what} was refused: {code}", self.record.name),
        }
    }

    fn call(&mut self, mut request: Value) -> Result<Value> {
        self.asked += 1;
        let reference = format!("call {}", self.asked);
        if let Some(fields) = request.as_object_mut() {
            fields.insert("ref".into(), Value::String(reference.clone()));
        }
        self.wire.send(&request.to_string())?;
        self.until(&format!("an answer to {request}"), |me| me.replies.contains_key(&reference))?;
        self.replies.remove(&reference).context("the answer")
    }

    fn take(&mut self, line: &str) -> Result<()> {
        let value: Value = serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))?;
        let at = self.clock.now();
        let reference = string(&value, "ref").unwrap_or_default();
        let kind = string(&value, "type").with_context(|| format!("no type: {line}"))?;
        match kind.as_str() {
            "welcome" => {
                (self.name, self.id) = (string(&value, "name")?, string(&value, "id")?);
                self.token = string(&value, "resume")?;
            }
            "named" => self.name = string(&value, "name")?,
            "message" => {
                let room = string(&value, "room")?;
                if room.starts_with('@') || self.rooms.contains(&room) {
                    let (room, said) = (self.canonical(&room), super::read::said(&value)?);
                    self.record.events.push(Event::Heard { room, said });
                }
            }
            "missed" => self.missed(&value)?,
            _ => {}
        }
        if reference.starts_with("call ") {
            self.replies.insert(reference, value);
        } else if !reference.is_empty() {
            self.answer(at, reference, &kind, &value)?;
        }
        Ok(())
    }

    fn missed(&mut self, value: &Value) -> Result<()> {
        let room = string(value, "room")?;
        if room.starts_with('@') || self.rooms.contains(&room) {
            let (room, facts): (String, Vec<Said>) = (self.canonical(&room), facts(value)?);
            self.record.events.push(Event::Missed { room, facts });
        }
        Ok(())
    }

    fn answer(&mut self, at: u64, key: String, kind: &str, value: &Value) -> Result<()> {
        let (event, answer) = match kind {
            "ok" => {
                let seq = number(value, "seq")?;
                (Event::Ok { at, key: key.clone(), seq }, Answer::Ok(seq))
            }
            "refused" => {
                let code = string(value, "code")?;
                (Event::Refused { key: key.clone(), code: code.clone() }, Answer::Refused(code))
            }
            "unknown" => (Event::Unknown { key: key.clone() }, Answer::Unknown),
            other => bail!("a send was answered by {other}"),
        };
        self.record.events.push(event);
        self.answered.push_back((key, answer));
        Ok(())
    }
}

fn refusal(reply: &Value) -> Option<String> {
    (string(reply, "type").ok()? == "refused").then(|| string(reply, "code").unwrap_or_default())
}
