//! Fault 57: a file of an earlier version becomes today's with all it holds, and a crash on the way leaves one or the other.

use super::*;
use causette_core::ports::Append;
use causette_core::ports::ReadMark;
use causette_core::{Deed, Name, PersonId, Sender, Seq, What};
use causette_sqlite::{OperateError, Restore, backup, restore, verify};
use std::process::Stdio;
use std::time::Duration;

/// Makes a store what version 3 would have left.
pub(crate) const BACK_TO_3: &str = "
    DROP TABLE profiles; DROP TABLE accounts; DROP TABLE tokens; DROP TABLE members; DROP TABLE erased; DROP TABLE named;
    ALTER TABLE meta DROP COLUMN sum; ALTER TABLE rooms DROP COLUMN sum; ALTER TABLE senders DROP COLUMN sum;
    ALTER TABLE keys DROP COLUMN sum; ALTER TABLE marks DROP COLUMN sum; ALTER TABLE marks DROP COLUMN at;
    PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE);";

/// Makes one what version 7 would have left.
const BACK_TO_7: &str = "
    DROP INDEX tokens_hooks; ALTER TABLE tokens DROP COLUMN url; ALTER TABLE tokens DROP COLUMN secret;
    ALTER TABLE tokens DROP COLUMN after; ALTER TABLE tokens DROP COLUMN trouble; ALTER TABLE tokens DROP COLUMN failing;
    ALTER TABLE tokens DROP COLUMN paused; PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE);";

/// Makes one what version 8 would have left, all words in its index.
const BACK_TO_8: &str = "
    DROP TABLE words;
    CREATE VIRTUAL TABLE words USING fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
    INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
    INSERT INTO words (rowid, text) SELECT n, 'nothing' FROM facts;
    UPDATE meta SET value = 600 WHERE name = 'words_upto';
    PRAGMA user_version = 8; PRAGMA wal_checkpoint(TRUNCATE);";

/// And then what version 2 would have.
pub(crate) const BACK: &str = "
    DROP TABLE words; DROP TABLE marks;
    DROP INDEX facts_about; DROP INDEX senders_key; DROP INDEX rooms_keep;
    ALTER TABLE facts DROP COLUMN about; ALTER TABLE senders DROP COLUMN key;
    ALTER TABLE rooms DROP COLUMN keep_days; ALTER TABLE rooms DROP COLUMN keep_last;
    ALTER TABLE rooms DROP COLUMN oldest;
    DELETE FROM meta WHERE name IN ('words_upto', 'folding');
    PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE);";

/// A store of version 2 with so many messages, and people who never spoke.
fn older(messages: Seq, people: u32) -> TempDir {
    let dir = temp();
    let log = open(dir.path());
    for after in (0..messages).step_by(500) {
        store(&log, &[with_row(count(ROOM, after, 500.min(messages - after)), public(ROOM, "#a"))]);
    }
    log.close().unwrap();
    drop(log);
    let conn = meddle(dir.path());
    conn.execute_batch(BACK_TO_3).unwrap();
    conn.execute_batch(BACK).unwrap();
    let many = "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ?1)
        INSERT INTO senders (id, name) SELECT randomblob(16), 'Élodie' || n FROM i";
    conn.execute(many, [people]).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    dir
}

/// A store of this one append, as an earlier version would have left it.
fn put_back(append: Append, back: &str) -> TempDir {
    let dir = temp();
    let log = open(dir.path());
    store(&log, &[append]);
    log.close().unwrap();
    drop(log);
    meddle(dir.path()).execute_batch(back).unwrap();
    dir
}

fn version(dir: &Path) -> u32 {
    meddle(dir).query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
}

#[test]
fn fault_57_an_older_file_becomes_todays() {
    let dir = older(1_300, 20);
    assert_eq!(version(dir.path()), 2);
    let log = open(dir.path());
    assert_eq!((version(dir.path()), all(&log, ROOM).len()), (9, 1_300));
    // Found before they are indexed, while they are, and after.
    for _ in 0..5 {
        assert_eq!(finds(&log, "1299"), [1_299]);
        assert!(log.idle().is_ok());
    }
    store(&log, &[happen(ROOM, 1_300, vec![deleted(1_299), edited(7, "seven")])]);
    assert_eq!((finds(&log, "1299"), finds(&log, "seven")), (vec![], vec![1_302]));
    let by = |name: &str| causette_core::ports::Search { by: Some(causette_core::Name::given(name)), ..search("1300") };
    assert_eq!((found(&log, &by("P7")).0.len(), found(&log, &by("élodie3")).0.len()), (1, 0));
}

