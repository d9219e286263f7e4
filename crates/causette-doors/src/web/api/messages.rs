//! What is said in a room, read and written.

use super::super::Shared;
use super::super::limits::BODY_BYTES;
use super::auth::Caller;
use super::said::{Place, Said};
use super::{Answer, created, ok, only};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use causette_core::limits::{PAGE_FACTS, SEARCH_FACTS};
use serde_json::{Value, json};

/// Under which number something was saved.
const SAVED: [&str; 3] = ["room", "room_id", "seq"];

/// `Idempotency-Key`, as a text or as a quoted string.
pub(super) fn key(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key")?.to_str().ok()?;
    Some(key.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(key).to_owned())
}

pub(super) fn saved(told: Value) -> Value {
    only(told, &SAVED)
}

pub(super) async fn say(State(shared): State<Shared>, caller: Caller, place: Place, request: Request) -> Answer {
    let key = key(request.headers());
    let mut said = Said::body(request, BODY_BYTES, caller.lang).await?;
    let (text, reply_to) = (said.need("text")?, said.number("reply_to")?);
    let key = said.text("key")?.or(key);
    said.end()?;
    let question = json!({ "type": "say", "room": place.name, "text": text, "key": key, "reply_to": reply_to });
    #[cfg(feature = "planted")]
    if super::super::plant::Plant::AnswersEarly.is_set() {
        return caller.answer_early(&shared, &place.name, question).await.map(created);
    }
    caller.ask(&shared, question).await.map(|told| created(saved(told)))
}

pub(super) async fn page(State(shared): State<Shared>, caller: Caller, place: Place, uri: Uri) -> Answer {
    let mut said = Said::query(&uri, caller.lang)?;
    let (after, before, limit) = (said.number("after")?, said.number("before")?, said.limit(PAGE_FACTS)?);
    said.end()?;
    let question = json!({ "type": "history", "room": place.name, "after": after, "before": before, "limit": limit });
    let page = caller.ask(&shared, question).await?;
    Ok(ok(only(page, &["room", "room_id", "facts", "more", "expired_before"])))
}

pub(super) async fn edit(State(shared): State<Shared>, caller: Caller, place: Place, mut said: Said) -> Answer {
    let text = said.need("text")?;
    said.end()?;
    let question = json!({ "type": "edit", "room": place.name, "seq": place.seq, "text": text });
    caller.ask(&shared, question).await.map(|told| ok(saved(told)))
}

pub(super) async fn delete(State(shared): State<Shared>, caller: Caller, place: Place, uri: Uri) -> Answer {
    let mut said = Said::query(&uri, caller.lang)?;
    let why = said.text("why")?;
    said.end()?;
    let question = json!({ "type": "delete", "room": place.name, "seq": place.seq, "why": why });
    caller.ask(&shared, question).await.map(|told| ok(saved(told)))
}

pub(super) async fn search(State(shared): State<Shared>, caller: Caller, uri: Uri) -> Answer {
    let mut said = Said::query(&uri, caller.lang)?;
    let (words, room, from) = (said.text("q")?, said.text("room")?, said.text("from")?);
    let (since, until, limit) = (said.text("since")?, said.text("until")?, said.limit(SEARCH_FACTS)?);
    if from.is_none() && words.is_none() {
        said.need("q")?;
    }
    said.end()?;
    let question = json!({
        "type": "search", "text": words, "room": room, "from": from, "since": since, "until": until, "limit": limit,
    });
    let found = caller.ask(&shared, question).await?;
    Ok(ok(only(found, &["facts", "more"])))
}
