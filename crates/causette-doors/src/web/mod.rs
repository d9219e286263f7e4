//! The web door: a page for people, an API for programs, and what machines ask a server (`/healthz`, `/metrics`, elsewhere).
//!
//! `pages` holds the page, `guard` what every answer carries and what is let in, `ws` turns a request into a session that
//! speaks JSON, `account` signs in and out by cookie. What a request needs of the server goes through a `pipe`: a session like
//! any other, so no rule is known here. `api` is what programs ask.

mod account;
mod api;
mod bundle;
mod cookie;
mod figures;
mod guard;
pub mod hooks;
mod limits;
mod operate;
mod pages;
mod pipe;
#[cfg(feature = "planted")]
pub mod plant;
mod refusal;
#[cfg(test)]
mod tests_figures;
mod ws;

pub use figures::{Figures, serve};
pub use limits::*;

use crate::gate::{Begins, Pages, Speaker};
use account::Csrf;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use causette_core::Policy;
use causette_texts::Lang;
use guard::Guard;
use pages::Assets;
use std::sync::Arc;

/// Makes the speaker of a session that begins behind a request.
type Speakers = Arc<dyn Fn(Begins) -> Box<dyn Speaker> + Send + Sync>;

/// How people are let in, by the settings of this moment.
type Policies = Arc<dyn Fn() -> Policy + Send + Sync>;

/// What the door is made with.
pub struct Setup {
    /// Names by which browsers may ask for it, besides addresses and `localhost`; in lower case.
    pub names: Vec<String>,
    /// For whoever names no language.
    pub lang: Lang,
    /// What programs speak; it is the program's to choose, for no door knows another.
    pub speakers: Speakers,
    /// What a page is told before anybody signs in.
    pub policy: Policies,
    /// What operators are shown.
    pub figures: Arc<dyn Figures>,
    /// Bytes nobody else knows, for this run of the server.
    pub secret: [u8; 32],
}

/// The door.
pub struct WebDoor {
    router: Router,
    speakers: Speakers,
}

/// What handlers know.
#[derive(Clone, FromRef)]
struct Shared {
    assets: Arc<Assets>,
    guard: Arc<Guard>,
    csrf: Csrf,
    figures: Arc<dyn Figures>,
    policy: Policies,
    api: Arc<api::Places>,
    lang: Lang,
}

impl WebDoor {
    /// With all its pages.
    pub fn new(setup: Setup) -> WebDoor {
        let Setup { names, lang, speakers, policy, figures, secret } = setup;
        let shared = Shared {
            assets: Arc::new(Assets::read()),
            guard: Arc::new(Guard::new(names)),
            csrf: Csrf::new(secret),
            figures,
            policy,
            api: Arc::new(api::Places::new()),
            lang,
        };
        let router = Router::new()
            .route("/", get(pages::index))
            .route("/sw.js", get(pages::worker))
            .route("/page/{*path}", get(pages::asset))
            .route("/ws", get(ws::open))
            .route("/api/session", get(account::show).post(account::sign_in).delete(account::sign_out))
            .route("/api/figures", get(operate::figures))
            .route("/api/account", post(account::register))
            .merge(api::routes())
            .fallback(pages::nothing)
            .method_not_allowed_fallback(pages::otherwise)
            .layer(DefaultBodyLimit::max(BODY_BYTES))
            .layer(from_fn_with_state(shared.clone(), guard::pass))
            .with_state(shared);
        WebDoor { router, speakers }
    }
}

impl Pages for WebDoor {
    fn router(&self) -> Router {
        self.router.clone()
    }

    fn speaker(&self, begins: Begins) -> Box<dyn Speaker> {
        (self.speakers)(begins)
    }
}
