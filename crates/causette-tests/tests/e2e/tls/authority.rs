//! Certificates from an authority: Pebble, Let's Encrypt's own server for tests, runs beside the program.

use super::{guest, serve};
use causette_tests::client::PATIENCE;
use causette_tests::server::Server;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// An authority that believes whoever answers at these ports.
struct Pebble {
    child: Child,
    directory: String,
    http: String,
    tls: String,
}

impl Drop for Pebble {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ports that are free now: all are taken at once, so that they differ.
fn free_ports<const N: usize>() -> [u16; N] {
    let taken = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    taken.map(|listener| listener.local_addr().unwrap().port())
}

fn pebble(place: &Path) -> Pebble {
    let [listen, manage, http, tls] = free_ports();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    fs::write(place.join("authority.pem"), made.cert.pem()).unwrap();
    fs::write(place.join("authority.key"), made.signing_key.serialize_pem()).unwrap();
    let config = serde_json::json!({"pebble": {
        "listenAddress": format!("127.0.0.1:{listen}"),
        "managementListenAddress": format!("127.0.0.1:{manage}"),
        "certificate": place.join("authority.pem"),
        "privateKey": place.join("authority.key"),
        "httpPort": http,
        "tlsPort": tls,
    }});
    fs::write(place.join("pebble.json"), config.to_string()).unwrap();
    let mut command = Command::new("pebble");
    command.arg("-config").arg(place.join("pebble.json")).env("PEBBLE_VA_NOSLEEP", "1");
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let child = child.unwrap_or_else(|error| panic!("pebble ({error}): cargo xtask test installs it"));
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", listen)).is_err() {
        assert!(Instant::now() < deadline, "pebble does not listen");
        std::thread::sleep(Duration::from_millis(10));
    }
    let [http, tls] = [http, tls].map(|port| format!("127.0.0.1:{port}"));
    Pebble { child, directory: format!("https://127.0.0.1:{listen}/dir"), http, tls }
}

fn ask(place: &Path, pebble: &Pebble, how: &str) -> Server {
    let root = place.join("authority.pem").display().to_string();
    let words =
        ["--acme", how, "--acme-directory", &pebble.directory, "--acme-root", &root, "--tls-names", "localhost"];
    let more = ["--acme-listen", &pebble.http, "--line-tls", &pebble.tls, "--acme-contact", "mailto:op@example.org"];
    serve(place, &[&words[..], &more].concat())
}

/// Waits for the authority's certificate.
fn given(server: &Server) {
    let deadline = Instant::now() + PATIENCE;
    while !server.stderr().contains("newcomers are shown a new certificate") {
        assert!(Instant::now() < deadline, "no certificate: {}", server.stderr());
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn check(how: &str) {
    let place = tempfile::tempdir().unwrap();
    let pebble = pebble(place.path());
    let mut server = ask(place.path(), &pebble, how);
    // Nobody waits for the authority, and its look at the door is no guest.
    let mut early = guest(&server);
    given(&server);
    early.send("/who\n");
    while let Ok(line) = early.line() {
        assert!(!line.contains("joined"), "{line}");
        if line.contains("in #general: guest1") {
            break;
        }
    }
    let shown = guest(&server).shown();
    assert_ne!(shown, early.shown(), "newcomers are shown the authority's");
    let (_, parsed) = x509_parser::parse_x509_certificate(&shown).unwrap();
    assert!(parsed.issuer().to_string().contains("Pebble"), "{}", parsed.issuer());
    let kept = place.path().join("data/acme");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&kept), 0o700);
    let files: Vec<_> = fs::read_dir(&kept).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() == 2 && files.iter().all(|file| mode(file) == 0o600), "{files:?}");
    // It is kept, and not asked for again.
    assert!(server.stop().unwrap().success());
    let server = ask(place.path(), &pebble, how);
    assert_eq!(guest(&server).shown(), shown);
}

#[test]
fn a_certificate_is_given_by_tls_alpn_01() {
    check("tls-alpn-01");
}

#[test]
fn a_certificate_is_given_by_http_01() {
    check("http-01");
}

#[test]
fn an_authority_that_gives_none_stops_nobody() {
    let place = tempfile::tempdir().unwrap();
    let mut pebble = pebble(place.path());
    pebble.child.kill().unwrap();
    pebble.child.wait().unwrap();
    let mut server = ask(place.path(), &pebble, "tls-alpn-01");
    let deadline = Instant::now() + PATIENCE;
    while !server.stderr().contains("gave no certificate for localhost") {
        assert!(Instant::now() < deadline, "{}", server.stderr());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(server.stderr().contains("Tried again in 60 s"), "{}", server.stderr());
    guest(&server).ask("still here", "ok 1");
    assert!(server.stop().unwrap().success());
}
