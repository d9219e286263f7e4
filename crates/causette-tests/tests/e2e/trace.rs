//! Flushed, then said: the program's own system calls, as the kernel sees them.

use super::with;
use causette_tests::server::Program;
use causette_tests::trace::{Early, Flaw, check, record};

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
