//! Webhooks have a thread of their own: a name that takes long to look up, or a receiver that is slow, costs nobody else anything.

use causette_doors::web::HOOK_LOOKUP;
use causette_doors::web::hooks::{Setup, run};
use std::io;
use std::thread::Builder as Thread;
use tokio::runtime::Builder;

/// Delivers until the process ends.
pub(crate) fn start(setup: Setup) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(HOOK_LOOKUP.1).build()?;
    Thread::new().name("causette-hooks".to_owned()).spawn(move || runtime.block_on(run(setup)))?;
    Ok(())
}
