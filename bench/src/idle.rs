//! Connections that say nothing: the memory each takes and the CPU it took to let it in.

use crate::client::Client;
use crate::figures::Figures;
use crate::procfs::{cpu, memory};
use crate::server::{Kind, Server};
use crate::talk::Talk;
use anyhow::Result;
use std::time::Duration;

/// Rooms by IRC and by WebSocket.
const ROOMS: usize = 100;

/// For what opening left behind to be given back.
const SETTLE: Duration = Duration::from_secs(1);

pub(crate) fn run(count: usize, server: &Server) -> Result<Figures> {
    let mut client = Client::new(server)?;
    client.settle(Duration::from_millis(200))?;
    let (before, used, start) = (memory(server.pid())?, cpu(server.pid())?, client.now());
    // By lines everybody is in a first room; elsewhere a room of all would tell each newcomer of all the others.
    let rooms = matches!(server.kind, Kind::Irc | Kind::Web);
    client.open(count, 0, |number| if rooms { Talk::Room(format!("#i{}", number % ROOMS)) } else { Talk::Nobody })?;
    let (open, took) = (cpu(server.pid())?, client.now() - start);
    client.settle(SETTLE)?;
    let after = memory(server.pid())?;
    let each = |before: u64, after: u64| (after as f64 - before as f64) / count as f64;
    Ok(Figures::from([
        ("connections", count as f64),
        ("still_open", client.count() as f64),
        ("closed", (count - client.count()) as f64),
        ("private_dirty_kb_each", each(before.private_dirty, after.private_dirty)),
        ("resident_kb_each", each(before.resident, after.resident)),
        ("private_dirty_kb_before", before.private_dirty as f64),
        ("cpu_us", (open - used) * 1e6 / count as f64),
        ("per_s", count as f64 * 1e9 / took as f64),
    ]))
}
