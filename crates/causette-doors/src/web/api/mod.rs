//! The API for programs: what `/format json` says, by HTTP. Each request is a session of its own that signs in, asks one
//! thing and is gone; `events` is one that stays.
//!
//! No rule is known here: a request becomes one line of JSON, and its answer, or its refusal, a status and an object.

mod auth;
mod events;
mod hooks_in;
mod messages;
mod positions;
#[cfg(test)]
mod positions_tests;
mod rooms;
mod said;
#[cfg(test)]
mod tests;

use super::Shared;
use super::limits::{API_AT_ONCE, EVENT_STREAMS};
use super::refusal::Refused;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, http::HeaderName};
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio::sync::Semaphore;

pub(super) use said::{Place, Said};

/// What is answered, or why not.
type Answer = Result<Response, Refused>;

/// How it is all called, for programs that write programs (OpenAPI 3.1). A test holds the server to it.
const OPENAPI: &str = include_str!("../openapi.json");

const NOT_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// How much of the API is under way at a time.
pub(super) struct Places {
    requests: Semaphore,
    streams: Arc<Semaphore>,
}

impl Places {
    pub(super) fn new() -> Places {
        Places { requests: Semaphore::new(API_AT_ONCE), streams: Arc::new(Semaphore::new(EVENT_STREAMS)) }
    }
}

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/me", get(rooms::me))
        .route("/api/rooms", get(rooms::list))
        .route("/api/rooms/{room}", get(rooms::about))
        .route("/api/rooms/{room}/members", get(rooms::members))
        .route("/api/rooms/{room}/join", post(rooms::join))
        .route("/api/rooms/{room}/leave", post(rooms::leave))
        .route("/api/rooms/{room}/messages", get(messages::page).post(messages::say))
        .route("/api/rooms/{room}/messages/{seq}", patch(messages::edit).delete(messages::delete))
        .route("/api/search", get(messages::search))
        .route("/api/events", get(events::stream))
        .route("/hooks/{token}", post(hooks_in::say))
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], OPENAPI).into_response()
}

/// Of what the session was told, what was asked for.
fn only(mut told: Value, fields: &[&str]) -> Value {
    let mut kept = Map::new();
    for field in fields {
        if let Some(value) = told.get_mut(*field) {
            kept.insert((*field).to_owned(), value.take());
        }
    }
    Value::Object(kept)
}

fn ok(body: Value) -> Response {
    (NOT_KEPT, Json(body)).into_response()
}

fn created(body: Value) -> Response {
    (StatusCode::CREATED, NOT_KEPT, Json(body)).into_response()
}
