//! The slow reader: somebody stops reading while their room is busy, then reads again. The server leaves facts out of
//! a full queue, and must make up for every one of them.

use crate::client::{Json, Stopwatch};
use crate::history::{Connection, Event, Evidence, Seq, Violation, check};
use crate::server::Program;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::time::Duration;

const ROOM: &str = "#busy";
/// What the reader's kernel takes while it does not read; the server's side takes up to some megabytes more.
const RECEIVE: usize = 16 * 1024;
const TEXT: usize = 4000;
/// Enough to fill the kernel's buffers on both sides and the server's queue.
const MESSAGES: usize = 2600;
const IN_FLIGHT: usize = 60;
/// With nothing for this long, nothing more comes (from a faulty server).
const SILENCE: Duration = Duration::from_secs(1);

/// What the reader met.
#[derive(Clone, Debug)]
pub struct Found {
    /// Messages it was shown by themselves.
    pub heard: usize,
    /// Messages that pages made up for.
    pub missed: usize,
    /// Broken promises.
    pub violations: Vec<Violation>,
}

/// Runs it on a fresh directory.
pub fn run(program: &Program) -> Result<Found> {
    let data = tempfile::tempdir().context("a directory for the data")?;
    let server = program.serve(data.path())?;
    let clock = Stopwatch::start();
    let mut slow = Json::connect_narrow(server.line, clock, "the slow reader", RECEIVE)?;
    let mut busy = Json::connect(server.line, clock, "the busy writer")?;
    for client in [&mut slow, &mut busy] {
        if let Err(code) = client.join(ROOM, None)? {
            bail!("may not enter: {code}");
        }
    }
    say(&mut busy, "first", MESSAGES)?;
    // It reads again; more is said while it catches up, and once it has.
    let backlog = busy.read(ROOM, 0)?.head();
    while heard(&slow.record) < backlog / 2 && slow.pump(SILENCE)? {}
    say(&mut busy, "second", 50)?;
    let head = busy.read(ROOM, backlog)?.head();
    // A faulty server never sends the rest by itself: one more message comes when all else has come.
    slow.ping()?;
    say(&mut busy, "third", 1)?;
    slow.until("the last message", |me| heard(&me.record) > head)?;
    slow.record.settled = true;
    let logs = BTreeMap::from([(ROOM.to_owned(), busy.read(ROOM, 0)?)]);
    let connections = vec![&slow.record, &busy.record];
    let (since, moderators, keep) = Default::default();
    let violations =
        check(&Evidence { connections, attempts: &[], logs: &logs, since: &since, moderators: &moderators, keep });
    let (heard, missed) = shown(&slow.record);
    Ok(Found { heard, missed, violations })
}

fn say(client: &mut Json, name: &str, count: usize) -> Result<()> {
    let filler = "x".repeat(TEXT);
    let done = client.answered.len();
    for n in 0..count {
        let key = format!("{name}-{n}");
        client.say(ROOM, &key, &format!("{key} {filler}"))?;
        client.until("an answer", |me| me.answered.len() - done + IN_FLIGHT > n + 1)?;
    }
    client.until("all answers", |me| me.answered.len() - done >= count)
}

/// The last number it was shown.
fn heard(record: &Connection) -> Seq {
    let last = |event: &Event| match event {
        Event::Heard { said, .. } => Some(said.seq),
        Event::Missed { facts, .. } => facts.last().map(|said| said.seq),
        _ => None,
    };
    record.events.iter().rev().find_map(last).unwrap_or(0)
}

fn shown(record: &Connection) -> (usize, usize) {
    record.events.iter().fold((0, 0), |(heard, missed), event| match event {
        Event::Heard { .. } => (heard + 1, missed),
        Event::Missed { facts, .. } => (heard, missed + facts.len()),
        _ => (heard, missed),
    })
}
