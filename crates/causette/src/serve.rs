//! `causette serve`: opens the store and the doors, starts the shards, runs until told to stop.

use crate::activation::Passed;
use crate::announce::{announce, page};
use crate::args::Serve;
use crate::config::Settings;
use crate::console::Console;
use crate::ephemeral::EphemeralAccounts;
use crate::hooks::Hooks;
use crate::listen::{Doors, Newcomer, admit_all};
use crate::live::{Live, Reached, reload_on, warn_of_open_file};
use crate::logging::Format;
use crate::metrics::Figures;
use crate::system::{RandomIds, SystemClock};
use crate::watch::{Serving, Watch};
use crate::{address, backups, descriptors, logging, service, tls, trouble};
use causette_core::ports::{Accounts, Clock, Ids, Log, MemoryLog, ReadError, RoomRow};
use causette_core::{About, Millis, Note, Text};
use causette_doors::gate::{ARRIVALS, Pages, Shard};
use causette_doors::web::{self, WebDoor};
use causette_engine::{Batch, EngineError, Mailbox, Meter, Ports, SHARD_INBOX, Sequencer, Setup, Shards, Submission};
use causette_sqlite::SqliteLog;
use causette_texts::{Lang, ProgramError, program_error};
use std::net::TcpListener as StdListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::LocalSet;

/// Shards a machine gets unless told otherwise.
const SHARDS_MOST: usize = 8;
/// Threads for reads of the store, per shard runtime.
const READERS: usize = 4;

/// The log, and who may be whom.
pub(crate) struct Store {
    pub(crate) log: Arc<dyn Log>,
    pub(crate) accounts: Arc<dyn Accounts>,
}

/// One shard's inbox of batches and of new connections, and what says that it is there.
struct ShardEnds {
    number: u8,
    serving: Serving,
    batches: mpsc::Receiver<Arc<Batch>>,
    arrivals: mpsc::Receiver<Newcomer>,
}

/// Runs until told to stop. Why it could not is said in `lang`, the language of whoever started it: in a log of objects as
/// one more object, else as a plain sentence after the log.
pub(crate) fn serve(args: Serve, lang: Lang) -> ExitCode {
    let settings = Settings::read(&args.given, args.config.as_deref(), lang);
    let started = settings.and_then(|settings| {
        let log = logging::start(settings.log, settings.format);
        Ok((log.map_err(|error| trouble::cannot_start(lang, error))?, settings))
    });
    let (log, settings) = match started {
        Ok(started) => started,
        Err(sentence) => {
            logging::last_word(&sentence);
            return ExitCode::FAILURE;
        }
    };
    warn_of_open_file(&settings, args.config.as_deref());
    let format = settings.format;
    let Err(sentence) = run_server(args, settings, log.clone(), lang) else {
        log.flush();
        return ExitCode::SUCCESS;
    };
    match format {
        Format::Json => {
            tracing::error!("{sentence}");
            log.flush();
        }
        Format::Text => {
            log.flush();
            logging::last_word(&sentence);
        }
    }
    ExitCode::FAILURE
}