#[test]
fn fault_57_killed_while_it_migrates() {
    let dir = older(800, 60_000);
    let mut versions = std::collections::BTreeMap::new();
    for round in 0..12 {
        let torn = copy(dir.path());
        let mut child =
            child().arg("open").arg(torn.path()).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round * 25));
        child.kill().unwrap();
        child.wait().unwrap();
        let names = "SELECT count(*) FROM senders WHERE key IS NOT NULL";
        let conn = meddle(torn.path());
        let folded = match version(torn.path()) {
            2 => 0,
            _ => conn.query_row(names, [], |r| r.get::<_, i64>(0)).unwrap(),
        };
        // Nothing, the tables, or the tables and all names.
        *versions.entry((version(torn.path()), folded)).or_insert(0) += 1;
        drop(conn);
        let log = open(torn.path());
        assert_eq!((all(&log, ROOM).len(), finds(&log, "799")), (800, vec![799]));
        assert_eq!(version(torn.path()), 9);
    }
    assert!(versions.keys().all(|v| matches!(v, (2..=9, 0) | (9, 60_001))), "{versions:?}");
    assert!(versions.len() >= 2, "{versions:?}");
}

/// What a file of version 3 holds is sealed, and erasing somebody in it destroys the deeds that name them.
#[test]
fn fault_57_a_file_without_checksums_gets_them() {
    let dir = temp();
    let log = open(dir.path());
    let who = |id| Sender { id: PersonId(id), name: Name::given("somebody") };
    let whats =
        vec![said("a"), What::Governed(Deed::Invited(who(8))), What::Governed(Deed::Invited(who(9))), edited(1, "b")];
    let marks = vec![(PersonId(7), ReadMark::upto(2))];
    store(
        &log,
        &[Append { marks, ..with_row(happen(ROOM, 0, whats), public(ROOM, "#a")) }, keyed(OTHER, 0, 8, "k", "c")],
    );
    log.close().unwrap();
    let facts = all(&log, ROOM);
    drop(log);
    meddle(dir.path()).execute_batch(BACK_TO_3).unwrap();
    assert!(matches!(verify(dir.path(), None), Err(OperateError::Older { version: 3, .. })));
    // A copy of it is one all the same.
    let (place, copy) = (temp(), temp());
    backup(dir.path(), &copy.path().join("copy")).unwrap();
    assert!(restore(&copy.path().join("copy"), place.path(), Restore::default()).unwrap().report.is_sound());
    let log = open(dir.path());
    assert_eq!((all(&log, ROOM), version(dir.path())), (facts, 9));
    assert!(verify(dir.path(), None).unwrap().is_sound());
    store(&log, &[crate::contract::erase::erased(0, PersonId(8))]);
    while log.scrub(9).unwrap() {}
    let gone: Vec<_> = all(&log, ROOM).iter().map(|fact| matches!(fact.what, What::Gone(_))).collect();
    assert_eq!((gone, finds(&log, "")), (vec![false, true, false, false], vec![4]));
    assert!(verify(dir.path(), None).unwrap().is_sound());
}

/// The index of version 8 had no lists of first letters: what was in it is found by the new one.
#[test]
fn fault_57_the_index_of_version_8_is_filled_anew() {
    let dir = put_back(with_row(count(ROOM, 0, 600), public(ROOM, "#a")), BACK_TO_8);
    let log = open(dir.path());
    assert_eq!(version(dir.path()), 9);
    assert_eq!(finds(&log, "59"), [599, 598, 597, 596, 595, 594, 593, 592, 591, 590, 59]);
    while log.idle().unwrap() {}
    assert_eq!(finds(&log, "59"), [599, 598, 597, 596, 595, 594, 593, 592, 591, 590, 59]);
    log.close().unwrap();
    assert!(verify(dir.path(), None).unwrap().is_sound());
}

/// A file of version 5 differs by its number alone; what its rooms do not say stays unknown.
#[test]
fn a_file_of_version_5_opens() {
    let back = format!(
        "{BACK_TO_7}
        ALTER TABLE tokens DROP COLUMN number; ALTER TABLE tokens DROP COLUMN label; ALTER TABLE tokens DROP COLUMN scope;
        ALTER TABLE tokens DROP COLUMN room; ALTER TABLE tokens DROP COLUMN used;
        DROP TABLE profiles; PRAGMA user_version = 5; PRAGMA wal_checkpoint(TRUNCATE)"
    );
    let dir = put_back(with_row(count(ROOM, 0, 2), public(ROOM, "#a")), &back);
    let log = open(dir.path());
    assert_eq!((version(dir.path()), all(&log, ROOM).len()), (9, 2));
    let row = log.load("#a").unwrap().unwrap().row;
    assert_eq!((row.state.made, &row.state.topic_set), (None, &None));
}

/// Tokens of version 7 are as good as before, and webhooks can stand beside them.
#[test]
fn a_file_of_version_7_opens() {
    use crate::contract::hooks;
    let program = hooks::program(1);
    let dir = put_back(hooks::given(0, std::slice::from_ref(&program)), BACK_TO_7);
    assert!(matches!(verify(dir.path(), None), Err(OperateError::Older { version: 7, .. })));
    let log = open(dir.path());
    assert_eq!((version(dir.path()), log.token(program.hash)), (9, Ok(Some(program.clone()))));
    let hook = hooks::hook(2, 5);
    store(&log, &[hooks::given(1, std::slice::from_ref(&hook))]);
    assert_eq!((log.hooks(), log.home(program.person).unwrap().tokens.len()), (Ok(vec![hook]), 2));
    assert!(verify(dir.path(), None).unwrap().is_sound());
}
