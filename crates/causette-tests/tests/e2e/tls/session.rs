//! Sessions by TLS: the same words, the same order, the same patience.

use super::client::{End, Secure};
use super::{guest, serve};
use causette_tests::client::{PATIENCE, Text};
use std::net::TcpStream;

#[test]
fn a_session_by_tls_talks_to_one_in_clear() {
    let place = tempfile::tempdir().unwrap();
    let mut server = serve(place.path(), &["--self-signed"]);
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let socket = TcpStream::connect(server.line_tls.unwrap()).unwrap();
        let mut secure = Secure::over(socket, &[version]).unwrap();
        assert_eq!(secure.version(), version.version);
        let mut clear = Text::connect(server.line).unwrap();
        secure.ask("/nick alice", "your name is now alice");
        clear.send("/nick bob").unwrap();
        clear.expect("your name is now bob").unwrap();
        let words = "x".repeat(3000);
        secure.ask(&format!("secretly {words}"), "ok ");
        clear.expect(&format!("<alice> secretly {words}")).unwrap();
        clear.send("openly").unwrap();
        secure.until("<bob> openly");
        secure.send("/quit\n");
        let (rest, end) = secure.rest();
        assert!(end == End::Said && rest.last().is_some_and(|line| line.contains("goodbye")), "{rest:?} {end:?}");
        clear.expect("alice is gone").unwrap();
    }
    assert!(server.stop().unwrap().success());
}

/// Fault 63, by TLS: the last line counts when the end was said, its answer arrives, and the end is said back.
#[test]
fn a_said_end_executes_the_unfinished_line() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed"]);
    let (mut witness, mut secure) = (guest(&server), guest(&server));
    secure.send("a whole line\nthe last words");
    secure.half_close();
    let (rest, end) = secure.rest();
    let saved: Vec<_> = rest.iter().filter(|line| line.starts_with("ok ")).collect();
    assert_eq!((saved.len(), end), (2, End::Said), "{rest:?}");
    witness.until("the last words");
}

/// Whoever cuts the bytes must not decide where a message ends.
#[test]
fn a_cut_drops_the_unfinished_line() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed"]);
    let (mut witness, mut secure) = (guest(&server), guest(&server));
    secure.ask("/nick cut", "your name is now cut");
    secure.ask("a whole line", "ok 1");
    secure.send("pay him 10");
    secure.cut();
    witness.until("a whole line");
    witness.until("cut is gone");
    witness.ask("/history 5", "a whole line");
    witness.ask("mine", "ok 2");
}

/// Fault 39, by TLS: what a reader does not read is bounded, and once it reads again nothing is missing.
#[test]
fn a_slow_reader_misses_nothing() {
    const MESSAGES: usize = 1500;
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed"]);
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect_timeout(&server.line_tls.unwrap().into(), PATIENCE).unwrap();
    let mut slow = Secure::over(socket.into(), rustls::ALL_VERSIONS).unwrap();
    slow.ask("/join busy", "you are in #busy");
    let mut writer = guest(&server);
    writer.ask("/join busy", "you are in #busy");
    let filler = "x".repeat(3900);
    for n in 1..=MESSAGES {
        writer.ask(&format!("{n} {filler}"), &format!("ok {n}"));
    }
    let grown = resident(server.pid());
    assert!(grown < 64 * 1024, "{grown} KiB for one who does not read");
    for n in 1..=MESSAGES {
        slow.until(&format!("{n}] <guest2> {n} x"));
    }
    slow.ask("/nick awake", "your name is now awake");
}

/// Memory a process holds for itself, in KiB.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
