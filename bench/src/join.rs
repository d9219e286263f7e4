//! A room that is entered and left over and over by one connection: what an entry costs, and what its replay does.

use crate::figures::{Figures, Latency};
use crate::load::nanoseconds;
use crate::procfs::cpu;
use crate::server::Server;
use crate::session::Session;
use crate::stamp;
use anyhow::Result;
use std::time::{Duration, Instant};

/// What comes after everything that an entry brings.
const LEFT: &str = "-- you left #j";

/// Entries into a room in which `replay` messages were said.
pub(crate) fn run(replay: u32, size: usize, (warm, secs): (Duration, Duration), server: &Server) -> Result<Figures> {
    let mut session = Session::connect(server)?;
    session.send("/join #j\n")?;
    for number in 0..replay {
        session.send(&format!("{}\n", stamp::text(number, size)))?;
    }
    session.send("/leave #j\n")?;
    session.until(LEFT)?;
    cycles(&mut session, warm, &mut Latency::new()?)?;
    let (mut latency, before, start) = (Latency::new()?, cpu(server.pid())?, Instant::now());
    let (joins, lines) = cycles(&mut session, secs, &mut latency)?;
    let (used, time) = (cpu(server.pid())? - before, start.elapsed().as_secs_f64());
    let mut figures = Figures::from([
        ("secs", time),
        ("joins", joins as f64),
        ("per_s", joins as f64 / time),
        ("cpu_us", used * 1e6 / joins as f64),
        ("server_busy", used / time),
        ("lost", (joins * u64::from(replay)) as f64 - lines as f64),
    ]);
    latency.report(&mut figures);
    Ok(figures)
}

/// Enters and leaves for so long, once at least; how often that was, and how many messages were replayed.
fn cycles(session: &mut Session, time: Duration, latency: &mut Latency) -> Result<(u64, u64)> {
    let (end, mut joins, mut lines) = (Instant::now() + time, 0, 0);
    loop {
        let start = Instant::now();
        session.send("/join #j\n/leave #j\n")?;
        loop {
            let line = session.next()?;
            if line.starts_with(LEFT) {
                break;
            }
            lines += u64::from(stamp::read(line.as_bytes()).is_some());
        }
        latency.record(nanoseconds(start.elapsed()));
        joins += 1;
        if Instant::now() > end {
            return Ok((joins, lines));
        }
    }
}
