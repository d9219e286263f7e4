//! Refusals as HTTP says them: a status, and `{"code","text"}` in the visitor's language.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use causette_texts::{Fault, Lang};
use serde_json::{Value, json};

/// The first language a browser names that is spoken here.
pub(super) fn language(headers: &HeaderMap, usual: Lang) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let codes = wanted.split(',').filter_map(|part| part.trim().get(..2));
    codes
        .filter_map(|code| Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code)))
        .next()
        .unwrap_or(usual)
}

/// What this door refuses by itself.
pub(super) fn fault(status: StatusCode, lang: Lang, fault: Fault) -> Response {
    say(status, fault.code(), &causette_texts::fault(lang, fault))
}

fn say(status: StatusCode, code: &str, text: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "code": code, "text": text }))).into_response()
}

/// What a session behind the request was told: a `refused`, a `goodbye`, or that nothing is known of the outcome.
pub(super) fn told(answer: &Value) -> Response {
    let word = |field: &str| answer.get(field).and_then(Value::as_str).unwrap_or_default();
    let code = match word("code") {
        "" => word("type"),
        code => code,
    };
    say(status(code), code, word("text"))
}

/// The status that says to a program what it can do about a refusal.
fn status(code: &str) -> StatusCode {
    match code {
        "wrong_login" | "bad_token" | "sign_in_first" => StatusCode::UNAUTHORIZED,
        "no_such_room" | "no_such_person" | "no_such_message" => StatusCode::NOT_FOUND,
        "name_taken" | "name_lookalike" | "room_taken" | "key_reused" | "signed_in" => StatusCode::CONFLICT,
        "too_long" => StatusCode::PAYLOAD_TOO_LARGE,
        "locked_out" | "quota" | "slow_mode" | "slowed" | "flooding" | "connecting_too_fast" => {
            StatusCode::TOO_MANY_REQUESTS
        }
        "busy" | "not_saved" | "unknown" | "stopping" | "too_many_connections" => StatusCode::SERVICE_UNAVAILABLE,
        "not_allowed" | "need_tls" | "banned" | "muted" | "not_in_room" | "not_in_scope" | "read_only" => {
            StatusCode::FORBIDDEN
        }
        _ => StatusCode::BAD_REQUEST,
    }
}
