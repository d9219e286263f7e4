//! What only a log on a disk can be asked. Numbers in names are the rows of the list of faults it must survive.

mod damage;
mod destroyed;
mod files;
mod flips;
mod full;
mod kill;
pub(crate) mod older;
mod opening;
mod operate;
mod other_programs;
mod rows;
mod verify;

use super::build::*;
use causette_core::Fact;
use causette_core::ports::Log;
use causette_sqlite::{DB_FILE, OpenError, SqliteLog};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[track_caller]
fn open(dir: &Path) -> SqliteLog {
    SqliteLog::open(dir).unwrap_or_else(|e| panic!("{e}"))
}

#[track_caller]
fn refusal(dir: &Path) -> OpenError {
    match SqliteLog::open(dir) {
        Ok(_) => panic!("opened"),
        Err(e) => {
            let text = e.to_string();
            assert!(!text.contains('\n') && text.contains("; "), "one sentence with a next step: {text}");
            e
        }
    }
}

/// What another program would do to the store. Unlike sqlite3 it leaves the WAL alone when it ends.
fn meddle(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join(DB_FILE)).unwrap();
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    conn
}

/// A store whose program ended without a word after `commits` commits of one fact each.
fn crashed(commits: u64) -> (TempDir, Vec<Arc<Fact>>) {
    let dir = temp();
    let log = open(dir.path());
    for after in 0..commits {
        store(&log, &[count(ROOM, after, 1)]);
    }
    let facts = all(&log, ROOM);
    drop(log);
    (dir, facts)
}

/// Every file of a directory with its bytes, but for the lock and the index that SQLite makes anew.
fn bytes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let kept = files.filter(|p| !p.ends_with("causette.lock") && !p.ends_with("causette.db-shm"));
    kept.map(|p| (p.clone(), std::fs::read(p).unwrap())).collect()
}

/// A copy, as it is on the disk now.
fn copy(dir: &Path) -> TempDir {
    let to = temp();
    for file in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap()) {
        std::fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
    }
    to
}

fn child() -> Command {
    Command::new(env!("CARGO_BIN_EXE_store-child"))
}
