//! What threads count and read in passing: seats of an address, the meter, rates, faces.

use crate::engine::{Count, Faces, Health, Meter};
use crate::gate::crowd::{Crowd, NoSeat};
use crate::gate::throttle::{LiveRate, Rate};
use crate::seam::time::Instant;
use crate::seam::{sync::Arc, thread};
use causette_core::ports::{AppendError, Appended};
use causette_core::refusal::NotSaved;
use causette_core::{Account, Millis, Name, PersonId, Profile};
use std::net::{IpAddr, Ipv4Addr};

/// Three threads come and go at two seats of one address.
pub(super) fn seats() {
    let crowd = Crowd::new(2, Rate { per_second: 0, burst: 0 });
    let address = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));
    let sitting = Arc::new(Count::default());
    let comers: Vec<_> = (0..3)
        .map(|_| {
            let (crowd, sitting) = (crowd.clone(), sitting.clone());
            thread::spawn(move || {
                for _ in 0..2 {
                    match crowd.enter(address, Instant::now()) {
                        Ok(seat) => {
                            sitting.add(1);
                            assert!(sitting.get() <= 2, "an address has more seats than it may");
                            sitting.sub();
                            drop(seat);
                        }
                        Err(why) => assert_eq!(why, NoSeat::Full),
                    }
                }
            })
        })
        .collect();
    comers.into_iter().for_each(|comer| drop(comer.join()));
    let free: Vec<_> = (0..2).map(|_| crowd.enter(address, Instant::now())).collect();
    assert!(free.iter().all(Result::is_ok), "a seat is taken by nobody");
    assert!(crowd.enter(address, Instant::now()).is_err(), "a seat was given twice");
}

/// The engine says how its commits end, a signal says that the server stops, somebody asks, a rate changes.
pub(super) fn health() {
    let meter = Arc::new(Meter::default());
    let rate = LiveRate::new(Rate { per_second: 1, burst: 1 });
    let (engine, signal) = (meter.clone(), meter.clone());
    let engine = thread::spawn(move || {
        for outcome in [Ok(Appended::Stored), not_saved(), Ok(Appended::Stored)] {
            let began = engine.committing();
            engine.committed(began, &[], &outcome);
            engine.fetches.add(1);
        }
    });
    let changed = rate.clone();
    let signal = thread::spawn(move || {
        signal.fetches.add(1);
        signal.stopping();
        assert_eq!(signal.health(), Health::Stopping);
        changed.set(Rate { per_second: 2, burst: 2 });
        signal.fetches.sub();
        assert_eq!(signal.health(), Health::Stopping, "who stops goes on stopping");
    });
    let (mut stops, seen) = (false, rate.get());
    for _ in 0..3 {
        let health = meter.health();
        assert!(!stops || health == Health::Stopping, "who stops goes on stopping: {health:?}");
        stops = health == Health::Stopping;
    }
    assert_eq!(seen.per_second, seen.burst, "half of one rate and half of another");
    engine.join().and(signal.join()).unwrap_or_default();
    assert_eq!((meter.health(), meter.fetches.get(), meter.not_saved.get()), (Health::Stopping, 3, 1));
    assert_eq!(meter.commits().0.iter().sum::<u64>(), 2, "commits that were saved");
}

fn not_saved() -> Result<Appended, AppendError> {
    Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() })
}

/// The sequencer makes and unmakes an account while two doors look.
pub(super) fn faces() {
    let (faces, person) = (Arc::new(Faces::default()), PersonId(7));
    let doors: Vec<_> = (0..2)
        .map(|_| {
            let faces = faces.clone();
            thread::spawn(move || {
                for _ in 0..2 {
                    let known = faces.get(person);
                    let name = known.account.as_ref().map(Name::as_str);
                    assert!(name.is_none_or(|name| name == "anna"), "{name:?}");
                }
            })
        })
        .collect();
    let account = Account { id: person, name: Name::given("anna"), made: Millis(1) };
    for _ in 0..2 {
        faces.account(&account);
        faces.profile(person, Arc::new(Profile::default()));
        assert_eq!(faces.get(person).account.as_ref().map(Name::as_str), Some("anna"));
        faces.no_account(person);
    }
    doors.into_iter().for_each(|door| drop(door.join()));
    assert_eq!(faces.get(person), crate::engine::Known::default());
}
