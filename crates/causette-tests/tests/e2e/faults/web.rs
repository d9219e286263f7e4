//! What the web door must survive, beside bystanders at the line door: pages from elsewhere that use a browser, paths and hosts
//! that are not ours, and too many at once.

use super::arena::Arena;
use super::raw::Raw;
use crate::e2e::api::register;
use causette_tests::client::http::{Answer, Request, Socket};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// The one address that may say for whom it connects.
const PROXY: &str = "127.0.0.99";

pub(super) fn arena() -> (Arena, SocketAddr) {
    let arena = Arena::with(&["--web", "127.0.0.1:0"]);
    let web = arena.server.door("web").unwrap();
    (arena, web)
}

/// As alice's browser sends it, with her cookie and her page's own token.
fn by_browser(web: SocketAddr, cookie: &str, method: &str, path: &str) -> Request {
    let seen = Request::new("GET", "/api/session").header("Cookie", cookie).send(web).unwrap().json();
    Request::new(method, path).header("Cookie", cookie).header("X-CSRF-Token", seen["csrf"].as_str().unwrap())
}

fn name(web: SocketAddr, cookie: &str) -> Value {
    Request::new("GET", "/api/session").header("Cookie", cookie).send(web).unwrap().json()["name"].clone()
}

pub(super) fn fault_73_web_a_foreign_origin() {
    let (arena, web) = arena();
    let cookie = register(web, "alice");
    let own = format!("http://{web}");
    let foreign = [
        "http://evil.test",
        "null",
        "https://evil.test:443",
        "http://127.0.0.1",
        &format!("{own}.evil.test"),
        "file://",
    ];
    for origin in foreign {
        let opened = Socket::open(web, &[("Origin", origin), ("Cookie", &cookie)]);
        assert!(format!("{:#}", opened.err().unwrap()).contains("403"), "{origin}");
        // Even with the right token: no page from elsewhere can have it honestly.
        let post =
            by_browser(web, &cookie, "POST", "/api/rooms/general/join").header("Origin", origin).send(web).unwrap();
        assert_eq!((post.status, post.json()["code"].as_str()), (403, Some("foreign_page")), "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        let post = by_browser(web, &cookie, "DELETE", "/api/session").header("Sec-Fetch-Site", site).send(web).unwrap();
        assert_eq!(post.status, 403, "{site}");
        assert!(Socket::open(web, &[("Sec-Fetch-Site", site)]).is_err(), "{site}");
    }
    assert_eq!(name(web, &cookie), "alice");
    let join = by_browser(web, &cookie, "POST", "/api/rooms/general/join").header("Origin", &own);
    assert_eq!(join.send(web).unwrap().status, 200);
    Socket::open(web, &[("Origin", &own), ("Cookie", &cookie)]).unwrap().until("welcome").unwrap();
    arena.calm();
}

pub(super) fn fault_75_web_no_get_changes_anything() {
    let (arena, web) = arena();
    let cookie = register(web, "alice");
    assert!(by_browser(web, &cookie, "POST", "/api/rooms/club/join").send(web).unwrap().status == 200);
    let said = by_browser(web, &cookie, "POST", "/api/rooms/club/messages").json(&json!({ "text": "hello" }));
    let seq = said.send(web).unwrap().json()["seq"].as_u64().unwrap();
    let read = || by_browser(web, &cookie, "GET", "/api/rooms/club/messages").send(web).unwrap().text();
    let before = read();
    let message = format!("/api/rooms/club/messages/{seq}");
    let paths =
        ["/api/rooms/club/join", "/api/rooms/club/leave", "/api/account", &message, "/hooks/x", "/api/rooms/new/join"];
    for method in ["GET", "HEAD", "OPTIONS"] {
        for path in paths {
            let answer = by_browser(web, &cookie, method, path).json(&json!({ "text": "x" })).send(web).unwrap();
            assert_eq!(answer.status, 405, "{method} {path}");
        }
        // What browsers and proxies take for other methods is not one here.
        let posing =
            by_browser(web, &cookie, method, "/api/session?_method=DELETE").header("X-HTTP-Method-Override", "DELETE");
        assert!(posing.send(web).unwrap().status < 500, "{method}");
    }
    for csrf in ["", "0", "undefined"] {
        let post = Request::new("DELETE", "/api/session").header("Cookie", &cookie).header("X-CSRF-Token", csrf);
        assert_eq!(post.send(web).unwrap().status, 403, "{csrf:?}");
    }
    assert_eq!((name(web, &cookie), read()), (json!("alice"), before));
    arena.calm();
}

pub(super) fn fault_76_web_nothing_but_our_own_files() {
    let (arena, web) = arena();
    let paths = [
        "/..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd",
        "/page/..%2f..%2f..%2fCargo.toml",
        "/page/../../../Cargo.toml",
        "/page/%2e%2e/%2e%2e/mod.rs",
        "/page/..%5c..%5cmod.rs",
        "/page//etc/passwd",
        "/page/%00",
        "/page/index.html%00.js",
        "/page/%c0%ae%c0%ae%2findex.html",
        "/page/",
        "/page/tests/store.test.js",
        "/%00",
        "/.git/config",
        "/api/..%2fpage%2findex.html",
    ];
    for path in paths {
        let answer = Request::new("GET", path).send(web).unwrap();
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (404, Some("no_such_page")),
            "{path}: {}",
            answer.text()
        );
    }
    assert_eq!(Request::new("GET", "/").send(web).unwrap().status, 200);
    arena.calm();
}

