//! Exactly one program has a data directory: a locked file in it, which holds the pid of the holder.
//!
//! The operating system drops the lock when the holder ends, however it ends; the file stays and means nothing by itself.

use crate::errors::OpenError;
use crate::files::{self, LOCK_FILE};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// The lock; dropping it lets the directory go.
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would do, were it not for a process that is just being started by this one: until its program
        // runs it has the file open too, and would hold the lock a moment longer. If this fails, closing it does do.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes `dir`, or says who has it.
    pub(crate) fn take(dir: &Path) -> Result<Lock, OpenError> {
        let path = dir.join(LOCK_FILE);
        let io = |e: std::io::Error| OpenError::io(&path, &e);
        let mut file = files::private().create(true).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::Held { pid: holder(&mut file), path: dir.to_path_buf() });
            }
            Err(TryLockError::Error(e)) => return Err(io(e)),
        }
        files::only_mine(&file).map_err(io)?;
        // Only now is it ours to change.
        file.set_len(0).and_then(|()| file.rewind()).map_err(io)?;
        writeln!(file, "{}", std::process::id()).map_err(io)?;
        Ok(Lock { file })
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
