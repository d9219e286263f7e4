//! The socket under a connection: TCP in clear, TLS over TCP, the frames of a WebSocket over either, or the operator's Unix
//! socket. What is read here are always the words, and what is written as well, though they have to be in frames already
//! where there are any ([`Transport::form`]); it must not know what they mean.
//!
//! TLS is driven by hand over the socket's own readiness: no task, timer or buffer is added for a connection in clear, and
//! one branch is all that its hot path pays.

use super::out::Flushed;
use super::tls::Tls;
use super::websocket::{Answers, Form, Frames};
use causette_core::Origin;
use socket2::SockRef;
use std::cell::OnceCell;
use std::io::{self, IoSlice};
use std::net::{IpAddr, Shutdown};
use std::task::{Context, Poll};
use tokio::io::{Interest, Ready};
use tokio::net::{TcpStream, UnixStream};

/// An accepted socket.
#[derive(Debug)]
pub enum Stream {
    /// From anywhere.
    Tcp(TcpStream),
    /// From this machine, by a file.
    Unix(UnixStream),
    /// From inside this process, where somebody speaks another language to the real peer, who has come in already.
    Piped {
        /// The inner end.
        socket: UnixStream,
        /// Where the real peer comes from.
        from: Origin,
    },
}

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Stream {
        Stream::Tcp(stream)
    }
}

impl From<UnixStream> for Stream {
    fn from(stream: UnixStream) -> Stream {
        Stream::Unix(stream)
    }
}

/// The same call on either socket.
macro_rules! either {
    ($stream:expr, $socket:ident => $call:expr) => {
        match $stream {
            Stream::Tcp($socket) => $call,
            Stream::Unix($socket) => $call,
            Stream::Piped { socket: $socket, .. } => $call,
        }
    };
}

impl Stream {
    /// The other machine; `None`: it is this one, or nobody is there any more.
    pub(super) fn peer(&self) -> Option<IpAddr> {
        match self {
            Stream::Tcp(socket) => socket.peer_addr().ok().map(|peer| peer.ip().to_canonical()),
            Stream::Unix(_) => None,
            Stream::Piped { from, .. } => from.address,
        }
    }

    pub(super) async fn readable(&self) -> io::Result<()> {
        either!(self, socket => socket.readable().await)
    }

    pub(super) async fn writable(&self) -> io::Result<()> {
        either!(self, socket => socket.writable().await)
    }

    pub(super) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        either!(self, socket => socket.try_read(buffer))
    }

    pub(super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        either!(self, socket => socket.try_write(bytes))
    }

    pub(super) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        either!(self, socket => socket.try_write_vectored(slices))
    }

    /// The socket was just read empty: its readiness is forgotten without asking the kernel once more. A later byte is a
    /// new edge, and sets it again.
    pub(super) fn was_emptied(&self) {
        let nothing = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
        let _ = either!(self, socket => socket.try_io(Interest::READABLE, nothing));
    }
}

/// A connection's way to send and hear words.
pub(super) struct Transport {
    pub(super) socket: Stream,
    /// Set once there are any.
    layers: OnceCell<Box<Layers>>,
}

/// What stands between the words and the socket.
#[derive(Default)]
struct Layers {
    /// Set once hands were shaken.
    tls: OnceCell<Box<Tls>>,
    /// Set once it is a WebSocket.
    frames: OnceCell<Frames>,
}

impl Transport {
    pub(super) fn new(socket: Stream) -> Transport {
        Transport { socket, layers: OnceCell::new() }
    }

    /// From here on all goes through TLS.
    pub(super) fn secure(&self, tls: Tls) {
        let _ = self.layers.get_or_init(Box::default).tls.set(Box::new(tls)); // hands are shaken once
    }

    /// From where it is, if it has come in already.
    pub(super) fn arrived(&self) -> Option<Origin> {
        match &self.socket {
            Stream::Piped { from, .. } => Some(*from),
            Stream::Tcp(_) | Stream::Unix(_) => Some(self.frames()?.from),
        }
    }

