//! Debian's chromedriver as a child, on a port of its own choice, with a home folder that goes when it does.

use causette_tests::client::PATIENCE;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long browsers may take to end by themselves, once asked.
const END: Duration = Duration::from_secs(5);

/// Starts browsers. They write in its folder only, and none outlives it.
pub(super) struct Driver {
    child: Child,
    /// Where it is spoken to.
    pub(super) url: String,
    home: TempDir,
}

impl Driver {
    pub(super) fn start() -> Driver {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        // A browser keeps caches, keys and sockets wherever these say.
        for name in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            command.env(name, home.path());
        }
        let mut child = command.spawn().expect("chromedriver (cargo xtask test installs it)");
        let said = BufReader::new(child.stdout.take().unwrap());
        let (told, port) = sync_channel(1);
        // It reads to the end, so that chromedriver never waits for its reader.
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                if let Some(port) = port_of(&line) {
                    let _ = told.send(port);
                }
            }
        });
        let mut driver = Driver { child, url: String::new(), home };
        let port = port.recv_timeout(PATIENCE).expect("chromedriver said no port");
        driver.url = format!("http://127.0.0.1:{port}");
        driver
    }

    /// A new folder for a browser.
    pub(super) fn profile(&self) -> TempDir {
        tempfile::tempdir_in(self.home.path()).unwrap()
    }

    /// Browsers of ours that still run, by process id.
    fn browsers(&self) -> Vec<Pid> {
        let home = self.home.path().as_os_str().as_encoded_bytes();
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        processes.filter(|pid| is_of(*pid, home)).filter_map(Pid::from_raw).collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let deadline = Instant::now() + END;
        while !self.browsers().is_empty() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        for pid in self.browsers() {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

/// `ChromeDriver was started successfully on port 41325.`
fn port_of(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

/// Whether this process was started with something in our folder.
fn is_of(pid: i32, home: &[u8]) -> bool {
    let words = std::fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline")).unwrap_or_default();
    words.windows(home.len()).any(|part| part == home)
}
