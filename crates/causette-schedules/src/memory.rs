//! What is made of atomics alone, in all orders and with all that a processor may make of `Relaxed`. Each is one word of its
//! own: nothing here may be concluded from two.

use crate::faults;
use crate::meter_memory::meter::{Health, Meter};
use crate::rate_memory::throttle::{LiveRate, Rate};
use crate::seam::memory::Arc;
use causette_core::ports::{AppendError, Appended};
use causette_core::refusal::NotSaved;
use loom::thread;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

/// A world small enough for all its orders.
pub struct Small {
    /// What it is called.
    pub name: &'static str,
    run: fn(),
}

/// All of them.
pub const ALL: &[Small] = &[Small { name: "health", run: health }, Small { name: "rate", run: rate }];

/// How many orders there are, or what broke in one.
///
/// # Errors
/// What was seen.
pub fn every(small: &'static Small, fault: Option<&'static str>) -> Result<u64, String> {
    let count = std::sync::Arc::new(AtomicU64::new(0));
    let (counted, run) = (count.clone(), small.run);
    let all = move || {
        faults::choose(fault);
        loom::model(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            run();
        });
    };
    let words = |panic: Box<dyn Any + Send>| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked without words").to_owned()
    };
    catch_unwind(AssertUnwindSafe(all)).map_err(words)?;
    Ok(count.load(Ordering::Relaxed))
}

/// A commit ends, a signal says that the server stops, somebody looks twice.
fn health() {
    let meter = Arc::new(Meter::default());
    let (engine, signal) = (meter.clone(), meter.clone());
    let engine = thread::spawn(move || {
        let full = Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() });
        let outcome: Result<Appended, AppendError> = full;
        engine.committed(engine.committing(), &[], &outcome);
    });
    let signal = thread::spawn(move || {
        signal.stopping();
        assert_eq!(signal.health(), Health::Stopping, "who stops goes on stopping");
    });
    let stops = meter.health() == Health::Stopping;
    assert!(!stops || meter.health() == Health::Stopping, "who stops goes on stopping");
    assert!(engine.join().is_ok() && signal.join().is_ok());
    assert_eq!(meter.health(), Health::Stopping, "who stops goes on stopping");
}

/// Two rates are set while somebody reads: it is one of them, and never an older one than before.
fn rate() {
    let of = |n| Rate { per_second: n, burst: n };
    let rate = LiveRate::new(of(1));
    let changed = rate.clone();
    let change = thread::spawn(move || {
        changed.set(of(2));
        changed.set(of(3));
    });
    let (one, two) = (rate.get(), rate.get());
    assert!([one, two].iter().all(|rate| rate.per_second == rate.burst), "half of one rate and half of another");
    assert!(one.burst <= two.burst, "an older rate after a newer one");
    assert!(change.join().is_ok());
    assert_eq!(rate.get(), of(3));
}
