//! What operators are shown: the figures of `/metrics`, for them alone.

use super::serve;
use super::session::Browser;
use causette_tests::client::http::Socket;
use causette_tests::server::Server;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Longer than a start takes to be told in full.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the server's first owner types.
fn claim_code(server: &Server) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let said = server.said();
        if let Some((_, code)) = said.split_once("/claim ").filter(|(_, code)| code.contains('\n')) {
            return code.split_whitespace().next().unwrap().to_owned();
        }
        assert!(Instant::now() < deadline, "no code in {said}");
        std::thread::yield_now();
    }
}

#[test]
fn figures_are_for_operators_alone() {
    let place = tempfile::tempdir().unwrap();
    let (server, web) = serve(place.path(), &[]);
    let mut browser = Browser::at(web);
    let refused = browser.ask(web, "GET", "/api/figures", None);
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("not_allowed")), "a stranger");

    let alice = json!({ "name": "alice", "password": "correct horse" });
    assert_eq!(browser.ask(web, "POST", "/api/account", Some(alice)).status, 200);
    let refused = browser.ask(web, "GET", "/api/figures", None);
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("not_allowed")), "an account without a rank");
    assert!(!refused.text().contains("causette_"), "{}", refused.text());

    let mut socket = Socket::open(web, &[("Cookie", browser.cookie.as_deref().unwrap())]).unwrap();
    socket.until("welcome").unwrap();
    socket.until("welcome").unwrap();
    socket.send(&json!({ "type": "claim", "code": claim_code(&server) })).unwrap();
    assert_eq!(socket.until("welcome").unwrap()["rank"], "owner");
    assert_eq!(browser.ask(web, "GET", "/api/session", None).json()["rank"], "owner", "the page shows the way there");

    let told = browser.ask(web, "GET", "/api/figures", None);
    let text = told.text();
    assert_eq!(told.status, 200, "{text}");
    assert_eq!(told.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert_eq!(told.header("cache-control"), Some("no-store"));
    // What the page draws.
    for line in [
        "causette_sessions{door=\"line\"} 0",
        "causette_sessions{door=\"web\"} ",
        "causette_connections_total{result=\"accepted\"} ",
        "causette_messages_total 0",
        "causette_facts_total ",
        "causette_commands_total ",
        "causette_queue_depth ",
        "causette_queue_limit ",
        "causette_commit_seconds_bucket{le=\"0.001\"} ",
        "causette_commit_seconds_bucket{le=\"+Inf\"} ",
        "causette_commit_seconds_sum ",
        "causette_commit_seconds_count ",
        "causette_start_time_seconds ",
    ] {
        assert!(text.contains(&format!("\n{line}")), "{line}: {text}");
    }

    // A rank is asked for each time.
    browser.ask(web, "DELETE", "/api/session", None);
    assert_eq!(browser.ask(web, "GET", "/api/figures", None).status, 403);
    assert_eq!(browser.ask(web, "GET", "/api/session", None).json()["rank"], Value::Null);
}
