//! A program that speaks JSON on the line door, and records everything it asks, hears and is told.

use super::read::{expired_before, facts, is_fact, number, string};
use super::wire::Wire;
use super::wish::Wish;
use super::{PATIENCE, Stopwatch};
use crate::history::{Attempt, Connection, Event, RoomLog, Said, Seq, Span, What};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A page of history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// What it holds.
    pub facts: Vec<Said>,
    /// More follows.
    pub more: bool,
    /// The first number still kept, if some that were asked for are not.
    pub expired_before: Option<Seq>,
}

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
    pub(super) clock: Stopwatch,
    /// What it asked about accounts.
    pub attempts: Vec<Attempt>,
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
    /// Rooms it was sent out of, for the harness to take.
    pub left: Vec<String>,
    /// Rooms whose messages are recorded.
    rooms: BTreeSet<String>,
    /// For each line that came: how many events and attempts had been recorded before it.
    pub marks: Vec<(usize, usize)>,
    /// Rooms it entered without asking.
    pub(super) followed: BTreeSet<String>,
    replies: HashMap<String, Value>,
    asked: u64,
}

impl Json {
    /// Connects and turns to JSON. The record bears `name`; the guest still has the name it was given.
    pub fn connect(address: SocketAddr, clock: Stopwatch, name: &str) -> Result<Json> {
        Json::over(bare(address, None)?, clock, name)
    }

    /// The same, with a receive buffer of about this size, so that the server notices soon when it does not read.
    pub fn connect_narrow(address: SocketAddr, clock: Stopwatch, name: &str, receive: usize) -> Result<Json> {
        Json::over(bare(address, Some(receive))?, clock, name)
    }

    /// At the web door, by a WebSocket.
    pub fn connect_web(web: SocketAddr, clock: Stopwatch, name: &str) -> Result<Json> {
        Json::over(Wire::socket(web)?, clock, name)
    }