fn run_server(args: Serve, settings: Settings, log: logging::Log, lang: Lang) -> Result<(), String> {
    let cannot_start = |error: std::io::Error| trouble::cannot_start(lang, error);
    let mut passed = Passed::take(lang)?;
    let files = descriptors::raise();
    let figures = figures_socket(&settings, passed.socket("metrics"), lang)?;
    let mut doors = Doors::bind(&settings, &mut passed, lang)?;
    doors.metrics = figures.as_ref().and_then(|socket| socket.local_addr().ok());
    // Before the store is opened: some faults are planted in it.
    #[cfg(feature = "planted")]
    let plant = crate::plant::plant().map_err(|error| trouble::cannot_start(lang, error))?;
    let store = open(&settings, lang)?;
    let clock = Arc::new(SystemClock);
    let meter = Arc::new(Meter::default());
    let (mailbox, inbox) = causette_engine::mailbox();
    let audit = mailbox.clone();
    let keeper = tls::start(&settings, clock.clone(), move |news| tell(news, &audit), lang)?;
    let console = open_console(&settings, &store);
    let (mut sequencer, code) = sequencer(&store, &settings, lang)?;
    let reached = Reached { irc_tls: doors.irc_tls().map(|address| address.port()), web: page(&doors) };
    let live = Live::new(&settings, clock.clone(), log.clone(), meter.clone(), sequencer.faces(), reached);
    let live = Arc::new(live);
    #[cfg(feature = "planted")]
    sequencer.plant(plant);
    let hooks = Hooks::new(&settings, &mut sequencer, (store.log.clone(), mailbox.clone(), clock.clone()));
    let (to_shards, to_arrive, mut ends, watch) = channels(shard_count(&settings));
    let first = ends.remove(0);
    let others = ends.into_iter().map(|ends| start_shard(ends, mailbox.clone(), live.clone()));
    let others: Vec<_> = others.collect::<Result<_, _>>().map_err(cannot_start)?;
    let runtime = runtime().map_err(cannot_start)?;
    let signals = Signals::on(&runtime).map_err(cannot_start)?;
    let data = Some(settings.data.clone()).filter(|_| !settings.ephemeral);
    let shown = Figures::new(meter.clone(), &mailbox, log, data, clock.now().0 / 1000);
    let shown = shown.served(figures).map_err(cannot_start)?;
    backups::schedule(&settings, mailbox.clone()).map_err(cannot_start)?;
    announce(&settings, lang, &doors, (keeper.as_deref(), code.as_deref()), files);
    service::watch(meter.clone()).map_err(cannot_start)?;
    service::ready();
    let pages = pages(&settings, &live, shown, [RandomIds.fresh(), RandomIds.fresh()]);
    let (acme, shard) = (doors.take_acme(), Shard::new(0, live.settings(), mailbox.clone()));
    let (sweeps, reload) = (settings.sweeps(last_swept(&store, lang)?), live.reload());
    let ports = Ports { log: store.log, clock, meter: meter.clone(), reload, hooks: hooks.changed() };
    let engine = causette_engine::run(sequencer, inbox, mailbox.clone(), to_shards, ports, sweeps);
    let outcome = runtime.block_on(LocalSet::new().run_until(async {
        hooks.start(&shard, &pages).map_err(cannot_start)?;
        let accepting = {
            let (shard, live) = (shard.clone(), live.clone());
            let open = doors.open(&settings, keeper.clone(), &pages);
            tokio::task::spawn_local(admit_all(open, shard, live, to_arrive))
        };
        let operating = console.map(|console| tokio::task::spawn_local(console.admit_all(shard.clone(), live.clone())));
        let watching = keeper.clone().map(|keeper| tokio::task::spawn_local(keeper.watch()));
        let asking = keeper.clone().map(|keeper| tokio::task::spawn_local(tls::ask(settings.clone(), keeper, acme)));
        let Signals { term, int, hup } = signals;
        let stop = stop_on_signal(term, int, mailbox.clone(), accepting.abort_handle(), meter);
        let stopping = tokio::task::spawn_local(stop);
        let reloading =
            tokio::task::spawn_local(reload_on(hup, Arc::new(args), (live, keeper, mailbox.clone()), settings, lang));
        let engine = tokio::task::spawn_local(engine);
        let first = tokio::task::spawn_local(run(shard, first.number, first.batches, first.serving));
        let outcome = over(engine, watch, &mailbox, &accepting.abort_handle(), lang).await;
        let _ = first.await;
        let tasks = [accepting, stopping, reloading].into_iter().chain(operating).chain(watching).chain(asking);
        tasks.for_each(|task| task.abort());
        outcome
    }));
    for shard in others {
        let _ = shard.join(); // their connections take what is queued for them, too
    }
    outcome
}

