//! The log, on standard error. Whoever reads that pipe may stop: then lines are dropped and counted, and nobody who logs
//! waits.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt, reload};

/// How a line of the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: an object with `timestamp`, `level`, `target`, `message` and what else was said, by its name.
    Json,
}

/// Log lines that wait for a pipe that is not read.
pub(crate) const LOG_LINES: usize = 1024;
/// How long the last lines may take to be taken.
const LAST: Duration = Duration::from_secs(1);

enum Piece {
    Line(Vec<u8>),
    /// All before this was written.
    Written(SyncSender<()>),
}

/// The end that lines go in at.
#[derive(Clone)]
struct Lines {
    queue: SyncSender<Piece>,
    /// Lines that are missing and of which the log does not tell yet.
    dropped: Arc<AtomicU64>,
    /// All lines that were ever missing.
    missing: Arc<AtomicU64>,
}

/// A handle on the log of this process.
#[derive(Clone)]
pub(crate) struct Log {
    lines: Lines,
    level: reload::Handle<LevelFilter, Registry>,
}

/// Starts logging. A panic is logged as well, so that it waits for nobody either.
pub(crate) fn start(level: Level, format: Format) -> io::Result<Log> {
    let colour = io::stderr().is_terminal();
    let lines = Lines::to(io::stderr())?;
    let (filter, handle) = reload::Layer::new(LevelFilter::from_level(level));
    let (text, json) = match format {
        Format::Text => (Some(fmt::layer().with_writer(lines.clone()).with_target(false).with_ansi(colour)), None),
        Format::Json => {
            let json = fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
            (None, Some(json.with_writer(lines.clone())))
        }
    };
    tracing_subscriber::registry().with(filter).with(text).with(json).init();
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(Log { lines, level: handle })
}

impl Log {
    pub(crate) fn set_level(&self, level: Level) {
        // Fails only when the subscriber is gone.
        let _ = self.level.reload(LevelFilter::from_level(level));
    }

    /// Lines that are missing, since the start.
    pub(crate) fn dropped(&self) -> u64 {
        self.lines.missing.load(Ordering::Relaxed)
    }

    /// Waits until what was logged is written, but not for ever.
    pub(crate) fn flush(&self) {
        let deadline = Instant::now() + LAST;
        let (tell, written) = sync_channel(1);
        let mut piece = Piece::Written(tell);
        while let Err(TrySendError::Full(back)) = self.lines.queue.try_send(piece) {
            if Instant::now() >= deadline {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
            piece = back;
        }
        let _ = written.recv_timeout(deadline.saturating_duration_since(Instant::now()));
    }
}

/// A sentence on standard error, which may be a pipe that nobody reads, or closed.
pub(crate) fn last_word(sentence: &str) {
    let line = format!("causette: {sentence}\n");
    let (tell, written) = sync_channel(1);
    let writer = std::thread::Builder::new().spawn(move || {
        let _ = io::stderr().write_all(line.as_bytes());
        let _ = tell.send(());
    });
    if writer.is_ok() {
        let _ = written.recv_timeout(LAST);
    }
}

impl Lines {
    /// Starts the thread that writes, which alone waits.
    fn to(pipe: impl Write + Send + 'static) -> io::Result<Lines> {
        let (queue, pieces) = sync_channel(LOG_LINES);
        let dropped = Arc::new(AtomicU64::new(0));
        let count = dropped.clone();
        std::thread::Builder::new().name("causette-log".into()).spawn(move || write(pipe, &pieces, &count))?;
        Ok(Lines { queue, dropped, missing: Arc::default() })
    }
}

/// Writes until all senders are gone. How many lines were dropped is said where they are missing: once those before them
/// are written.
fn write(mut pipe: impl Write, pieces: &Receiver<Piece>, dropped: &AtomicU64) {
    let mut since = 0;
    loop {
        let next = pieces.try_recv();
        if matches!(next, Err(TryRecvError::Empty)) || since >= LOG_LINES {
            since = 0;
            let count = dropped.swap(0, Ordering::Relaxed);
            if count > 0 {
                tracing::warn!("{count} log lines were dropped: nobody read them in time");
            }
        }
        let piece = match next {
            Ok(piece) => piece,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => match pieces.recv() {
                Ok(piece) => piece,
                Err(_) => return,
            },
        };
        match piece {
            // A closed pipe takes nothing; the server goes on without a log.
            Piece::Line(line) => drop(pipe.write_all(&line)),
            Piece::Written(tell) => drop(tell.send(())),
        }
        since += 1;
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Lines;
    fn make_writer(&'a self) -> &'a Lines {
        self
    }
}

/// Each write is a whole line: that is how the formatter writes.
impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.queue.try_send(Piece::Line(line.to_vec())).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            self.missing.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A pipe that takes nothing until it is let go.
    #[derive(Clone, Default)]
    struct Pipe(Arc<Mutex<Vec<u8>>>);
    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn who_logs_never_waits() {
        let pipe = Pipe::default();
        let held = pipe.0.clone();
        let held = held.lock().unwrap();
        let lines = Lines::to(pipe.clone()).unwrap();
        for n in 0..LOG_LINES * 2 {
            (&lines).write_all(format!("{n}\n").as_bytes()).unwrap();
        }
        // One may have been taken by the writer already.
        let dropped = lines.dropped.load(Ordering::Relaxed);
        assert!((LOG_LINES - 1..=LOG_LINES).contains(&(dropped as usize)), "{dropped}");
        drop(held);
        let deadline = Instant::now() + Duration::from_secs(20);
        while lines.dropped.load(Ordering::Relaxed) > 0 {
            assert!(Instant::now() < deadline, "the count is never taken");
            std::thread::sleep(Duration::from_millis(5));
        }
        let written = String::from_utf8(pipe.0.lock().unwrap().clone()).unwrap();
        assert!(written.starts_with("0\n1\n2\n") && written.lines().count() >= LOG_LINES, "the oldest are kept");
    }
}
