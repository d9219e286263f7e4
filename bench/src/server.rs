//! A server under measurement: a child process on a free port of the loopback, gone with its value.

use crate::args::Common;
use anyhow::{Context, Result, anyhow, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the server is measured with.
const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench.toml");
const START: Duration = Duration::from_secs(60);
/// For a server that was asked to end.
const END: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Relay,
    Ephemeral,
    /// The same, by its IRC door.
    Irc,
    /// The same, by WebSocket.
    Web,
    /// The same, by its line door's TLS.
    Tls,
    Durable,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Relay => "relay",
            Kind::Ephemeral => "causette",
            Kind::Irc => "causette, IRC",
            Kind::Web => "causette, web",
            Kind::Tls => "causette, TLS",
            Kind::Durable => "causette, durable",
        }
    }

    /// The words that open its door, beside that of lines.
    fn opens(self) -> &'static [&'static str] {
        match self {
            Kind::Irc => &["--irc", "127.0.0.1:0"],
            Kind::Web => &["--web", "127.0.0.1:0"],
            Kind::Tls => &["--self-signed", "--line-tls", "127.0.0.1:0"],
            Kind::Relay | Kind::Ephemeral | Kind::Durable => &[],
        }
    }

    /// What its door is called in the line that says it is ready.
    fn door(self) -> &'static str {
        match self {
            Kind::Irc => "irc=",
            Kind::Web => "web=",
            Kind::Tls => "line+tls=",
            Kind::Relay | Kind::Ephemeral | Kind::Durable => "line=",
        }
    }
}

pub(crate) struct Server {
    pub(crate) kind: Kind,
    pub(crate) addr: SocketAddr,
    /// From when it was started until it said that it is ready.
    pub(crate) took: Duration,
    child: Child,
    /// Removed after the child has ended: fields are dropped after `drop`.
    _data: Option<TempDir>,
}

impl Server {
    /// Starts one; a durable one keeps its data in a new directory below `below`.
    pub(crate) fn start(kind: Kind, common: &Common, below: Option<&Path>) -> Result<Self> {
        let data = (kind == Kind::Durable).then(|| folder(below)).transpose()?;
        let mut server = Server::launch(kind, common, data.as_ref().map(TempDir::path))?;
        server._data = data;
        Ok(server)
    }

    /// Starts a durable one on a directory that outlives it.
    pub(crate) fn on(data: &Path, common: &Common) -> Result<Self> {
        Server::launch(Kind::Durable, common, Some(data))
    }

    fn launch(kind: Kind, common: &Common, data: Option<&Path>) -> Result<Self> {
        let this = std::env::current_exe()?;
        let program = if kind == Kind::Relay { this.clone() } else { common.server()? };
        // By way of this program, so that the server ends with it; the process stays the same.
        let mut command = Command::new(&this);
        command.args(["child", "--"]).arg(&program);
        match data {
            _ if kind == Kind::Relay => command.arg("relay"),
            None => command.args(["serve", "--ephemeral"]),
            Some(data) => command.args(["serve", "--data"]).arg(data),
        };
        if kind != Kind::Relay {
            command.args(["--config", CONFIG]);
            command.args(kind.opens());
            command.args(&common.server_arg);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let start = Instant::now();
        let child = command.spawn().with_context(|| format!("could not start {}", program.display()))?;
        // From here on the child ends with this value, whatever fails.
        let addr = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Server { kind, addr, took: Duration::ZERO, child, _data: None };
        let first = server.first_line().with_context(|| format!("{} did not get ready", program.display()))?;
        server.took = start.elapsed();
        let door = kind.door();
        server.addr = address(&first, door).with_context(|| format!("no `ready {door}` in {first:?}"))?;
        Ok(server)
    }

    /// Its first line, in time; what it says later is read and dropped, so that it never waits for a reader.
    fn first_line(&mut self) -> Result<String> {
        let output = self.child.stdout.take().context("no standard output")?;
        let (tell, told) = sync_channel(1);
        std::thread::spawn(move || {
            let (mut output, mut line) = (BufReader::new(output), String::new());
            let read = output.read_line(&mut line);
            // Nobody waits any more if it took too long.
            let _ = tell.send(read.map(|_| line));
            std::io::copy(&mut output, &mut std::io::sink())
        });
        let line = told.recv_timeout(START).map_err(|_| anyhow!("nothing on its standard output in {START:?}"))??;
        Ok(line)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as an operator would, and waits until it is over.
    pub(crate) fn stop(mut self) -> Result<()> {
        use rustix::process::{Pid, Signal, kill_process};
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).context("no process has this number")?;
        kill_process(pid, Signal::TERM)?;
        let end = Instant::now() + END;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                return if status.success() { Ok(()) } else { bail!("the server ended with {status}") };
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("the server did not end in {END:?}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A new directory below `below`, gone with its value.
pub(crate) fn folder(below: Option<&Path>) -> Result<TempDir> {
    let mut prefix = tempfile::Builder::new();
    prefix.prefix("causette-bench-");
    Ok(below.map_or_else(|| prefix.tempdir(), |below| prefix.tempdir_in(below))?)
}

/// A door's address in `ready line=ADDR …`.
fn address(ready: &str, door: &str) -> Option<SocketAddr> {
    ready.strip_prefix("ready ")?.split_whitespace().find_map(|word| word.strip_prefix(door))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_names_the_door() {
        let at = |text| address(text, Kind::Ephemeral.door()).map(|addr| addr.port());
        assert_eq!(at("ready line=127.0.0.1:63000\n"), Some(63000));
        assert_eq!(at("ready irc=127.0.0.1:6667 line=127.0.0.1:7 web=x\n"), Some(7));
        assert_eq!(address("ready line=127.0.0.1:7 irc=127.0.0.1:8", Kind::Irc.door()).map(|a| a.port()), Some(8));
        assert_eq!(address("ready line=127.0.0.1:7 line+tls=127.0.0.1:9", Kind::Tls.door()).map(|a| a.port()), Some(9));
        for text in ["", "ready", "ready line=", "line=127.0.0.1:7", "ready irc=127.0.0.1:6667"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
