//! Accounts by IRC: REGISTER, SASL, NickServ; and what follows an account to its next client.

use super::House;
use causette_tests::client::Irc;

/// `alice NUL alice NUL correct horse` in base64.
const ALICE: &str = "YWxpY2UAYWxpY2UAY29ycmVjdCBob3JzZQ==";
/// The same with another password.
const WRONG: &str = "YWxpY2UAYWxpY2UAd3JvbmcgaG9yc2U=";

fn sign_in(house: &House, words: &str, expect: &str) -> Irc {
    let mut irc = Irc::connect(house.irc).unwrap();
    irc.send("CAP LS 302\r\nNICK alice\r\nUSER alice 0 * :Alice\r\nCAP REQ :sasl account-tag draft/read-marker\r\nAUTHENTICATE PLAIN")
        .unwrap();
    irc.expect("AUTHENTICATE +").unwrap();
    irc.send(&format!("AUTHENTICATE {words}")).unwrap();
    irc.expect(expect).unwrap();
    irc.send("CAP END").unwrap();
    irc
}

#[test]
fn an_account_is_made_signed_in_to_and_followed() {
    let house = House::new();
    let mut first = house.irc("alice", "draft/account-registration");
    first.send("REGISTER * * :correct horse").unwrap();
    first.expect("REGISTER SUCCESS alice").unwrap();
    first.expect(" 900 ").unwrap();
    first.send("PRIVMSG #tea :avant").unwrap();
    first.sync().unwrap();
    first.send("QUIT").unwrap();
    first.expect("ERROR").unwrap();
    // The name is the account's now.
    let mut guest = Irc::connect(house.irc).unwrap();
    guest.send("NICK alice\r\nUSER a 0 * :A").unwrap();
    guest.expect(" 433 ").unwrap();
    guest.send("NICK bob").unwrap();
    guest.expect(" 001 bob ").unwrap();
    sign_in(&house, WRONG, " 904 ").expect(" 433 ").unwrap();
    let mut again = sign_in(&house, ALICE, " 903 ");
    again.expect(" 001 alice ").unwrap();
    again.expect("JOIN #tea").expect("its rooms follow it, after the welcome");
    again.expect("PRIVMSG #tea :avant").expect("with what was said last");
    again.send("JOIN #tea").unwrap();
    assert!(again.sync().unwrap().is_empty(), "a client that enters its rooms by itself is not told twice");
    let mut bob = house.irc("carol", "account-tag");
    again.expect("JOIN #tea").unwrap();
    again.send("PRIVMSG #tea :me voici").unwrap();
    assert!(bob.expect("PRIVMSG").unwrap().starts_with("@account=alice :alice!"));
}

#[test]
fn where_the_server_is_set_so_a_client_says_itself_which_rooms_it_enters() {
    let house = House::with(&["--irc-follow=false"]);
    let mut first = house.irc("alice", "draft/account-registration draft/read-marker");
    first.send("REGISTER * * :correct horse").unwrap();
    first.expect("REGISTER SUCCESS alice").unwrap();
    first.send("MARKREAD #tea timestamp=2024-01-04T14:33:26.123Z").unwrap();
    first.expect("MARKREAD #tea timestamp=").unwrap();
    let mut again = sign_in(&house, ALICE, " 903 ");
    again.expect(" 001 alice ").unwrap();
    // How far one has read there is said in any case.
    again.expect("MARKREAD #tea timestamp=2024-01-04T14:33:26.123Z").unwrap();
    first.send("JOIN #den").unwrap();
    first.expect(" 366 alice #den ").unwrap();
    assert!(
        again.sync().unwrap().iter().all(|line| !line.contains(" JOIN #")),
        "neither those it is in, nor a new one"
    );
    again.send("JOIN #tea").unwrap();
    again.expect(" 366 alice #tea ").unwrap();
}

/// Another session bears the account's name: the client that signs in takes it, and is told so once.
#[test]
fn who_signs_in_under_another_nickname_is_renamed_once() {
    let house = House::new();
    let mut first = house.irc("alice", "draft/account-registration");
    first.send("REGISTER * * :correcthorse").unwrap();
    first.expect("REGISTER SUCCESS alice").unwrap();
    let mut other = house.irc("bob", "");
    other.send("PRIVMSG NickServ :IDENTIFY alice correcthorse").unwrap();
    let told = other.sync().unwrap();
    let renamed: Vec<_> = told.iter().filter(|line| line.contains(" NICK ")).collect();
    assert!(renamed.len() == 1 && renamed[0].starts_with(":bob!"), "{told:#?}");
}

#[test]
fn nickserv_answers_old_habits() {
    let house = House::new();
    let mut alice = Irc::register(house.irc, "alice", "").unwrap();
    alice.send("PRIVMSG NickServ :REGISTER correcthorse").unwrap();
    alice.expect(" 900 ").unwrap();
    alice.send("NS LOGOUT").unwrap();
    alice.expect(" 901 ").unwrap();
    alice.send("PRIVMSG NickServ :IDENTIFY alice wronghorse").unwrap();
    alice.expect("NOTICE").unwrap();
    alice.send("PRIVMSG NickServ :IDENTIFY alice correcthorse").unwrap();
    alice.expect(" 900 ").unwrap();
}

#[test]
fn the_servers_password_comes_first() {
    let house = House::with(&["--server-password", "sesame"]);
    let mut without = Irc::connect(house.irc).unwrap();
    without.send("NICK alice\r\nUSER a 0 * :A").unwrap();
    without.expect(" 464 ").unwrap();
    without.expect("ERROR").unwrap();
    let mut with = Irc::connect(house.irc).unwrap();
    with.send("PASS sesame\r\nNICK alice\r\nUSER a 0 * :A").unwrap();
    with.expect(" 001 ").unwrap();
}
