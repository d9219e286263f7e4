//! What every request must pass and every answer carries: the Host and Origin that are let in, and the headers that tell a
//! browser what the page may do. (OWASP's cheat sheets on CSRF and CSP are what these follow.)

use super::Shared;
use super::refusal;
use crate::gate::Visitor;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use causette_texts::Fault;
use std::net::IpAddr;

/// No script, style or picture but our own; no frame around it; and no text ever becomes a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types causette";

/// What every answer carries.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Under which names the door is asked for.
pub(super) struct Guard {
    names: Vec<String>,
}

impl Guard {
    pub(super) fn new(names: Vec<String>) -> Guard {
        Guard { names }
    }

    /// An address can be nobody else's name; a name can be made to lead here (DNS rebinding), so only known ones count.
    fn knows(&self, host: &str) -> bool {
        #[cfg(feature = "planted")]
        if super::plant::Plant::AnyHost.is_set() {
            return true;
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host.ends_with(".localhost")
            || bare.parse::<IpAddr>().is_ok()
            || self.names.contains(&host)
    }
}

/// The Host of a request, if it is one we answer to.
fn authority(headers: &HeaderMap, guard: &Guard) -> Option<Authority> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (host, None) = (hosts.next()?, hosts.next()) else { return None };
    let authority: Authority = host.to_str().ok()?.parse().ok()?;
    guard.knows(authority.host()).then_some(authority)
}

/// Whether a browser says that a page from elsewhere asks. Whoever is no browser need not say anything.
pub(super) fn is_foreign(headers: &HeaderMap, visitor: &Visitor) -> bool {
    #[cfg(feature = "planted")]
    if super::plant::Plant::AnyOrigin.is_set() {
        return false;
    }
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if site.is_some_and(|site| !matches!(site, b"same-origin" | b"none")) {
        return true;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // By TLS only a page that came by TLS is our own; in clear there may be a proxy in front that speaks it and says nothing.
    let own =
        |scheme: &str| origin.as_bytes().strip_prefix(scheme.as_bytes()).is_some_and(|rest| rest == host.as_bytes());
    !(own("https://") || !visitor.tls && own("http://"))
}

/// Around every page.
pub(super) async fn pass(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let lang = refusal::language(request.headers(), shared.lang);
    let visitor = request.extensions().get::<Visitor>();
    let foreign = visitor.is_none_or(|visitor| is_foreign(request.headers(), visitor));
    let changes = !(request.method().is_safe()) || request.uri().path() == "/ws";
    let mut response = if authority(request.headers(), &shared.guard).is_none() {
        refusal::fault(StatusCode::MISDIRECTED_REQUEST, lang, Fault::UnknownHost)
    } else if foreign && changes {
        refusal::fault(StatusCode::FORBIDDEN, lang, Fault::ForeignPage)
    } else {
        next.run(request).await
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_answered() {
        let guard = Guard::new(vec!["chat.test".into()]);
        for (host, known) in [
            ("127.0.0.1:63080", true),
            ("[::1]:63080", true),
            ("localhost", true),
            ("a.localhost:1", true),
            ("CHAT.test", true),
            ("chat.test.:443", true),
            ("evil.test", false),
            ("chat.test.evil.test", false),
            ("localhost.evil.test", false),
            ("127.0.0.1.evil.test", false),
            ("user@chat.test@evil", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            assert_eq!(authority(&headers, &guard).is_some(), known, "{host}");
        }
        let mut twice = HeaderMap::new();
        twice.append(header::HOST, HeaderValue::from_static("localhost"));
        twice.append(header::HOST, HeaderValue::from_static("localhost"));
        assert!(authority(&twice, &guard).is_none());
        assert!(authority(&HeaderMap::new(), &guard).is_none());
    }
}
