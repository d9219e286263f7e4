//! What an operator does with a store beside running it: take a copy, check all of it, put a copy back.
//!
//! These are functions on paths. [`backup`] and [`verify`] only read, and work while a server has the store; [`restore`] needs
//! the directory for itself. What is found is data: whoever calls says it to people.

mod backup;
mod head;
mod index;
mod report;
mod restore;
mod verify;

pub use backup::{Backup, backup};
pub use head::{Compared, Head};
pub use report::{Fault, Finding, Report};
pub use restore::{Restore, Restored, restore};
pub use verify::verify;

use crate::OpenError;
use crate::files::{self, DB_FILE};
use crate::tuning::{BUSY, READER_CACHE_KIB};
use crate::{schema, seal};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why one of these could not be done.
#[derive(Debug, Error)]
pub enum OperateError {
    /// The store, or the directory it is to be in, cannot be used.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// There is no store.
    #[error("there is no store at {}", .0.display())]
    NoStore(PathBuf),
    /// An older causette wrote it, and no server has opened it since.
    #[error("{} was written by an older causette (store version {version})", path.display())]
    Older {
        /// Its version.
        version: u32,
        /// The file.
        path: PathBuf,
    },
    /// It is a store with its newest commits in a file beside it, and no copy made by [`backup`].
    #[error("{} is not a copy made by backup", .0.display())]
    NotACopy(PathBuf),
    /// Nothing is ever written over.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The copy that was made, or is to be put back, does not stand the check.
    #[error("{} is damaged in {} places", path.display(), report.count)]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        report: Box<Report>,
    },
}

/// Writes all that is in a store into an empty file, and nothing else: what was destroyed is not in it, nor any word twice.
fn write_anew(conn: &Connection, to: &Path) -> Result<(), OpenError> {
    let name = to.to_str().ok_or_else(|| OpenError::Failed(format!("{} is not UTF-8", to.display())))?;
    conn.execute("VACUUM INTO ?1", [name]).map(drop).map_err(|e| OpenError::sql(to, &e))
}

/// The file of a store, given it or its directory.
fn file_of(path: &Path) -> Result<PathBuf, OperateError> {
    let file = if path.is_dir() { path.join(DB_FILE) } else { path.to_path_buf() };
    if file.is_file() { Ok(file) } else { Err(OperateError::NoStore(file)) }
}

/// A connection that changes nothing, and the version of the file.
fn look(file: &Path) -> Result<(Connection, u32), OperateError> {
    files::ours(file)?;
    let sql = |e| OpenError::sql(file, &e);
    let conn = connect(file).map_err(sql)?;
    let version: u32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(sql)?;
    if version > schema::latest() {
        let path = file.to_path_buf();
        return Err(OpenError::FromTheFuture { version, known: schema::latest(), path }.into());
    }
    Ok((conn, version))
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // The WAL belongs to the server.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.busy_timeout(BUSY)?;
    seal::register(&conn)?;
    // secure_delete: also in what VACUUM INTO writes, where words would else stay behind when pages are split.
    conn.execute_batch(&format!(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON; PRAGMA cache_size = -{READER_CACHE_KIB};"
    ))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}
