//! The one cookie: an account's word, where no script reads it (RFC 6265bis).

use super::limits::COOKIE_SECONDS;
use crate::gate::Visitor;
use axum::http::{HeaderMap, HeaderValue, header};

/// By TLS the name itself says that no other site and no page in clear can have set it.
const SECURE: &str = "__Host-causette";
/// On loopback in clear, where browsers would not keep a secure cookie.
const CLEAR: &str = "causette";

fn name(visitor: &Visitor) -> &'static str {
    if visitor.tls { SECURE } else { CLEAR }
}

/// The word a browser brought.
pub(super) fn word(headers: &HeaderMap, visitor: &Visitor) -> Option<String> {
    let name = name(visitor);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, word)| word.to_owned())
}

/// For the browser to keep.
pub(super) fn keep(word: &str, visitor: &Visitor) -> Option<HeaderValue> {
    set(word, COOKIE_SECONDS, visitor)
}

/// For the browser to forget.
pub(super) fn forget(visitor: &Visitor) -> Option<HeaderValue> {
    set("", 0, visitor)
}

fn set(word: &str, seconds: u64, visitor: &Visitor) -> Option<HeaderValue> {
    let secure = if visitor.tls { "; Secure" } else { "" };
    let name = name(visitor);
    let cookie = format!("{name}={word}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    #[cfg(feature = "planted")]
    let cookie = match super::plant::Plant::OpenCookie.is_set() {
        true => cookie.replace("; HttpOnly", ""),
        false => cookie,
    };
    HeaderValue::from_str(&cookie).ok()
}
