//! An engine for one operator, where no server runs: the same rules, and the console is its only door. It has the data directory
//! while it lasts, so that no server starts beside it.

use crate::config::Settings;
use crate::serve::{Store, last_swept, sequencer};
use crate::system::SystemClock;
use crate::{console, trouble};
use causette_core::limits;
use causette_core::ports::{AppendError, Keep, Log};
use causette_doors::gate::{self, Crowd, LiveRate, Rate, Shard};
use causette_doors::line::LineDoor;
use causette_engine::{Mailbox, Meter, Ports, SHARD_INBOX, Sequencer, Submission, Sweeps};
use causette_sqlite::SqliteLog;
use causette_texts::Lang;
use std::os::unix::net::UnixStream as StdStream;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

/// Threads for its reads.
const READERS: usize = 2;
/// Old messages are let go by servers, which know for how long they are kept; here by rooms that say so themselves.
const RARE: Duration = Duration::from_secs(24 * 3600);

/// It runs until it is ended.
pub(crate) struct Private {
    thread: JoinHandle<Result<(), String>>,
    mailbox: Mailbox,
    log: Arc<SqliteLog>,
}

/// Starts one; what comes out is its console.
pub(super) fn start(log: SqliteLog, settings: &Settings, lang: Lang) -> Result<(StdStream, Private), String> {
    let log = Arc::new(log);
    let store = Store { log: log.clone(), accounts: log.clone() };
    let (sequencer, _) = sequencer(&store, settings, lang)?;
    let (ours, theirs) = StdStream::pair().map_err(|error| trouble::cannot_start(lang, error))?;
    let (mailbox, inbox) = causette_engine::mailbox();
    let sweeps = Sweeps { keep: Keep::default(), every: RARE, last: last_swept(&store, lang)? };
    let engine = Engine { sequencer, inbox, mailbox: mailbox.clone(), log: log.clone(), sweeps, lang };
    let thread = std::thread::Builder::new().name("causette-private".to_owned()).spawn(move || engine.run(theirs));
    let thread = thread.map_err(|error| trouble::cannot_start(lang, error))?;
    Ok((ours, Private { thread, mailbox, log }))
}

impl Private {
    /// Ends it, once what was to be destroyed is destroyed: no server is there to do so.
    pub(crate) fn end(self, lang: Lang) -> Result<(), String> {
        let destroyed = destroy(&*self.log);
        let _ = self.mailbox.blocking_send(Submission::Stop); // refused only by an engine that is over
        self.thread.join().map_err(|_| trouble::died(lang, "the engine"))??;
        destroyed.map_err(|error| trouble::cannot_start(lang, error))
    }
}

fn destroy(log: &dyn Log) -> Result<(), AppendError> {
    while log.scrub(limits::SCRUB_FACTS)? {}
    while log.idle()? {}
    Ok(())
}

struct Engine {
    sequencer: Sequencer,
    inbox: mpsc::Receiver<Submission>,
    mailbox: Mailbox,
    log: Arc<SqliteLog>,
    sweeps: Sweeps,
    lang: Lang,
}

impl Engine {
    fn run(self, console: StdStream) -> Result<(), String> {
        let Engine { sequencer, inbox, mailbox, log, sweeps, lang } = self;
        let cannot = |error: std::io::Error| trouble::cannot_start(lang, error);
        let clock = Arc::new(SystemClock);
        let door = LineDoor::new(lang, clock.clone());
        let meter = Arc::new(Meter::default());
        // One operator alone.
        let rate = Rate { per_second: 0, burst: 0 };
        let settings = gate::Settings { rate: LiveRate::new(rate), crowd: Crowd::new(0, rate), meter: meter.clone() };
        let runtime =
            Builder::new_current_thread().enable_all().max_blocking_threads(READERS).build().map_err(cannot)?;
        let (to_shard, batches) = mpsc::channel(SHARD_INBOX);
        LocalSet::new().block_on(&runtime, async {
            console.set_nonblocking(true).map_err(cannot)?;
            let shard = Shard::new(0, settings, mailbox.clone());
            shard.admit(UnixStream::from_std(console).map_err(cannot)?, &console::entrance(), door.console());
            let serving = tokio::task::spawn_local(async move { shard.run(batches).await });
            let ports = Ports { log, clock, meter, reload: Arc::default(), hooks: Arc::default() };
            let ended = causette_engine::run(sequencer, inbox, mailbox, vec![to_shard], ports, sweeps).await;
            let _ = serving.await;
            ended.map_err(|error| trouble::engine(lang, &error))
        })
    }
}
