//! Messages to lines and back, between a WebSocket's peer and the pipe to its connection. It must not know what a line means.
//!
//! Bytes are read into the shard's buffer, as everywhere; a WebSocket that is idle has none of its own.

use super::super::limits::{LINE_UNFINISHED, LINGER, OUT_STALLED};
use super::super::out::Flushed;
use super::super::serve::linger;
use super::super::shard::Inner;
use super::super::transport::Transport;
use super::codec::{self, Brought, Ended, Inbox};
use causette_core::limits::PAGE_BYTES;
use socket2::SockRef;
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::net::Shutdown;
use std::task::{Context, Poll, ready};
use tokio::net::UnixStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// A connection that is a WebSocket from here on.
pub(in super::super) struct Frames {
    pub(in super::super) transport: Transport,
    /// What was read of it already.
    pub(in super::super) early: Vec<u8>,
}

/// How lines are sent, and in which messages they may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Form {
    /// As text, both ways.
    Text,
    /// As bytes; text is taken, too.
    Binary,
    /// As text; nothing was agreed, so bytes are taken, too.
    Either,
}

/// Why no more is carried.
enum End {
    /// The peer closed, or is no longer there.
    Gone,
    /// The peer broke the rules, or takes too long: this is said to it.
    Fault(CloseCode),
    /// The connection inside is over.
    Over,
}

/// A line longer than any is: what is inside has lost its mind. The longest is a page of history, each byte of it written
/// as six (`\u001b`), and what stands around.
const LINE_MOST: usize = 8 * PAGE_BYTES;

/// The peer, and frames on their way to it.
struct Peer {
    transport: Transport,
    queue: RefCell<Vec<u8>>,
}

/// Carries lines both ways until one side has had enough, then closes as the other is owed.
pub(in super::super) async fn carry(Frames { transport, early }: Frames, pipe: &UnixStream, form: Form, shard: &Inner) {
    let peer = Peer { transport, queue: RefCell::default() };
    let end = tokio::select! {
        end = inward(&peer, early, pipe, form, shard) => end,
        end = outward(&peer, pipe, form, shard) => end,
    };
    Box::pin(part(&peer, end, pipe, shard)).await;
}

async fn part(peer: &Peer, end: End, pipe: &UnixStream, shard: &Inner) {
    let code = match end {
        End::Gone => None,
        End::Fault(code) => Some(code),
        End::Over => Some(CloseCode::Normal),
    };
    if let Some(code) = code {
        tracing::debug!(%code, "a WebSocket is closed");
        codec::close(code, &mut peer.queue.borrow_mut());
        let _ = timeout(LINGER, peer.flush()).await; // whoever takes nothing is not waited for
    }
    // What came before the end is heard to its end, and what is answered has nobody to go to.
    let _ = SockRef::from(pipe).shutdown(Shutdown::Write);
    let _ = timeout(LINGER, drain(pipe, shard)).await;
    linger(&peer.transport, shard).await;
}

impl Peer {
    /// Sends what waits; both ways may ask for it at once, for they are one task.
    async fn flush(&self) -> io::Result<()> {
        poll_fn(|cx| self.poll_flush(cx)).await
    }

    fn poll_flush(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut queue = self.queue.borrow_mut();
        loop {
            if queue.is_empty() {
                if self.transport.settle()? == Flushed::All {
                    *queue = Vec::new();
                    return Poll::Ready(Ok(()));
                }
            } else {
                match self.transport.try_write(&queue) {
                    Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    Ok(sent) => {
                        queue.drain(..sent);
                        continue;
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
            ready!(self.transport.poll_write_ready(cx))?;
        }
    }

    /// Reads once, and takes it in; `None`: nothing more comes.
    async fn read(&self, inbox: &mut Inbox, shard: &Inner) -> io::Result<Option<Brought>> {
        poll_fn(|cx| {
            loop {
                ready!(self.transport.poll_read_ready(cx))?;
                let mut buffer = shard.buffer.borrow_mut();
                match self.transport.try_read(&mut buffer) {
                    Ok(0) => return Poll::Ready(Ok(None)),
                    Ok(read) => {
                        return Poll::Ready(Ok(Some(inbox.take(buffer.get(..read).unwrap_or_default()))));
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        })
        .await
    }
}

/// From the peer to the connection.
async fn inward(peer: &Peer, early: Vec<u8>, pipe: &UnixStream, form: Form, shard: &Inner) -> End {
    let (mut inbox, mut until) = (Inbox::new(form), None);
    let mut brought = inbox.take(&early);
    drop(early);
    loop {
        let Brought { lines, answers, end, finished } = brought;
        // Silence closes nobody; a message that was begun and is not finished does (fault 6).
        until = match (inbox.is_unfinished(), until) {
            (false, _) => None,
            (true, Some(until)) if !finished => Some(until),
            (true, _) => Some(Instant::now() + LINE_UNFINISHED),
        };
        if !answers.is_empty() {
            peer.queue.borrow_mut().extend_from_slice(&answers);
            if !matches!(timeout(OUT_STALLED, peer.flush()).await, Ok(Ok(()))) {
                return End::Gone;
            }
        }
        if write(pipe, &lines).await.is_err() {
            return End::Over;
        }
        drop((lines, answers));
        match end {
            None => {}
            Some(Ended::Closed) => return End::Gone,
            Some(Ended::Fault(code)) => return End::Fault(code),
        }
        let read = match until {
            None => Ok(peer.read(&mut inbox, shard).await),
            Some(until) => timeout_at(until, peer.read(&mut inbox, shard)).await,
        };
        brought = match read {
            Ok(Ok(Some(brought))) => brought,
            Ok(Ok(None) | Err(_)) => return End::Gone,
            Err(_) => return End::Fault(CloseCode::Policy),
        };
    }
}

async fn write(pipe: &UnixStream, mut line: &[u8]) -> io::Result<()> {
    while !line.is_empty() {
        pipe.writable().await?;
        match pipe.try_write(line) {
            Ok(taken) => line = line.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// From the connection to the peer.
async fn outward(peer: &Peer, pipe: &UnixStream, form: Form, shard: &Inner) -> End {
    // What is left of the last read: the beginning of a line.
    let mut begun = Vec::new();
    while let Ok(true) = read(pipe, shard, |bytes| begun.extend_from_slice(bytes)).await {
        let whole = begun.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = begun.split_off(whole);
        for line in begun.split_inclusive(|byte| *byte == b'\n') {
            codec::line(line, form, &mut peer.queue.borrow_mut());
        }
        begun = rest;
        match timeout(OUT_STALLED, peer.flush()).await {
            Ok(Ok(())) if begun.len() <= LINE_MOST => {}
            Ok(_) | Err(_) => return End::Gone,
        }
    }
    End::Over
}

/// Reads once into the shard's buffer; false: nothing more comes.
async fn read(pipe: &UnixStream, shard: &Inner, mut take: impl FnMut(&[u8])) -> io::Result<bool> {
    loop {
        pipe.readable().await?;
        let mut buffer = shard.buffer.borrow_mut();
        match pipe.try_read(&mut buffer) {
            Ok(n) => {
                take(buffer.get(..n).unwrap_or_default());
                return Ok(n > 0);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

async fn drain(pipe: &UnixStream, shard: &Inner) {
    while let Ok(true) = read(pipe, shard, |_| {}).await {}
}
