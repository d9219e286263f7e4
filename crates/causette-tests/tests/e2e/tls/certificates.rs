//! The certificate while the server runs: another one, a bad one, one of its own.

use super::client::Secure;
use super::{guest, serve};
use causette_tests::client::PATIENCE;
use causette_tests::server::{Program, Server};
use rustix::process::Signal;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Writes a certificate for this name, whose last day is so far away.
pub(in crate::e2e) fn put(place: &Path, name: &str, days: i64) -> (String, String) {
    let mut params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    let at = |days: i64| {
        let day = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(days * 24)).unwrap();
        let day = day.to_zoned(jiff::tz::TimeZone::UTC);
        rcgen::date_time_ymd(day.year().into(), day.month() as u8, day.day() as u8)
    };
    (params.not_before, params.not_after) = (at(days.min(0) - 1), at(days));
    let key = rcgen::KeyPair::generate().unwrap();
    let pair = (params.self_signed(&key).unwrap().pem(), key.serialize_pem());
    fs::write(place.join("key.pem"), &pair.1).unwrap();
    fs::write(place.join("cert.pem"), &pair.0).unwrap();
    pair
}

fn with_files(place: &Path) -> Server {
    let files = ["cert.pem", "key.pem"].map(|file| place.join(file).display().to_string());
    serve(place, &["--tls-cert", &files[0], "--tls-key", &files[1]])
}

/// Waits until newcomers are shown another certificate than this, and returns it.
fn another(server: &Server, old: &[u8]) -> Vec<u8> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let shown = guest(server).shown();
        if shown != old {
            return shown;
        }
        assert!(Instant::now() < deadline, "the old one is still shown: {}", server.stderr());
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(super) fn logged(server: &Server, words: &str, times: usize) {
    let deadline = Instant::now() + PATIENCE;
    while server.stderr().matches(words).count() < times {
        assert!(Instant::now() < deadline, "not {times} times {words:?} in {}", server.stderr());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_new_certificate_drops_nobody() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "first.test", 90);
    let server = with_files(place.path());
    let address = server.line_tls.unwrap();
    let (over, said, met) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|threads| {
        // Those who are there talk all the time; others come and go.
        for n in 0..4 {
            let (over, said, server) = (&over, &said, &server);
            threads.spawn(move || {
                let mut old = guest(server);
                let first = old.shown();
                old.ask(&format!("/join room{n}"), "you are in");
                let mut count = 0;
                while !over.load(Ordering::Relaxed) {
                    count += 1;
                    old.ask(&format!("word {count}"), &format!("ok {count}"));
                    said.fetch_add(1, Ordering::Relaxed);
                }
                assert_eq!(old.shown(), first);
            });
        }
        for _ in 0..2 {
            let (over, met) = (&over, &met);
            threads.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    Secure::connect(address).until("You are guest");
                    met.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let mut shown = guest(&server).shown();
        for n in 0..4 {
            put(place.path(), &format!("swap{n}.test"), 90);
            if n % 2 == 0 {
                server.signal(Signal::HUP).unwrap(); // at once; else it is found by itself
            }
            shown = another(&server, &shown);
            let (before, newcomers) = (said.load(Ordering::Relaxed), met.load(Ordering::Relaxed));
            let deadline = Instant::now() + PATIENCE;
            while said.load(Ordering::Relaxed) < before + 20 || met.load(Ordering::Relaxed) < newcomers + 2 {
                assert!(Instant::now() < deadline, "somebody was dropped: {}", server.stderr());
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        over.store(true, Ordering::Relaxed);
    });
}

/// Fault 71: expired, not yet good, of another key, half written, gone: the old one stays, and the log says why.
#[test]
fn a_bad_certificate_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let good = put(place.path(), "good.test", 90);
    let server = with_files(place.path());
    let mut old = guest(&server);
    let shown = old.shown();
    let mut bad = |what: &dyn Fn(), reason: &str| {
        what();
        server.signal(Signal::HUP).unwrap();
        logged(&server, reason, 1);
        assert_eq!(guest(&server).shown(), shown, "{reason}");
        old.ask("/zzzzzz", "no command");
    };
    let (cert, key) = (place.path().join("cert.pem"), place.path().join("key.pem"));
    bad(&|| drop(put(place.path(), "late.test", -1)), "cert.pem expired on");
    bad(&|| fs::write(&cert, &good.0).unwrap(), "is not for the key");
    bad(&|| fs::write(&cert, &good.0[..good.0.len() / 2]).unwrap(), "cert.pem cannot be used for TLS");
    bad(&|| fs::write(&key, "").unwrap_or_else(|e| panic!("{e}")), "cannot be used for TLS");
    bad(&|| fs::remove_file(&cert).unwrap(), "cannot be read");
    assert!(server.stderr().contains("the old certificate stays"), "{}", server.stderr());
    assert!(!server.stderr().contains("PRIVATE KEY"), "fault 78");
    put(place.path(), "new.test", 20);
    another(&server, &shown);
    logged(&server, "the certificate ends in", 1);
}

#[test]
fn one_of_its_own_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let mut server = serve(place.path(), &["--self-signed"]);
    let shown = guest(&server).shown();
    logged(&server, "TLS: for ", 1);
    assert!(server.stop().unwrap().success());
    let server = serve(place.path(), &["--self-signed"]);
    assert_eq!(guest(&server).shown(), shown);
}

#[test]
fn what_cannot_be_is_refused_at_the_start() {
    let place = tempfile::tempdir().unwrap();
    let start = |words: &[&str]| {
        let mut program = Program::product().unwrap();
        program.words = words.iter().copied().map(String::from).collect();
        format!("{:#}", program.serve(&place.path().join("data")).err().unwrap())
    };
    let said = start(&["--line-tls", "127.0.0.1:0"]);
    assert!(said.contains("the TLS door needs a certificate, and none is named. Name one with --tls-cert"), "{said}");
    put(place.path(), "late.test", -1);
    let files = ["cert.pem", "key.pem"].map(|file| place.path().join(file).display().to_string());
    let said = start(&["--line-tls", "127.0.0.1:0", "--tls-cert", &files[0], "--tls-key", &files[1]]);
    assert!(said.contains("expired on") && said.contains("Renew it."), "{said}");
}
