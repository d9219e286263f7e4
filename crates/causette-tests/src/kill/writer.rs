//! One person of the kill loop: what they sent and do not know the end of, and how they go on after a kill.

use crate::client::{Answer, Json};
use crate::history::{Connection, Event, Seq};
use crate::random::Random;
use anyhow::Result;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

/// Confirmed sends that may be sent again, to get the same number.
const REMEMBERED: usize = 16;

/// A message and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Send {
    room: String,
    text: String,
}

/// Figures of one connection.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) confirmed: u64,
    pub(super) refused: u64,
    pub(super) repeated: u64,
}

pub(super) struct Writer {
    pub(super) name: String,
    /// Makes them the same guest after a kill.
    pub(super) token: Option<String>,
    /// By key: under way, or unanswered at the last kill.
    pub(super) unknown: BTreeMap<String, Send>,
    /// How far they heard each room.
    pub(super) heard: BTreeMap<String, Seq>,
    rooms: Vec<String>,
    recent: VecDeque<(String, Send)>,
    sent: u64,
    random: Random,
}

impl Writer {
    pub(super) fn new(name: &str, rooms: &[String], random: Random) -> Writer {
        let mut rooms = rooms.to_vec();
        match name {
            "alice" => rooms.push("@bob".into()),
            "bob" => rooms.push("@alice".into()),
            _ => {}
        }
        let (unknown, heard, recent) = Default::default();
        Writer { name: name.into(), token: None, unknown, heard, rooms, recent, sent: 0, random }
    }

    /// The other side of their private conversation.
    pub(super) fn friend(&self) -> Option<&str> {
        self.rooms.iter().find_map(|room| room.strip_prefix('@'))
    }

    pub(super) fn named_rooms(&self) -> impl Iterator<Item = &String> {
        self.rooms.iter().filter(|room| !room.starts_with('@'))
    }

    /// Sends again what was not answered, then new messages and now and then a confirmed one, until the connection ends.
    pub(super) fn write(&mut self, client: &mut Json, in_flight: usize, figures: &mut Figures) -> Result<()> {
        for (key, send) in self.unknown.clone() {
            client.say_again(&send.room, &key, &send.text)?;
        }
        loop {
            if self.unknown.len() < in_flight {
                self.send(client, figures)?;
            }
            let pause = self.random.within(0..2_000);
            client.pump(Duration::from_micros(pause))?;
            self.settle(client, figures);
        }
    }

    /// Sends again what was not answered, and waits for all of it.
    pub(super) fn resolve(&mut self, client: &mut Json, figures: &mut Figures) -> Result<()> {
        for (key, send) in self.unknown.clone() {
            client.say_again(&send.room, &key, &send.text)?;
        }
        let all = self.unknown.len();
        client.until("answers to all sends", |me| me.answered.len() >= all)?;
        self.settle(client, figures);
        Ok(())
    }

    fn send(&mut self, client: &mut Json, figures: &mut Figures) -> Result<()> {
        if self.random.once_in(32)
            && let Some((key, send)) = self.recent.pop_front()
        {
            figures.repeated += 1;
            self.unknown.insert(key.clone(), send.clone());
            return client.say_again(&send.room, &key, &send.text);
        }
        self.sent += 1;
        let key = format!("{}-{}", self.name, self.sent);
        let Some(room) = self.random.pick(&self.rooms).cloned() else { return Ok(()) };
        let filler = "·".repeat(usize::try_from(self.random.within(0..60)).unwrap_or(0));
        let send = Send { room, text: format!("{key} {filler}.") };
        self.unknown.insert(key.clone(), send.clone());
        client.say(&send.room, &key, &send.text)
    }

    /// Takes the answers that came.
    pub(super) fn settle(&mut self, client: &mut Json, figures: &mut Figures) {
        while let Some((key, answer)) = client.answered.pop_front() {
            let Some(send) = self.unknown.get(&key).cloned() else { continue };
            match answer {
                Answer::Ok(_) => {
                    figures.confirmed += 1;
                    self.recent.push_back((key.clone(), send));
                    let excess = self.recent.len().saturating_sub(REMEMBERED);
                    self.recent.drain(..excess);
                }
                Answer::Refused(_) => figures.refused += 1,
                Answer::Unknown => continue,
            }
            self.unknown.remove(&key);
        }
    }

    /// Whether this key may be sent again.
    pub(super) fn may_repeat(&self, key: &str) -> bool {
        self.unknown.contains_key(key) || self.recent.iter().any(|(recent, _)| recent == key)
    }

    /// Of the sends without an answer, how many are among these messages.
    pub(super) fn saved(&self, texts: &HashSet<&str>) -> u64 {
        self.unknown.values().filter(|send| texts.contains(send.text.as_str())).count() as u64
    }

    /// Remembers how far a connection heard each room.
    pub(super) fn remember(&mut self, record: &Connection) {
        for (room, seq) in heard(record) {
            let known = self.heard.entry(room).or_default();
            *known = seq.max(*known);
        }
    }
}

/// The last number of each room that a connection was shown or got for its own.
pub(super) fn heard(record: &Connection) -> BTreeMap<String, Seq> {
    let mut heard: BTreeMap<String, Seq> = BTreeMap::new();
    let mut rooms: BTreeMap<&str, &str> = BTreeMap::new();
    for event in &record.events {
        let (room, seq) = match event {
            Event::Invoke { room, key, .. } => {
                rooms.insert(key, room);
                continue;
            }
            Event::Ok { key, seq, .. } => match rooms.get(key.as_str()) {
                Some(room) => (*room, *seq),
                None => continue,
            },
            Event::Entered { room, after, facts, .. } => {
                (room.as_str(), facts.last().map(|s| s.seq).or(*after).unwrap_or(0))
            }
            Event::Heard { room, said } => (room.as_str(), said.seq),
            Event::Missed { room, facts } => (room.as_str(), facts.last().map_or(0, |s| s.seq)),
            Event::Watching { room, after } => (room.as_str(), *after),
            Event::Refused { .. } | Event::Unknown { .. } | Event::Page { .. } => continue,
        };
        let known = heard.entry(room.to_owned()).or_default();
        *known = seq.max(*known);
    }
    heard
}
