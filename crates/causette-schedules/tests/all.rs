//! Every model holds in some thousand orders, and every planted fault is found.

use causette_schedules::faults::FAULTS;
use causette_schedules::harness::{Failure, Order, Until, again, run};
use causette_schedules::memory::{ALL, every};
use causette_schedules::models::{MODELS, named};

/// Orders of each kind in which a fault may stay hidden.
const ENOUGH: u64 = 10_000;

/// In so many orders of each kind.
fn holds(name: &str, some: u64) {
    let model = named(name).expect("a model");
    for order in Order::ALL {
        let outcome = run(model, None, order, 1, Until::Count(some));
        if let Some(Failure { what, schedule }) = outcome.failure {
            panic!("{name} {order}: {what}\nrepeat: schedules --model {name} --replay {schedule}");
        }
        assert_eq!(outcome.schedules, some, "{name} {order}");
    }
}

/// Finds it, and finds it again.
fn finds(name: &str, words: &str) {
    let fault = FAULTS.iter().find(|fault| fault.name == name).expect("a fault");
    let model = named(fault.model).expect("a model");
    let search = |order| run(model, Some(fault.name), order, 1, Until::Count(ENOUGH));
    let found = Order::ALL.into_iter().find_map(|order| search(order).failure);
    let Failure { schedule, what } = found.unwrap_or_else(|| panic!("{name} was not found by {}", model.name));
    assert!(what.contains(words), "{name} shows as `{words}`: {what}");
    let repeated = again(model, Some(fault.name), &schedule).expect("a schedule");
    assert_eq!(repeated.as_deref(), Some(what.as_str()), "the schedule repeats it");
}

macro_rules! models {
    ($($name:ident: $some:literal),* $(,)?) => {
        mod holds {
            $(#[test] fn $name() { super::holds(stringify!($name), $some); })*
        }
        const HELD: &[&str] = &[$(stringify!($name)),*];
    };
}

macro_rules! faults {
    ($($name:ident: $words:literal),* $(,)?) => {
        mod finds {
            $(#[test] fn $name() { super::finds(stringify!($name), $words); })*
        }
        const FOUND: &[&str] = &[$(stringify!($name)),*];
    };
}

models! {
    order: 150,
    failure: 150,
    passwords: 150,
    death: 150,
    health: 1000,
    faces: 1000,
    seats: 1000,
    readers: 1000,
    shard: 150,
    stalled: 100,
    log: 1000,
    lab: 1000,
    lab_here: 1000,
    lab_owner: 1000,
}

faults! {
    tell_before_store: "told before it is stored",
    drop_on_a_full_queue: "",
    answer_before_the_append: "",
    stop_without_closing_the_store: "a stop closes the store",
    a_hash_is_dropped_when_many_wait: "deadlock",
    lost_wake_up: "deadlock",
    looked_at_once_and_not_again: "connections where 2 may be",
    a_seat_is_counted_without_the_lock: "",
    closed_before_it_is_flushed: "",
    facts_for_a_slow_reader_are_dropped: "",
    nobody_waits_for_a_full_socket: "the last word",
    who_comes_late_is_waited_for: "a stop takes 8s",
    who_asks_too_late_is_told_nothing: "the last word",
    a_stalled_reader_is_kept: "deadlock",
    a_dead_shard_says_nothing: "deadlock",
    stopping_is_forgotten: "who stops goes on stopping",
    a_dropped_line_is_not_counted: "written or counted",
    two_locks_in_two_orders: "deadlock",
    a_name_is_left_on_the_lock: "holds the lock",
    the_missing_lock: "confirmed and is not there",
}

/// With loom: in all orders, and with all that a processor may make of them.
#[test]
fn what_is_made_of_atomics_holds_in_all_orders() {
    for small in ALL {
        let orders = every(small, None);
        assert!(orders.as_ref().is_ok_and(|orders| *orders > 10), "{}: {orders:?}", small.name);
    }
    let health = ALL.iter().find(|small| small.name == "health").expect("health");
    let what = every(health, Some("stopping_is_forgotten")).expect_err("the fault is found");
    assert!(what.contains("who stops goes on stopping"), "{what}");
}

#[test]
fn nothing_is_left_out() {
    assert!(MODELS.iter().map(|model| model.name).eq(HELD.iter().copied()));
    assert!(FAULTS.iter().map(|fault| fault.name).eq(FOUND.iter().copied()));
}

#[test]
fn a_schedule_that_is_none_is_refused() {
    let model = named("lab").unwrap();
    for wrong in ["0-", "01.12", ".12g4", "é"] {
        assert!(again(model, None, wrong).is_err(), "{wrong}");
    }
}
