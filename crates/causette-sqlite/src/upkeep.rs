//! Between commits and at the end: copy the WAL into the store, write where rooms stand, forget old keys, mark a clean end.

use crate::errors::not_saved;
use crate::heads::{Heads, Share};
use crate::rooms;
use crate::tuning::WAL_TIDY_PAGES;
use crate::writer::Writer;
use causette_core::ports::AppendError;

impl Writer {
    /// One small piece of work, if there is any.
    pub(crate) fn idle(&mut self, heads: &Heads) -> Result<(), AppendError> {
        self.sound()?;
        if self.wal_pages >= WAL_TIDY_PAGES {
            return self.copy_wal("PASSIVE").map(|_| ());
        }
        if heads.due(Share::Half).is_some() {
            let written = self.write_heads(heads, Share::Half, false);
            // Rows that stay behind cost nothing but a longer list to complete; only a failed flush matters.
            return written.or_else(|e| if self.sound().is_ok() { Ok(()) } else { Err(e) });
        }
        self.sweep()
    }

    /// The clean end: rows are true, the mark is made, the WAL is empty. Without it the next start recovers.
    pub(crate) fn close(&mut self, heads: &Heads) -> Result<(), AppendError> {
        self.sound()?;
        self.write_heads(heads, Share::Any, true)?;
        self.ended();
        self.copy_wal("TRUNCATE").map(|_| ())
    }

    fn write_heads(&mut self, heads: &Heads, share: Share, end: bool) -> Result<(), AppendError> {
        let due = heads.due(share);
        if let Err(e) = self.fill_heads(&due, end.then(|| heads.last())) {
            self.rollback();
            return Err(not_saved(&e));
        }
        self.commit()?;
        if let Some((moved, upto)) = due {
            heads.written(upto);
            self.wal_pages = self.wal_pages.saturating_add(u32::try_from(moved.len()).unwrap_or(u32::MAX));
        }
        Ok(())
    }

    fn fill_heads(
        &mut self,
        due: &Option<(Vec<crate::heads::Moved>, i64)>,
        clean: Option<i64>,
    ) -> rusqlite::Result<()> {
        self.begin()?;
        if let Some((moved, upto)) = due {
            rooms::write_heads(&self.conn, moved, *upto)?;
        }
        if let Some(last) = clean {
            self.conn.prepare_cached("UPDATE meta SET value = ?1 WHERE name = 'clean'")?.execute([last])?;
        }
        Ok(())
    }
}
