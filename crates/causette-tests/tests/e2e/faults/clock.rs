//! Fault 45 where it destroys: a clock that is far ahead of all that is kept. The real clock stays as it is, so it is the messages
//! that are old. What a clock does to times and numbers is the simulation's.

use super::raw::Raw;
use crate::contract::build::{ROOM, entry, message, public, store, with_row};
use causette_core::ports::{Append, Log};
use causette_sqlite::SqliteLog;
use causette_tests::server::Program;
use jiff::Timestamp;
use std::path::Path;

/// What is kept is kept for so many days.
const KEEP: &str = "30";
const YEARS: u64 = 3650;

/// A store of one room with a message of each of these ages.
fn written(data: &Path, days: &[u64]) {
    let now = u64::try_from(Timestamp::now().as_millisecond()).unwrap();
    let said = |(seq, days): (u64, &u64)| {
        entry(message(ROOM, seq, now - days * 24 * 3_600_000, 7, &format!("{days} days ago")))
    };
    let append = Append { entries: (1..).zip(days).map(said).collect(), ..Append::to(ROOM, 0) };
    let log = SqliteLog::open(data).unwrap();
    store(&log, &[with_row(append, public(ROOM, "#old"))]);
    log.close().unwrap();
}

/// Starts the server on them, has it sweep, and says something; the messages of these ages that are there, and its log.
fn kept(data: &Path) -> (Vec<String>, String) {
    let mut program = Program::product().unwrap();
    program.words.extend(["--keep-days", KEEP, "--sweep", "1"].map(str::to_owned));
    let mut server = program.serve(data).unwrap();
    // It sweeps before it takes its first turn.
    let mut raw = Raw::connect(server.line);
    raw.ask("/join #old", "you are in #old");
    let lines = raw.sync();
    raw.ask("and on it goes", "ok ");
    assert!(server.stop().unwrap().success());
    let said = |line: &String| Some(line.split_once("> ")?.1.to_owned());
    (lines.iter().filter_map(said).filter(|text| text.ends_with("days ago")).collect(), server.stderr())
}

pub(super) fn fault_45_a_clock_ten_years_ahead_destroys_nothing() {
    let data = tempfile::tempdir().unwrap();
    written(data.path(), &[YEARS + 20, YEARS]);
    // The second time somebody has spoken by the wrong clock.
    for time in ["first", "second"] {
        let (kept, log) = kept(data.path());
        assert_eq!(kept, [format!("{} days ago", YEARS + 20), format!("{YEARS} days ago")], "the {time} time");
        assert!(log.contains("the clock is days ahead"), "the {time} time: {log}");
    }
    // Where the newest is from yesterday, the clock is believed, and what is old goes.
    let data = tempfile::tempdir().unwrap();
    written(data.path(), &[YEARS, 40, 1]);
    let (kept, log) = kept(data.path());
    assert_eq!(kept, ["1 days ago"], "{log}");
    assert!(!log.contains("the clock"), "{log}");
}
