//! One room that many enter one after another and leave again: what one more costs the server and all who are there.

use crate::client::Client;
use crate::figures::{Figures, Latency};
use crate::guest::News;
use crate::passage::{Passage, enter};
use crate::procfs::cpu_fine;
use crate::server::Server;
use crate::talk::Talk;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// For what entering the server left behind to arrive.
const SETTLE: Duration = Duration::from_millis(200);
/// For one to be in, or gone.
const PATIENCE: u64 = 10_000_000_000;

/// What all coming, or all going, of a run took.
struct Tide {
    cpu: f64,
    bytes: u64,
    passages: u64,
    /// Lines by which others were told of one.
    told: u64,
    /// Until it is done for who does it, and until the last other has read of it.
    own: Latency,
    last: Latency,
    /// Nanoseconds from the first one's words to the last that anybody read.
    time: u64,
}

impl Tide {
    fn new() -> Result<Self> {
        Ok(Self { cpu: 0.0, bytes: 0, passages: 0, told: 0, own: Latency::new()?, last: Latency::new()?, time: 0 })
    }

    fn each(&self, sum: f64) -> f64 {
        sum / self.passages as f64
    }
}

/// When somebody began to come or go, when that was done, and when it was last read of.
#[derive(Clone, Copy, Default)]
struct Times {
    begun: u64,
    done: Option<u64>,
    read: u64,
}

/// Crowds of `count`, one after the other, until the time is over; one at least.
pub(crate) fn run(count: usize, secs: Duration, server: &Server) -> Result<Figures> {
    let (mut coming, mut going, mut crowds) = (Tide::new()?, Tide::new()?, 0.0);
    let end = Instant::now() + secs;
    while crowds == 0.0 || Instant::now() < end {
        let mut client = Client::new(server)?;
        client.open(count, 0, Talk::Crowd)?;
        client.settle(SETTLE)?;
        tide(&mut client, count, server, &mut coming, |client, number| client.send(number, &enter(server.kind)))?;
        tide(&mut client, count, server, &mut going, Client::quit)?;
        crowds += 1.0;
    }
    let mut figures = Figures::from([
        ("members", count as f64),
        ("cpu_us", coming.each(coming.cpu * 1e6)),
        ("quit_us", going.each(going.cpu * 1e6)),
        ("join_bytes", coming.each(coming.bytes as f64)),
        ("quit_bytes", going.each(going.bytes as f64)),
        ("told", coming.each(coming.told as f64)),
        ("all_ms", coming.time as f64 / 1e6 / crowds),
        ("failed", crowds * 2.0 * count as f64 - (coming.passages + going.passages) as f64),
    ]);
    coming.own.report(&mut figures);
    figures.extend(coming.last.quantile(0.5).map(|value| ("last_p50_us", value)));
    figures.extend(coming.last.quantile(0.99).map(|value| ("last_p99_us", value)));
    Ok(figures)
}

/// Has each do it once who was before is done, then reads on until nothing comes any more.
fn tide(
    client: &mut Client,
    count: usize,
    server: &Server,
    sums: &mut Tide,
    act: impl Fn(&mut Client, usize) -> Result<()>,
) -> Result<()> {
    let (before, bytes, start) = (cpu_fine(server.pid())?, client.bytes, client.now());
    let (mut all, mut news) = (vec![Times::default(); count], Vec::new());
    for number in 0..count {
        let begun = client.now();
        if let Some(times) = all.get_mut(number) {
            times.begun = begun;
        }
        act(client, number)?;
        while all.get(number).is_some_and(|times| times.done.is_none()) {
            client.turn(&mut news)?;
            note(&news, client.now(), &mut all, sums);
            if client.now() - begun > PATIENCE {
                bail!("number {number} of {count} was neither in nor gone after ten seconds");
            }
        }
    }
    // A turn of 50 ms in which nobody was sent anything is the end.
    let mut read = None;
    while read != Some(client.bytes) {
        read = Some(client.bytes);
        client.turn(&mut news)?;
        note(&news, client.now(), &mut all, sums);
    }
    sums.cpu += cpu_fine(server.pid())? - before;
    sums.bytes += client.bytes - bytes;
    let mut last = start;
    for times in &all {
        let Some(done) = times.done else { continue };
        sums.passages += 1;
        sums.own.record(done.saturating_sub(times.begun));
        sums.last.record(times.read.max(done).saturating_sub(times.begun));
        last = last.max(times.read.max(done));
    }
    sums.time += last - start;
    Ok(())
}

fn note(news: &[News], now: u64, all: &mut [Times], sums: &mut Tide) {
    for news in news {
        match *news {
            News::Passed { by, what: Passage::Entered, at } => {
                if let Some(times) = all.get_mut(by) {
                    times.done.get_or_insert(at);
                }
            }
            News::Closed(by) => {
                if let Some(times) = all.get_mut(by) {
                    times.done.get_or_insert(now);
                }
            }
            News::Passed { by, what: Passage::Joined(who) | Passage::Gone(who), at } if by != who => {
                sums.told += 1;
                if let Some(times) = all.get_mut(who) {
                    times.read = times.read.max(at);
                }
            }
            News::Passed { .. } | News::Ready(_) | News::Delivery { .. } | News::Gone { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_is_done_when_in_and_read_of_when_the_last_other_read() {
        let (mut sums, mut all) = (Tide::new().unwrap(), [Times::default(); 3]);
        let passed = |by, what, at| News::Passed { by, what, at };
        let news = [
            passed(0, Passage::Joined(2), 50),
            passed(2, Passage::Joined(2), 70),
            passed(2, Passage::Entered, 60),
            passed(1, Passage::Joined(2), 40),
            News::Closed(1),
            passed(0, Passage::Gone(1), 90),
        ];
        note(&news, 80, &mut all, &mut sums);
        assert_eq!(sums.told, 3, "one's own line tells nobody");
        assert_eq!(all.map(|times| (times.done, times.read)), [(None, 0), (Some(80), 90), (Some(60), 50)]);
    }
}
