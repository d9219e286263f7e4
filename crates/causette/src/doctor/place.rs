//! The data directory: whose it is, who may read it, which server has it, how much room is left, and the backups.

use super::{Level, Report};
use crate::config::Settings;
use causette_core::Millis;
use causette_sqlite::{DB_FILE, LOCK_FILE};
use causette_texts::{Finding, ProgramError, Sound, program_error};
use rustix::fs::{Access, access, statvfs};
use rustix::process::geteuid;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Less free space than this, or than a tenth of the disk, is worth a word.
const SPACE: u64 = 1 << 30;
const SPACE_PERCENT: u64 = 10;
/// A backup older than this is old.
const BACKUP_AGE: Duration = Duration::from_secs(24 * 3600);
const MEGABYTE: u64 = 1_000_000;

/// Looks at all of it; says which process serves the directory, if one does.
pub(super) fn look(settings: &Settings, now: Millis, report: &mut Report) -> Option<u32> {
    if settings.ephemeral {
        report.well(Sound::DataNone);
        return None;
    }
    let (data, shown) = (&settings.data, settings.data.display().to_string());
    let about = match fs::metadata(data) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            missing(data, &shown, report);
            return None;
        }
        Err(error) => {
            report.found(Level::Problem, Finding::Unreadable { path: &shown, error: &error.to_string() });
            return None;
        }
        Ok(about) => about,
    };
    if !about.is_dir() {
        report.problem(program_error(report.lang, ProgramError::DataNotADirectory { path: &shown }));
        return None;
    }
    let server = holder(&data.join(LOCK_FILE));
    let (owner, user) = (about.uid(), geteuid().as_raw());
    let before = report.found.len();
    if owner != user {
        report.found(Level::Problem, Finding::DataForeign { path: &shown, owner: owner.into(), user: user.into() });
    }
    closed(data, about.permissions().mode(), "700", report);
    for file in store_files(data) {
        if let Ok(about) = fs::metadata(&file) {
            closed(&file, about.permissions().mode(), "600", report);
        }
    }
    if report.found.len() == before {
        match server {
            Some(pid) => report.well(Sound::DataServed { path: &shown, pid: pid.into() }),
            None => report.well(Sound::DataWell { path: &shown }),
        }
    }
    space(data, &shown, report);
    backups(&crate::backups::directory(settings), now, report);
    if server.is_some() {
        console(settings, report);
    }
    server
}

/// Whether the server that runs can be looked after, and somebody may.
fn console(settings: &Settings, report: &mut Report) {
    let asked = crate::admin::is_owned(settings, report.lang);
    match asked {
        Ok(owned) => {
            report.well(Sound::Console);
            match owned {
                true => report.well(Sound::Owned),
                false => report.found(Level::Hint, Finding::Unowned),
            }
        }
        Err(error) => report.found(Level::Warning, Finding::ConsoleSilent { error: &error }),
    }
}

/// A directory that is not there yet must be one that can be made.
fn missing(data: &Path, shown: &str, report: &mut Report) {
    let above = data.ancestors().skip(1).map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let Some(parent) = above.into_iter().find(|path| path.exists()) else { return };
    if parent.is_dir() && access(parent, Access::WRITE_OK | Access::EXEC_OK).is_ok() {
        report.well(Sound::DataNew { path: shown });
        space(parent, shown, report);
    } else {
        let parent = parent.display().to_string();
        report.found(Level::Problem, Finding::DataNowhere { path: shown, parent: &parent });
    }
}

/// Whether only its owner may read it.
fn closed(path: &Path, mode: u32, right: &str, report: &mut Report) {
    if mode & 0o077 != 0 {
        let (path, mode) = (path.display().to_string(), format!("{:o}", mode & 0o777));
        report.found(Level::Warning, Finding::DataOpen { path: &path, mode: &mode, right });
    }
}

/// The files with what people said.
pub(super) fn store_files(data: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(data).into_iter().flatten().flatten();
    files.filter(|file| file.file_name().to_string_lossy().starts_with(DB_FILE)).map(|file| file.path()).collect()
}

/// The process that has the directory: it keeps this file locked, and has written its number there.
fn holder(lock: &Path) -> Option<u32> {
    let mut file = File::open(lock).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        Ok(()) | Err(TryLockError::Error(_)) => return None,
    }
    let mut text = String::new();
    Read::by_ref(&mut file).take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn space(place: &Path, shown: &str, report: &mut Report) {
    match statvfs(place) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let all = disk.f_blocks.saturating_mul(disk.f_frsize);
            room(free, all, shown, report);
        }
        Err(error) => report.found(Level::Warning, Finding::Unreadable { path: shown, error: &error.to_string() }),
    }
}

fn room(free: u64, all: u64, shown: &str, report: &mut Report) {
    let percent = free.saturating_mul(100).checked_div(all).unwrap_or(0);
    if free < SPACE || percent < SPACE_PERCENT {
        report.found(Level::Warning, Finding::SpaceLow { path: shown, free: free / MEGABYTE, percent });
    } else {
        report.well(Sound::Space { free: free / MEGABYTE });
    }
}

/// The newest of them.
fn backups(place: &Path, now: Millis, report: &mut Report) {
    let files = fs::read_dir(place).into_iter().flatten().flatten();
    let dated = files.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())));
    let Some((made, file)) = dated.max() else {
        return report.found(Level::Hint, Finding::BackupNone { place: &place.display().to_string() });
    };
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now.0);
    let (age, file) = (now.duration_since(made).unwrap_or_default(), file.display().to_string());
    let hours = age.as_secs() / 3600;
    if age > BACKUP_AGE {
        report.found(Level::Warning, Finding::BackupOld { file: &file, days: hours / 24 });
    } else {
        report.well(Sound::BackupFresh { file: &file, hours });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_texts::Lang;

    #[test]
    fn little_room_is_a_warning() {
        const GB: u64 = 1 << 30;
        for (free, all, expect) in [
            (50 * GB, 100 * GB, Level::Ok),
            (GB - 1, 5 * GB, Level::Warning),
            (9 * GB, 100 * GB, Level::Warning),
            (0, 0, Level::Warning),
        ] {
            let mut report = Report { lang: Lang::En, found: Vec::new() };
            room(free, all, "here", &mut report);
            assert_eq!(report.count(expect), 1, "{free} of {all}: {}", report.text());
        }
    }
}
