//! Where a run's facts are kept, and what is wrong with that if it is so planted.

use super::{Fault, Options};
use causette_core::ports::{Append, AppendError, Appended, Keep, Log, MemoryLog, Swept};
use causette_core::{Millis, RoomId, refusal::NotSaved};
use causette_sqlite::SqliteLog;
use std::sync::Arc;
use tempfile::TempDir;

/// Facts that one sweep lets go, as in the engine.
const SWEEP_FACTS: usize = 2000;
/// Facts that are scrubbed at once after an erasure, likewise.
const SCRUB_FACTS: usize = 500;

pub(super) struct Store {
    log: Option<Arc<dyn Log>>,
    dir: Option<TempDir>,
    fault: Fault,
}

fn odd(detail: impl ToString) -> AppendError {
    AppendError::NotSaved { why: NotSaved::Other, detail: detail.to_string() }
}

impl Store {
    pub(super) fn new(options: &Options) -> Store {
        let log = (!options.sqlite).then(|| Arc::new(MemoryLog::new()) as Arc<dyn Log>);
        let dir = options.sqlite.then(TempDir::new).and_then(Result::ok);
        let mut store = Store { log, dir, fault: options.fault };
        store.reopen();
        store
    }

    /// A new process finds what is there. What is in memory is a disk that no process owns.
    pub(super) fn reopen(&mut self) {
        let Some(dir) = &self.dir else { return };
        self.log = None;
        self.log = SqliteLog::open(dir.path()).ok().map(|log| Arc::new(log) as Arc<dyn Log>);
    }

    pub(super) fn log(&self) -> Result<&Arc<dyn Log>, AppendError> {
        self.log.as_ref().ok_or_else(|| odd("the store could not be opened"))
    }

    pub(super) fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        self.log()?.append(&self.spoilt(batch))
    }

    /// Half of a commit, as no store may keep it.
    pub(super) fn torn(&self, batch: &[Append]) -> Vec<Append> {
        let Some((last, rest)) = batch.split_last() else { return Vec::new() };
        let mut half = rest.to_vec();
        if last.entries.len() > 1 {
            let entries = last.entries.get(..last.entries.len() / 2).unwrap_or_default().to_vec();
            half.push(Append { entries, ..last.clone() });
        }
        half
    }

    fn spoilt(&self, batch: &[Append]) -> Vec<Append> {
        let mut batch = batch.to_vec();
        for append in &mut batch {
            match self.fault {
                Fault::KeysForgotten => append.entries.iter_mut().for_each(|entry| entry.key = None),
                Fault::MembersForgotten => append.members.clear(),
                // A room is made all the same.
                Fault::StateForgotten if append.after > 0 => append.row = None,
                _ => {}
            }
        }
        batch
    }

    pub(super) fn sweep(&self, keep: Keep, now: Millis) -> Result<Swept, AppendError> {
        let keep = match self.fault {
            Fault::SweepOneTooMany => Keep { last: keep.last.map(|last| last.saturating_sub(1)), ..keep },
            _ => keep,
        };
        self.log()?.sweep(keep, now, SWEEP_FACTS)
    }

    /// What a store does when nobody asks for anything.
    pub(super) fn tidy(&self) -> Result<(), AppendError> {
        self.log()?.scrub(SCRUB_FACTS)?;
        self.log()?.idle().map(drop)
    }

    pub(super) fn close(&self) -> Result<(), AppendError> {
        self.log()?.close()
    }

    /// Of these, what a room's own log has.
    pub(super) fn is_room(room: RoomId) -> bool {
        room != RoomId::DIRECTORY
    }
}
