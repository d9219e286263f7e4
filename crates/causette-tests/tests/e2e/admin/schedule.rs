//! Backups that the server takes by itself.

use super::has;
use causette_tests::server::Program;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn copies(place: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(place).into_iter().flatten().flatten().map(|file| file.path());
    let mut all: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "db")).collect();
    all.sort();
    all
}

#[track_caller]
fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn one_that_is_due_is_taken_at_the_start_and_old_ones_go() {
    let place = tempfile::tempdir().unwrap();
    let (data, kept) = (place.path().join("data"), place.path().join("kept"));
    fs::create_dir(&kept).unwrap();
    let old = ["causette-20250101T000000Z.db", "causette-20250102T000000Z.db", "causette-mine.db"];
    for name in old {
        let long_ago = fs::metadata(&kept).unwrap().modified().unwrap() - Duration::from_secs(72 * 3600);
        File::create(kept.join(name)).unwrap().set_modified(long_ago).unwrap();
    }
    let mut program = Program::product().unwrap();
    let words = ["--backup-every", "24", "--backup-keep", "2", "--backup-dir", kept.to_str().unwrap()];
    program.words = words.map(str::to_owned).to_vec();
    let mut server = program.serve(&data).unwrap();
    until("the newest two of its own are there, and what is no backup of its own", || {
        !kept.join(old[0]).exists() && copies(&kept).len() == 3
    });
    let new = copies(&kept).into_iter().find(|file| !old.iter().any(|name| file.ends_with(name))).unwrap();
    super::admin(&data, &["verify", new.to_str().unwrap()]).done(&["nothing is wrong"]);
    assert!(kept.join(old[1]).exists() && kept.join(old[2]).exists());
    until("it stands in the audit room", || super::audit(&data).contains("a backup was taken: "));
    assert!(server.stop().unwrap().success());
    // One that is fresh is enough.
    let mut server = program.serve(&data).unwrap();
    super::admin(&data, &["stats"]).done(&[]);
    assert_eq!(copies(&kept).len(), 3);
    assert!(server.stop().unwrap().success());
}

#[test]
fn one_that_cannot_be_taken_is_told() {
    let place = tempfile::tempdir().unwrap();
    let (data, file) = (place.path().join("data"), place.path().join("letter"));
    fs::write(&file, "dear alice").unwrap();
    let mut program = Program::product().unwrap();
    program.words = ["--backup-every", "1", "--backup-dir", file.to_str().unwrap()].map(str::to_owned).to_vec();
    let server = program.serve(&data).unwrap();
    until("it stands in the audit room", || super::audit(&data).contains("no backup could be taken: "));
    until("it is in the log", || server.stderr().contains("no backup could be taken"));
    has(&server.stderr(), &["letter"]);
}
