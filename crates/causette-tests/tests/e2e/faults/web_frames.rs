//! What the web door must survive before anybody asks for anything: heads without an end, broken frames, fragments, and
//! what is sent before it may be.

use super::raw::Raw;
use super::web::arena;
use causette_tests::client::http::{Request, Socket};
use serde_json::json;
use std::net::SocketAddr;

const KEY: &str = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
/// The longest message.
const MESSAGE: usize = 16 * 1024;
/// Memory an attack may cost, in KiB.
const LITTLE: u64 = 8 * 1024;

/// The request that becomes a WebSocket, with these headers besides.
fn shake(web: SocketAddr, more: &str) -> String {
    format!("GET /ws HTTP/1.1\r\nHost: {web}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{KEY}{more}\r\n")
}

/// A WebSocket whose bytes are all one's own, past the answer to its handshake, which is returned.
fn shaken(web: SocketAddr, more: &str) -> (Raw, String) {
    let mut raw = Raw::connect(web);
    raw.send(shake(web, more));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head.push_str(&raw.line().unwrap_or_else(|| panic!("no whole head: {head}")));
        head.push('\n');
    }
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    (raw, head)
}

/// The next frame: its first byte, and what it carries.
fn frame(raw: &mut Raw) -> Option<(u8, Vec<u8>)> {
    let head = raw.bytes(2)?;
    let length = match head[1] {
        126 => u64::from(u16::from_be_bytes(raw.bytes(2)?.try_into().unwrap())),
        127 => u64::from_be_bytes(raw.bytes(8)?.try_into().unwrap()),
        short => u64::from(short),
    };
    Some((head[0], raw.bytes(length as usize)?))
}

/// The code it is closed with, after which nothing comes.
#[track_caller]
fn closed(mut raw: Raw) -> u16 {
    loop {
        match frame(&mut raw).expect("it is told why") {
            (0x88, code) => {
                assert_eq!(raw.rest(), [""; 0]);
                return u16::from_be_bytes(code.try_into().unwrap());
            }
            (first, _) => assert_eq!(first, 0x81, "text is all that a server says"),
        }
    }
}

/// A frame as clients send it; a mask of zeros is one.
fn sent(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = match payload.len() {
        short @ ..126 => vec![first, 0x80 | short as u8],
        long => [&[first, 0xfe][..], &u16::try_from(long).unwrap().to_be_bytes()].concat(),
    };
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(payload);
    bytes
}

fn says(text: &str) -> Vec<u8> {
    json!({ "type": "say", "room": "#general", "text": text, "ref": text }).to_string().into_bytes()
}

