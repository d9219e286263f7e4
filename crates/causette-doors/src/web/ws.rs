//! `/ws`: a session that speaks the JSON of `/format json`, one object a message.

use super::account::bearer;
use super::{Shared, cookie, refusal};
use crate::gate::{Begins, Upgrade, Visitor};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use causette_texts::Fault;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

/// Shakes hands (RFC 6455). With a cookie or a bearer's token the session signs in by it first; that a browser's page is our
/// own was looked at before.
pub(super) async fn open(
    State(shared): State<Shared>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
) -> Response {
    let headers = request.headers();
    let lang = refusal::language(headers, shared.lang);
    let kept = cookie::word(headers, &visitor);
    let begins =
        Begins { withheld: kept.is_some(), word: kept.or_else(|| bearer(headers)), lang: Some(lang), hook: None };
    match create_response_with_body(&request, Body::empty) {
        Ok(mut response) => {
            response.extensions_mut().insert(Upgrade(begins));
            response
        }
        Err(_) => refusal::fault(StatusCode::UPGRADE_REQUIRED, lang, Fault::NoWebSocket),
    }
}
