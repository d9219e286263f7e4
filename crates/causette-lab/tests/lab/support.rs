//! Servers in threads on free ports, and where the program is.

use causette_lab::listener::{Listener, Stopper};
use causette_lab::part::Part;
use causette_lab::parts::desk::Desk;
use causette_lab::parts::{Options, serve};
use causette_lab::trace::{Style, Trace};
use causette_texts::Lang;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Long enough for a busy machine; nothing that works takes a tenth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A server that is stopped and awaited when it goes out of scope: nothing is left behind.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(run: impl FnOnce(Listener) + Send + 'static) -> Server {
        let trace = Trace::new(Lang::Fr, Style::Quiet);
        let listener = Listener::open("127.0.0.1:0".parse().unwrap(), &trace).unwrap();
        let (address, stopper) = (listener.address(), listener.stopper());
        Server { address, stopper, thread: Some(std::thread::spawn(move || run(listener))) }
    }

    /// One of the eight, with an operator who answers "bonjour" to everything.
    pub(crate) fn part(part: Part, options: Options) -> Server {
        Server::start(move |listener| serve(part, listener, options, polite_operator))
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ends(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if self.thread.as_ref().is_none_or(JoinHandle::is_finished) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopper.stop();
        if std::thread::panicking() {
            return; // a server that is at fault may never end, and the fault is told already
        }
        let ended = self.thread.take().is_none_or(|thread| thread.join().is_ok());
        assert!(ended, "the server panicked");
    }
}

/// Types "bonjour" whenever something is shown that a client said.
pub(crate) fn polite_operator() -> Desk {
    let (typed, lines) = sync_channel(64);
    Desk::new(lines, move |line| {
        if line.starts_with("< ") {
            let _ = typed.try_send("bonjour".to_owned());
        }
    })
}

/// Sends and returns what comes back until `enough` bytes, the end, or silence.
pub(crate) fn ask(mut stream: &TcpStream, bytes: &[u8]) -> String {
    stream.write_all(bytes).unwrap();
    let (mut got, mut buffer) = (Vec::new(), [0; 4096]);
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        got.extend_from_slice(&buffer[..count]);
        stream.set_read_timeout(Some(Duration::from_millis(120))).unwrap();
    }
    String::from_utf8(got).unwrap()
}

/// The program: where the test runner says, or beside this test.
#[expect(clippy::disallowed_methods, reason = "a test has no command line of its own")]
pub(crate) fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("CAUSETTE_BIN") {
        return path.into();
    }
    let beside = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join("causette");
    assert!(beside.exists(), "build the program first (cargo build -p causette), or use cargo xtask test");
    beside
}
