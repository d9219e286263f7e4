//! Faults 67, 68, 69, 72, 78 at the web door: passwords that are guessed, asking which accounts there are, too much at once,
//! words that sign in, and what of all that is logged.

use super::arena::Arena;
use super::raw;
use super::web::arena;
use crate::e2e::admin::audit;
use crate::e2e::api::{register, token};
use causette_tests::client::http::{Answer, Request, Socket};
use causette_tests::server::Program;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long the owner of an account that is attacked waits at most.
const OWNER: Duration = Duration::from_secs(5);
const PASSWORD: &str = "correct horse";

/// What a page that nobody signed in to was told.
fn csrf(web: SocketAddr) -> String {
    Request::new("GET", "/api/session").send(web).unwrap().json()["csrf"].as_str().unwrap().to_owned()
}

/// As a page asks by which nobody is signed in.
fn page(csrf: &str, path: &str, body: &Value) -> Request {
    Request::new("POST", path).header("X-CSRF-Token", csrf).json(body)
}

fn login(csrf: &str, name: &str, password: &str) -> Request {
    page(csrf, "/api/session", &json!({ "name": name, "password": password }))
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_else(|| panic!("{} {}", answer.status, answer.text())).to_owned()
}

fn name(web: SocketAddr, cookie: &str) -> Value {
    Request::new("GET", "/api/session").header("Cookie", cookie).send(web).unwrap().json()["name"].clone()
}

/// Its WebSocket, past both welcomes.
fn socket(web: SocketAddr, cookie: &str) -> Socket {
    let mut socket = Socket::open(web, &[("Cookie", cookie)]).unwrap();
    socket.until("welcome").unwrap();
    socket.until("welcome").unwrap();
    socket
}

/// What a limit of so many at once, and one more every `step` milliseconds, has let through since then.
fn most((burst, step): (u64, u64), since: Instant) -> u64 {
    burst + u64::try_from(since.elapsed().as_millis()).unwrap() / step + 1
}

/// Tries passwords until told to stop; how many were compared. Says once that it is held up.
fn hammer(
    (web, csrf): (SocketAddr, &str),
    from: IpAddr,
    name: impl Fn(usize) -> String,
    (stop, held): (&AtomicBool, &AtomicUsize),
) -> u64 {
    let (start, mut compared, mut waited) = (Instant::now(), 0, false);
    for n in 0.. {
        if stop.load(Ordering::Relaxed) || start.elapsed() > 3 * raw::LONG {
            break;
        }
        let (lang, wait) = [("en", "Try again in "), ("fr", "Réessayez dans ")][n % 2];
        let guess = login(csrf, &name(n), &format!("guess number {n}")).header("Accept-Language", lang);
        let answer = guess.send_from(from, web).unwrap();
        match (answer.status, code(&answer).as_str()) {
            (401, "wrong_login") => compared += 1,
            (429, "locked_out") => {
                assert!(answer.text().contains(wait) && answer.header("retry-after").is_some(), "{}", answer.text());
                held.fetch_add(usize::from(!waited), Ordering::Relaxed);
                waited = true;
            }
            _ => panic!("{} {}", answer.status, answer.text()),
        }
    }
    compared
}

