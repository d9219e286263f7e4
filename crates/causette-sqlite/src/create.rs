//! Making a new store: whole under another name first, then renamed, so that `causette.db` never exists half made.

use crate::errors::OpenError;
use crate::files::{self, DB_FILE, NEW_FILE};
use crate::{schema, seal};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Makes an empty store in `dir`, durably.
pub(crate) fn create(dir: &Path) -> Result<(), OpenError> {
    let (new, db) = (dir.join(NEW_FILE), dir.join(DB_FILE));
    // What a crash left behind was never a store.
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let left = dir.join(format!("{NEW_FILE}{suffix}"));
        match std::fs::remove_file(&left) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(OpenError::io(&left, &e)),
            _ => {}
        }
    }
    let file = files::private().create_new(true).open(&new).map_err(|e| OpenError::io(&new, &e))?;
    fill(&new).map_err(|e| OpenError::sql(&new, &e))?;
    file.sync_all().map_err(|e| OpenError::io(&new, &e))?;
    std::fs::rename(&new, &db).map_err(|e| OpenError::io(&db, &e))?;
    files::sync_directory(dir)
}

fn fill(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.execute_batch("PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = WAL;")?;
    seal::register(&conn)?;
    schema::migrate(&mut conn, schema::STEPS)?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.to_string().into()))?;
    seal::set_meta(&conn, "token_secret", secret)?;
    // The last connection to close copies the WAL into the file and removes it.
    conn.close().map_err(|(_, e)| e)
}
