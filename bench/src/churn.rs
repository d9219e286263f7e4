//! Connect, join, one message, quit, until the server closes; over and over, some at once, each in its own room.

use crate::client::Client;
use crate::figures::{Figures, Latency};
use crate::guest::News;
use crate::load::nanoseconds;
use crate::procfs::cpu;
use crate::server::Server;
use crate::talk::Talk;
use anyhow::Result;
use std::time::Duration;

struct Churn {
    client: Client,
    size: usize,
    /// When each place's connection was started, and whether it has quit.
    places: Vec<(u64, bool)>,
    cycles: u64,
    failed: u64,
    latency: Latency,
}

pub(crate) fn run(
    concurrent: usize,
    size: usize,
    (warm, secs): (Duration, Duration),
    server: &Server,
) -> Result<Figures> {
    let mut client = Client::new(server)?;
    client.open(concurrent, size, room)?;
    let mut churn = Churn { client, size, places: Vec::new(), cycles: 0, failed: 0, latency: Latency::new()? };
    churn.places = vec![(churn.client.now(), false); concurrent];
    (0..concurrent).try_for_each(|number| churn.leave(number))?;
    churn.until(churn.client.now() + nanoseconds(warm))?;
    (churn.cycles, churn.failed, churn.latency) = (0, 0, Latency::new()?);
    let (start, before, own) = (churn.client.now(), cpu(server.pid())?, cpu(std::process::id())?);
    churn.until(start + nanoseconds(secs))?;
    let time = (churn.client.now() - start) as f64 / 1e9;
    let (server, own) = (cpu(server.pid())? - before, cpu(std::process::id())? - own);
    let mut figures = Figures::from([
        ("secs", time),
        ("cycles", churn.cycles as f64),
        ("per_s", churn.cycles as f64 / time),
        ("cpu_us", server * 1e6 / churn.cycles as f64),
        ("server_busy", server / time),
        ("load_busy", own / time),
        ("failed", churn.failed as f64),
    ]);
    churn.latency.report(&mut figures);
    Ok(figures)
}

fn room(number: usize) -> Talk {
    Talk::Room(format!("#c{number}"))
}

impl Churn {
    /// It is in: says its one message and goes.
    fn leave(&mut self, number: usize) -> Result<()> {
        self.client.say(number, self.client.now())?;
        if let Some((_, quit)) = self.places.get_mut(number) {
            *quit = true;
        }
        self.client.quit(number)
    }

    fn until(&mut self, end: u64) -> Result<()> {
        let mut news = Vec::new();
        while self.client.now() < end {
            self.client.turn(&mut news)?;
            for news in &news {
                match *news {
                    News::Ready(number) => self.leave(number)?,
                    News::Closed(number) => self.again(number)?,
                    News::Delivery { .. } | News::Gone { .. } | News::Passed { .. } => {}
                }
            }
        }
        Ok(())
    }

    fn again(&mut self, number: usize) -> Result<()> {
        let now = self.client.now();
        let Some((started, quit)) = self.places.get_mut(number) else { return Ok(()) };
        if *quit {
            self.cycles += 1;
            self.latency.record(now.saturating_sub(*started));
        } else {
            self.failed += 1;
        }
        (*started, *quit) = (now, false);
        self.client.connect(number, self.size, room(number))
    }
}
