//! The store's own thread: one batch in flight, so the next grows meanwhile (group commit).
//!
//! If the thread dies, the outcome of what it was doing is unknown, and so the caller is told.

use crate::limits::MAILBOX;
use causette_core::Millis;
use causette_core::ports::{Append, AppendError, Appended, Keep, Log, Swept};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use tokio::sync::oneshot;

type Outcome = Result<Appended, AppendError>;

/// With no batch for this long, the log may tidy up.
const QUIET: Duration = Duration::from_millis(50);

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

fn serve(log: &dyn Log, jobs: &Receiver<Job>) {
    // What the last run left to tidy is found at the first quiet moment.
    let mut dirty = true;
    // A tidying-up that failed is told to whoever appends next: nothing may be promised after it.
    let mut failed = None;
    loop {
        let job = if dirty {
            match jobs.recv_timeout(QUIET) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => {
                    match log.idle() {
                        Ok(more) => dirty = more,
                        Err(e) => (dirty, failed) = (false, failed.or(Some(e))),
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        } else {
            let Ok(job) = jobs.recv() else { return };
            job
        };
        // Whoever asked may be gone; then nobody needs the answer.
        match job {
            Job::Append(batch, reply) => {
                let outcome = failed.clone().map_or_else(|| log.append(&batch), Err);
                dirty = true;
                let _ = reply.send(outcome);
            }
            Job::Sweep(keep, now, limit, reply) => {
                let outcome = failed.clone().map_or_else(|| log.sweep(keep, now, limit), Err);
                dirty |= outcome.as_ref().is_ok_and(|swept| !swept.rooms.is_empty());
                let _ = reply.send(outcome);
            }
            Job::Close(reply) => {
                let _ = reply.send(failed.clone().map_or_else(|| log.close(), Err));
                return;
            }
        }
    }
}
