//! Between commits and at the end: copy the WAL into the store, write where rooms stand, forget old keys, mark a clean end.

use crate::errors::not_saved;
use crate::heads::{Heads, Share};
use crate::tuning::{WAL_TIDY_PAGES, WORDS_TIDY};
use crate::writer::Writer;
use crate::{rooms, seal};
use causette_core::ports::AppendError;

impl Writer {
    /// One small piece of work, if there is any; says whether there may be another.
    pub(crate) fn idle(&mut self, heads: &Heads) -> Result<bool, AppendError> {
        self.sound()?;
        if self.unlisted {
            self.list_erased();
        }
        if self.scrub {
            return self.scrub_wal().map(|_| true);
        }
        if self.wal_pages >= WAL_TIDY_PAGES {
            return self.copy_wal("PASSIVE").map(|_| true);
        }
        if heads.due(Share::Half).is_some() {
            let written = self.write_heads(heads, Share::Half, false);
            // Rows that stay behind cost nothing but a longer list to complete; only a failed flush matters.
            return written.map(|()| true).or_else(|e| if self.sound().is_ok() { Ok(false) } else { Err(e) });
        }
        if self.words.behind(self.last, WORDS_TIDY) {
            return self.index_words();
        }
        self.forget_keys().map(|()| false)
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
        if let Err(e) = self.fill_heads(&due, end) {
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

    fn fill_heads(&mut self, due: &Option<(Vec<crate::heads::Moved>, i64)>, clean: bool) -> rusqlite::Result<()> {
        self.begin()?;
        if let Some((moved, upto)) = due {
            rooms::write_heads(&self.conn, moved, *upto)?;
        }
        if clean {
            // Not the last there ever was: that one may be kept no more.
            let last: i64 = self.conn.query_row("SELECT coalesce(max(n), 0) FROM facts", [], |r| r.get(0))?;
            seal::set_meta(&self.conn, "clean", last)?;
        }
        Ok(())
    }
}
