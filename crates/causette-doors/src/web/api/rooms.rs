//! Rooms, who is in them, and who asks.

use super::super::Shared;
use super::auth::Caller;
use super::said::{Place, Said};
use super::{Answer, ok, only};
use axum::extract::State;
use serde_json::{Value, json};

/// What is internal to a session's talk.
const TALK: [&str; 2] = ["type", "ref"];

fn all(mut told: Value) -> Value {
    if let Some(object) = told.as_object_mut() {
        TALK.iter().for_each(|field| drop(object.remove(*field)));
    }
    told
}

pub(super) async fn me(State(shared): State<Shared>, caller: Caller) -> Answer {
    let welcome = caller.who(&shared).await?;
    Ok(ok(only(welcome, &["name", "id", "rank", "program", "limits"])))
}

pub(super) async fn list(State(shared): State<Shared>, caller: Caller) -> Answer {
    let rooms = caller.ask(&shared, json!({ "type": "rooms" })).await?;
    Ok(ok(only(rooms, &["rooms", "more"])))
}

pub(super) async fn about(State(shared): State<Shared>, caller: Caller, place: Place) -> Answer {
    caller.ask(&shared, json!({ "type": "about", "room": place.name })).await.map(|told| ok(all(told)))
}

pub(super) async fn members(State(shared): State<Shared>, caller: Caller, place: Place) -> Answer {
    let told = caller.ask(&shared, json!({ "type": "who", "room": place.name })).await?;
    Ok(ok(only(told, &["room", "room_id", "members", "count"])))
}

pub(super) async fn join(State(shared): State<Shared>, caller: Caller, place: Place, mut said: Said) -> Answer {
    let secret = said.text("secret")?;
    said.end()?;
    let told = caller.ask(&shared, json!({ "type": "join", "room": place.name, "secret": secret })).await?;
    Ok(ok(only(told, &["room", "room_id", "seq", "topic", "count"])))
}

pub(super) async fn leave(State(shared): State<Shared>, caller: Caller, place: Place, mut said: Said) -> Answer {
    let why = said.text("why")?;
    said.end()?;
    let told = caller.ask(&shared, json!({ "type": "leave", "room": place.name, "why": why })).await?;
    Ok(ok(only(told, &["room", "room_id"])))
}
