//! What `/metrics` and `/healthz` answer: the meter's figures in Prometheus' words, and whether promises are kept.
//!
//! They have a thread of their own: they must not slow a shard down, and answer when the engine no longer does.

use crate::logging::Log;
use causette_core::Door;
use causette_core::refusal::NotSaved;
use causette_doors::web;
use causette_engine::{COMMIT_BOUNDS, DOORS, Health, MAILBOX, Mailbox, Meter, Submission};
use std::fmt::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Builder;
use tokio::sync::mpsc::WeakSender;

/// What is asked when figures are.
pub(crate) struct Figures {
    meter: Arc<Meter>,
    mailbox: WeakSender<Submission>,
    log: Log,
    /// Where the store's files are; `None`: there are none.
    data: Option<PathBuf>,
    started: u64,
}

impl Figures {
    /// `started` in seconds since 1970.
    pub(crate) fn new(meter: Arc<Meter>, mailbox: &Mailbox, log: Log, data: Option<PathBuf>, started: u64) -> Figures {
        Figures { meter, mailbox: mailbox.downgrade(), log, data, started }
    }

    /// Answers there, if anywhere.
    pub(crate) fn served(self, listener: Option<TcpListener>) -> std::io::Result<Arc<Figures>> {
        let figures = Arc::new(self);
        let Some(listener) = listener else { return Ok(figures) };
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let shown = figures.clone();
        let answer = move || {
            if let Err(error) = runtime.block_on(web::serve(listener, shown)) {
                tracing::error!(%error, "nobody answers for /metrics any more");
            }
        };
        std::thread::Builder::new().name("causette-metrics".into()).spawn(answer)?;
        Ok(figures)
    }

    fn queued(&self) -> usize {
        self.mailbox.upgrade().map_or(0, |mailbox| mailbox.max_capacity() - mailbox.capacity())
    }
}

impl web::Figures for Figures {
    fn health(&self) -> Result<(), String> {
        match self.meter.health() {
            Health::Well if self.mailbox.upgrade().is_none() => Err("stopped".into()),
            Health::Well => Ok(()),
            Health::NotSaved(why) => Err(format!("not saved: {}", reason(why))),
            Health::StoreFailed => Err("not saved: the store failed".into()),
            Health::Stuck(time) => Err(format!("a commit is under way for {} s", time.as_secs())),
            Health::Stopping => Err("stopping".into()),
        }
    }

    fn metrics(&self) -> String {
        let mut page = Page::default();
        let meter = &self.meter;
        page.family("causette_info", "gauge", "Always 1; which version this is.");
        page.with("causette_info", "version", env!("CARGO_PKG_VERSION"), 1);
        page.one("causette_start_time_seconds", "gauge", "When it started, in seconds since 1970.", self.started);
        page.family("causette_sessions", "gauge", "Sessions now.");
        for door in DOORS {
            page.with("causette_sessions", "door", name(door), meter.sessions(door));
        }
        page.family("causette_connections_total", "counter", "Connections taken in or turned away.");
        page.with("causette_connections_total", "result", "accepted", meter.accepted.get());
        page.with("causette_connections_total", "result", "refused", meter.refused.get());
        for (name, kind, help, value) in [
            ("causette_commands_total", "counter", "What sessions asked for.", meter.commands.get()),
            ("causette_searches_total", "counter", "Of those, searches.", meter.searches.get()),
            ("causette_messages_total", "counter", "Messages saved.", meter.messages.get()),
            ("causette_facts_total", "counter", "All that was saved, messages included.", meter.facts.get()),
            ("causette_batches_total", "counter", "Times waiting commands were decided.", meter.batches.get()),
            ("causette_batch_submissions_total", "counter", "What was decided in them.", meter.submissions.get()),
            ("causette_commits_failed_total", "counter", "Commits that saved nothing.", meter.not_saved.get()),
            ("causette_queue_depth", "gauge", "Commands that wait to be decided.", self.queued() as u64),
            ("causette_queue_limit", "gauge", "How many may wait.", MAILBOX as u64),
            ("causette_fetches", "gauge", "Reads of the store under way.", meter.fetches.get()),
            ("causette_rooms_in_memory", "gauge", "Rooms in memory.", meter.rooms.get()),
            ("causette_store_bytes", "gauge", "Bytes of the store's files.", bytes(self.data.as_deref())),
            ("causette_log_lines_dropped_total", "counter", "Log lines nobody read in time.", self.log.dropped()),
        ] {
            page.one(name, kind, help, value);
        }
        page.commits(meter);
        page.family("causette_refusals_total", "counter", "Commands refused, by the code that was answered.");
        for (code, count) in meter.refusals() {
            page.with("causette_refusals_total", "code", code, count);
        }
        page.0
    }
}

fn reason(why: NotSaved) -> &'static str {
    match why {
        NotSaved::DiskFull => "disk full",
        NotSaved::Locked => "another program holds the store",
        NotSaved::ReadOnly => "the store cannot be written",
        NotSaved::Other => "the log says why",
    }
}

fn name(door: Door) -> &'static str {
    match door {
        Door::Line => "line",
        Door::Irc => "irc",
        Door::Web => "web",
        Door::Console => "console",
    }
}

/// The store's file, and SQLite's beside it.
fn bytes(data: Option<&Path>) -> u64 {
    let files = data.and_then(|data| std::fs::read_dir(data).ok()).into_iter().flatten().flatten();
    let ours = files.filter(|file| file.file_name().to_string_lossy().starts_with("causette.db"));
    ours.filter_map(|file| file.metadata().ok()).map(|about| about.len()).sum()
}

/// Prometheus' text format. Names and labels are ours and need no escaping.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // A text takes all that is written.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.family(name, kind, help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn with(&mut self, name: &str, label: &str, value: &str, number: u64) {
        let _ = writeln!(self.0, "{name}{{{label}=\"{value}\"}} {number}");
    }

    /// Each bucket counts all that took no longer than it says.
    fn commits(&mut self, meter: &Meter) {
        const NAME: &str = "causette_commit_seconds";
        self.family(NAME, "histogram", "How long it took to save a batch.");
        let (buckets, sum) = meter.commits();
        let mut count = 0;
        for (place, number) in buckets.into_iter().enumerate() {
            count += number;
            let bound = COMMIT_BOUNDS.get(place).map_or("+Inf".to_owned(), |bound| bound.as_secs_f64().to_string());
            self.with(&format!("{NAME}_bucket"), "le", &bound, count);
        }
        let _ = writeln!(self.0, "{NAME}_sum {}\n{NAME}_count {count}", sum.as_secs_f64());
    }
}
