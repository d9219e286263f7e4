//! What a log must do, once, for every backend; and what only a log on a disk can be asked.
//!
//! The table below names each rule and runs it on each backend. A backend that is not built does not compile here: nothing
//! is ever skipped.

mod appends;
mod build;
mod expired;
mod keys;
mod model;
mod pages;
mod rooms;
mod sqlite;

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
        two_rooms_never_share_a_key,
        public_rooms_by_their_newest_fact,
        the_directory_is_room_zero,
        a_room_without_a_row_is_only_read,
    }
}

fn on_memory(rule: fn(&dyn Log)) {
    rule(&MemoryLog::new());
}

fn on_sqlite(rule: fn(&dyn Log)) {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(dir.path()).unwrap();
    rule(&log);
    log.idle().unwrap();
    log.close().unwrap();
    drop(log);
    // Whatever the rule did, the store is sound and opens again.
    SqliteLog::open(dir.path()).unwrap();
}
