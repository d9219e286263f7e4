//! Rooms with members, some of whom speak: how a run goes, from the first connection to the last delivery.
//!
//! A closed loop keeps a window of messages in the air for each sender; an open one sends when a message is due and
//! stamps it with that time, so that a server that stalls is charged for what it kept waiting.

use crate::client::Client;
use crate::figures::{Figures, Latency};
use crate::guest::News;
use crate::plan::{Pace, Plan};
use crate::procfs::cpu;
use crate::server::Server;
use crate::strain::Strain;
use crate::window::Window;
use anyhow::{Result, bail};
use std::time::Duration;

const SETTLE: Duration = Duration::from_millis(300);
/// A run in which nothing arrives for so long is over.
const SILENCE: u64 = 3_000_000_000;
const SECOND: u64 = 1_000_000_000;

struct Run<'p> {
    plan: &'p Plan,
    client: Client,
    /// By connection; those who only listen have an unused one.
    windows: Vec<Window>,
    senders: Vec<usize>,
    news: Vec<News>,
    latency: Latency,
    /// Stamps from the first time to before the second are timed.
    timed: (u64, u64),
    arrived: u64,
    closed: u64,
    last: u64,
    due: u64,
    turn: usize,
    strain: Option<Strain>,
}

/// Runs the plan on a server that was just started.
pub(crate) fn run(plan: &Plan, server: &Server) -> Result<Figures> {
    let mut client = Client::new(server)?;
    let count = plan.rooms * plan.members;
    client.open(count, plan.size, |number| plan.talk(number))?;
    client.settle(SETTLE)?;
    if let Some(deaf) = plan.deaf() {
        client.deafen(deaf)?;
    }
    let most = match plan.pace {
        Pace::Closed { window } => window,
        Pace::Open { .. } => u64::MAX,
    };
    let start = client.now();
    let begin = start + nanoseconds(plan.warm);
    let end = begin + nanoseconds(plan.secs);
    let mut run = Run {
        plan,
        client,
        windows: vec![Window::new(most, plan.copies()); count],
        senders: (0..count).filter(|number| number % plan.members < plan.senders).collect(),
        news: Vec::new(),
        latency: Latency::new()?,
        timed: (begin, end),
        arrived: 0,
        closed: 0,
        last: start,
        due: start,
        turn: 0,
        strain: plan.slow.map(|slow| Strain::new(slow, start, server.pid())).transpose()?,
    };
    run.first()?;
    run.until(begin)?;
    let before = run.meter(server)?;
    run.until(end)?;
    let after = run.meter(server)?;
    run.until_let_go()?;
    run.drain()?;
    let [time, server, own, deliveries, reads] = std::array::from_fn(|at| match (after.get(at), before.get(at)) {
        (Some(after), Some(before)) => after - before,
        _ => 0.0,
    });
    let mut figures = Figures::from([
        ("rooms", plan.rooms as f64),
        ("members", plan.members as f64),
        ("secs", time),
        ("deliveries", deliveries),
        ("per_s", deliveries / time),
        ("cpu_us", server * 1e6 / deliveries),
        ("server_busy", server / time),
        ("load_busy", own / time),
        ("per_read", deliveries / reads),
        ("lost", run.missing() as f64),
        ("closed", run.closed as f64),
    ]);
    if let Pace::Open { rate } = plan.pace {
        figures.insert("rate", rate as f64);
    }
    if let Some(strain) = &run.strain {
        strain.report(&mut figures);
    }
    run.latency.report(&mut figures);
    Ok(figures)
}

impl Run<'_> {
    fn meter(&self, server: &Server) -> Result<[f64; 5]> {
        let time = self.client.now() as f64 / 1e9;
        let (server, own) = (cpu(server.pid())?, cpu(std::process::id())?);
        Ok([time, server, own, self.arrived as f64, self.client.reads as f64])
    }

    /// Fills the windows.
    fn first(&mut self) -> Result<()> {
        if let Pace::Closed { window } = self.plan.pace {
            for _ in 0..window {
                for at in 0..self.senders.len() {
                    if let Some(&sender) = self.senders.get(at) {
                        self.say(sender, self.client.now())?;
                    }
                }
            }
        }
        Ok(())
    }

    fn say(&mut self, sender: usize, stamp: u64) -> Result<()> {
        if let Some(window) = self.windows.get_mut(sender) {
            window.sent();
        }
        self.client.say(sender, stamp)
    }

    fn until(&mut self, end: u64) -> Result<()> {
        while self.client.now() < end {
            if let Pace::Open { rate } = self.plan.pace {
                self.say_what_is_due(rate, end)?;
            }
            self.turn(true)?;
            if self.client.now().saturating_sub(self.last) > SILENCE {
                bail!(
                    "{}: nothing arrived for three seconds, {} deliveries are missing",
                    self.plan.name,
                    self.missing()
                );
            }
        }
        Ok(())
    }

    fn say_what_is_due(&mut self, rate: u64, end: u64) -> Result<()> {
        let now = self.client.now();
        while self.due <= now {
            if let Some(&sender) = self.senders.get(self.turn % self.senders.len().max(1)) {
                self.say(sender, self.due)?;
            }
            self.turn += 1;
            self.due += (SECOND / rate).max(1);
        }
        self.client.wake_at(self.due.min(end))
    }

    /// What arrived; a sender whose message came through sends the next.
    fn turn(&mut self, sending: bool) -> Result<()> {
        let mut news = std::mem::take(&mut self.news);
        self.client.turn(&mut news)?;
        for news in &news {
            match *news {
                News::Delivery { from, stamp, at } => {
                    self.arrived += 1;
                    self.last = at;
                    if (self.timed.0..self.timed.1).contains(&stamp) {
                        self.latency.record(at.saturating_sub(stamp));
                    }
                    let Some(window) = self.windows.get_mut(from as usize) else { continue };
                    window.arrived();
                    if sending && self.plan.pace.is_closed() && window.may_send() {
                        self.say(from as usize, self.client.now())?;
                    }
                }
                News::Closed(_) => self.closed += 1,
                News::Gone { at } => {
                    if let Some(strain) = &mut self.strain {
                        strain.gone(at);
                    }
                }
                News::Ready(_) | News::Passed { .. } => {}
            }
        }
        self.news = news;
        let now = self.client.now();
        self.strain.as_mut().map_or(Ok(()), |strain| strain.look(now))
    }

    /// Goes on until the one who does not read is let go, or patience ends.
    fn until_let_go(&mut self) -> Result<()> {
        let end = self.strain.as_ref().map_or(0, |strain| self.timed.1 + strain.patience());
        while self.client.now() < end && self.strain.as_ref().is_some_and(Strain::waits) {
            let step = (self.client.now() + SECOND / 10).min(end);
            self.until(step)?;
        }
        Ok(())
    }

    /// Waits for all that is in the air.
    fn drain(&mut self) -> Result<()> {
        self.last = self.last.max(self.timed.1);
        while self.missing() > 0 && self.client.now().saturating_sub(self.last) < SILENCE {
            self.turn(false)?;
        }
        Ok(())
    }

    fn missing(&self) -> i64 {
        self.windows.iter().map(Window::missing).sum()
    }
}

pub(crate) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
