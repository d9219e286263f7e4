//! One connection's bytes, for the load and for the relay: lines in, or messages of a WebSocket, in clear or sealed; what the
//! kernel would not take is kept for later.
//!
//! mio wakes on edges: a read that fills its buffer, or an end that was announced, is read on; a shorter read is not.

use crate::tls::Tls;
use mio::event::Event;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use std::io::{Error, ErrorKind, Read, Result, Write};

/// Bytes that may wait for one reader; beyond, it is closed.
const WAITING: usize = 64 << 20;

/// Bytes of one line; no line of either side comes near.
const LINE: usize = 64 << 10;

/// What a read brought.
#[derive(Debug, Default)]
pub(crate) struct Got {
    pub(crate) bytes: usize,
    pub(crate) closed: bool,
}

/// The request by which a connection becomes a WebSocket (RFC 6455), at a server on this machine.
pub(crate) const SHAKE: &[u8] = b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// How what comes is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Lines,
    /// The head of an answer, after which there are frames.
    Head,
    Frames,
}

#[derive(Debug)]
pub(crate) struct Pipe {
    pub(crate) stream: TcpStream,
    token: Token,
    cut: Cut,
    carry: Vec<u8>,
    waiting: Vec<u8>,
    tls: Option<Tls>,
}

impl Pipe {
    pub(crate) fn new(mut stream: TcpStream, token: Token, first: Interest, registry: &Registry) -> Result<Self> {
        stream.set_nodelay(true)?;
        registry.register(&mut stream, token, first)?;
        Ok(Self { stream, token, cut: Cut::Lines, carry: Vec::new(), waiting: Vec::new(), tls: None })
    }

    /// From here on it is a WebSocket, once its handshake is answered.
    pub(crate) fn shakes_hands(&mut self) {
        self.cut = Cut::Head;
    }

    /// From here on all goes through TLS.
    pub(crate) fn secure(&mut self, registry: &Registry) -> Result<()> {
        self.tls = Some(Tls::new()?);
        self.answer(registry)
    }

    /// Sends what TLS has to say by itself.
    pub(crate) fn answer(&mut self, registry: &Registry) -> Result<()> {
        match &mut self.tls {
            Some(tls) if tls.owes() => self.send(&[], registry),
            Some(_) | None => Ok(()),
        }
    }

    pub(crate) fn send(&mut self, bytes: &[u8], registry: &Registry) -> Result<()> {
        match &mut self.tls {
            None => self.put(bytes, registry),
            Some(tls) => {
                let sealed = tls.seal(bytes)?;
                self.put(&sealed, registry)
            }
        }
    }

    /// Sends what can be sent, in one write; the rest waits.
    fn put(&mut self, bytes: &[u8], registry: &Registry) -> Result<()> {
        if !self.waiting.is_empty() {
            return self.wait(bytes);
        }
        let taken = match self.stream.write(bytes) {
            Ok(taken) => taken,
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            Err(error) => return Err(error),
        };
        match bytes.split_at_checked(taken) {
            None | Some((_, [])) => Ok(()),
            Some((_, rest)) => {
                self.wait(rest)?;
                registry.reregister(&mut self.stream, self.token, Interest::READABLE | Interest::WRITABLE)
            }
        }
    }

    fn wait(&mut self, bytes: &[u8]) -> Result<()> {
        if self.waiting.len() + bytes.len() > WAITING {
            return Err(Error::new(ErrorKind::OutOfMemory, "a reader fell too far behind"));
        }
        self.waiting.extend_from_slice(bytes);
        Ok(())
    }

