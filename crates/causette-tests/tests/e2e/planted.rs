//! Each fault planted on purpose is caught, and as what it is. A harness that misses one proves nothing.
//!
//! The same harnesses on the program people run find nothing: `kill`, `trace`, and the slow reader and the upkeep here.

use super::with;
use causette_tests::history::{Kind, Violation};
use causette_tests::kill::{Options, run};
use causette_tests::random::fresh_seed;
use causette_tests::server::Program;
use causette_tests::{elsewhere, renamed, slow, upkeep};

/// It ends with the first find; on a busy machine few of the cycles have time for what shows it.
const MOST: u32 = 150;

/// Kills until it is found.
#[track_caller]
fn killed(fault: &str, expect: Kind) {
    let seed = fresh_seed();
    println!("seed {seed}");
    let options = Options { seek: Some(expect), ..Options::new(with(fault), seed, MOST) };
    let tally = run(options, |_| {}).unwrap();
    println!("{fault}: found after {tally}");
    caught(fault, &tally.violations, expect);
}

#[track_caller]
fn caught(fault: &str, found: &[Violation], expect: Kind) {
    let Some(violation) = found.iter().find(|violation| violation.kind == expect) else {
        panic!("{fault} is not seen as {expect:?}: {found:#?}");
    };
    println!("{violation}");
}

#[test]
fn ack_before_commit_is_caught_by_a_kill() {
    killed("ack_before_commit", Kind::Lost);
}

#[test]
fn tell_before_store_is_caught_by_a_kill() {
    killed("tell_before_store", Kind::Vanished);
}

#[test]
fn skip_number_is_caught_by_the_readers() {
    killed("skip_number", Kind::Gap);
}

#[test]
fn an_edit_acked_before_commit_is_caught_by_a_kill() {
    killed("ack_edit_before_commit", Kind::Lost);
}

#[test]
fn somebody_kicked_who_stays_in_is_caught_by_the_history() {
    killed("kick_leaves_them_in", Kind::NotKeptOut);
}

#[test]
fn an_account_acked_before_commit_is_caught_by_a_kill() {
    killed("account_ack_before_commit", Kind::LostAccount);
}

#[test]
fn a_word_that_works_twice_is_caught_by_a_kill() {
    killed("word_works_twice", Kind::UsedTwice);
}

#[test]
fn an_old_password_that_still_works_is_caught_by_the_history() {
    killed("old_password_stays", Kind::OldSecret);
}

#[test]
fn a_member_who_is_forgotten_is_caught_by_a_kill() {
    killed("member_forgotten", Kind::LostMembership);
}

#[test]
fn a_message_that_is_left_out_by_irc_is_caught_by_the_one_who_is_there_by_irc() {
    killed("irc_leaves_one_out", Kind::Gap);
}

#[test]
fn a_deletion_told_of_another_by_irc_is_caught_by_the_one_who_is_there_by_irc() {
    killed("irc_redacts_another", Kind::Vanished);
}

#[test]
fn an_answer_by_http_before_the_commit_is_caught_by_a_kill() {
    killed("web_answers_early", Kind::Lost);
}

#[test]
fn events_that_go_on_one_too_far_are_caught_by_a_kill() {
    killed("web_resumes_too_far", Kind::Gap);
}

#[test]
fn a_message_that_a_websocket_leaves_out_is_caught_by_a_writer_who_came_by_it() {
    killed("socket_leaves_one_out", Kind::Gap);
}

#[test]
fn pages_from_elsewhere_that_get_through_are_caught() {
    for (fault, expect) in [
        ("web_any_origin", "a WebSocket of a page from elsewhere"),
        ("web_any_token", "a form that a page from elsewhere sends"),
        ("web_any_host", "a name that was made to lead here"),
        ("web_open_cookie", "a cookie that scripts read"),
    ] {
        let found = elsewhere::run(&with(fault)).unwrap();
        assert!(found.contains(&expect), "{fault}: {found:?}");
    }
}

#[test]
fn no_page_from_elsewhere_gets_through() {
    assert_eq!(elsewhere::run(&Program::product().unwrap()).unwrap(), [""; 0]);
}

#[test]
fn a_name_that_stays_after_a_rename_is_caught() {
    let found = renamed::run(&with("rename_keeps_the_name")).unwrap();
    caught("rename_keeps_the_name", &found, Kind::OldName);
}

#[test]
fn a_rename_breaks_no_promise() {
    assert_eq!(renamed::run(&Program::product().unwrap()).unwrap(), []);
}

/// Step by step, after a restart, or once the sweep has come.
#[track_caller]
fn kept_up(fault: &str, expect: Kind) {
    let found = upkeep::run(&with(fault)).unwrap();
    caught(fault, &found.violations, expect);
}

#[test]
fn a_deletion_that_keeps_the_body_is_caught_after_a_restart() {
    kept_up("delete_keeps_body", Kind::Undeleted);
}

#[test]
fn a_deletion_that_forgets_the_edits_is_caught_after_a_restart() {
    kept_up("delete_forgets_edits", Kind::Undeleted);
}

#[test]
fn a_search_that_shows_what_was_taken_back_is_caught() {
    kept_up("search_shows_deleted", Kind::Undeleted);
}

#[test]
fn a_sweep_that_removes_one_too_many_is_caught() {
    kept_up("sweep_one_too_many", Kind::LetGo);
}

#[test]
fn a_sweep_that_is_not_told_of_is_caught() {
    kept_up("expiry_not_said", Kind::BadResume);
}

#[test]
fn an_edit_told_of_another_message_is_caught_by_the_readers() {
    kept_up("edit_told_of_another", Kind::TwoOrders);
}

#[test]
fn upkeep_breaks_no_promise() {
    let found = upkeep::run(&Program::product().unwrap()).unwrap();
    println!("{found:?}");
    assert_eq!(found.violations, []);
    assert!(found.kept as u64 == upkeep::KEPT && found.begins > 1, "nothing was let go: this proves nothing");
}

#[test]
fn the_program_with_no_fault_chosen_is_as_good_as_the_product() {
    let seed = fresh_seed();
    println!("seed {seed}");
    let tally = run(Options::new(with(""), seed, 4), |_| {}).unwrap();
    assert_eq!(tally.violations, [], "seed {seed}: {tally}");
}

#[test]
fn drop_on_full_queue_is_caught_by_a_slow_reader() {
    let found = slow::run(&with("drop_on_full_queue")).unwrap();
    println!("{found:?}");
    caught("drop_on_full_queue", &found.violations, Kind::Gap);
}

#[test]
fn a_slow_reader_gets_every_number() {
    let found = slow::run(&Program::product().unwrap()).unwrap();
    println!("{found:?}");
    assert_eq!(found.violations, []);
    assert!(found.missed > 0, "the queue was never full: this proves nothing");
}
