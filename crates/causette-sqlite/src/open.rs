//! Opening: whose it is, who has it, whether all of it is there and sound, and only then the first byte written.

use crate::errors::OpenError;
use crate::files::{self, DB_FILE, Found, WAL_FILE};
use crate::heads::Heads;
use crate::lock::Lock;
use crate::pool::Pool;
use crate::tuning::{BUSY, READERS, TAIL_CHECKED, WRITER_CACHE_KIB};
use crate::words::{self, Words};
use crate::writer::Writer;
use crate::{SqliteLog, check, create, listed, schema, seal};
use causette_wire::stored::token::Secret;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

/// `PRAGMA synchronous` when it is FULL: every commit is flushed.
const FULL: i64 = 2;

/// Opens the store in `dir`.
pub(crate) fn open(dir: &Path) -> Result<SqliteLog, OpenError> {
    files::directory(dir)?;
    let lock = Lock::take(dir)?;
    let clean = match files::look(dir)? {
        Found::Store { clean } => clean,
        Found::Nothing => {
            create::create(dir)?;
            Some(0)
        }
    };
    let db = dir.join(DB_FILE);
    let sql = |e| OpenError::sql(&db, &e);
    let mut conn = connect(&db).map_err(sql)?;
    ours(&conn, &db)?;
    let end = check::tail(&conn, &db, version(&conn).map_err(sql)?, TAIL_CHECKED)?;
    if let Some(n) = clean.filter(|n| *n >= 0 && *n != end) {
        // After a clean end nothing is added before the mark is taken away again, below.
        let detail = format!("{WAL_FILE} does not belong to it: it should end at row {n} and ends at {end}");
        return Err(OpenError::Damaged { path: db, detail });
    }
    schema::migrate(&mut conn, schema::STEPS).map_err(sql)?;
    words::refold(&mut conn).map_err(sql)?;
    begin(&conn, &db)?;
    let heads = Heads::load(&conn).map_err(sql)?;
    let secret = format!("SELECT value, {} FROM meta WHERE name = 'token_secret'", seal::sound("meta"));
    let secret: Secret = conn.query_row(&secret, [], |r| r.get(0)).map_err(sql)?;
    #[cfg(feature = "planted")]
    if crate::plant::Plant::SyncNormal.is_set() {
        conn.execute_batch("PRAGMA synchronous = NORMAL").map_err(sql)?;
    }
    #[cfg(feature = "planted")]
    if crate::plant::Plant::SyncOff.is_set() {
        conn.execute_batch("PRAGMA synchronous = OFF").map_err(sql)?;
    }
    let words = Words::load(&conn).map_err(sql)?;
    let mut writer = Writer::new(conn, dir.to_path_buf(), heads.last(), words);
    writer.list_erased();
    let writer = Mutex::new(writer);
    let (readers, searcher) = (Pool::new(db.clone(), READERS), Pool::new(db, 1));
    let log = SqliteLog { writer, readers, searcher, heads, secret, dir: dir.to_path_buf(), _lock: lock };
    listed::apply(&log, dir, &BTreeSet::new())?;
    Ok(log)
}

fn version(conn: &Connection) -> rusqlite::Result<u32> {
    conn.query_row("PRAGMA user_version", [], |r| r.get(0))
}

/// The writer's connection.
fn connect(db: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(db, flags)?;
    // The last connection to close would copy the WAL and remove it: not after a failed flush, and not behind our back.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.busy_timeout(BUSY)?;
    // mmap: an I/O error would be a signal instead of an error, and a stray write would reach the file.
    // secure_delete: what is deleted is overwritten, not only forgotten.
    // wal_autocheckpoint: a failed flush in it must not hide behind a commit that succeeded.
    conn.execute_batch(&format!(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
         PRAGMA secure_delete = ON;
         PRAGMA cache_size = -{WRITER_CACHE_KIB};"
    ))?;
    conn.set_prepared_statement_cache_capacity(64);
    seal::register(&conn)?;
    Ok(conn)
}

/// What the header could not say, because the WAL has a newer one; and that durability is really on.
fn ours(conn: &Connection, db: &Path) -> Result<(), OpenError> {
    let ask = |pragma: &str| conn.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get::<_, i64>(0));
    let sql = |e| OpenError::sql(db, &e);
    let version = u32::try_from(ask("user_version").map_err(sql)?).unwrap_or(u32::MAX);
    if version > schema::latest() {
        return Err(OpenError::FromTheFuture { version, known: schema::latest(), path: db.to_path_buf() });
    }
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |r| r.get(0)).map_err(sql)?;
    let flush = ask("synchronous").map_err(sql)?;
    if mode != "wal" || flush != FULL {
        return Err(OpenError::Failed(format!(
            "it would not be durable: journal_mode is {mode}, synchronous is {flush}"
        )));
    }
    if conn.is_readonly("main").map_err(sql)? {
        return Err(OpenError::ReadOnly { path: db.to_path_buf() });
    }
    Ok(())
}

/// Takes the clean mark away and copies the whole WAL into the store.
///
/// The mark must be in the store file itself, or a lost WAL could not be missed. And after a crash the WAL may have
/// commits that were written but never flushed: they are read from the system's memory as if they were safe. Copied and
/// flushed before anybody sees them, they are. The WAL itself must be safe first: were the power to go between the two, the
/// rest of it would be applied to a store that is newer.
fn begin(conn: &Connection, db: &Path) -> Result<(), OpenError> {
    let sql = |e| OpenError::sql(db, &e);
    let wal = db.with_file_name(WAL_FILE);
    // What another program commits meanwhile would be written over with what was there before.
    let alone = Transaction::new_unchecked(conn, TransactionBehavior::Immediate).map_err(sql)?;
    files::write_over(&wal).map_err(|e| OpenError::io(&wal, &e))?;
    drop(alone);
    seal::set_meta(conn, "clean", -1).map_err(sql)?;
    let (frames, done): (i64, i64) =
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| Ok((r.get(1)?, r.get(2)?))).map_err(sql)?;
    if frames == done { Ok(()) } else { Err(OpenError::Locked { path: db.to_path_buf() }) }
}
