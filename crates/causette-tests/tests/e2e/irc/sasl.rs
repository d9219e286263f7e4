//! SASL by IRC: SCRAM-SHA-256 as a client computes it, signing in anew, and messages that do not end.

use super::House;
use base64ct::{Base64, Encoding};
use causette_tests::client::Irc;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

fn hmac(key: &[u8], words: &str) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(words).finalize().into_bytes().into()
}

/// A field of a server's text: `s=…`.
fn field<'t>(text: &'t str, key: &str) -> &'t str {
    text.split(',').find_map(|part| part.strip_prefix(key)).unwrap_or_else(|| panic!("no {key} in {text}"))
}

/// What a client says in the exchange, and what the server must prove then (RFC 5802, 3).
struct Client {
    first: String,
    password: &'static str,
}

impl Client {
    fn new(name: &str, password: &'static str) -> Client {
        Client { first: format!("n={name},r=fyko+d2lbbFgONRv9qkxdawL"), password }
    }

    fn last(&self, challenge: &str) -> (String, String) {
        let salt = Base64::decode_vec(field(challenge, "s=")).unwrap();
        let rounds = field(challenge, "i=").parse().unwrap();
        let salted = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(self.password.as_bytes(), &salt, rounds);
        let key = hmac(&salted, "Client Key");
        let bare = format!("c=biws,r={}", field(challenge, "r="));
        let signed = format!("{},{challenge},{bare}", self.first);
        let signature = hmac(&Sha256::digest(key), &signed);
        let proof: Vec<u8> = key.iter().zip(signature).map(|(a, b)| a ^ b).collect();
        let server = hmac(&hmac(&salted, "Server Key"), &signed);
        (format!("{bare},p={}", Base64::encode_string(&proof)), format!("v={}", Base64::encode_string(&server)))
    }
}

fn say(irc: &mut Irc, text: &str) {
    irc.send(&format!("AUTHENTICATE {}", Base64::encode_string(text.as_bytes()))).unwrap();
}

fn hear(irc: &mut Irc) -> String {
    let line = irc.expect("AUTHENTICATE ").unwrap();
    let base64 = line.rsplit(' ').next().unwrap();
    String::from_utf8(Base64::decode_vec(base64).unwrap()).unwrap()
}

fn challenged(irc: &mut Irc, client: &Client) -> String {
    irc.send("AUTHENTICATE SCRAM-SHA-256").unwrap();
    irc.expect("AUTHENTICATE +").unwrap();
    say(irc, &format!("n,,{}", client.first));
    hear(irc)
}

/// Alice has an account, and somebody is about to sign in.
fn alice() -> (House, Irc) {
    let house = House::new();
    let mut first = house.irc("alice", "draft/account-registration");
    first.send("REGISTER * * :correct horse").unwrap();
    first.expect(" 900 ").unwrap();
    first.send("QUIT").unwrap();
    first.expect("ERROR").unwrap();
    let mut irc = Irc::connect(house.irc).unwrap();
    irc.send("CAP LS 302").unwrap();
    assert!(irc.expect(" sasl=").unwrap().contains(" sasl=PLAIN,SCRAM-SHA-256"));
    irc.send("CAP REQ :sasl").unwrap();
    irc.expect("ACK").unwrap();
    (house, irc)
}

#[test]
fn who_proves_the_password_is_signed_in_and_so_does_the_server() {
    let (_house, mut irc) = alice();
    let client = Client::new("Alice", "correct horse");
    let challenge = challenged(&mut irc, &client);
    let (proof, expected) = client.last(&challenge);
    say(&mut irc, &proof);
    assert_eq!(hear(&mut irc), expected);
    irc.send("AUTHENTICATE +").unwrap();
    irc.expect(" 900 ").unwrap();
    irc.expect(" 903 ").unwrap();
    irc.send("NICK alice\r\nUSER a 0 * :A\r\nCAP END").unwrap();
    irc.expect(" 001 alice ").unwrap();
}

