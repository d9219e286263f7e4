//! A connection's transport, in clear or by TLS, as the libraries for HTTP and WebSocket want it. It must not know what they
//! say by it.

use super::super::out::Flushed;
use super::super::transport::Transport;
use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes to and from the real peer.
pub(in super::super) struct Wire {
    pub(in super::super) transport: Transport,
    /// Something came in since this was last unset.
    pub(in super::super) heard: Rc<Cell<bool>>,
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.transport.poll_read_ready(cx))?;
            match self.transport.try_read(buffer.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
                Ok(read) => {
                    self.heard.set(self.heard.get() || read > 0);
                    buffer.advance(read);
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            match self.transport.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return Poll::Ready(other),
            }
            ready!(self.transport.poll_write_ready(cx))?;
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.transport.settle()? != Flushed::All {
            ready!(self.transport.poll_write_ready(cx))?;
        }
        Poll::Ready(Ok(()))
    }

    /// It is [`Transport::end`] that closes, when the last word is said.
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(cx)
    }
}
