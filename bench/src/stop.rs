//! Ending early: a signal ends the run in good order, and no server outlives a run however that ends.

use anyhow::{Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on a signal is noted, so that servers are ended and directories removed.
pub(crate) fn listen() -> Result<()> {
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, ASKED.get_or_init(Arc::default).clone())?;
    }
    Ok(())
}

/// Fails once a signal came.
pub(crate) fn check() -> Result<()> {
    if ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed)) {
        bail!("ended by a signal");
    }
    Ok(())
}

/// This process ends with the one that started it.
pub(crate) fn with_parent() -> Result<()> {
    Ok(rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?)
}

/// Becomes another program, which ends with the process that started this one.
pub(crate) fn become_child(words: &[OsString]) -> Result<()> {
    with_parent()?;
    let Some((program, args)) = words.split_first() else { bail!("no program is named") };
    Err(Command::new(program).args(args).exec().into())
}