    /// The kernel takes bytes again.
    pub(crate) fn writable(&mut self, registry: &Registry) -> Result<()> {
        registry.reregister(&mut self.stream, self.token, Interest::READABLE)?;
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() { Ok(()) } else { self.put(&waiting, registry) }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Hands each whole line, without its end, to `each`.
    pub(crate) fn read(&mut self, event: &Event, buffer: &mut [u8], mut each: impl FnMut(&[u8])) -> Result<Got> {
        let mut got = Got::default();
        if !(event.is_readable() || event.is_read_closed() || event.is_error()) {
            return Ok(got);
        }
        loop {
            match self.stream.read(buffer) {
                Ok(0) => got.closed = true,
                Ok(bytes) => {
                    got.bytes += bytes;
                    let came = buffer.get(..bytes).unwrap_or_default();
                    let opened = self.tls.as_mut().map(|tls| tls.open(came)).transpose()?;
                    let came = opened.as_deref().unwrap_or(came);
                    match self.cut {
                        Cut::Lines => lines(&mut self.carry, came, &mut each)?,
                        Cut::Head | Cut::Frames => frames(&mut self.cut, &mut self.carry, came, &mut each)?,
                    }
                    if bytes == buffer.len() || event.is_read_closed() {
                        continue;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(got);
        }
    }
}

/// Splits at LF; an unfinished line is carried over to the next call.
fn lines(carry: &mut Vec<u8>, mut bytes: &[u8], each: &mut impl FnMut(&[u8])) -> Result<()> {
    while let Some((line, rest)) = memchr::memchr(b'\n', bytes).and_then(|end| bytes.split_at_checked(end)) {
        if carry.is_empty() {
            each(line);
        } else {
            carry.extend_from_slice(line);
            each(carry);
            carry.clear();
        }
        bytes = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    carry.extend_from_slice(bytes);
    if carry.len() > LINE {
        return Err(Error::new(ErrorKind::InvalidData, "a line without an end"));
    }
    Ok(())
}

/// Takes whole frames, which servers do not mask; what is unfinished is carried over to the next call.
fn frames(cut: &mut Cut, carry: &mut Vec<u8>, bytes: &[u8], each: &mut impl FnMut(&[u8])) -> Result<()> {
    carry.extend_from_slice(bytes);
    if *cut == Cut::Head {
        let Some(end) = memchr::memmem::find(carry, b"\r\n\r\n") else { return Ok(()) };
        each(carry.get(..end).unwrap_or_default());
        carry.drain(..end + 4);
        *cut = Cut::Frames;
    }
    let mut rest = carry.as_slice();
    while let Some((payload, after)) = first(rest) {
        each(payload);
        rest = after;
    }
    let left = rest.len();
    if left > LINE {
        return Err(Error::new(ErrorKind::InvalidData, "a message without an end"));
    }
    carry.drain(..carry.len() - left);
    if carry.is_empty() {
        *carry = Vec::new();
    }
    Ok(())
}

/// What the first frame carries, and what follows it.
fn first(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let [_, length, rest @ ..] = bytes else { return None };
    let (length, rest) = match length {
        126 => rest.split_first_chunk().map(|(length, rest)| (u64::from(u16::from_be_bytes(*length)), rest))?,
        127 => rest.split_first_chunk().map(|(length, rest)| (u64::from_be_bytes(*length), rest))?,
        short => (u64::from(*short), rest),
    };
    rest.split_at_checked(usize::try_from(length).ok()?)
}

/// A message of a client, as one frame. A mask of zeros is one.
pub(crate) fn frame(text: &str) -> Vec<u8> {
    let head = match (u8::try_from(text.len()), u16::try_from(text.len())) {
        (Ok(short @ ..126), _) => vec![0x81, 0x80 | short],
        (_, Ok(length)) => [&[0x81, 0xfe][..], &length.to_be_bytes()].concat(),
        (_, Err(_)) => [&[0x81, 0xff][..], &(text.len() as u64).to_be_bytes()].concat(),
    };
    [&head, &[0; 4][..], text.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_whole_however_they_come_in() {
        let long = "x".repeat(300);
        let text =
            [b"HTTP/1.1 101 OK\r\nA: b\r\n\r\n\x81\x03one\x81\0\x81\x7e\x01\x2c", long.as_bytes(), b"\x81\x05unf"]
                .concat();
        for step in [1, 2, 5, 31, text.len()] {
            let (mut cut, mut carry, mut found) = (Cut::Head, Vec::new(), Vec::new());
            for piece in text.chunks(step) {
                let mut each = |said: &[u8]| found.push(String::from_utf8(said.to_vec()).unwrap());
                frames(&mut cut, &mut carry, piece, &mut each).unwrap();
            }
            assert_eq!(found, ["HTTP/1.1 101 OK\r\nA: b", "one", "", &long], "in pieces of {step}");
            assert_eq!(carry, b"\x81\x05unf");
        }
        let (short, middle) = (frame("hi"), frame(&long));
        assert_eq!((&short[..2], short.len(), &middle[..4]), (&[0x81, 0x82][..], 8, &[0x81, 0xfe, 1, 44][..]));
    }

    #[test]
    fn lines_come_out_whole_however_they_come_in() {
        let text = b"one\n\ntwo and more\nthree\nunfinished";
        for step in 1..=text.len() {
            let (mut carry, mut found) = (Vec::new(), Vec::new());
            for piece in text.chunks(step) {
                lines(&mut carry, piece, &mut |line| found.push(String::from_utf8(line.to_vec()).unwrap())).unwrap();
            }
            assert_eq!(found, ["one", "", "two and more", "three"], "in pieces of {step}");
            assert_eq!(carry, b"unfinished");
        }
    }

    #[test]
    fn a_line_without_an_end_is_refused() {
        assert!(lines(&mut Vec::new(), &[b'x'; LINE + 1], &mut |_| {}).is_err());
    }
}
