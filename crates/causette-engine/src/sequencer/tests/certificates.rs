//! Certificates that sign somebody in.

use super::accounts::{private, register};
use super::bench::{Bench, session};
use crate::Submission;
use causette_core::notice::CertificateLine;
use causette_core::{Certificates, Command, Door, Fingerprint, Name, Origin, Password};

/// The first digits of each, and a star for the connection's own.
pub(super) fn words(lines: &[CertificateLine]) -> String {
    let line = |l: &CertificateLine| format!("{}{}", &l.fingerprint.to_string()[..2], if l.this { "*" } else { "" });
    format!("certificates [{}]", lines.iter().map(line).collect::<Vec<_>>().join(" "))
}

/// A connection with this certificate.
fn open(bench: &mut Bench, n: u32, print: u8) {
    let certificate = Some(Fingerprint([print; 32]));
    let from = Origin { private: true, certificate, ..Origin::clear(Door::Line, None) };
    bench.sequencer.push(Submission::Open { session: session(n), from });
}

fn wish(wish: Certificates) -> Command {
    Command::Certificates(wish)
}

fn external(name: Option<&str>) -> Command {
    Command::External(name.map(|name| Name::new(name).unwrap()))
}

/// 1 is alice, who added the certificate 17; 2 has the same one, 3 has 34, 4 none.
fn bench() -> Bench {
    let mut bench = private(0);
    for (n, print) in [(1, 17), (2, 17), (3, 34)] {
        open(&mut bench, n, print);
    }
    super::accounts::open(&mut bench, 4, "127.0.0.1");
    bench.ask(1, register("alice"));
    bench.ask(1, wish(Certificates::Add));
    bench.run();
    assert_eq!(bench.take(1).last().map(String::as_str), Some("certificates [11*]"));
    bench.clear();
    bench
}

#[test]
fn who_has_the_key_is_signed_in() {
    let mut bench = bench();
    for (n, command) in [(2, external(Some("bob"))), (2, external(None)), (3, external(None)), (4, external(None))] {
        bench.ask(n, command);
    }
    bench.run();
    bench.heard(2, &["unknown_certificate", "signed in alice"]);
    bench.heard(3, &["unknown_certificate"]);
    bench.heard(4, &["no_certificate"]);
    // No fingerprint is a word to type.
    bench.ask(3, Command::Resume("\u{11}".repeat(32)));
    bench.run();
    bench.heard(3, &["bad_token"]);
}

#[test]
fn a_certificate_signs_in_one_account_until_it_is_removed() {
    let mut bench = bench();
    bench.ask(2, register("bob"));
    bench.run();
    bench.clear();
    for command in
        [wish(Certificates::Add), wish(Certificates::List), wish(Certificates::Remove(Fingerprint([17; 32])))]
    {
        bench.ask(2, command);
    }
    bench.ask(4, wish(Certificates::List));
    bench.run();
    bench.heard(2, &["certificate_taken", "certificates []", "no_such_certificate"]);
    bench.heard(4, &["sign_in_first"]);
    bench.ask(1, wish(Certificates::Add));
    bench.ask(1, wish(Certificates::Remove(Fingerprint([17; 32]))));
    bench.ask(1, wish(Certificates::List));
    bench.run();
    bench.heard(1, &["certificates [11*]", "certificates []", "certificates []"]);
    bench.ask(2, wish(Certificates::Add));
    bench.run();
    bench.heard(2, &["certificates [11*]"]);
}

#[test]
fn a_new_password_ends_certificates_and_their_number_is_bounded() {
    let mut bench = bench();
    let (old, new) = (Password::typed("alice's password").unwrap(), Password::new("another password").unwrap());
    bench.ask(1, Command::Password { old, new });
    bench.run();
    bench.clear();
    bench.ask(1, wish(Certificates::List));
    bench.ask(2, external(None));
    bench.run();
    assert_eq!(bench.take(1).last().map(String::as_str), Some("certificates []"));
    bench.heard(2, &["unknown_certificate"]);
    for print in 0..11 {
        open(&mut bench, 10 + u32::from(print), 100 + print);
        bench.ask(10 + u32::from(print), super::accounts::login("alice", "another password"));
        bench.ask(10 + u32::from(print), wish(Certificates::Add));
        bench.run();
    }
    assert_eq!(bench.take(20).last().map(String::as_str), Some("list_full"));
}
