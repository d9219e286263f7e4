//! Where backups are kept, what they are called, how one is taken; and those the server takes by itself.

use crate::config::Settings;
use crate::system::SystemClock;
use crate::trouble;
use causette_core::ports::Clock;
use causette_core::{About, Note, Text};
use causette_engine::{Mailbox, Submission};
use causette_sqlite::Backup;
use causette_texts::{Admin, Lang, admin};
use jiff::Timestamp;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// Where they are unless told otherwise.
const BACKUPS: &str = "backups";

/// This program, even where its file was replaced since.
const PROGRAM: &str = "/proc/self/exe";
/// How often the server looks whether one is due; the clock may be set meanwhile.
const LOOK: Duration = Duration::from_secs(60);
/// After one that failed, the next attempt.
const AFTER_FAILURE: Duration = Duration::from_secs(3600);
/// What a program that was killed left unfinished is removed after a day.
const LEFT: Duration = Duration::from_secs(24 * 3600);

/// A copy that was taken.
pub(crate) struct Taken {
    pub(crate) file: PathBuf,
    pub(crate) backup: Backup,
}

/// Where they are kept.
pub(crate) fn directory(settings: &Settings) -> PathBuf {
    settings.backup_dir.clone().unwrap_or_else(|| settings.data.join(BACKUPS))
}

/// Takes a copy, into `file` or into one named after this moment. Safe while a server writes, but not in its own process: what
/// closes a file of the store there lets go of SQLite's locks on it (POSIX). Why not is said in `lang`.
pub(crate) fn take(file: Option<&Path>, settings: &Settings, lang: Lang) -> Result<Taken, String> {
    let file = match file {
        Some(file) => file.to_path_buf(),
        None if !settings.data.is_dir() => directory(settings), // the refusal names what is missing
        None => fresh(settings, lang)?,
    };
    let backup = causette_sqlite::backup(&settings.data, &file).map_err(|error| trouble::operate(lang, &error))?;
    Ok(Taken { file, backup })
}

/// A name for one that is taken now, where they are kept.
fn fresh(settings: &Settings, lang: Lang) -> Result<PathBuf, String> {
    let place = directory(settings);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&place);
    made.and_then(|()| named())
        .map(|name| place.join(name))
        .map_err(|error| crate::admin::file_error(lang, &place.display().to_string(), &error))
}

/// `causette-20261122T140300Z.db`: in the order of their names they are in the order of time.
fn named() -> io::Result<String> {
    let millis = i64::try_from(SystemClock.now().0).map_err(io::Error::other)?;
    let now = Timestamp::from_millisecond(millis).map_err(io::Error::other)?;
    Ok(format!("causette-{}.db", now.strftime("%Y%m%dT%H%M%SZ")))
}

/// Has the server take them by itself, if it is asked to: at the start when one is due, and then as long as it runs.
pub(crate) fn schedule(settings: &Settings, mailbox: Mailbox) -> io::Result<()> {
    if settings.ephemeral || settings.backup_every == 0 {
        return Ok(());
    }
    let (settings, every) = (settings.clone(), Duration::from_secs(3600 * u64::from(settings.backup_every)));
    let turn = move || {
        let place = directory(&settings);
        loop {
            let now = SystemTime::UNIX_EPOCH + Duration::from_millis(SystemClock.now().0);
            let newest = own(&place, SUFFIX).last().and_then(|file| age(file, now));
            if newest.is_some_and(|age| age < every) {
                std::thread::sleep(LOOK);
                continue;
            }
            let taken = fresh(&settings, settings.lang).and_then(|file| by_child(&file, &settings));
            prune(&place, settings.backup_keep, now);
            let failed = taken.is_err();
            if !told(taken, settings.lang, &mailbox) {
                return; // the engine is over
            }
            std::thread::sleep(if failed { AFTER_FAILURE.min(every) } else { LOOK });
        }
    };
    std::thread::Builder::new().name("causette-backup".to_owned()).spawn(turn).map(drop)
}

/// Has this very program take one, as an operator would; it writes into the audit room by itself.
fn by_child(file: &Path, settings: &Settings) -> Result<(), String> {
    let mut child = Command::new(PROGRAM);
    child.arg("admin").arg("--data").arg(&settings.data).arg("backup").arg(file);
    child.env_remove("CAUSETTE_CONFIG").stdin(Stdio::null());
    let output = child.output().map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// Says what came of it; false: there is no engine any more.
fn told(taken: Result<(), String>, lang: Lang, mailbox: &Mailbox) -> bool {
    let Err(error) = taken else {
        tracing::info!("a backup was taken");
        return !mailbox.is_closed();
    };
    tracing::error!("no backup could be taken: {error}");
    let Ok(text) = Text::new(&admin(lang, Admin::BackupFailed { error: &error })) else { return !mailbox.is_closed() };
    mailbox.blocking_send(Submission::Note { note: Note { about: About::Backup, text }, by: None }).is_ok()
}

/// What names of ours begin and end with.
const PREFIX: &str = "causette-";
const SUFFIX: &str = "Z.db";

/// Ours, the oldest first.
fn own(place: &Path, suffix: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(place).into_iter().flatten().flatten().map(|file| file.path());
    let ours = |name: &str| name.starts_with(PREFIX) && name.contains(SUFFIX) && name.ends_with(suffix);
    let mut all: Vec<_> =
        files.filter(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(ours)).collect();
    all.sort();
    all
}

fn age(file: &Path, now: SystemTime) -> Option<Duration> {
    let made = fs::metadata(file).and_then(|about| about.modified()).ok()?;
    Some(now.duration_since(made).unwrap_or_default())
}

/// Removes the oldest of ours, and what a killed program did not finish.
fn prune(place: &Path, keep: u32, now: SystemTime) {
    let (all, keep) = (own(place, SUFFIX), usize::try_from(keep).unwrap_or(usize::MAX));
    let beyond = if keep == 0 { 0 } else { all.len().saturating_sub(keep) };
    let unfinished = own(place, ".new").into_iter().filter(|file| age(file, now).is_some_and(|age| age > LEFT));
    for file in all.into_iter().take(beyond).chain(unfinished) {
        match fs::remove_file(&file) {
            Ok(()) => tracing::info!(file = %file.display(), "an old backup was removed"),
            Err(error) => tracing::warn!(%error, file = %file.display(), "an old backup stays"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ours_are_removed_and_the_newest_stay() {
        let place = tempfile::tempdir().unwrap();
        let names = [
            "causette-20260101T000000Z.db",
            "causette-20260102T000000Z.db",
            "causette-20260103T000000Z.db",
            "causette-20260103T000000Z.db.17.new",
            "causette-mine.db",
            "letters",
        ];
        names.iter().for_each(|name| fs::write(place.path().join(name), "x").unwrap());
        let now = fs::metadata(place.path().join("letters")).unwrap().modified().unwrap();
        let left = || {
            let mut left: Vec<_> = fs::read_dir(place.path())
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            left.sort();
            left
        };
        prune(place.path(), 0, now);
        assert_eq!(left(), names, "0 keeps all");
        prune(place.path(), 2, now);
        assert_eq!(left(), names[1..], "what is unfinished may still be in the making");
        prune(place.path(), 1, now + LEFT * 2);
        assert_eq!(left(), [names[2], names[4], names[5]]);
    }
}
