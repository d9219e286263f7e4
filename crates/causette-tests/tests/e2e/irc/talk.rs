//! One conversation by IRC and by `nc`.

use super::House;

#[test]
fn one_conversation_through_two_doors() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut bob = house.line("bob");
    let joined = alice.expect("JOIN").unwrap();
    assert!(joined.starts_with(":bob!~u@") && joined.ends_with(".guest JOIN #tea"), "{joined}");
    bob.send("bonjour").unwrap();
    assert!(alice.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :bonjour"));
    alice.send("PRIVMSG #tea :salut").unwrap();
    assert!(bob.expect("salut").unwrap().ends_with("2] <alice> salut"));
    alice.send("PRIVMSG #tea :\u{1}ACTION sourit\u{1}").unwrap();
    assert!(bob.expect("sourit").unwrap().ends_with("3] * alice sourit"));
    bob.send("/me aussi").unwrap();
    assert!(alice.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :\u{1}ACTION aussi\u{1}"));
    bob.send("/edit 1 bonsoir").unwrap();
    assert!(alice.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :[edits 1] bonsoir"));
    bob.send("/delete 1").unwrap();
    assert!(alice.expect("NOTICE #tea").unwrap().contains("bob took back 1"));
    alice.send("TOPIC #tea :le thé").unwrap();
    assert!(bob.expect("topic").unwrap().contains("le thé"));
    alice.send("MODE #tea +v bob").unwrap();
    bob.expect("bob").unwrap();
    assert!(alice.expect("MODE").unwrap().ends_with("MODE #tea +v bob"));
    alice.send("NICK alicia").unwrap();
    bob.expect("alice is now alicia").unwrap();
    alice.send("PART #tea :à demain").unwrap();
    assert!(bob.expect("left #tea").unwrap().contains("à demain"));
    alice.send("PRIVMSG bob :entre nous").unwrap();
    assert!(bob.expect("entre nous").unwrap().contains("@alicia"));
    bob.send("/msg alicia oui").unwrap();
    assert!(alice.expect("PRIVMSG").unwrap().ends_with("PRIVMSG alicia :oui"));
    alice.send("QUIT :fini").unwrap();
    alice.expect("ERROR").unwrap();
}

#[test]
fn no_character_is_cut_and_a_long_message_stays_one() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut bob = house.line("bob");
    alice.expect("JOIN").unwrap();
    let long = "é".repeat(1500);
    bob.send(&long).unwrap();
    bob.expect("ok 1").unwrap();
    let mut told = String::new();
    while told.chars().count() < 1500 {
        let line = alice.expect("PRIVMSG").unwrap();
        assert!(line.len() + 2 <= 512, "{} bytes", line.len());
        told.push_str(line.split_once(" :").unwrap().1);
    }
    assert_eq!(told, long);
}

/// Whoever may send long lines does not make others read them: words that do not fit are refused, a notice is cut.
#[test]
fn words_that_do_not_fit_a_line_of_512_bytes_are_refused() {
    let house = House::with(&["--irc-line-bytes", "2048"]);
    let (mut alice, mut bob) = (house.irc("alice", ""), house.irc("bob", ""));
    alice.send("PRIVMSG #tea :short").unwrap();
    let around = bob.expect(" #tea :short").unwrap().len() + 2 - "short".len();
    let fits = "x".repeat(512 - around);
    alice.send(&format!("PRIVMSG #tea :{fits}")).unwrap();
    assert_eq!(bob.expect("PRIVMSG").unwrap().len() + 2, 512);
    alice.send(&format!("PRIVMSG #tea :{fits}12345")).unwrap();
    alice.expect(" 417 alice :Too long for one line by 5 bytes").unwrap();
    let long = "y".repeat(1500);
    alice.send(&format!("NOTICE #tea :{long}")).unwrap();
    let mut told = String::new();
    while told.len() < long.len() {
        let line = bob.expect("NOTICE #tea").unwrap();
        assert!(line.len() + 2 <= 512);
        told.push_str(line.split_once(" :").unwrap().1);
    }
    assert_eq!(told, long);
    assert!(bob.sync().unwrap().is_empty());
}

#[test]
fn several_lines_are_a_batch_for_who_can_take_it() {
    let house = House::new();
    let mut alice = house.irc("alice", "batch message-tags draft/multiline");
    let mut carol = house.irc("carol", "");
    let mut bob = house.line("bob");
    bob.send("```\none\ntwo\n```").unwrap();
    assert!(alice.expect("BATCH +").unwrap().ends_with("draft/multiline #tea"));
    for words in ["PRIVMSG #tea :one", "PRIVMSG #tea :two", "BATCH -"] {
        alice.expect(words).unwrap();
    }
    for words in ["PRIVMSG #tea :one", "PRIVMSG #tea :two"] {
        carol.expect(words).unwrap();
    }
    alice
        .send(
            "BATCH +x draft/multiline #tea\r\n@batch=x PRIVMSG #tea :three\r\n@batch=x PRIVMSG #tea :four\r\nBATCH -x",
        )
        .unwrap();
    bob.expect("<alice> three").unwrap();
    bob.expect("| four").unwrap();
}

#[test]
fn what_an_echo_and_a_label_say() {
    let house = House::new();
    let mut alice = house.irc("alice", "echo-message labeled-response batch message-tags server-time");
    alice.send("@label=a1 PRIVMSG #tea :hi").unwrap();
    let echo = alice.expect("PRIVMSG").unwrap();
    for tag in ["label=a1", "msgid=", "time=20"] {
        assert!(echo.split(' ').next().unwrap().contains(tag), "{tag}: {echo}");
    }
    alice.send("@label=a2 PING x").unwrap();
    assert!(alice.expect("PONG").unwrap().starts_with("@label=a2 "));
    alice.send("@label=a3 WHOIS alice").unwrap();
    assert!(alice.expect("BATCH").unwrap().starts_with("@label=a3 "));
    alice.expect(" 318 ").unwrap();
    alice.expect("BATCH -").unwrap();
    alice.send("@label=a4 PONG x").unwrap();
    assert!(alice.expect("ACK").unwrap().starts_with("@label=a4 "));
    alice.send("@label=a5 MODE #tea +m").unwrap();
    assert!(alice.expect("MODE").unwrap().starts_with("@label=a5;"));
}

#[test]
fn rooms_are_looked_after() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut bob = house.irc("bob", "");
    alice.expect("JOIN").unwrap();
    alice.send("MODE #tea +b eve!*@*\r\nMODE #tea +i").unwrap();
    alice.expect("+b eve!*@*").unwrap();
    alice.expect("+i").unwrap();
    for (nick, numeric) in [("eve", " 474 "), ("mallory", " 473 ")] {
        let mut other = causette_tests::client::Irc::register(house.irc, nick, "").unwrap();
        other.send("JOIN #tea").unwrap();
        other.expect(numeric).unwrap();
    }
    bob.send("MODE #tea -i").unwrap();
    bob.expect(" 482 bob #tea ").unwrap();
    alice.send("KICK #tea bob :du balai").unwrap();
    assert!(bob.expect("KICK").unwrap().ends_with("KICK #tea bob :du balai"));
    assert!(bob.sync().unwrap().is_empty(), "one is told once that one is out");
    bob.send("PRIVMSG #tea :encore").unwrap();
    bob.expect(" 404 ").unwrap();
    alice.send("MODE #tea").unwrap();
    let modes = alice.expect(" 324 ").unwrap();
    assert!(modes.ends_with("#tea +ni"), "{modes}");
}
