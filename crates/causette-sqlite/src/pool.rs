//! Read connections: a few, opened when first needed, shared by whoever reads. In WAL mode they never wait for the writer.

use crate::errors::unread;
use crate::seal;
use crate::tuning::{BUSY, READER_CACHE_KIB, SEARCH_STEPS};
use causette_core::ports::ReadError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

#[derive(Default)]
struct State {
    free: Vec<Connection>,
    opened: usize,
}

/// A few connections; who comes when all are in use waits for one.
pub(crate) struct Pool {
    path: PathBuf,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

impl Pool {
    /// A pool of at most so many connections to the store at `path`.
    pub(crate) fn new(path: PathBuf, most: usize) -> Pool {
        Pool { path, most, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Lends a connection to `work`. One that failed to read is not lent again.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, ReadError>) -> Result<T, ReadError> {
        self.lend(None, work)
    }

    /// The same, given up at this moment, whether waiting for a connection or reading.
    pub(crate) fn read_until<T>(
        &self,
        end: Instant,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.lend(Some(end), work)
    }

    fn lend<T>(
        &self,
        end: Option<Instant>,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut lent = Lent { pool: self, conn: self.take(end)? };
        let conn = match &mut lent.conn {
            Some(conn) => conn,
            None => lent.conn.insert(connect(&self.path).map_err(unread)?),
        };
        if let Some(end) = end {
            conn.progress_handler(SEARCH_STEPS, Some(move || Instant::now() >= end)).map_err(unread)?;
        }
        let result = work(conn);
        if end.is_some() {
            conn.progress_handler(0, None::<fn() -> bool>).map_err(unread)?;
        }
        if matches!(result, Err(ReadError::Failed(_))) {
            lent.conn = None;
        }
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A free connection, or none and the right to open one.
    fn take(&self, end: Option<Instant>) -> Result<Option<Connection>, ReadError> {
        let mut state = self.state();
        while state.free.is_empty() && state.opened >= self.most {
            state = match end.map(|end| end.saturating_duration_since(Instant::now())) {
                None => self.freed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => return Err(ReadError::TooLong),
                Some(left) => self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
        let conn = state.free.pop();
        if conn.is_none() {
            state.opened += 1;
        }
        Ok(conn)
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
    seal::register(&conn)?;
    conn.execute_batch(&format!(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -{READER_CACHE_KIB};"
    ))?;
    Ok(conn)
}
