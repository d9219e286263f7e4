//! Somebody who writes at a steady rate while something else is measured, whether the server keeps up or not.

use crate::figures::{Figures, Latency};
use crate::load::nanoseconds;
use crate::server::Server;
use crate::session::{Session, say};
use crate::vocabulary::Dice;
use anyhow::{Result, anyhow, bail};
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Messages without an answer, after which no more is written: a server that far behind has no rate to speak of.
const IN_AIR: usize = 100_000;

pub(crate) struct Writer {
    over: Arc<AtomicBool>,
    writing: JoinHandle<Result<()>>,
    hearing: JoinHandle<Result<Figures>>,
}

impl Writer {
    /// Begins to write in `#bench`, so many messages a second; other words for another `seed`.
    pub(crate) fn start(server: &Server, rate: u32, seed: u64) -> Result<Writer> {
        let session = Session::in_json(server)?;
        let (stream, over, (due, dues)) = (session.stream()?, Arc::new(AtomicBool::new(false)), sync_channel(IN_AIR));
        let (until, step) = (over.clone(), Duration::from_secs(1) / rate);
        let writing = std::thread::spawn(move || write(stream, step, Dice(seed), &due, &until));
        let hearing = std::thread::spawn(move || hear(session, &dues));
        Ok(Writer { over, writing, hearing })
    }

    /// Ends it: how many messages it wrote, how many a second, and how long after they were due they were answered.
    pub(crate) fn end(self) -> Result<Figures> {
        self.over.store(true, Ordering::Relaxed);
        self.writing.join().map_err(|_| anyhow!("whoever wrote panicked"))??;
        self.hearing.join().map_err(|_| anyhow!("whoever heard the answers panicked"))?
    }
}

fn write(
    mut stream: TcpStream,
    step: Duration,
    mut dice: Dice,
    sent: &SyncSender<Instant>,
    over: &AtomicBool,
) -> Result<()> {
    let mut due = Instant::now();
    while !over.load(Ordering::Relaxed) {
        crate::stop::check()?;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        stream.write_all(format!("{}\n", say("#bench", &dice.message())).as_bytes())?;
        sent.send(due)?;
        due += step;
    }
    Ok(())
}

fn hear(mut session: Session, dues: &Receiver<Instant>) -> Result<Figures> {
    let (start, mut answered, mut latency) = (Instant::now(), 0_u64, Latency::new()?);
    for due in dues {
        let answer = session.until(r#""ref":"f""#)?;
        if !answer.contains(r#""type":"ok""#) {
            bail!("a message was not saved: {answer}");
        }
        latency.record(nanoseconds(due.elapsed()));
        answered += 1;
    }
    let per_s = answered as f64 / start.elapsed().as_secs_f64();
    let mut figures = Figures::from([("written", answered as f64), ("per_s", per_s)]);
    latency.report(&mut figures);
    Ok(figures)
}