#[test]
fn nothing_else_is_let_in_by_scram() {
    let (_house, mut irc) = alice();
    let (right, wrong) = (Client::new("alice", "correct horse"), Client::new("alice", "wrong horse"));
    let challenge = challenged(&mut irc, &wrong);
    say(&mut irc, &wrong.last(&challenge).0);
    irc.expect(" 904 ").unwrap();
    // What was right for one challenge is not for the next.
    let old = right.last(&challenge).0;
    let next = challenged(&mut irc, &right);
    assert_ne!(field(&challenge, "r="), field(&next, "r="));
    say(&mut irc, &old);
    irc.expect(" 904 ").unwrap();
    // Nor is one step left out, nor one said twice.
    let challenge = challenged(&mut irc, &right);
    irc.send("AUTHENTICATE +").unwrap();
    irc.expect(" 904 ").unwrap();
    irc.send("AUTHENTICATE SCRAM-SHA-256").unwrap();
    irc.expect("AUTHENTICATE +").unwrap();
    say(&mut irc, &right.last(&challenge).0);
    irc.expect(" 904 ").unwrap();
    // Whoever does not believe the server is not signed in.
    let challenge = challenged(&mut irc, &right);
    say(&mut irc, &right.last(&challenge).0);
    hear(&mut irc);
    irc.send("AUTHENTICATE *").unwrap();
    irc.expect(" 906 ").unwrap();
    irc.send("NICK bob\r\nUSER b 0 * :B\r\nCAP END").unwrap();
    irc.expect(" 001 bob ").unwrap();
    irc.send("WHOIS bob").unwrap();
    assert!(irc.sync().unwrap().iter().all(|line| !line.contains(" 330 ")));
}

/// An unknown name is asked like a known one, the same each time, and refused like it.
#[test]
fn an_account_is_not_found_out() {
    let (_house, mut irc) = alice();
    let mut salts = Vec::new();
    for name in ["nobody", "NOBODY", "alice"] {
        let client = Client::new(name, "correct horsf");
        let challenge = challenged(&mut irc, &client);
        salts.push((field(&challenge, "s=").to_owned(), field(&challenge, "i=").to_owned()));
        say(&mut irc, &client.last(&challenge).0);
        irc.expect(" 904 ").unwrap();
    }
    let [once, again, known] = &salts[..] else { panic!() };
    assert_eq!(once, again);
    assert_eq!((once.0.len(), &once.1), (known.0.len(), &known.1));
}

/// SASL 3.2: whoever is signed in signs in as somebody else, and keeps nickname and rooms.
#[test]
fn a_client_signs_in_anew() {
    let (house, mut guest) = alice();
    guest.send("QUIT").unwrap();
    let mut bob = house.irc("bob", "sasl draft/account-registration");
    bob.send("REGISTER robert * :battery staple").unwrap();
    bob.expect(" 900 ").unwrap();
    bob.sync().unwrap();
    // `NUL alice NUL correct horse`
    bob.send("AUTHENTICATE PLAIN\r\nAUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=").unwrap();
    assert!(bob.expect(" 900 ").unwrap().contains(" bob!"), "the nickname stays");
    bob.expect(" 903 ").unwrap();
    bob.send("WHOIS bob").unwrap();
    let whois = bob.sync().unwrap();
    assert!(whois.iter().any(|line| line.contains(" 330 bob bob alice ")), "{whois:?}");
    assert!(whois.iter().any(|line| line.contains(" 319 ") && line.contains("#tea")), "{whois:?}");
    // The same account again moves nothing.
    bob.send("AUTHENTICATE PLAIN\r\nAUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=").unwrap();
    bob.expect(" 903 ").unwrap();
    let told = bob.sync().unwrap();
    assert!(told.iter().all(|line| !line.contains("JOIN")), "{told:?}");
}

/// Once refused, the rest of an endless message is not an answer each.
#[test]
fn a_message_that_does_not_end_is_refused_once() {
    let (_house, mut irc) = alice();
    irc.send("AUTHENTICATE PLAIN").unwrap();
    irc.expect("AUTHENTICATE +").unwrap();
    for _ in 0..20 {
        irc.send(&format!("AUTHENTICATE {}", "A".repeat(400))).unwrap();
    }
    irc.send("AUTHENTICATE AAAA").unwrap();
    let told = irc.sync().unwrap();
    assert_eq!(told.iter().filter(|line| line.contains(" 90")).count(), 1, "{told:?}");
    irc.send("AUTHENTICATE PLAIN").unwrap();
    irc.expect("AUTHENTICATE +").unwrap();
}
