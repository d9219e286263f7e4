//! Threads of their own for passwords: a hash takes tens of milliseconds and megabytes, and an allocator keeps those for each thread
//! that ever needed them. A few threads, always the same, keep it at a few times that.

use crate::{Fetch, Mailbox};
use causette_core::ports::{Accounts, Log};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Where what hashes is left; the threads end with it.
pub(crate) struct HashThreads {
    jobs: SyncSender<Fetch>,
}

impl HashThreads {
    /// Starts `count` of them: as many as the sequencer lets hash at once, so that nothing waits here.
    pub(crate) fn start(
        count: usize,
        log: &Arc<dyn Log>,
        accounts: &Arc<dyn Accounts>,
        mailbox: &Mailbox,
    ) -> std::io::Result<HashThreads> {
        let (jobs, inbox) = sync_channel(count);
        let inbox = Arc::new(Mutex::new(inbox));
        for _ in 0..count {
            let (inbox, log, accounts, mailbox) = (inbox.clone(), log.clone(), accounts.clone(), mailbox.clone());
            std::thread::Builder::new()
                .name("causette-hash".into())
                .spawn(move || serve(&inbox, &*log, &*accounts, &mailbox))?;
        }
        Ok(HashThreads { jobs })
    }

    pub(crate) fn put(&self, fetch: Fetch) {
        let _ = self.jobs.try_send(fetch); // refused only by threads that are gone, as the engine is then
    }
}

fn serve(inbox: &Mutex<Receiver<Fetch>>, log: &dyn Log, accounts: &dyn Accounts, mailbox: &Mailbox) {
    loop {
        let job = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(fetch) = job else { return };
        if mailbox.blocking_send(fetch.run(log, accounts)).is_err() {
            return;
        }
    }
}
