//! Flushed, then said: the program's own system calls, as the kernel sees them.

use super::with;
use causette_tests::server::Program;
use causette_tests::trace::{Early, Flaw, check, record, start_after_kill, written_over};

fn flaws(program: Program) -> Vec<Flaw> {
    let (calls, confirmed) = record(program).unwrap();
    let flaws = check(&calls, &confirmed);
    println!("{} calls, {} messages, {} flaws", calls.len(), confirmed.len(), flaws.len());
    for flaw in flaws.iter().take(3) {
        println!("{flaw}");
    }
    flaws
}

#[track_caller]
fn caught(fault: &str, expect: Early) {
    let flaws = flaws(with(fault));
    assert!(flaws.iter().any(|flaw| flaw.early == expect), "{fault} is not seen as {expect:?}: {flaws:#?}");
}

#[test]
fn every_message_is_flushed_before_anybody_hears_of_it() {
    assert_eq!(flaws(Program::product().unwrap()), []);
}

#[test]
fn sync_normal_is_caught_by_the_tracer() {
    caught("sync_normal", Early::Answered);
}

#[test]
fn ack_before_commit_is_caught_by_the_tracer() {
    caught("ack_before_commit", Early::Answered);
}

#[test]
fn tell_before_store_is_caught_by_the_tracer() {
    caught("tell_before_store", Early::Told);
}

#[test]
fn what_the_log_holds_is_written_once_more_before_it_is_copied() {
    let (log, calls) = start_after_kill(Program::product().unwrap()).unwrap();
    assert!(written_over(&log, &calls), "{} bytes of log, {calls:#?}", log.len());
}

#[test]
fn log_not_written_over_is_caught_by_the_tracer() {
    let (log, calls) = start_after_kill(with("log_not_written_over")).unwrap();
    assert!(!written_over(&log, &calls), "it is not seen");
}
