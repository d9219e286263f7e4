//! What happens in an account's rooms, as server-sent events (the event stream of the HTML standard): one object of
//! `/format json` an event. Each fact's `id` says how far all rooms have come, so that whoever comes back with it goes on there.
//!
//! Nothing waits here: the next event is taken from the session when the reader takes it, and the session's own queue has its
//! limits.

mod begin;

use super::Answer;
use super::auth::Caller;
use super::positions::{self, Positions, Turn};
use super::said::Said;
use crate::web::Shared;
use crate::web::account::refused;
use crate::web::limits::{EVENT_PAGE, EVENT_QUIET, PIPE_TIME};
use crate::web::pipe::{NoAnswer, Pipe};
use crate::web::refusal::{self, Refused};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use begin::NoStream;
use causette_texts::Fault;
use futures_util::stream::unfold;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

/// How soon a browser comes back by itself, in milliseconds.
const RETRY: &str = "retry: 2000\n\n";
const QUIET: &str = ":\n\n";
/// Ties the answers to what the stream itself asks.
const READY: &str = "ready";
const PAGE: &str = "page";
const PROBE: &str = "probe";

pub(super) async fn stream(State(shared): State<Shared>, caller: Caller, headers: HeaderMap, uri: Uri) -> Answer {
    let mut said = Said::query(&uri, caller.lang)?;
    let (after, room) = (said.text("after")?, said.text("room")?);
    said.end()?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    // A browser repeats the address it was given, and says besides how far it came since.
    let given = match (last.filter(|last| !last.is_empty()).or(after), &room) {
        (None, _) => None,
        (Some(number), Some(room)) if number.parse::<u64>().is_ok() => Some(format!("{room}:{number}")),
        (Some(text), _) => Some(text),
    };
    let bad = |_| refusal::fault(StatusCode::BAD_REQUEST, caller.lang, Fault::BadValue { field: "after" });
    let given = given.map(|text| positions::read(&text).ok_or(())).transpose().map_err(bad)?;
    let gone = || Refused::from(refused(NoAnswer::Gone, caller.lang));
    let place = shared.api.streams.clone().try_acquire_owned().map_err(|_| gone())?;
    let (pipe, welcome) = caller.enter().await.map_err(|why| refused(why, caller.lang))?;
    let mut stream = Stream::new(pipe, place);
    match timeout(PIPE_TIME, stream.begin(&welcome, given, room)).await {
        Ok(Ok(())) => Ok(stream.answer()),
        Ok(Err(NoStream::No(why))) => Err(refusal::refused(caller.lang, &why).into()),
        Ok(Err(NoStream::Pipe(why))) => Err(refused(why, caller.lang).into()),
        Err(_) => Err(gone()),
    }
}

struct Stream {
    pipe: Pipe,
    at: Positions,
    /// Only what happens in the room of this id is told.
    only: Option<String>,
    /// Facts of the page that was read last, and what is told before all else.
    waiting: VecDeque<Waiting>,
    /// A page was asked for.
    reading: bool,
    ended: bool,
    _place: OwnedSemaphorePermit,
}

enum Waiting {
    /// Told as it is.
    Said(String),
    /// The next one of a page that was asked for.
    Read(Value),
    /// That was the end of what is there.
    UpToDate,
    /// The next one of what a slow reader was not sent.
    Missed(Value),
}

/// What an object is about.
struct About<'v> {
    kind: &'v str,
    id: &'v str,
    label: &'v str,
    seq: Option<u64>,
}

impl About<'_> {
    fn of(told: &Value) -> About<'_> {
        let word = |field: &str| told.get(field).and_then(Value::as_str).unwrap_or_default();
        let (kind, id, label) = (word("type"), word("room_id"), word("room"));
        About { kind, id, label, seq: told.get("seq").and_then(Value::as_u64) }
    }
}

/// Facts have a number and somebody they are by.
fn fact<'v>(told: &Value, about: &About<'v>) -> Option<u64> {
    about.seq.filter(|_| told.get("from_id").is_some() && !about.id.is_empty())
}

impl Stream {
    fn new(pipe: Pipe, place: OwnedSemaphorePermit) -> Stream {
        let (at, waiting) = (Positions::default(), VecDeque::new());
        Stream { pipe, at, only: None, waiting, reading: false, ended: false, _place: place }
    }

