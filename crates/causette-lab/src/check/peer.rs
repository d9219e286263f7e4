//! One connection of the grader: raw bytes out, whatever comes back until the line falls quiet.

use crate::trouble::Trouble;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long an answer may take to begin.
pub(crate) const ANSWER: Duration = Duration::from_secs(3);
/// How long a server gets to answer a message without a newline, before it is given one.
const NO_NEWLINE: Duration = Duration::from_millis(800);
/// Silence after which an answer is taken to be complete.
const QUIET: Duration = Duration::from_millis(150);
/// Between the two halves of a message: long enough to be two `recv`s, shorter than what ends a message.
const HALFWAY: Duration = Duration::from_millis(12);
/// Halves that were parted by more than this may be taken for two messages (a server waits 40 ms).
const PARTED: Duration = Duration::from_millis(30);
/// How often a busy machine may part them.
const IN_TWO_TRIES: usize = 5;
/// No answer of the lab is longer; the rest is not read.
const ANSWER_BYTES: usize = 1 << 20;

pub(crate) struct Peer {
    stream: TcpStream,
    sent: Vec<u8>,
    got: Vec<u8>,
    lines: bool,
    ended: bool,
}

impl Peer {
    pub(crate) fn connect(address: SocketAddr, lines: bool) -> Result<Peer, Trouble> {
        let trouble = |error| Trouble::Connect(address, error);
        let stream = TcpStream::connect_timeout(&address, ANSWER).map_err(trouble)?;
        stream.set_nodelay(true).map_err(trouble)?;
        // A server that reads nothing any more is a verdict, not something to wait for.
        stream.set_write_timeout(Some(ANSWER)).map_err(trouble)?;
        Ok(Peer { stream, sent: Vec::new(), got: Vec::new(), lines, ended: false })
    }

    /// Sends a message as the lab does, without a newline, and returns the trimmed answer.
    pub(crate) fn ask(&mut self, message: &str) -> String {
        if self.lines {
            return self.ask_line(message);
        }
        self.send(message.as_bytes());
        let mut answer = self.read(NO_NEWLINE);
        if answer.is_empty() && !self.ended {
            // It may wait for the end of the line, or only be slow: a newline does no harm to the second.
            (&self.stream).write_all(b"\n").unwrap_or_default();
            answer = self.read(ANSWER);
            self.lines = !answer.is_empty();
        }
        text(&answer)
    }

    /// The same with a newline, as `nc` does.
    pub(crate) fn ask_line(&mut self, message: &str) -> String {
        self.send(format!("{message}\n").as_bytes());
        text(&self.read(ANSWER))
    }

    /// Sends one message in two goes. None when the server answered the first half by itself.
    ///
    /// A busy machine may part the two by as much as two messages are parted; then it is asked once more.
    pub(crate) fn ask_in_two(&mut self, start: &[u8], end: &[u8]) -> Option<String> {
        let mut answer = None;
        for _ in 0..IN_TWO_TRIES {
            let (parted, got) = self.try_in_two(start, end);
            answer = got;
            if parted < PARTED {
                break;
            }
        }
        answer
    }

    /// How long it was from one half to the other, and what came of it.
    fn try_in_two(&mut self, start: &[u8], end: &[u8]) -> (Duration, Option<String>) {
        let begun = Instant::now();
        self.send(start);
        let _ = self.stream.set_read_timeout(Some(HALFWAY));
        let answered = self.stream.peek(&mut [0]).is_ok_and(|count| count > 0);
        let parted = begun.elapsed();
        let early = if answered { self.read(QUIET) } else { Vec::new() };
        (&self.stream).write_all(end).unwrap_or_default();
        let mut got = early.clone();
        got.extend(self.read(ANSWER));
        self.sent = [start, end].concat();
        self.got = got.clone();
        (parted, early.is_empty().then(|| text(&got)))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.sent = bytes.to_vec();
        self.got.clear();
        (&self.stream).write_all(bytes).unwrap_or_default(); // if it fails, reading says so
    }

    /// Whatever comes until the line falls quiet; `patience` is for the first byte.
    pub(crate) fn read(&mut self, patience: Duration) -> Vec<u8> {
        let (mut answer, mut wait, mut buffer) = (Vec::new(), patience, [0; 4096]);
        while answer.len() < ANSWER_BYTES {
            let _ = self.stream.set_read_timeout(Some(wait));
            match (&self.stream).read(&mut buffer) {
                Ok(count) if count > 0 => answer.extend_from_slice(buffer.get(..count).unwrap_or_default()),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => {
                    self.ended = true;
                    break;
                }
            }
            wait = QUIET;
        }
        self.got.extend_from_slice(&answer);
        answer
    }

    /// Says a last word; whether the server then closes, and had not closed before.
    pub(crate) fn is_closed_by(&mut self, word: &str) -> bool {
        self.read(Duration::from_millis(1));
        let before = self.ended;
        self.ask(word);
        !before && self.is_closed()
    }

    /// Whether the server closes the connection, now or within the time an answer may take.
    pub(crate) fn is_closed(&mut self) -> bool {
        let until = Instant::now() + ANSWER;
        while !self.ended && Instant::now() < until && self.got.len() < ANSWER_BYTES {
            self.read(until.saturating_duration_since(Instant::now()).max(QUIET));
        }
        self.ended
    }

    /// Leaves in the middle of everything.
    pub(crate) fn reset(self) {
        let _ = socket2::SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    /// Leaves in good order.
    pub(crate) fn leave(self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    pub(crate) fn needs_lines(&self) -> bool {
        self.lines
    }

    pub(crate) fn last_exchange(&self) -> (Vec<u8>, Vec<u8>) {
        (self.sent.clone(), self.got.clone())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// Whether nobody listens at an address any more, now or soon.
pub(crate) fn is_gone(address: SocketAddr) -> bool {
    let until = Instant::now() + ANSWER;
    while Instant::now() < until {
        match TcpStream::connect_timeout(&address, ANSWER) {
            Err(_) => return true,
            Ok(stream) => drop(stream),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}
