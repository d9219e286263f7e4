//! One connection of the load: in by way of greeting and room, then all it does is count.

use crate::passage::{Passage, passage};
use crate::pipe::{self, Pipe};
use crate::server::Kind;
use crate::stamp::{self, Message};
use crate::talk::{Talk, has, quit};
use mio::event::Event;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use std::io::Result;
use std::net::SocketAddr;
use std::time::Instant;

/// Bytes the kernel keeps for a connection that is not read.
const DEAF: usize = 4096;

/// Something that happened to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// It was greeted and is in its room.
    Ready(usize),
    /// A stamped line came.
    Delivery {
        /// The sender's number.
        from: u32,
        /// What the stamp says.
        stamp: u64,
        /// When the line was read, by the same clock.
        at: u64,
    },
    /// It was told that somebody is gone.
    Gone {
        at: u64,
    },
    /// It read that somebody came or went, or that it is in itself.
    Passed {
        by: usize,
        what: Passage,
        at: u64,
    },
    Closed(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Connecting,
    Greeting,
    Joining,
    Ready,
}

/// What a connection needs from the loop.
pub(crate) struct Turn<'t> {
    pub(crate) registry: &'t Registry,
    pub(crate) buffer: &'t mut [u8],
    pub(crate) epoch: Instant,
    pub(crate) news: &'t mut Vec<News>,
    /// Reads that brought a delivery.
    pub(crate) reads: &'t mut u64,
    /// All bytes that were read.
    pub(crate) bytes: &'t mut u64,
    /// The first refusal that was said.
    pub(crate) refusal: &'t mut Option<String>,
}

#[derive(Debug)]
pub(crate) struct Guest {
    pipe: Pipe,
    step: Step,
    kind: Kind,
    talk: Talk,
    message: Message,
}

impl Guest {
    /// Starts to connect to a server of that kind.
    pub(crate) fn connect(
        number: usize,
        to: SocketAddr,
        kind: Kind,
        (talk, size): (Talk, usize),
        registry: &Registry,
    ) -> Result<Self> {
        let stream = TcpStream::connect(to)?;
        let pipe = Pipe::new(stream, Token(number), Interest::READABLE | Interest::WRITABLE, registry)?;
        let sender = u32::try_from(number).unwrap_or(u32::MAX);
        let message = Message::new(talk.line(kind, &stamp::text(sender, size)));
        Ok(Self { pipe, step: Step::Connecting, kind, talk, message })
    }

    pub(crate) fn say(&mut self, stamp: u64, registry: &Registry) -> Result<()> {
        self.pipe.send(self.message.at(stamp), registry)
    }

    pub(crate) fn send(&mut self, bytes: &[u8], registry: &Registry) -> Result<()> {
        self.pipe.send(bytes, registry)
    }

    /// Takes an event; `false` once the connection is over.
    pub(crate) fn event(&mut self, number: usize, event: &Event, turn: &mut Turn<'_>) -> Result<bool> {
        if event.is_writable() && self.step == Step::Connecting {
            if let Some(error) = self.pipe.stream.take_error()? {
                return Err(error);
            }
            self.pipe.writable(turn.registry)?;
            self.step = Step::Greeting;
            match self.kind {
                Kind::Relay => self.greeted(number, turn)?,
                Kind::Irc => self.send(format!("NICK i{number}\r\nUSER i 0 * :i\r\n").as_bytes(), turn.registry)?,
                Kind::Web => {
                    self.pipe.shakes_hands();
                    self.send(pipe::SHAKE, turn.registry)?;
                }
                Kind::Tls => self.pipe.secure(turn.registry)?,
                Kind::Ephemeral | Kind::Durable => {} // it speaks first
            }
        } else if event.is_writable() && self.pipe.is_waiting() {
            self.pipe.writable(turn.registry)?;
        }
        let (mut greeted, mut joined, mut at) = (false, false, None);
        let (epoch, before) = (turn.epoch, turn.news.len());
        let (news, refusal) = (&mut *turn.news, &mut *turn.refusal);
        let (kind, talk, entering) = (self.kind, &self.talk, self.step != Step::Ready);
        let got = self.pipe.read(event, turn.buffer, |line| {
            if let Some((from, stamp)) = stamp::read(line) {
                // One look at the clock for all that one read brought.
                let at = *at.get_or_insert_with(|| since(epoch));
                news.push(News::Delivery { from, stamp, at });
            } else if line.starts_with(b"!! ") {
                refusal.get_or_insert_with(|| String::from_utf8_lossy(line).into_owned());
            } else if let (Talk::Crowd(_), Some(what)) = (talk, passage(kind, line)) {
                news.push(News::Passed { by: number, what, at: since(epoch) });
            } else if gone(line) {
                news.push(News::Gone { at: since(epoch) });
            }
            // An answer may carry what was said before, stamps included.
            if entering {
                greeted |= match kind {
                    Kind::Irc => has(line, b" 001 "),
                    Kind::Web => has(line, br#""type":"welcome""#),
                    Kind::Relay | Kind::Ephemeral | Kind::Tls | Kind::Durable => line.starts_with(b"-- "),
                };
                joined |= talk.entered(kind, line);
            }
        })?;
        self.pipe.answer(turn.registry)?;
        *turn.bytes += got.bytes as u64;
        *turn.reads += u64::from(turn.news.iter().skip(before).any(|news| matches!(news, News::Delivery { .. })));
        match self.step {
            Step::Greeting if greeted => self.greeted(number, turn)?,
            Step::Joining if joined => self.ready(number, turn),
            Step::Connecting | Step::Greeting | Step::Joining | Step::Ready => {}
        }
        Ok(!got.closed)
    }

    fn greeted(&mut self, number: usize, turn: &mut Turn<'_>) -> Result<()> {
        let Some(enter) = self.talk.enter(self.kind) else {
            self.ready(number, turn);
            return Ok(());
        };
        self.step = Step::Joining;
        self.pipe.send(&enter, turn.registry)
    }

    fn ready(&mut self, number: usize, turn: &mut Turn<'_>) {
        self.step = Step::Ready;
        turn.news.push(News::Ready(number));
    }

    pub(crate) fn quit(&mut self, registry: &Registry) -> Result<()> {
        self.pipe.send(quit(self.kind), registry)
    }

    /// From here on nothing it is sent is read, and little of it fits into the kernel.
    pub(crate) fn deafen(&mut self, registry: &Registry) -> Result<()> {
        registry.deregister(&mut self.pipe.stream)?;
        socket2::SockRef::from(&self.pipe.stream).set_recv_buffer_size(DEAF)
    }

    /// Closes without leaving the port in TIME_WAIT, so that rounds do not run out of ports.
    pub(crate) fn forget(self) {
        // Where it fails the port is free a minute later.
        let _ = socket2::SockRef::from(&self.pipe.stream).set_linger(Some(std::time::Duration::ZERO));
    }
}

/// Whether a line says that somebody's connection ended.
fn gone(line: &[u8]) -> bool {
    line.starts_with(b"-- ") && has(line, b" is gone")
}

/// Nanoseconds since the load began.
pub(crate) fn since(epoch: Instant) -> u64 {
    u64::try_from(epoch.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_gone_did_not_just_leave() {
        for (line, expect) in [
            ("-- guest1 is gone", true),
            ("-- guest1 left #b0", false),
            ("-- you left #b0", false),
            ("[14:03 1] <guest1> he is gone", false),
        ] {
            assert_eq!(gone(line.as_bytes()), expect, "{line}");
        }
    }
}
