//! Reading back by IRC, also after a restart.

use super::House;

#[test]
fn history_outlives_a_restart() {
    let house = House::new();
    let mut bob = house.line("bob");
    for n in 1..=5 {
        bob.send(&format!("message {n}")).unwrap();
        bob.expect(&format!("ok {n}")).unwrap();
    }
    drop(bob);
    let house = house.again(&[]);
    // Who cannot ask for history is shown the last messages.
    let mut old = house.irc("old", "");
    for n in 1..=5 {
        assert!(old.expect("PRIVMSG").unwrap().ends_with(&format!("PRIVMSG #tea :message {n}")));
    }
    let mut new = house.irc("new", "batch server-time message-tags draft/chathistory");
    assert!(new.sync().unwrap().iter().all(|line| !line.contains("PRIVMSG")));
    new.send("CHATHISTORY LATEST #tea * 2").unwrap();
    new.expect("BATCH +").unwrap();
    let fourth = new.expect("PRIVMSG").unwrap();
    assert!(fourth.ends_with("PRIVMSG #tea :message 4"), "{fourth}");
    assert!(new.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :message 5"));
    new.expect("BATCH -").unwrap();
    let tag = |name: &str| {
        let tags = fourth.trim_start_matches('@').split(' ').next().unwrap();
        tags.split(';').find_map(|tag| tag.strip_prefix(name)).unwrap().to_owned()
    };
    new.send(&format!("CHATHISTORY BEFORE #tea msgid={} 1", tag("msgid="))).unwrap();
    assert!(new.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :message 3"));
    new.expect("BATCH -").unwrap();
    // Two messages may have been said in one thousandth of a second.
    new.send(&format!("CHATHISTORY BEFORE #tea timestamp={} 9", tag("time="))).unwrap();
    assert!(new.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :message 1"));
    assert!(!new.sync().unwrap().join("\n").contains("message 4"));
    new.send("CHATHISTORY LATEST #nowhere * 5").unwrap();
    new.expect("FAIL CHATHISTORY INVALID_TARGET LATEST #nowhere ").unwrap();
    // Its window is closed.
    new.send("PART #tea\r\nCHATHISTORY LATEST #tea * 5").unwrap();
    new.expect("FAIL CHATHISTORY INVALID_TARGET LATEST #tea ").unwrap();
}

#[test]
fn a_message_taken_back_is_redacted() {
    let house = House::new();
    let mut alice = house.irc("alice", "echo-message message-tags draft/message-redaction");
    let mut bob = house.irc("bob", "message-tags draft/message-redaction");
    alice.send("PRIVMSG #tea :oups").unwrap();
    let echo = alice.expect("PRIVMSG").unwrap();
    let msgid = echo.split("msgid=").nth(1).unwrap().split([';', ' ']).next().unwrap().to_owned();
    bob.send(&format!("REDACT #tea {msgid}")).unwrap();
    bob.expect("FAIL REDACT REDACT_FORBIDDEN").unwrap();
    alice.send(&format!("REDACT #tea {msgid}")).unwrap();
    assert!(bob.expect("REDACT #tea").unwrap().contains(&msgid));
}

#[test]
fn where_one_read_to_is_kept() {
    let house = House::new();
    let mut alice = house.irc("alice", "draft/read-marker");
    alice.send("MARKREAD #tea").unwrap();
    assert!(alice.expect("MARKREAD").unwrap().ends_with("MARKREAD #tea *"));
    alice.send("MARKREAD #tea timestamp=2024-01-04T14:33:26.123Z").unwrap();
    assert!(alice.expect("MARKREAD").unwrap().ends_with("timestamp=2024-01-04T14:33:26.123Z"));
    alice.send("MARKREAD #tea timestamp=2023-01-04T14:33:26.123Z").unwrap();
    assert!(alice.expect("MARKREAD").unwrap().ends_with("timestamp=2024-01-04T14:33:26.123Z"));
}
