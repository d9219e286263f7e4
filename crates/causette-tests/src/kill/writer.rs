//! One person of the kill loop: what they wished and do not know the end of, and how they go on after a kill.

use super::wishes::{Send, Wishes};
use crate::client::{Answer, Json, Wish};
use crate::history::{Connection, Deed, Event, Outcome, Seq, What};
use crate::random::Random;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

/// Confirmed sends that may be sent again, to get the same number.
const REMEMBERED: usize = 16;

/// Of the one who has an account.
const PASSWORD: &str = "tant-va-la-cruche";

/// Figures of one connection.
#[derive(Clone, Default, Debug)]
pub(super) struct Figures {
    /// What was confirmed, by what it was.
    pub(super) confirmed: BTreeMap<&'static str, u64>,
    pub(super) refused: u64,
    pub(super) repeated: u64,
    pub(super) searches: u64,
    pub(super) pages: u64,
}

pub(super) struct Writer {
    pub(super) name: String,
    /// They are an account, not a guest.
    pub(super) has_account: bool,
    /// Makes them the same guest or account after a kill.
    token: Option<String>,
    /// By key: under way, or unanswered at the last kill.
    pub(super) unknown: BTreeMap<String, Send>,
    /// How far they heard each room.
    pub(super) heard: BTreeMap<String, Seq>,
    pub(super) rooms: Vec<String>,
    recent: VecDeque<(String, Send)>,
    wishes: Wishes,
    pub(super) random: Random,
}

impl Writer {
    pub(super) fn new(number: usize, names: &[&str], rooms: &[String], random: Random) -> Writer {
        let name = names.get(number).copied().unwrap_or_default();
        let wishes = Wishes::new(number, names, rooms);
        let mut rooms = rooms.to_vec();
        match name {
            "alice" => rooms.push("@bob".into()),
            "bob" => rooms.push("@alice".into()),
            _ => {}
        }
        let (unknown, heard, recent) = Default::default();
        Writer {
            name: name.into(),
            has_account: number == 1,
            token: None,
            unknown,
            heard,
            rooms,
            recent,
            wishes,
            random,
        }
    }

    /// They are who they were, on a new connection.
    pub(super) fn come_back(&mut self, client: &mut Json) -> Result<()> {
        if self.has_account {
            return self.sign_in(client);
        }
        match &self.token {
            Some(token) => client.resume(token)?,
            None => self.token = Some(client.token.clone()),
        }
        client.nick(&self.name)
    }

    /// By the newest word, or now and then by the password; the first time, the account is made.
    fn sign_in(&mut self, client: &mut Json) -> Result<()> {
        let password = || PASSWORD.to_owned();
        let deed = match self.token.take() {
            None => Deed::Register { password: password() },
            Some(_) if self.random.once_in(4) => Deed::Login { password: password() },
            Some(word) => Deed::Resume { word },
        };
        match client.attempt(&self.name, deed)? {
            Outcome::Granted { .. } => {}
            other => bail!("{} may not sign in: {other:?}", self.name),
        }
        client.follow()?;
        self.token = Some(client.token.clone());
        Ok(())
    }

    /// The other side of their private conversation.
    pub(super) fn friend(&self) -> Option<&str> {
        self.rooms.iter().find_map(|room| room.strip_prefix('@'))
    }

    pub(super) fn named_rooms(&self) -> impl Iterator<Item = &String> {
        self.rooms.iter().filter(|room| !room.starts_with('@'))
    }

    /// Sends again what was not answered, then new wishes and now and then a confirmed one, until the connection ends.
    pub(super) fn write(&mut self, client: &mut Json, in_flight: usize, figures: &mut Figures) -> Result<()> {
        self.send_unknown(client)?;
        self.wishes.begin();
        loop {
            if self.unknown.len() < in_flight {
                self.send(client, figures)?;
            }
            let pause = self.random.within(0..2_000);
            client.pump(Duration::from_micros(pause))?;
            self.settle(client, figures);
            self.wishes.listen(client);
            self.come_back_in(client)?;
            self.look(client, figures)?;
        }
    }

    /// Sends again what was not answered, and waits for all of it.
    pub(super) fn resolve(&mut self, client: &mut Json, figures: &mut Figures) -> Result<()> {
        self.send_unknown(client)?;
        let all = self.unknown.len();
        client.until("answers to all sends", |me| me.answered.len() >= all)?;
        self.settle(client, figures);
        Ok(())
    }

