//! Opens an image with the real program and reads back what it holds, as somebody does who was there before the cut.

use super::image::Image;
use super::people::{FRIEND, NAMES, ROOMS};
use crate::client::{Json, Stopwatch, Wish};
use crate::history::{Attempt, Connection, Deed, Event, Outcome, RoomLog, Seq};
use crate::server::Program;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The certificate the program makes for itself.
pub(super) const CERTIFICATE: &str = "data/self-signed.pem";

/// What an image was seen to hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) logs: BTreeMap<String, RoomLog>,
    pub(super) record: Connection,
    pub(super) attempts: Vec<Attempt>,
    /// What else is not as it was.
    pub(super) odd: Vec<&'static str>,
}

/// What those who were there know when they come back.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// Everything seen before the cut.
    pub(super) connections: Vec<Connection>,
    pub(super) attempts: Vec<Attempt>,
    /// What those who connected by TLS may have remembered.
    pub(super) certificate: Option<Arc<Vec<u8>>>,
    /// Up to here rooms were read before anybody of them came.
    pub(super) since: BTreeMap<String, Seq>,
    /// Makes the first of them the same guest, if the server had said so by then.
    pub(super) token: Option<String>,
}

/// A send of the first of them.
struct Sent {
    room: String,
    key: String,
    wish: Wish,
}

impl Before {
    /// Of the messages of the first, the last that was confirmed and the first that was not answered.
    fn again(&self) -> Vec<Sent> {
        let (mut confirmed, mut open) = (None, Vec::new());
        let events = self.connections.iter().filter(|connection| connection.name == NAMES[0]).flat_map(|c| &c.events);
        for event in events {
            match event {
                Event::Invoke { room, key, what, answer, .. } if room.starts_with('#') => {
                    let wish = Wish { what: what.clone(), answer: answer.clone() };
                    if wish.has_key() {
                        open.push(Sent { room: room.clone(), key: key.clone(), wish });
                    }
                }
                Event::Ok { key, .. } => {
                    let at = open.iter().position(|sent| sent.key == *key);
                    confirmed = at.map(|at| open.remove(at)).or(confirmed);
                }
                Event::Refused { key, .. } => open.retain(|sent| sent.key != *key),
                _ => {}
            }
        }
        open.truncate(1);
        confirmed.into_iter().chain(open).collect()
    }

    /// The newest word that signs in to the account, if there is one.
    pub(super) fn word(&self) -> Option<(&str, &str)> {
        self.attempts.iter().rev().find_map(|attempt| match &attempt.outcome {
            Outcome::Granted { word: Some(word), .. } => Some((attempt.name.as_str(), word.as_str())),
            _ => None,
        })
    }

    /// The account, if there is one, and what signs in to it: its word, or where none was told yet, its password.
    fn way_in(&self) -> Option<(&str, Deed)> {
        let by_password = |attempt: &Attempt| match (&attempt.deed, &attempt.outcome) {
            (Deed::Register { password }, Outcome::Granted { .. }) => Some(Deed::Login { password: password.clone() }),
            _ => None,
        };
        let word = self.word().map(|(name, word)| (name, Deed::Resume { word: word.to_owned() }));
        word.or_else(|| self.attempts.iter().find_map(|attempt| Some((attempt.name.as_str(), by_password(attempt)?))))
    }
}

/// Opens it, in this place.
pub(super) fn open(
    program: &Program,
    (image, data): (&Image, &str),
    place: &Path,
    before: &Before,
    clock: Stopwatch,
) -> Result<Reading> {
    image.write(place)?;
    let mut server = program.serve(&place.join(data)).context("it does not start")?;
    let read = read(&server.line, before, clock);
    let said = server.stderr();
    server.kill()?;
    let mut read = read.with_context(|| format!("on standard error: {said}"))?;
    let certificate = image.files.get(CERTIFICATE).cloned().flatten();
    if before.certificate.is_some() && before.certificate != certificate {
        read.odd.push("its certificate is another, or gone");
    }
    Ok(read)
}

/// What a store holds that nobody of them has seen: from then on they know it.
pub(super) fn found(program: &Program, image: &Image, data: &str, clock: Stopwatch) -> Result<Before> {
    let top = super::place()?;
    image.write(top.path())?;
    let mut server = program.serve(&top.path().join(data))?;
    let mut client = Json::connect(server.line, clock, "before")?;
    let mut since = BTreeMap::new();
    for room in ROOMS {
        since.insert(room.to_owned(), client.read(room, 0)?.head());
    }
    server.kill()?;
    Ok(Before { connections: vec![client.record], since, ..Before::default() })
}

fn read(line: &std::net::SocketAddr, before: &Before, clock: Stopwatch) -> Result<Reading> {
    let mut client = Json::connect(*line, clock, "after the cut")?;
    let known = before.token.as_ref().is_none_or(|token| client.resume(token).is_ok());
    client.nick(NAMES[0])?;
    for room in ROOMS {
        if let Err(code) = client.join(room, None)? {
            bail!("may not enter {room}: {code}");
        }
    }
    // What was confirmed keeps its number, what was not answered is said at most once; and saying goes on.
    let again = if known { before.again() } else { Vec::new() };
    for Sent { room, key, wish } in &again {
        client.wish(room, key, wish, true)?;
    }
    client.say(ROOMS[0], "after-the-cut", "after the cut")?;
    client.until("answers after the cut", |me| me.answered.len() > again.len())?;
    let mut logs = BTreeMap::new();
    for room in ROOMS.into_iter().chain([FRIEND]) {
        logs.insert(client.canonical(room), client.read(room, 0)?);
    }
    let mut attempts = std::mem::take(&mut client.attempts);
    if let Some((name, deed)) = before.way_in() {
        let mut other = Json::connect(*line, clock, "the account after the cut")?;
        other.attempt(name, deed)?;
        attempts.append(&mut other.attempts);
    }
    let odd = if known { Vec::new() } else { vec!["who they were is forgotten"] };
    Ok(Reading { logs, record: client.record, attempts, odd })
}
