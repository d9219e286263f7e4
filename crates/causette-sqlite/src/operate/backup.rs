//! A copy of a store, taken while a server writes to it: all commits up to one moment, and none after. What was destroyed is not
//! in it, since it is written anew and not copied page by page.

use super::head::{self, Head};
use super::report::Fault;
use super::{OperateError, Report, file_of, look, write_anew};
use crate::files::{self, Found};
use crate::{OpenError, schema, seal};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A copy that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Its size.
    pub bytes: u64,
    /// Where it stands, to be kept elsewhere.
    pub head: Head,
}

/// Copies the store in `dir` to `to`, a new file that only its owner may read. It is there whole, checked and flushed, or not at
/// all. Everything is in it that signs people in: keep it as safe as the store.
///
/// Who was erased is in the copy as far as it was known then; the list beside the store (`erased.txt`) is what an older copy
/// needs when it is put back, so it is best kept apart from the copies.
pub fn backup(dir: &Path, to: &Path) -> Result<Backup, OperateError> {
    match files::look(dir)? {
        Found::Store { .. } => {}
        Found::Nothing => return Err(OperateError::NoStore(dir.join(files::DB_FILE))),
    }
    let (conn, version) = look(&file_of(dir)?)?;
    if to.symlink_metadata().is_ok() {
        return Err(OperateError::Exists(to.to_path_buf()));
    }
    let new = Unfinished::make(to)?;
    let sql = |e| OpenError::sql(&new.path, &e);
    write_anew(&conn, &new.path)?;
    drop(conn);
    let head = finish(&new.path, version).map_err(sql)?.map_err(|says| {
        let mut report = Report::new(Head { row: 0, hash: [0; 32] });
        report.row("", "", Fault::Sqlite(says));
        OperateError::Damaged { path: new.path.clone(), report: Box::new(report) }
    })?;
    new.publish(to).map(|bytes| Backup { bytes, head })
}

/// Makes the copy one that ended cleanly, and has SQLite look through it; what it says if it is not content.
fn finish(path: &Path, version: u32) -> rusqlite::Result<Result<Head, String>> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    seal::register(&conn)?;
    let says: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if says != "ok" {
        return Ok(Err(says));
    }
    let head = head::of(&conn)?;
    let last = crate::row::sql(head.row);
    if version < schema::SUMS {
        conn.execute("UPDATE meta SET value = ?1 WHERE name = 'clean'", [last])?;
    } else {
        seal::set_meta(&conn, "clean", last)?;
    }
    conn.close().map_err(|(_, e)| e)?;
    Ok(Ok(head))
}

/// A file under another name until it is whole; gone if it never is.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn make(to: &Path) -> Result<Unfinished, OperateError> {
        let mut name = to.as_os_str().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let path = PathBuf::from(name);
        files::private().create_new(true).open(&path).map_err(|e| OpenError::io(&path, &e))?;
        Ok(Unfinished { path })
    }

    /// Flushes it and gives it its name, which nothing may bear yet; says its size.
    fn publish(self, to: &Path) -> Result<u64, OperateError> {
        let fail = |e: io::Error| match e.kind() {
            io::ErrorKind::AlreadyExists => OperateError::Exists(to.to_path_buf()),
            _ => OpenError::io(to, &e).into(),
        };
        let file = File::open(&self.path).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        let bytes = file.metadata().map_err(fail)?.len();
        // Renaming would write over whatever came there meanwhile. What has the name is whole at any moment.
        match std::fs::hard_link(&self.path, to) {
            Ok(()) => std::fs::remove_file(&self.path).map_err(fail)?,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(fail(e)),
            // Not every file system gives a file two names: there the name is claimed first.
            Err(_) => {
                files::private().create_new(true).open(to).map_err(fail)?;
                if let Err(e) = std::fs::rename(&self.path, to) {
                    let _ = std::fs::remove_file(to);
                    return Err(fail(e));
                }
            }
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files::sync_directory(folder)?;
        // It may have been made for this copy.
        files::sync_name(folder)?;
        Ok(bytes)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After it was given its name there is nothing of this one.
        for suffix in ["", "-journal"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.path.display()));
        }
    }
}
