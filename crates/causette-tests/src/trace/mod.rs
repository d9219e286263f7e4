//! The tracer: runs the real program under `strace` and holds what it wrote and flushed against what it said. For every
//! confirmed message, a flush of the write-ahead log must lie between its bytes there and its "ok" on the socket, and no
//! reader may be told before that flush either. Unlike a kill, this sees a flush that was left out.

mod check;
mod parse;
mod start;
mod streams;

pub use check::{Early, Flaw, check};
pub use parse::{Call, parse};
pub use start::{start_after_kill, written_over};
pub use streams::lines_sent;

use crate::client::{Answer, Json, PATIENCE, Stopwatch};
use crate::server::Program;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// What the program asks of the kernel that matters here.
const CALLS: &str =
    "trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendfile,fsync,fdatasync,sync_file_range";
/// Bytes of each buffer that are kept: more than a page of the store, or what the gate writes at once here.
const BYTES: &str = "131072";

/// A message that was confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmed {
    /// Its key, which is its `ref` too.
    pub key: String,
    /// Its text, found nowhere else.
    pub text: String,
}

/// Runs the program under the tracer while two people talk: one message at a time, then many in flight. Returns its
/// calls and what it confirmed.
pub fn record(mut program: Program) -> Result<(Vec<Call>, Vec<Confirmed>)> {
    let data = tempfile::tempdir().context("a directory for the data")?;
    let file = data.path().join("trace");
    program.under = tracer(CALLS, &file)?;
    let mut server = program.serve(&data.path().join("data"))?;
    let clock = Stopwatch::start();
    let mut alice = Json::connect(server.line, clock, "alice")?;
    let mut bob = Json::connect(server.line, clock, "bob")?;
    for client in [&mut alice, &mut bob] {
        if let Err(code) = client.join("#traced", None)? {
            bail!("may not enter: {code}");
        }
    }
    let mut confirmed = talk(&mut alice, "one", 20, 1)?;
    confirmed.extend(talk(&mut alice, "many", 60, 20)?);
    confirmed.extend(talk(&mut bob, "back", 20, 5)?);
    alice.ping()?;
    bob.ping()?;
    let status = server.stop()?;
    if !status.success() {
        bail!("a clean stop ended with {status}:\n{}", server.stderr());
    }
    Ok((parse(&complete(&file)?), confirmed))
}

/// The tracer and its words: it writes these calls into this file.
pub fn tracer(calls: &str, file: &Path) -> Result<Vec<String>> {
    // -D: the tracer is the child's child, so that the process we start, kill and wait for is the program itself.
    let words = ["strace", "-D", "-f", "-yy", "-s", BYTES, "-e", calls, "-e", "signal=kill", "-o"];
    let file = file.to_str().context("a path in UTF-8")?;
    Ok(words.iter().chain([&file]).map(|word| (*word).to_owned()).collect())
}

fn talk(client: &mut Json, name: &str, count: usize, in_flight: usize) -> Result<Vec<Confirmed>> {
    let mut confirmed = Vec::new();
    for n in 0..count {
        let (key, text) = (format!("key-{name}-{n}"), format!("text-{name}-{n}."));
        client.say("#traced", &key, &text)?;
        confirmed.push(Confirmed { key, text });
        client.until("an answer", |me| me.answered.len() + in_flight > n + 1)?;
    }
    client.until("all answers", |me| me.answered.len() >= count)?;
    let refused: Vec<_> = client.answered.drain(..).filter(|(_, answer)| !matches!(answer, Answer::Ok(_))).collect();
    if refused.is_empty() { Ok(confirmed) } else { bail!("not confirmed: {refused:?}") }
}

/// The trace, once the tracer has seen the program's end.
pub fn complete(file: &Path) -> Result<Vec<u8>> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let trace = std::fs::read(file).context("the trace")?;
        // Threads end with such a line too; the program's first process ends last, with the last line.
        let first = trace.split(|b| *b == b' ').next().unwrap_or_default();
        let last = trace.split(|b| *b == b'\n').rev().find(|line| !line.is_empty()).unwrap_or_default();
        if last.starts_with(first) && last.windows(4).any(|w| w == b" +++") {
            return Ok(trace);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    bail!("the tracer did not finish within {PATIENCE:?}")
}
