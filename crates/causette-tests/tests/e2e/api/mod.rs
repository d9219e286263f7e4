//! The API of the real program: what programs ask by HTTP, and that it is the same conversation as at every other door.

mod agree;
mod bad;
mod documented;
mod events;
mod examples;

use super::web;
use causette_tests::client::PATIENCE;
use causette_tests::client::http::{Answer, Request, Socket};
use causette_tests::server::Server;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server, and alice's program.
pub(super) struct House {
    pub(super) server: Server,
    pub(super) web: SocketAddr,
    pub(super) place: TempDir,
    /// Her token for everything.
    pub(super) token: String,
    /// What her browser keeps.
    cookie: String,
}

/// A new account, as a browser makes one: its cookie.
pub(super) fn register(web: SocketAddr, name: &str) -> String {
    let seen = Request::new("GET", "/api/session").send(web).unwrap().json();
    let request = Request::new("POST", "/api/account").header("X-CSRF-Token", seen["csrf"].as_str().unwrap());
    let made = request.json(&json!({ "name": name, "password": "correct horse" })).send(web).unwrap();
    assert_eq!(made.status, 200, "{}", made.text());
    made.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

/// A token for a program, as its person makes one.
pub(super) fn token(web: SocketAddr, cookie: &str, wish: Value) -> String {
    let mut socket = Socket::open(web, &[("Cookie", cookie)]).unwrap();
    // The guest's, then the account's.
    socket.until("welcome").unwrap();
    socket.until("welcome").unwrap();
    if let Some(room) = wish.get("room") {
        socket.send(&json!({ "type": "join", "room": room })).unwrap();
        socket.until("joined").unwrap();
    }
    let mut wish = wish;
    wish["type"] = json!("token");
    wish["label"] = json!("a test");
    socket.send(&wish).unwrap();
    socket.until("token").unwrap()["token"].as_str().unwrap().to_owned()
}

impl House {
    pub(super) fn new() -> House {
        House::with(&[])
    }

    /// With more words for `serve`.
    pub(super) fn with(words: &[&str]) -> House {
        let place = tempfile::tempdir().unwrap();
        let (server, web) = web::serve(place.path(), words);
        let cookie = register(web, "alice");
        let token = token(web, &cookie, json!({ "scope": "all" }));
        House { server, web, place, token, cookie }
    }

    /// The same, where alice's program is in `#general` already.
    pub(super) fn joined() -> House {
        let house = House::new();
        assert_eq!(house.post("/api/rooms/general/join", None).status, 200);
        house
    }

    /// Until what signing in by cookie keeps for the page to come is gone: alice is seen no more in `#general`.
    pub(super) fn unseen(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.get("/api/rooms/general/members").json()["count"] != 0 {
            assert!(Instant::now() < deadline, "alice stays where nobody is");
            sleep(Duration::from_millis(50));
        }
    }

    pub(super) fn request(&self, method: &str, path: &str, body: Option<Value>) -> Request {
        let request = Request::new(method, path).header("Authorization", &format!("Bearer {}", self.token));
        match body {
            Some(body) => request.json(&body),
            None => request,
        }
    }

    pub(super) fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.request(method, path, body).send(self.web).unwrap()
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    pub(super) fn post(&self, path: &str, body: Option<Value>) -> Answer {
        self.ask("POST", path, body)
    }

    /// Says something in `#general`, which must be saved.
    #[track_caller]
    pub(super) fn say(&self, text: &str) -> u64 {
        let said = self.post("/api/rooms/general/messages", Some(json!({ "text": text })));
        assert_eq!(said.status, 201, "{}", said.text());
        said.json()["seq"].as_u64().unwrap()
    }

    /// After a crash.
    pub(super) fn again(&mut self) {
        self.server.kill().unwrap();
        (self.server, self.web) = web::serve(self.place.path(), &[]);
    }
}

/// Its status and its code.
#[track_caller]
pub(super) fn refused(answer: &Answer, status: u16, code: &str) {
    let told = answer.json();
    assert_eq!((answer.status, told["code"].as_str()), (status, Some(code)), "{}", answer.text());
    assert!(
        told["text"].as_str().is_some_and(|text| text.ends_with(['.', ')', 'N', 't']) || text.contains(' ')),
        "{told}"
    );
}
