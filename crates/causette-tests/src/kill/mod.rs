//! The kill loop: several people write into several rooms and to each other (one
//! only listens, at a terminal, one is there by IRC, and some come by WebSocket), the real program is killed (`kill -9`) at a
//! random moment and started again on the same directory, everybody comes back and sends again what was not answered.
//! An account's programs speak by HTTP and hear events. One writer has an account, and somebody makes accounts, changes passwords and signs in by words all the time.
//! After each restart all rooms are read back and everything seen until then is checked against them.
//!
//! A kill leaves the page cache intact: it proves the protocol and the recovery, not the flushes. The tracer proves those.

mod chatter;
mod clerk;
mod cycle;
mod listener;
mod programs;
pub(crate) mod wishes;
mod writer;

use crate::history::{Attempt, Connection, Evidence, Kind, RoomLog, Seq, Violation, check};
use crate::random::Random;
use crate::server::Program;
use anyhow::{Context, Result};
use chatter::Chatter;
use clerk::Clerk;
use programs::{Hearer, Poster};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;
use writer::Writer;

/// People, in the order they join in; the first two also talk privately. The second has an account, the others are guests.
const NAMES: [&str; 6] = ["alice", "bob", "carol", "dave", "erin", "frank"];

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which program.
    pub program: Program,
    /// Where the random moments come from.
    pub seed: u64,
    /// How many kills.
    pub cycles: u32,
    /// How many people write, 2 to 6.
    pub writers: usize,
    /// How many rooms, beside the private conversation.
    pub rooms: usize,
    /// Sends one person has under way.
    pub in_flight: usize,
    /// How long at most until the next kill; now and then it is ten times that.
    pub span: Duration,
    /// How many entries the server keeps of each room.
    pub keep: u64,
    /// Go on until a promise of this kind is broken; otherwise, until any is.
    pub seek: Option<Kind>,
}

impl Options {
    /// Four people, three rooms, eight in flight, mostly up to 150 ms between kills; a hundred entries of each room are kept.
    pub fn new(program: Program, seed: u64, cycles: u32) -> Options {
        let span = Duration::from_millis(150);
        Options { program, seed, cycles, writers: 4, rooms: 3, in_flight: 8, span, keep: 100, seek: None }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Kills so far, those in the middle of a start among them.
    pub cycles: u32,
    /// Kills in the middle of a start.
    pub stillborn: u32,
    /// Wishes that were confirmed.
    pub confirmed: u64,
    /// The same, by what they were for.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Words that were looked for.
    pub searches: u64,
    /// Pages of history that were read while people wrote.
    pub pages: u64,
    /// Entries that retention had removed before the end.
    pub let_go: u64,
    /// Wishes that a kill left without an answer.
    pub unknown: u64,
    /// Of those, wishes that turned out to be granted.
    pub saved: u64,
    /// Wishes that were refused.
    pub refused: u64,
    /// Sends of a key that was confirmed before.
    pub repeated: u64,
    /// Entries shown at the terminal of the one who only listens.
    pub listened: u64,
    /// What happened at the client of the one who is there by IRC.
    pub by_irc: u64,
    /// Times that a writer came by WebSocket.
    pub by_socket: u64,
    /// What the program that hears events was told, most of it by itself.
    pub by_events: u64,
    /// Entries of all rooms that were read back.
    pub kept: u64,
    /// The longest start, from the process to `ready`.
    pub slowest_start: Duration,
    /// Broken promises.
    pub violations: Vec<Violation>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            cycles,
            stillborn,
            confirmed,
            unknown,
            saved,
            refused,
            repeated,
            listened,
            by_irc,
            by_socket,
            by_events,
            kept,
            let_go,
            ..
        } = self;
        write!(
            f,
            "{cycles} kills ({stillborn} while starting), {confirmed} confirmed, {unknown} unknown ({saved} of them \
             saved), {repeated} repeated, {refused} refused, {listened} listened to, {by_irc} by IRC, {by_socket} times by WebSocket, {by_events} events, {kept} read back, {let_go} let go, slowest start {} ms, {} violations",
            self.slowest_start.as_millis(),
            self.violations.len()
        )
    }
}

