//! Who asks: a program by its bearer's token (RFC 6750), or the page by its cookie.

use super::super::account::{Browser, bearer, refused};
use super::super::limits::API_WAIT;
use super::super::pipe::{NoAnswer, Pipe};
use super::super::refusal::{self, Refused};
use super::super::{Shared, cookie};
use crate::gate::{Begins, Visitor};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use causette_texts::{Fault, Lang};
use serde_json::{Value, json};
use tokio::time::timeout;

/// An account's program, or its page. A guest reads nothing here.
pub(super) struct Caller {
    visitor: Visitor,
    word: String,
    pub(super) lang: Lang,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Caller, Refused> {
        let lang = refusal::language(&parts.headers, shared.lang);
        let visitor = visitor(parts, lang)?;
        if let Some(word) = bearer(&parts.headers) {
            return Ok(Caller { visitor, word, lang });
        }
        let Some(word) = cookie::word(&parts.headers, &visitor) else {
            return Err(refusal::fault(StatusCode::UNAUTHORIZED, lang, Fault::NoToken).into());
        };
        // A browser brings its cookie whoever sends it: what changes something needs the page's own token, too.
        Browser::from_request_parts(parts, shared).await?;
        Ok(Caller { visitor, word, lang })
    }
}

/// Whose connection it is.
pub(super) fn visitor(parts: &Parts, lang: Lang) -> Result<Visitor, Refused> {
    let gone = || Refused::from(refusal::fault(StatusCode::SERVICE_UNAVAILABLE, lang, Fault::NoAnswer));
    parts.extensions.get::<Visitor>().cloned().ok_or_else(gone)
}

impl Caller {
    /// Whoever brings a token elsewhere than in a header.
    pub(super) fn with(visitor: Visitor, word: String, lang: Lang) -> Caller {
        Caller { visitor, word, lang }
    }

    /// A session of theirs; whoever asks too fast waits here.
    async fn open(&self) -> Result<Pipe, NoAnswer> {
        Pipe::open(&self.visitor, Begins { word: None, withheld: true, lang: Some(self.lang), hook: None }).await
    }

    async fn sign_in(&self, pipe: &mut Pipe) -> Result<Value, NoAnswer> {
        pipe.ask(json!({ "type": "resume", "token": self.word })).await
    }

    /// A session that has signed in, and what it was told then.
    pub(super) async fn enter(&self) -> Result<(Pipe, Value), NoAnswer> {
        let mut pipe = self.open().await?;
        let welcome = self.sign_in(&mut pipe).await?;
        Ok((pipe, welcome))
    }

    /// The one answer to one question, which `make` writes once it knows what the session was told at its beginning; without a
    /// question it is that.
    pub(super) async fn ask_as(
        &self,
        shared: &Shared,
        make: impl FnOnce(&Value) -> Result<Option<Value>, Refused>,
    ) -> Result<Value, Refused> {
        let refused = |why| Refused::from(refused(why, self.lang));
        let mut pipe = self.open().await.map_err(refused)?;
        let Ok(Ok(_place)) = timeout(API_WAIT, shared.api.requests.acquire()).await else {
            return Err(refused(NoAnswer::Gone));
        };
        let welcome = self.sign_in(&mut pipe).await.map_err(refused)?;
        // An account's rooms are entered before what is asked next.
        match make(&welcome)? {
            Some(question) => pipe.ask(question).await.map_err(refused),
            None => Ok(welcome),
        }
    }

    /// The same, whoever it turned out to be.
    pub(super) async fn ask(&self, shared: &Shared, question: Value) -> Result<Value, Refused> {
        self.ask_as(shared, |_| Ok(Some(question))).await
    }

    /// Guesses the answer, and asks later.
    #[cfg(feature = "planted")]
    pub(super) async fn answer_early(&self, shared: &Shared, room: &str, question: Value) -> Result<Value, Refused> {
        let last = self.ask(shared, json!({ "type": "history", "room": room, "limit": 1 })).await?;
        let seq = last.pointer("/facts/0/seq").and_then(Value::as_u64).unwrap_or_default() + 1;
        let (mut pipe, _) = self.enter().await.map_err(|why| Refused::from(refused(why, self.lang)))?;
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            drop(pipe.ask(question).await);
        });
        Ok(json!({ "room": room, "seq": seq }))
    }

    /// Who it is.
    pub(super) async fn who(&self, shared: &Shared) -> Result<Value, Refused> {
        self.ask_as(shared, |_| Ok(None)).await
    }
}
