//! A start after a kill: what the log of commits holds is written and flushed once more before any of it is copied into the
//! store, for the flush that ought to have made it durable may have failed, and the system then reads what the disk never got.

use super::{CALLS, Call, complete, parse, tracer};
use crate::client::{Json, Stopwatch};
use crate::server::Program;
use anyhow::{Context, Result, bail};

/// Messages that are in the log of commits, and nowhere else, when the program is killed.
const SAID: usize = 30;

/// Kills the program while its log holds something, and starts it once more under the tracer: what the log held, and the calls.
pub fn start_after_kill(mut program: Program) -> Result<(Vec<u8>, Vec<Call>)> {
    let data = tempfile::tempdir().context("a directory for the data")?;
    let store = data.path().join("data");
    let mut server = program.serve(&store)?;
    let mut client = Json::connect(server.line, Stopwatch::start(), "alice")?;
    if let Err(code) = client.join("#traced", None)? {
        bail!("may not enter: {code}");
    }
    for n in 0..SAID {
        client.say("#traced", &format!("key{n}"), &format!("text {n}"))?;
    }
    client.until("answers", |me| me.answered.len() == SAID)?;
    server.kill()?;
    let log = std::fs::read(store.join("causette.db-wal")).context("the log of commits")?;
    let file = data.path().join("trace");
    program.under = tracer(CALLS, &file)?;
    program.serve(&store)?.stop()?;
    Ok((log, parse(&complete(&file)?)))
}

/// Whether all of `log` was written once more, as it was, and flushed, before the store was written to.
pub fn written_over(log: &[u8], calls: &[Call]) -> bool {
    let first = calls.iter().position(|call| call.name.starts_with("pwrite") && of(call, "causette.db"));
    let before = calls.get(..first.unwrap_or(calls.len())).unwrap_or_default();
    let Some(flush) = before.iter().position(|call| call.name == "fsync" && of(call, "causette.db-wal")) else {
        return false;
    };
    let over = before.iter().take(flush).filter(|call| call.name == "pwrite64" && of(call, "causette.db-wal"));
    let written: Vec<u8> = over.flat_map(|call| call.bytes.iter().copied()).collect();
    first.is_some() && !log.is_empty() && written == log
}

fn of(call: &Call, name: &str) -> bool {
    call.target.rsplit('/').next() == Some(name)
}
