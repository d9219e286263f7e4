//! A client that speaks TLS and lines. It takes any certificate, and says which it was shown.

use causette_tests::client::PATIENCE;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;

/// Trusts everybody.
#[derive(Debug)]
struct Anybody(CryptoProvider);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// How a connection ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// The server said so.
    Said,
    /// The bytes stopped: somebody may have cut them.
    Cut,
}

pub(super) struct Secure {
    stream: StreamOwned<ClientConnection, TcpStream>,
    seen: Vec<u8>,
}

impl Secure {
    #[track_caller]
    pub(super) fn connect(address: SocketAddr) -> Secure {
        Secure::over(TcpStream::connect_timeout(&address, PATIENCE).unwrap(), rustls::ALL_VERSIONS).unwrap()
    }

    /// Shakes hands over a connection that is there already.
    pub(super) fn over(
        socket: TcpStream,
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> std::io::Result<Secure> {
        Secure::showing(socket, versions, None)
    }

    /// The same with a certificate of one's own, and its key; or another one's.
    pub(super) fn showing(
        mut socket: TcpStream,
        versions: &[&'static rustls::SupportedProtocolVersion],
        own: Option<CertifiedKey>,
    ) -> std::io::Result<Secure> {
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        let provider = rustls::crypto::ring::default_provider();
        let config = ClientConfig::builder_with_provider(Arc::new(provider.clone()))
            .with_protocol_versions(versions)
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody(provider)));
        let config = match own {
            None => config.with_no_client_auth(),
            Some(own) => config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(own))),
        };
        let name = ServerName::try_from("localhost").unwrap();
        let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
        while connection.is_handshaking() {
            connection.complete_io(&mut socket)?;
        }
        Ok(Secure { stream: StreamOwned::new(connection, socket), seen: Vec::new() })
    }

    /// Whether the server ends it by an alert, unasked.
    pub(super) fn is_refused(&mut self) -> bool {
        matches!(self.stream.read(&mut [0; 16]), Err(e) if e.kind() == ErrorKind::InvalidData)
    }

    /// The certificate it was shown.
    pub(super) fn shown(&self) -> Vec<u8> {
        self.stream.conn.peer_certificates().unwrap()[0].to_vec()
    }

    pub(super) fn version(&self) -> rustls::ProtocolVersion {
        self.stream.conn.protocol_version().unwrap()
    }

    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
        self.stream.flush().unwrap();
    }

    /// "I send no more", in TLS; the socket stays open.
    pub(super) fn half_close(&mut self) {
        self.stream.conn.send_close_notify();
        self.stream.flush().unwrap();
    }

    /// The socket says that no more comes, and TLS does not.
    pub(super) fn cut(&mut self) {
        self.stream.sock.shutdown(Shutdown::Write).unwrap();
    }

    /// Types a line and reads until one with these words.
    #[track_caller]
    pub(super) fn ask(&mut self, line: &str, words: &str) -> String {
        self.send(format!("{line}\n"));
        self.until(words)
    }

    /// Reads lines until one has these words, and returns it.
    #[track_caller]
    pub(super) fn until(&mut self, words: &str) -> String {
        let mut before = Vec::new();
        loop {
            match self.line() {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => before.push(line),
                Err(end) => panic!("{end:?}: no line with {words:?}, but {before:#?}"),
            }
        }
    }

    /// The next line.
    #[track_caller]
    pub(super) fn line(&mut self) -> Result<String, End> {
        loop {
            if let Some(at) = self.seen.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = self.seen.drain(..=at).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            let mut buffer = [0; 16 * 1024];
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(End::Said),
                Ok(n) => self.seen.extend_from_slice(&buffer[..n]),
                Err(e) if matches!(e.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => {
                    return Err(End::Cut);
                }
                Err(e) => panic!("{e}; seen: {:?}", String::from_utf8_lossy(&self.seen)),
            }
        }
    }

    /// All lines until the end, and which end it was.
    #[track_caller]
    pub(super) fn rest(&mut self) -> (Vec<String>, End) {
        let mut lines = Vec::new();
        loop {
            match self.line() {
                Ok(line) => lines.push(line),
                Err(end) => return (lines, end),
            }
        }
    }
}
