//! The loop around the sequencer: takes what waits, appends, tells the shards, starts the fetches.

use crate::complaint::Complaint;
use crate::hash_threads::HashThreads;
use crate::limits::{BATCH, MAILBOX, SWEEP_AGAIN, SWEEP_FACTS};
use crate::retention::RetentionClock;
use crate::store_thread::StoreThread;
use crate::{Batch, Effects, Ending, Fetch, Meter, Next, Sequencer, Submission};
use causette_core::ports::{AppendError, Clock, Keep, Log};
use causette_core::{About, Millis, Note, Text};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout_at};

/// Where doors put submissions. Waits when the sequencer is behind.
pub type Mailbox = mpsc::Sender<Submission>;

/// The shards' inboxes, by shard number.
pub type Shards = Vec<mpsc::Sender<Arc<Batch>>>;

/// Why the engine ended other than by being asked to.
#[derive(Debug, Error)]
pub enum EngineError {
    /// A flush failed or the store's thread died. Some senders were told "outcome unknown".
    #[error("the store failed, so nothing more can be promised: {0}")]
    StoreFailed(String),
    /// The machine has no thread left.
    #[error("cannot start the store's thread: {0}")]
    NoThread(#[from] std::io::Error),
}

/// How old messages are let go.
#[derive(Clone, Copy, Debug)]
pub struct Sweeps {
    /// What rooms keep that do not say otherwise.
    pub keep: Keep,
    /// How often the store is looked through; a message is kept at most that much longer.
    pub every: Duration,
    /// The time that was gone by before the start, if there is one: a clock that is far ahead of it is not believed at once.
    pub last: Option<Millis>,
}

/// What the engine works with.
pub struct Ports {
    /// Where facts are kept.
    pub log: Arc<dyn Log>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Where it counts what it does.
    pub meter: Arc<Meter>,
    /// Woken when an operator wants the configuration read again.
    pub reload: Arc<Notify>,
    /// Woken when there is a webhook to deliver for, or one to try again.
    pub hooks: Arc<Notify>,
}

/// A mailbox and its other end.
pub fn mailbox() -> (Mailbox, mpsc::Receiver<Submission>) {
    mpsc::channel(MAILBOX)
}

/// Runs until it is asked to stop or the store fails. `mailbox` is for the answers of fetches.
pub async fn run(
    mut sequencer: Sequencer,
    mut inbox: mpsc::Receiver<Submission>,
    mailbox: Mailbox,
    shards: Shards,
    ports: Ports,
    sweeps: Sweeps,
) -> Result<(), EngineError> {
    let Ports { log, clock, meter, reload, hooks } = ports;
    let store = if log.immediate() { None } else { Some(StoreThread::start(log.clone())?) };
    let hashing = HashThreads::start(sequencer.hashers(), &log, &sequencer.accounts(), &mailbox)?;
    // What is due is let go at the start, too: a server that is stopped every night would else never come to it.
    let begun = Instant::now();
    let (mut sweep_at, mut retention) = (begun, RetentionClock::new(sweeps.last, clock.now()));
    let mut complaint = Complaint::default();
    loop {
        meter.turns.add(1);
        if sequencer.queued() == 0 {
            let wake = meter.beat().map_or(sweep_at, |beat| sweep_at.min(Instant::now() + beat));
            match timeout_at(wake, inbox.recv()).await {
                Ok(Some(first)) => take(&mut sequencer, &meter, first),
                Ok(None) => return Ok(()),
                Err(_) if wake < sweep_at => continue,
                Err(_) => {}
            }
        }
        if Instant::now() >= sweep_at {
            let now = retention.now(clock.now(), begun.elapsed());
            let again = sweep(&mut sequencer, store.as_ref(), &*log, sweeps.keep, now).await;
            match again {
                Ok(more) => sweep_at = Instant::now() + if more { SWEEP_AGAIN } else { sweeps.every },
                Err(detail) => {
                    tell(&shards, sequencer.store_failed(clock.now(), detail.clone()).batch).await;
                    return Err(EngineError::StoreFailed(detail));
                }
            }
        }
        take_waiting(&mut sequencer, &meter, &mut inbox);
        let mut next = sequencer.begin(clock.now());
        let Effects { batch, fetches, reload: asked, hooked, ending } = loop {
            match next {
                Next::Done(effects) => break effects,
                Next::Append(pending) => {
                    #[cfg(feature = "planted")]
                    crate::plant::early(&sequencer, &pending, &shards).await;
                    let (appends, began) = (pending.appends(), meter.committing());
                    let outcome = match &store {
                        Some(store) => store.append(appends.clone()).await,
                        None => log.append(&appends),
                    };
                    meter.committed(began, &appends, &outcome);
                    complaint.hear(&outcome).and_then(was_full).into_iter().for_each(|note| sequencer.push(note));
                    next = sequencer.proceed(pending, outcome);
                }
            }
        };
        meter.told(&batch, sequencer.rooms_in_memory());
        tell(&shards, batch).await;
        asked.then(|| reload.notify_one());
        hooked.then(|| hooks.notify_one());
        for fetch in fetches {
            start(fetch, &mut sequencer, &hashing, &mailbox, &log, &meter);
        }
        match ending {
            None => {}
            Some(Ending::Asked) => return close(store, &*log).await,
            Some(Ending::StoreFailed(detail)) => return Err(EngineError::StoreFailed(detail)),
        }
    }
}

/// The audit room is told once it can be written again.
fn was_full(lasted: Duration) -> Option<Submission> {
    let text = format!("the disk was full for {} s; messages are saved again", lasted.as_secs().max(1));
    Some(Submission::Note { note: Note { about: About::Disk, text: Text::new(&text).ok()? }, by: None })
}

/// What waits already comes into the same batch.
fn take_waiting(sequencer: &mut Sequencer, meter: &Meter, inbox: &mut mpsc::Receiver<Submission>) {
    while sequencer.queued() < BATCH {
        let Ok(more) = inbox.try_recv() else { break };
        take(sequencer, meter, more);
    }
}

fn take(sequencer: &mut Sequencer, meter: &Meter, submission: Submission) {
    meter.took(&submission);
    sequencer.push(submission);
}

/// Lets go what is kept no longer; says whether there is more. An error means that the store is not to be trusted any more.
async fn sweep(
    sequencer: &mut Sequencer,
    store: Option<&StoreThread>,
    log: &dyn Log,
    keep: Keep,
    now: Millis,
) -> Result<bool, String> {
    let swept = match store {
        Some(store) => store.sweep(keep, now, SWEEP_FACTS).await,
        None => log.sweep(keep, now, SWEEP_FACTS),
    };
    match swept {
        Ok(swept) => {
            let more = swept.more;
            if !swept.rooms.is_empty() {
                sequencer.push(Submission::Swept(swept));
            }
            Ok(more)
        }
        Err(AppendError::NotSaved { detail, .. }) => {
            tracing::warn!(%detail, "old messages could not be let go");
            Ok(false)
        }
        Err(AppendError::Unknown(detail)) => Err(detail),
    }
}

pub(crate) async fn tell(shards: &Shards, batch: Batch) {
    if batch.events.is_empty() {
        return;
    }
    let batch = Arc::new(batch);
    for shard in shards {
        // A shard that is gone has no sessions left to tell.
        let _ = shard.send(batch.clone()).await;
    }
}

/// Reads off the loop, unless the log never waits; hashes on the threads for that.
fn start(
    fetch: Fetch,
    sequencer: &mut Sequencer,
    hashing: &HashThreads,
    mailbox: &Mailbox,
    log: &Arc<dyn Log>,
    meter: &Arc<Meter>,
) {
    if fetch.is_long() {
        return hashing.put(fetch);
    }
    let accounts = sequencer.accounts();
    if log.immediate() {
        return sequencer.push(fetch.run(&**log, &*accounts));
    }
    let (log, mailbox, meter) = (log.clone(), mailbox.clone(), meter.clone());
    meter.fetches.add(1);
    tokio::spawn(async move {
        if let Ok(submission) = tokio::task::spawn_blocking(move || fetch.run(&*log, &*accounts)).await {
            let _ = mailbox.send(submission).await;
        }
        meter.fetches.sub();
    });
}

async fn close(store: Option<StoreThread>, log: &dyn Log) -> Result<(), EngineError> {
    let closed = match store {
        Some(store) => store.close().await,
        None => log.close(),
    };
    closed.map_err(|e| match e {
        AppendError::NotSaved { detail, .. } | AppendError::Unknown(detail) => EngineError::StoreFailed(detail),
    })
}
