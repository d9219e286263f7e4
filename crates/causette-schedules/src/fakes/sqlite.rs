//! A database that only knows how many use it at a time.

use crate::seam::switch;
use std::cell::Cell;
use std::ops::BitOr;
use std::path::Path;
use std::time::Duration;

std::thread_local! {
    /// Connections there are, and the most there were in this schedule.
    pub(crate) static OPEN: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

#[derive(Debug)]
pub(crate) struct Failed;

pub(crate) type Result<T> = std::result::Result<T, Failed>;

#[derive(Debug)]
pub(crate) struct Connection {
    /// Somebody reads with it.
    pub(crate) busy: Cell<bool>,
}

#[derive(Clone, Copy)]
pub(crate) struct OpenFlags;

impl OpenFlags {
    pub(crate) const SQLITE_OPEN_READ_ONLY: OpenFlags = OpenFlags;
    pub(crate) const SQLITE_OPEN_NO_MUTEX: OpenFlags = OpenFlags;
}

impl BitOr for OpenFlags {
    type Output = OpenFlags;
    fn bitor(self, _: OpenFlags) -> OpenFlags {
        self
    }
}

impl Connection {
    /// Now and then it cannot be opened.
    pub(crate) fn open_with_flags(_: &Path, _: OpenFlags) -> Result<Connection> {
        switch();
        if crate::seam::choose(8) == 0 {
            return Err(Failed);
        }
        let (now, most) = OPEN.get();
        OPEN.set((now + 1, most.max(now + 1)));
        Ok(Connection { busy: Cell::new(false) })
    }
    pub(crate) fn set_db_config(&self, _: config::DbConfig, _: bool) -> Result<()> {
        Ok(())
    }
    pub(crate) fn busy_timeout(&self, _: Duration) -> Result<()> {
        Ok(())
    }
    pub(crate) fn execute_batch(&self, _: &str) -> Result<()> {
        Ok(())
    }
    pub(crate) fn progress_handler<F: FnMut() -> bool>(&self, _: i32, _: Option<F>) -> Result<()> {
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let (now, most) = OPEN.get();
        OPEN.set((now - 1, most));
    }
}

pub(crate) mod config {
    //! As in `rusqlite::config`.

    #[derive(Clone, Copy)]
    #[allow(non_camel_case_types)]
    pub(crate) enum DbConfig {
        SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
    }
}

pub(crate) mod errors {
    //! As in `causette-sqlite`.

    use causette_core::ports::ReadError;

    pub(crate) fn unread(_: super::Failed) -> ReadError {
        ReadError::Failed("it cannot be opened".into())
    }
}

pub(crate) mod seal {
    //! As in `causette-sqlite`.

    pub(crate) fn register(_: &super::Connection) -> super::Result<()> {
        Ok(())
    }
}

pub(crate) mod tuning {
    //! As in `causette-sqlite`.

    use std::time::Duration;

    pub(crate) const BUSY: Duration = Duration::ZERO;
    pub(crate) const READER_CACHE_KIB: u32 = 1;
    pub(crate) const SEARCH_STEPS: i32 = 1;
}