pub(super) fn fault_67_web_passwords_are_guessed() {
    use causette_core::limits::{SIGN_IN_HOST, SIGN_IN_NAME};
    let (arena, web) = arena();
    let home = register(web, "alice");
    let csrf = csrf(web);
    let (start, stop, held) = (Instant::now(), AtomicBool::new(false), AtomicUsize::new(0));
    let (one, many) = std::thread::scope(|s| {
        // Four that want one account, and one that wants any.
        let attack = |from: String, name: fn(usize) -> String| {
            let (csrf, from, flags) = (&csrf, address(&from), (&stop, &held));
            s.spawn(move || hammer((web, csrf), from, name, flags))
        };
        let four: Vec<_> = (50..54).map(|n| attack(format!("127.0.0.{n}"), |_| "alice".to_owned())).collect();
        let any = attack("127.0.0.60".to_owned(), |n| format!("somebody{n}"));
        while held.load(Ordering::Relaxed) < 5 {
            assert!(start.elapsed() < 2 * raw::LONG, "{held:?} of 5 are held up");
            std::thread::sleep(Duration::from_millis(5));
        }
        let knock = Instant::now();
        let owner = login(&csrf, "alice", PASSWORD).send(web).unwrap();
        assert_eq!(owner.json()["name"], "alice", "{}", owner.text());
        assert!(knock.elapsed() < OWNER, "the owner waited {:?}", knock.elapsed());
        // Where she never was, a word from home takes the place of the password.
        let mut socket = socket(web, &home);
        socket.send(&json!({ "type": "link" })).unwrap();
        let word = socket.until("code").unwrap()["code"].clone();
        let away = page(&csrf, "/api/session", &json!({ "word": word })).send_from(address("127.0.0.61"), web).unwrap();
        assert_eq!(away.json()["name"], "alice", "{}", away.text());
        stop.store(true, Ordering::Relaxed);
        let four: u64 = four.into_iter().map(|one| one.join().unwrap()).sum();
        (four, any.join().unwrap())
    });
    assert!((1..=most(SIGN_IN_NAME, start)).contains(&one), "{one} guesses at one account were compared");
    assert!((1..=most(SIGN_IN_HOST, start)).contains(&many), "{many} guesses from one address were compared");
    assert!(audit(arena.data.path()).contains("many wrong passwords for alice"));
    arena.calm();
}