/// What happens to the certificate is logged, and stands in the audit room.
fn tell(news: &tls::News, audit: &Mailbox) {
    news.log();
    // What was there at the start is no news.
    if !matches!(news, tls::News::Loaded(_))
        && let Ok(text) = Text::new(&news.to_string())
    {
        // With the mailbox full there are more urgent things; the log has it.
        let _ = audit.try_send(Submission::Note { note: Note { about: About::Certificate, text }, by: None });
    }
}

/// The operator's console, where something is kept. Without it people talk all the same.
fn open_console(settings: &Settings, store: &Store) -> Option<Console> {
    if settings.ephemeral {
        return None;
    }
    let console = Console::bind(&settings.data, store.log.clone());
    console.inspect_err(|error| tracing::warn!(%error, "there is no console for causette admin")).ok()
}

/// The time by which messages last grew old; before the first sweep, the time of the newest of a named room.
pub(crate) fn last_swept(store: &Store, lang: Lang) -> Result<Option<Millis>, String> {
    let newest = |(rooms, _): (Vec<RoomRow>, bool)| rooms.first().map(|row| row.at);
    let last = store.log.swept().and_then(|swept| Ok(swept.or(store.log.rooms(1).map(newest)?)));
    last.map_err(|error| program_error(lang, ProgramError::DataFailed { detail: &error.to_string() }))
}

/// The sequencer, with what the store knows; and, while the server has no owner, the code that makes one.
pub(crate) fn sequencer(store: &Store, settings: &Settings, lang: Lang) -> Result<(Sequencer, Option<String>), String> {
    let failed = |error: ReadError| program_error(lang, ProgramError::DataFailed { detail: &error.to_string() });
    let (directory, people) = (store.log.directory().map_err(failed)?, store.log.accounts().map_err(failed)?);
    let mut ids: Box<dyn Ids> = Box::new(RandomIds);
    let code = (!directory.row.state.owned()).then(|| claim_code(ids.fresh()));
    let accounts = store.accounts.clone();
    let claim = code.as_deref().map(|code| accounts.token_hash(code));
    let (policy, hashers) = (settings.policy(), hashers());
    let faces = Arc::default();
    let setup = Setup { ids, accounts, directory, people, policy, claim, hashers, faces };
    let mut sequencer = Sequencer::new(setup);
    sequencer.set_operators(settings.operators.clone());
    Ok((sequencer, code))
}

/// What is answered by HTTP.
fn pages(settings: &Settings, live: &Arc<Live>, figures: Arc<Figures>, bits: [u128; 2]) -> Arc<dyn Pages> {
    let live = live.clone();
    let names = settings.web_names.iter().chain(&settings.tls_names).map(|name| name.to_lowercase()).collect();
    let [one, other] = bits.map(u128::to_be_bytes);
    let mut secret = [0; 32];
    secret.iter_mut().zip(one.iter().chain(&other)).for_each(|(to, from)| *to = *from);
    let policies = live.clone();
    let (speakers, policy) = (Arc::new(move |begins| live.program(begins)), Arc::new(move || policies.policy()));
    Arc::new(WebDoor::new(web::Setup { names, lang: settings.lang, speakers, policy, figures, secret }))
}

/// A code of 60 random bits in letters and digits that nobody confuses, easy to type from one screen into another.
fn claim_code(bits: u128) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let sign = |i: u32| char::from(SIGNS.get((bits >> (5 * i)) as usize % SIGNS.len()).copied().unwrap_or(b'a'));
    let group = |n: u32| (4 * n..4 * n + 4).map(sign).collect::<String>();
    [group(0), group(1), group(2)].join("-")
}

/// Passwords hashed at once: half the cores, so that talking goes on beside.
fn hashers() -> usize {
    (std::thread::available_parallelism().map_or(1, usize::from) / 2).max(1)
}

