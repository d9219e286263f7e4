//! Where webhooks reach: by TLS whom this machine trusts, and no address that is nobody's on the Internet unless it is allowed.

use super::receiver::Receiver;
use super::{Person, product, serving};
use causette_tests::server::Program;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

#[test]
fn private_addresses_are_refused_when_it_is_made_and_names_when_it_delivers() {
    let data = tempfile::tempdir().unwrap();
    let server = serving(Program::product().unwrap(), &[]).serve(data.path()).unwrap();
    let mut alice = Person::owner(&server);
    let mut code = |url: &str| alice.ask(json!({"type": "webhook", "room": "#club", "url": url}))["code"].clone();
    for (url, expect) in [
        ("https://127.0.0.1/", "private_address"),
        ("https://10.1.2.3:8443/x", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://[fd00::1]/", "private_address"),
        ("http://example.org/", "need_https"),
        ("https://alice:secret@example.org/", "bad_url"),
        ("https://2130706433/", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
    ] {
        assert_eq!(code(url), expect, "{url}");
    }
    // A name that leads here is looked up, and no connection is made.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    alice.hook(&format!("https://localhost:{}/", listener.local_addr().unwrap().port()));
    alice.say("hi");
    while alice.hooks()[0]["last"] != "private_address" {
        std::thread::yield_now();
    }
    assert_eq!(alice.hooks()[0]["state"], "failing");
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_server_without_a_web_door_has_none() {
    let data = tempfile::tempdir().unwrap();
    let server = Program::product().unwrap().serve(data.path()).unwrap();
    let mut alice = Person::owner(&server);
    let refused = alice.ask(json!({"type": "webhook", "room": "#club", "url": "https://example.org/"}));
    assert_eq!(refused["code"], "no_webhooks");
    assert_eq!(alice.hooks(), Vec::<Value>::new());
}

#[test]
fn by_tls_only_whom_this_machine_trusts_is_told_anything() {
    let data = tempfile::tempdir().unwrap();
    let made = || rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let (trusted, other) = (made(), made());
    let roots = data.path().join("roots.pem");
    std::fs::write(&roots, trusted.cert.pem()).unwrap();
    let config = |made: &rcgen::CertifiedKey<rcgen::KeyPair>| {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        Arc::new(builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap())
    };
    let here = SocketAddr::from(([127, 0, 0, 1], 0));
    let (good, bad) = (Receiver::by(here, Some(config(&trusted))), Receiver::by(here, Some(config(&other))));
    let trusting = |command: &mut std::process::Command| {
        command.env("SSL_CERT_FILE", &roots);
    };
    let server = product().serve_with(&data.path().join("data"), trusting).unwrap();
    let mut alice = Person::owner(&server);
    let secret = alice.hook(&format!("https://localhost:{}/by-name", good.address.port()));
    alice.hook(&format!("https://{}/by-address", good.address));
    alice.hook(&format!("https://{}/untrusted", bad.address));
    alice.say("hi");
    let mut came = [good.next(), good.next()];
    came.sort_by_key(|delivery| delivery.target.clone());
    assert_eq!(came.each_ref().map(|delivery| delivery.target.as_str()), ["/by-address", "/by-name"]);
    assert!(came[1].is_signed(&secret) && !came[0].is_signed(&secret), "each has a secret of its own");
    while alice.hooks()[2]["last"] != "no_tls" {
        std::thread::yield_now();
    }
    assert!(bad.rest().is_empty());
}
