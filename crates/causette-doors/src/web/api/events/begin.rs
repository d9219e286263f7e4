//! How a stream of events begins: which rooms there are, and where each goes on.

use super::super::positions::{Given, same_room};
use super::{About, PROBE, READY, RETRY, Stream, Waiting, fact};
use crate::web::pipe::NoAnswer;
use causette_core::Refusal;
use serde_json::{Value, json};
use std::io;

/// Why it does not begin.
pub(super) enum NoStream {
    No(Refusal),
    Pipe(NoAnswer),
}

impl From<io::Error> for NoStream {
    fn from(error: io::Error) -> NoStream {
        NoStream::Pipe(error.into())
    }
}

impl Stream {
    /// Learns which rooms there are and where each begins.
    pub(super) async fn begin(
        &mut self,
        welcome: &Value,
        given: Option<Vec<Given>>,
        room: Option<String>,
    ) -> Result<(), NoStream> {
        // A stream names all rooms there were.
        let comes_back = given.iter().flatten().any(|one| matches!(one, Given::Id(..)));
        let mut named = Vec::new();
        for one in given.into_iter().flatten() {
            match one {
                Given::Id(id, last) => self.at.come_back(&id, last),
                Given::Name(name, last) => named.push((name, last)),
            }
        }
        // Its rooms are told before the answer to this.
        self.pipe.send(json!({ "type": "ping" }), READY).await?;
        loop {
            let told = self.next().await?;
            let about = About::of(&told);
            match about.kind {
                "pong" => break,
                "joined" => self.enters(&told, &mut named, comes_back),
                "opened" => self.enters(&told, &mut named, false),
                "unread" if comes_back => self.begins_unread(&told),
                _ => self.notice(&told),
            }
        }
        for (name, last) in named {
            let id = self.probe(&name).await?;
            self.at.come_back(&id, last);
            self.at.opens(&id, &name, None);
            self.at.look_anyway(&id);
        }
        if let Some(room) = room {
            let id = match self.at.knows(&room) {
                Some(id) => id.to_owned(),
                None => self.probe(&room).await?,
            };
            self.at.keep_only(&id);
            self.only = Some(id);
        }
        let name = welcome.get("name").cloned();
        let ready = json!({ "type": "ready", "name": name, "rooms": self.at.rooms() });
        self.waiting.push_front(Waiting::Said(format!("{RETRY}{}", self.event(&ready, true))));
        Ok(())
    }

    async fn next(&mut self) -> Result<Value, NoStream> {
        match self.pipe.next().await? {
            Some(told) if told.get("type").and_then(Value::as_str) == Some("goodbye") => {
                Err(NoStream::Pipe(NoAnswer::Told(Box::new(told))))
            }
            Some(told) => Ok(told),
            None => Err(NoStream::Pipe(NoAnswer::Gone)),
        }
    }

    /// One of its rooms. Where nobody says where it begins, it begins now; or, for whoever comes back, where the account has
    /// read to, as it was not there before.
    fn enters(&mut self, told: &Value, named: &mut Vec<(String, u64)>, from_read: bool) {
        let About { id, label, seq, kind } = About::of(told);
        if let Some(place) = named.iter().position(|(name, _)| same_room(name, label)) {
            let (_, last) = named.swap_remove(place);
            self.at.come_back(id, last);
        }
        if let Some(read) = told.get("read").and_then(Value::as_u64).filter(|_| from_read) {
            self.at.begins(id, read);
        }
        self.at.opens(id, label, seq);
        if kind == "opened" {
            self.at.look_anyway(id);
        }
    }

    /// A conversation that began meanwhile.
    fn begins_unread(&mut self, told: &Value) {
        for line in told.get("rooms").and_then(Value::as_array).into_iter().flatten() {
            let (about, read) = (About::of(line), line.get("read").and_then(Value::as_u64));
            if let Some(read) = read.filter(|_| about.label.starts_with('@')) {
                self.at.begins(about.id, read);
                self.at.look_anyway(about.id);
            }
        }
    }

    fn notice(&mut self, told: &Value) {
        let about = About::of(told);
        if let Some(seq) = fact(told, &about) {
            self.at.noticed(about.id, about.label, seq);
        }
    }

    /// The id of a conversation that nothing was said of yet.
    async fn probe(&mut self, name: &str) -> Result<String, NoStream> {
        if !name.starts_with('@') {
            return Err(NoStream::No(Refusal::NotInRoom(name.to_owned())));
        }
        self.pipe.send(json!({ "type": "history", "room": name, "limit": 1 }), PROBE).await?;
        loop {
            let told = self.next().await?;
            if told.get("ref").and_then(Value::as_str) != Some(PROBE) {
                self.notice(&told);
                continue;
            }
            let about = About::of(&told);
            return match about.kind {
                "history" => Ok(about.id.to_owned()),
                _ => Err(NoStream::Pipe(NoAnswer::Told(Box::new(told)))),
            };
        }
    }
}
