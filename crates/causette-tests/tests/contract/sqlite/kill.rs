//! Fault 49: killed while it writes. This shows that recovery works; that a flush is a flush, a kill cannot show.

use super::*;
use causette_core::{RoomId, Seq};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn fault_49_killed_at_any_moment() {
    let dir = temp();
    let mut acknowledged: Seq = 0;
    for round in 0..12u64 {
        let mut child = child().arg("stream").arg(dir.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let stored: Seq = first.strip_prefix("open ").unwrap_or_else(|| panic!("{first}")).parse().unwrap();
        // At most the one message that was on its way is there without having been acknowledged.
        assert!(stored == acknowledged || stored == acknowledged + 1, "{acknowledged} were, {stored} are");
        let reader = std::thread::spawn(move || lines.map_while(Result::ok).filter_map(|l| l.parse().ok()).last());
        std::thread::sleep(Duration::from_millis(5 + round * 9));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = reader.join().unwrap().unwrap_or(stored);
    }
    let start = Instant::now();
    let log = open(dir.path());
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let facts = all(&log, RoomId(1));
    assert!(facts.len() as Seq >= acknowledged && acknowledged > 12, "{acknowledged}");
}
