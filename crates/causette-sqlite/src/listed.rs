//! Who was erased, once more in a file of its own beside the store: ids, which say nothing of anybody, one a line. A store that
//! is put back from an older copy finds it there, and erases them again before anybody reads a word.

use crate::files::{self, ERASED_FILE};
use crate::writer::Writer;
use crate::{OpenError, SqliteLog};
use causette_core::ports::{Append, AppendError, Entry, Log, ReadError};
use causette_core::{AccountChange, Fact, Name, PersonId, RoomId, Sender, What};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Erased in one commit.
const STEP: usize = 200;

/// Everybody in the list of a directory, or in this file; a line that is no id means nothing.
pub(crate) fn read(file: &Path) -> io::Result<BTreeSet<PersonId>> {
    let text = match std::fs::read_to_string(file) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let id = |line: &str| u128::from_str_radix(line, 16).ok().filter(|_| line.len() == 32).map(PersonId);
    Ok(text.lines().filter_map(id).collect())
}

/// Adds people to the list of a directory, durably and as a whole.
pub(crate) fn add(dir: &Path, people: &BTreeSet<PersonId>) -> Result<(), OpenError> {
    let path = dir.join(ERASED_FILE);
    let io = |e: io::Error| OpenError::io(&path, &e);
    let known = read(&path).map_err(io)?;
    if people.is_subset(&known) {
        return Ok(());
    }
    let new = dir.join(format!("{ERASED_FILE}.new"));
    let mut file = files::private().create(true).truncate(true).open(&new).map_err(io)?;
    files::only_mine(&file).map_err(io)?;
    for id in known.union(people) {
        writeln!(file, "{id}").map_err(io)?;
    }
    file.sync_all().and_then(|()| std::fs::rename(&new, &path)).map_err(io)?;
    files::sync_directory(dir)
}

/// Everybody whom the store knows to be erased.
pub(crate) fn stored(conn: &Connection) -> rusqlite::Result<BTreeSet<PersonId>> {
    let mut select = conn.prepare_cached("SELECT id FROM erased")?;
    select.query_map([], |r| Ok(PersonId(u128::from_be_bytes(r.get(0)?))))?.collect()
}

impl Writer {
    /// Brings the list up to date. What fails is tried again in the next quiet moment, and at the next start.
    pub(crate) fn list_erased(&mut self) {
        let listed = stored(&self.conn).is_ok_and(|people| add(&self.dir, &people).is_ok());
        self.unlisted = !listed;
    }
}

/// Erases those again who are in the list, or are given, and of whom this store still knows something: it was put back from a
/// copy that is older than their end. Says how many.
pub(crate) fn apply(log: &SqliteLog, dir: &Path, given: &BTreeSet<PersonId>) -> Result<usize, OpenError> {
    let path = dir.join(ERASED_FILE);
    let mut wanted = read(&path).map_err(|e| OpenError::io(&path, &e))?;
    wanted.extend(given);
    let failed = |e: ReadError| OpenError::Failed(e.to_string());
    let doomed = log.readers.read(|conn| known(conn, &wanted).map_err(crate::errors::unread)).map_err(failed)?;
    for some in doomed.chunks(STEP) {
        let room = log.directory().map_err(failed)?.row;
        let by = || Sender { id: PersonId::SERVER, name: Name::given("causette") };
        let fact = |(seq, id): (u64, &PersonId)| {
            let what = What::AccountErased { id: *id };
            Entry { fact: Arc::new(Fact { room: RoomId::DIRECTORY, seq, at: room.at, by: by(), what }), key: None }
        };
        let append = Append {
            entries: (room.head + 1..).zip(some).map(fact).collect(),
            accounts: some.iter().map(|id| AccountChange::Erased(*id)).collect(),
            ..Append::to(RoomId::DIRECTORY, room.head)
        };
        log.append(&[append]).map_err(|e: AppendError| OpenError::Failed(e.to_string()))?;
    }
    Ok(doomed.len())
}

/// Those of them who are not erased here, and whom any row knows.
fn known(conn: &Connection, wanted: &BTreeSet<PersonId>) -> rusqlite::Result<Vec<PersonId>> {
    let erased = stored(conn)?;
    let mut find = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1) OR EXISTS (SELECT 1 FROM senders WHERE id = ?1)
             OR EXISTS (SELECT 1 FROM named WHERE person = ?1)",
    )?;
    let mut found = Vec::new();
    for id in wanted.difference(&erased) {
        if find.query_row([id.0.to_be_bytes()], |r| r.get(0))? {
            found.push(*id);
        }
    }
    Ok(found)
}
