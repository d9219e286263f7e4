//! Faults planted on purpose: each must be caught by a named harness, or that harness proves nothing.
//!
//! Compiled only with the feature `planted`, which the program people run never has.

use std::sync::OnceLock;

/// What to do wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plant {
    /// The API says that a message is saved when it was only sent on.
    AnswersEarly,
    /// A stream of events that comes back goes on one too far.
    ResumesTooFar,
    /// Pages from elsewhere are answered.
    AnyOrigin,
    /// The page's own token is not compared.
    AnyToken,
    /// Every name that leads here is ours.
    AnyHost,
    /// Scripts read the cookie.
    OpenCookie,
}

static PLANT: OnceLock<Plant> = OnceLock::new();

impl Plant {
    /// The fault of that name.
    pub fn named(name: &str) -> Option<Plant> {
        Some(match name {
            "web_answers_early" => Plant::AnswersEarly,
            "web_resumes_too_far" => Plant::ResumesTooFar,
            "web_any_origin" => Plant::AnyOrigin,
            "web_any_token" => Plant::AnyToken,
            "web_any_host" => Plant::AnyHost,
            "web_open_cookie" => Plant::OpenCookie,
            _ => return None,
        })
    }

    /// Plants it, for the whole process.
    pub fn set(self) {
        PLANT.get_or_init(|| self);
    }

    pub(super) fn is_set(self) -> bool {
        PLANT.get() == Some(&self)
    }
}
