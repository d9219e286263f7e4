//! One turn of the loop: start, come back, read, check, write, kill.

use super::chatter::Chat;
use super::listener::Listener;
use super::writer::{Figures, heard};
use super::{Loop, Tally};
use crate::client::{Api, Events, Json, Stopwatch};
use crate::history::{Connection, RoomLog, Seq};
use crate::server::Server;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// One start in this many is killed before it is ready.
const STILLBORN: u64 = 8;
/// One in this many lives longer, so that what is let go is let go while people write.
const LONG: u64 = 10;
/// Seconds between two sweeps, beside the one at the start.
const SWEEP: &str = "1";
/// A start that is killed lives at most this long.
const START: Duration = Duration::from_millis(30);

pub(super) fn clock() -> Stopwatch {
    static CLOCK: OnceLock<Stopwatch> = OnceLock::new();
    *CLOCK.get_or_init(Stopwatch::start)
}

impl Loop {
    pub(super) fn cycle(&mut self) -> Result<()> {
        if self.random.once_in(STILLBORN) {
            let life = self.moment(START);
            self.options.program.stillborn(self.data.path(), life)?;
            self.tally.cycles += 1;
            self.tally.stillborn += 1;
            return Ok(());
        }
        let (mut server, mut clients, api) = self.come_back()?;
        let read = self.read(&mut clients, false)?;
        self.judge(read);
        if !self.over() {
            let longer = if self.random.once_in(LONG) { 10 } else { 1 };
            let life = self.moment(self.options.span) * longer;
            let name = format!("the listener in cycle {}", self.tally.cycles + 1);
            let mut listener = Listener::enter(server.line, "#room1", &name)?;
            let name = format!("the one by IRC in cycle {}", self.tally.cycles + 1);
            let irc = server.door("irc").context("a door for IRC")?;
            let mut chat = self.chatter.enter(irc, "#room1", &name)?;
            let name = format!("the one who hears events in cycle {}", self.tally.cycles + 1);
            let mut events = self.hearer.enter(&api, &name)?;
            self.write_until_killed(&mut server, &mut clients, (&mut listener, &mut chat, &mut events), life)?;
            self.tally.by_events += self.hearer.record.events.len() as u64;
            self.tally.listened += listener.record.events.len() as u64;
            self.tally.by_irc += chat.record.events.len() as u64;
            self.ended.extend([listener.record, chat.record]);
            self.ended.extend([std::mem::take(&mut self.hearer.record), std::mem::take(&mut self.poster.record)]);
        }
        self.tally.cycles += 1;
        for client in clients {
            self.part(client);
        }
        Ok(())
    }

    /// The end: what is unknown is resolved, everybody hears everything, the program stops by itself, and what it kept
    /// is read once more, from the first number.
    pub(super) fn finish(&mut self) -> Result<()> {
        let (mut server, mut clients, api) = self.come_back()?;
        let read = self.read(&mut clients, false)?;
        self.judge(read);
        for (writer, client) in self.writers.iter_mut().zip(&mut clients) {
            let mut figures = Figures::default();
            writer.resolve(client, &mut figures)?;
            self.tally.add(&figures);
        }
        let mut figures = Figures::default();
        self.poster.resolve(&mut figures)?;
        self.tally.add(&figures);
        let heads = self.hear_all(&mut clients)?;
        let mut events = self.hearer.enter(&api, "the one who hears events at the end")?;
        self.hearer.listen(&mut events, Some(&heads))?;
        drop(events);
        self.ended.extend([std::mem::take(&mut self.hearer.record), std::mem::take(&mut self.poster.record)]);
        for client in clients {
            self.part(client);
        }
        let status = server.stop()?;
        if !status.success() {
            bail!("a clean stop ended with {status}:\n{}", server.stderr());
        }
        let (_server, mut clients, _) = self.come_back()?;
        let read = self.read(&mut clients, false)?;
        self.judge(read);
        self.read(&mut clients, true)?;
        for client in clients {
            self.part(client);
        }
        self.judge_all();
        Ok(())
    }

    /// Starts the program; everybody connects, is who they were, and asks for what they missed.
    fn come_back(&mut self) -> Result<(Server, Vec<Json>, Api)> {
        let shards = self.random.within(1..4).to_string();
        let keep = self.options.keep.to_string();
        let kept = ["--shards", &shards, "--keep-messages", &keep, "--sweep", SWEEP];
        let words = [&kept[..], &["--irc", "127.0.0.1:0", "--web", "127.0.0.1:0"]].concat();
        self.options.program.words = words.into_iter().map(str::to_owned).collect();
        let start = Instant::now();
        let server = self.options.program.serve(self.data.path())?;
        self.tally.slowest_start = self.tally.slowest_start.max(start.elapsed());
        let web = server.door("web").context("a door for the web")?;
        let mut clients = Vec::new();
        for writer in &mut self.writers {
            let name = format!("{} in cycle {}", writer.name, self.tally.cycles + 1);
            // By whichever door, they are the same.
            let by_socket = writer.random.once_in(2);
            self.tally.by_socket += u64::from(by_socket);
            let mut client = match by_socket {
                true => Json::connect_web(web, clock(), &name)?,
                false => Json::connect(server.line, clock(), &name)?,
            };
            let came = writer.come_back(&mut client);
            self.attempts.append(&mut client.attempts);
            came?;
            if self.moderators.is_empty() {
                self.moderators.insert(client.record.who.clone());
            }
            for room in writer.named_rooms() {
                let after = writer.heard.get(room).copied();
                // A number the server does not have: what stood there was taken back, and the check will say so.
                if client.join(room, after)?.is_err() && after.is_some() && client.join(room, None)?.is_err() {
                    bail!("{name} may not enter {room}");
                }
            }
            if let Some(friend) = writer.friend().filter(|_| writer.has_account) {
                // What was said to them while they were away.
                let room = format!("@{friend}");
                let after = writer.heard.get(&client.canonical(&room)).copied().unwrap_or(0);
                client.page(&room, after, 500)?;
            }
            clients.push(client);
        }
        let (name, mut figures) = (format!("the clerk in cycle {}", self.tally.cycles + 1), Figures::default());
        self.clerk.come_back(server.line, &name, &mut figures)?;
        self.tally.add(&figures);
        let name = format!("the one who asks by HTTP in cycle {}", self.tally.cycles + 1);
        let api = self.poster.come_back(web, &name)?;
        Ok((server, clients, api))
    }