/// Everything that outlives a kill.
struct Loop {
    options: Options,
    random: Random,
    data: tempfile::TempDir,
    writers: Vec<Writer>,
    clerk: Clerk,
    chatter: Chatter,
    poster: Poster,
    hearer: Hearer,
    /// What was asked for about accounts, ever.
    attempts: Vec<Attempt>,
    /// The first who enters the rooms.
    moderators: BTreeSet<String>,
    /// What was read back, room by room.
    logs: BTreeMap<String, RoomLog>,
    /// Connections that ended since the last check.
    ended: Vec<Connection>,
    /// Earlier connections with sends that may be sent again, so that what they were told then is held against it.
    open: Vec<Connection>,
    /// Sends of all earlier connections, for the last check.
    sends: Vec<Connection>,
    tally: Tally,
}

/// Runs it. `progress` is called after each cycle.
pub fn run(options: Options, mut progress: impl FnMut(&Tally)) -> Result<Tally> {
    let mut random = Random::new(options.seed);
    let names = NAMES.get(..options.writers.clamp(2, NAMES.len())).unwrap_or(&NAMES);
    let rooms: Vec<String> = (1..=options.rooms).map(|n| format!("#room{n}")).collect();
    let writers = (0..names.len()).map(|number| Writer::new(number, names, &rooms, random.fork())).collect();
    let clerk = Clerk::new(random.fork());
    let chatter = Chatter::new(random.fork());
    let (poster, hearer) = (Poster::new(&rooms, random.fork()), Hearer::default());
    let data = tempfile::tempdir().context("a directory for the data")?;
    let (attempts, logs, ended, open, sends, tally, moderators) = Default::default();
    let mut kills = Loop {
        options,
        random,
        data,
        writers,
        clerk,
        chatter,
        poster,
        hearer,
        attempts,
        moderators,
        logs,
        ended,
        open,
        sends,
        tally,
    };
    while kills.tally.cycles < kills.options.cycles && !kills.over() {
        kills.cycle().with_context(|| format!("in cycle {}", kills.tally.cycles + 1))?;
        progress(&kills.tally);
    }
    if kills.tally.violations.is_empty() {
        kills.finish().context("after the last cycle")?;
    }
    Ok(kills.tally)
}

impl Loop {
    /// Whether what was found is enough.
    fn over(&self) -> bool {
        let found = &self.tally.violations;
        self.options.seek.map_or(!found.is_empty(), |kind| found.iter().any(|violation| violation.kind == kind))
    }

    /// Takes in what the rooms hold beyond what was read before, and checks all that was seen since.
    fn judge(&mut self, read: BTreeMap<String, RoomLog>) {
        self.attempts.append(&mut self.clerk.attempts);
        let entries = read.values().flat_map(|log| &log.said).map(|said| &said.what).collect();
        self.tally.saved += self.writers.iter().map(|writer| writer.saved(&entries)).sum::<u64>();
        let since: BTreeMap<String, Seq> = self.logs.iter().map(|(room, log)| (room.clone(), log.head())).collect();
        for (room, log) in read {
            self.logs.entry(room).or_default().take(log);
        }
        self.check(&since);
        self.tally.kept = self.logs.values().map(|log| log.said.len() as u64).sum();
        for (room, first) in self.ended.iter().flat_map(Connection::expired) {
            if let Some(log) = self.logs.get_mut(room) {
                log.kept_from = log.kept_from.max(first);
            }
        }
        self.tally.let_go = self.logs.values().map(|log| log.kept_from - 1).sum();
        let ended: Vec<Connection> = self.ended.drain(..).map(|connection| connection.sends()).collect();
        self.open.extend(ended.iter().cloned());
        let (writers, poster) = (&self.writers, &self.poster);
        let may_repeat = |key: &str| poster.may_repeat(key) || writers.iter().any(|writer| writer.may_repeat(key));
        self.open.retain(|c| c.keys().any(may_repeat));
        self.sends.extend(ended);
    }

    fn check(&mut self, since: &BTreeMap<String, Seq>) {
        let connections = self.open.iter().chain(&self.ended).collect();
        let attempts = &self.attempts;
        let (logs, moderators, keep) = (&self.logs, &self.moderators, Some(self.options.keep));
        self.tally.violations.extend(check(&Evidence { connections, attempts, logs, since, moderators, keep }));
    }

    /// Everything at once: all wishes of all connections, and the rooms as they are read back at the very end.
    fn judge_all(&mut self) {
        self.open = std::mem::take(&mut self.sends);
        self.check(&BTreeMap::new());
    }
}
