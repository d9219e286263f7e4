//! Signing in by SCRAM-SHA-256, with the bench's own arithmetic: a proof is the password and the nonce of the challenge.

use super::accounts::{login, open, private, register};
use super::bench::{Bench, join};
use crate::Submission;
use causette_core::{Command, Door, Name, Origin, Password, Scram};

fn first(name: &str) -> Command {
    Command::Scram(Scram::First(name.to_owned()))
}

/// Asks for a challenge, and gives its nonce.
fn challenged(bench: &mut Bench, n: u32, name: &str) -> String {
    bench.clear();
    bench.ask(n, first(name));
    bench.run();
    let heard = bench.take(n);
    heard[0].strip_prefix("challenge ").unwrap_or_else(|| panic!("{heard:?}")).to_owned()
}

fn proof(password: &str, nonce: &str) -> Command {
    Command::Scram(Scram::Final(format!("{password} {nonce}")))
}

fn done() -> Command {
    Command::Scram(Scram::Done)
}

/// Alice has an account, and 2 is a guest.
fn alice() -> Bench {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    bench
}

#[test]
fn a_right_proof_signs_in_as_a_password_does() {
    let mut bench = alice();
    let nonce = challenged(&mut bench, 2, "Alice");
    bench.ask(2, proof("alice's password", &nonce));
    bench.run();
    bench.heard(2, &[&format!("server {nonce}")]);
    bench.ask(2, done());
    bench.run();
    bench.heard(2, &["signed in alice", "in #general 1 []+"]);
    bench.ask(2, first("alice"));
    bench.run();
    bench.heard(2, &["signed_in"]);
}

#[test]
fn a_proof_is_good_once_and_for_its_own_exchange() {
    let mut bench = alice();
    let nonce = challenged(&mut bench, 2, "alice");
    for (wrong, why) in [("other password", "wrong"), ("alice's password", "the exchange is over")] {
        bench.ask(2, proof(wrong, &nonce));
        bench.run();
        let heard = bench.take(2);
        let expect = if why == "wrong" { "wrong_login" } else { "bad_scram" };
        assert_eq!(heard, [expect], "{why}");
    }
    let other = challenged(&mut bench, 2, "alice");
    assert_ne!(nonce, other);
    bench.ask(2, proof("alice's password", &nonce));
    bench.run();
    bench.heard(2, &["wrong_login"]);
    // A right one, twice.
    let nonce = challenged(&mut bench, 2, "alice");
    bench.ask(2, proof("alice's password", &nonce));
    bench.ask(2, proof("alice's password", &nonce));
    bench.ask(2, done());
    bench.run();
    bench.heard(2, &[&format!("server {nonce}"), "bad_scram", "bad_scram"]);
}

#[test]
fn no_step_is_left_out() {
    let mut bench = alice();
    bench.ask(2, done());
    bench.ask(2, proof("alice's password", "0"));
    bench.ask(2, first("not a name"));
    bench.run();
    bench.heard(2, &["bad_scram", "bad_scram", "bad_scram"]);
    challenged(&mut bench, 2, "alice");
    bench.ask(2, done());
    bench.run();
    bench.heard(2, &["bad_scram"]);
}

/// Whoever is not known is asked and refused like whoever is.
#[test]
fn nobody_learns_who_has_an_account() {
    let mut bench = alice();
    let nonce = challenged(&mut bench, 2, "nobody");
    bench.ask(2, proof("nobody's password", &nonce));
    bench.run();
    bench.heard(2, &["wrong_login"]);
}

#[test]
fn wrong_proofs_wait_like_wrong_passwords() {
    let mut bench = alice();
    open(&mut bench, 3, "192.0.2.7");
    bench.run();
    for _ in 0..10 {
        let nonce = challenged(&mut bench, 3, "alice");
        bench.ask(3, proof("guess", &nonce));
        bench.run();
        bench.heard(3, &["wrong_login"]);
    }
    // The right one is not even looked at from there, and the account's owner is not held up at home.
    let nonce = challenged(&mut bench, 3, "alice");
    bench.ask(3, proof("alice's password", &nonce));
    bench.run();
    bench.heard(3, &["locked_out"]);
    let nonce = challenged(&mut bench, 2, "alice");
    bench.ask(2, proof("alice's password", &nonce));
    bench.run();
    bench.heard(2, &[&format!("server {nonce}")]);
}

#[test]
fn a_password_that_was_changed_meanwhile_proves_nothing() {
    let mut bench = alice();
    let change = |old: &str, new: &str| Command::Password {
        old: Password::typed(old).unwrap(),
        new: Password::new(new).unwrap(),
    };
    let nonce = challenged(&mut bench, 2, "alice");
    bench.ask(2, proof("alice's password", &nonce));
    bench.run();
    bench.heard(2, &[&format!("server {nonce}")]);
    bench.ask(1, change("alice's password", "another password"));
    bench.run();
    bench.ask(2, done());
    bench.run();
    bench.heard(2, &["wrong_login"]);
    let nonce = challenged(&mut bench, 2, "alice");
    bench.ask(1, change("another password", "a third password"));
    bench.run();
    bench.ask(2, proof("another password", &nonce));
    bench.run();
    bench.heard(2, &["wrong_login"]);
}

/// SASL 3.2: an IRC client signs in anew as it likes; its nickname and its rooms stay.
#[test]
fn an_account_becomes_another_on_irc_only() {
    let mut bench = private(1);
    bench.ask(1, register("alice"));
    bench.run();
    bench.clear();
    let from = Origin { private: true, ..Origin::clear(Door::Irc, None) };
    bench.sequencer.push(Submission::Open { session: super::bench::session(2), from });
    bench.ask(2, Command::Nick(Name::new("al").unwrap()));
    bench.ask(2, Command::Introduce(causette_core::Face::new("al", "Al", false)));
    bench.ask(2, join("#club"));
    bench.ask(2, register("bob"));
    bench.run();
    bench.clear();
    bench.ask(2, login("alice", "alice's password"));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard[0], "signed in alice", "alice is here by that name: {heard:?}");
    assert!(heard.iter().any(|told| told.starts_with("in #club")), "{heard:?}");
    bench.ask(2, login("bob", "bob's password"));
    bench.run();
    let heard = bench.take(2);
    assert_eq!(heard[0], "signed in bob", "alice's name is not one to keep: {heard:?}");
    bench.ask(2, login("bob", "wrong"));
    bench.run();
    assert_eq!(bench.take(2)[0], "wrong_login", "and nothing has changed");
    bench.ask(1, login("bob", "bob's password"));
    bench.run();
    assert_eq!(bench.take(1).last().map(String::as_str), Some("signed_in"));
}

#[test]
fn a_nickname_is_kept_by_who_signs_in_on_irc() {
    let mut bench = private(0);
    let from = Origin { private: true, ..Origin::clear(Door::Irc, None) };
    for n in [1, 2] {
        bench.sequencer.push(Submission::Open { session: super::bench::session(n), from });
    }
    bench.ask(1, register("alice"));
    bench.ask(1, Command::Logout);
    bench.ask(2, Command::Nick(Name::new("al").unwrap()));
    bench.run();
    bench.clear();
    bench.ask(2, login("alice", "alice's password"));
    bench.run();
    bench.heard(2, &["signed in al"]);
}
