//! What keeping messages costs: the same traffic to a server with its store and to one without.
//!
//! Rooms of two, of whom one speaks, so that a message is one delivery and the store is most of what differs.

use crate::args::Proto;
use crate::plan::{Aim, Pace, Plan};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Messages in the air are spread over at most so many senders.
const SENDERS: usize = 50;

pub(crate) fn plan(in_flight: usize, (warm, secs): (Duration, Duration), size: usize) -> Plan {
    let (rooms, window) = spread(in_flight);
    let pace = Pace::Closed { window };
    let name = format!("durable, {in_flight} in flight");
    let (aim, proto) = (Aim::Room, Proto::Line);
    Plan { name, rooms, members: 2, senders: 1, pace, aim, proto, slow: None, size, warm, secs }
}

/// Senders and the window of each: as many in the air as asked for, or the next that divides evenly.
fn spread(in_flight: usize) -> (usize, u64) {
    let senders = in_flight.clamp(1, SENDERS);
    (senders, in_flight.div_ceil(senders) as u64)
}

/// What the disk itself takes for a small write and its flush, in µs: the median and the 99.9th percentile of many.
pub(crate) fn flush(below: Option<&Path>) -> Result<(f64, f64)> {
    let mut file = match below {
        Some(below) => tempfile::tempfile_in(below),
        None => tempfile::tempfile(),
    }
    .context("could not make a file where the data goes")?;
    let (mut latency, end) = (crate::figures::Latency::new()?, Instant::now() + Duration::from_secs(2));
    for _ in 0..1000 {
        let start = Instant::now();
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
        latency.record(crate::load::nanoseconds(start.elapsed()));
        if Instant::now() > end {
            break;
        }
    }
    let mut figures = crate::figures::Figures::new();
    latency.report(&mut figures);
    let figure = |name| figures.get(name).copied().unwrap_or(f64::NAN);
    Ok((figure("p50_us"), figure("p999_us")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_in_the_air_as_asked_for() {
        for (in_flight, expect) in [(1, (1, 1)), (16, (16, 1)), (50, (50, 1)), (51, (50, 2)), (500, (50, 10))] {
            assert_eq!(spread(in_flight), expect, "{in_flight}");
        }
    }
}
