//! Operators by IRC: OPER, KILL, WALLOPS, REHASH, and what the configuration says of the server and of making accounts.

use super::House;
use causette_tests::client::{Irc, PATIENCE, Text};
use std::time::Instant;

const OPS: [&str; 2] = ["--operator", "ops:secret word"];

#[test]
fn an_operator_of_the_configuration_is_one_for_everybody_until_they_step_down() {
    let house = House::with(&OPS);
    let (mut alice, mut bob) = (house.irc("alice", ""), house.irc("bob", ""));
    let mut carol = house.line("carol");
    alice.send("OPER ops :another word").unwrap();
    alice.expect(" 464 alice ").unwrap();
    alice.send("OPER nobody :secret word\r\nOPER ops").unwrap();
    alice.expect(" 464 alice ").unwrap();
    alice.expect(" 461 alice OPER ").unwrap();
    alice.send("KILL bob :why not\r\nWALLOPS :hello\r\nREHASH").unwrap();
    for _ in 0..3 {
        alice.expect(" 481 alice ").unwrap();
    }
    alice.send("OPER ops :secret word").unwrap();
    alice.expect(" 381 alice ").unwrap();
    alice.expect("MODE alice +o").unwrap();
    alice.send("MODE alice").unwrap();
    alice.expect(" 221 alice +o").unwrap();
    // Others see it.
    bob.send("WHOIS alice\r\nWHO alice\r\nWHO #tea o\r\nUSERHOST alice\r\nLUSERS").unwrap();
    bob.expect(" 313 bob alice ").unwrap();
    assert!(bob.expect(" 352 ").unwrap().contains(" alice H*@ "));
    bob.expect(" 315 ").unwrap();
    assert!(bob.expect(" 352 ").unwrap().contains(" alice H*@ "));
    bob.expect(" 302 bob alice*=+").unwrap();
    bob.expect(" 252 bob 1 ").unwrap();
    // What operators tell everybody is heard by whoever wants to, and at a terminal.
    bob.send("MODE bob +w").unwrap();
    bob.expect("MODE bob +w").unwrap();
    alice.send("WALLOPS :back at nine").unwrap();
    assert!(bob.expect("WALLOPS").unwrap().ends_with(":back at nine"));
    carol.expect("-- alice to everybody: back at nine").unwrap();
    assert!(alice.sync().unwrap().iter().all(|line| !line.contains("WALLOPS")), "she does not want to");
    alice.send("KILL alice :me\r\nKILL nobody :who").unwrap();
    alice.expect(" 481 alice ").unwrap();
    alice.expect(" 401 alice nobody ").unwrap();
    alice.send("KILL bob :enough").unwrap();
    assert!(bob.expect(" KILL bob ").unwrap().starts_with(":alice!"), "by whom, and why");
    bob.expect("ERROR").unwrap();
    assert!(alice.expect(" QUIT ").unwrap().ends_with(" QUIT :Killed (alice (enough))"), "the others as well");
    carol.expect("-- alice sent bob off this server (enough)").unwrap();
    alice.send("MODE alice -o").unwrap();
    alice.expect("MODE alice -o").unwrap();
    alice.send("KILL carol :and you").unwrap();
    alice.expect(" 481 alice ").unwrap();
}

#[test]
fn why_somebody_was_sent_off_is_cut_where_the_line_ends() {
    let house = House::with(&OPS);
    let (boss, victim) = ("é".repeat(20), "à".repeat(20));
    let (mut alice, mut bob) = (house.irc(&boss, ""), house.irc("bob", ""));
    let _carol = house.irc(&victim, "");
    alice.send("OPER ops :secret word").unwrap();
    alice.expect(" 381 ").unwrap();
    alice.send(&format!("KILL {victim} :{}", "ô".repeat(200))).unwrap();
    let said = bob.expect(" QUIT ").unwrap();
    assert!(said.ends_with("ôôô))") && (508..=510).contains(&said.len()), "{} bytes: {said}", said.len());
}

#[test]
fn a_labelled_oper_is_answered_in_one_batch() {
    let house = House::with(&OPS);
    let mut alice = Irc::register(house.irc, "alice", "labeled-response batch").unwrap();
    alice.send("@label=x OPER ops :secret word").unwrap();
    alice.expect("@label=x :").unwrap();
    assert!(alice.expect(" 381 ").unwrap().starts_with("@batch="));
    assert!(alice.expect("MODE alice +o").unwrap().starts_with("@batch="));
}

#[test]
fn at_a_terminal_the_same_operator_is_one() {
    let house = House::with(&OPS);
    let (mut carol, mut bob) = (house.line("carol"), house.irc("bob", ""));
    carol.send("/oper ops another word").unwrap();
    carol.expect("!! wrong_operator").unwrap();
    carol.send("/oper ops secret word").unwrap();
    carol.expect("-- you are an operator of this server").unwrap();
    bob.send("WHOIS carol").unwrap();
    bob.expect(" 313 bob carol ").unwrap();
    carol.send("/history #server").unwrap();
    carol.expect("ops is operator from here on").unwrap();
    carol.send("/oper off").unwrap();
    carol.expect("-- you are no longer an operator").unwrap();
    carol.send("/kill bob").unwrap();
    carol.expect("!! no_such_room").unwrap();
}

