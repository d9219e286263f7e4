//! Signing in and out by cookie, for the page: `/api/session` and `/api/account`.

use super::api::Said;
use super::pipe::{NoAnswer, Pipe};
use super::{Shared, cookie, refusal};
use crate::gate::{Begins, Visitor};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use causette_core::Registration;
use causette_texts::{Fault, Lang};
use causette_wire::web;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a request that changes something must bring besides the cookie.
const CSRF_HEADER: &str = "x-csrf-token";

/// Makes the tokens that only our own page can have read.
#[derive(Clone)]
pub(super) struct Csrf(Arc<[u8; 32]>);

impl Csrf {
    pub(super) fn new(secret: [u8; 32]) -> Csrf {
        Csrf(Arc::new(secret))
    }

    /// It belongs to the cookie; whoever has none has nothing that another page could make use of but a first sign-in.
    fn token(&self, word: Option<&str>) -> String {
        web::csrf_token(&self.0, word.unwrap_or_default())
    }
}

/// Who asks, and what their browser brought.
pub(super) struct Browser {
    visitor: Visitor,
    word: Option<String>,
    pub(super) lang: Lang,
}

impl FromRequestParts<Shared> for Browser {
    type Rejection = Response;

    /// What changes something needs the token, too.
    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Browser, Response> {
        let lang = refusal::language(&parts.headers, shared.lang);
        let refuse = |fault| refusal::fault(StatusCode::FORBIDDEN, lang, fault);
        let visitor = parts.extensions.get::<Visitor>().cloned().ok_or_else(|| refuse(Fault::ForeignPage))?;
        let word = cookie::word(&parts.headers, &visitor);
        let brought = parts.headers.get(CSRF_HEADER).map(HeaderValue::as_bytes).unwrap_or_default();
        let ours = web::same(brought, shared.csrf.token(word.as_deref()).as_bytes());
        #[cfg(feature = "planted")]
        let ours = ours || super::plant::Plant::AnyToken.is_set();
        if !parts.method.is_safe() && !ours {
            return Err(refuse(Fault::ForeignPage));
        }
        Ok(Browser { visitor, word, lang })
    }
}

impl Browser {
    /// A session of the account, and what it is told first; `None`: nobody is signed in.
    pub(super) async fn welcome(&self) -> Result<Option<(Pipe, Value)>, NoAnswer> {
        let Some(word) = &self.word else { return Ok(None) };
        let mut pipe = Pipe::open(&self.visitor, self.begins(None)).await?;
        let welcome = pipe.ask(json!({ "type": "resume", "token": word })).await?;
        Ok(Some((pipe, welcome)))
    }

    fn begins(&self, word: Option<String>) -> Begins {
        Begins { word, withheld: false, lang: Some(self.lang), hook: None }
    }
}

/// The token of `Authorization: Bearer` (RFC 6750).
pub(super) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, word) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| word.trim().to_owned())
}

/// Who the browser is signed in as.
pub(super) async fn show(State(shared): State<Shared>, browser: Browser) -> Response {
    match browser.welcome().await {
        Ok(Some((pipe, welcome))) => {
            pipe.stay();
            standing(&shared, browser.word.as_deref(), &welcome)
        }
        Ok(None) => standing(&shared, None, &Value::Null),
        // The word is no longer good: the browser is a stranger again.
        Err(NoAnswer::Told(told)) if told.get("code").and_then(Value::as_str) == Some("bad_token") => {
            with_cookie(standing(&shared, None, &Value::Null), cookie::forget(&browser.visitor))
        }
        Err(why) => refused(why, browser.lang),
    }
}

pub(super) async fn sign_in(State(shared): State<Shared>, browser: Browser, mut asked: Said) -> Response {
    let question = match asked.any("word") {
        Some(word) => json!({ "type": "resume", "token": word }),
        None => json!({ "type": "login", "name": asked.any("name"), "password": asked.any("password") }),
    };
    enter(&shared, &browser, question).await
}

pub(super) async fn register(State(shared): State<Shared>, browser: Browser, mut asked: Said) -> Response {
    let mut question = json!({ "type": "register", "name": asked.any("name"), "password": asked.any("password") });
    if let (Some(invitation), Some(object)) = (asked.any("invitation"), question.as_object_mut()) {
        object.insert("invitation".into(), invitation);
    }
    enter(&shared, &browser, question).await
}

/// Asks to become an account, and keeps the word that says so in the browser.
async fn enter(shared: &Shared, browser: &Browser, question: Value) -> Response {
    let answer = async {
        let mut pipe = Pipe::open(&browser.visitor, browser.begins(None)).await?;
        let welcome = pipe.ask(question).await?;
        pipe.stay();
        Ok(welcome)
    };
    match answer.await {
        Ok(welcome) => match welcome.get("resume").and_then(Value::as_str).filter(|word| !word.is_empty()) {
            Some(word) => with_cookie(standing(shared, Some(word), &welcome), cookie::keep(word, &browser.visitor)),
            // Whoever is told no word could be overheard: the core says so to passwords, and a page needs one.
            None => refusal::fault(StatusCode::FORBIDDEN, browser.lang, Fault::NoSignInHere),
        },
        Err(why) => refused(why, browser.lang),
    }
}

pub(super) async fn sign_out(State(shared): State<Shared>, browser: Browser) -> Response {
    if let Some(word) = browser.word.clone() {
        let answer = async {
            let mut pipe = Pipe::open(&browser.visitor, browser.begins(None)).await?;
            pipe.ask(json!({ "type": "resume", "token": word })).await?;
            pipe.ask(json!({ "type": "logout" })).await
        };
        if let Err(NoAnswer::Gone) = answer.await {
            return refused(NoAnswer::Gone, browser.lang);
        }
    }
    with_cookie(standing(&shared, None, &Value::Null), cookie::forget(&browser.visitor))
}

/// What the page needs to know of whoever looks at it.
fn standing(shared: &Shared, word: Option<&str>, welcome: &Value) -> Response {
    let field = |name: &str| welcome.get(name).cloned().unwrap_or(Value::Null);
    let policy = (shared.policy)();
    let registration = match policy.registration {
        Registration::Open => "open",
        Registration::Invited => "invited",
        Registration::Closed => "closed",
    };
    let body = json!({
        "name": word.and(welcome.get("name")),
        "rank": field("rank"),
        "registration": registration,
        "guests": policy.guests,
        "csrf": shared.csrf.token(word),
        "lang": shared.lang.code(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

pub(super) fn refused(why: NoAnswer, lang: Lang) -> Response {
    match why {
        NoAnswer::Told(told) => refusal::told(&told),
        NoAnswer::Gone => refusal::fault(StatusCode::SERVICE_UNAVAILABLE, lang, Fault::NoAnswer),
    }
}
