//! The real program as a child: started on a directory and a free port, killed or stopped by its own process id, and
//! gone with everything it wrote when dropped.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a start may take, on a busy machine.
const START: Duration = Duration::from_secs(20);
/// How long a clean stop may take: the program promises ten seconds.
const STOP: Duration = Duration::from_secs(15);
/// How long what it said at the end may take to get here.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Bytes of standard error that are kept, for explanations.
const STDERR_KEPT: usize = 64 * 1024;

/// Which program to start, and how.
#[derive(Clone, Debug)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// The fault planted in it, if it is the one that has some.
    pub plant: Option<String>,
    /// More words for `serve`.
    pub words: Vec<String>,
    /// Started under this program and its words, if any (a tracer).
    pub under: Vec<String>,
}

impl Program {
    /// A program that is started as it is.
    pub fn at(path: impl Into<PathBuf>) -> Program {
        Program { path: path.into(), plant: None, words: Vec::new(), under: Vec::new() }
    }

    /// The product: `CAUSETTE_BIN`, else what `cargo xtask test` keeps, else what `cargo build` leaves.
    pub fn product() -> Result<Program> {
        #[expect(clippy::disallowed_methods, reason = "the tests' only setting, set by cargo xtask test")]
        let named = std::env::var_os("CAUSETTE_BIN");
        if let Some(path) = named {
            return Ok(Program::at(path));
        }
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
        let kept = ["product/causette", "debug/causette"].map(|place| target.join(place));
        match kept.into_iter().find(|path| path.is_file()) {
            Some(path) => Ok(Program::at(path)),
            None => bail!("there is no program to test: run `cargo build -p causette` first, or set CAUSETTE_BIN"),
        }
    }

    /// The same, with a fault planted.
    pub fn plant(mut self, fault: &str) -> Program {
        self.plant = Some(fault.to_owned());
        self
    }

    /// Starts it on a data directory, and waits until it is ready.
    pub fn serve(&self, data: &Path) -> Result<Server> {
        self.serve_with(data, |_| {})
    }

    /// The same, with what a service manager would set.
    pub fn serve_with(&self, data: &Path, set: impl FnOnce(&mut Command)) -> Result<Server> {
        let mut command = self.command(data);
        set(&mut command);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Server::of(child.with_context(|| format!("could not start {command:?}"))?)
    }

    /// Starts it and kills it after this time, whatever it is doing then.
    pub fn stillborn(&self, data: &Path, life: Duration) -> Result<()> {
        let mut command = self.command(data);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.with_context(|| format!("could not start {command:?}"))?;
        std::thread::sleep(life);
        child.kill().context("kill -9")?;
        child.wait().context("waiting after kill -9")?;
        Ok(())
    }

    fn command(&self, data: &Path) -> Command {
        let mut words = self.under.iter().map(String::as_str).map(std::ffi::OsStr::new);
        let mut command = Command::new(words.next().unwrap_or(self.path.as_os_str()));
        command.args(words);
        if !self.under.is_empty() {
            command.arg(&self.path);
        }
        command
            .args([
                "serve",
                "--line",
                "127.0.0.1:0",
                "--irc",
                "off",
                "--irc-tls",
                "off",
                "--web",
                "off",
                "--web-tls",
                "off",
                "--line-rate",
                "0",
                "--data",
            ])
            .arg(data)
            .args(&self.words);
        command.env("LC_ALL", "en").env_remove("CAUSETTE_PLANT").env_remove("CAUSETTE_CONFIG").stdin(Stdio::null());
        if let Some(fault) = &self.plant {
            command.env("CAUSETTE_PLANT", fault);
        }
        command
    }
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where its line door listens.
    pub line: SocketAddr,
    /// Where it listens by TLS, if it does.
    pub line_tls: Option<SocketAddr>,
    /// The first line it said.
    ready: String,
    stderr: Arc<Mutex<Vec<u8>>>,
    /// What it said after its first line.
    said: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    fn of(mut child: Child) -> Result<Server> {
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let reader = child.stderr.take().map(|pipe| keep(pipe, stderr.clone()));
        let said = Arc::new(Mutex::new(Vec::new()));
        let ready = child.stdout.take().map(|pipe| first_line(pipe, said.clone()));
        let line = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Server { child, line, line_tls: None, ready: String::new(), stderr, said, reader };
        let first = ready.and_then(|ready| ready.recv_timeout(START).ok());
        server.ready = first.clone().unwrap_or_default();
        match server.door("line") {
            Some(address) => {
                server.line = address;
                server.line_tls = server.door("line+tls");
                Ok(server)
            }
            None => {
                server.kill()?;
                bail!("the program did not say `ready line=…` but {first:?}; on standard error:\n{}", server.stderr())
            }
        }
    }

    /// Where another door listens, by the name it has in the first line.
    pub fn door(&self, name: &str) -> Option<SocketAddr> {
        let doors = self.ready.strip_prefix("ready ")?.split_whitespace();
        doors.filter_map(|word| word.split_once('=')).find(|(door, _)| *door == name)?.1.parse().ok()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has written to standard error, or the end of it.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// What it has said on standard output after its first line, as far as it has come.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.said.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Kills it as a crash would, and waits until it is gone.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().context("kill -9")?;
        self.child.wait().context("waiting after kill -9")?;
        self.hear_out();
        Ok(())
    }

    /// Whether it ended by itself.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let ended = self.child.try_wait().context("looking whether the program ended")?;
        if ended.is_some() {
            self.hear_out();
        }
        Ok(ended)
    }

    /// Its last words may still be on their way here; whatever else holds the pipe is not waited for.
    fn hear_out(&self) {
        let deadline = Instant::now() + LAST_WORDS;
        while self.reader.as_ref().is_some_and(|reader| !reader.is_finished()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).context("a process id")?;
        kill_process(pid, signal).with_context(|| format!("{signal:?}"))
    }

    /// Asks it to stop (SIGTERM) and waits.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        let deadline = Instant::now() + STOP;
        while Instant::now() < deadline {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("still there {STOP:?} after SIGTERM; on standard error:\n{}", self.stderr())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first line, from a thread that then reads on, so that the program never waits for its reader.
fn first_line(pipe: impl Read + Send + 'static, later: Arc<Mutex<Vec<u8>>>) -> Receiver<String> {
    let (told, first) = sync_channel(1);
    std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = String::new();
        if pipe.read_line(&mut line).is_ok() {
            let _ = told.send(line);
        }
        read_on(pipe, &later);
    });
    first
}

fn keep(pipe: impl Read + Send + 'static, kept: Arc<Mutex<Vec<u8>>>) -> JoinHandle<()> {
    std::thread::spawn(move || read_on(pipe, &kept))
}

fn read_on(mut pipe: impl Read, kept: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(buffer.get(..n).unwrap_or_default());
        let excess = kept.len().saturating_sub(STDERR_KEPT);
        kept.drain(..excess);
    }
}
