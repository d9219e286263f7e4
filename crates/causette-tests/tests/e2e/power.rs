//! The power cut, briefly (faults 50, 51). `cargo run --release -p causette-tests --bin power` runs it for as long as one likes.

use super::with;
use crate::contract::sqlite::older::{BACK, BACK_TO_3};
use causette_tests::client::{Json, Stopwatch};
use causette_tests::history::Kind;
use causette_tests::power::{Options, copies, run};
use causette_tests::server::Program;

/// What is planted is found among so many images of a run, most of the time among the first few.
const MOST: usize = 120;

#[test]
fn nothing_said_is_lost_to_a_power_cut() {
    let tally = run(&Options::new(Program::product().unwrap(), 8, 2, 120), |tally| println!("{tally}")).unwrap();
    println!("{tally}");
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
    assert!(tally.confirmed > 30 && tally.distinct > 100 && tally.kills > 0, "too little happened: {tally}");
}

/// Cuts the power until it is found.
#[track_caller]
fn cut(fault: &str, expect: Kind) {
    let options = Options { seek: Some(expect), ..Options::new(with(fault), 8, 5, MOST) };
    let tally = run(&options, |_| {}).unwrap();
    println!("{fault}: {tally}");
    let mut found = tally.failures.iter().flat_map(|failure| &failure.violations);
    match found.find(|violation| violation.kind == expect) {
        Some(violation) => println!("{violation}"),
        None => panic!("{fault} is not seen as {expect:?}: {:#?}", tally.failures),
    }
}

#[test]
fn a_new_directory_that_is_not_made_durable_is_caught_by_a_power_cut() {
    cut("folder_unflushed", Kind::Lost);
}

#[test]
fn a_copy_is_taken_and_put_back_whole_or_not_at_all() {
    let tally = copies(&Program::product().unwrap(), 8, 40).unwrap();
    println!("{tally}");
    assert!(tally.failures.is_empty() && tally.images > 30, "{tally}: {:#?}", tally.failures);
}

/// Fault 57: the power goes while an older file becomes today's.
#[test]
fn nothing_is_lost_while_an_older_file_becomes_todays() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let mut server = Program::product().unwrap().serve(&data).unwrap();
    let mut elder = Json::connect(server.line, Stopwatch::start(), "elder").unwrap();
    elder.join("#one", None).unwrap().unwrap();
    for n in 0..30 {
        elder.say("#one", &format!("old{n}"), &format!("old words {n}")).unwrap();
    }
    elder.until("answers", |elder| elder.answered.len() == 30).unwrap();
    assert!(server.stop().unwrap().success());
    let conn = rusqlite::Connection::open(data.join("causette.db")).unwrap();
    conn.execute_batch(BACK_TO_3).unwrap();
    conn.execute_batch(BACK).unwrap();
    drop(conn);
    let from = Some(place.path().to_path_buf());
    let tally = run(&Options { from, ..Options::new(Program::product().unwrap(), 57, 1, 80) }, |_| {}).unwrap();
    println!("{tally}");
    assert!(tally.failures.is_empty() && tally.distinct > 40, "{tally}: {:#?}", tally.failures);
}

#[test]
fn commits_flushed_later_are_caught_by_a_power_cut() {
    cut("sync_normal", Kind::Lost);
}

#[test]
fn commits_never_flushed_are_caught_by_a_power_cut() {
    cut("sync_off", Kind::Lost);
}

#[test]
fn ack_before_commit_is_caught_by_a_power_cut() {
    cut("ack_before_commit", Kind::Lost);
}

#[test]
fn tell_before_store_is_caught_by_a_power_cut() {
    cut("tell_before_store", Kind::Vanished);
}

#[test]
fn an_account_acked_before_commit_is_caught_by_a_power_cut() {
    cut("account_ack_before_commit", Kind::LostAccount);
}
