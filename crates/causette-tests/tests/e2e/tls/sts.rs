//! Strict transport security by IRC: who is told what of TLS, and that nobody can have it.

use super::client::Secure;
use super::serve;
use causette_tests::client::{Irc, PATIENCE};
use causette_tests::server::Server;
use rustix::process::Signal;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

/// With the IRC door in clear and by TLS; the line door by TLS is closed.
fn house(place: &std::path::Path, words: &[&str]) -> (Server, SocketAddr, SocketAddr) {
    let doors = ["--self-signed", "--line-tls", "off", "--irc", "127.0.0.1:0", "--irc-tls", "127.0.0.1:0"];
    let server = serve(place, &[&doors[..], words].concat());
    let (irc, tls) = (server.door("irc").unwrap(), server.door("irc+tls").unwrap());
    (server, irc, tls)
}

/// All lines that answer these, by way of `ask`: what to send, and what the last line has in it.
fn answers(lines: &[&str], ask: &mut impl FnMut(&str) -> String) -> String {
    lines.iter().map(|line| ask(line) + "\n").collect()
}

fn in_clear(address: SocketAddr, before: &[u8], lines: &[&str]) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(before).unwrap();
    answers(lines, &mut |line| {
        socket.write_all(format!("{line}\r\nPING :over\r\n").as_bytes()).unwrap();
        let mut said = Vec::new();
        let mut next = [0; 4096];
        while !String::from_utf8_lossy(&said).contains(" PONG ") {
            let read = socket.read(&mut next).unwrap();
            assert!(read > 0, "it ended after {:?}", String::from_utf8_lossy(&said));
            said.extend_from_slice(&next[..read]);
        }
        String::from_utf8(said).unwrap()
    })
}

fn by_tls(address: SocketAddr, lines: &[&str]) -> String {
    let mut secure = Secure::connect(address);
    answers(lines, &mut |line| {
        secure.send(format!("{line}\r\nPING :over\r\n"));
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.contains(" PONG ")) {
            said.push(secure.line().unwrap());
        }
        said.join("\n")
    })
}

const LS: [&str; 1] = ["CAP LS 302"];

#[test]
fn in_clear_one_is_told_where_and_by_tls_for_how_long() {
    let place = tempfile::tempdir().unwrap();
    let (_server, irc, tls) = house(place.path(), &["--irc-sts-days", "180"]);
    let told = in_clear(irc, b"", &LS);
    let port = format!("sts=port={}", tls.port());
    assert!(told.split_whitespace().any(|word| word == port) && !told.contains("duration"), "{told}");
    let told = by_tls(tls, &LS);
    assert!(told.split_whitespace().any(|word| word == "sts=duration=15552000"), "{told}");
    // Older clients know no values, and nobody can have what is only told.
    let reads = |ask: &dyn Fn(&[&str]) -> String| {
        assert!(!ask(&["CAP LS", "CAP LS 301", "CAP LIST"]).contains("sts"));
        let told = ask(&["CAP LS 302", "CAP REQ :sts", "CAP REQ :away-notify sts", "CAP REQ :-sts", "CAP LIST"]);
        assert!(told.contains(" NAK ") && !told.contains(" ACK "), "{told}");
        let list = told.lines().find(|line| line.contains(" LIST ")).unwrap();
        assert!(!list.contains("sts") && !list.contains("away-notify"), "{list}");
    };
    reads(&|lines| in_clear(irc, b"", lines));
    reads(&|lines| by_tls(tls, lines));
}

#[test]
fn unless_it_is_wanted_nothing_is_told() {
    let place = tempfile::tempdir().unwrap();
    let (_server, irc, tls) = house(place.path(), &[]);
    assert!(!in_clear(irc, b"", &LS).contains("sts=") && !by_tls(tls, &LS).contains("sts="));
}

/// Behind a proxy the ports are the proxy's: only what it says of TLS is known.
#[test]
fn whose_proxy_speaks_tls_with_them_is_told_for_how_long() {
    let place = tempfile::tempdir().unwrap();
    let words = ["--irc-sts-days", "1", "--proxy-from", "127.0.0.0/8"];
    let (_server, irc, _) = house(place.path(), &words);
    let header = |client: u8| {
        // An SSL extension: by TLS or not, unverified, nothing more.
        let addresses = [192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0x1a, 0x0b];
        let extension = [0x20, 0, 5, client, 0, 0, 0, 0];
        [b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x14", &addresses[..], &extension].concat()
    };
    let told = in_clear(irc, &header(1), &LS);
    assert!(told.contains("sts=duration=86400") && !told.contains("port="), "{told}");
    let told = in_clear(irc, &header(0), &LS);
    assert!(told.contains("message-tags") && !told.contains("sts="), "{told}");
}

#[test]
fn what_was_told_is_taken_back() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("causette.toml");
    let config = |days: u32| {
        std::fs::write(&file, format!("[line]\n[irc]\nsts_days = {days}\n[tls]\nself_signed = true\n")).unwrap();
    };
    config(2);
    let shown = file.display().to_string();
    let (server, irc, tls) = house(place.path(), &["--config", &shown, "--accept-rate", "0"]);
    assert!(by_tls(tls, &LS).contains("sts=duration=172800"));
    let mut before = Irc::connect(irc).unwrap();
    config(0);
    server.signal(Signal::HUP).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while in_clear(irc, b"", &LS).contains("sts=") {
        assert!(Instant::now() < deadline, "{}", server.stderr());
        std::thread::yield_now();
    }
    assert!(by_tls(tls, &LS).contains("sts=duration=0"), "for as long as it runs");
    before.send("CAP LS 302").unwrap();
    assert!(before.sync().unwrap().join(" ").contains(&format!("sts=port={}", tls.port())), "as when it came");
}
