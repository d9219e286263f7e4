//! Read connections: a few, opened when first needed, shared by whoever reads. In WAL mode they never wait for the writer.

use crate::errors::unread;
use crate::tuning::{BUSY, READER_CACHE_KIB, READERS};
use causette_core::ports::ReadError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    free: Vec<Connection>,
    opened: usize,
}

/// At most [`READERS`] connections; who comes when all are in use waits for one.
pub(crate) struct Pool {
    path: PathBuf,
    state: Mutex<State>,
    freed: Condvar,
}

impl Pool {
    /// A pool of connections to the store at `path`.
    pub(crate) fn new(path: PathBuf) -> Pool {
        Pool { path, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Lends a connection to `work`. One that failed to read is not lent again.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let mut lent = Lent { pool: self, conn: self.take() };
        let conn = match &lent.conn {
            Some(conn) => conn,
            None => lent.conn.insert(connect(&self.path).map_err(unread)?),
        };
        let result = work(conn);
        if matches!(result, Err(ReadError::Failed(_))) {
            lent.conn = None;
        }
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A free connection, or none and the right to open one.
    fn take(&self) -> Option<Connection> {
        let mut state = self.state();
        while state.free.is_empty() && state.opened >= READERS {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let conn = state.free.pop();
        if conn.is_none() {
            state.opened += 1;
        }
        conn
    }
}

/// Gives a connection back, also after a panic.
struct Lent<'a> {
    pool: &'a Pool,
    conn: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match self.conn.take() {
            Some(conn) => state.free.push(conn),
            None => state.opened -= 1,
        }
        self.pool.freed.notify_one();
    }
}

fn connect(path: &std::path::Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // The WAL belongs to the writer, also when the last connection to close is this one.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.busy_timeout(BUSY)?;
    conn.execute_batch(&format!(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -{READER_CACHE_KIB};"
    ))?;
    Ok(conn)
}
