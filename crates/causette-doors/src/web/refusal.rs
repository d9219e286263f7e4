//! Refusals as HTTP says them: a status, and `{"code","text"}` in the visitor's language.

use super::limits::RETRY_SECONDS;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use causette_core::Refusal;
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

/// A refusal on its way out; it is larger than what is usually answered instead.
pub(super) struct Refused(Box<Response>);

impl From<Response> for Refused {
    fn from(response: Response) -> Refused {
        Refused(Box::new(response))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// What the core would refuse, where nobody has to ask it.
pub(super) fn refused(lang: Lang, why: &Refusal) -> Response {
    // None of these names a moment.
    let words = causette_texts::refusal(lang, why, |_| String::new());
    say(status(why.code()), why.code(), &words)
}

fn say(status: StatusCode, code: &str, text: &str) -> Response {
    let body = Json(json!({ "code": code, "text": text }));
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
    let (name, value) = match status {
        StatusCode::UNAUTHORIZED => (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"causette\"")),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            (header::RETRY_AFTER, HeaderValue::from(RETRY_SECONDS))
        }
        _ => return response,
    };
    response.headers_mut().insert(name, value);
    response
}

/// What a session behind the request was told: a `refused`, a `goodbye`, or that nothing is known of the outcome.
pub(super) fn told(answer: &Value) -> Response {
    let word = |field: &str| answer.get(field).and_then(Value::as_str).filter(|word| !word.is_empty());
    let code = word("code").or(word("why")).or(word("type")).unwrap_or("unknown");
    say(status(code), code, word("text").unwrap_or_default())
}

/// What a program is to make of a refusal.
fn status(code: &str) -> StatusCode {
    // A code that this table does not know yet is a refusal all the same.
    known(code).unwrap_or(StatusCode::BAD_REQUEST)
}

/// The status that says to a program what it can do about a refusal: ask otherwise, be somebody else, come back later.
fn known(code: &str) -> Option<StatusCode> {
    Some(match code {
        "wrong_login"
        | "wrong_operator"
        | "bad_token"
        | "bad_code"
        | "bad_scram"
        | "unknown_certificate"
        | "no_certificate"
        | "sign_in_first"
        | "token_needed" => StatusCode::UNAUTHORIZED,
        "forbidden" | "outranked" | "on_yourself" | "not_yours" | "not_in_room" | "not_in_scope" | "persons_only" => {
            StatusCode::FORBIDDEN
        }
        "banned"
        | "server_banned"
        | "muted"
        | "moderated"
        | "no_ctcp"
        | "need_invite"
        | "need_key"
        | "need_account"
        | "no_guests"
        | "need_tls"
        | "need_invitation"
        | "registration_closed"
        | "operators_only"
        | "lasting_rank"
        | "fixed_room"
        | "private_address"
        | "no_webhooks"
        | "elsewhere"
        | "ended"
        | "erased" => StatusCode::FORBIDDEN,
        "no_such_room"
        | "no_such_person"
        | "no_such_message"
        | "no_such_session"
        | "no_such_certificate"
        | "no_such_token"
        | "no_such_webhook"
        | "not_here"
        | "not_sanctioned"
        | "not_listed"
        | "not_in_profile" => StatusCode::NOT_FOUND,
        "name_taken" | "name_lookalike" | "room_taken" | "key_reused" | "signed_in" | "certificate_taken"
        | "already_here" | "same_role" | "room_full" | "list_full" | "too_many_rooms" | "confirm_name" => {
            StatusCode::CONFLICT
        }
        "too_long" | "line_too_long" => StatusCode::PAYLOAD_TOO_LARGE,
        "slow_down"
        | "locked_out"
        | "quota"
        | "too_many_accounts"
        | "slowed"
        | "flooding"
        | "too_many_connections"
        | "connecting_too_fast" => StatusCode::TOO_MANY_REQUESTS,
        "damaged" => StatusCode::INTERNAL_SERVER_ERROR,
        "not_saved" | "busy" | "unknown" | "stopping" | "store_failed" | "behind" | "server_full" | "too_slow" => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        "bad_name" | "bad_room" | "empty" | "bad_text" | "bad_key" | "bad_range" | "ahead" | "bad_secret"
        | "bad_mark" | "bad_tags" | "bad_mask" | "bad_search" | "search_too_wide" | "bad_password"
        | "bad_profile_key" | "bad_url" | "need_https" => StatusCode::BAD_REQUEST,
        "bad_json" | "unknown_type" | "missing_field" | "bad_value" | "bad_utf8" | "nul" => StatusCode::BAD_REQUEST,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes stand in one place, which cannot be asked for all of them.
    const REFUSALS: &str = include_str!("../../../causette-core/src/refusal.rs");

    #[test]
    fn every_refusal_has_a_status_of_its_own() {
        let codes: Vec<&str> =
            REFUSALS.lines().filter_map(|line| line.split_once("=> \"")?.1.split('"').next()).collect();
        assert!(codes.len() > 70 && codes.contains(&"damaged"), "{codes:?}");
        let unknown: Vec<_> = codes.into_iter().filter(|code| known(code).is_none()).collect();
        assert!(unknown.is_empty(), "no status for {unknown:?}");
    }
}
