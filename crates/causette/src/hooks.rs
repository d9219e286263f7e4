//! Webhooks have a thread of their own: a name that takes long to look up, or a receiver that is slow, costs nobody else anything.

use crate::config::Settings;
use causette_core::hook::Allowed;
use causette_core::ports::{Clock, Log};
use causette_doors::gate::{Pages, Shard};
use causette_doors::web::HOOK_LOOKUP;
use causette_doors::web::hooks::{Setup, run};
use causette_engine::{Mailbox, Sequencer};
use std::io;
use std::sync::Arc;
use std::thread::Builder as Thread;
use tokio::runtime::Builder;
use tokio::sync::Notify;

/// What delivers, before it does.
pub(crate) struct Hooks {
    /// Where to; `None`: there are none, for they are the web door's, which is closed.
    allowed: Option<Allowed>,
    changed: Arc<Notify>,
    log: Arc<dyn Log>,
    mailbox: Mailbox,
    clock: Arc<dyn Clock>,
}

impl Hooks {
    /// Tells the sequencer whether there are any, and where they may send to.
    pub(crate) fn new(
        settings: &Settings,
        sequencer: &mut Sequencer,
        (log, mailbox, clock): (Arc<dyn Log>, Mailbox, Arc<dyn Clock>),
    ) -> Hooks {
        let open = settings.web.or(settings.web_tls_door()).is_some();
        let allowed = open.then(|| Allowed(settings.hooks_allow.clone()));
        if let Some(allowed) = &allowed {
            sequencer.set_hooks(allowed.clone());
        }
        Hooks { allowed, changed: Arc::default(), log, mailbox, clock }
    }

    /// What is woken when there is another.
    pub(crate) fn changed(&self) -> Arc<Notify> {
        self.changed.clone()
    }

    /// Delivers until the process ends. Must run inside a `LocalSet`.
    pub(crate) fn start(self, shard: &Shard, pages: &Arc<dyn Pages>) -> io::Result<()> {
        let Hooks { allowed, changed, log, mailbox, clock } = self;
        let Some(allowed) = allowed else { return Ok(()) };
        let setup = Setup { log, mailbox, changed, allowed, house: shard.house(pages.clone()), clock };
        let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(HOOK_LOOKUP.1).build()?;
        Thread::new().name("causette-hooks".to_owned()).spawn(move || runtime.block_on(run(setup)))?;
        Ok(())
    }
}
