//! Signing in by cookie, and what a WebSocket makes of it.

use super::serve;
use causette_tests::client::Text;
use causette_tests::client::http::{Answer, Request, Socket};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// A browser: its cookie, and the token its page read.
#[derive(Default)]
pub(super) struct Browser {
    pub(super) cookie: Option<String>,
    csrf: String,
}

impl Browser {
    pub(super) fn ask(&mut self, web: SocketAddr, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::new(method, path).header("X-CSRF-Token", &self.csrf);
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send(web).unwrap();
        if let Some(set) = answer.header("set-cookie") {
            let pair = set.split(';').next().unwrap_or_default().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        if let Some(csrf) = answer.json().get("csrf").and_then(Value::as_str) {
            self.csrf = csrf.to_owned();
        }
        answer
    }

    /// It has looked at the page.
    pub(super) fn at(web: SocketAddr) -> Browser {
        let mut browser = Browser::default();
        assert_eq!(browser.ask(web, "GET", "/api/session", None).json()["name"], Value::Null);
        browser
    }
}

#[test]
fn an_account_is_made_and_kept_by_a_cookie_no_script_reads() {
    let place = tempfile::tempdir().unwrap();
    let (_server, web) = serve(place.path(), &[]);
    let mut browser = Browser::at(web);
    let alice = json!({ "name": "alice", "password": "correct horse" });
    let made = browser.ask(web, "POST", "/api/account", Some(alice.clone()));
    assert_eq!((made.status, &made.json()["name"]), (200, &json!("alice")), "{}", made.text());
    let cookie = made.header("set-cookie").unwrap();
    for mark in ["causette=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(mark), "{mark}: {cookie}");
    }
    let word = browser.cookie.as_deref().and_then(|pair| pair.split_once('=')).unwrap().1.to_owned();
    assert!(!made.text().contains(&word), "the word is in the cookie only");
    assert_eq!(browser.ask(web, "GET", "/api/session", None).json()["name"], "alice");

    let mut socket = Socket::open(web, &[("Cookie", browser.cookie.as_deref().unwrap())]).unwrap();
    assert_eq!(socket.until("welcome").unwrap()["account"], false);
    let welcome = socket.until("welcome").unwrap();
    assert_eq!((&welcome["name"], &welcome["resume"]), (&json!("alice"), &json!("")), "no script is told the word");

    let before = browser.cookie.clone().unwrap();
    let out = browser.ask(web, "DELETE", "/api/session", None);
    assert_eq!((out.status, &out.json()["name"]), (200, &Value::Null));
    assert!(browser.cookie.is_none(), "the browser forgets it");
    let stolen = Request::new("GET", "/api/session").header("Cookie", &before).send(web).unwrap();
    assert_eq!(stolen.json()["name"], Value::Null, "and the server, too");

    let wrong = json!({ "name": "alice", "password": "wrong horses" });
    let refused = browser.ask(web, "POST", "/api/session", Some(wrong));
    assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("wrong_login")));
    assert!(browser.cookie.is_none());
    let unknown = json!({ "name": "nobody", "password": "wrong horses" });
    assert_eq!(browser.ask(web, "POST", "/api/session", Some(unknown)).text(), refused.text(), "fault 68");
    assert_eq!(browser.ask(web, "POST", "/api/session", Some(alice)).json()["name"], "alice");
}

#[test]
fn what_changes_something_needs_the_page_s_own_token() {
    let place = tempfile::tempdir().unwrap();
    let (_server, web) = serve(place.path(), &[]);
    let mut browser = Browser::at(web);
    let strangers = browser.csrf.clone();
    let alice = json!({ "name": "alice", "password": "correct horse" });
    assert_eq!(browser.ask(web, "POST", "/api/account", Some(alice)).status, 200);
    assert_ne!(browser.csrf, strangers, "a token belongs to a cookie");
    let good = std::mem::replace(&mut browser.csrf, strangers);
    let refused = browser.ask(web, "DELETE", "/api/session", None);
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("foreign_page")));
    browser.csrf = good;
    assert_eq!(browser.ask(web, "DELETE", "/api/session", None).status, 200);
}

#[test]
fn a_word_from_another_door_signs_a_browser_in_once() {
    let place = tempfile::tempdir().unwrap();
    let (_server, web) = serve(place.path(), &[]);
    let mut first = Browser::at(web);
    let alice = json!({ "name": "alice", "password": "correct horse" });
    first.ask(web, "POST", "/api/account", Some(alice));
    let mut socket = Socket::open(web, &[("Cookie", first.cookie.as_deref().unwrap())]).unwrap();
    socket.until("welcome").unwrap();
    socket.send(&json!({ "type": "link", "ref": "l" })).unwrap();
    let word = socket.until("code").unwrap()["code"].clone();

    let mut other = Browser::at(web);
    let entered = other.ask(web, "POST", "/api/session", Some(json!({ "word": word })));
    assert_eq!((entered.status, &entered.json()["name"]), (200, &json!("alice")), "{}", entered.text());
    let again = Browser::at(web).ask(web, "POST", "/api/session", Some(json!({ "word": word })));
    assert_eq!((again.status, &again.json()["code"]), (401, &json!("bad_token")));
}

#[test]
fn a_guest_talks_by_websocket_with_whoever_came_by_nc() {
    let place = tempfile::tempdir().unwrap();
    let (server, web) = serve(place.path(), &[]);
    let mut nc = Text::connect(server.line).unwrap();
    let mut socket = Socket::open(web, &[("Origin", &format!("http://{web}"))]).unwrap();
    assert!(!socket.until("welcome").unwrap()["resume"].as_str().unwrap().is_empty(), "a guest may come back");
    socket.send(&json!({ "type": "join", "room": "#general" })).unwrap();
    socket.until("joined").unwrap();
    socket.send(&json!({ "type": "say", "room": "#general", "text": "by the web", "ref": "1" })).unwrap();
    assert_eq!(socket.until("ok").unwrap()["seq"], 1);
    nc.expect("by the web").unwrap();
    nc.send("by nc").unwrap();
    assert_eq!(socket.until("message").unwrap()["text"], "by nc");
    let foreign = Socket::open(web, &[("Origin", "http://evil.test")]);
    assert!(format!("{:#}", foreign.err().unwrap()).contains("403"), "fault 73");
}

#[test]
fn the_page_knows_how_people_are_let_in() {
    let place = tempfile::tempdir().unwrap();
    let told = |words: &[&str]| {
        let (_server, web) = serve(place.path(), words);
        let told = Request::new("GET", "/api/session").send(web).unwrap().json();
        (told["registration"].as_str().map(str::to_owned), told["guests"].as_bool())
    };
    assert_eq!(told(&[]), (Some("open".into()), Some(true)));
    assert_eq!(told(&["--registration", "invited", "--guests=false"]), (Some("invited".into()), Some(false)));
    assert_eq!(told(&["--registration", "closed"]), (Some("closed".into()), Some(true)));
}
