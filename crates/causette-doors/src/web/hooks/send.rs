//! One delivery: the name looked up here, the connection made to the very address that was checked, one POST, and its answer's
//! status. Redirects are not followed: nobody checked where they lead.

use crate::web::limits::{HOOK_ADDRESSES, HOOK_ANSWER, HOOK_ANSWER_BYTES, HOOK_CONNECT, HOOK_LOOKUP};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, header};
use causette_core::hook::{Allowed, UrlHost};
use causette_core::{Hook, HookFault, HookUrl};
use causette_wire::hook::signature;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::future::pending;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

const AGENT: &str = concat!("causette/", env!("CARGO_PKG_VERSION"));

/// What is sent of one fact.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The fact's number; of one that is no longer kept, the last such number.
    pub(super) seq: u64,
    /// The same for the same fact, however often it is sent.
    pub(super) id: String,
    /// One object of JSON.
    pub(super) body: Bytes,
}

/// Sends for all webhooks.
pub(super) struct Sender {
    allowed: Allowed,
    /// By whose certificates this machine trusts; read when the first needs it.
    tls: OnceCell<TlsConnector>,
    lookups: Semaphore,
}

impl Sender {
    pub(super) fn new(allowed: Allowed) -> Sender {
        Sender { allowed, tls: OnceCell::new(), lookups: Semaphore::new(HOOK_LOOKUP.1) }
    }

    /// Sends it once; the status of the answer, whatever it is.
    pub(super) async fn send(&self, hook: &Hook, item: &Item, seconds: u64) -> Result<u16, HookFault> {
        let stream = self.connect(&hook.url).await?;
        let signed = signature(&hook.secret, &item.id, seconds, &item.body);
        let request = Request::post(hook.url.target())
            .header(header::HOST, hook.url.authority())
            .header(header::USER_AGENT, AGENT)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .header("webhook-id", &item.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signed)
            .body(Body::from(item.body.clone()))
            .map_err(|_| HookFault::NoAnswer)?;
        if !hook.url.is_secure() {
            return timeout(HOOK_ANSWER, exchange(stream, request)).await.map_err(|_| HookFault::Slow)?;
        }
        let name =
            ServerName::try_from(hook.url.name().trim_end_matches('.').to_owned()).map_err(|_| HookFault::Tls)?;
        let shaken = timeout(HOOK_CONNECT, self.connector().await?.connect(name, stream)).await;
        let stream = shaken.map_err(|_| HookFault::Slow)?.map_err(|error| {
            tracing::debug!(%error, url = hook.url.as_str(), "no TLS with a webhook's receiver");
            HookFault::Tls
        })?;
        timeout(HOOK_ANSWER, exchange(stream, request)).await.map_err(|_| HookFault::Slow)?
    }

    /// A connection to an address that was checked.
    async fn connect(&self, url: &HookUrl) -> Result<TcpStream, HookFault> {
        let all: Vec<IpAddr> = match url.host() {
            UrlHost::Address(address) => vec![address],
            UrlHost::Name(name) => {
                let Ok(_place) = self.lookups.acquire().await else { return Err(HookFault::NoName) };
                let found = timeout(HOOK_LOOKUP.0, lookup_host((name, url.port()))).await;
                found.map_err(|_| HookFault::Slow)?.map_err(|_| HookFault::NoName)?.map(|found| found.ip()).collect()
            }
        };
        let good = reachable(&self.allowed, url.is_secure(), &all)?;
        let mut why = HookFault::NoName;
        for address in good.into_iter().take(HOOK_ADDRESSES) {
            match timeout(HOOK_CONNECT, TcpStream::connect(SocketAddr::new(address, url.port()))).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(_)) => why = HookFault::Unreachable,
                Err(_) => why = HookFault::Slow,
            }
        }
        Err(why)
    }

    async fn connector(&self) -> Result<&TlsConnector, HookFault> {
        self.tls
            .get_or_try_init(|| async {
                let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
                let mut roots = RootCertStore::empty();
                let (added, _) = roots.add_parsable_certificates(found.map(|found| found.certs).unwrap_or_default());
                if added == 0 {
                    tracing::warn!("this machine trusts no authority, so webhooks reach nobody by TLS");
                }
                config(roots).map(|config| TlsConnector::from(Arc::new(config)))
            })
            .await
    }
}

fn config(roots: RootCertStore) -> Result<ClientConfig, HookFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.map_err(|error| {
        tracing::error!(%error, "webhooks cannot speak TLS");
        HookFault::Tls
    })?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Those addresses of a receiver to which may be sent.
fn reachable(allowed: &Allowed, secure: bool, all: &[IpAddr]) -> Result<Vec<IpAddr>, HookFault> {
    let may = |address: &&IpAddr| if secure { allowed.reaches(**address) } else { allowed.names(**address) };
    let good: Vec<IpAddr> = all.iter().filter(may).copied().collect();
    match (all.is_empty(), good.is_empty()) {
        (true, _) => Err(HookFault::NoName),
        (false, true) => Err(HookFault::Private),
        (false, false) => Ok(good),
    }
}

/// One request and its answer's status; of its body a little is read and thrown away, so that nobody is cut off in the middle.
async fn exchange<S>(stream: S, request: Request<Body>) -> Result<u16, HookFault>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (head, body) = HOOK_ANSWER_BYTES;
    let mut http = http1::Builder::new();
    http.max_buf_size(head);
    let (mut sender, connection) = http.handshake(TokioIo::new(stream)).await.map_err(|_| HookFault::NoAnswer)?;
    let answer = async {
        let answer = sender.send_request(request).await.map_err(|_| HookFault::NoAnswer)?;
        let status = answer.status().as_u16();
        let _ = to_bytes(Body::new(answer.into_body()), body).await; // too long, or cut: the status is what counts
        Ok(status)
    };
    tokio::select! {
        answer = answer => answer,
        // Its end is told to whoever waits for the answer.
        never = async {
            let _ = connection.await;
            pending().await
        } => never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_may_be_reached_are_connected_to() {
        let allowed = Allowed(vec!["127.0.0.0/8".parse().unwrap()]);
        let all = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<IpAddr>>();
        for (secure, found, expect) in [
            (true, all(&[]), Err(HookFault::NoName)),
            (true, all(&["10.0.0.1", "8.8.8.8", "::1"]), Ok(all(&["8.8.8.8"]))),
            (true, all(&["10.0.0.1", "fd00::1"]), Err(HookFault::Private)),
            (true, all(&["127.0.0.1", "::ffff:127.0.0.1"]), Ok(all(&["127.0.0.1", "::ffff:127.0.0.1"]))),
            (false, all(&["127.0.0.1", "8.8.8.8"]), Ok(all(&["127.0.0.1"]))),
            (false, all(&["8.8.8.8"]), Err(HookFault::Private)),
        ] {
            assert_eq!(reachable(&allowed, secure, &found), expect, "{found:?}");
        }
    }
}
