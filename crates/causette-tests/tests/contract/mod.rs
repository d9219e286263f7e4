//! What a log must do, once, for every backend; and what only a log on a disk can be asked.
//!
//! The table below names each rule and runs it on each backend. A backend that is not built does not compile here: nothing
//! is ever skipped.

mod accounts;
mod appends;
pub(crate) mod build;
mod destroy;
mod erase;
mod expired;
mod hooks;
mod keys;
mod marks;
mod model;
mod pages;
mod retain;
mod rooms;
mod search;
pub(crate) mod sqlite;
mod tidied;
mod times;

use causette_core::ports::{Log, MemoryLog};
use causette_sqlite::SqliteLog;

macro_rules! contract {
    ($($module:ident :: { $($rule:ident),+ $(,)? })+) => {
        mod memory {
            $($(#[test] fn $rule() { super::on_memory(super::$module::$rule); })+)+
        }
        mod embedded {
            $($(#[test] fn $rule() { super::on_sqlite(super::$module::$rule); })+)+
        }
        mod embedded_and_tidied {
            $($(#[test] fn $rule() { super::on_tidied(super::$module::$rule); })+)+
        }
    };
}

contract! {
    appends::{
        what_is_stored_is_read_back,
        a_batch_is_all_or_nothing,
        behind_says_what_was_missed,
        what_cannot_follow_is_refused,
        an_empty_batch_is_stored,
        times_are_kept,
        the_longest_texts,
    }
    keys::{
        a_key_is_answered_with_its_first_message,
        a_key_is_of_one_sender_in_one_room,
        a_refused_batch_uses_no_key,
        a_refused_batch_leaves_nobody_behind,
        every_used_key_of_a_batch_is_named,
    }
    pages::{
        a_room_that_does_not_exist_is_empty,
        both_directions_and_their_ends,
        a_page_ends_at_its_bytes,
        one_heavy_fact_is_a_page,
    }
    rooms::{
        a_room_is_found_by_its_key,
        a_tail_is_the_last_facts,
        a_new_row_takes_the_place_of_the_old,
        a_room_is_renamed_with_all_it_has_or_not_at_all,
        two_rooms_never_share_a_key,
        public_rooms_by_their_newest_fact,
        the_directory_is_room_zero,
        a_room_without_a_row_is_only_read,
    }
    destroy::{
        what_is_deleted_is_gone_with_its_edits,
        an_edit_after_the_deletion_stays,
        only_what_was_said_can_be_deleted,
        a_refused_deletion_destroys_nothing,
        keys_go_with_what_they_made,
    }
    search::{
        by_the_beginning_of_each_word,
        an_edit_stands_in_the_place_of_what_it_changed,
        only_what_somebody_said,
        in_these_rooms_and_after_what_is_hidden,
        by_whoever_bore_the_name,
        between_two_moments,
        the_last_stored_first_and_no_more_than_asked,
        among_many,
    }
    marks::{
        marks_only_move_forward,
        marks_are_of_their_batch,
        a_moment_moves_by_itself,
    }
    times::{
        the_last_number_before_a_moment,
        every_range_is_what_walking_gives,
        messages_only,
        what_is_kept_no_more_is_said_by_time,
    }
    retain::{
        the_last_so_many,
        pages_say_what_is_kept_no_more,
        so_many_days,
        a_room_may_say_so_itself,
        a_sweep_has_its_limit_and_every_room_its_turn,
        the_directory_is_kept_for_ever,
        a_room_of_which_nothing_is_kept_goes_on,
        keys_and_words_go_too,
        what_is_kept_keeps_its_key,
    }
    accounts::{
        an_account_is_made_and_signed_in_to,
        changes_are_of_their_batch,
        words_are_found_by_their_hash_until_they_are_spent,
        old_words_go_with_the_next,
        tokens_of_programs_keep_what_they_may,
        one_comes_back_to_ones_rooms,
        all_that_somebody_said,
        what_an_account_says_of_itself_is_kept,
        how_much_there_is,
    }
    hooks::{
        how_far_one_has_come_is_kept_until_it_ends,
        one_goes_with_its_account,
    }
    erase::{
        what_was_said_is_read_by_nobody,
        who_was_erased_comes_back_to_nothing,
        a_refused_erasure_erases_nothing,
        the_log_goes_on,
        several_at_once,
    }
}

fn on_memory(rule: fn(&dyn Log)) {
    rule(&MemoryLog::new());
}

fn on_sqlite(rule: fn(&dyn Log)) {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(dir.path()).unwrap();
    rule(&log);
    assert!(log.idle().is_ok());
    log.close().unwrap();
    drop(log);
    // Whatever the rule did, the store is sound and opens again.
    SqliteLog::open(dir.path()).unwrap();
}

/// The same with everything put in order after each commit, which a store does in quiet moments.
fn on_tidied(rule: fn(&dyn Log)) {
    let dir = tempfile::tempdir().unwrap();
    let log = tidied::Tidied::new(SqliteLog::open(dir.path()).unwrap());
    rule(&log);
    log.close().unwrap();
    drop(log);
    SqliteLog::open(dir.path()).unwrap();
}
