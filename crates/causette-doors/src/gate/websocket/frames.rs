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
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use tokio::net::UnixStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// How lines are sent, and in which messages they may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Form {
    /// As text, both ways.
    Text,
    /// The same, agreed upon by name. Bytes that are no text at all are for the connection to refuse in its own words.
    Agreed,
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

/// A connection that is a WebSocket from here on, and frames on their way to it.
pub(in super::super) struct Peer {
    transport: Transport,
    queue: RefCell<Vec<u8>>,
    /// What was read of it already.
    early: RefCell<Vec<u8>>,
    /// The beginning of a line for it, whose end has not come.
    begun: RefCell<Vec<u8>>,
}

/// Carries lines both ways until one side has had enough, then closes as the other is owed. It is a task of its own, so that
/// nothing is left of what came before; `kept` is held until then.
pub(in super::super) fn carry(peer: Peer, pipe: UnixStream, form: Form, shard: Rc<Inner>, kept: impl Sized + 'static) {
    tokio::task::spawn_local(async move {
        let end = tokio::select! {
            end = inward(&peer, &pipe, form, &shard) => end,
            end = outward(&peer, &pipe, form, &shard) => end,
        };
        Box::pin(part(&peer, end, &pipe, form, &shard)).await;
        drop((pipe, kept));
    });
}

async fn part(peer: &Peer, end: End, pipe: &UnixStream, form: Form, shard: &Inner) {
    // What came before the end is heard to its end.
    let _ = SockRef::from(pipe).shutdown(Shutdown::Write);
    let code = match end {
        End::Gone => None,
        End::Fault(code) => {
            // It is answered, too, before the peer is told what it did; whoever takes nothing is not waited for.
            let _ = timeout(LINGER, outward(peer, pipe, form, shard)).await;
            Some(code)
        }
        End::Over => Some(CloseCode::Normal),
    };
    if let Some(code) = code {
        tracing::debug!(%code, "a WebSocket is closed");
        codec::close(code, &mut peer.queue.borrow_mut());
        let _ = timeout(LINGER, peer.flush()).await;
    }
    // By now an answer has nobody to go to.
    let _ = timeout(LINGER, drain(pipe, shard)).await;
    linger(&peer.transport, shard).await;
}

impl Peer {
    pub(in super::super) fn new(transport: Transport, early: &[u8]) -> Peer {
        let early = RefCell::new(early.to_vec());
        Peer { transport, queue: RefCell::default(), early, begun: RefCell::default() }
    }

    /// Sends what waits, if that can be done now; the rest in time, or it is of no more use.
    async fn send(&self) -> bool {
        match self.try_flush() {
            Ok(true) => true,
            // Boxed, what is rare costs nothing while it does not happen.
            Ok(false) => matches!(Box::pin(timeout(OUT_STALLED, self.flush())).await, Ok(Ok(()))),
            Err(_) => false,
        }
    }

    /// Both ways may wait for this at once, for they are one task.
    async fn flush(&self) -> io::Result<()> {
        poll_fn(|cx| {
            while !self.try_flush()? {
                ready!(self.transport.poll_write_ready(cx))?;
            }
            Poll::Ready(Ok(()))
        })
        .await
    }

    /// Whether nothing waits any more.
    fn try_flush(&self) -> io::Result<bool> {
        let mut queue = self.queue.borrow_mut();
        while !queue.is_empty() {
            match self.transport.try_write(&queue) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(sent) => drop(queue.drain(..sent)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        *queue = Vec::new();
        Ok(self.transport.settle()? == Flushed::All)
    }

    /// Reads once, and takes it in; `None`: nothing more comes.
    fn poll_read(&self, inbox: &mut Inbox, shard: &Inner, cx: &mut Context<'_>) -> Poll<io::Result<Option<Brought>>> {
        loop {
            ready!(self.transport.poll_read_ready(cx))?;
            let mut buffer = shard.buffer.borrow_mut();
            match self.transport.try_read(&mut buffer) {
                Ok(0) => return Poll::Ready(Ok(None)),
                Ok(read) => return Poll::Ready(Ok(Some(inbox.take(buffer.get(..read).unwrap_or_default())))),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

/// From the peer to the connection.
async fn inward(peer: &Peer, pipe: &UnixStream, form: Form, shard: &Inner) -> End {
    let (mut inbox, mut until) = (Inbox::new(form), None);
    let mut brought = Some(inbox.take(&peer.early.take()));
    loop {
        if let Some(brought) = brought.take() {
            // Silence closes nobody; a message that was begun and is not finished does (fault 6).
            until = match (inbox.is_unfinished(), until) {
                (false, _) => None,
                (true, Some(until)) if !brought.finished => Some(until),
                (true, _) => Some(Instant::now() + LINE_UNFINISHED),
            };
            if let Some(end) = Box::pin(pass_on(peer, pipe, brought)).await {
                return end;
            }
        }
        let read = poll_fn(|cx| peer.poll_read(&mut inbox, shard, cx));
        let read = match until {
            None => Ok(read.await),
            Some(until) => Box::pin(timeout_at(until, read)).await,
        };
        brought = match read {
            Ok(Ok(Some(brought))) => Some(brought),
            Ok(Ok(None) | Err(_)) => return End::Gone,
            Err(_) => return End::Fault(CloseCode::Policy),
        };
    }
}

/// To whom it is for.
async fn pass_on(peer: &Peer, pipe: &UnixStream, brought: Brought) -> Option<End> {
    if !brought.answers.is_empty() {
        peer.queue.borrow_mut().extend_from_slice(&brought.answers);
        if !peer.send().await {
            return Some(End::Gone);
        }
    }
    if write(pipe, &brought.lines).await.is_err() {
        return Some(End::Over);
    }
    brought.end.map(|end| match end {
        Ended::Closed => End::Gone,
        Ended::Fault(code) => End::Fault(code),
    })
}

async fn write(pipe: &UnixStream, mut lines: &[u8]) -> io::Result<()> {
    while !lines.is_empty() {
        pipe.writable().await?;
        match pipe.try_write(lines) {
            Ok(taken) => lines = lines.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// From the connection to the peer.
async fn outward(peer: &Peer, pipe: &UnixStream, form: Form, shard: &Inner) -> End {
    while let Ok(true) = read(pipe, shard, |bytes| peer.begun.borrow_mut().extend_from_slice(bytes)).await {
        let mut begun = peer.begun.take();
        let whole = begun.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = begun.split_off(whole);
        for line in begun.split_inclusive(|byte| *byte == b'\n') {
            #[cfg(feature = "planted")]
            if super::super::plant::leaves_out(line) {
                continue;
            }
            codec::line(line, form, &mut peer.queue.borrow_mut());
        }
        let is_endless = rest.len() > LINE_MOST;
        *peer.begun.borrow_mut() = rest;
        if !peer.send().await || is_endless {
            return End::Gone;
        }
    }
    End::Over
}

/// Reads once into the shard's buffer; false: nothing more comes.
async fn read(pipe: &UnixStream, shard: &Inner, mut take: impl FnMut(&[u8])) -> io::Result<bool> {
    poll_fn(|cx| {
        loop {
            ready!(pipe.poll_read_ready(cx))?;
            let mut buffer = shard.buffer.borrow_mut();
            match pipe.try_read(&mut buffer) {
                Ok(n) => {
                    take(buffer.get(..n).unwrap_or_default());
                    return Poll::Ready(Ok(n > 0));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    })
    .await
}

async fn drain(pipe: &UnixStream, shard: &Inner) {
    while let Ok(true) = read(pipe, shard, |_| {}).await {}
}
