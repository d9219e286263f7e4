//! A connection that sends any bytes, reads any bytes, and can be cut in any way. Nothing waits for ever.

use causette_tests::client::PATIENCE;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socket2::SockRef;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long something that must happen may take.
pub(super) const LONG: Duration = PATIENCE;

/// Lets this test hold more than a thousand connections.
pub(super) fn many_descriptors() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    assert!(maximum.is_none_or(|most| most >= 4096), "this test needs 4,096 open files (ulimit -Hn): {maximum:?}");
}

pub(super) struct Raw {
    stream: TcpStream,
    /// Read and not yet looked at.
    seen: Vec<u8>,
    over: bool,
}

impl Raw {
    pub(super) fn connect(address: SocketAddr) -> Raw {
        Raw::try_connect(address).unwrap()
    }

    pub(super) fn try_connect(address: SocketAddr) -> std::io::Result<Raw> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Raw { stream, seen: Vec::new(), over: false })
    }

    /// From this address of the machine.
    pub(super) fn connect_from(from: SocketAddr, address: SocketAddr) -> Raw {
        let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None).unwrap();
        socket.bind(&from.into()).unwrap();
        socket.connect_timeout(&address.into(), PATIENCE).unwrap();
        socket.set_write_timeout(Some(PATIENCE)).unwrap();
        Raw { stream: socket.into(), seen: Vec::new(), over: false }
    }

    /// One that will not read: the kernel takes little for it.
    pub(super) fn connect_narrow(address: SocketAddr) -> Raw {
        let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.connect_timeout(&address.into(), PATIENCE).unwrap();
        socket.set_write_timeout(Some(PATIENCE)).unwrap();
        Raw { stream: socket.into(), seen: Vec::new(), over: false }
    }

    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Sends as much as is taken within `time`, and says how many bytes that was.
    pub(super) fn push(&mut self, bytes: &[u8], time: Duration) -> usize {
        let deadline = Instant::now() + time;
        self.stream.set_nonblocking(true).unwrap();
        let mut sent = 0;
        while sent < bytes.len() && Instant::now() < deadline {
            match self.stream.write(&bytes[sent..]) {
                Ok(n) => sent += n,
                Err(e) if e.kind() == ErrorKind::WouldBlock => std::thread::sleep(Duration::from_millis(5)),
                Err(_) => break, // closed: the caller sees it by the number
            }
        }
        self.stream.set_nonblocking(false).unwrap();
        sent
    }

    /// Types a line.
    pub(super) fn say(&mut self, line: &str) {
        self.send(format!("{line}\n"));
    }

    /// Types a line and reads until one with these words.
    #[track_caller]
    pub(super) fn ask(&mut self, line: &str, words: &str) -> String {
        self.say(line);
        self.until(words)
    }

    /// Reads lines until one has these words, and returns it.
    #[track_caller]
    pub(super) fn until(&mut self, words: &str) -> String {
        let mut before = Vec::new();
        loop {
            match self.line() {
                Some(line) if line.contains(words) => return line,
                Some(line) => before.push(line),
                None => panic!("no line with {words:?}, but {before:#?} and {:?}", String::from_utf8_lossy(&self.seen)),
            }
        }
    }

    /// The next line, without its end. `None`: the connection ended, or nothing came for a long time.
    pub(super) fn line(&mut self) -> Option<String> {
        let bytes = self.bytes_until(|seen| seen.iter().position(|b| *b == b'\n').map(|at| at + 1))?;
        Some(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
    }

    /// The next `n` bytes.
    pub(super) fn bytes(&mut self, n: usize) -> Option<Vec<u8>> {
        self.bytes_until(|seen| (seen.len() >= n).then_some(n))
    }

    fn bytes_until(&mut self, enough: impl Fn(&[u8]) -> Option<usize>) -> Option<Vec<u8>> {
        loop {
            if let Some(n) = enough(&self.seen) {
                return Some(self.seen.drain(..n).collect());
            }
            self.fill(PATIENCE).filter(|n| *n > 0)?;
        }
    }

    /// Reads once. `Some(0)`: the end; `None`: nothing came, or a reset.
    fn fill(&mut self, wait: Duration) -> Option<usize> {
        self.stream.set_read_timeout(Some(wait)).unwrap();
        let mut buffer = [0; 64 * 1024];
        let n = self.stream.read(&mut buffer).ok()?;
        self.seen.extend_from_slice(&buffer[..n]);
        Some(n)
    }

    /// All lines until the server closes. A reset, or no end in time, is a failure.
    #[track_caller]
    pub(super) fn rest(&mut self) -> Vec<String> {
        loop {
            match self.fill(PATIENCE) {
                Some(0) => break,
                Some(_) => {}
                None => panic!("no clean end after {:?}", String::from_utf8_lossy(&self.seen)),
            }
        }
        String::from_utf8_lossy(&std::mem::take(&mut self.seen)).lines().map(str::to_owned).collect()
    }

    /// Sends a line if the connection still takes it.
    pub(super) fn try_send(&mut self, line: impl std::fmt::Display) -> bool {
        self.stream.write_all(format!("{line}\n").as_bytes()).is_ok()
    }

    /// The next line, if it comes in time; see [`Raw::is_over`].
    pub(super) fn line_within(&mut self, wait: Duration) -> Option<String> {
        let deadline = Instant::now() + wait;
        loop {
            if let Some(at) = self.seen.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = self.seen.drain(..=at).collect();
                return Some(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            // A timeout of zero would mean none.
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_micros(1));
            match self.fill(left) {
                Some(0) => {
                    self.over = true;
                    return None;
                }
                Some(_) => {}
                None if Instant::now() >= deadline => return None,
                None => {}
            }
        }
    }

    /// Whether the server has closed and all was read.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Everything asked so far was answered when this comes back: an unknown command has its place in the order.
    #[track_caller]
    pub(super) fn sync(&mut self) -> Vec<String> {
        self.sync_as("\n")
    }

    /// The same, with another end of the line.
    #[track_caller]
    pub(super) fn sync_as(&mut self, end: &str) -> Vec<String> {
        self.send(format!("/zzzzzz{end}"));
        let mut before = Vec::new();
        while let Some(line) = self.line() {
            if line.contains("no command /zzzzzz") {
                return before;
            }
            before.push(line);
        }
        panic!("the connection ended after {before:#?}");
    }

    /// Whether the connection still works.
    #[track_caller]
    pub(super) fn alive(&mut self) {
        self.sync();
    }

    /// "I send no more."
    pub(super) fn half_close(&mut self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// Cut with a reset, as a crashed machine would.
    pub(super) fn reset(self) {
        SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)).unwrap();
    }

    pub(super) fn port(&self) -> u16 {
        self.stream.local_addr().unwrap().port()
    }
}
