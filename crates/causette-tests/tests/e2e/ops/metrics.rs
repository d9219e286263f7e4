//! `/metrics` and `/healthz`, asked as machines ask.

use causette_tests::client::{PATIENCE, Text};
use causette_tests::server::{Program, Server};
use rusqlite::Connection;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

fn serve(mut program: Program, data: &std::path::Path) -> (Server, SocketAddr) {
    program.words.extend(["--metrics".into(), "127.0.0.1:0".into()]);
    let server = program.serve(data).unwrap();
    let metrics = server.door("metrics").unwrap();
    (server, metrics)
}

/// The whole answer.
fn ask(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // It may answer and close before all is sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn get(address: SocketAddr, path: &str) -> String {
    ask(address, format!("GET {path} HTTP/1.1\r\nHost: causette\r\n\r\n").as_bytes())
}

/// The value of a figure; with its labels, as it is written.
fn figure(page: &str, name: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

/// Waits until a figure is this.
#[track_caller]
fn reaches(address: SocketAddr, name: &str, value: f64) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let page = get(address, "/metrics");
        if figure(&page, name) == Some(value) {
            return page;
        }
        assert!(Instant::now() < deadline, "{name} is never {value}:\n{page}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn figures_move() {
    let data = tempfile::tempdir().unwrap();
    let (mut server, metrics) = serve(Program::product().unwrap(), data.path());
    let before = get(metrics, "/metrics");
    assert!(
        before.starts_with("HTTP/1.1 200") && before.contains("content-type: text/plain; version=0.0.4"),
        "{before}"
    );
    assert_eq!(figure(&before, "causette_messages_total"), Some(0.0));
    let mut ann = Text::connect(server.line).unwrap();
    for n in 1..=3 {
        ann.send(&format!("canary {n}")).unwrap();
        ann.expect(&format!("ok {n}")).unwrap();
    }
    ann.send("/join canary-room").unwrap();
    ann.expect("canary-room").unwrap();
    ann.send("/kick nobody-canary").unwrap();
    ann.expect("!! ").unwrap();
    ann.send("/search canary").unwrap();
    let after = reaches(metrics, "causette_searches_total", 1.0);
    for (name, least) in [
        ("causette_info{version=\"0.1.0\"}", 1.0),
        ("causette_start_time_seconds", 1.7e9),
        ("causette_sessions{door=\"line\"}", 1.0),
        ("causette_connections_total{result=\"accepted\"}", 1.0),
        ("causette_commands_total", 6.0),
        ("causette_messages_total", 3.0),
        ("causette_facts_total", 4.0),
        ("causette_batches_total", 4.0),
        ("causette_batch_submissions_total", 6.0),
        ("causette_commit_seconds_bucket{le=\"+Inf\"}", 3.0),
        ("causette_commit_seconds_count", 3.0),
        ("causette_commit_seconds_sum", 0.0),
        ("causette_rooms_in_memory", 2.0),
        ("causette_store_bytes", 4096.0),
        ("causette_queue_limit", 1.0),
    ] {
        assert!(figure(&after, name).is_some_and(|value| value >= least), "{name} < {least}:\n{after}");
    }
    assert_eq!(figure(&after, "causette_messages_total"), Some(3.0));
    let refusals: Vec<_> = after.lines().filter(|line| line.starts_with("causette_refusals_total{")).collect();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert!(!after.contains("canary"), "words and names are nobody's figures:\n{after}");
    drop(ann);
    reaches(metrics, "causette_sessions{door=\"line\"}", 0.0);
    assert!(server.stop().unwrap().success());
}

/// Each line is a comment or a figure, each figure has a help and a type, as the format wants it.
#[test]
fn a_page_is_prometheus() {
    let data = tempfile::tempdir().unwrap();
    let (_server, metrics) = serve(Program::product().unwrap(), data.path());
    let page = get(metrics, "/metrics");
    let (_, body) = page.split_once("\r\n\r\n").unwrap();
    let mut family = "";
    for line in body.lines() {
        match line.strip_prefix("# ") {
            Some(about) => {
                let mut words = about.split(' ');
                assert!(matches!(words.next(), Some("HELP" | "TYPE")), "{line}");
                family = words.next().unwrap();
            }
            None => {
                let (name, value) = line.rsplit_once(' ').unwrap();
                assert!(name.starts_with(family) && value.parse::<f64>().is_ok(), "{line}");
            }
        }
    }
}

#[test]
fn health_says_when_nothing_can_be_saved() {
    let data = tempfile::tempdir().unwrap();
    let (server, metrics) = serve(Program::product().unwrap(), data.path());
    assert!(get(metrics, "/healthz").ends_with("\r\n\r\nok\n"));
    let mut ann = Text::connect(server.line).unwrap();
    ann.send("before").unwrap();
    ann.expect("ok 1").unwrap();
    let other = Connection::open(data.path().join("causette.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    ann.send("hello").unwrap();
    ann.expect("!! not_saved").unwrap();
    let sick = get(metrics, "/healthz");
    assert!(
        sick.starts_with("HTTP/1.1 503") && sick.ends_with("\nnot saved: another program holds the store\n"),
        "{sick}"
    );
    assert_eq!(figure(&get(metrics, "/metrics"), "causette_commits_failed_total"), Some(1.0));
    other.execute_batch("ROLLBACK").unwrap();
    ann.send("again").unwrap();
    ann.expect("ok 2").unwrap();
    assert!(get(metrics, "/healthz").ends_with("\r\n\r\nok\n"));
}

#[test]
fn hostile_requests_cost_only_themselves() {
    let data = tempfile::tempdir().unwrap();
    let (mut server, metrics) = serve(Program::product().unwrap(), data.path());
    let endless = [b"GET /metrics HTTP/1.1\r\n".as_slice(), &b"X: y\r\n".repeat(100_000)].concat();
    assert!(ask(metrics, &endless).starts_with("HTTP/1.1 431"));
    let huge = [b"GET /metrics HTTP/1.1\r\nX: ".as_slice(), &vec![b'a'; 4 << 20]].concat();
    assert!(ask(metrics, &huge).starts_with("HTTP/1.1 431"));
    let many = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10_000);
    assert!(ask(metrics, &many).matches("HTTP/1.1").count() <= 1);
    for path in ["/..%2f..%2fetc/passwd", "/%00", "//", "/metrics/", "*"] {
        let answer = get(metrics, path);
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
    // More silent peers than there are places: they are parted with, and others are answered then.
    let silent: Vec<_> = (0..40).map(|_| TcpStream::connect(metrics).unwrap()).collect();
    let mut ann = Text::connect(server.line).unwrap();
    ann.send("still here").unwrap();
    ann.expect("ok 1").unwrap();
    assert!(get(metrics, "/healthz").starts_with("HTTP/1.1 200"));
    drop(silent);
    assert!(server.stop().unwrap().success());
}

#[test]
fn a_taken_address_is_an_error() {
    let (data, taken) = (tempfile::tempdir().unwrap(), std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let mut program = Program::product().unwrap();
    program.words = vec!["--metrics".into(), taken.local_addr().unwrap().to_string()];
    let error = program.serve(data.path()).err().unwrap().to_string();
    assert!(error.contains("cannot answer for /metrics at") && error.contains("--metrics"), "{error}");
}
