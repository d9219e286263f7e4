//! What newcomers pass before they are in: TLS that is none, proxies, and too many from one address.

use super::client::Secure;
use super::{guest, serve};
use causette_tests::client::PATIENCE;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

const PROXY: &str = "127.0.0.0/8";

/// What is said to whoever sends these bytes and then waits.
fn said(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(bytes).unwrap();
    let mut said = Vec::new();
    socket.read_to_end(&mut said).unwrap();
    said
}

#[track_caller]
fn one_sentence(said: &[u8], code: &str) {
    let said = String::from_utf8_lossy(said);
    assert!(said.starts_with(&format!("!! {code}: ")) && said.lines().count() == 1, "{said:?}");
}

/// Fault 18.
#[test]
fn clear_text_on_the_tls_port() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed"]);
    let long = b"hello\n".repeat(10_000);
    for bytes in [&b"hello\n"[..], b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\n", &long] {
        one_sentence(&said(server.line_tls.unwrap(), bytes), "clear_on_tls_port");
    }
    guest(&server).ask("still there", "ok 1");
}

/// Fault 70. An alert, and the end.
#[test]
fn tls_1_1_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed"]);
    for version in [[3, 1], [3, 2]] {
        let body = [&version[..], &[7; 32], &[0], &[0, 4, 0xc0, 0x13, 0, 0x2f], &[1, 0]].concat();
        let hello = [&[0x16, 3, 1, 0, body.len() as u8 + 4, 1, 0, 0, body.len() as u8][..], &body].concat();
        let said = said(server.line_tls.unwrap(), &hello);
        assert!(matches!(&*said, [0x15, 3, _, 0, 2, 2, _]), "a fatal alert: {said:02x?}");
    }
    // A hello that is none, and one that never ends.
    for rest in [&b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\xff"[..], &[0x16; 70_000]] {
        let mut socket = TcpStream::connect(server.line_tls.unwrap()).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = socket.write_all(rest); // it may be closed before all is sent
        let _ = socket.shutdown(Shutdown::Write);
        assert!(socket.read_to_end(&mut Vec::new()).is_ok_and(|read| read < 100) || socket.take_error().is_ok());
    }
    guest(&server).ask("still there", "ok 1");
}

/// A connection for somebody behind the proxy.
fn announced(server: SocketAddr, from: &str) -> TcpStream {
    let mut socket = TcpStream::connect(server).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(format!("PROXY TCP4 {from} 10.0.0.1 12345 63000\r\n").as_bytes()).unwrap();
    socket
}

/// Its first line: "You are guest", or why not.
fn first_line(socket: &mut TcpStream) -> String {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while socket.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
        line.push(byte[0]);
    }
    String::from_utf8(line).unwrap()
}

/// Fault 40: capped, with room for a class, and others are let in.
#[test]
fn an_address_has_so_many_connections() {
    let place = tempfile::tempdir().unwrap();
    let server =
        serve(place.path(), &["--self-signed", "--proxy-from", PROXY, "--per-address", "40", "--accept-rate", "0"]);
    let mut class: Vec<_> = (0..40).map(|_| announced(server.line, "192.0.2.7")).collect();
    for student in &mut class {
        assert!(first_line(student).contains("You are guest"));
    }
    let mut refused = Vec::new();
    announced(server.line, "192.0.2.7").read_to_end(&mut refused).unwrap();
    one_sentence(&refused, "too_many_connections");
    // By TLS, the reason can be read once hands were shaken.
    let mut secure = Secure::over(announced(server.line_tls.unwrap(), "192.0.2.7"), rustls::ALL_VERSIONS).unwrap();
    secure.until("!! too_many_connections: 40 connections are open from your address");
    assert!(first_line(&mut announced(server.line, "192.0.2.8")).contains("You are guest"));
    // Whoever goes leaves their place to another.
    drop(class.pop());
    let deadline = std::time::Instant::now() + PATIENCE;
    while !first_line(&mut announced(server.line, "192.0.2.7")).contains("You are guest") {
        assert!(std::time::Instant::now() < deadline, "no place was given back");
    }
}

/// Fault 65: as fast as allowed and no faster; who waits is let in again.
#[test]
fn an_address_connects_so_fast() {
    let place = tempfile::tempdir().unwrap();
    let words = ["--self-signed", "--proxy-from", PROXY, "--accept-rate", "1", "--accept-burst", "10"];
    let server = serve(place.path(), &words);
    let mut hurried = None;
    for _ in 0..200 {
        let line = first_line(&mut announced(server.line, "192.0.2.7"));
        if !line.contains("You are guest") {
            hurried = Some(line);
            break;
        }
    }
    let hurried = hurried.expect("nobody was told to wait");
    assert!(hurried.starts_with("!! connecting_too_fast: "), "{hurried}");
    let address = server.line_tls.unwrap();
    assert!(Secure::over(announced(address, "192.0.2.7"), rustls::ALL_VERSIONS).is_err(), "no handshake is wasted");
    assert!(first_line(&mut announced(server.line, "192.0.2.8")).contains("You are guest"));
    let deadline = std::time::Instant::now() + PATIENCE;
    while !first_line(&mut announced(server.line, "192.0.2.7")).contains("You are guest") {
        assert!(std::time::Instant::now() < deadline, "never let in again");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_proxy_says_for_whom_it_connects() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed", "--proxy-from", PROXY]);
    let second = |command: u8, body: &[u8]| {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [b"\r\n\r\n\0\r\nQUIT\n", &[0x20 | command, 0x11][..], &length, body].concat()
    };
    let from = [192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0xf6, 0x18];
    let headers = [
        b"PROXY TCP4 192.0.2.7 10.0.0.1 12345 63000\r\n".to_vec(),
        b"PROXY TCP6 2001:db8::7 ::1 12345 63000\r\n".to_vec(),
        b"PROXY UNKNOWN\r\n".to_vec(),
        second(1, &from),
        second(0, b""),
    ];
    for header in &headers {
        // What follows in the same packet is the client's.
        let mut socket = TcpStream::connect(server.line).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.write_all(&[&header[..], b"fin\n"].concat()).unwrap();
        let mut all = String::new();
        socket.read_to_string(&mut all).unwrap();
        assert!(all.contains("You are guest") && all.contains("goodbye") && !all.contains("!!"), "{all}");
        // Cut anywhere, and by TLS.
        let mut socket = TcpStream::connect(server.line_tls.unwrap()).unwrap();
        socket.set_nodelay(true).unwrap();
        header.chunks(1).for_each(|byte| socket.write_all(byte).unwrap());
        Secure::over(socket, rustls::ALL_VERSIONS).unwrap().until("You are guest");
    }
    for bad in [&b"hello\n"[..], b"PROXY TCP4 here there 1 2\r\n", &[b"PROXY ", &[b'x'; 500][..]].concat()] {
        one_sentence(&said(server.line, bad), "proxy_header_missing");
    }
}

#[test]
fn from_anybody_else_it_is_only_a_line() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &["--self-signed", "--proxy-from", "192.0.2.1"]);
    let mut witness = guest(&server);
    let all = said(server.line, b"PROXY TCP4 192.0.2.7 10.0.0.1 12345 63000\r\nfin\n");
    assert!(String::from_utf8_lossy(&all).contains("ok 1"), "{}", all.escape_ascii());
    witness.until("PROXY TCP4 192.0.2.7");
}
