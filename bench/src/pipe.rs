//! One connection's bytes, for the load and for the relay: lines in, what the kernel would not take kept for later.
//!
//! mio wakes on edges: a read that fills its buffer, or an end that was announced, is read on; a shorter read is not.

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

#[derive(Debug)]
pub(crate) struct Pipe {
    pub(crate) stream: TcpStream,
    token: Token,
    carry: Vec<u8>,
    waiting: Vec<u8>,
}

impl Pipe {
    pub(crate) fn new(mut stream: TcpStream, token: Token, first: Interest, registry: &Registry) -> Result<Self> {
        stream.set_nodelay(true)?;
        registry.register(&mut stream, token, first)?;
        Ok(Self { stream, token, carry: Vec::new(), waiting: Vec::new() })
    }

    /// Sends what can be sent, in one write; the rest waits.
    pub(crate) fn send(&mut self, bytes: &[u8], registry: &Registry) -> Result<()> {
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
        if waiting.is_empty() { Ok(()) } else { self.send(&waiting, registry) }
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
                    lines(&mut self.carry, buffer.get(..bytes).unwrap_or_default(), &mut each)?;
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

#[cfg(test)]
mod tests {
    use super::*;

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
