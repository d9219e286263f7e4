//! Copies of a store: taken under load, put back, and what was erased since stays erased.

use super::destroyed::{canary, readable};
use super::verify::{fill, sound};
use super::*;
use crate::contract::accounts::{ALICE, account, changes, credentials};
use crate::contract::erase;
use causette_core::ports::Append;
use causette_core::{AccountChange, Deed, Gone, Name, PersonId, Role, RoomId, Sender, Seq, What, limits};
use causette_sqlite::{ERASED_FILE, OperateError, Restore, backup, restore};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Fault 59: while another process writes.
#[test]
fn fault_59_a_backup_taken_under_load_restores() {
    let (dir, copies) = (temp(), temp());
    let mut child = child().arg("stream").arg(dir.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "open 0");
    let mut acknowledged: Seq = 0;
    for n in 0..5 {
        // Whatever is acknowledged before it begins is in it.
        while acknowledged < (n + 1) * 60 {
            acknowledged = lines.next().unwrap().unwrap().parse().unwrap();
        }
        let to = copies.path().join(format!("copy{n}"));
        let taken = backup(dir.path(), &to).unwrap();
        assert_eq!((mode(&to), std::fs::metadata(&to).unwrap().len()), (0o600, taken.bytes));
        assert_eq!(sound(&to).head, taken.head);
        let back = temp();
        let restored = restore(&to, back.path(), Restore::default()).unwrap();
        assert!(restored.report.is_sound() && restored.erased == 0 && restored.replaced.is_none());
        assert_eq!(restored.report.head, taken.head);
        let log = open(back.path());
        let facts = all(&log, RoomId(1));
        assert!(facts.len() as Seq >= acknowledged, "{} of {acknowledged}", facts.len());
        store(&log, &[count(RoomId(1), facts.len() as Seq, 1)]);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(copies.path()).len(), 5, "nothing half made is left");
    // After a crash as well.
    backup(dir.path(), &copies.path().join("last")).unwrap();
    drop(open(dir.path()));
}

#[test]
fn nothing_is_written_over() {
    let (dir, copies) = (temp(), temp());
    let log = open(dir.path());
    fill(&log);
    let to = copies.path().join("copy");
    backup(dir.path(), &to).unwrap();
    let bytes = std::fs::read(&to).unwrap();
    assert!(matches!(backup(dir.path(), &to), Err(OperateError::Exists(_))));
    assert!(matches!(backup(copies.path(), &copies.path().join("x")), Err(OperateError::NoStore(_))));
    assert!(backup(dir.path(), &copies.path().join("missing/copy")).is_err());
    assert!(matches!(restore(&to, dir.path(), Restore::default()), Err(OperateError::Store(OpenError::Held { .. }))));
    drop(log);
    assert!(matches!(restore(&to, dir.path(), Restore::default()), Err(OperateError::Exists(_))));
    // A store is no copy: its newest commits are beside it.
    let place = temp();
    for from in [dir.path().to_path_buf(), dir.path().join(DB_FILE)] {
        assert!(matches!(restore(&from, place.path(), Restore::default()), Err(OperateError::NotACopy(_))));
    }
    assert!(matches!(
        restore(&place.path().join("no"), place.path(), Restore::default()),
        Err(OperateError::NoStore(_))
    ));
    std::fs::write(place.path().join("text"), "no store").unwrap();
    let other = restore(&place.path().join("text"), place.path(), Restore::default());
    assert!(matches!(other, Err(OperateError::Store(OpenError::NotOurs { .. }))));
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
    assert_eq!(names(place.path()), ["text"]);
    // Moved aside when asked for, whole.
    let before = sound(dir.path()).head;
    let how = Restore { replace: true, ..Restore::default() };
    let restored = restore(&to, dir.path(), how).unwrap();
    assert_eq!(sound(&restored.replaced.unwrap()).head, before);
    assert!(open(dir.path()).accounts().unwrap().len() == 1);
}

#[test]
fn a_damaged_copy_is_not_put_back() {
    let (dir, copies, back) = (temp(), temp(), temp());
    let log = open(dir.path());
    fill(&log);
    let to = copies.path().join("copy");
    backup(dir.path(), &to).unwrap();
    Connection::open(&to).unwrap().execute("UPDATE facts SET salt = zeroblob(16) WHERE seq = 1", []).unwrap();
    let refused = restore(&to, back.path(), Restore::default());
    assert!(matches!(refused, Err(OperateError::Damaged { report, .. }) if report.count > 0));
    assert_eq!(names(back.path()), [""; 0]);
}

