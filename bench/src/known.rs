//! Many rooms in which nobody is: made by the protocol, a message in each, then left.
//!
//! Who is at one address may make 200 rooms in an hour, so they are made from many addresses of this machine.

use crate::server::Server;
use crate::session::{Session, say};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::net::Ipv4Addr;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// Rooms made from one address.
const EACH: u32 = 150;
/// Connections that make rooms at once, so that many share a commit.
const MAKERS: usize = 48;
/// Rooms of one session, less the first room that everybody is in.
const ENTERED: u32 = 49;

fn name(number: u32) -> String {
    format!("#k{number}")
}

/// The address from which this share of the rooms is made; the networks 127.1 and so on are this machine's as 127.0 is.
fn address(share: u32) -> Ipv4Addr {
    Ipv4Addr::from_bits(Ipv4Addr::new(127, 1, 0, 1).to_bits() + share)
}

/// Makes the rooms of these numbers.
pub(crate) fn make(rooms: Range<u32>, server: &Server) -> Result<()> {
    let next = AtomicU32::new(rooms.start);
    let work = || -> Result<()> {
        loop {
            let first = next.fetch_add(EACH, Ordering::Relaxed);
            if first >= rooms.end {
                return Ok(());
            }
            share(first..rooms.end.min(first.saturating_add(EACH)), server)?;
        }
    };
    std::thread::scope(|scope| {
        let makers: Vec<_> = (0..MAKERS).map(|_| scope.spawn(work)).collect();
        makers.into_iter().try_for_each(|maker| maker.join().map_err(|_| anyhow::anyhow!("a maker panicked"))?)
    })
}

fn share(rooms: Range<u32>, server: &Server) -> Result<()> {
    // Each share has an address of its own, since no two begin with the same room.
    let mut session = Session::from(address(rooms.start), server).with_context(|| format!("rooms {rooms:?}"))?;
    let mut lines = String::new();
    for room in rooms.clone().map(name) {
        let [join, leave] = ["join", "leave"].map(|sort| json!({ "type": sort, "room": room, "ref": sort }));
        lines.push_str(&format!("{join}\n{}\n{leave}\n", say(&room, "bonjour")));
    }
    session.send(&lines)?;
    let mut left = 0;
    while left < rooms.len() {
        let answer = session.next()?;
        if answer.contains(r#""type":"refused""#) {
            bail!("rooms {rooms:?} could not be made: {answer}");
        }
        left += usize::from(answer.contains(r#""ref":"leave""#));
    }
    Ok(())
}

/// Enters the first `active` rooms; they are in use for as long as these sessions are.
pub(crate) fn enter(active: u32, server: &Server) -> Result<Vec<Session>> {
    let mut sessions = Vec::new();
    for first in (0..active).step_by(ENTERED as usize) {
        let mut session = Session::from(Ipv4Addr::LOCALHOST, server)?;
        (first..active.min(first + ENTERED)).try_for_each(|room| session.enter(&name(room)))?;
        sessions.push(session);
    }
    Ok(sessions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_one_of_this_machine() {
        assert_eq!(address(0), Ipv4Addr::new(127, 1, 0, 1));
        assert!(address(1_000_000).is_loopback());
        assert_ne!(address(0), address(EACH));
    }
}