pub(super) fn fault_68_web_an_unknown_name_and_a_wrong_password() {
    // Without bystanders: processor time is counted below.
    let mut program = Program::product().unwrap();
    program.words = ["--web", "127.0.0.1:0"].map(str::to_owned).to_vec();
    let arena = Arena::empty(&program, tempfile::tempdir().unwrap());
    let web = arena.server.door("web").unwrap();
    ["alice", "carol"].iter().for_each(|name| drop(register(web, name)));
    let (csrf, long) = (csrf(web), "x".repeat(300));
    let mut texts = Vec::new();
    for lang in ["en", "fr"] {
        for word in ["a wrong one", "x", &long] {
            let [known, unknown] = ["alice", "nobody"].map(|name| {
                let ask = login(&csrf, name, word).header("Accept-Language", lang);
                let answer = ask.send_from(address("127.0.0.30"), web).unwrap();
                assert_eq!((answer.status, answer.header("set-cookie")), (401, None));
                answer.text()
            });
            assert_eq!(known, unknown);
            texts.push(known);
        }
    }
    texts.dedup();
    assert!(texts.len() == 2 && texts.iter().all(|text| text.contains(r#""code":"wrong_login""#)), "{texts:?}");
    // Both are compared with something: it is the work that is counted, which a busy machine does not change.
    let work = |name: &str, from: &str| {
        let before = arena.usage().cpu;
        for n in 0..8 {
            let answer = login(&csrf, name, &format!("a wrong one {n}")).send_from(address(from), web).unwrap();
            assert_eq!(code(&answer), "wrong_login");
        }
        arena.usage().cpu - before
    };
    let (known, unknown) = (work("carol", "127.0.0.31"), work("noone", "127.0.0.32"));
    assert!(known < 3 * unknown && unknown < 3 * known, "{known:?} for a name that is there, {unknown:?} for none");
    arena.calm();
}

pub(super) fn fault_69_web_a_password_of_a_megabyte() {
    let (arena, web) = arena();
    let csrf = csrf(web);
    let ask = |path: &str, length: usize, lang: &str| {
        let body = json!({ "name": "alice", "password": "x".repeat(length) });
        page(&csrf, path, &body).header("Accept-Language", lang).send(web).unwrap()
    };
    for lang in ["en", "fr"] {
        for (length, sign_in, made) in
            [(1 << 20, "body_too_long", "body_too_long"), (7_000, "wrong_login", "bad_password")]
        {
            assert_eq!(code(&ask("/api/session", length, lang)), sign_in, "{length} bytes");
            assert_eq!(code(&ask("/api/account", length, lang)), made, "{length} bytes");
        }
    }
    assert_eq!(code(&ask("/api/account", 601, "fr")), "bad_password");
    assert_eq!(ask("/api/account", 600, "fr").status, 200);
    assert_eq!(ask("/api/session", 600, "en").json()["name"], "alice");
    let grown = arena.grown();
    assert!(grown < 48 * 1024, "{grown} KiB");
    arena.calm();
}

pub(super) fn fault_69_web_many_sign_in_at_once() {
    let arena = Arena::with(&["--web", "127.0.0.1:0", "--accept-rate", "0"]);
    let web = arena.server.door("web").unwrap();
    let cookie = register(web, "alice");
    let mut reader = socket(web, &cookie);
    let csrf = csrf(web);
    // So few from each address that none of them is held up for that. All are sent before any is answered.
    let mut all: Vec<TcpStream> = (0..64)
        .map(|n| {
            let from = SocketAddr::new(address(&format!("127.0.2.{}", 1 + n / 20)), 0);
            let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
            socket.bind(&from.into()).unwrap();
            socket.connect(&web.into()).unwrap();
            TcpStream::from(socket)
        })
        .collect();
    for (n, stream) in all.iter_mut().enumerate() {
        let body = json!({ "name": format!("somebody{n}"), "password": "a password" }).to_string();
        let head =
            format!("POST /api/session HTTP/1.1\r\nHost: {web}\r\nX-CSRF-Token: {csrf}\r\nConnection: close\r\n");
        let head = format!("{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.set_read_timeout(Some(3 * raw::LONG)).unwrap();
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    }
    // Nobody who reads waits for them.
    reader.send(&json!({ "type": "rooms" })).unwrap();
    reader.until("rooms").unwrap();
    let (mut told, mut grown) = (BTreeMap::<String, usize>::new(), 0);
    for stream in &mut all {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let code = answer.split(r#""code":""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or(&answer);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert_eq!(status, if code == "wrong_login" { "401" } else { "503" }, "{answer}");
        *told.entry(code.to_owned()).or_default() += 1;
        grown = grown.max(arena.grown());
    }
    // Where there are more than may wait, the line door's own test looks.
    let [busy, wrong, late] = ["busy", "wrong_login", "no_answer"].map(|code| told.get(code).copied().unwrap_or(0));
    assert!(wrong > 0 && busy + wrong + late == all.len(), "{told:?}");
    assert!(grown < 128 * 1024, "{grown} KiB");
    assert_eq!(login(&csrf, "alice", PASSWORD).send(web).unwrap().json()["name"], "alice");
    drop((all, reader));
    arena.calm();
}

/// Whether any file of the directory holds these bytes.
fn holds(data: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(data).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file());
    files.into_iter().any(|file| std::fs::read(file).unwrap().windows(bytes.len()).any(|seen| seen == bytes))
}

/// What a browser is told to keep.
fn kept(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap_or_else(|| panic!("{}", answer.text()));
    set.split(';').next().unwrap().to_owned()
}

pub(super) fn fault_72_web_cookies_and_a_new_password() {
    let (arena, web) = arena();
    let first = register(web, "alice");
    let csrf = csrf(web);
    let others: Vec<String> = (0..3).map(|_| kept(&login(&csrf, "alice", PASSWORD).send(web).unwrap())).collect();
    let mut all: Vec<&String> = others.iter().chain([&first]).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 4, "every sign-in has a word of its own");
    let mut away = socket(web, &others[0]);
    let mut here = socket(web, &first);
    let wrong = json!({ "type": "password", "old": "a wrong one", "password": "battery staple" });
    here.send(&wrong).unwrap();
    assert_eq!(here.until("refused").unwrap()["code"], "wrong_login");
    assert_eq!(name(web, &others[1]), "alice", "a password that was not changed ends nothing");
    here.send(&json!({ "type": "password", "old": PASSWORD, "password": "battery staple" })).unwrap();
    here.until("password_changed").unwrap();
    away.until("goodbye").unwrap();
    for cookie in &others {
        let seen = Request::new("GET", "/api/session").header("Cookie", cookie).send(web).unwrap();
        assert_eq!(seen.json()["name"], Value::Null);
        assert_eq!(kept(&seen), "causette=", "the browser is told to forget it");
        let says = Request::new("GET", "/api/me").header("Cookie", cookie).header("Accept-Language", "fr");
        assert_eq!(code(&says.send(web).unwrap()), "bad_token");
    }
    assert_eq!(code(&login(&csrf, "alice", PASSWORD).send(web).unwrap()), "wrong_login");
    let again = kept(&login(&csrf, "alice", "battery staple").send(web).unwrap());
    assert_eq!(name(web, &again), "alice");
    // Signing out ends the word, not only the cookie; and one that is tried for another is none.
    let theirs = Request::new("GET", "/api/session").header("Cookie", &again).send(web).unwrap().json();
    let out = Request::new("DELETE", "/api/session").header("Cookie", &again);
    let out = out.header("X-CSRF-Token", theirs["csrf"].as_str().unwrap()).send(web).unwrap();
    assert_eq!((out.status, kept(&out).as_str()), (200, "causette="));
    assert_eq!(name(web, &again), Value::Null);
    for cookie in all.into_iter().chain([&again]) {
        let word = cookie.split_once('=').unwrap().1;
        assert!(word.len() >= 32 && !holds(arena.data.path(), word.as_bytes()), "{word} can be read in the data");
    }
    drop((away, here));
    arena.calm();
}

pub(super) fn fault_78_web_no_secret_in_the_log() {
    let place = tempfile::tempdir().unwrap();
    let mut program = Program::product().unwrap();
    program.words = ["--log", "debug", "--web", "127.0.0.1:0"].map(str::to_owned).to_vec();
    let mut server = program.serve(&place.path().join("data")).unwrap();
    let web = server.door("web").unwrap();
    let cookie = register(web, "kanarie");
    let stranger = csrf(web);
    let own = Request::new("GET", "/api/session").header("Cookie", &cookie).send(web).unwrap().json();
    let own = own["csrf"].as_str().unwrap().to_owned();
    let bearer = token(web, &cookie, json!({ "scope": "all" }));
    let hook = token(web, &cookie, json!({ "scope": "say", "room": "#general" }));
    let mut socket = socket(web, &cookie);
    socket.send(&json!({ "type": "link" })).unwrap();
    let word = socket.until("code").unwrap()["code"].as_str().unwrap().to_owned();
    socket.send(&json!({ "type": "say", "room": "#general", "text": "kanarie by WebSocket", "ref": "s" })).unwrap();
    socket.until("ok").unwrap();
    socket.send(&json!({ "type": "kanarie" })).unwrap();
    socket.until("refused").unwrap();
    let authorization = format!("Bearer {bearer}");
    let by_token = |method: &str, path: &str| Request::new(method, path).header("Authorization", &authorization);
    let text = json!({ "text": "kanarie by HTTP" });
    for (request, status) in [
        (by_token("POST", "/api/rooms/general/messages").header("Idempotency-Key", "kanarie-key").json(&text), 201),
        (by_token("GET", "/api/search?q=kanarie"), 200),
        (by_token("GET", "/api/rooms/kanarie/messages?after=kanarie"), 400),
        (by_token("GET", "/kanarie?token=kanarie"), 404),
        (Request::new("POST", &format!("/hooks/{hook}")).json(&text), 201),
        (Request::new("POST", "/hooks/kanarie?room=general").json(&text), 401),
        (Request::new("GET", "/api/me").header("Authorization", "Bearer kanarie"), 401),
        (login(&stranger, "kanarie", "kanarie-password"), 401),
        (page(&stranger, "/api/session", &json!({ "word": word })), 200),
        (page(&stranger, "/api/session", &json!({ "word": "kanarie" })), 401),
        (
            Request::new("DELETE", "/api/session")
                .header("Cookie", "causette=kanarie")
                .header("X-CSRF-Token", "kanarie"),
            403,
        ),
        (Request::new("GET", "/").header("Host", "kanarie"), 421),
        (Request::new("POST", "/api/session").header("Origin", "http://kanarie"), 403),
    ] {
        let answer = request.send(web).unwrap();
        assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
    }
    let mut broken = raw::Raw::connect(web);
    broken.send("GET /kanarie kanarie\r\nkanarie: kanarie\r\n\r\n");
    broken.line();
    drop((broken, socket));
    assert!(server.stop().unwrap().success());
    let log = server.stderr();
    assert!(log.contains("DEBUG ") && log.contains("INFO stopping"), "all is logged: {log}");
    let cookie = cookie.split_once('=').unwrap().1;
    for secret in ["kanarie", PASSWORD, cookie, &stranger, &own, &bearer, &hook, &word] {
        assert!(secret.len() > 6 && !log.to_lowercase().contains(&secret.to_lowercase()), "{secret} is logged:\n{log}");
    }
}
