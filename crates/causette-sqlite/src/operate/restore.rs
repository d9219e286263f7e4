//! Puts a copy back. Whoever was erased since it was taken is erased in it before anybody reads a word.

use super::{OperateError, Report, file_of, look, verify, write_anew};
use crate::files::{self, DB_FILE, NEW_FILE, WAL_FILE};
use crate::lock::Lock;
use crate::{OpenError, SqliteLog, listed, schema};
use causette_core::limits;
use causette_core::ports::Log;
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How to put it back.
#[derive(Clone, Copy, Default, Debug)]
pub struct Restore<'a> {
    /// Move a store that is there into a folder beside it, instead of refusing.
    pub replace: bool,
    /// A list of who was erased, from elsewhere, beside the directory's own.
    pub erased: Option<&'a Path>,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// The store as it is now.
    pub report: Report,
    /// How many were erased again.
    pub erased: usize,
    /// Where the store is that was there before; it still has all that was in it.
    pub replaced: Option<PathBuf>,
}

/// Puts the copy `from` into `dir`, which no server may be using.
pub fn restore(from: &Path, dir: &Path, how: Restore<'_>) -> Result<Restored, OperateError> {
    let from = a_copy(from)?;
    let (conn, version) = look(&from)?;
    let clean = conn.query_row("SELECT value FROM meta WHERE name = 'clean'", [], |r| r.get::<_, i64>(0));
    drop(conn);
    if clean.map_err(|e| OpenError::sql(&from, &e))? < 0 {
        return Err(OperateError::NotACopy(from));
    }
    if version == schema::latest() {
        let report = verify(&from, None)?;
        if report.count > 0 {
            return Err(OperateError::Damaged { path: from, report: Box::new(report) });
        }
    }
    files::directory(dir)?;
    let lock = Lock::take(dir)?;
    let there = [DB_FILE, WAL_FILE].iter().any(|name| dir.join(name).symlink_metadata().is_ok());
    if there && !how.replace {
        return Err(OperateError::Exists(dir.join(DB_FILE)));
    }
    let given = match how.erased {
        Some(list) if !list.is_file() => return Err(OperateError::NoStore(list.to_path_buf())),
        Some(list) => listed::read(list).map_err(|e| OpenError::io(list, &e))?,
        None => BTreeSet::new(),
    };
    copy(&from, dir)?;
    let replaced = if there { Some(set_aside(dir)?) } else { None };
    let db = dir.join(DB_FILE);
    // In the list before the copy has its name: from then on every start applies it.
    listed::add(dir, &given)?;
    std::fs::rename(dir.join(NEW_FILE), &db).map_err(|e| OpenError::io(&db, &e))?;
    files::sync_directory(dir)?;
    drop(lock);
    let before = erased_in(&from)?;
    settle(dir)?;
    let report = verify(dir, None)?;
    let erased = usize::try_from(report.erased).unwrap_or(usize::MAX).saturating_sub(before);
    Ok(Restored { report, erased, replaced })
}

/// The newest commits of a store that is in use, or was not closed, are in a file beside it: it is no copy.
fn a_copy(from: &Path) -> Result<PathBuf, OperateError> {
    if from.is_dir() {
        return Err(OperateError::NotACopy(from.to_path_buf()));
    }
    let file = file_of(from)?;
    let wal = PathBuf::from(format!("{}-wal", file.display()));
    if wal.metadata().is_ok_and(|at| at.len() > 0) { Err(OperateError::NotACopy(file)) } else { Ok(file) }
}

/// Writes it anew, whoever made the copy and however: what is to be destroyed in it then lies in no unused place.
fn copy(from: &Path, dir: &Path) -> Result<(), OperateError> {
    let new = dir.join(NEW_FILE);
    let fail = |e: io::Error| OpenError::io(&new, &e);
    let file = files::private().create(true).truncate(true).open(&new).map_err(fail)?;
    write_anew(&look(from)?.0, &new)?;
    Ok(file.sync_all().map_err(fail)?)
}

/// Puts what belongs to a store into a folder of its own. The store keeps its name as well until another takes it, so that a
/// start after a crash in between finds it, or says that its newest commits are missing, and never begins anew.
fn set_aside(dir: &Path) -> Result<PathBuf, OpenError> {
    let folder = (1..).map(|n: u64| dir.join(format!("replaced-{n}"))).find(|folder| !folder.exists());
    let folder = folder.unwrap_or_else(|| dir.join("replaced"));
    files::directory(&folder)?;
    let fail = |e: io::Error| OpenError::io(&folder, &e);
    let found = |done: io::Result<()>| match done {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(fail(e)),
        _ => Ok(()),
    };
    let (db, aside) = (dir.join(DB_FILE), folder.join(DB_FILE));
    // Not every file system gives a file two names.
    found(
        std::fs::hard_link(&db, &aside)
            .or_else(|_| std::fs::copy(&db, &aside).and_then(|_| File::open(&aside)?.sync_all())),
    )?;
    for name in [WAL_FILE, "causette.db-shm"] {
        found(std::fs::rename(dir.join(name), folder.join(name)))?;
    }
    files::sync_directory(&folder)?;
    // What it had beside it is gone before another takes its name: it would be read as that one's.
    files::sync_directory(dir)?;
    Ok(folder)
}

fn erased_in(file: &Path) -> Result<usize, OperateError> {
    let (conn, version) = look(file)?;
    if version < schema::SUMS {
        return Ok(0);
    }
    Ok(listed::stored(&conn).map_err(|e| OpenError::sql(file, &e))?.len())
}

/// Opens it as a server does, which applies the list, and destroys all that is to be destroyed.
fn settle(dir: &Path) -> Result<(), OpenError> {
    let log = SqliteLog::open(dir)?;
    let failed = |e: causette_core::ports::AppendError| OpenError::Failed(e.to_string());
    while log.scrub(limits::SCRUB_FACTS).map_err(failed)? {}
    while log.idle().map_err(failed)? {}
    log.close().map_err(failed)
}