    /// Only what has a key may be sent twice; how the rest ended, the rooms tell.
    fn send_unknown(&mut self, client: &mut Json) -> Result<()> {
        self.unknown.retain(|_, send| send.wish.has_key());
        for (key, send) in &self.unknown {
            client.wish(&send.room, key, &send.wish, true)?;
        }
        Ok(())
    }

    fn send(&mut self, client: &mut Json, figures: &mut Figures) -> Result<()> {
        if self.random.once_in(32)
            && let Some((key, send)) = self.recent.pop_front()
        {
            figures.repeated += 1;
            self.unknown.insert(key.clone(), send.clone());
            return client.wish(&send.room, &key, &send.wish, true);
        }
        let Some((key, send)) = self.wishes.next(client, &self.rooms, &mut self.random) else { return Ok(()) };
        self.unknown.insert(key.clone(), send.clone());
        client.wish(&send.room, &key, &send.wish, false)
    }

    /// Takes the answers that came.
    pub(super) fn settle(&mut self, client: &mut Json, figures: &mut Figures) {
        while let Some((key, answer)) = client.answered.pop_front() {
            let Some(send) = self.unknown.get(&key).cloned() else { continue };
            match answer {
                Answer::Ok(seq) => {
                    *figures.confirmed.entry(kind(&send.wish)).or_default() += 1;
                    self.wishes.granted(&client.canonical(&send.room), &key, &send.wish, seq);
                    if send.wish.has_key() {
                        self.recent.push_back((key.clone(), send));
                    }
                    let excess = self.recent.len().saturating_sub(REMEMBERED);
                    self.recent.drain(..excess);
                }
                Answer::Refused(_) => figures.refused += 1,
                Answer::Unknown => continue,
            }
            self.unknown.remove(&key);
        }
    }

    /// Whoever was sent out tries to come back, now and then; a ban may forbid it for a while.
    fn come_back_in(&mut self, client: &mut Json) -> Result<()> {
        if self.random.once_in(8)
            && let Some(room) = client.left.pop()
        {
            let after = heard(&client.record).get(&room).copied();
            if client.join(&room, after)?.is_err() {
                client.left.push(room);
            }
        }
        Ok(())
    }

    /// Looks something up: a word, or a page that begins anywhere.
    fn look(&mut self, client: &mut Json, figures: &mut Figures) -> Result<()> {
        if self.random.once_in(24)
            && let Some((room, word)) = self.wishes.word(&mut self.random)
        {
            figures.searches += 1;
            client.search(&room, &word)?;
        }
        if self.random.once_in(32)
            && let Some(room) = self.random.pick(&self.rooms).cloned()
        {
            figures.pages += 1;
            let after = self.random.within(0..200);
            client.page(&room, after, 50)?;
        }
        Ok(())
    }

    /// Whether this key may be sent again.
    pub(super) fn may_repeat(&self, key: &str) -> bool {
        self.unknown.contains_key(key) || self.recent.iter().any(|(recent, _)| recent == key)
    }

    /// Of the wishes without an answer, how many are among these entries.
    pub(super) fn saved(&self, entries: &HashSet<&What>) -> u64 {
        self.unknown.values().filter(|send| entries.contains(&send.wish.what)).count() as u64
    }

    /// Remembers how far a connection heard each room.
    pub(super) fn remember(&mut self, record: &Connection) {
        for (room, seq) in heard(record) {
            let known = self.heard.entry(room).or_default();
            *known = seq.max(*known);
        }
    }
}

fn kind(wish: &Wish) -> &'static str {
    match &wish.what {
        What::Message { .. } if wish.answer.is_some() => "calculations",
        What::Message { reply_to: Some(_), .. } => "replies",
        What::Message { reply_to: None, .. } => "messages",
        What::Edited { .. } => "edits",
        What::Deleted { .. } => "deletions",
        What::Reacted { .. } => "reactions",
        What::Keep { .. } => "retention set",
        What::SentOut { banned: false, .. } => "kicks",
        What::SentOut { banned: true, .. } => "bans",
        What::LetIn { .. } => "bans lifted",
        What::Other { .. } => "topics",
        What::Answer { .. } | What::Reset | What::Member { .. } | What::Gone | What::Line { .. } => "others",
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
            Event::Missed { room, facts, .. } => (room.as_str(), facts.last().map_or(0, |s| s.seq)),
            Event::Watching { room, after } => (room.as_str(), *after),
            Event::Refused { .. } | Event::Unknown { .. } | Event::Followed { .. } => continue,
            Event::Page { .. } | Event::Found { .. } | Event::There { .. } => continue,
        };
        let known = heard.entry(room.to_owned()).or_default();
        *known = seq.max(*known);
    }
    heard
}
