//! The simulation, in short: nothing is broken in a few thousand simulated hours, the same seed is the same run, and faults that
//! are planted are found. `simulate` runs it for as long as one likes.

use causette_engine::plant::Plant;
use causette_tests::history::Kind;
use causette_tests::random::{Random, fresh_seed};
use causette_tests::session;
use causette_tests::sim::{Fault, Options, Row, Rule, choose, run, shrink, simulate, soak};
use std::time::{Duration, Instant};

/// Runs in which a planted fault must have been found.
const MOST: u64 = 150;

#[track_caller]
fn nothing_broken(row: &Row) {
    println!("{}", row.tally);
    for (seed, first, least) in &row.failures {
        println!("seed {seed}: {first}\nthe fewest steps: {least:#?}");
    }
    assert!(row.failures.is_empty(), "{} runs broke a promise; see the seeds above", row.failures.len());
}

fn until(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

#[test]
fn thousands_of_simulated_hours_break_no_promise() {
    let seed = fresh_seed();
    println!("seed {seed}");
    let row = soak(until(12), seed, 400, &Options::new(0));
    nothing_broken(&row);
    let tally = row.tally;
    assert!(tally.hours() > 200 && tally.compared > 5, "{tally}");
    assert!(tally.failed > 0 && tally.again > 0 && tally.clock_set > 0 && tally.swept > 0, "{tally}");
}

#[test]
fn the_embedded_store_finds_after_each_restart_what_was_in_memory() {
    let seed = fresh_seed();
    println!("seed {seed}");
    let row = soak(until(8), seed, 40, &Options { sqlite: true, ..Options::new(0) });
    nothing_broken(&row);
    assert!(row.tally.compared > 0, "{}", row.tally);
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in [1, 2, 3, 4, 5, 6] {
        let (one, other) = (simulate(&Options::new(seed)), simulate(&Options::new(seed)));
        assert_eq!(one.digest, other.digest, "seed {seed}");
        assert_ne!(one.digest, simulate(&Options::new(seed + 100)).digest);
    }
}

#[test]
fn both_stores_show_people_the_same() {
    for seed in [2, 14, 28, 44] {
        let memory = Options { steps: 150, ..Options::new(seed) };
        let disk = Options { sqlite: true, ..memory.clone() };
        assert_eq!(simulate(&memory).digest, simulate(&disk).digest, "seed {seed}");
    }
}

/// Runs until it is found, as what it is.
#[track_caller]
fn caught(fault: Fault, expect: &[Rule]) {
    let mut seen = Vec::new();
    for seed in 0..MOST {
        let options = Options { fault, ..Options::new(seed) };
        let outcome = simulate(&options);
        if let Some(found) = outcome.found.iter().find(|found| expect.contains(&found.rule)) {
            println!("{fault:?} is found by seed {seed}: {found}");
            return;
        }
        seen.extend(outcome.found.into_iter().map(|found| found.rule));
    }
    panic!("{fault:?} was not seen as {expect:?} in {MOST} runs, but as {seen:?}");
}

#[test]
fn ack_before_commit_is_caught() {
    caught(Fault::Engine(Plant::AckBeforeCommit), &[Rule::History(Kind::Lost)]);
}

#[test]
fn tell_before_store_is_caught() {
    caught(Fault::Engine(Plant::TellBeforeStore), &[Rule::History(Kind::Vanished)]);
}

#[test]
fn a_skipped_number_is_caught() {
    caught(Fault::Engine(Plant::SkipNumber), &[Rule::History(Kind::Gap)]);
}

#[test]
fn an_edit_acked_before_commit_is_caught() {
    caught(Fault::Engine(Plant::AckEditBeforeCommit), &[Rule::History(Kind::Lost)]);
}

#[test]
fn an_account_acked_before_commit_is_caught() {
    caught(Fault::Engine(Plant::AccountAckBeforeCommit), &[Rule::History(Kind::LostAccount)]);
}

#[test]
fn a_clock_that_goes_back_in_a_room_is_caught() {
    caught(Fault::Engine(Plant::ClockGoesBack), &[Rule::Times]);
}

#[test]
fn expiry_that_is_not_said_is_caught() {
    caught(Fault::Engine(Plant::ExpiryNotSaid), &[Rule::History(Kind::BadResume)]);
}

#[test]
fn an_edit_told_of_another_message_is_caught() {
    caught(Fault::Engine(Plant::EditToldOfAnother), &[Rule::History(Kind::TwoOrders)]);
}

#[test]
fn somebody_kicked_who_stays_in_is_caught() {
    caught(Fault::Engine(Plant::KickLeavesThemIn), &[Rule::History(Kind::NotKeptOut)]);
}

#[test]
fn a_name_that_finds_its_room_after_a_rename_is_caught() {
    caught(Fault::Engine(Plant::RenameKeepsTheName), &[Rule::Restart, Rule::Odd]);
}

#[test]
fn an_unknown_outcome_taken_for_a_failure_is_caught() {
    caught(Fault::UnknownIsFailure, &[Rule::History(Kind::RefusedKept)]);
}

#[test]
fn keys_forgotten_at_a_restart_are_caught() {
    caught(Fault::KeysForgotten, &[Rule::Keys, Rule::History(Kind::Repeated)]);
}

#[test]
fn a_state_forgotten_at_a_restart_is_caught() {
    caught(Fault::StateForgotten, &[Rule::Restart]);
}

#[test]
fn members_forgotten_at_a_restart_are_caught() {
    caught(Fault::MembersForgotten, &[Rule::Restart]);
}

#[test]
fn a_sweep_of_one_too_many_is_caught() {
    caught(Fault::SweepOneTooMany, &[Rule::Sweep]);
}

#[test]
fn a_torn_commit_is_caught() {
    caught(Fault::TornCommit, &[Rule::Store]);
}

#[test]
fn a_failing_run_is_made_shorter() {
    let fault = Fault::Engine(Plant::SkipNumber);
    let options = Options { fault, ..Options::new(3) };
    let ops = choose(&options);
    let fails = |ops: &[_]| run(&options, ops).found.iter().any(|found| found.rule == Rule::History(Kind::Gap));
    assert!(fails(&ops), "this seed does not show it");
    let least = shrink(&ops, 300, fails);
    println!("{} steps of {}", least.len(), ops.len());
    assert!(fails(&least) && least.len() * 4 < ops.len(), "{least:?}");
}

/// What the fuzzer tells must be able to find something.
#[test]
fn stories_of_any_bytes_find_planted_faults() {
    let faults = [
        (Fault::Engine(Plant::SkipNumber), Rule::History(Kind::Gap)),
        (Fault::Engine(Plant::AckBeforeCommit), Rule::History(Kind::Lost)),
        (Fault::StateForgotten, Rule::Restart),
    ];
    let mut random = Random::new(11);
    for (fault, expect) in faults {
        let found = (0..MOST).any(|_| {
            let bytes: Vec<u8> = (0..100).flat_map(|_| random.bits().to_le_bytes()).collect();
            session::played(&bytes, fault).found.iter().any(|found| found.rule == expect)
        });
        assert!(found, "{fault:?} was not seen in {MOST} stories");
    }
}
