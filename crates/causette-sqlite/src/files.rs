//! The files of a data directory: their names, that they are private, and whose a `causette.db` is before SQLite touches it.

use crate::errors::OpenError;
use crate::schema;
use rusqlite::{Connection, OpenFlags};
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The store.
pub const DB_FILE: &str = "causette.db";
/// Its newest commits, until they are copied into the store.
pub const WAL_FILE: &str = "causette.db-wal";
/// Says which program has the directory.
pub const LOCK_FILE: &str = "causette.lock";
/// Who was erased, beside the store: see `listed.rs`.
pub const ERASED_FILE: &str = "erased.txt";
/// A store that is being made.
pub(crate) const NEW_FILE: &str = "causette.db.new";

const HEADER: usize = 100;
/// Read and written at once where a file is written over.
const OVER_BYTES: usize = 64 * 1024;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Options for a file that only its owner may read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

/// Takes a file from group and others, as a restored copy may be theirs too. SQLite gives `-wal` and `-shm` the mode of the store.
pub(crate) fn only_mine(file: &File) -> io::Result<()> {
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { file.set_permissions(Permissions::from_mode(mode & 0o700)) }
}

/// Makes the data directory, private, unless it exists; durably, or all that is flushed in it could be lost with its name.
pub(crate) fn directory(dir: &Path) -> Result<(), OpenError> {
    let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let new: Vec<&Path> = dir.ancestors().take_while(missing).collect();
    // A file may stand there, or anywhere on the way.
    let file = || dir.ancestors().find(|path| path.metadata().is_ok_and(|at| !at.is_dir())).map(Path::to_path_buf);
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|e| match file() {
        Some(path) => OpenError::NotADirectory { path },
        None => OpenError::io(dir, &e),
    })?;
    #[cfg(feature = "planted")]
    if crate::plant::Plant::FolderUnflushed.is_set() {
        return Ok(());
    }
    // Its own always: whoever made it may have been killed before this.
    new.into_iter().skip(1).chain([dir]).try_for_each(sync_name)
}

/// Writes a file over with what it has, and flushes it. A flush that failed may have left pages that the system takes for
/// flushed and would never write again (Rebello et al., "Can Applications Recover from fsync Failures?", 2020).
pub(crate) fn write_over(path: &Path) -> io::Result<()> {
    #[cfg(feature = "planted")]
    if crate::plant::Plant::LogNotWrittenOver.is_set() {
        return Ok(());
    }
    let file = match private().open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    let (mut at, mut buffer) = (0, vec![0; OVER_BYTES]);
    loop {
        let read = file.read_at(&mut buffer, at)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { return file.sync_all() };
        file.write_all_at(bytes, at)?;
        at += read as u64;
    }
}

/// Bytes of the store and its newest commits.
pub(crate) fn size(dir: &Path) -> u64 {
    [DB_FILE, WAL_FILE].iter().filter_map(|name| Some(dir.join(name).metadata().ok()?.len())).sum()
}

/// Makes names in a directory durable.
pub(crate) fn sync_directory(dir: &Path) -> Result<(), OpenError> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(|e| OpenError::io(dir, &e))
}

/// Makes the name of a directory durable, in the one above it, unless that is one that cannot be flushed by us: it may not be
/// read, or nothing in it ever changes.
pub(crate) fn sync_name(dir: &Path) -> Result<(), OpenError> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, ReadOnlyFilesystem, Unsupported};
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(above).and_then(|d| d.sync_all()) {
        Err(e) if matches!(e.kind(), PermissionDenied | ReadOnlyFilesystem | InvalidInput | Unsupported) => Ok(()),
        synced => synced.map_err(|e| OpenError::io(above, &e)),
    }
}

/// What is in a data directory.
pub(crate) enum Found {
    /// No store yet.
    Nothing,
    /// A store of this program or an older one.
    Store {
        /// The mark in the store file itself, whatever the WAL says: see `meta.clean`.
        clean: Option<i64>,
    },
}

/// Looks without changing a byte.
pub(crate) fn look(dir: &Path) -> Result<Found, OpenError> {
    let (db, wal) = (dir.join(DB_FILE), dir.join(WAL_FILE));
    let wal_there = wal.try_exists().map_err(|e| OpenError::io(&wal, &e))?;
    let mut file = match private().open(&db) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound && wal_there => {
            return Err(OpenError::StoreMissing { path: db, beside: wal });
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(e) => return Err(OpenError::io(&db, &e)),
    };
    whose(&db, &mut file)?;
    only_mine(&file).map_err(|e| OpenError::io(&db, &e))?;
    drop(file);
    let clean = mark(&db);
    match (wal_there, &clean) {
        (true, clean) => Ok(Found::Store { clean: clean.as_ref().ok().copied() }),
        (false, Ok(-1)) => Err(OpenError::WalMissing { path: wal }),
        (false, Ok(n)) => Ok(Found::Store { clean: Some(*n) }),
        (false, Err(e)) => Err(OpenError::sql(&db, e)),
    }
}

/// Whether a file is a store of this program or an older one, by its header alone.
pub(crate) fn ours(path: &Path) -> Result<(), OpenError> {
    let mut file = File::open(path).map_err(|e| OpenError::io(path, &e))?;
    whose(path, &mut file)
}

/// Reads the header that SQLite documents: magic at 0, user version at 60, application id at 68.
fn whose(path: &Path, file: &mut File) -> Result<(), OpenError> {
    let not_ours = || OpenError::NotOurs { path: path.to_path_buf() };
    let mut header = Vec::with_capacity(HEADER);
    file.take(HEADER as u64).read_to_end(&mut header).map_err(|e| OpenError::io(path, &e))?;
    let word = |at: usize| header.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    if !header.starts_with(MAGIC) || word(68) != Some(schema::APPLICATION_ID) {
        return Err(not_ours());
    }
    match word(60).ok_or_else(not_ours)? {
        0 => Err(not_ours()),
        version if version > schema::latest() => {
            Err(OpenError::FromTheFuture { version, known: schema::latest(), path: path.to_path_buf() })
        }
        _ => Ok(()),
    }
}

/// `meta.clean` as the store file alone has it. `immutable` keeps SQLite from making or reading side files; after a crash
/// in the middle of a copy from the WAL it may fail, which only says that there must be a WAL.
fn mark(path: &Path) -> rusqlite::Result<i64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(immutable(path), flags)?;
    conn.query_row("SELECT value FROM meta WHERE name = 'clean'", [], |r| r.get(0))
}

fn immutable(path: &Path) -> PathBuf {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let mut uri = b"file:".to_vec();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => uri.extend(format!("%{byte:02x}").bytes()),
            byte => uri.push(*byte),
        }
    }
    uri.extend(b"?immutable=1");
    std::ffi::OsString::from_vec(uri).into()
}
