//! The HTTP request that becomes a WebSocket, and what is answered when it does not.
//!
//! Its `Origin` is not looked at: no cookie or other mark that a browser adds by itself is worth anything here, so a page from
//! elsewhere can do no more than a program that connects by itself.

use super::super::limits::{WEBSOCKET_HEAD, WEBSOCKET_HEADERS};
use super::super::speaker::Trouble;
use super::super::transport::Transport;
use super::Subprotocols;
use super::frames::Form;
use super::wire::Wire;
use axum::http::header::{CONNECTION, CONTENT_TYPE, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::cell::Cell;
use std::convert::Infallible;
use std::future::{poll_fn, ready};
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

/// What is a WebSocket from here on.
pub(super) struct Shaken {
    pub(super) transport: Transport,
    pub(super) form: Form,
    /// Frames that came with the request.
    pub(super) early: Bytes,
}

/// Reads one request and answers it; the transport comes back where it was none for a WebSocket, with the answer sent. It is
/// the caller who sees to the time.
pub(super) async fn shake(transport: Transport, names: Subprotocols, no_page: &str) -> Result<Shaken, Transport> {
    let agreed = Cell::new(None);
    let service = service_fn(|request| ready(Ok::<_, Infallible>(answer(&request, names, no_page, &agreed))));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).max_buf_size(WEBSOCKET_HEAD).max_headers(WEBSOCKET_HEADERS);
    let wire = TokioIo::new(Wire(transport));
    let mut talk = http.serve_connection(wire, service);
    let ended = poll_fn(|cx| talk.poll_without_shutdown(cx)).await;
    let parts = talk.into_parts();
    let wire = parts.io.into_inner();
    match (ended, agreed.get()) {
        (Ok(()), Some(form)) => Ok(Shaken { transport: wire.0, form, early: parts.read_buf }),
        (ended, _) => {
            tracing::debug!(?ended, "no WebSocket");
            Err(wire.0)
        }
    }
}

fn answer<B>(
    request: &Request<B>,
    names: Subprotocols,
    no_page: &str,
    agreed: &Cell<Option<Form>>,
) -> Response<String> {
    let Ok(mut response) = create_response_with_body(request, String::new) else {
        let mut refusal = Response::new(no_page.to_owned());
        *refusal.status_mut() = StatusCode::UPGRADE_REQUIRED;
        refusal.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
        refusal.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        refusal.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        return refusal;
    };
    let (form, name) = chosen(request.headers(), names);
    if let Some(name) = name {
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(name));
    }
    agreed.set(Some(form));
    response
}

/// The first of the subprotocols the client names that is known here, if there is one: its order counts.
fn chosen(headers: &HeaderMap, names: Subprotocols) -> (Form, Option<&'static str>) {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    let mut offers = offers.flat_map(|offers| offers.split(',')).map(str::trim);
    let known = [(Form::Agreed, names.text), (Form::Binary, names.binary)];
    let agreed = offers.find_map(|offer| known.into_iter().find(|(_, name)| *name == offer));
    agreed.map_or((Form::Either, None), |(form, name)| (form, Some(name)))
}

/// What is said to somebody turned away before any request was read.
pub(in super::super) fn refusal(why: Trouble, words: &str) -> Vec<u8> {
    let status = match why {
        Trouble::Crowded { .. } => "503 Service Unavailable",
        Trouble::Hurried | Trouble::Slowed | Trouble::Flooded => "429 Too Many Requests",
        Trouble::Unfinished | Trouble::Endless | Trouble::Stalled | Trouble::Nameless => "408 Request Timeout",
        Trouble::Clear | Trouble::Unannounced | Trouble::NoWebSocket => "400 Bad Request",
    };
    let length = words.len();
    let head = "Content-Type: text/plain; charset=utf-8\r\nConnection: close";
    format!("HTTP/1.1 {status}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{words}").into_bytes()
}