/// Words that only somebody said whom nobody must be able to read any more, wherever a store keeps words.
fn said_by_alice(log: &SqliteLog, words: &[String]) {
    let hers = Sender { id: ALICE, name: Name::given(&words[0]) };
    let made = AccountChange::Made(account(ALICE, &words[0]), Some(credentials(&words[1])));
    let profile = crate::contract::accounts::profiled(ALICE, &[&format!("url={}", words[8])]);
    store(log, &[changes(0, vec![made, profile])]);
    let by = |seq, by: &Sender, what| {
        entry(Arc::new(Fact { room: ROOM, seq, at: causette_core::Millis(seq), by: by.clone(), what }))
    };
    let bob = Sender { id: PersonId(7), name: Name::given("bob") };
    let mut state = (*public(ROOM, "#a").state).clone();
    state.roles.insert(ALICE, (hers.name.clone(), Role::Moderator));
    let row = causette_core::ports::RoomRow { state: Arc::new(state), ..public(ROOM, "#a") };
    let mut entries = vec![
        by(1, &hers, said(&words[2])),
        by(2, &hers, edited(1, &words[3])),
        by(3, &bob, What::Governed(Deed::Role { who: hers.clone(), role: Some(Role::Moderator), was: None })),
        by(4, &hers, What::Governed(Deed::Topic(Some(causette_core::Text::new(&words[4]).unwrap())))),
        by(5, &bob, said("stays")),
        by(6, &hers, said(&words[5])),
    ];
    entries[5].key = Some(causette_core::Key::new(&words[6]).unwrap());
    store(log, &[Append { entries, row: Some(row), ..Append::to(ROOM, 0) }]);
    // Some of it indexed, and copied into the file.
    store(log, &[count(OTHER, 0, 800)]);
    while log.idle().unwrap() {}
    store(log, &[Append { entries: vec![by(7, &hers, said(&words[7]))], ..Append::to(ROOM, 6) }]);
}

fn canaries() -> Vec<String> {
    (100..109).map(canary).collect()
}

#[track_caller]
fn nothing_is_left(dir: &Path) {
    assert_eq!(readable(dir, &canaries()), [""; 0]);
    assert!(sound(dir).erasing == 0);
    let log = open(dir);
    assert_eq!(finds(&log, "stays"), [5]);
    let gone = all(&log, ROOM).iter().filter(|fact| fact.what == What::Gone(Gone::Erased)).count();
    assert_eq!((gone, log.accounts().unwrap().len()), (6, 0));
}

fn scrubbed(log: &SqliteLog) {
    while log.scrub(limits::SCRUB_FACTS).unwrap() {}
    while log.idle().unwrap() {}
}

#[test]
fn who_was_erased_is_in_no_file_nor_in_an_older_copy_put_back() {
    let (dir, copies) = (temp(), temp());
    let log = open(dir.path());
    said_by_alice(&log, &canaries());
    assert_eq!(readable(dir.path(), &canaries()).len(), canaries().len());
    let older = copies.path().join("older");
    backup(dir.path(), &older).unwrap();
    // A copy made by hand, too.
    log.close().unwrap();
    drop(log);
    let byhand = copies.path().join("byhand");
    std::fs::copy(dir.path().join(DB_FILE), &byhand).unwrap();
    let log = open(dir.path());
    store(&log, &[erase::erased(1, ALICE)]);
    assert_eq!(mode(&dir.path().join(ERASED_FILE)), 0o600);
    scrubbed(&log);
    nothing_is_left_open(dir.path(), &log);
    let list = std::fs::read_to_string(dir.path().join(ERASED_FILE)).unwrap();
    assert_eq!(list, format!("{ALICE}\n"));
    drop(log);
    nothing_is_left(dir.path());
    for copy in [&older, &byhand] {
        // Over the store, whose list is still there; what was there is erased already, and goes.
        let how = Restore { replace: true, ..Restore::default() };
        let restored = restore(copy, dir.path(), how).unwrap();
        assert_eq!((restored.erased, restored.report.erased), (1, 1));
        assert!(restored.report.is_sound());
        nothing_is_left(&restored.replaced.unwrap());
        nothing_is_left(dir.path());
        // Elsewhere, with the list brought along.
        let place = temp();
        let list = copies.path().join("list");
        std::fs::copy(dir.path().join(ERASED_FILE), &list).unwrap();
        let how = Restore { erased: Some(&list), ..Restore::default() };
        assert_eq!(restore(copy, place.path(), how).unwrap().erased, 1);
        nothing_is_left(place.path());
    }
    // Put back by nothing but cp: the next start applies the list.
    for file in names(dir.path()) {
        if file.starts_with("causette.db") {
            std::fs::remove_file(dir.path().join(file)).unwrap();
        }
    }
    std::fs::copy(&byhand, dir.path().join(DB_FILE)).unwrap();
    let log = open(dir.path());
    assert!(log.accounts().unwrap().is_empty() && finds(&log, &canaries()[7]).is_empty());
    scrubbed(&log);
    drop(log);
    nothing_is_left(dir.path());
}

fn nothing_is_left_open(dir: &Path, log: &SqliteLog) {
    assert_eq!(readable(dir, &canaries()), [""; 0]);
    assert_eq!(finds(log, "stays"), [5]);
}

/// Dies after the commit of the erasure, and after each piece.
#[test]
fn a_crash_in_the_middle_of_an_erasure_leaves_nothing_in_the_end() {
    for pieces in 0..4 {
        let dir = temp();
        let log = open(dir.path());
        said_by_alice(&log, &canaries());
        store(&log, &[erase::erased(1, ALICE)]);
        for _ in 0..pieces {
            assert!(log.scrub(2).unwrap() || pieces == 3);
        }
        drop(log);
        // The list is made anew where the crash came before it.
        std::fs::remove_file(dir.path().join(ERASED_FILE)).unwrap();
        let log = open(dir.path());
        assert!(dir.path().join(ERASED_FILE).exists());
        scrubbed(&log);
        nothing_is_left_open(dir.path(), &log);
        drop(log);
        nothing_is_left(dir.path());
    }
}
