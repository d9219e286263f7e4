//! The store's own thread: one batch in flight, so the next grows meanwhile (group commit).
//!
//! If the thread dies, the outcome of what it was doing is unknown, and so the caller is told.

use crate::limits::MAILBOX;
use causette_core::limits::SCRUB_FACTS;
use causette_core::ports::{Append, AppendError, Appended, Keep, Log, Swept};
use causette_core::{AccountChange, Millis};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use tokio::sync::oneshot;

type Outcome = Result<Appended, AppendError>;

/// With no batch for this long, the log may tidy up.
const QUIET: Duration = Duration::from_millis(50);
/// The same while words of an erased account are to be destroyed.
const SCRUB_QUIET: Duration = Duration::from_millis(5);
/// Without such a moment, a piece of it is done after so many batches.
const SCRUB_BATCHES: u32 = 16;

enum Job {
    Append(Arc<[Append]>, oneshot::Sender<Outcome>),
    Sweep(Keep, Millis, usize, oneshot::Sender<Result<Swept, AppendError>>),
    Close(oneshot::Sender<Result<(), AppendError>>),
}

pub(crate) struct StoreThread {
    jobs: SyncSender<Job>,
}

impl StoreThread {
    pub(crate) fn start(log: Arc<dyn Log>) -> std::io::Result<StoreThread> {
        // One job at a time by construction; the queue has room for it and for the close.
        let (jobs, inbox) = sync_channel(MAILBOX.min(2));
        std::thread::Builder::new().name("causette-store".into()).spawn(move || serve(&*log, &inbox))?;
        Ok(StoreThread { jobs })
    }

    pub(crate) async fn append(&self, batch: Arc<[Append]>) -> Outcome {
        self.ask(|reply| Job::Append(batch, reply)).await
    }

    pub(crate) async fn sweep(&self, keep: Keep, now: Millis, limit: usize) -> Result<Swept, AppendError> {
        self.ask(|reply| Job::Sweep(keep, now, limit, reply)).await
    }

    pub(crate) async fn close(&self) -> Result<(), AppendError> {
        self.ask(Job::Close).await
    }

    async fn ask<T>(&self, job: impl FnOnce(oneshot::Sender<Result<T, AppendError>>) -> Job) -> Result<T, AppendError> {
        let (reply, outcome) = oneshot::channel();
        let sent = self.jobs.try_send(job(reply));
        match (sent, outcome.await) {
            (Ok(()), Ok(outcome)) => outcome,
            _ => Err(AppendError::Unknown("the store's thread died".into())),
        }
    }
}

/// What the thread still has to do when nobody asks for anything.
struct Chores {
    /// What the last run left to tidy is found at the first quiet moment.
    dirty: bool,
    /// Words of accounts that were erased may still be there.
    scrubbing: bool,
    /// Batches since the last piece was scrubbed: under load it goes on, too.
    since: u32,
    /// A chore that failed is told to whoever appends next: nothing may be promised after it.
    failed: Option<AppendError>,
}

impl Chores {
    fn wait(&self) -> Option<Duration> {
        let scrub = self.scrubbing.then_some(SCRUB_QUIET);
        scrub.or(self.dirty.then_some(QUIET))
    }

    /// One piece of what is to be done.
    fn one(&mut self, log: &dyn Log) {
        let more = if self.scrubbing { log.scrub(SCRUB_FACTS) } else { log.idle() };
        match (more, self.scrubbing) {
            (Ok(more), true) => (self.scrubbing, self.dirty, self.since) = (more, true, 0),
            (Ok(more), false) => self.dirty = more,
            // Only this piece was not saved: the next quiet moment tries again.
            (Err(AppendError::NotSaved { detail, .. }), true) => {
                tracing::warn!(%detail, "what an erased account said could not be destroyed yet");
                (self.scrubbing, self.since) = (false, 0);
            }
            (Err(e), _) => {
                (self.dirty, self.scrubbing) = (false, false);
                self.failed.get_or_insert(e);
            }
        }
    }

    fn appended(&mut self, log: &dyn Log, batch: &[Append]) {
        self.dirty = true;
        self.scrubbing |= batch.iter().flat_map(|a| &a.accounts).any(|c| matches!(c, AccountChange::Erased(_)));
        self.since += 1;
        if self.scrubbing && self.since >= SCRUB_BATCHES {
            self.one(log);
        }
    }
}

fn serve(log: &dyn Log, jobs: &Receiver<Job>) {
    let mut chores = Chores { dirty: true, scrubbing: true, since: 0, failed: None };
    loop {
        let job = match chores.wait() {
            Some(quiet) => match jobs.recv_timeout(quiet) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => {
                    chores.one(log);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            },
            None => {
                let Ok(job) = jobs.recv() else { return };
                job
            }
        };
        // Whoever asked may be gone; then nobody needs the answer.
        match job {
            Job::Append(batch, reply) => {
                let outcome = chores.failed.clone().map_or_else(|| log.append(&batch), Err);
                let _ = reply.send(outcome);
                chores.appended(log, &batch);
            }
            Job::Sweep(keep, now, limit, reply) => {
                let outcome = chores.failed.clone().map_or_else(|| log.sweep(keep, now, limit), Err);
                chores.dirty |= outcome.as_ref().is_ok_and(|swept| !swept.rooms.is_empty());
                let _ = reply.send(outcome);
            }
            Job::Close(reply) => {
                let _ = reply.send(chores.failed.clone().map_or_else(|| log.close(), Err));
                return;
            }
        }
    }
}
