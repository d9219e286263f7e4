//! What no well-meaning program sends.

use super::{House, refused};
use causette_tests::client::PATIENCE;
use causette_tests::client::http::Request;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Sends these bytes and reads to the end.
fn raw(web: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(web).unwrap();
    stream.set_read_timeout(Some(PATIENCE * 2)).unwrap();
    let _ = stream.write_all(bytes); // it may answer and close before all is sent
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer); // a reset after an answer is one way to end
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn bodies_that_cannot_be_read() {
    let house = House::joined();
    let path = "/api/rooms/general/messages";
    let send = |kind: &str, body: &[u8]| {
        let request = Request { body: body.to_vec(), ..house.request("POST", path, None).header("Content-Type", kind) };
        request.send(house.web).unwrap()
    };
    for (body, status, code) in [
        (&b"{"[..], 400, "bad_json"),
        (b"[1]", 400, "bad_json"),
        (b"\"text\"", 400, "bad_json"),
        (b"{\"text\":\"\xff\"}", 400, "bad_json"),
        (b"{\"text\":\"a\0b\"}", 400, "bad_json"),
        (b"{\"text\":\"a\\u0000b\"}", 400, "bad_text"),
        (b"{\"text\":\"\"}", 400, "empty"),
        (b"", 400, "missing_field"),
        (b"{\"text\":\"x\",\"key\":7}", 400, "bad_value"),
        (b"{\"text\":\"x\",\"type\":\"quit\"}", 400, "unknown_field"),
    ] {
        refused(&send("application/json; charset=utf-8", body), status, code);
    }
    let deep = [b"{\"text\":".as_slice(), &b"[".repeat(10_000)].concat();
    refused(&send("application/json", &deep), 400, "bad_json");
    refused(&send("text/plain", b"{\"text\":\"x\"}"), 415, "json_needed");
    refused(&send("application/json", &vec![b' '; 17 * 1024]), 413, "body_too_long");
    // In pieces, without a length.
    let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n", house.web, house.token);
    let piece = [b"1000\r\n".as_slice(), &[b' '; 4096], b"\r\n"].concat();
    let chunked = [
        format!("{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").as_bytes(),
        &piece.repeat(100),
    ]
    .concat();
    assert!(raw(house.web, &chunked).starts_with("HTTP/1.1 413"));
    assert_eq!(house.get(path).json()["facts"].as_array().unwrap().len(), 1, "nothing was said");
}

#[test]
fn paths_and_heads_that_lead_nowhere() {
    let house = House::joined();
    for (path, status) in [
        ("/api/rooms/..%2f..%2fetc%2fpasswd", 400),
        ("/api/rooms/%00", 400),
        ("/api/rooms/%ff", 404),
        ("/api/rooms/%zz", 400),
        ("/api/rooms/general/messages?after=%ff", 400),
        ("/api/rooms//messages", 400),
        ("/api/..%2fapi%2fme", 404),
        ("/page/..%2f..%2fCargo.toml", 404),
        ("/page/%00", 404),
        ("/api", 404),
        ("/hooks/", 404),
    ] {
        let answer = house.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(answer.json()["code"].is_string(), "{path}: {}", answer.text());
        for header in ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"] {
            assert!(answer.header(header).is_some(), "{path} has no {header}");
        }
    }
    let many = format!("GET /api/me HTTP/1.1\r\nHost: {}\r\n{}\r\n", house.web, "A: b\r\n".repeat(1_000_000));
    assert!(raw(house.web, many.as_bytes()).starts_with("HTTP/1.1 431"));
    let long =
        format!("GET /api/me HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n", house.web, "x".repeat(1 << 20));
    assert!(raw(house.web, long.as_bytes()).starts_with("HTTP/1.1 431"));
    for authorization in ["Basic YTpi", "Bearer", "Bearer \u{e9}", "bearer  ", "Bearer x y"] {
        let answer = Request::new("GET", "/api/me").header("Authorization", authorization).send(house.web).unwrap();
        assert_eq!(answer.status, 401, "{authorization:?}: {}", answer.text());
    }
}

