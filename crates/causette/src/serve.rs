//! `causette serve`: opens the store and the doors, starts the shards, runs until told to stop.

use crate::announce::announce;
use crate::args::Serve;
use crate::ephemeral::EphemeralAccounts;
use crate::system::{RandomIds, SystemClock};
use crate::watch::{Serving, Watch};
use crate::{address, descriptors, port};
use anyhow::{Context, Result, anyhow, bail};
use causette_core::ports::{Accounts, Keep, Log, MemoryLog};
use causette_doors::gate::{ARRIVALS, Listener, Rate, Settings, Shard, accept};
use causette_doors::line::LineDoor;
use causette_engine::{Batch, EngineError, Mailbox, SHARD_INBOX, Sequencer, Setup, Shards, Submission, Sweeps};
use causette_sqlite::SqliteLog;
use causette_texts::Lang;
use std::io::IsTerminal;
use std::net::TcpStream as StdStream;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::LocalSet;

/// Shards a machine gets unless told otherwise.
const SHARDS_MOST: usize = 8;
/// Threads for reads of the store, per shard runtime.
const READERS: usize = 4;

/// Rooms keep all they are not told to let go; what is to go is looked for once a minute.
const SWEEPS: Sweeps = Sweeps { keep: Keep { days: None, last: None }, every: Duration::from_secs(60) };

/// The log, and who may be whom.
struct Store {
    log: Arc<dyn Log>,
    accounts: Arc<dyn Accounts>,
}

/// One shard's inbox of batches and of new connections, and what says that it is there.
struct ShardEnds {
    number: u8,
    serving: Serving,
    batches: mpsc::Receiver<Arc<Batch>>,
    arrivals: mpsc::Receiver<StdStream>,
}

pub(crate) fn serve(args: &Serve) -> Result<()> {
    let colour = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_max_level(args.log)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(colour)
        .init();
    let files = descriptors::raise();
    let listener = bind(args)?;
    let address = listener.address;
    #[cfg(feature = "planted")]
    let plant = crate::plant::plant()?;
    let store = open(args)?;
    let clock = Arc::new(SystemClock);
    let door = LineDoor::new(Lang::from_locale(&args.lang), clock.clone())?;
    let settings = Settings { rate: Rate { per_second: args.line_rate, burst: args.line_burst } };

    let (mailbox, inbox) = causette_engine::mailbox();
    let mut sequencer = Sequencer::new(Setup {
        ids: Box::new(RandomIds),
        accounts: store.accounts,
        directory: store.log.directory().context("reading the store")?,
    });
    #[cfg(feature = "planted")]
    sequencer.plant(plant);
    #[cfg(not(feature = "planted"))]
    let _ = &mut sequencer;

    let (to_shards, to_arrive, mut ends, watch) = channels(shard_count(args));
    let first = ends.remove(0);
    let mut others = Vec::new();
    for ends in ends {
        others.push(start_shard(ends, settings, mailbox.clone(), door.clone())?);
    }
    let runtime = runtime()?;
    let signals = {
        let _inside = runtime.enter();
        Signals::new().context("waiting for signals")?
    };
    announce(args, address, files);
    let local = LocalSet::new();
    let shard = Shard::new(0, settings, mailbox.clone());
    let engine = causette_engine::run(sequencer, inbox, mailbox.clone(), to_shards, store.log, clock, SWEEPS);
    let outcome = runtime.block_on(local.run_until(async {
        let accepting = {
            let (shard, door) = (shard.clone(), door.clone());
            tokio::task::spawn_local(async move {
                let full = door.full();
                accept(listener, &full, |stream, _| admit(stream, &shard, &door, &to_arrive)).await
            })
        };
        let stop = stop_on_signal(signals, mailbox.clone(), accepting.abort_handle());
        let stopping = tokio::task::spawn_local(stop);
        let engine = tokio::task::spawn_local(engine);
        let first = tokio::task::spawn_local(run(shard, first.number, first.batches, first.serving));
        let outcome = over(engine, watch, &mailbox, &accepting.abort_handle()).await;
        let _ = first.await;
        accepting.abort();
        stopping.abort();
        outcome
    }));
    for shard in others {
        let _ = shard.join(); // their connections take what is queued for them, too
    }
    outcome
}

/// Waits for the engine's end, and brings it about when a shard is gone: the others are told, and the store is closed.
async fn over(
    mut engine: tokio::task::JoinHandle<Result<(), EngineError>>,
    mut watch: Watch,
    mailbox: &Mailbox,
    accepting: &tokio::task::AbortHandle,
) -> Result<()> {
    let lost = tokio::select! {
        biased; // after the engine, every shard ends
        ended = &mut engine => return ended.map_err(|e| anyhow!("the engine died: {e}"))?.map_err(Into::into),
        lost = watch.gone() => lost,
    };
    accepting.abort();
    let _ = mailbox.send(Submission::Stop).await; // refused only by an engine that is over
    engine.await.map_err(|e| anyhow!("the engine died: {e}"))??;
    Err(lost)
}

