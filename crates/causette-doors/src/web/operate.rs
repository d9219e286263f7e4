//! `/api/figures`: what `/metrics` says, for operators who are signed in. The page draws it.

use super::account::{Browser, refused};
use super::figures::PROMETHEUS;
use super::{Shared, refusal};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use causette_texts::Fault;
use serde_json::Value;

pub(super) async fn figures(State(shared): State<Shared>, browser: Browser) -> Response {
    match browser.welcome().await {
        Ok(Some((_, welcome))) if is_operator(&welcome) => {
            let headers = [(header::CONTENT_TYPE, PROMETHEUS), (header::CACHE_CONTROL, "no-store")];
            (headers, shared.figures.metrics()).into_response()
        }
        Ok(_) => refusal::fault(StatusCode::FORBIDDEN, browser.lang, Fault::OperatorsOnly),
        Err(why) => refused(why, browser.lang),
    }
}

/// Whether that rank looks after the server.
fn is_operator(welcome: &Value) -> bool {
    matches!(welcome.get("rank").and_then(Value::as_str), Some("owner" | "moderator"))
}
