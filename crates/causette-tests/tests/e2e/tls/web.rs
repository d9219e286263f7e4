//! The web door by TLS: the same certificate, the same refusals, and a cookie that no page in clear can have set.

use super::certificates::put;
use super::client::Secure;
use super::serve;
use causette_tests::client::PATIENCE;
use causette_tests::server::Server;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

const WEB: [&str; 2] = ["--web-tls", "127.0.0.1:0"];

fn with_files(place: &Path) -> Server {
    let files = ["cert.pem", "key.pem"].map(|file| place.join(file).display().to_string());
    serve(place, &[&WEB[..], &["--tls-cert", &files[0], "--tls-key", &files[1]]].concat())
}

/// What is answered, with the certificate that was shown.
fn ask(server: &Server, request: &str) -> (Vec<String>, Vec<u8>) {
    let mut secure = Secure::connect(server.door("web+tls").unwrap());
    secure.send(request.replacen("\r\n", "\r\nHost: localhost\r\nConnection: close\r\n", 1));
    let shown = secure.shown();
    (secure.rest().0, shown)
}

/// Fault 70. An alert, and the end; and whoever speaks clear text is told so in HTTP.
#[test]
fn tls_1_1_is_refused_there_too() {
    let place = tempfile::tempdir().unwrap();
    let server = serve(place.path(), &[&WEB[..], &["--self-signed"]].concat());
    let web = server.door("web+tls").unwrap();
    let said = |bytes: &[u8]| {
        let mut socket = TcpStream::connect(web).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.write_all(bytes).unwrap();
        let mut said = Vec::new();
        socket.read_to_end(&mut said).unwrap();
        said
    };
    for version in [[3, 1], [3, 2]] {
        let body = [&version[..], &[7; 32], &[0], &[0, 4, 0xc0, 0x13, 0, 0x2f], &[1, 0]].concat();
        let hello = [&[0x16, 3, 1, 0, body.len() as u8 + 4, 1, 0, 0, body.len() as u8][..], &body].concat();
        let said = said(&hello);
        assert!(matches!(&*said, [0x15, 3, _, 0, 2, 2, _]), "a fatal alert: {said:02x?}");
    }
    let clear = String::from_utf8(said(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
    assert!(clear.starts_with("HTTP/1.1 400 ") && clear.contains("clear_on_tls_port"), "{clear}");

    let (page, _) = ask(&server, "GET / HTTP/1.1\r\n\r\n");
    assert!(page[0].contains(" 200 "), "{page:?}");
    let forget = "GET /api/session HTTP/1.1\r\nCookie: __Host-causette=nothing\r\n\r\n";
    let (answer, _) = ask(&server, forget);
    let cookie = answer.iter().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    assert!(cookie.starts_with("__Host-causette=;") && cookie.contains("; Secure"), "{cookie}");
    // Of the name that pages in clear may set nothing is known here.
    let (answer, _) = ask(&server, &forget.replace("__Host-", ""));
    assert!(!answer.iter().any(|line| line.starts_with("set-cookie: ")), "{answer:?}");
    // A page of the same name in clear is from elsewhere.
    let foreign = "POST /api/session HTTP/1.1\r\nOrigin: http://localhost\r\nContent-Length: 0\r\n\r\n";
    let (answer, _) = ask(&server, foreign);
    assert!(answer[0].contains(" 403 "), "{answer:?}");
}

/// Fault 71: expired, of another key, half written, gone. The old one stays, and it is said.
#[test]
fn a_bad_certificate_changes_nothing_there_either() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "first.test", 90);
    let server = with_files(place.path());
    let shown = || ask(&server, "GET / HTTP/1.1\r\n\r\n").1;
    let first = shown();
    let (cert, key) = (place.path().join("cert.pem"), place.path().join("key.pem"));
    let good = fs::read(&cert).unwrap();
    let other = tempfile::tempdir().unwrap();
    put(other.path(), "other.test", 90);
    let strangers = fs::read(other.path().join("key.pem")).unwrap();
    let own = fs::read(&key).unwrap();
    let wrongs = [(good[..good.len() / 2].to_vec(), own.clone()), (good.clone(), strangers), (Vec::new(), own.clone())];
    for (n, (bad_cert, bad_key)) in wrongs.into_iter().enumerate() {
        let warned = server.stderr().matches("certificate").count();
        fs::write(&key, &bad_key).unwrap();
        fs::write(&cert, &bad_cert).unwrap();
        server.signal(rustix::process::Signal::HUP).unwrap();
        let deadline = Instant::now() + PATIENCE;
        while server.stderr().matches("certificate").count() == warned {
            assert!(Instant::now() < deadline, "nothing is said of number {n}: {}", server.stderr());
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(shown(), first, "number {n}");
    }
    put(place.path(), "second.test", 90);
    server.signal(rustix::process::Signal::HUP).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while shown() == first {
        assert!(Instant::now() < deadline, "the old one is still shown: {}", server.stderr());
        std::thread::sleep(Duration::from_millis(20));
    }
}