fn bind(args: &Serve) -> Result<Listener> {
    let address = if args.lan { address::widened(args.line) } else { args.line };
    Listener::bind(address).map_err(|error| {
        let what = match (error.kind(), port::holder(address)) {
            (std::io::ErrorKind::AddrInUse, Some(holder)) => format!("port {} is held by {holder}", address.port()),
            (std::io::ErrorKind::AddrInUse, None) => format!("port {} is in use", address.port()),
            (std::io::ErrorKind::PermissionDenied, _) => {
                format!("port {} needs rights you do not have", address.port())
            }
            (_, _) => format!("cannot listen on {address}: {error}"),
        };
        anyhow!("{what}; choose another with --line {} (0 takes a free one)", address::with_port(address, "PORT"))
    })
}

fn open(args: &Serve) -> Result<Store> {
    if args.ephemeral {
        return Ok(Store { log: Arc::new(MemoryLog::new()), accounts: Arc::new(EphemeralAccounts::new()?) });
    }
    let log = Arc::new(SqliteLog::open(&args.data)?);
    Ok(Store { log: log.clone(), accounts: log })
}

fn shard_count(args: &Serve) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if args.shards == 0 { (cores / 2).clamp(1, SHARDS_MOST) } else { usize::from(args.shards) }
}

fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().max_blocking_threads(READERS).build().context("starting the runtime")
}

type Arrivals = Vec<mpsc::Sender<StdStream>>;

fn channels(shards: usize) -> (Shards, Arrivals, Vec<ShardEnds>, Watch) {
    let (mut to_shards, mut to_arrive, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let (serving, watch) = Watch::new(shards);
    for (number, serving) in (0u8..=u8::MAX).zip(serving) {
        let (batch, batches) = mpsc::channel(SHARD_INBOX);
        let (arrive, arrivals) = mpsc::channel(ARRIVALS);
        to_shards.push(batch);
        to_arrive.push(arrive);
        ends.push(ShardEnds { number, serving, batches, arrivals });
    }
    (to_shards, to_arrive, ends, watch)
}

/// Connections go to the shards in turn. The first shard takes its own at once; the others get theirs through a channel,
/// and what there is no room for now, when many arrive together, stays with the first.
fn admit(stream: TcpStream, shard: &Shard, door: &LineDoor, others: &Arrivals) -> Result<(), TcpStream> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TURN: AtomicUsize = AtomicUsize::new(0);
    #[cfg(feature = "planted")]
    crate::plant::accepted();
    let turn = TURN.fetch_add(1, Ordering::Relaxed) % others.len().max(1);
    let stream = match others.get(turn).filter(|_| turn > 0) {
        None => stream,
        Some(other) => {
            // A socket that fails to change hands is of no use to anybody.
            let Ok(stream) = stream.into_std() else { return Ok(()) };
            let Err(refused) = other.try_send(stream) else { return Ok(()) };
            let Ok(stream) = TcpStream::from_std(refused.into_inner()) else { return Ok(()) };
            stream
        }
    };
    if !shard.has_room() {
        return Err(stream);
    }
    shard.admit(stream, door.speaker());
    Ok(())
}

/// Serves until the engine is gone.
async fn run(shard: Shard, number: u8, batches: mpsc::Receiver<Arc<Batch>>, serving: Serving) {
    #[cfg(feature = "planted")]
    tokio::select! {
        () = shard.run(batches) => {}
        () = crate::plant::death(number) => {}
    }
    #[cfg(not(feature = "planted"))]
    shard.run(batches).await;
    tracing::debug!(number, "this shard is over");
    drop(serving);
}

fn start_shard(ends: ShardEnds, settings: Settings, mailbox: Mailbox, door: LineDoor) -> Result<JoinHandle<()>> {
    let runtime = runtime()?;
    let thread = std::thread::Builder::new().name(format!("causette-shard-{}", ends.number)).spawn(move || {
        let ShardEnds { number, serving, batches, mut arrivals } = ends;
        let shard = Shard::new(number, settings, mailbox);
        LocalSet::new().block_on(&runtime, async {
            let admitting = {
                let shard = shard.clone();
                tokio::task::spawn_local(async move {
                    while let Some(stream) = arrivals.recv().await {
                        if let (true, Ok(stream)) = (shard.has_room(), TcpStream::from_std(stream)) {
                            shard.admit(stream, door.speaker());
                        }
                    }
                })
            };
            run(shard, number, batches, serving).await;
            admitting.abort();
        });
    })?;
    Ok(thread)
}

/// The signals that ask the server to stop. Taken before it says that it is ready: from then on none just kills it.
struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals { term: signal(SignalKind::terminate())?, int: signal(SignalKind::interrupt())? })
    }
}

async fn stop_on_signal(mut signals: Signals, mailbox: Mailbox, accepting: tokio::task::AbortHandle) -> Result<()> {
    tokio::select! {
        _ = signals.term.recv() => {}
        _ = signals.int.recv() => {}
    }
    tracing::info!("stopping: what was received is saved and told first");
    accepting.abort();
    if mailbox.send(Submission::Stop).await.is_err() {
        bail!("the engine is already gone");
    }
    Ok(())
}