pub(super) fn fault_19_web_broken_frames() {
    let (arena, web) = arena();
    let tiny = [sent(0x01, b"{"), sent(0x00, b"").repeat(1_000_000)].concat();
    let bytes = [sent(0x01, b"{"), sent(0x00, b" ").repeat(MESSAGE)].concat();
    for (name, bytes, code) in [
        ("unmasked", b"\x81\x02hi".to_vec(), 1002),
        ("a reserved bit", sent(0xc1, b"hi"), 1002),
        ("a reserved kind", sent(0x83, b"hi"), 1002),
        ("a continuation of nothing", sent(0x80, b"hi"), 1002),
        ("a message inside another", [sent(0x01, b"{"), sent(0x81, b"{}")].concat(), 1002),
        ("a ping too long", sent(0x89, &[b'x'; 126]), 1002),
        ("a ping in pieces", sent(0x09, b"x"), 1002),
        ("half a code", sent(0x88, b"x"), 1002),
        ("bytes", sent(0x82, b"{}"), 1003),
        ("no UTF-8", sent(0x81, b"\"\xff\""), 1007),
        ("half a character", [sent(0x01, b"\"\xc3"), sent(0x80, b"\"")].concat(), 1007),
        ("too long", sent(0x81, &[b' '; MESSAGE + 1]), 1009),
        ("too long in all", [sent(0x01, &[b' '; 9_000]), sent(0x80, &[b' '; 9_000])].concat(), 1009),
        ("a length of 2^63", b"\x81\xff\x80\0\0\0\0\0\0\0\0\0\0\0".to_vec(), 1009),
        ("a length of 2^63 - 1", b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0".to_vec(), 1009),
        ("a million fragments of nothing", tiny, 1009),
        ("a fragment a byte", bytes, 1009),
    ] {
        let (mut raw, _) = shaken(web, "");
        let _ = raw.push(&bytes, super::raw::LONG); // it is closed before all was sent
        assert_eq!(closed(raw), code, "{name}");
    }
    // What came before it counts, whole or in pieces; and what closes itself is answered by what it said.
    let (mut raw, _) = shaken(web, "");
    raw.send(sent(0x81, br##"{"type":"join","room":"#general"}"##));
    let (first, second) = (says("first"), says("second"));
    let (begin, rest) = second.split_at(20);
    raw.send([sent(0x81, &first), sent(0x01, begin), sent(0x89, b"?"), sent(0x80, rest)].concat());
    let (mut pong, mut ok) = (false, 0);
    while !(pong && ok == 2) {
        match frame(&mut raw).unwrap() {
            (0x8a, bytes) => pong = bytes == b"?",
            (_, text) => ok += usize::from(String::from_utf8_lossy(&text).contains(r#""type":"ok""#)),
        }
    }
    raw.send(sent(0x88, &[&1001_u16.to_be_bytes()[..], b"bye"].concat()));
    assert_eq!(closed(raw), 1001);
    assert!(arena.grown() < LITTLE, "{} KiB", arena.grown());
    arena.calm();
}

pub(super) fn fault_19_web_nothing_is_kept_ready() {
    let (arena, web) = arena();
    // Nobody's messages are compressed, so nothing can be inflated.
    let (raw, head) = shaken(web, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    assert!(!head.to_lowercase().contains("extensions"), "{head}");
    drop(raw);
    let before = arena.grown();
    // A long message is announced, and does not come.
    let mut all: Vec<Raw> = (0..400).map(|_| shaken(web, "").0).collect();
    let open = arena.grown();
    all.iter_mut().for_each(|raw| raw.send([&[0x81, 0xfe, 0x40, 0x00, 0, 0, 0, 0][..], b"{"].concat()));
    // A bystander to know when all was read.
    Socket::open(web, &[]).unwrap().until("welcome").unwrap();
    let announced = arena.grown().saturating_sub(open);
    assert!(announced < 400 * 4, "{announced} KiB for 400 messages that were only announced");
    assert!(open.saturating_sub(before) < 400 * 32, "{open} KiB for 400 WebSockets");
    drop(all);
    arena.calm();
}

pub(super) fn fault_19_web_endless_headers() {
    let (arena, web) = arena();
    let many = [shake(web, "").trim_end().as_bytes(), &b"\r\nA: b".repeat(1_000_000)].concat();
    let long = [b"GET /ws HTTP/1.1\r\nA: ".as_slice(), &[b'x'; 10 * 1024 * 1024]].concat();
    let line = [b"GET /".as_slice(), &[b'x'; 10 * 1024 * 1024]].concat();
    for (name, bytes) in [("many", many), ("long", long), ("a line", line)] {
        let mut raw = Raw::connect(web);
        let _ = raw.push(&bytes, super::raw::LONG); // it is answered before all was sent
        let status = raw.line().unwrap();
        assert!(status.contains(" 431 ") || status.contains(" 414 "), "{name}: {status}");
    }
    assert!(arena.grown() < LITTLE, "{} KiB", arena.grown());
    arena.calm();
}

/// What follows the request that becomes a WebSocket is frames, never another request; and what follows a request by which
/// nothing changes is one.
pub(super) fn fault_70_web_nothing_slips_in_before_an_upgrade() {
    let (arena, web) = arena();
    let second = format!("GET /api/session HTTP/1.1\r\nHost: {web}\r\n\r\n");
    let mut raw = Raw::connect(web);
    raw.send([shake(web, "").as_bytes(), second.as_bytes()].concat());
    assert!(raw.until("\r").contains(" 101 "));
    let mut said = Vec::new();
    while let Some(mut more) = raw.bytes(1) {
        said.append(&mut more);
    }
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(!said.contains("HTTP/1.1 ") && !said.contains("csrf"), "{said}");
    // A page cannot make a browser's request into one: it is the method, the version and the key that count.
    for (name, request) in [
        ("POST", shake(web, "Content-Length: 0\r\n").replace("GET", "POST")),
        ("no key", shake(web, "").replace(KEY, "Sec-WebSocket-Version: 13\r\n")),
        ("another version", shake(web, "").replace("Version: 13", "Version: 8")),
        ("no upgrade", shake(web, "").replace("Upgrade: websocket\r\n", "")),
    ] {
        let answer = raw_answer(web, &request);
        assert!(["HTTP/1.1 405", "HTTP/1.1 426"].iter().any(|status| answer.starts_with(status)), "{name}: {answer}");
    }
    arena.calm();
}

/// All that is answered to these bytes.
fn raw_answer(web: SocketAddr, request: &str) -> String {
    let mut raw = Raw::connect(web);
    raw.send(request.replacen("Connection: Upgrade", "Connection: Upgrade, close", 1));
    raw.rest().join("\n")
}

/// What is refused is said in the language of whoever asks, and says the next step.
pub(super) fn fault_77_web_refusals_are_in_two_languages() {
    let (arena, web) = arena();
    let long = json!({ "name": "alice", "password": "x".repeat(20_000) });
    let wrong = json!({ "name": "alice", "password": "a wrong one" });
    let csrf = Request::new("GET", "/api/session").send(web).unwrap().json()["csrf"].as_str().unwrap().to_owned();
    let by_page = |body| Request::new("POST", "/api/session").header("X-CSRF-Token", &csrf).json(body);
    for (request, status, code) in [
        (Request::new("GET", "/").header("Host", "evil.test"), 421, "unknown_host"),
        (Request::new("DELETE", "/api/session"), 403, "foreign_page"),
        (Request::new("GET", "/page/%00"), 404, "no_such_page"),
        (Request::new("PUT", "/"), 405, "wrong_method"),
        (Request::new("GET", "/ws"), 426, "websocket_needed"),
        (Request::new("GET", "/api/me"), 401, "token_needed"),
        (Request::new("GET", "/api/me").header("Authorization", "Bearer nothing"), 401, "bad_token"),
        (Request::new("POST", "/hooks/nothing").json(&json!({ "text": "x" })), 401, "bad_token"),
        (Request::new("POST", "/hooks/nothing").json(&json!({})), 400, "missing_field"),
        (Request::new("GET", "/api/figures"), 403, "not_allowed"),
        (by_page(&long), 413, "body_too_long"),
        (by_page(&wrong), 401, "wrong_login"),
        (by_page(&json!([1])), 400, "bad_json"),
    ] {
        let in_lang = |lang: &str| {
            let answer = request.clone().header("Accept-Language", lang).send(web).unwrap();
            let told = answer.json();
            assert_eq!((answer.status, told["code"].as_str()), (status, Some(code)), "{}", answer.text());
            told["text"].as_str().unwrap().to_owned()
        };
        let (english, french) = (in_lang("de, en-GB;q=0.8"), in_lang("fr-BE, en;q=0.5"));
        assert!(english != french, "{code}: {english}");
        for text in [english, french] {
            // What happened and why, and then the next step.
            assert!(text.trim_end_matches(['.', '!']).contains(['.', ':']) && text.len() > 30, "{code}: {text}");
        }
    }
    arena.calm();
}
