//! Incoming webhooks: an address that says something in one room, for programs that can only send JSON to an address. It holds
//! a token, so it is as secret as one.

use super::super::limits::HOOK_BYTES;
use super::super::{Shared, refusal};
use super::auth::{Caller, visitor};
use super::messages::{key, saved};
use super::said::{Place, Said};
use super::{Answer, created};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use causette_texts::Fault;
use serde_json::{Value, json};

/// `{"text":…}`; whatever other chats' webhooks put beside it is let pass.
pub(super) async fn say(State(shared): State<Shared>, place: Place, request: Request) -> Answer {
    let lang = refusal::language(request.headers(), shared.lang);
    let (parts, body) = request.into_parts();
    let (visitor, key) = (visitor(&parts, lang)?, key(&parts.headers));
    let mut query = Said::query(&parts.uri, lang)?;
    let asked = query.text("room")?;
    query.end()?;
    let mut said = Said::body(Request::from_parts(parts, body), HOOK_BYTES, lang).await?;
    let text = said.need("text")?;
    let caller = Caller::with(visitor, place.name, lang);
    let told = caller.ask_as(&shared, |welcome| {
        let room = asked.as_deref().or(only_room(welcome));
        let missing = || refusal::fault(StatusCode::BAD_REQUEST, lang, Fault::MissingField { field: "room" });
        Ok(json!({ "type": "say", "room": room.ok_or_else(missing)?, "text": text, "key": key }))
    });
    told.await.map(|told| created(saved(told)))
}

/// The one room that a token is for.
fn only_room(welcome: &Value) -> Option<&str> {
    welcome.get("program")?.get("room")?.as_str()
}
