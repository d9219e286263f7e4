//! How many connections one address may have, and how fast it may make them: counted per IPv4 address and per /64 of IPv6,
//! over all shards and doors.
//!
//! This machine's own addresses are not counted: everything that runs here shares them (bots, proxies, health checks,
//! benchmarks), and whoever is here already can do worse than connect.

use super::throttle::{LiveRate, Rate};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// Addresses are looked through for those nobody uses any more once there are this many, and at each doubling.
const SWEPT_FROM: usize = 1024;

/// What one address may do; the limits may change while the server runs.
#[derive(Debug)]
pub struct Crowd {
    /// Connections at a time; 0: any number.
    most: AtomicU32,
    rate: LiveRate,
    epoch: Instant,
    addresses: Mutex<Addresses>,
}

#[derive(Debug, Default)]
struct Addresses {
    held: HashMap<u64, Held>,
    sweep_at: usize,
}

#[derive(Debug, Default)]
struct Held {
    seats: u32,
    /// When its next connection would be exactly on time, in microseconds since the epoch.
    due: u64,
}

/// Why an address may not connect now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoSeat {
    /// It has as many as it may.
    Full,
    /// It connects too fast.
    Hurried,
}

/// One connection of an address, for as long as this lives.
#[derive(Debug)]
pub(super) struct Seat(Option<(Arc<Crowd>, u64)>);

impl Seat {
    /// Of a connection whose address was counted already, or is not.
    pub(super) const UNCOUNTED: Seat = Seat(None);
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some((crowd, key)) = self.0.take() else { return };
        let mut addresses = crowd.addresses();
        if let Some(held) = addresses.held.get_mut(&key) {
            held.seats = held.seats.saturating_sub(1);
            // How fast it connected counts on; the sweep forgets it.
            if held.seats == 0 && held.due <= crowd.micros(Instant::now()) {
                addresses.held.remove(&key);
            }
        }
    }
}

impl Crowd {
    /// At most `most` connections of an address at a time, and no more than `rate` new ones; 0 is off for both.
    pub fn new(most: u32, rate: Rate) -> Arc<Crowd> {
        let (rate, addresses) = (LiveRate::new(rate), Mutex::default());
        Arc::new(Crowd { most: AtomicU32::new(most), rate, epoch: Instant::now(), addresses })
    }

    /// For everybody who comes from here on; who is there stays.
    pub fn set(&self, most: u32, rate: Rate) {
        self.most.store(most, Ordering::Relaxed);
        self.rate.set(rate);
    }

    /// Connections at a time that an address may have.
    pub(super) fn most(&self) -> u32 {
        self.most.load(Ordering::Relaxed)
    }

    /// Counts a new connection from `address`.
    pub(super) fn enter(self: &Arc<Self>, address: Option<IpAddr>, now: Instant) -> Result<Seat, NoSeat> {
        let Some(key) = address.and_then(key) else { return Ok(Seat::UNCOUNTED) };
        let (most, rate, now) = (self.most(), self.rate.get(), self.micros(now));
        if most == 0 && rate.per_second == 0 {
            return Ok(Seat::UNCOUNTED);
        }
        let mut addresses = self.addresses();
        addresses.sweep(now);
        let held = addresses.held.entry(key).or_default();
        if rate.per_second > 0 {
            let step = 1_000_000 / u64::from(rate.per_second);
            let due = held.due.max(now);
            if due - now > step * u64::from(rate.burst.max(1) - 1) {
                return Err(NoSeat::Hurried);
            }
            held.due = due + step;
        }
        if most > 0 && held.seats >= most {
            return Err(NoSeat::Full);
        }
        held.seats += 1;
        drop(addresses);
        Ok(Seat(Some((self.clone(), key))))
    }

    fn micros(&self, now: Instant) -> u64 {
        u64::try_from(now.duration_since(self.epoch).as_micros()).unwrap_or(u64::MAX)
    }

    fn addresses(&self) -> MutexGuard<'_, Addresses> {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Addresses {
    fn sweep(&mut self, now: u64) {
        if self.held.len() >= self.sweep_at.max(SWEPT_FROM) {
            self.held.retain(|_, held| held.seats > 0 || held.due > now);
            self.sweep_at = self.held.len() * 2;
        }
    }
}

