//! The server's own socket, in the separate steps the lab talks about: socket, bind, listen, accept.

use crate::conversation::Conversation;
use crate::trace::{Link, Trace, What};
use crate::trouble::Trouble;
use causette_texts::Lang;
use socket2::{Domain, Socket, Type};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How many connections the kernel keeps ready for `accept`.
const BACKLOG: i32 = 128;
/// Pause after an `accept` that failed, so that a lasting failure costs nothing.
const BREATH: Duration = Duration::from_millis(100);

/// A bound socket; after [`Listener::listen`], one that clients can reach.
pub struct Listener {
    socket: Socket,
    address: SocketAddr,
    trace: Trace,
    stopped: Arc<AtomicBool>,
}

impl Listener {
    /// All three steps.
    ///
    /// # Errors
    /// The address is bad, taken, or not ours to take.
    pub fn open(address: SocketAddr, trace: &Trace) -> Result<Listener, Trouble> {
        let listener = Listener::bind(address, trace)?;
        listener.listen()?;
        Ok(listener)
    }

    /// `socket` and `bind`: the address is ours, and clients are still refused.
    ///
    /// # Errors
    /// As for [`Listener::open`].
    pub fn bind(address: SocketAddr, trace: &Trace) -> Result<Listener, Trouble> {
        let trouble = |error| Trouble::Listen(address, error);
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).map_err(trouble)?;
        trace.tell(What::Socket);
        // Without this, the port stays taken for a minute after a server that had clients.
        socket.set_reuse_address(true).map_err(trouble)?;
        socket.bind(&address.into()).map_err(trouble)?;
        // Port 0 means "any free one": only now is it known which.
        let address = socket.local_addr().map_err(trouble)?.as_socket().unwrap_or(address);
        trace.tell(What::Bind(address));
        Ok(Listener { socket, address, trace: trace.clone(), stopped: Arc::default() })
    }

    /// `listen`: from now on the kernel accepts connections into the backlog by itself.
    ///
    /// # Errors
    /// Somebody else listens on the same address already.
    pub fn listen(&self) -> Result<(), Trouble> {
        self.socket.listen(BACKLOG).map_err(|error| Trouble::Listen(self.address, error))?;
        self.trace.tell(What::Listen(BACKLOG));
        Ok(())
    }

    /// Blocks until a client is there. None once the server was told to stop.
    pub fn accept(&self) -> Option<Conversation> {
        self.trace.tell(What::AcceptWaiting);
        loop {
            let accepted = self.socket.accept();
            if self.stopped.load(Ordering::SeqCst) {
                return None;
            }
            match accepted.and_then(|(socket, _)| self.conversation(socket)) {
                Ok(client) => return Some(client),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    // Gone before we came, or too many files are open: neither may end the server, nor make it spin.
                    self.trace.tell(What::AcceptFailed(error.to_string()));
                    std::thread::sleep(BREATH);
                }
            }
        }
    }

    fn conversation(&self, socket: Socket) -> io::Result<Conversation> {
        let stream = TcpStream::from(socket);
        let link = Link { local: stream.local_addr()?, peer: stream.peer_addr()? };
        self.trace.tell(What::Accepted(link));
        Conversation::new(stream, link, self.trace.clone())
    }

    /// `close`: the port is free again.
    pub fn close(self) {
        self.trace.tell(What::CloseListener);
    }

    /// Where clients can reach it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it tells what happens.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The language it answers in.
    pub fn lang(&self) -> Lang {
        self.trace.lang()
    }

    /// A way to stop it from elsewhere, for demonstrations and tests.
    pub fn stopper(&self) -> Stopper {
        Stopper { address: reachable(self.address), stopped: self.stopped.clone() }
    }
}

/// Makes a listener's `accept` return None.
#[derive(Clone)]
pub struct Stopper {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl Stopper {
    /// Says so, then knocks, because `accept` is asleep.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

/// An address that can be connected to: "everywhere" is none.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    address
}
