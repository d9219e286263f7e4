//! Fault 42: no space left. What cannot be saved is said so, reading goes on, and it recovers when space is freed.

use super::*;
use causette_core::{RoomId, Seq};
use std::process::Stdio;

/// The numbers a child said were stored, and what else it said.
fn said(out: std::process::Output) -> (Seq, Vec<String>) {
    let text = String::from_utf8(out.stdout).unwrap();
    let numbers = text.lines().filter_map(|l| l.parse().ok()).max().unwrap_or(0);
    let rest = text.lines().filter(|l| l.parse::<Seq>().is_err()).map(String::from).collect();
    (numbers, rest)
}

/// A real full disk: two megabytes of memory, mounted for this test alone. Root needs nothing, others a user namespace.
/// Where neither is allowed the kernel will not make one, and the test says so by failing.
#[test]
fn fault_42_a_full_disk() {
    let (dir, kept) = (temp(), temp());
    let mut unshare = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        unshare.arg("--map-root-user");
    }
    let script = "mount -t tmpfs -o size=2m,mode=700 none \"$1\" && head -c 400000 /dev/zero > \"$1/ballast\" &&
        \"$0\" full \"$1/data\" \"$1/ballast\" && cp \"$1\"/data/causette.db* \"$2\"";
    unshare.args(["--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_store-child")]);
    let out = unshare.arg(dir.path()).arg(kept.path()).stdin(Stdio::null()).output().unwrap();
    assert!(out.status.success(), "{out:?}");
    let (last, rest) = said(out);
    let reads = format!("reads {}", last - 1);
    let expect =
        ["open 0", "not saved DiskFull", &reads, "again not saved DiskFull", "idle true", "freed ok", "idle true"];
    assert_eq!(rest, expect);
    assert!(last > 50, "{last}");
    // All that was acknowledged is there, also for a program that starts after a crash at this point.
    assert_eq!(all(&open(kept.path()), RoomId(1)).len() as Seq, last);
}

/// A write that fails for another reason than space, in the middle of a commit: nobody can say whether it is stored, so
/// nothing is stored or flushed after it, and a restart finds out.
#[test]
fn fault_58_a_commit_that_fails_ends_all_writing() {
    let dir = temp();
    let script = "trap '' XFSZ; ulimit -f 2000; exec \"$0\" limit \"$1\"";
    let out =
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_store-child")]).arg(dir.path()).output().unwrap();
    assert!(out.status.success(), "{out:?}");
    let (last, rest) = said(out);
    assert!(last > 20, "{last}");
    assert_eq!(rest[..3], ["open 0", "unknown", "again unknown"]);
    assert!(rest[3].starts_with("idle Err(Unknown(") && rest[4].starts_with("close Err(Unknown("), "{rest:?}");
    let log = open(dir.path());
    let stored = all(&log, RoomId(1)).len() as Seq;
    assert!(stored == last || stored == last + 1, "{last} acknowledged, {stored} stored");
    store(&log, &[count(RoomId(1), stored, 1)]);
}
