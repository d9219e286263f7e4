//! Showing an authority that a name is ours: a certificate with its word in it (RFC 8737), or that word by HTTP (RFC 8555, 8.3).

use causette_doors::gate::ACME_PROTOCOL;
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::ServerConfig;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::collections::HashMap;
use std::io;
use std::net::TcpListener as StdListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Where the word is looked for by HTTP.
const PATH: &str = "/.well-known/acme-challenge/";
/// Bytes of a request.
const REQUEST: usize = 4096;
/// How long one may take.
const REQUEST_TIME: Duration = Duration::from_secs(5);
/// Requests at a time; others wait to be accepted.
const REQUESTS: usize = 32;
/// When accept fails, how long until it is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// What authorities are told while they ask; nothing at other times.
#[derive(Default)]
pub(super) struct Challenges {
    by_tls: Mutex<HashMap<String, Arc<ServerConfig>>>,
    by_http: Mutex<HashMap<String, String>>,
}

impl Challenges {
    /// For whoever asks by TLS for this name.
    pub(super) fn config(&self, name: &str) -> Option<Arc<ServerConfig>> {
        lock(&self.by_tls).get(&name.to_lowercase()).cloned()
    }

    /// To be shown by TLS: a certificate for this name, with the digest of the word.
    pub(super) fn show(&self, name: &str, digest: &[u8]) -> Result<(), String> {
        let config = config(name, digest).map_err(|error| error.to_string())?;
        lock(&self.by_tls).insert(name.to_lowercase(), Arc::new(config));
        Ok(())
    }

    /// To be told by HTTP.
    pub(super) fn tell(&self, token: &str, word: &str) {
        lock(&self.by_http).insert(token.to_owned(), word.to_owned());
    }

    /// Nobody asks any more.
    pub(super) fn clear(&self) {
        lock(&self.by_tls).clear();
        lock(&self.by_http).clear();
    }

    /// The answer to a request: the word, or nothing found.
    fn answer(&self, request: &[u8]) -> String {
        let line = request.split(|byte| *byte == b'\r' || *byte == b'\n').next().unwrap_or_default();
        let words = std::str::from_utf8(line).unwrap_or_default();
        let asked = words.strip_prefix("GET ").and_then(|rest| rest.split(' ').next());
        let word =
            asked.and_then(|path| path.strip_prefix(PATH)).and_then(|token| lock(&self.by_http).get(token).cloned());
        let (status, body) = word.map_or(("404 Not Found", String::new()), |word| ("200 OK", word));
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    /// Answers HTTP for ever.
    pub(super) async fn serve(self: Arc<Self>, listener: StdListener) -> io::Result<()> {
        let (listener, places) = (TcpListener::from_std(listener)?, Arc::new(Semaphore::new(REQUESTS)));
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return Ok(()) };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let challenges = self.clone();
                    tokio::spawn(async move {
                        let _ = timeout(REQUEST_TIME, challenges.converse(stream)).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "accept");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn converse(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut request = Vec::new();
        while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < REQUEST {
            if stream.read_buf(&mut request).await? == 0 {
                break;
            }
        }
        stream.write_all(self.answer(&request).as_bytes()).await?;
        stream.shutdown().await
    }
}

fn config(name: &str, digest: &[u8]) -> Result<ServerConfig, Box<dyn std::error::Error>> {
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    // Not compared with its key: what reads certificates there does not know the extension, which has to be understood.
    let key = provider.key_provider.load_private_key(key)?;
    let shown = CertifiedKey::new(vec![certificate.der().clone()], key);
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let resolver = Arc::new(SingleCertAndKey::from(shown));
    let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
    config.alpn_protocols = vec![ACME_PROTOCOL.to_vec()];
    Ok(config)
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_is_told() {
        let challenges = Challenges::default();
        challenges.tell("token-1", "token-1.thumb");
        let answer = |request: &str| challenges.answer(request.as_bytes());
        let told = answer("GET /.well-known/acme-challenge/token-1 HTTP/1.1\r\nHost: a.test\r\n\r\n");
        assert!(told.starts_with("HTTP/1.1 200 OK\r\n") && told.ends_with("\r\n\r\ntoken-1.thumb"), "{told}");
        for request in [
            "GET /.well-known/acme-challenge/token-2 HTTP/1.1\r\n\r\n",
            "GET /.well-known/acme-challenge/ HTTP/1.1\r\n\r\n",
            "GET /.well-known/acme-challenge/../token-1 HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "POST /.well-known/acme-challenge/token-1 HTTP/1.1\r\n\r\n",
            "",
            "\r\n\r\n",
        ] {
            assert!(answer(request).starts_with("HTTP/1.1 404 "), "{request}");
        }
        challenges.clear();
        assert!(answer("GET /.well-known/acme-challenge/token-1 HTTP/1.1\r\n\r\n").contains("404"));
    }

    #[test]
    fn a_name_is_shown_in_any_case() {
        let challenges = Challenges::default();
        challenges.show("Chat.Test", &[7; 32]).unwrap();
        assert!(challenges.config("chat.test").is_some_and(|config| config.alpn_protocols == [ACME_PROTOCOL]));
        assert!(challenges.config("other.test").is_none());
    }
}
