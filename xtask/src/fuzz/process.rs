//! The processes of one fuzzer: how cargo-fuzz is asked for them, and what they say together. Must not know where inputs
//! come from.

use super::report::Report;
use super::{Effort, feature, place};
use crate::shell;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

/// One input may take so long, on a busy machine; what is bounded takes a few milliseconds.
const INPUT_SECONDS: u64 = 5;
/// Bytes of an input in a soak: short ones are tried ten times as fast, and what is wrong is mostly wrong in few bytes.
const SOAK_BYTES: usize = 96;

/// Runs a target: one process while it hunts, one a core while it soaks.
pub(super) fn run(target: &str, seconds: u64, effort: Effort) -> Result<Report> {
    shell::run(cargo_fuzz("build", target, effort).arg(target))?;
    let processes = match effort {
        Effort::Hunt => 1,
        Effort::Soak => thread::available_parallelism().map_or(1, usize::from),
    };
    let children = (0..processes).map(|n| {
        let mut command = command(target, seconds, effort, n);
        eprintln!("\n$ {}", shell::shown(&command));
        command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().context("could not start cargo")
    });
    let children = children.collect::<Result<Vec<Child>>>()?;
    let listeners = children.into_iter().map(|child| {
        let report = Report::new(target, &again(target));
        thread::spawn(move || listen(child, report))
    });
    let listeners: Vec<_> = listeners.collect();
    let mut reports = Vec::new();
    for listener in listeners {
        match listener.join() {
            Ok(report) => reports.push(report?),
            Err(_) => bail!("{target}: listening to the fuzzer panicked"),
        }
    }
    let report = reports.into_iter().reduce(Report::and).context("no fuzzer ran")?;
    if report.clean && !report.ran() {
        bail!("{target}: the fuzzer did not say how much it did");
    }
    Ok(report)
}

/// `cargo fuzz SUBCOMMAND` as a target is built. A soak's program does not look at each comparison it makes, which takes
/// as long as all the rest; it is kept beside the other.
pub(super) fn cargo_fuzz(subcommand: &str, target: &str, effort: Effort) -> Command {
    let mut command = shell::cargo(&["fuzz", subcommand, "--sanitizer", "none", "-O"]);
    if effort == Effort::Soak {
        command.args(["--no-trace-compares", "--target-dir", "fuzz/target/soak"]);
    }
    if let Some(feature) = feature(target) {
        command.args(["--features", feature]);
    }
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// What shows a finding again, but for its path.
fn again(target: &str) -> String {
    format!("{} {target}", shell::shown(&cargo_fuzz("run", target, Effort::Hunt)))
}

fn command(target: &str, seconds: u64, effort: Effort, n: usize) -> Command {
    let mut command = cargo_fuzz("run", target, effort);
    command.arg(target).arg(place("corpus", target)).arg("--");
    command.arg(format!("-dict={}.txt", place("dictionaries", target)));
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={INPUT_SECONDS}"));
    if effort == Effort::Soak {
        // The first one tells inputs apart by how often they come where, the others only by where: twice as fast.
        command.arg(format!("-max_len={SOAK_BYTES}")).arg(format!("-use_counters={}", u8::from(n == 0)));
    }
    command.arg("-print_final_stats=1");
    command
}

/// Reads what one process says, until its end.
fn listen(mut child: Child, mut report: Report) -> Result<Report> {
    for line in child.stderr.take().map(BufReader::new).into_iter().flat_map(|pipe| pipe.split(b'\n')) {
        let line = line.context("reading what the fuzzer says")?;
        let line = String::from_utf8_lossy(&line);
        if report.read(&line) {
            eprintln!("{line}");
        }
    }
    report.clean = child.wait().context("waiting for the fuzzer")?.success();
    Ok(report)
}