    /// Reads every room: what is new in it, or all of it.
    fn read(&self, clients: &mut [Json], all: bool) -> Result<BTreeMap<String, RoomLog>> {
        let mut read = BTreeMap::new();
        let (Some(reader), Some(client)) = (self.writers.first(), clients.first_mut()) else { return Ok(read) };
        let private = reader.friend().map(|friend| format!("@{friend}"));
        for room in reader.named_rooms().chain(&private) {
            let place = client.canonical(room);
            let known = self.logs.get(&place).map_or(0, RoomLog::head);
            read.insert(place, client.read(room, if all { 0 } else { known })?);
            // Where a room begins, it says after each start.
            if known > 0 && !all {
                client.page(room, 0, 5)?;
            }
        }
        for (writer, client) in self.writers.iter().zip(clients) {
            if let Some(friend) = writer.friend() {
                let place = client.canonical(&format!("@{friend}"));
                let known = self.logs.get(&place).map_or(0, RoomLog::head);
                client.watch(friend, read.get(&place).map_or(0, RoomLog::head).max(known));
            }
        }
        Ok(read)
    }

    fn write_until_killed(
        &mut self,
        server: &mut Server,
        clients: &mut [Json],
        (listener, chat, events): (&mut Listener, &mut Chat, &mut Events),
        life: Duration,
    ) -> Result<()> {
        let killed = AtomicBool::new(false);
        let in_flight = self.options.in_flight;
        let (mut all, mut early) = (Vec::new(), None);
        std::thread::scope(|scope| {
            let killed = &killed;
            // Only a kill ends them; whatever ends them before it is a failure.
            let unless_killed = |ended: Result<()>| ended.err().filter(|_| !killed.load(Ordering::SeqCst));
            let mut threads = vec![scope.spawn(move || (Figures::default(), unless_killed(listener.listen())))];
            let chatter = &mut self.chatter;
            threads.push(scope.spawn(move || (Figures::default(), unless_killed(chatter.talk(chat)))));
            let hearer = &mut self.hearer;
            threads.push(scope.spawn(move || (Figures::default(), unless_killed(hearer.listen(events, None)))));
            let poster = &mut self.poster;
            threads.push(scope.spawn(move || {
                let mut figures = Figures::default();
                let ended = poster.write(&mut figures);
                (figures, unless_killed(ended))
            }));
            let clerk = &mut self.clerk;
            threads.push(scope.spawn(move || {
                let mut figures = Figures::default();
                let ended = clerk.work(&mut figures);
                (figures, unless_killed(ended))
            }));
            for (writer, client) in self.writers.iter_mut().zip(clients) {
                threads.push(scope.spawn(move || {
                    let mut figures = Figures::default();
                    let ended = writer.write(client, in_flight, &mut figures);
                    (figures, unless_killed(ended))
                }));
            }
            std::thread::sleep(life);
            killed.store(true, Ordering::SeqCst);
            let kill = server.kill();
            for thread in threads {
                match thread.join() {
                    Ok((figures, ended)) => {
                        all.push(figures);
                        early = early.take().or(ended);
                    }
                    Err(_) => bail!("a client panicked"),
                }
            }
            kill
        })?;
        for figures in &all {
            self.tally.add(figures);
        }
        self.tally.unknown += self.writers.iter().map(|w| w.unknown.len() as u64).sum::<u64>();
        match early {
            Some(error) => {
                Err(error).with_context(|| format!("before the kill; the server said:\n{}", server.stderr()))
            }
            None => Ok(()),
        }
    }

    /// Waits until every connection was shown everything. Says how far that goes.
    fn hear_all(&mut self, clients: &mut [Json]) -> Result<BTreeMap<String, Seq>> {
        let mut heads = BTreeMap::new();
        let (Some(reader), Some((first, _))) = (self.writers.first(), clients.split_first_mut()) else {
            return Ok(heads);
        };
        for room in reader.named_rooms() {
            let known = self.logs.get(room).map_or(0, RoomLog::head);
            heads.insert(room.clone(), first.read(room, known)?.head());
        }
        for client in clients {
            client.until("everything said", |me| {
                let heard = heard(&me.record);
                heads.iter().all(|(room, head)| heard.get(room).copied().unwrap_or(0) >= *head)
            })?;
            client.record.settled = true;
        }
        Ok(heads)
    }

    fn part(&mut self, client: Json) {
        let record: Connection = client.record;
        if let Some(writer) = self.writers.iter_mut().find(|writer| writer.name == client.name) {
            writer.remember(&record);
        }
        self.ended.push(record);
    }

    fn moment(&mut self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(self.random.within(0..most))
    }
}

impl Tally {
    fn add(&mut self, figures: &Figures) {
        for (kind, count) in &figures.confirmed {
            *self.kinds.entry(kind).or_default() += count;
            self.confirmed += count;
        }
        self.refused += figures.refused;
        self.repeated += figures.repeated;
        self.searches += figures.searches;
        self.pages += figures.pages;
    }
}