/// Waits for the engine's end, and brings it about when a shard is gone: the others are told, and the store is closed.
async fn over(
    mut engine: tokio::task::JoinHandle<Result<(), EngineError>>,
    mut watch: Watch,
    mailbox: &Mailbox,
    accepting: &tokio::task::AbortHandle,
    lang: Lang,
) -> Result<(), String> {
    let ended = |ended: Result<Result<(), EngineError>, tokio::task::JoinError>| match ended {
        Ok(outcome) => outcome.map_err(|error| trouble::engine(lang, &error)),
        Err(error) => Err(trouble::died(lang, error)),
    };
    let lost = tokio::select! {
        biased; // after the engine, every shard ends
        outcome = &mut engine => return ended(outcome),
        lost = watch.gone() => lost,
    };
    accepting.abort();
    let _ = mailbox.send(Submission::Stop).await; // refused only by an engine that is over
    ended(engine.await)?;
    Err(match lost {
        Some(number) => program_error(lang, ProgramError::ShardDied { number: number.into() }),
        None => trouble::died(lang, "no thread serves connections"),
    })
}

/// Where figures are asked for, if anywhere. They are no door for people: `--lan` does not widen it.
fn figures_socket(settings: &Settings, passed: Option<StdListener>, lang: Lang) -> Result<Option<StdListener>, String> {
    let Some(address) = settings.metrics.filter(|_| passed.is_none()) else { return Ok(passed) };
    StdListener::bind(address).map(Some).map_err(|error| {
        let example = address::with_port(address, "PORT");
        let (address, error) = (address.to_string(), error.to_string());
        program_error(lang, ProgramError::MetricsCannotListen { address: &address, error: &error, example: &example })
    })
}

fn open(settings: &Settings, lang: Lang) -> Result<Store, String> {
    if settings.ephemeral {
        let accounts = EphemeralAccounts::new().map_err(|error| trouble::cannot_start(lang, error))?;
        return Ok(Store { log: Arc::new(MemoryLog::new()), accounts: Arc::new(accounts) });
    }
    let log = Arc::new(SqliteLog::open(&settings.data).map_err(|error| trouble::store(lang, &error))?);
    Ok(Store { log: log.clone(), accounts: log })
}

fn shard_count(settings: &Settings) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if settings.shards == 0 { (cores / 2).clamp(1, SHARDS_MOST) } else { usize::from(settings.shards) }
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().max_blocking_threads(READERS).build()
}

fn channels(shards: usize) -> (Shards, Vec<mpsc::Sender<Newcomer>>, Vec<ShardEnds>, Watch) {
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

fn start_shard(ends: ShardEnds, mailbox: Mailbox, live: Arc<Live>) -> std::io::Result<JoinHandle<()>> {
    let runtime = runtime()?;
    std::thread::Builder::new().name(format!("causette-shard-{}", ends.number)).spawn(move || {
        let ShardEnds { number, serving, batches, mut arrivals } = ends;
        let shard = Shard::new(number, live.settings(), mailbox);
        LocalSet::new().block_on(&runtime, async {
            let admitting = {
                let shard = shard.clone();
                tokio::task::spawn_local(async move {
                    while let Some(Newcomer { stream, entrance }) = arrivals.recv().await {
                        if let (true, Ok(stream)) = (shard.has_room(), TcpStream::from_std(stream)) {
                            shard.admit(stream, &entrance, live.speaker(entrance.door));
                        }
                    }
                })
            };
            run(shard, number, batches, serving).await;
            admitting.abort();
        });
    })
}

/// The signals that ask the server to stop, or to read its config again. Taken before it says that it is ready: from then on
/// none just kills it.
struct Signals {
    term: Signal,
    int: Signal,
    hup: Signal,
}

impl Signals {
    fn on(runtime: &Runtime) -> std::io::Result<Signals> {
        let _inside = runtime.enter();
        let [term, int, hup] = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
        Ok(Signals { term: term?, int: int?, hup: hup? })
    }
}

async fn stop_on_signal(
    mut term: Signal,
    mut int: Signal,
    mailbox: Mailbox,
    accepting: tokio::task::AbortHandle,
    meter: Arc<Meter>,
) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    meter.stopping();
    service::stopping();
    tracing::info!("stopping: what was received is saved and told first");
    accepting.abort();
    let _ = mailbox.send(Submission::Stop).await; // refused only by an engine that is over
}
