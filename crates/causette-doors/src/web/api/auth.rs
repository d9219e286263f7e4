//! Who asks: a program by its bearer's token (RFC 6750), or the page by its cookie.

use super::super::account::{Browser, bearer, refused};
use super::super::limits::API_WAIT;
use super::super::pipe::{NoAnswer, Pipe};
use super::super::{Shared, cookie, refusal};
use crate::gate::{Begins, Visitor};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
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
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Caller, Response> {
        let lang = refusal::language(&parts.headers, shared.lang);
        let visitor = visitor(parts, lang)?;
        if let Some(word) = bearer(&parts.headers) {
            return Ok(Caller { visitor, word, lang });
        }
        let Some(word) = cookie::word(&parts.headers, &visitor) else {
            return Err(refusal::fault(StatusCode::UNAUTHORIZED, lang, Fault::NoToken));
        };
        // A browser brings its cookie whoever sends it: what changes something needs the page's own token, too.
        Browser::from_request_parts(parts, shared).await?;
        Ok(Caller { visitor, word, lang })
    }
}

/// Whose connection it is.
pub(super) fn visitor(parts: &Parts, lang: Lang) -> Result<Visitor, Response> {
    let gone = || refusal::fault(StatusCode::SERVICE_UNAVAILABLE, lang, Fault::NoAnswer);
    parts.extensions.get::<Visitor>().cloned().ok_or_else(gone)
}

impl Caller {
    /// Whoever brings a token elsewhere than in a header.
    pub(super) fn with(visitor: Visitor, word: String, lang: Lang) -> Caller {
        Caller { visitor, word, lang }
    }

    /// A session that has signed in, and what it was told then.
    pub(super) async fn enter(&self) -> Result<(Pipe, Value), NoAnswer> {
        let begins = Begins { word: None, withheld: true, lang: Some(self.lang) };
        let mut pipe = Pipe::open(&self.visitor, begins).await?;
        let welcome = pipe.ask(json!({ "type": "resume", "token": self.word })).await?;
        Ok((pipe, welcome))
    }

    /// The one answer to one question, which `make` writes once it knows what the session was told at its beginning.
    pub(super) async fn ask_as(
        &self,
        shared: &Shared,
        make: impl FnOnce(&Value) -> Result<Value, Response>,
    ) -> Result<Value, Response> {
        let Ok(Ok(_place)) = timeout(API_WAIT, shared.api.requests.acquire()).await else {
            return Err(refused(NoAnswer::Gone, self.lang));
        };
        let (mut pipe, welcome) = self.enter().await.map_err(|why| refused(why, self.lang))?;
        // An account's rooms are entered before what is asked next.
        let question = make(&welcome)?;
        pipe.ask(question).await.map_err(|why| refused(why, self.lang))
    }

    /// The same, whoever it turned out to be.
    pub(super) async fn ask(&self, shared: &Shared, question: Value) -> Result<Value, Response> {
        self.ask_as(shared, |_| Ok(question)).await
    }

    /// Who it is.
    pub(super) async fn who(&self, shared: &Shared) -> Result<Value, Response> {
        let Ok(Ok(_place)) = timeout(API_WAIT, shared.api.requests.acquire()).await else {
            return Err(refused(NoAnswer::Gone, self.lang));
        };
        self.enter().await.map(|(_, welcome)| welcome).map_err(|why| refused(why, self.lang))
    }
}
