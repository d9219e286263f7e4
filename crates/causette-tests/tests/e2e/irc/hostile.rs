//! FAULTS of this door: lines that are none, floods before registration, tags that only servers say, batches that never end.

use super::House;
use causette_tests::client::Irc;

/// Faults 1, 2, 3, 4, 7: what cannot be a line is said to be none, and the client stays.
#[test]
fn lines_that_are_none() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    alice.send(&format!("PRIVMSG #tea :{}", "x".repeat(100_000))).unwrap();
    alice.expect(" 417 ").unwrap();
    alice.send(&format!("@a={} PRIVMSG #tea :x", "y".repeat(9_000))).unwrap();
    alice.expect(" 417 ").unwrap();
    alice.send("PRIVMSG #tea :a\0b").unwrap();
    alice.expect("NUL").unwrap();
    alice.send("PRIVMSG #tea :still here\r\r").unwrap();
    assert!(alice.sync().unwrap().is_empty());
    for other in ["GET / HTTP/1.1\r\nHost: x\r\n", "\u{16}\u{3}\u{1}"] {
        let mut stranger = Irc::connect(house.irc).unwrap();
        stranger.send(other).unwrap();
        stranger.expect("ERROR").unwrap();
    }
}

/// Fault 20: nobody is anybody before the end of registration.
#[test]
fn ten_thousand_commands_before_registration() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut stranger = Irc::connect(house.irc).unwrap();
    for _ in 0..100 {
        stranger.send(&vec!["PRIVMSG #tea :spam"; 100].join("\r\n")).unwrap();
        for _ in 0..100 {
            stranger.expect(" 451 ").unwrap();
        }
    }
    assert!(alice.sync().unwrap().is_empty());
    alice.send("WHO *").unwrap();
    alice.expect(" 352 ").unwrap();
    assert!(alice.expect(" 3").unwrap().contains(" 315 "), "a stranger is not shown");
}

/// Faults 30, 31: what a client says of itself is not believed.
#[test]
fn nobody_says_who_they_are_but_the_server() {
    let house = House::new();
    let mut alice = house.irc("alice", "message-tags server-time account-tag");
    let mut bob = house.irc("bob", "");
    alice.expect("JOIN").unwrap();
    bob.send("@time=1999-01-01T00:00:00.000Z;account=root;msgid=1;+x=y :root!root@root PRIVMSG #tea :moi").unwrap();
    let told = alice.expect("PRIVMSG").unwrap();
    assert!(told.contains(" :bob!~bob@") && !told.contains("1999") && !told.contains("root"), "{told}");
}

/// Faults 28, 29, 32, 36.
#[test]
fn too_much_of_everything() {
    let house = House::new();
    let mut alice = house.irc("alice", "batch draft/multiline sasl");
    alice.send("JOIN #../x,#a\u{7}b,x,#,##").unwrap();
    let said = alice.sync().unwrap();
    assert!(said.iter().filter(|line| line.contains(" 403 ")).count() >= 3, "{said:#?}");
    let targets = vec!["bob"; 20].join(",");
    alice.send(&format!("PRIVMSG {targets} :x")).unwrap();
    alice.expect(" 407 ").unwrap();
    for _ in 0..2 {
        alice.send("AUTHENTICATE PLAIN").unwrap();
        alice.expect("AUTHENTICATE +").unwrap();
        for _ in 0..4 {
            alice.send(&format!("AUTHENTICATE {}", "A".repeat(400))).unwrap();
        }
        alice.send("AUTHENTICATE AAAA").unwrap();
        alice.expect(" 904 ").unwrap();
    }
    alice.send("BATCH +x draft/multiline #tea").unwrap();
    for _ in 0..101 {
        alice.send("@batch=x PRIVMSG #tea :line").unwrap();
    }
    alice.expect("MULTILINE_MAX_LINES").unwrap();
    alice.send("PRIVMSG #tea :and still here").unwrap();
    assert!(alice.sync().unwrap().is_empty());
}

/// Fault 22: one name asked for twice is had by one.
#[test]
fn one_of_two_has_the_name() {
    let house = House::new();
    let mut all: Vec<Irc> = (0..8).map(|_| Irc::connect(house.irc).unwrap()).collect();
    for irc in &mut all {
        irc.send("NICK same\r\nUSER u 0 * :U").unwrap();
    }
    let first = |irc: &mut Irc| irc.expect("causette.local ").unwrap();
    let welcome = all.iter_mut().map(first).filter(|line| line.contains(" 001 ")).count();
    assert_eq!(welcome, 1);
}

/// Fault 33: a secret room is as none for who is not in it.
#[test]
fn a_secret_room_is_none() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    alice.send("MODE #tea +s").unwrap();
    alice.expect("MODE #tea +s").unwrap();
    let mut eve = Irc::register(house.irc, "eve", "batch draft/chathistory").unwrap();
    let mut said = |room: &str| {
        let wishes = ["NAMES", "MODE", "TOPIC", "WHO", "LIST", "CHATHISTORY LATEST"];
        let lines = wishes.map(|wish| match wish {
            "CHATHISTORY LATEST" => format!("{wish} {room} * 5"),
            wish => format!("{wish} {room}"),
        });
        eve.send(&lines.join("\r\n")).unwrap();
        eve.sync().unwrap().join("\n").replace(room, "ROOM")
    };
    assert_eq!(said("#tea"), said("#nothere"));
    eve.send("WHOIS alice").unwrap();
    eve.expect(" 311 ").unwrap();
    assert!(!eve.sync().unwrap().join("\n").contains("#tea"));
}