#[test]
fn a_body_that_does_not_come_has_its_time() {
    let house = &House::new();
    let head = format!("POST /api/rooms/general/messages HTTP/1.1\r\nHost: {}\r\n", house.web);
    let head = format!("{head}Authorization: Bearer {}\r\nContent-Length: 100\r\n", house.token);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for (lang, words) in [("en", "Send it again at once."), ("fr", "Renvoyez-le d'un seul coup.")] {
            let request = format!("{head}Accept-Language: {lang}\r\n\r\n{{");
            scope.spawn(move || {
                let answer = raw(house.web, request.as_bytes());
                assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("body_too_slow"), "{answer}");
                assert!(answer.contains(words), "{answer}");
            });
        }
    });
    assert!(start.elapsed() < PATIENCE * 2);
}

#[test]
fn cookies_need_the_page_s_token_and_bearers_do_not() {
    let house = House::joined();
    let body = json!({ "text": "by cookie" });
    let by_cookie = |csrf: Option<&str>| {
        let request = Request::new("POST", "/api/rooms/general/messages").header("Cookie", &house.cookie).json(&body);
        let request = csrf.map_or(request.clone(), |csrf| request.header("X-CSRF-Token", csrf));
        request.send(house.web).unwrap()
    };
    refused(&by_cookie(None), 403, "foreign_page");
    refused(&by_cookie(Some("0000")), 403, "foreign_page");
    let seen = Request::new("GET", "/api/session").header("Cookie", &house.cookie).send(house.web).unwrap().json();
    assert_eq!(by_cookie(seen["csrf"].as_str()).status, 201);
    let read = Request::new("GET", "/api/rooms/general/messages").header("Cookie", &house.cookie);
    assert_eq!(read.send(house.web).unwrap().status, 200);
    let foreign = house.request("POST", "/api/rooms/general/messages", Some(body.clone()));
    refused(&foreign.header("Origin", "http://evil.test").send(house.web).unwrap(), 403, "foreign_page");
    let rebound = house.request("GET", "/api/rooms/general/messages", None).header("Host", "evil.test");
    refused(&rebound.send(house.web).unwrap(), 421, "unknown_host");
    // No GET changes anything.
    for path in ["join", "leave"] {
        refused(&house.get(&format!("/api/rooms/general/{path}")), 405, "wrong_method");
    }
    refused(&house.get(&format!("/hooks/{}", house.token)), 405, "wrong_method");
}

/// More at once than an account may have sessions: each is answered, none is half done.
#[test]
fn many_at_once_are_all_answered() {
    let house = House::joined();
    let (mut said, mut later) = (0, 0);
    std::thread::scope(|scope| {
        let ask = |n: usize| house.post("/api/rooms/general/messages", Some(json!({ "text": format!("word {n}") })));
        let all: Vec<_> = (0..200).map(|n| scope.spawn(move || ask(n))).collect();
        for answer in all {
            let answer = answer.join().unwrap();
            match answer.status {
                201 => said += 1,
                429 | 503 => {
                    later += 1;
                    assert_eq!(answer.header("retry-after"), Some("5"));
                }
                _ => panic!("{}", answer.text()),
            }
        }
    });
    assert_eq!(said + later, 200);
    let page = house.get("/api/rooms/general/messages?after=1&limit=500").json();
    assert_eq!((page["facts"].as_array().unwrap().len(), said > 0), (said, true));
}

/// Each request has a session of its own, and all of a connection's count as its lines: they wait, and none is refused.
#[test]
fn a_connection_that_asks_too_fast_is_slowed() {
    let house = House::with(&["--line-rate", "50", "--line-burst", "5"]);
    let (web, token) = (house.web, &house.token);
    let ask = format!("GET /api/me HTTP/1.1\r\nHost: {web}\r\nAuthorization: Bearer {token}\r\n");
    let all = format!("{}{ask}Connection: close\r\n\r\n", format!("{ask}\r\n").repeat(29));
    let start = Instant::now();
    let answers = raw(web, all.as_bytes());
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 30, "{answers}");
    assert!(start.elapsed() >= Duration::from_millis(480), "{:?}", start.elapsed());
}
