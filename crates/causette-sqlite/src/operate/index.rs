//! Whether the search index has the words of the facts, all of them and no others: both sides are added up, word by word and in
//! any order, and the sums compared. A word that is not found, or one that was to be destroyed, cannot hide.

use crate::words::Source;
use rusqlite::Connection;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What an index has, or should have.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Sum {
    count: u64,
    sum: u64,
}

impl Sum {
    fn word(&mut self, word: &str, n: i64) {
        let mut hasher = DefaultHasher::new();
        (word, n).hash(&mut hasher);
        self.count += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }

    /// The words of one fact.
    pub(super) fn add(&mut self, source: &Source<'_>) {
        let text = source.text().unwrap_or_default();
        text.split(' ').filter(|word| !word.is_empty()).for_each(|word| self.word(word, source.n));
    }
}

/// What the index of a store has, asked word by word as a search asks.
pub(super) fn stored(conn: &Connection) -> rusqlite::Result<Sum> {
    conn.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_in USING fts5vocab('main', 'words', 'row')")?;
    let mut terms = conn.prepare("SELECT term FROM temp.words_in")?;
    let mut terms = terms.query([])?;
    let mut find = conn.prepare("SELECT rowid FROM words WHERE words MATCH ?1")?;
    let mut sum = Sum::default();
    while let Some(row) = terms.next()? {
        let term = row.get_ref(0)?.as_str()?;
        let mut found = find.query([format!("\"{term}\"")])?;
        while let Some(row) = found.next()? {
            sum.word(term, row.get(0)?);
        }
    }
    Ok(sum)
}

/// Whether the index has its own few figures, and destroys what is taken out of it.
pub(super) fn is_set_up(conn: &Connection) -> rusqlite::Result<bool> {
    let ask = "SELECT (SELECT count(*) FROM words_data WHERE id IN (1, 10)) = 2
                   AND EXISTS (SELECT 1 FROM words_config WHERE k = 'secure-delete' AND v = 1)
                   AND EXISTS (SELECT 1 FROM words_config WHERE k = 'version' AND v IN (4, 5))";
    conn.query_row(ask, [], |r| r.get(0))
}