/// An IPv4 address, or the /64 of an IPv6 one; `None`: this machine's own.
fn key(address: IpAddr) -> Option<u64> {
    match address.to_canonical() {
        own if own.is_loopback() => None,
        IpAddr::V4(ip) => Some(0xffff << 32 | u64::from(ip.to_bits())),
        IpAddr::V6(ip) => u64::try_from(ip.to_bits() >> 64).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const ANY_SPEED: Rate = Rate { per_second: 0, burst: 0 };

    fn ip(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn an_address_has_so_many_and_others_have_theirs() {
        let (crowd, now) = (Crowd::new(3, ANY_SPEED), Instant::now());
        let mut seats: Vec<Seat> = (0..3).map(|_| crowd.enter(ip("192.0.2.7"), now).unwrap()).collect();
        assert_eq!(crowd.enter(ip("192.0.2.7"), now).unwrap_err(), NoSeat::Full);
        assert_eq!(crowd.enter(ip("::ffff:192.0.2.7"), now).unwrap_err(), NoSeat::Full, "the same written otherwise");
        assert!(crowd.enter(ip("192.0.2.8"), now).is_ok());
        seats.pop();
        seats.push(crowd.enter(ip("192.0.2.7"), now).unwrap());
        drop(seats);
        assert!(crowd.addresses().held.is_empty(), "who is gone is forgotten");
    }

    /// Fault 26: a new address of the same /64 is no other place.
    #[test]
    fn a_network_of_ipv6_is_one_place() {
        let (crowd, now) = (Crowd::new(1, ANY_SPEED), Instant::now());
        let _seat = crowd.enter(ip("2001:db8:0:1::1"), now).unwrap();
        assert_eq!(crowd.enter(ip("2001:db8:0:1:ffff::2"), now).unwrap_err(), NoSeat::Full);
        assert!(crowd.enter(ip("2001:db8:0:2::1"), now).is_ok());
    }

    #[test]
    fn this_machine_is_not_counted() {
        let (crowd, now) = (Crowd::new(1, Rate { per_second: 1, burst: 1 }), Instant::now());
        let own = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"];
        let seats: Vec<_> = own.iter().chain(&own).map(|text| crowd.enter(ip(text), now).unwrap()).collect();
        assert!(crowd.enter(None, now).is_ok() && crowd.addresses().held.is_empty());
        drop(seats);
    }

    #[test]
    fn new_connections_have_a_rate() {
        let (crowd, now) = (Crowd::new(0, Rate { per_second: 50, burst: 200 }), Instant::now());
        let enter = |at| crowd.enter(ip("192.0.2.7"), at).map(drop);
        assert_eq!((0..1000).filter(|_| enter(now).is_ok()).count(), 200);
        assert_eq!(enter(now), Err(NoSeat::Hurried));
        let later = now + Duration::from_secs(1);
        assert_eq!((0..1000).filter(|_| enter(later).is_ok()).count(), 50, "a refusal costs nothing later");
        assert!(crowd.enter(ip("192.0.2.8"), now).is_ok());
    }

    /// Fault 41: what is remembered does not grow with all that ever came.
    #[test]
    fn what_is_remembered_is_bounded() {
        let (crowd, now) = (Crowd::new(5, Rate { per_second: 50, burst: 200 }), Instant::now());
        let mut most = 0;
        for n in 0..200_000_u32 {
            let at = now + Duration::from_micros(u64::from(n) * 100);
            crowd.enter(Some(IpAddr::V4((0xc633_0000 + n).into())), at).map(drop).unwrap();
            most = most.max(crowd.addresses().held.len());
        }
        assert!(most <= 2 * SWEPT_FROM, "{most}");
    }

    #[test]
    fn new_limits_are_for_newcomers() {
        let (crowd, now) = (Crowd::new(0, ANY_SPEED), Instant::now());
        let _uncounted = crowd.enter(ip("192.0.2.7"), now).unwrap();
        crowd.set(1, ANY_SPEED);
        let _seat = crowd.enter(ip("192.0.2.7"), now).unwrap();
        assert!(crowd.enter(ip("192.0.2.7"), now).is_err());
    }
}
