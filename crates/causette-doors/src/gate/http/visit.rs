//! What a page knows of who asks, and how it opens a session for them.

use crate::gate::limits::PIPE_BYTES;
use causette_core::{Origin, TokenHash};
use causette_texts::Lang;
use socket2::SockRef;
use std::io;
use tokio::net::UnixStream;
use tokio::sync::{mpsc, oneshot};

/// Pipes one connection may ask for at a time; further requests wait.
pub(in crate::gate) const PIPES_WAITING: usize = 8;

/// What a page holds of a pipe.
pub(in crate::gate) type PipeEnd = UnixStream;

/// Two ends inside this process that hold little.
pub(in crate::gate) fn pair() -> io::Result<(PipeEnd, UnixStream)> {
    let (outer, inner) = UnixStream::pair()?;
    for end in [&outer, &inner] {
        SockRef::from(end).set_send_buffer_size(PIPE_BYTES)?;
    }
    Ok((outer, inner))
}

/// How a session behind a request begins.
#[derive(Clone, Default)]
pub struct Begins {
    /// The word it signs in by, before all else.
    pub word: Option<String>,
    /// It is told no word that signs in: a browser keeps its own where no script reads it.
    pub withheld: bool,
    /// In which language refusals are; `None`: the door's.
    pub lang: Option<Lang>,
    /// It is the program of this webhook, before all else.
    pub hook: Option<TokenHash>,
}

/// Marks an answer (`101 Switching Protocols`, as RFC 6455 wants it) after which the connection is a WebSocket in front of a
/// session: one message is one line, in text.
#[derive(Clone)]
pub struct Upgrade(pub Begins);

/// Who sent a request.
#[derive(Clone)]
pub struct Visitor {
    /// From where, and whether nobody between can read along.
    pub from: Origin,
    /// Whether their browser speaks TLS, with us or with a proxy that says so.
    pub tls: bool,
    open: mpsc::Sender<Opening>,
}

impl Visitor {
    pub(in crate::gate) fn new(from: Origin, tls: bool, open: mpsc::Sender<Opening>) -> Visitor {
        Visitor { from, tls, open }
    }

    /// A session of theirs inside this process. It lasts until the pipe is closed, longer than the request if need be.
    pub async fn open(&self, begins: Begins) -> io::Result<UnixStream> {
        let (reply, opened) = oneshot::channel();
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.open.send(Opening { begins, from: self.from, reply }).await.map_err(|_| gone())?;
        opened.await.map_err(|_| gone())?
    }
}

/// A pipe that is asked for.
pub(in crate::gate) struct Opening {
    pub(in crate::gate) begins: Begins,
    pub(in crate::gate) from: Origin,
    pub(in crate::gate) reply: oneshot::Sender<io::Result<PipeEnd>>,
}
