//! The load's side of TLS: a session that believes any certificate, since the server made it a moment ago on this machine.
//! Bytes in, bytes out; no socket.

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, OnceLock};

/// Made once: nothing in it belongs to one connection.
static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

#[derive(Debug)]
pub(crate) struct Tls(Box<ClientConnection>);

impl Tls {
    pub(crate) fn new() -> io::Result<Self> {
        let name = ServerName::try_from("localhost").map_err(invalid)?;
        Ok(Self(Box::new(ClientConnection::new(config()?, name).map_err(invalid)?)))
    }

    /// What is to be sent so that `text` arrives, and whatever else is due.
    pub(crate) fn seal(&mut self, text: &[u8]) -> io::Result<Vec<u8>> {
        self.0.writer().write_all(text)?;
        let mut sealed = Vec::new();
        while self.0.wants_write() {
            self.0.write_tls(&mut sealed)?;
        }
        Ok(sealed)
    }

    /// What these bytes, added to those before, say.
    pub(crate) fn open(&mut self, mut sealed: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        while !sealed.is_empty() {
            if self.0.read_tls(&mut sealed)? == 0 {
                break;
            }
            let state = self.0.process_new_packets().map_err(invalid)?;
            self.0.reader().take(state.plaintext_bytes_to_read() as u64).read_to_end(&mut text)?;
        }
        Ok(text)
    }

    /// Whether a handshake, or an alarm, waits to be sent.
    pub(crate) fn owes(&self) -> bool {
        self.0.wants_write()
    }
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

/// Each connection shakes hands anew: people come from elsewhere each time.
fn config() -> io::Result<Arc<ClientConfig>> {
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let provider = Arc::new(ring::default_provider());
    let believer = Arc::new(Believer(provider.clone()));
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(invalid)?.dangerous().with_custom_certificate_verifier(believer);
    let mut config = builder.with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(CONFIG.get_or_init(|| Arc::new(config)).clone())
}

/// Believes whatever certificate it is shown.
#[derive(Debug)]
struct Believer(Arc<CryptoProvider>);

impl ServerCertVerifier for Believer {
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
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{ServerConfig, ServerConnection};

    fn server() -> ServerConnection {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = builder.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        ServerConnection::new(Arc::new(config)).unwrap()
    }

    #[test]
    fn what_is_sealed_is_opened_however_it_comes_in() {
        for step in [1, 100, 100_000] {
            let (mut server, mut client, mut heard, mut said) = (server(), Tls::new().unwrap(), Vec::new(), false);
            let long = b"x".repeat(40_000);
            server.writer().write_all(&long).unwrap();
            for _ in 0..6 {
                let mut sent = if client.owes() { client.seal(&[]).unwrap() } else { Vec::new() };
                if !heard.is_empty() && !std::mem::replace(&mut said, true) {
                    sent.extend(client.seal(b"bonjour\n").unwrap());
                }
                let mut sent = sent.as_slice();
                while !sent.is_empty() {
                    server.read_tls(&mut sent).unwrap();
                    server.process_new_packets().unwrap();
                }
                let mut answer = Vec::new();
                while server.wants_write() {
                    server.write_tls(&mut answer).unwrap();
                }
                answer.chunks(step).for_each(|piece| heard.extend(client.open(piece).unwrap()));
            }
            let mut text = [0; 8];
            server.reader().read_exact(&mut text).unwrap();
            assert!(heard == long && &text == b"bonjour\n", "in pieces of {step}: {} bytes", heard.len());
        }
    }

    #[test]
    fn what_is_no_tls_is_an_error() {
        assert!(Tls::new().unwrap().open(b"-- welcome to #general, guest1\n").is_err());
    }
}
