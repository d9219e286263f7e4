//! Whether the search index has the words of the facts, all of them and no others: both sides are added up, word by word and in
//! any order, and the sums compared. A word that is not found, or one that was to be destroyed, cannot hide.

use crate::words::Source;
use rusqlite::Connection;
use std::collections::BTreeSet;
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

    /// The words of one fact, and what they begin with.
    pub(super) fn add(&mut self, source: &Source<'_>) {
        let text = source.text().unwrap_or_default();
        let words = text.split(' ').filter(|word| !word.is_empty());
        words.clone().for_each(|word| self.word(word, source.n));
        let beginnings: BTreeSet<&str> = words.flat_map(beginnings).collect();
        beginnings.into_iter().for_each(|beginning| self.word(&asked(beginning), source.n));
    }
}

/// The beginnings of a word that the index has lists of: its first one, two and three letters.
fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().skip(1).map(|(at, _)| at).chain([word.len()]).take(3);
    ends.filter_map(|end| word.get(..end))
}

/// What asks for a beginning.
fn asked(beginning: &str) -> String {
    format!("\"{beginning}\"*")
}

/// What the index of a store has, asked word by word as a search asks, and in its order.
pub(super) fn stored(conn: &Connection) -> rusqlite::Result<Sum> {
    conn.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_in USING fts5vocab('main', 'words', 'row')")?;
    let mut terms = conn.prepare("SELECT term FROM temp.words_in")?;
    let mut terms = terms.query([])?;
    let mut find = conn.prepare("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC")?;
    let (mut sum, mut seen) = (Sum::default(), BTreeSet::new());
    let mut add = |word: &str, ask: &str| -> rusqlite::Result<()> {
        let mut found = find.query([ask])?;
        while let Some(row) = found.next()? {
            sum.word(word, row.get(0)?);
        }
        Ok(())
    };
    while let Some(row) = terms.next()? {
        let term = row.get_ref(0)?.as_str()?;
        add(term, &format!("\"{term}\""))?;
        for beginning in beginnings(term) {
            if seen.insert(beginning.to_owned()) {
                add(&asked(beginning), &asked(beginning))?;
            }
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