    fn answer(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            // A proxy in front of it is not to wait for more.
            (HeaderName::from_static("x-accel-buffering"), "no"),
        ];
        let events = unfold(self, |mut stream| async move {
            let event = stream.pull().await?;
            Some((Ok::<_, Infallible>(Bytes::from(event)), stream))
        });
        (headers, Body::from_stream(Box::pin(events))).into_response()
    }

    /// The next event; `None`: there will be none.
    async fn pull(&mut self) -> Option<String> {
        loop {
            while let Some(waiting) = self.waiting.pop_front() {
                if let Some(event) = self.waited(waiting) {
                    return Some(event);
                }
            }
            if self.ended {
                return None;
            }
            if !self.reading
                && let Some((_, room, after)) = self.at.next_behind()
            {
                self.reading = true;
                let question = json!({ "type": "history", "room": room, "after": after, "limit": EVENT_PAGE });
                self.pipe.send(question, PAGE).await.ok()?;
            }
            match timeout(EVENT_QUIET, self.pipe.next()).await {
                Err(_) => return Some(QUIET.to_owned()),
                Ok(told) => {
                    if let Some(event) = self.heard(told.ok()??) {
                        return Some(event);
                    }
                }
            }
        }
    }

    fn waited(&mut self, waiting: Waiting) -> Option<String> {
        let (turn, told) = match waiting {
            Waiting::Said(text) => return Some(text),
            Waiting::UpToDate => {
                self.at.was_read();
                return None;
            }
            Waiting::Read(told) => {
                let about = About::of(&told);
                (self.at.read(about.id, about.label, about.seq?), told)
            }
            Waiting::Missed(told) => {
                let about = About::of(&told);
                (self.at.heard(about.id, about.label, about.seq?), told)
            }
        };
        (turn == Turn::Tell).then(|| self.event(&told, true))
    }

    fn tells(&self, id: &str) -> bool {
        self.only.as_deref().is_none_or(|only| id.starts_with(only))
    }

    /// What the session was told, as an event, if it is one.
    fn heard(&mut self, mut told: Value) -> Option<String> {
        if let Some(reference) = told.get("ref").and_then(Value::as_str) {
            return if reference == PAGE { self.page(&mut told) } else { None };
        }
        let about = About::of(&told);
        match about.kind {
            "welcome" | "unread" => return None,
            "goodbye" => self.ended = true,
            _ if !self.tells(about.id) => return None,
            "missed" => {
                self.waiting.extend(facts(&mut told).into_iter().map(Waiting::Missed));
                return None;
            }
            "joined" | "opened" => self.at.opens(about.id, about.label, about.seq),
            "left" => self.at.closes(about.id),
            _ => {
                if let Some(seq) = fact(&told, &about) {
                    let turn = self.at.heard(about.id, about.label, seq);
                    return (turn == Turn::Tell).then(|| self.event(&told, true));
                }
            }
        }
        let moved = matches!(about.kind, "joined" | "left");
        Some(self.event(&told, moved))
    }

    /// A page that was asked for, or why there is none.
    fn page(&mut self, told: &mut Value) -> Option<String> {
        self.reading = false;
        if told.get("type").and_then(Value::as_str) != Some("history") {
            let room = self.at.next_behind().map(|(_, room, _)| room.to_owned());
            self.at.was_refused();
            let (code, text) = (told.get("code").cloned(), told.get("text").cloned());
            let why = json!({ "type": "refused", "room": room, "code": code, "text": text });
            return Some(self.event(&why, true));
        }
        let more = told.get("more").and_then(Value::as_bool).unwrap_or_default();
        let expired = told.get("expired_before").filter(|number| !number.is_null()).cloned();
        let (room, id) = (told.get("room").cloned(), told.get("room_id").cloned());
        let page = facts(told);
        // Without a fact there is nothing to ask for anew.
        let last = !more || page.is_empty();
        self.waiting.extend(page.into_iter().map(Waiting::Read));
        self.waiting.extend(last.then_some(Waiting::UpToDate));
        // What is no longer kept is said, not skipped in silence.
        let gap = json!({ "type": "expired", "room": room, "room_id": id, "before": expired });
        expired.map(|_| self.event(&gap, false))
    }

    /// A fact's event says how far all rooms have come with it.
    fn event(&self, told: &Value, with_position: bool) -> String {
        let id = if with_position { format!("id: {}\n", self.at.write()) } else { String::new() };
        format!("{id}data: {told}\n\n")
    }
}

/// Takes the facts out of a page.
fn facts(told: &mut Value) -> Vec<Value> {
    match told.get_mut("facts").map(Value::take) {
        Some(Value::Array(facts)) => facts,
        Some(_) | None => Vec::new(),
    }
}