    /// From here on all is in the frames of a WebSocket.
    pub(super) fn frame(&self, frames: Frames) {
        let _ = self.layers.get_or_init(Box::default).frames.set(frames); // an upgrade is the last
    }

    fn tls(&self) -> Option<&Tls> {
        Some(self.layers.get()?.tls.get()?)
    }

    fn frames(&self) -> Option<&Frames> {
        self.layers.get()?.frames.get()
    }

    pub(super) fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let framed = self.frames().is_some_and(|frames| frames.has_more());
        if framed || self.tls().is_some_and(|tls| tls.has_more()) {
            return Poll::Ready(Ok(()));
        }
        either!(&self.socket, socket => socket.poll_read_ready(cx))
    }

    pub(super) fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(&self.socket, socket => socket.poll_write_ready(cx))
    }

    /// What the socket itself is ready for.
    pub(super) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        either!(&self.socket, socket => socket.ready(interest).await)
    }

    /// Words; 0: the peer said that it sends no more.
    pub(super) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.frames() {
            None => self.read_bytes(buffer),
            Some(frames) => frames.read(self, buffer),
        }
    }

    /// Whatever is below the frames.
    pub(super) fn read_bytes(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.tls() {
            None => {
                let read = self.socket.try_read(buffer)?;
                if read > 0 && read < buffer.len() {
                    self.socket.was_emptied();
                }
                Ok(read)
            }
            Some(tls) => tls.read(&self.socket, buffer),
        }
    }

    pub(super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self.tls() {
            None => self.socket.try_write(bytes),
            Some(tls) => tls.write(&self.socket, &[IoSlice::new(bytes)]),
        }
    }

    pub(super) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.tls() {
            None => self.socket.try_write_vectored(slices),
            Some(tls) => tls.write(&self.socket, slices),
        }
    }

    /// Words that were taken may not have left yet: they are encrypted, and the socket is full.
    pub(super) fn owes(&self) -> bool {
        self.tls().is_some_and(|tls| tls.owes())
    }

    /// Writes what was taken and has not left yet.
    pub(super) fn settle(&self) -> io::Result<Flushed> {
        match self.tls() {
            None => Ok(Flushed::All),
            Some(tls) => tls.settle(&self.socket),
        }
    }

    pub(super) fn is_secured(&self) -> bool {
        self.tls().is_some()
    }

    /// In which frames words have to be to be written here; `None`: in none.
    pub(super) fn form(&self) -> Option<Form> {
        self.frames().map(|frames| frames.form)
    }

    /// What is to be written for what was read, beside any words.
    pub(super) fn answers(&self) -> Option<Answers> {
        self.frames()?.answers()
    }

    /// A message was begun and is not finished, so that its words cannot be seen yet.
    pub(super) fn is_unfinished(&self) -> bool {
        self.frames().is_some_and(|frames| frames.is_unfinished())
    }

    /// Whether a message came to its end since this was asked last; `None`: words do not come in messages.
    pub(super) fn finished(&self) -> Option<bool> {
        self.frames().map(|frames| frames.finished())
    }

    /// Its end is for what the peer did; where that can be said, it is.
    pub(super) fn blame(&self) {
        self.frames().into_iter().for_each(|frames| frames.blame());
    }

    /// Says that nothing more comes, once the socket takes it. It is the caller who sees to the time.
    pub(super) async fn end(&self) -> io::Result<()> {
        if let Some(frames) = self.frames() {
            self.write_all(&frames.last()).await?;
        }
        if let Some(tls) = self.tls() {
            tls.say_end();
            while tls.settle(&self.socket)? != Flushed::All {
                self.socket.writable().await?;
            }
        }
        either!(&self.socket, socket => SockRef::from(socket).shutdown(Shutdown::Write))
    }

    async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.try_write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(taken) => bytes = bytes.get(taken..).unwrap_or_default(),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => self.socket.writable().await?,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}
