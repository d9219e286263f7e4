//! TLS over a connection's socket: `rustls` does the work, this file moves the bytes. It must not know where certificates
//! come from.
//!
//! There is no upgrade of a connection that began in clear (no STARTTLS): nothing can be slipped in before one.

use super::limits::TLS_BUFFER;
use super::out::Flushed;
use super::transport::Stream;
use causette_core::Fingerprint;
use causette_wire::stored::token::certificate;
use rustls::ServerConnection;
use rustls::server::{Accepted, Acceptor, ClientHello, ServerConfig};
use std::cell::{Cell, RefCell};
use std::io::{self, IoSlice, Read, Write};
use std::sync::Arc;

/// What a TLS listener shows to newcomers; asked anew for each, so that a certificate can change while the server runs.
pub trait Certificates: Send + Sync {
    /// For a newcomer who says this of themselves; `asks`: they may show a certificate in turn, whoever made it.
    fn config(&self, hello: &ClientHello<'_>, asks: bool) -> Arc<ServerConfig>;
}

/// Why hands were not shaken.
#[derive(Debug)]
pub(super) enum NoTls {
    /// The first byte is no TLS.
    Clear,
    /// Refused by one side, or the connection is gone.
    Failed(io::Error),
}

impl From<io::Error> for NoTls {
    fn from(error: io::Error) -> NoTls {
        NoTls::Failed(error)
    }
}

/// What an authority speaks that looks whether a name is ours (RFC 8737); nobody means to talk by it.
pub const ACME_PROTOCOL: &[u8] = b"acme-tls/1";

/// The first byte of every TLS connection: a record of a handshake.
const HANDSHAKE: u8 = 0x16;

/// The socket as `rustls` wants it: whatever would wait is an error, and nothing waits.
struct Wire<'s>(&'s Stream);

impl Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.try_read(buffer)?;
        if read > 0 && read < buffer.len() {
            self.0.was_emptied();
        }
        Ok(read)
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }
    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(slices)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A secured connection.
pub(super) struct Tls {
    inner: RefCell<ServerConnection>,
    /// Something can be read that the socket knows nothing of: words, or the peer's last one.
    more: Cell<bool>,
}

impl Tls {
    pub(super) fn has_more(&self) -> bool {
        self.more.get()
    }

    /// It was only looked at.
    pub(super) fn is_authority(&self) -> bool {
        self.inner.borrow().alpn_protocol() == Some(ACME_PROTOCOL)
    }

    /// The certificate the peer has the key of, if it showed one.
    pub(super) fn certificate(&self) -> Option<Fingerprint> {
        self.inner.borrow().peer_certificates()?.first().map(|der| certificate(der))
    }

    pub(super) fn owes(&self) -> bool {
        self.inner.borrow().wants_write()
    }

    /// Reads words; at most one read of the socket, so that many empty records cost no more than their turn.
    pub(super) fn read(&self, socket: &Stream, buffer: &mut [u8]) -> io::Result<usize> {
        let inner = &mut *self.inner.borrow_mut();
        self.more.set(false);
        let mut ended = false;
        let mut read = inner.reader().read(buffer);
        if matches!(&read, Err(e) if e.kind() == io::ErrorKind::WouldBlock) {
            inner.read_tls(&mut Wire(socket))?;
            let state = inner.process_new_packets().map_err(|error| {
                let _ = inner.write_tls(&mut Wire(socket)); // the alert, if it can be said
                io::Error::new(io::ErrorKind::InvalidData, error)
            })?;
            ended = state.peer_has_closed();
            read = inner.reader().read(buffer);
        }
        self.more.set(read.as_ref().is_ok_and(|read| *read == buffer.len() || *read > 0 && ended));
        read
    }

    /// Takes words if all that was taken before has left.
    pub(super) fn write(&self, socket: &Stream, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let inner = &mut *self.inner.borrow_mut();
        match pump(inner, socket)? {
            Flushed::All => {}
            Flushed::Blocked(_) => return Err(io::ErrorKind::WouldBlock.into()),
        }
        let taken = inner.writer().write_vectored(slices)?;
        pump(inner, socket)?;
        Ok(taken)
    }

    pub(super) fn settle(&self, socket: &Stream) -> io::Result<Flushed> {
        pump(&mut self.inner.borrow_mut(), socket)
    }

    /// So that the peer knows that nothing was cut off; it leaves with [`Tls::settle`].
    pub(super) fn say_end(&self) {
        self.inner.borrow_mut().send_close_notify();
    }
}

/// Writes what is encrypted until nothing is left or the socket is full.
fn pump(inner: &mut ServerConnection, socket: &Stream) -> io::Result<Flushed> {
    let mut took = false;
    while inner.wants_write() {
        match inner.write_tls(&mut Wire(socket)) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(_) => took = true,
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(Flushed::Blocked(took)),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(Flushed::All)
}

/// Shakes hands. It is the caller who sees to the time.
pub(super) async fn shake(socket: &Stream, certificates: &dyn Certificates, asks: bool) -> Result<Tls, NoTls> {
    let Stream::Tcp(tcp) = socket else { return Err(io::Error::from(io::ErrorKind::Unsupported).into()) };
    let mut first = [0];
    match tcp.peek(&mut first).await? {
        0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        _ if first != [HANDSHAKE] => return Err(NoTls::Clear),
        _ => {}
    }
    let accepted = hello(socket).await?;
    let config = certificates.config(&accepted.client_hello(), asks);
    let mut inner = accepted.into_connection(config).map_err(|(error, mut alert)| {
        let _ = alert.write(&mut Wire(socket)); // said if it can be
        refused(error)
    })?;
    inner.set_buffer_limit(Some(TLS_BUFFER));
    loop {
        let blocked = pump(&mut inner, socket)? != Flushed::All;
        match (inner.is_handshaking(), blocked) {
            (false, _) => break,
            (true, true) => socket.writable().await?,
            (true, false) => {
                if take(socket, |wire| inner.read_tls(wire)).await? == 0 {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
                }
                inner.process_new_packets().map_err(|error| {
                    let _ = inner.write_tls(&mut Wire(socket));
                    refused(error)
                })?;
            }
        }
    }
    // Words may have come with the peer's last word of the handshake.
    Ok(Tls { inner: RefCell::new(inner), more: Cell::new(true) })
}

/// What the newcomer says first.
async fn hello(socket: &Stream) -> Result<Accepted, NoTls> {
    let mut acceptor = Acceptor::default();
    loop {
        if take(socket, |wire| acceptor.read_tls(wire)).await? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        match acceptor.accept() {
            Ok(Some(accepted)) => return Ok(accepted),
            Ok(None) => {}
            Err((error, mut alert)) => {
                let _ = alert.write(&mut Wire(socket));
                return Err(refused(error));
            }
        }
    }
}

fn refused(error: rustls::Error) -> NoTls {
    NoTls::Failed(io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Waits for bytes, and reads them.
async fn take(socket: &Stream, mut read: impl FnMut(&mut dyn Read) -> io::Result<usize>) -> io::Result<usize> {
    loop {
        socket.readable().await?;
        match read(&mut Wire(socket)) {
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            other => return other,
        }
    }
}