/// An account with a rank needs no OPER, nor can it put the rank down.
#[test]
fn who_owns_the_server_is_an_operator_by_signing_in() {
    let house = House::with(&OPS);
    let mut alice = house.irc("alice", "");
    alice.send("NS REGISTER correcthorse").unwrap();
    alice.expect(" 900 ").unwrap();
    let deadline = Instant::now() + PATIENCE;
    let code = loop {
        let said = house.server.said();
        if let Some((_, code)) = said.split_once("/claim ").filter(|(_, code)| code.contains('\n')) {
            break code.split_whitespace().next().unwrap().to_owned();
        }
        assert!(Instant::now() < deadline, "no code in {said}");
        std::thread::yield_now();
    };
    let mut line = Text::connect(house.server.line).unwrap();
    line.send(&format!("/login alice correcthorse\n/claim {code}")).unwrap();
    line.expect("you own this server").unwrap();
    // Her other session hears of it.
    alice.expect("MODE alice +o").unwrap();
    alice.send("MODE alice -o\r\nMODE alice").unwrap();
    assert!(alice.expect("NOTICE alice").unwrap().contains("that rank is your account's"));
    alice.expect(" 221 alice +o").unwrap();
    alice.send("WHOIS alice").unwrap();
    alice.expect(" 313 alice alice ").unwrap();
    alice.send("QUIT").unwrap();
    alice.expect("ERROR").unwrap();
    let mut again = Irc::connect(house.irc).unwrap();
    again.send("CAP REQ :sasl\r\nNICK alice\r\nUSER a 0 * :A\r\nAUTHENTICATE PLAIN").unwrap();
    again.expect("AUTHENTICATE +").unwrap();
    again.send("AUTHENTICATE AGFsaWNlAGNvcnJlY3Rob3JzZQ==").unwrap();
    again.expect(" 903 ").unwrap();
    again.send("CAP END").unwrap();
    again.expect("MODE alice +o").unwrap();
}

/// REHASH does what the signal does, and whoever the file names no longer is none any more.
#[test]
fn the_configuration_is_read_again_for_an_operator() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("causette.toml");
    let config = |more: &str| std::fs::write(&file, format!("[line]\n[irc]\n[server]\nmotd = 'one'\n{more}")).unwrap();
    config("[[operator]]\nname = 'ops'\npassword = 'secret word'\n");
    let place = file.display().to_string();
    let house = House::on(data, &["--config", &place]);
    let mut alice = house.irc("alice", "");
    alice.send("OPER ops :secret word").unwrap();
    alice.expect("MODE alice +o").unwrap();
    config("");
    alice.send("REHASH").unwrap();
    alice.expect(" 382 alice ").unwrap();
    alice.expect("MODE alice -o").unwrap();
    let deadline = Instant::now() + PATIENCE;
    while !house.server.stderr().contains("everybody on this machine can read it") {
        assert!(Instant::now() < deadline, "{}", house.server.stderr());
        std::thread::yield_now();
    }
    alice.send("OPER ops :secret word").unwrap();
    alice.expect(" 464 alice ").unwrap();
}

#[test]
fn the_server_says_what_it_is_and_who_runs_it() {
    let house = House::with(&["--description", "our school", "--server-admin", "Ms Dubois\nroom 12"]);
    let mut alice = house.irc("alice", "");
    alice.send("ADMIN\r\nVERSION\r\nWHOIS alice\r\nLINKS\r\nINFO\r\nTIME nowhere.test").unwrap();
    alice.expect(" 257 alice :Ms Dubois").unwrap();
    alice.expect(" 258 alice :room 12").unwrap();
    alice.expect(" 259 alice ").unwrap();
    assert!(alice.expect(" 351 ").unwrap().ends_with(":our school"));
    assert!(alice.expect(" 312 ").unwrap().ends_with(":our school"));
    alice.expect(" 365 alice * ").unwrap();
    alice.expect(" 374 alice ").unwrap();
    alice.expect(" 402 alice nowhere.test ").unwrap();
}

#[test]
fn accounts_are_made_as_the_configuration_says() {
    let house = House::with(&["--register-before-connect=no", "--register-requires-email"]);
    let mut alice = Irc::connect(house.irc).unwrap();
    alice.send("CAP LS 302\r\nNICK alice\r\nREGISTER * a@b.test :correct horse").unwrap();
    alice.expect("draft/account-registration=email-required,custom-account-name").unwrap();
    alice.expect("FAIL REGISTER COMPLETE_CONNECTION_REQUIRED * ").unwrap();
    alice.send("USER alice 0 * :Alice\r\nCAP END").unwrap();
    alice.expect(" 001 alice ").unwrap();
    for nothing in ["*", "alice", "a@b@c", "@b.test", "a@", "a@b..test"] {
        alice.send(&format!("REGISTER * {nothing} :correct horse")).unwrap();
        alice.expect("FAIL REGISTER INVALID_EMAIL * ").unwrap();
    }
    alice.send("NS REGISTER correcthorse").unwrap();
    alice.expect("An address is needed").unwrap();
    alice.send("REGISTER alicia a@b.test :correct horse").unwrap();
    alice.expect("REGISTER SUCCESS alicia").unwrap();
}
