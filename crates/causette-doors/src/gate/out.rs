//! What waits to be written to one connection. Chunks are shared with other connections; an idle queue holds nothing.

use super::limits::WRITE_VECTOR;
use bytes::{Buf, Bytes};
use smallvec::SmallVec;
use std::io::{self, IoSlice};

/// How a flush ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flushed {
    /// Nothing waits any more.
    All,
    /// The socket takes no more now; whether it took anything.
    Blocked(bool),
}

#[derive(Debug, Default)]
pub(super) struct Out {
    chunks: SmallVec<[Bytes; 1]>,
    /// Chunks already written whole, at the front.
    done: usize,
    bytes: usize,
}

impl Out {
    pub(super) fn push(&mut self, chunk: Bytes) {
        if !chunk.is_empty() {
            self.bytes += chunk.len();
            self.chunks.push(chunk);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn clear(&mut self) {
        *self = Out::default();
    }

    /// Writes with `write` until nothing is left or it would block.
    pub(super) fn flush(&mut self, write: impl Fn(&[IoSlice<'_>]) -> io::Result<usize>) -> io::Result<Flushed> {
        let mut took = false;
        while self.bytes > 0 {
            let waiting = self.chunks.get(self.done..).unwrap_or_default();
            let wrote = match waiting {
                [one] => write(&[IoSlice::new(one)]),
                many => {
                    let slices: SmallVec<[IoSlice<'_>; WRITE_VECTOR]> =
                        many.iter().take(WRITE_VECTOR).map(|c| IoSlice::new(c)).collect();
                    write(&slices)
                }
            };
            match wrote {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    took = true;
                    self.advance(n);
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(Flushed::Blocked(took)),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        if self.chunks.spilled() {
            self.clear();
        } else {
            self.chunks.clear();
            self.done = 0;
        }
        Ok(Flushed::All)
    }

    fn advance(&mut self, mut n: usize) {
        self.bytes -= n.min(self.bytes);
        for chunk in self.chunks.iter_mut().skip(self.done) {
            if n < chunk.len() {
                chunk.advance(n);
                break;
            }
            n -= chunk.len();
            *chunk = Bytes::new(); // its bytes may be freed before the queue empties
            self.done += 1;
        }
        // Forget written chunks now and then, so that a queue that never empties does not grow.
        if self.done >= WRITE_VECTOR {
            self.chunks.drain(..self.done);
            self.done = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    #[test]
    fn any_split_of_the_writes_gives_the_same_bytes() {
        for grain in [1, 2, 3, 7, 1000] {
            let (mut out, taken, turn) = (Out::default(), RefCell::new(Vec::new()), Cell::new(0));
            let write = |slices: &[IoSlice<'_>]| {
                turn.set(turn.get() + 1);
                if turn.get() % 3 == 0 {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                let all: Vec<u8> = slices.iter().flat_map(|s| s.iter().copied()).collect();
                let n = grain.min(all.len());
                taken.borrow_mut().extend_from_slice(&all[..n]);
                Ok(n)
            };
            let mut expect = Vec::new();
            for i in 0..300u32 {
                let chunk = Bytes::from(format!("chunk {i};"));
                expect.extend_from_slice(&chunk);
                out.push(chunk);
            }
            assert_eq!(out.bytes(), expect.len());
            while out.flush(write).unwrap() != Flushed::All {}
            assert_eq!(*taken.borrow(), expect, "grain {grain}");
            assert_eq!(out.bytes(), 0);
        }
    }

    #[test]
    fn a_closed_socket_is_an_error() {
        let mut out = Out::default();
        out.push(Bytes::from_static(b"x"));
        assert!(out.flush(|_| Ok(0)).is_err());
        assert!(out.flush(|_| Err(io::ErrorKind::BrokenPipe.into())).is_err());
    }
}
