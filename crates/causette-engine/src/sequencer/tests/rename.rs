//! A room under another name: one room, one claim of the name, nothing lost.

use super::bench::{Bench, govern, history, join, say, session};
use crate::Submission;
use causette_core::notice::Members;
use causette_core::ports::{AppendError, Log};
use causette_core::refusal::NotSaved;
use causette_core::{Act, Command, Door, Kind, Origin, Range, RoomId, RoomName, RoomTag, What};

pub(super) fn words(room: &RoomTag, members: Option<&Members>) -> String {
    format!("now {}{}", room.label, members.map_or(String::new(), |all| format!(" {}", all.count)))
}
fn rename(from: &str, to: &str) -> Command {
    govern(from, Act::Rename { to: RoomName::new(to).unwrap(), why: None })
}

/// Two guests, the first of whom made `#old` and said something there.
fn made() -> Bench {
    let mut bench = Bench::with_guests(2);
    bench.ask(1, join("#old"));
    bench.ask(2, join("#old"));
    bench.ask(1, say("#old", "before", None));
    bench.run();
    bench.clear();
    bench
}

#[test]
fn a_room_is_renamed_with_its_people_and_its_history_and_the_old_name_is_free() {
    let mut bench = made();
    bench.ask(1, rename("#old", "#new"));
    // The store is asked whether the name is free; what is said from then on is decided after it.
    bench.step();
    bench.ask(2, say("#old", "lost", None));
    bench.ask(2, say("#new", "after", None));
    bench.run();
    bench.heard(1, &["2 guest1 renames #old #new", "now #new", "ok #new 2", "3 guest2: after"]);
    bench.heard(2, &["2 guest1 renames #old #new", "now #new", "no_such_room", "ok #new 3"]);
    bench.ask(2, join("#old"));
    bench.ask(2, history("#new", Range::After(0), 9));
    bench.run();
    bench.heard(2, &["in #old 1 []", "[1 guest1: before, 2 guest1 renames #old #new, 3 guest2: after]"]);
}

#[test]
fn the_directory_says_so_in_the_same_commit() {
    let mut bench = made();
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    let appends = bench.log.appends.lock().unwrap();
    let commit = appends.last().unwrap();
    let kinds: Vec<_> = commit.iter().filter_map(|a| Some((a.room, a.row.as_ref()?.kind().clone()))).collect();
    let [directory, room] = commit.as_slice() else { panic!("{commit:?}") };
    let [from, to] = ["#old", "#new"].map(|name| RoomName::new(name).unwrap());
    assert_eq!(kinds, [(room.room, Kind::Named(to.clone()))]);
    assert_eq!(directory.room, RoomId::DIRECTORY);
    assert_eq!(directory.entries[0].fact.what, What::RoomRenamed { id: room.room, from, to });
}

#[test]
fn of_two_who_want_a_name_at_once_one_gets_it() {
    let claims: [(&str, Command); 2] = [("rename", rename("#other", "#wanted")), ("join", join("#WANTED"))];
    for (how, second) in claims {
        let mut bench = made();
        bench.ask(2, join("#other"));
        bench.run();
        bench.clear();
        bench.hold_fetches = true;
        bench.ask(1, rename("#old", "#wanted"));
        bench.ask(2, second);
        bench.run();
        // Both were told by the store that nobody has it.
        assert_eq!(bench.fetches.len(), 2, "{how}");
        bench.hold_fetches = false;
        bench.fetch();
        bench.run();
        let renamed = ["2 guest1 renames #old #wanted", "now #wanted"];
        bench.heard(1, &[renamed[0], renamed[1], "ok #wanted 2"]);
        let mut expect = renamed.to_vec();
        expect.push(if how == "rename" {
            "room_taken"
        } else {
            "in #wanted 2 [1 guest1: before, 2 guest1 renames #old #wanted]"
        });
        bench.heard(2, &expect);
    }
}

#[test]
fn a_name_that_only_the_store_knows_is_taken() {
    let mut bench = made();
    bench.ask(1, join("#kept"));
    bench.run();
    let log = bench.log.clone();
    let mut bench = Bench::on(log, 100);
    bench.sequencer.push(Submission::Open { session: session(1), from: Origin::default() });
    bench.ask(1, join("#mine"));
    bench.ask(1, rename("#mine", "#KEPT"));
    bench.run();
    assert_eq!(bench.take(1).last().unwrap(), "room_taken");
}

#[test]
fn after_a_restart_the_room_is_found_by_its_new_name_and_no_other() {
    let mut bench = made();
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    let mut bench = Bench::on(bench.log.clone(), 100);
    bench.sequencer.push(Submission::Open { session: session(1), from: Origin::default() });
    bench.ask(1, history("#old", Range::After(0), 9));
    bench.ask(1, history("#new", Range::After(0), 9));
    bench.run();
    let expect = ["welcome guest101", "no_such_room", "[1 guest1: before, 2 guest1 renames #old #new]"];
    assert_eq!(bench.take(1)[1..], expect[1..]);
}

#[test]
fn what_is_not_saved_renames_nothing() {
    let mut bench = made();
    let full = AppendError::NotSaved { why: NotSaved::DiskFull, detail: "disk full".into() };
    bench.log.script.lock().unwrap().push_back(Err(full));
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    bench.heard(1, &["not_saved"]);
    bench.heard(2, &[]);
    bench.ask(2, say("#old", "still here", None));
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    bench.heard(1, &["2 guest2: still here", "3 guest1 renames #old #new", "now #new", "ok #new 3"]);
}

/// A room's own log is decided anew with what another writer put there first, and so is the directory's.
#[test]
fn a_rename_behind_another_writer_is_decided_again() {
    let mut bench = made();
    let missed = bench.log.inner.load("#old").unwrap().unwrap().tail;
    bench.log.script.lock().unwrap().push_back(Ok(causette_core::ports::Appended::Behind(missed)));
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    bench.heard(1, &["2 guest1 renames #old #new", "now #new", "ok #new 2"]);
    assert!(bench.log.inner.load("#old").unwrap().is_none());
}

#[test]
fn those_by_irc_are_told_who_is_there_and_an_account_enters_by_the_new_name() {
    let mut bench = made();
    bench.sequencer.push(Submission::Open { session: session(3), from: Origin::clear(Door::Irc, None) });
    bench.ask(3, Command::Introduce(causette_core::Face::new("u", "U", false)));
    bench.ask(3, join("#old"));
    bench.run();
    bench.clear();
    bench.ask(1, rename("#old", "#new"));
    bench.run();
    bench.heard(2, &["2 guest1 renames #old #new", "now #new"]);
    bench.heard(3, &["2 guest1 renames #old #new", "now #new 3"]);
}

#[test]
fn a_name_in_other_letters_is_the_rooms_own() {
    let mut bench = made();
    bench.ask(1, rename("#old", "#OLD"));
    bench.ask(2, say("#old", "same", None));
    bench.run();
    bench.heard(2, &["2 guest1 renames #old #OLD", "now #OLD", "ok #OLD 3"]);
}
