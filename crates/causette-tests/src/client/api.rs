//! A program at the web door: it asks by HTTP, and hears events. Nothing is recorded here.

use super::json::{Answer, Page};
use super::read::{expired_before, facts, is_fact, number, said, string};
use super::{PATIENCE, http};
use crate::history::{Said, Seq};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

/// An account's program, by its token.
#[derive(Clone, Debug)]
pub struct Api {
    /// Where.
    pub web: SocketAddr,
    /// Whose.
    pub token: String,
}

impl Api {
    /// Makes an account as a page does, and a token for everything as its person does.
    pub fn register(web: SocketAddr, name: &str, password: &str) -> Result<Api> {
        let seen = http::Request::new("GET", "/api/session").send(web)?.json();
        let csrf = string(&seen, "csrf")?;
        let body = json!({ "name": name, "password": password });
        let ask = |path| http::Request::new("POST", path).header("X-CSRF-Token", &csrf).json(&body).send(web);
        let mut answer = ask("/api/account")?;
        // Where an account is told of before it is there (a planted fault), nobody is signed in yet.
        if answer.header("set-cookie").is_none() {
            answer = ask("/api/session")?;
        }
        let cookie = answer.header("set-cookie").and_then(|set| set.split(';').next());
        let cookie = cookie.with_context(|| format!("no cookie, but {} {}", answer.status, answer.text()))?;
        let mut socket = http::Socket::open(web, &[("Cookie", cookie)])?;
        // The guest's, then the account's.
        socket.until("welcome")?;
        socket.until("welcome")?;
        socket.send(&json!({ "type": "token", "label": "a harness", "scope": "all" }))?;
        Ok(Api { web, token: string(&socket.until("token")?, "token")? })
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<http::Answer> {
        let bearer = format!("Bearer {}", self.token);
        let request = http::Request::new(method, path).header("Authorization", &bearer);
        body.map_or(request.clone(), |body| request.json(body)).send(self.web)
    }

    fn must(&self, method: &str, path: &str) -> Result<Value> {
        let answer = self.ask(method, path, None)?;
        ensure!(answer.status == 200, "{method} {path}: {} {}", answer.status, answer.text());
        Ok(answer.json())
    }

    /// Who it is, as entries name them.
    pub fn who(&self) -> Result<String> {
        let me = self.must("GET", "/api/me")?;
        Ok(format!("{}/{}", string(&me, "name")?, string(&me, "id")?))
    }

    /// Makes its account a member.
    pub fn join(&self, room: &str) -> Result<()> {
        self.must("POST", &format!("/api/rooms/{}/join", escaped(room))).map(drop)
    }

    /// Says something. An error leaves the outcome unknown: the connection ended before the answer.
    pub fn say(&self, room: &str, key: &str, text: &str) -> Result<Answer> {
        let path = format!("/api/rooms/{}/messages", escaped(room));
        let answer = self.ask("POST", &path, Some(&json!({ "text": text, "key": key })))?;
        let told = answer.json();
        match (answer.status, told.get("code").and_then(Value::as_str)) {
            (201, _) => Ok(Answer::Ok(number(&told, "seq")?)),
            (_, Some("unknown" | "no_answer" | "stopping")) => Ok(Answer::Unknown),
            (400..600, Some(code)) => Ok(Answer::Refused(code.to_owned())),
            (status, _) => bail!("an answer that is cut: {status} {}", answer.text()),
        }
    }

    /// One page of a room's history.
    pub fn page(&self, room: &str, after: Seq, limit: usize) -> Result<Page> {
        let page = self.must("GET", &format!("/api/rooms/{}/messages?after={after}&limit={limit}", escaped(room)))?;
        let more = page.get("more") == Some(&Value::Bool(true));
        Ok(Page { facts: facts(&page)?, more, expired_before: expired_before(&page) })
    }
}

fn escaped(room: &str) -> String {
    room.replace('#', "%23")
}

/// Events of an account's rooms, as they happen.
pub struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
    /// The position that the last whole event named: what to come back with.
    pub id: Option<String>,
    /// Where it begins, room by room, as it was told.
    pub begins: Vec<(String, Option<Seq>)>,
}

impl Events {
    /// Begins now, or where an earlier one ended.
    pub fn open(api: &Api, last: Option<&str>) -> Result<Events> {
        let mut stream = TcpStream::connect(api.web).context("connecting")?;
        stream.set_read_timeout(Some(PATIENCE * 2))?;
        let last_id = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        let (web, token) = (api.web, &api.token);
        let head = format!("GET /api/events HTTP/1.1\r\nHost: {web}\r\nAuthorization: Bearer {token}\r\n{last_id}\r\n");
        stream.write_all(head.as_bytes())?;
        let lines = BufReader::new(stream).lines();
        let mut events = Events { lines, id: last.map(str::to_owned), begins: Vec::new() };
        let status = events.line()?;
        ensure!(status.contains(" 200 "), "no events: {status}");
        let ready = events.take()?;
        let rooms = ready.get("rooms").and_then(Value::as_array).with_context(|| format!("no rooms in {ready}"))?;
        for room in rooms {
            events.begins.push((string(room, "room")?, room.get("seq").and_then(Value::as_u64)));
        }
        Ok(events)
    }

    fn line(&mut self) -> Result<String> {
        self.lines.next().context("the server closed the connection")?.context("reading")
    }

    /// The next whole event; the sizes of chunks are passed over, since no event is cut by them. One that a crash cuts is none.
    pub fn take(&mut self) -> Result<Value> {
        let (mut id, mut data) = (None, None);
        loop {
            let line = self.line()?;
            if let Some(told) = line.strip_prefix("id: ") {
                id = Some(told.to_owned());
            } else if let Some(told) = line.strip_prefix("data: ") {
                data = Some(told.to_owned());
            } else if line.is_empty()
                && let Some(data) = data.take()
            {
                self.id = id.take().or(self.id.take());
                return serde_json::from_str(&data).with_context(|| format!("not JSON: {data}"));
            }
        }
    }
}

/// The entry that an event is about, and its room; `None`: it is about something else.
pub fn entry(event: &Value) -> Result<Option<(String, Said)>> {
    match is_fact(&string(event, "type")?) {
        true => Ok(Some((string(event, "room")?, said(event)?))),
        false => Ok(None),
    }
}

/// Where the history of a room begins by now, if this event says so.
pub fn expired(event: &Value) -> Option<(String, Seq)> {
    let is = event.get("type").and_then(Value::as_str) == Some("expired");
    let told = || Some((string(event, "room").ok()?, number(event, "before").ok()?));
    if is { told() } else { None }
}