    fn over(wire: Wire, clock: Stopwatch, name: &str) -> Result<Json> {
        let mut client = Json {
            wire,
            clock,
            attempts: Vec::new(),
            record: Connection::new(name),
            name: String::new(),
            id: String::new(),
            token: String::new(),
            answered: VecDeque::new(),
            left: Vec::new(),
            rooms: BTreeSet::new(),
            marks: Vec::new(),
            followed: BTreeSet::new(),
            replies: HashMap::new(),
            asked: 0,
        };
        let deadline = Instant::now() + PATIENCE;
        while client.token.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            let Some(line) = client.line(left)? else { bail!("no welcome within {PATIENCE:?}") };
            // Before that come lines for people.
            if line.starts_with(r#"{"type":"welcome""#) {
                client.take(&line)?;
            }
        }
        Ok(client)
    }

    /// The port of its own end.
    pub fn port(&self) -> Result<u16> {
        self.wire.local().map(|address| address.port())
    }

    /// The next line, counted.
    fn line(&mut self, wait: Duration) -> Result<Option<String>> {
        let line = self.wire.line(wait)?;
        if line.is_some() {
            self.marks.push((self.record.events.len(), self.attempts.len()));
        }
        Ok(line)
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
        let from = self.clock.now();
        let reply = self.call(match after {
            Some(after) => json!({"type": "join", "room": room, "after": after}),
            None => json!({"type": "join", "room": room}),
        })?;
        if let Some(code) = refusal(&reply) {
            return Ok(Err(code));
        }
        let (facts, head) = (facts(&reply)?, number(&reply, "seq")?);
        let (more, expired_before) = (more(&reply), expired_before(&reply));
        let (span, room) = (Span { from, to: self.clock.now() }, room.to_owned());
        self.record.events.push(Event::Entered { span, room, after, head, facts, more, expired_before });
        Ok(Ok(()))
    }

    /// From now on it hears what comes after this number in the direct conversation with `other`.
    pub fn watch(&mut self, other: &str, after: Seq) {
        let room = self.canonical(&format!("@{other}"));
        self.record.events.push(Event::Watching { room, after });
    }

    /// Sends a message without waiting. `room` is `#room` or `@name`; the answer comes to [`Json::answered`].
    pub fn say(&mut self, room: &str, key: &str, text: &str) -> Result<()> {
        self.wish(room, key, &Wish::of(What::message(text)), false)
    }

    /// Sends any wish without waiting; `again`: it was sent before, on this connection or an earlier one. Only messages and
    /// calculations have keys, so that no other may be sent again.
    pub fn wish(&mut self, room: &str, key: &str, wish: &Wish, again: bool) -> Result<()> {
        let by = format!("{}/{}", self.name, self.id);
        let (at, place) = (self.clock.now(), self.canonical(room));
        let Wish { what, answer } = wish.clone();
        self.record.events.push(Event::Invoke { at, room: place, key: key.into(), what, answer, by, again });
        self.wire.send(&wish.request(room, key).to_string())
    }

    /// The room read back from after this number to its end. A direct conversation that was never begun is empty.
    pub fn read(&mut self, room: &str, mut after: Seq) -> Result<RoomLog> {
        let mut log = RoomLog::of(after + 1, Vec::new());
        while let Some(page) = self.page(room, after, 500)? {
            log.first = log.first.max(page.expired_before.unwrap_or(0));
            let last = page.facts.last().map(|said| said.seq);
            log.said.extend(page.facts);
            match last {
                Some(last) if page.more => after = last,
                None if page.more => bail!("an empty page of {room} after {after} says there is more"),
                _ => break,
            }
        }
        Ok(log)
    }

    /// One page of history. `None`: there is no such direct conversation or person yet, or it is not for somebody who is banned.
    pub fn page(&mut self, room: &str, after: Seq, limit: usize) -> Result<Option<Page>> {
        let from = self.clock.now();
        let reply = self.call(json!({"type": "history", "room": room, "after": after, "limit": limit}))?;
        match refusal(&reply).as_deref() {
            None => {}
            Some("no_such_room" | "no_such_person" | "banned") => return Ok(None),
            Some(code) => bail!("reading {room} after {after} was refused: {code}"),
        }
        let (facts, more, expired_before) = (facts(&reply)?, more(&reply), expired_before(&reply));
        let (span, room) = (Span { from, to: self.clock.now() }, self.canonical(room));
        let page = Page { facts, more, expired_before };
        let Page { facts, .. } = page.clone();
        self.record.events.push(Event::Page { span, room, after, facts, more, expired_before });
        Ok(Some(page))
    }

    /// Looks for a word in one room. Says how many messages have it.
    pub fn search(&mut self, room: &str, word: &str) -> Result<usize> {
        let from = self.clock.now();
        let reply = self.call(json!({"type": "search", "room": room, "text": word}))?;
        match refusal(&reply).as_deref() {
            None => {}
            Some("no_such_room" | "not_in_room" | "banned") => return Ok(0),
            Some(code) => bail!("looking for {word} in {room} was refused: {code}"),
        }
        let (facts, more) = (facts(&reply)?, more(&reply));
        let (span, room, count) = (Span { from, to: self.clock.now() }, self.canonical(room), facts.len());
        self.record.events.push(Event::Found { span, room, word: word.to_owned(), facts, more });
        Ok(count)
    }

    /// Waits until all that was asked before is answered.
    pub fn ping(&mut self) -> Result<()> {
        self.call(json!({"type": "ping"})).map(drop)
    }

    /// Takes what comes within this time, one line at most. An error when the connection has ended.
    pub fn pump(&mut self, wait: Duration) -> Result<bool> {
        match self.line(wait)? {
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

    pub(super) fn call(&mut self, mut request: Value) -> Result<Value> {
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
                self.record.who = format!("{}/{}", self.name, self.id);
            }
            "named" => {
                self.name = string(&value, "name")?;
                self.record.who = format!("{}/{}", self.name, self.id);
            }
            kind if is_fact(kind) => {
                let room = string(&value, "room")?;
                if room.starts_with('@') || self.rooms.contains(&room) {
                    let (mut room, said) = (self.canonical(&room), super::read::said(&value)?);
                    if let Some(to) = said.what.new_name() {
                        self.record.renamed(&room, to);
                        self.rooms.remove(&room);
                        self.rooms.insert(to.to_owned());
                        room = to.to_owned();
                    }
                    self.record.events.push(Event::Heard { room, said });
                }
            }
            "left" => self.left.push(string(&value, "room")?),
            "joined" if reference.is_empty() => drop(self.followed.insert(string(&value, "room")?)),
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
            self.record.events.push(Event::Missed { room, facts, expired_before: expired_before(value) });
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

/// A connection at the line door that turns to JSON.
fn bare(address: SocketAddr, receive: Option<usize>) -> Result<Wire> {
    let mut wire = Wire::connect(address, receive)?;
    wire.send("/format json")?;
    Ok(wire)
}

fn more(reply: &Value) -> bool {
    reply.get("more") == Some(&Value::Bool(true))
}

pub(super) fn refusal(reply: &Value) -> Option<String> {
    (string(reply, "type").ok()? == "refused").then(|| string(reply, "code").unwrap_or_default())
}
