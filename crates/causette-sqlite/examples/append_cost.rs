//! What a durable message costs: `cargo run --release -p causette-sqlite --example append_cost [DIR]`.
//!
//! CPU time of the process (user and system, flushes included) for each message, at 1, 16 and 500 in a commit, in 1, 100 and
//! 5,000 rooms, with and without keys, `idle` called between commits as a server does. DIR should be on the disk that is meant.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring program")]

use causette_core::ports::{Append, Entry, Log};
use causette_core::{Fact, Key, Millis, Name, PersonId, RoomId, Sender, Style, Text, What};
use causette_sqlite::SqliteLog;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

fn batch(heads: &mut BTreeMap<u64, u64>, next: &mut u64, size: u64, rooms: u64, keys: bool) -> Vec<Append> {
    let mut appends: BTreeMap<u64, Append> = BTreeMap::new();
    for _ in 0..size {
        *next += 1;
        // A walk over all rooms in no order, the same in every run.
        let n = next.wrapping_mul(0x9e37_79b9_7f4a_7c15) % rooms;
        let head = heads.entry(n).or_default();
        let room = RoomId(u128::from(n) + 1);
        let append = appends.entry(n).or_insert_with(|| Append::to(room, *head));
        *head += 1;
        let person = PersonId(u128::from(*next % 200) << 64 | 7);
        let by = Sender { id: person, name: Name::given("somebody") };
        let text = format!("message {next}: about as long as what people write to each other, a line or so");
        let what = What::Message {
            text: Text::new(&text).unwrap(),
            style: Style::Plain,
            reply_to: None,
            tags: causette_core::ClientTags::NONE,
        };
        let fact = Arc::new(Fact { room, seq: *head, at: Millis(1_700_000_000_000 + *next), by, what });
        let key = keys.then(|| Key::new(&format!("{:032x}", next.wrapping_mul(0x2545_f491_4f6c_dd1d))).unwrap());
        append.entries.push(Entry { fact, key });
    }
    appends.into_values().collect()
}

fn main() {
    let place = std::env::args().nth(1).map_or_else(|| ".".into(), std::path::PathBuf::from);
    println!(
        "{:>6} {:>6} {:>5} {:>9} {:>10} {:>12} {:>9}",
        "batch", "rooms", "keys", "messages", "CPU us/msg", "wall us/msg", "bytes/msg"
    );
    for (size, messages) in [(1, 3_000), (16, 30_000), (500, 200_000)] {
        for (rooms, keys) in [(1, false), (100, false), (100, true), (5_000, false)] {
            let dir = tempfile::tempdir_in(&place).unwrap();
            let log = SqliteLog::open(dir.path()).unwrap();
            let (mut heads, mut next) = (BTreeMap::new(), 0);
            let mut made = |n| (0..n).map(|_| batch(&mut heads, &mut next, size, rooms, keys)).collect::<Vec<_>>();
            // Rooms and people are known, as in a server that has run for a while.
            for b in made(messages / size / 10 + rooms / size) {
                log.append(&b).unwrap();
            }
            let batches = made(messages / size);
            let (wall, before) = (Instant::now(), cpu());
            for b in &batches {
                log.append(b).unwrap();
                log.idle().unwrap();
            }
            let (cpu, wall) = (cpu() - before, wall.elapsed());
            log.close().unwrap();
            let each = |d: Duration| d.as_secs_f64() * 1e6 / messages as f64;
            let bytes = std::fs::metadata(dir.path().join("causette.db")).unwrap().len() / next;
            println!(
                "{size:>6} {rooms:>6} {keys:>5} {messages:>9} {:>10.1} {:>12.1} {bytes:>9}",
                each(cpu),
                each(wall)
            );
        }
    }
}
