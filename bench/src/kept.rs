//! Rounds over a store that grows: what starting takes, and what rooms take that nobody is in.

use crate::columns::{KNOWNS, STARTS};
use crate::figures::{Figures, Sample};
use crate::procfs::{cpu_fine, memory};
use crate::rounds::{Rounds, sound};
use crate::server::{Kind, Server, folder};
use crate::start::{Filled, megabytes, started};
use crate::{known, start};
use anyhow::Result;
use std::path::Path;
use std::time::Instant;

impl Rounds<'_> {
    /// Starts beside the relay's, after a stop and after a kill, on a store of each size.
    pub(crate) fn start(&self, messages: &[u32], rooms: u32, below: Option<&Path>) -> Result<()> {
        self.own("start")?;
        let (data, mut samples) = (folder(below)?, Vec::new());
        let rooms = (1..=rooms).map(|number| format!("#bench{number}")).collect();
        let mut filled = Filled { data: data.path(), rooms, messages: 0 };
        for messages in ascending(messages) {
            filled.grow(messages.into(), self.common)?;
            for round in 1..=self.common.rounds {
                let sample = |who: &str, server: &Server| -> Result<Sample> {
                    let mut figures = started(server)?;
                    figures.insert("messages", messages.into());
                    if who != Kind::Relay.name() {
                        figures.insert("store_mb", megabytes(data.path())?);
                    }
                    let scenario = format!("start, {messages} messages");
                    Ok(self.print(Sample { scenario, who: who.to_owned(), round, figures }))
                };
                let relay = Server::start(Kind::Relay, self.common, None)?;
                samples.push(sample(Kind::Relay.name(), &relay)?);
                drop(relay);
                let server = Server::on(data.path(), self.common)?;
                samples.push(sample("causette, after a stop", &server)?);
                filled.kill(server)?;
                let server = Server::on(data.path(), self.common)?;
                samples.push(sample("causette, after a kill", &server)?);
                server.stop()?;
            }
        }
        self.show(&samples, STARTS);
        self.say("From spawning the program to its `ready` line; CPU and memory are of that moment. The store was just read and");
        self.say("written, so it is in the page cache; the words of all messages were indexed before the first start.");
        sound(&samples)
    }

    /// Memory as rooms are made, after a restart, and with some rooms in use.
    pub(crate) fn known(&self, rooms: &[u32], active: u32, below: Option<&Path>) -> Result<()> {
        self.own("known")?;
        let (data, mut samples, mut made) = (folder(below)?, Vec::new(), 0);
        for rooms in ascending(rooms) {
            let scenario = format!("known, {rooms} rooms");
            let mut take = |who: &str, round, mut figures: Figures| {
                figures.insert("rooms", rooms.into());
                let (scenario, who) = (scenario.clone(), format!("causette, {who}"));
                samples.push(self.print(Sample { scenario, who, round, figures }));
            };
            let server = Server::on(data.path(), self.common)?;
            let mut figures = grown(&server, (rooms - made).into(), || known::make(made..rooms, &server))?;
            made = rooms;
            start::rest(&server)?;
            figures.extend(held(&server)?);
            server.stop()?;
            figures.insert("store_mb", megabytes(data.path())?);
            take("as they were made", 1, figures);
            let active = active.min(rooms);
            for round in 1..=self.common.rounds {
                let server = Server::on(data.path(), self.common)?;
                take("restarted", round, started(&server)?);
                let mut sessions = Vec::new();
                let mut figures = grown(&server, active.into(), || {
                    sessions = known::enter(active, &server)?;
                    Ok(())
                })?;
                start::rest(&server)?;
                figures.extend(held(&server)?);
                take(&format!("{active} in use"), round, figures);
                drop(sessions);
                server.stop()?;
            }
        }
        self.show(&samples, KNOWNS);
        self.say("Memory is the whole process's. CPU is for each room made (entered, one message, left), for the start, and for");
        self.say("each room entered; rooms are made by 48 connections at once, from many addresses of this machine.");
        sound(&samples)
    }
}

/// Each size once, the smallest first.
fn ascending(sizes: &[u32]) -> impl Iterator<Item = u32> {
    let mut sizes = sizes.to_vec();
    sizes.sort_unstable();
    sizes.dedup();
    sizes.into_iter()
}

/// What `act` costs the server for each of `count`.
fn grown(server: &Server, count: f64, act: impl FnOnce() -> Result<()>) -> Result<Figures> {
    let (before, start) = (cpu_fine(server.pid())?, Instant::now());
    act()?;
    let (used, time) = (cpu_fine(server.pid())? - before, start.elapsed().as_secs_f64());
    Ok(Figures::from([("cpu_us", used * 1e6 / count), ("per_s", count / time)]))
}

fn held(server: &Server) -> Result<Figures> {
    let memory = memory(server.pid())?;
    let megabytes = |kilobytes: u64| kilobytes as f64 / 1024.0;
    Ok(Figures::from([
        ("private_dirty_mb", megabytes(memory.private_dirty)),
        ("resident_mb", megabytes(memory.resident)),
    ]))
}