/// What every answer carries.
#[track_caller]
fn guarded(answer: &Answer, what: &str) {
    let csp = answer.header("content-security-policy").unwrap_or_else(|| panic!("{what}: no policy"));
    for part in
        ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]
    {
        assert!(csp.contains(part), "{what}: {csp}");
    }
    assert!(!csp.contains("unsafe"), "{what}: {csp}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}");
    }
    assert_eq!(answer.header("access-control-allow-origin"), None, "{what}");
}

pub(super) fn fault_77_web_hosts_and_frames() {
    let (arena, web) = arena();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/sw.js"),
        ("GET", "/nowhere"),
        ("GET", "/ws"),
        ("PUT", "/"),
        ("GET", "/api/session"),
        ("GET", "/api/me"),
        ("GET", "/api/openapi.json"),
        ("POST", "/api/session"),
        ("POST", "/hooks/x"),
    ] {
        guarded(&Request::new(method, path).header("Origin", "http://evil.test").send(web).unwrap(), path);
        guarded(&Request::new(method, path).send(web).unwrap(), path);
    }
    for host in
        ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "", "a b", "evil.test:80", "[::1", "x@evil.test"]
    {
        let answer = Request::new("GET", "/").header("Host", host).send(web).unwrap();
        assert!([400, 421].contains(&answer.status), "{host:?}: {}", answer.status);
        assert!(Socket::open(web, &[("Host", host)]).is_err(), "{host:?}");
    }
    // Two of them, or an address in the first line that is another.
    for request in [
        format!("GET / HTTP/1.1\r\nHost: {web}\r\nHost: evil.test\r\nConnection: close\r\n\r\n"),
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
    ] {
        let mut raw = Raw::connect(web);
        raw.send(&request);
        let status = raw.line().unwrap();
        assert!(status.contains(" 421 ") || status.contains(" 400 "), "{request}: {status}");
    }
    arena.calm();
}

pub(super) fn fault_40_web_hundreds_from_one_address() {
    // How fast they may come is another limit.
    let arena = Arena::with(&["--web", "127.0.0.1:0", "--proxy-from", PROXY, "--accept-rate", "0"]);
    let web = arena.server.door("web").unwrap();
    let request = format!("GET /api/me HTTP/1.1\r\nHost: {web}\r\n\r\n");
    let ask = |address: &str| {
        let mut raw = Raw::connect_from(SocketAddr::new(PROXY.parse().unwrap(), 0), web);
        raw.send(format!("PROXY TCP4 {address} 10.0.0.1 12345 63080\r\n{request}"));
        raw
    };
    let mut class: Vec<Raw> = (0..200).map(|_| ask("192.0.2.7")).collect();
    class.iter_mut().for_each(|student| drop(student.until(" 401 ")));
    for _ in 0..20 {
        ask("192.0.2.7").until("too_many_connections");
    }
    ask("192.0.2.8").until(" 401 ");
    drop(class);
    arena.calm();
}
