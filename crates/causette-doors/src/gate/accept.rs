//! Listening and accepting, also when descriptors run out.

use super::limits::{ACCEPT_PAUSE, BACKLOG, KEEPALIVE, PEER_TIMEOUT};
use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use std::fs::File;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener as StdListener};
use tokio::net::{TcpListener, TcpStream};

/// A bound port.
pub struct Listener {
    socket: StdListener,
    /// Where it listens, with the real port.
    pub address: SocketAddr,
}

impl Listener {
    /// Binds and listens. Options that accepted connections inherit (Linux) are set here once, not on each of them.
    pub fn bind(address: SocketAddr) -> io::Result<Listener> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        Listener::passed(socket.into())
    }

    /// On a socket that somebody else has opened and listens on.
    pub fn passed(socket: StdListener) -> io::Result<Listener> {
        let options = SockRef::from(&socket);
        options.set_tcp_nodelay(true)?;
        let (first, between) = KEEPALIVE;
        options.set_tcp_keepalive(&TcpKeepalive::new().with_time(first).with_interval(between).with_retries(3))?;
        #[cfg(target_os = "linux")]
        options.set_tcp_user_timeout(Some(PEER_TIMEOUT))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        Ok(Listener { socket, address })
    }

    /// The socket itself.
    pub fn into_std(self) -> StdListener {
        self.socket
    }
}

/// Accepts for ever; `admit` says no by giving the stream back when the server is full. Out of descriptors, a spare one is
/// spent to tell the newcomer `full`, and accepting pauses instead of spinning.
pub async fn accept(
    listener: Listener,
    full: &[u8],
    admit: impl Fn(TcpStream, SocketAddr) -> Result<(), TcpStream>,
) -> io::Result<()> {
    let socket = TcpListener::from_std(listener.socket)?;
    let mut spare = File::open("/dev/null").ok();
    loop {
        match socket.accept().await {
            Ok((stream, peer)) => {
                if let Err(stream) = admit(stream, peer) {
                    turn_away(stream, full);
                }
            }
            Err(error) if out_of_descriptors(&error) => {
                tracing::warn!("out of file descriptors: newcomers are told that the server is full");
                drop(spare.take());
                if let Ok(Ok((stream, _))) = tokio::time::timeout(ACCEPT_PAUSE, socket.accept()).await {
                    turn_away(stream, full);
                }
                tokio::time::sleep(ACCEPT_PAUSE).await;
                spare = File::open("/dev/null").ok();
            }
            // The newcomer gave up while it waited: not our trouble.
            Err(error) => tracing::debug!(%error, "accept"),
        }
    }
}

/// ENFILE and EMFILE.
fn out_of_descriptors(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(23 | 24))
}

fn turn_away(stream: TcpStream, full: &[u8]) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write_all(full); // one short write into an empty buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream as StdStream;
    use std::time::{Duration, Instant};

    /// Fault 61: nobody has to say anything for a dead peer to be found out, and its name to be free again.
    #[test]
    fn a_dead_peer_is_noticed() {
        let listener = Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let _peer = StdStream::connect(listener.address).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        let stream = loop {
            match listener.socket.accept() {
                Ok((stream, _)) => break stream,
                Err(e) => assert!(e.kind() == io::ErrorKind::WouldBlock && Instant::now() < deadline, "{e}"),
            }
        };
        let accepted = SockRef::from(&stream);
        assert!(accepted.keepalive().unwrap() && accepted.tcp_nodelay().unwrap());
        assert_eq!(accepted.tcp_keepalive_time().unwrap(), KEEPALIVE.0);
        assert_eq!(accepted.tcp_keepalive_interval().unwrap(), KEEPALIVE.1);
        assert_eq!(accepted.tcp_user_timeout().unwrap(), Some(PEER_TIMEOUT));
        assert!(KEEPALIVE.0 + KEEPALIVE.1 * 3 <= PEER_TIMEOUT, "probes come to an end in that time");
    }
}
