//! An account's programs at the web door: one says things by HTTP and reads pages, one hears events. After a kill the first
//! sends again what was not answered, under the same keys, and the second goes on where its stream was cut.

use super::cycle::clock;
use super::writer::Figures;
use crate::client::{Answer, Api, Events, entry, expired};
use crate::history::{Connection, Event, Seq, Span, What};
use crate::random::Random;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;

const NAME: &str = "wendy";
const PASSWORD: &str = "qui-dort-dine";
/// Confirmed messages that may be sent again, to get the same number.
const REMEMBERED: usize = 8;
/// Entries of a page.
const PAGE: usize = 50;

/// The one who asks; outlives a kill.
pub(super) struct Poster {
    api: Option<Api>,
    who: String,
    rooms: Vec<String>,
    /// By key, the room and the words: unanswered at the last kill.
    unknown: BTreeMap<String, (String, String)>,
    recent: VecDeque<(String, (String, String))>,
    count: u64,
    random: Random,
    pub(super) record: Connection,
}

impl Poster {
    /// In these rooms.
    pub(super) fn new(rooms: &[String], random: Random) -> Poster {
        // The last room is the strict one, where people are sent out of.
        let rooms = rooms.get(..rooms.len().saturating_sub(1).max(1)).unwrap_or(rooms).to_vec();
        let (api, who, unknown, recent, count, record) = Default::default();
        Poster { api, who, rooms, unknown, recent, count, random, record }
    }

    /// The server is back; the first time, the account is made.
    pub(super) fn come_back(&mut self, web: SocketAddr, name: &str) -> Result<Api> {
        let api = match self.api.take() {
            Some(api) => Api { web, ..api },
            None => {
                let api = Api::register(web, NAME, PASSWORD)?;
                self.who = api.who()?;
                self.rooms.iter().try_for_each(|room| api.join(room))?;
                api
            }
        };
        self.record = Connection { who: self.who.clone(), ..Connection::new(name) };
        self.api = Some(api.clone());
        Ok(api)
    }

    /// Until the server is gone.
    pub(super) fn write(&mut self, figures: &mut Figures) -> Result<()> {
        self.resolve(figures)?;
        loop {
            match self.random.within(0..12) {
                0 => self.look(figures)?,
                1 => {
                    if let Some((key, said)) = self.recent.pop_front() {
                        figures.repeated += 1;
                        self.say(key, said, true, figures)?;
                    }
                }
                _ => {
                    self.count += 1;
                    let Some(room) = self.random.pick(&self.rooms).cloned() else { return Ok(()) };
                    let text = format!("by HTTP {}", self.count);
                    self.say(format!("http-{}", self.count), (room, text), false, figures)?;
                }
            }
        }
    }

    /// Sends again what was not answered.
    pub(super) fn resolve(&mut self, figures: &mut Figures) -> Result<()> {
        for (key, said) in self.unknown.clone() {
            self.say(key, said, true, figures)?;
        }
        Ok(())
    }

    fn say(&mut self, key: String, said: (String, String), again: bool, figures: &mut Figures) -> Result<()> {
        let (room, text) = said.clone();
        let (at, what, by, answer) = (clock().now(), What::message(&text), self.who.clone(), None);
        let invoke = Event::Invoke { at, room: room.clone(), key: key.clone(), what, answer, by, again };
        self.record.events.push(invoke);
        self.unknown.insert(key.clone(), said.clone());
        match self.api()?.say(&room, &key, &text)? {
            Answer::Ok(seq) => {
                self.record.events.push(Event::Ok { at: clock().now(), key: key.clone(), seq });
                *figures.confirmed.entry("messages by HTTP").or_default() += 1;
                self.unknown.remove(&key);
                self.recent.push_back((key, said));
                let excess = self.recent.len().saturating_sub(REMEMBERED);
                self.recent.drain(..excess);
            }
            Answer::Refused(code) => {
                self.record.events.push(Event::Refused { key: key.clone(), code });
                figures.refused += 1;
                self.unknown.remove(&key);
            }
            Answer::Unknown => self.record.events.push(Event::Unknown { key }),
        }
        Ok(())
    }

    fn look(&mut self, figures: &mut Figures) -> Result<()> {
        let Some(room) = self.random.pick(&self.rooms).cloned() else { return Ok(()) };
        let (from, after) = (clock().now(), self.random.within(0..200));
        let page = self.api()?.page(&room, after, PAGE)?;
        let (span, facts) = (Span { from, to: clock().now() }, page.facts);
        let (more, expired_before) = (page.more, page.expired_before);
        self.record.events.push(Event::Page { span, room, after, facts, more, expired_before });
        figures.pages += 1;
        Ok(())
    }

    fn api(&self) -> Result<&Api> {
        self.api.as_ref().context("there is no account yet")
    }

    /// Whether this key may be sent again.
    pub(super) fn may_repeat(&self, key: &str) -> bool {
        self.unknown.contains_key(key) || self.recent.iter().any(|(recent, _)| recent == key)
    }
}

/// The one who hears; outlives a kill.
#[derive(Default)]
pub(super) struct Hearer {
    id: Option<String>,
    heard: BTreeMap<String, Seq>,
    pub(super) record: Connection,
}

impl Hearer {
    /// Goes on where the last stream ended.
    pub(super) fn enter(&mut self, api: &Api, name: &str) -> Result<Events> {
        self.record = Connection::new(name);
        let events = Events::open(api, self.id.as_deref()).context("a stream of events")?;
        for (room, begins) in events.begins.iter().filter(|(room, _)| room.starts_with('#')) {
            // Whatever it is told, it knows what it has heard.
            if let Some(after) = self.heard.get(room).copied().or(*begins) {
                self.heard.insert(room.clone(), after);
                self.record.events.push(Event::Watching { room: room.clone(), after });
            }
        }
        self.id = events.id.clone();
        Ok(events)
    }

    /// Listens until the stream ends, or until it has come that far in each of these rooms it is in.
    pub(super) fn listen(&mut self, events: &mut Events, until: Option<&BTreeMap<String, Seq>>) -> Result<()> {
        let behind = |heard: &BTreeMap<String, Seq>| {
            until.is_none_or(|until| heard.iter().any(|(room, seq)| until.get(room).is_some_and(|head| seq < head)))
        };
        while behind(&self.heard) {
            let event = events.take()?;
            if let Some((room, before)) = expired(&event) {
                let after = self.heard.get(&room).copied().unwrap_or(0).max(before.saturating_sub(1));
                self.record.events.push(Event::Watching { room, after });
            }
            if let Some((room, said)) = entry(&event)?.filter(|(room, _)| room.starts_with('#')) {
                self.heard.insert(room.clone(), said.seq);
                self.record.events.push(Event::Heard { room, said });
            }
            self.id = events.id.clone();
        }
        self.record.settled = until.is_some();
        Ok(())
    }
}
