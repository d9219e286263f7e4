//! Signing in by a certificate: SASL EXTERNAL, NickServ CERT and `/certificate`.

use super::client::Secure;
use super::serve;
use causette_tests::client::PATIENCE;
use causette_tests::server::Server;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use std::net::{SocketAddr, TcpStream};

/// A certificate that nobody vouches for.
struct Own(rcgen::CertifiedKey<rcgen::KeyPair>);

impl Own {
    fn new() -> Own {
        Own(rcgen::generate_simple_self_signed(["me".to_owned()]).unwrap())
    }

    /// What is shown: this certificate, and that key.
    fn shown(&self, key: &Own) -> CertifiedKey {
        let der = PrivateKeyDer::try_from(key.0.signing_key.serialize_der()).unwrap();
        let key = rustls::crypto::ring::sign::any_supported_type(&der).unwrap();
        CertifiedKey::new(vec![self.0.cert.der().clone()], key)
    }

    fn print(&self) -> String {
        causette_wire::stored::token::certificate(self.0.cert.der()).to_string()
    }

    fn connect(&self, address: SocketAddr) -> Secure {
        let socket = TcpStream::connect_timeout(&address, PATIENCE).unwrap();
        Secure::showing(socket, &[&TLS13, &TLS12], Some(self.shown(self))).unwrap()
    }
}

fn house(place: &std::path::Path) -> (Server, SocketAddr) {
    let server =
        serve(place, &["--self-signed", "--registration", "open", "--irc", "127.0.0.1:0", "--irc-tls", "127.0.0.1:0"]);
    let irc = server.door("irc+tls").unwrap();
    (server, irc)
}

fn irc(mut secure: Secure, nick: &str) -> Secure {
    secure.ask(&format!("NICK {nick}\r\nUSER {nick} 0 * :{nick}\r"), " 001 ");
    secure
}

#[test]
fn a_certificate_signs_in_once_it_was_added() {
    let place = tempfile::tempdir().unwrap();
    let (_server, address) = house(place.path());
    let (own, other) = (Own::new(), Own::new());
    let mut alice = irc(own.connect(address), "alice");
    alice.ask("PRIVMSG NickServ :CERT ADD\r", "NOTICE alice :");
    alice.ask("PRIVMSG NickServ :REGISTER correcthorse\r", " 900 ");
    alice.ask("PRIVMSG NickServ :CERT ADD\r", &own.print());
    alice.ask("WHOIS alice\r", &format!(" 276 alice alice :has client certificate fingerprint {}", own.print()));
    let external = |own: &Own| {
        let mut secure = own.connect(address);
        let offered = secure.ask("CAP LS 302\r", " sasl=");
        assert!(offered.contains(" sasl=PLAIN,SCRAM-SHA-256,EXTERNAL"), "{offered}");
        secure.ask("CAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r", "AUTHENTICATE +");
        secure
    };
    external(&own).ask("AUTHENTICATE +\r", " 903 ");
    // `alice` and `bob`, in base64
    external(&own).ask("AUTHENTICATE YWxpY2U=\r", " 903 ");
    external(&own).ask("AUTHENTICATE Ym9i\r", " 904 ");
    external(&other).ask("AUTHENTICATE +\r", " 904 ");
    alice.ask(&format!("NS CERT DEL {}\r", own.print()), "NOTICE alice :no certificate");
    external(&own).ask("AUTHENTICATE +\r", " 904 ");
}

#[test]
fn a_certificate_signs_in_by_lines_too_and_none_is_needed() {
    let place = tempfile::tempdir().unwrap();
    let (server, address) = house(place.path());
    let own = Own::new();
    let line = server.line_tls.unwrap();
    let mut alice = own.connect(line);
    alice.ask("/register alice correcthorse", "alice");
    alice.ask("/certificate add", &format!("certificate {}", own.print()));
    let mut again = own.connect(line);
    again.ask("/certificate login", "alice");
    again.ask("/certificate", "(this one)");
    again.ask(&format!("/certificat retirer {}", own.print()), "no certificate signs you in");
    let mut without = Secure::connect(line);
    without.ask("/certificate login", "no_certificate");
    let mut without = Secure::connect(address);
    let offered = without.ask("CAP LS 302\r", " sasl=");
    assert!(!offered.contains("EXTERNAL"), "{offered}");
    without.ask("CAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r", "AUTHENTICATE +");
    without.ask("AUTHENTICATE +\r", " 904 ");
}

/// What somebody saw of a certificate is of no use without its key.
#[test]
fn a_certificate_without_its_key_is_no_connection() {
    let place = tempfile::tempdir().unwrap();
    let (_server, address) = house(place.path());
    let (own, thief) = (Own::new(), Own::new());
    for version in [&TLS13, &TLS12] {
        let socket = TcpStream::connect_timeout(&address, PATIENCE).unwrap();
        let Ok(mut secure) = Secure::showing(socket, &[version], Some(own.shown(&thief))) else { continue };
        // By TLS 1.3 a client hears of it with the first answer.
        assert!(secure.is_refused(), "{version:?}");
    }
}
