//! Lines over a socket, with a time limit on everything.

use super::PATIENCE;
use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const CONNECT: Duration = Duration::from_secs(10);
const WRITE: Duration = Duration::from_secs(10);

pub(super) struct Wire {
    stream: TcpStream,
    part: Vec<u8>,
    lines: VecDeque<String>,
}

impl Wire {
    /// Connects. `receive` bounds what the kernel takes for us while we do not read.
    pub(super) fn connect(address: SocketAddr, receive: Option<usize>) -> Result<Wire> {
        let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
        if let Some(bytes) = receive {
            socket.set_recv_buffer_size(bytes)?;
        }
        socket.connect_timeout(&address.into(), CONNECT).with_context(|| format!("connecting to {address}"))?;
        socket.set_tcp_nodelay(true)?;
        socket.set_write_timeout(Some(WRITE))?;
        Ok(Wire { stream: socket.into(), part: Vec::new(), lines: VecDeque::new() })
    }

    pub(super) fn send(&mut self, line: &str) -> Result<()> {
        self.stream.write_all(format!("{line}\n").as_bytes()).context("writing")
    }

    /// The next line, if it comes within this time. An error when the connection has ended.
    pub(super) fn line(&mut self, wait: Duration) -> Result<Option<String>> {
        let deadline = Instant::now() + wait;
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Ok(Some(line));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if !self.fill(left)? && left.is_zero() {
                return Ok(None);
            }
        }
    }

    /// Reads until a line contains these words; what came before it, and it. An error names what came instead.
    pub(super) fn until(&mut self, words: &str) -> Result<(Vec<String>, String)> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Some(line) = self.line(deadline.saturating_duration_since(Instant::now()))? {
            if line.contains(words) {
                return Ok((seen, line));
            }
            seen.push(line);
        }
        bail!("no line with {words:?} within {PATIENCE:?}, only {seen:#?}")
    }

    /// Reads once; false when nothing came in time.
    fn fill(&mut self, wait: Duration) -> Result<bool> {
        // A timeout of zero would mean none.
        self.stream.set_read_timeout(Some(wait.max(Duration::from_micros(1))))?;
        let mut buffer = [0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => bail!("the server closed the connection"),
            Ok(n) => {
                self.take(buffer.get(..n).unwrap_or_default());
                Ok(true)
            }
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                Ok(false)
            }
            Err(e) => Err(e).context("reading"),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.part.extend_from_slice(piece);
            if self.part.last() == Some(&b'\n') {
                let line = String::from_utf8_lossy(&self.part).trim_end_matches(['\n', '\r']).to_owned();
                self.part.clear();
                self.lines.push_back(line);
            }
        }
    }
}
