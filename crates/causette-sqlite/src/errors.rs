//! What goes wrong, in two languages: sentences for whoever starts the server, and what an error of SQLite means for a batch.

use causette_core::ports::{AppendError, ReadError};
use causette_core::refusal::NotSaved;
use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the store cannot be opened. Each says what, why, and the next step.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another server has it.
    #[error("the data directory {} is in use by another causette{}; stop that one, or choose another directory with --data", path.display(), of(pid))]
    Held {
        /// Its process, if it could be read.
        pid: Option<u32>,
        /// The data directory.
        path: PathBuf,
    },
    /// A file has the name of the data directory.
    #[error("{} is a file, not a directory; choose a directory with --data", path.display())]
    NotADirectory {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a causette store, and it was left as it is; choose another directory with --data, or move that file away", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A newer causette wrote it.
    #[error("{} was written by a newer causette (store version {version}, this one knows {known}), and it was left as it is; start it with that newer causette", path.display())]
    FromTheFuture {
        /// The file's version.
        version: u32,
        /// The last version this program knows.
        known: u32,
        /// The file.
        path: PathBuf,
    },
    /// The file system takes no writes.
    #[error("cannot write to {}, because its file system is read-only; make it writable, or choose another directory with --data", path.display())]
    ReadOnly {
        /// What could not be written.
        path: PathBuf,
    },
    /// The permissions forbid it.
    #[error("cannot write to {}, because this user is not allowed to; change its owner or permissions, or choose another directory with --data", path.display())]
    Denied {
        /// What could not be written.
        path: PathBuf,
    },
    /// Another program keeps it locked.
    #[error("{} is locked by another program, such as sqlite3 or a backup; close that program and start again", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// No space left.
    #[error("cannot write to {}, because the disk is full; free some space and start again", path.display())]
    DiskFull {
        /// What could not be written.
        path: PathBuf,
    },
    /// The last run did not end cleanly, and the file with its newest messages is gone.
    #[error("{} is missing, and it holds the newest messages, because the last run did not end cleanly; put it back beside causette.db, or create an empty file of that name if it is lost or another program, such as sqlite3, has copied it into causette.db", path.display())]
    WalMissing {
        /// The missing file.
        path: PathBuf,
    },
    /// The newest messages are there and the store is not.
    #[error("{} is missing, but {} is there and belongs to it; put the file back, or move the other away to start an empty store", path.display(), beside.display())]
    StoreMissing {
        /// The missing file.
        path: PathBuf,
        /// The one that shows it existed.
        beside: PathBuf,
    },
    /// What is in it does not add up.
    #[error("{} is damaged ({detail}), and it was not opened; keep a copy of the directory and restore the last backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where.
        detail: String,
    },
    /// Anything else.
    #[error("cannot open the store: {0}; check the disk, then start again")]
    Failed(String),
}

fn of(pid: &Option<u32>) -> String {
    pid.map(|p| format!(" (process {p})")).unwrap_or_default()
}

impl OpenError {
    /// What an operating system's error means for opening `path`.
    pub(crate) fn io(path: &Path, e: &io::Error) -> OpenError {
        let path = path.to_path_buf();
        match e.kind() {
            io::ErrorKind::PermissionDenied => OpenError::Denied { path },
            io::ErrorKind::ReadOnlyFilesystem => OpenError::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => OpenError::DiskFull { path },
            _ => OpenError::Failed(format!("{}: {e}", path.display())),
        }
    }

    /// What SQLite's error means for opening `path`.
    pub(crate) fn sql(path: &Path, e: &rusqlite::Error) -> OpenError {
        let at = path.to_path_buf();
        match e.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked { path: at },
            Some(ErrorCode::DiskFull) => OpenError::DiskFull { path: at },
            Some(ErrorCode::ReadOnly) => OpenError::ReadOnly { path: at },
            Some(ErrorCode::PermissionDenied) => OpenError::Denied { path: at },
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                OpenError::Damaged { path: at, detail: e.to_string() }
            }
            _ => OpenError::Failed(format!("{}: {e}", path.display())),
        }
    }
}

/// An error before COMMIT began. No commit record can be in the WAL: what earlier steps may have spilled into it counts
/// for nothing without one, and the next commit writes over it. So it is surely rolled back, whatever the error was.
pub(crate) fn not_saved(e: &rusqlite::Error) -> AppendError {
    let shm_full = matches!(e, rusqlite::Error::SqliteFailure(f, _) if f.extended_code == SQLITE_IOERR_SHMSIZE);
    let why = match e.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => NotSaved::DiskFull,
        // The index beside the WAL could not grow, which in practice is the same full disk.
        Some(_) if shm_full => NotSaved::DiskFull,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => NotSaved::Locked,
        Some(ErrorCode::ReadOnly) => NotSaved::ReadOnly,
        _ => NotSaved::Other,
    };
    AppendError::NotSaved { why, detail: e.to_string() }
}

/// A batch this store will not keep, for a reason of its own.
pub(crate) fn refused(detail: impl Into<String>) -> AppendError {
    AppendError::NotSaved { why: NotSaved::Other, detail: detail.into() }
}

/// An error from COMMIT itself, when the outcome is known.
///
/// In WAL mode COMMIT writes the frames, the one with the commit mark last, then flushes, then enters them in the index.
/// * `FULL` comes from a write that the system took nothing or a part of: the marked frame is not whole, its checksum does
///   not hold, and neither this process nor a restart counts it.
/// * `BUSY` comes before anything is written.
/// * Anything else is not known. A failed flush (`IOERR_FSYNC`) leaves the marked frame in the file, where a restart may or
///   may not find it; a failed entry in the index (`IOERR_SHMSIZE`, out of memory) comes after the flush, so a restart
///   *will* find it. Flushing again proves nothing: the system may have dropped the pages it could not write.
pub(crate) fn surely_rolled_back(e: &rusqlite::Error) -> bool {
    matches!(e.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy))
}

/// A checkpoint that may be tried again: it only copies, what it copies stays in the WAL, and a page it could not write
/// for want of space, or a lock it did not get, was not half flushed.
pub(crate) fn may_try_again(e: &rusqlite::Error) -> bool {
    matches!(e.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// An error while reading.
pub(crate) fn unread(e: rusqlite::Error) -> ReadError {
    unread_ref(&e)
}

/// The same. Only a search is ever interrupted, by its own time limit.
pub(crate) fn unread_ref(e: &rusqlite::Error) -> ReadError {
    match e.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => ReadError::TooLong,
        _ => ReadError::Failed(e.to_string()),
    }
}
