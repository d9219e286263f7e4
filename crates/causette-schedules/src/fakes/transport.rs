//! A socket in memory: what it takes is bounded, and the other end is another thread's.

use super::websocket::{Answers, Form};
use crate::gate::out::Flushed;
use crate::seam::switch;
use crate::seam::tokio::io::{Interest, Ready};
use causette_core::Origin;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, IoSlice, Read, Write};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Both directions, and who waits for them.
#[derive(Default, Debug)]
struct Wire {
    to_server: VecDeque<u8>,
    to_client: VecDeque<u8>,
    /// Bytes that are under way to the client at most.
    room: usize,
    server_over: bool,
    client_over: bool,
    client_gone: bool,
    server: Option<Waker>,
    client: Option<Waker>,
}

/// The server's end.
#[derive(Debug)]
pub(crate) struct Socket(Arc<Mutex<Wire>>);

/// The client's end: it waits as a thread does.
#[derive(Debug)]
pub(crate) struct Client(Arc<Mutex<Wire>>);

/// Two ends; so many bytes may be under way to the client.
pub(crate) fn connect(room: usize) -> (Socket, Client) {
    let wire = Arc::new(Mutex::new(Wire { room, ..Wire::default() }));
    (Socket(wire.clone()), Client(wire))
}

fn lock(wire: &Mutex<Wire>) -> MutexGuard<'_, Wire> {
    wire.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Socket {
    /// Changes something, and wakes whom it may concern.
    fn with<T>(&self, change: impl FnOnce(&mut Wire) -> T) -> T {
        switch();
        let mut wire = lock(&self.0);
        let changed = change(&mut wire);
        let client = wire.client.take();
        drop(wire);
        client.into_iter().for_each(Waker::wake);
        changed
    }

    fn poll(&self, cx: &mut Context<'_>, ready: impl FnOnce(&Wire) -> bool) -> Poll<io::Result<()>> {
        let mut wire = lock(&self.0);
        if ready(&wire) {
            return Poll::Ready(Ok(()));
        }
        wire.server = Some(cx.waker().clone());
        Poll::Pending
    }

    fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(cx, |wire| !wire.to_server.is_empty() || wire.client_over || wire.client_gone)
    }

    fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(cx, |wire| wire.to_client.len() < wire.room || wire.client_gone)
    }

    fn end(&self) {
        self.with(|wire| wire.server_over = true);
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|wire| match wire.to_server.is_empty() {
            true if wire.client_over || wire.client_gone => Ok(0),
            true => Err(io::ErrorKind::WouldBlock.into()),
            false => wire.to_server.read(buffer),
        })
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.with(|wire| {
            if wire.client_gone {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let mut written = 0;
            for slice in slices {
                let left = wire.room - wire.to_client.len();
                let part = slice.get(..left.min(slice.len())).unwrap_or_default();
                written += wire.to_client.write(part)?;
            }
            let nothing = written == 0 && slices.iter().any(|slice| !slice.is_empty());
            if nothing { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(written) }
        })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let mut wire = lock(&self.0);
        wire.server_over = true;
        let client = wire.client.take();
        drop(wire);
        client.into_iter().for_each(Waker::wake);
    }
}

impl Client {
    fn with<T>(&self, change: impl FnOnce(&mut Wire) -> T) -> T {
        switch();
        let mut wire = lock(&self.0);
        let changed = change(&mut wire);
        let server = wire.server.take();
        drop(wire);
        server.into_iter().for_each(Waker::wake);
        changed
    }

    pub(crate) fn send(&self, words: &str) {
        self.with(|wire| wire.to_server.extend(words.as_bytes()));
    }

    /// Sends no more, but reads.
    pub(crate) fn end(&self) {
        self.with(|wire| wire.client_over = true);
    }

    /// The next line; `None`: the server has closed.
    pub(crate) fn line(&self) -> Option<String> {
        shuttle::future::block_on(poll_fn(|cx| {
            let mut wire = lock(&self.0);
            match wire.to_client.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    let line: Vec<u8> = wire.to_client.drain(..=end).take(end).collect();
                    let server = wire.server.take();
                    drop(wire);
                    server.into_iter().for_each(Waker::wake);
                    Poll::Ready(Some(String::from_utf8_lossy(&line).into_owned()))
                }
                // A line that is longer than what may be under way would wait for ever.
                None if wire.server_over || wire.to_client.len() >= wire.room => Poll::Ready(None),
                None => {
                    wire.client = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        }))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let mut wire = lock(&self.0);
        wire.client_gone = true;
        let server = wire.server.take();
        drop(wire);
        server.into_iter().for_each(Waker::wake);
    }
}

/// What the gate takes for a socket.
#[derive(Debug)]
pub(crate) enum Stream {
    Wire(Socket),
    Piped { socket: Socket, from: Origin },
}

impl From<Socket> for Stream {
    fn from(socket: Socket) -> Stream {
        Stream::Wire(socket)
    }
}

impl Stream {
    fn socket(&self) -> &Socket {
        match self {
            Stream::Wire(socket) | Stream::Piped { socket, .. } => socket,
        }
    }
    pub(crate) fn peer(&self) -> Option<IpAddr> {
        match self {
            Stream::Wire(_) => None,
            Stream::Piped { from, .. } => from.address,
        }
    }
    pub(crate) async fn readable(&self) -> io::Result<()> {
        poll_fn(|cx| self.socket().poll_read_ready(cx)).await
    }
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket().try_read(buffer)
    }
}

pub(crate) struct Transport {
    pub(crate) socket: Stream,
}

impl Transport {
    pub(crate) fn new(socket: Stream) -> Transport {
        Transport { socket }
    }
    pub(crate) fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket.socket().poll_read_ready(cx)
    }
    pub(crate) fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket.socket().poll_write_ready(cx)
    }
    pub(crate) async fn ready(&self, _: Interest) -> io::Result<Ready> {
        Ok(Ready { write_closed: lock(&self.socket.socket().0).client_gone })
    }
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket.try_read(buffer)
    }
    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.socket().try_write(&[IoSlice::new(bytes)])
    }
    pub(crate) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.socket.socket().try_write(slices)
    }
    pub(crate) fn owes(&self) -> bool {
        false
    }
    pub(crate) fn is_unfinished(&self) -> bool {
        false
    }
    pub(crate) fn finished(&self) -> Option<bool> {
        None
    }
    pub(crate) fn form(&self) -> Option<Form> {
        None
    }
    pub(crate) fn answers(&self) -> Option<Answers> {
        None
    }
    pub(crate) fn blame(&self) {}
    pub(crate) fn settle(&self) -> io::Result<Flushed> {
        Ok(Flushed::All)
    }
    pub(crate) fn is_secured(&self) -> bool {
        false
    }
    pub(crate) async fn end(&self) -> io::Result<()> {
        self.socket.socket().end();
        Ok(())
    }
}
