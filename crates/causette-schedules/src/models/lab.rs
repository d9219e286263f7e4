//! The lab's parts VII and VIII: three clients, each with a thread.

use crate::fakes::lab::conversation::{Conversation, Sender, Told};
use crate::fakes::lab::listener::Listener;
use crate::fakes::lab::trace::{Events, Trace, What};
use crate::faults::planted;
use crate::lab::shared::{Locked, serve_on};
use crate::lab::unlocked::Unlocked;
use crate::lab::{owner as owned, parallel};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Clients that say these things, what each is told, and what happens meanwhile.
fn clients(says: &[&[&'static str]]) -> (Listener, Vec<Told>, Events) {
    let events = Events::default();
    let trace = Trace { actor: "server".into(), events: events.clone() };
    let told: Vec<Told> = says.iter().map(|_| Told::default()).collect();
    let client = |(says, told): (&&[&'static str], &Told)| Conversation {
        sender: Sender { trace: trace.clone(), told: told.clone() },
        says: says.iter().copied().collect::<VecDeque<_>>(),
    };
    let clients = Mutex::new(says.iter().zip(&told).map(client).collect());
    (Listener { clients, trace: trace.clone() }, told, events)
}

fn lines(told: &[Told]) -> Vec<String> {
    let of = |told: &Arc<Mutex<Vec<String>>>| told.lock().unwrap_or_else(PoisonError::into_inner).clone();
    told.iter().flat_map(of).collect()
}

/// The numbers that were confirmed.
fn confirmed(told: &[Told]) -> Vec<u64> {
    let number = |line: &String| line.strip_prefix("stored ")?.split(' ').next()?.parse().ok();
    let mut numbers: Vec<u64> = lines(told).iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// Part VIII. With the fault of its other half, `unlocked.rs`, it is the famous one.
pub(super) fn shared() {
    let (listener, told, events) = clients(&[&["a1", "/list"], &["b1", "b2"], &["/name c", "c1"]]);
    if planted("the_missing_lock") {
        let shelf = Unlocked::default();
        serve_on(listener, &shelf);
        let (confirmed, kept) = shelf.counts();
        assert_eq!(confirmed, kept, "a message was confirmed and is not there");
        return;
    }
    let shelf = Locked::default();
    serve_on(listener, &shelf);
    assert_eq!(confirmed(&told), [1, 2, 3, 4], "each message has a number of its own");
    let list = lines(&told).into_iter().filter(|line| !line.starts_with("stored")).collect::<Vec<_>>();
    assert!(list.iter().any(|line| line.contains("1. ")), "the list holds at least one's own message: {list:?}");
    let mut holder = None;
    for (actor, what) in events.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        match what {
            What::LockTaken => assert_eq!(holder.replace(actor.clone()), None, "two hold the lock"),
            What::LockReleased => assert_eq!(holder.take().as_ref(), Some(actor), "somebody else let go"),
            What::LockWaiting(holder) => {
                assert!(holder != actor && !holder.is_empty(), "{actor} is told that {holder:?} holds the lock")
            }
        }
    }
}

/// Part VII: the list of who is here.
pub(super) fn here() {
    let (listener, told, _) = clients(&[&["/who", "/name anna", "/who"], &["/who"], &["/name bob", "/bye"]]);
    parallel::serve(listener);
    for line in lines(&told) {
        let Some((count, names)) = line.split_once(": ") else { continue };
        assert_eq!(count.parse().ok(), Some(names.split(", ").count()), "{line}");
        assert!(names.split(", ").all(|name| !name.is_empty()), "a name that is half changed: {line}");
    }
}

/// Part VIII another way: one thread owns the messages.
pub(super) fn owner() {
    let (listener, told, _) = clients(&[&["a1", "a2"], &["b1"], &["c1"]]);
    owned::serve(listener);
    assert_eq!(confirmed(&told), [1, 2, 3, 4]);
}
