//! Another name for a room, by IRC and seen there: for clients that know RENAME, and for those that do not.

use super::House;

#[test]
fn clients_that_know_it_read_rename_and_others_leave_and_enter() {
    let house = House::new();
    let mut alice = house.irc("alice", "draft/channel-rename");
    let mut bob = house.irc("bob", "");
    let mut carol = house.line("carol");
    bob.expect("JOIN #tea").unwrap();
    alice.send("TOPIC #tea :the first flush\r\nRENAME #tea #chai :more of it").unwrap();
    let told = alice.expect("RENAME").unwrap();
    assert!(told.starts_with(":alice!") && told.ends_with("RENAME #tea #chai :more of it"), "{told}");
    let left = bob.expect("PART").unwrap();
    assert!(left.starts_with(":bob!") && left.ends_with("PART #tea :more of it"), "{left}");
    let entered = bob.expect("JOIN").unwrap();
    assert!(entered.starts_with(":bob!") && entered.ends_with("JOIN #chai"), "{entered}");
    assert!(bob.expect(" 332 ").unwrap().ends_with("332 bob #chai :the first flush"));
    bob.expect(" 333 bob #chai alice ").unwrap();
    assert!(bob.expect(" 353 ").unwrap().ends_with("= #chai :@alice bob carol"));
    bob.expect(" 366 bob #chai ").unwrap();
    carol.expect("2] -- alice renamed this room: #tea is now #chai (more of it)").unwrap();
    // All go on under the new name.
    carol.send("still here").unwrap();
    for irc in [&mut alice, &mut bob] {
        assert!(irc.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #chai :still here"));
    }
    bob.send("PRIVMSG #chai :me too").unwrap();
    carol.expect("4] <bob> me too").unwrap();
    // The old name is anybody's.
    bob.send("JOIN #tea\r\nMODE #tea +k sesame").unwrap();
    bob.expect("MODE #tea +k").unwrap();
}

#[test]
fn what_is_renamed_at_a_terminal_is_read_by_irc_and_lasts() {
    let house = House::new();
    let mut carol = house.line("carol");
    let mut alice = house.irc("alice", "draft/channel-rename");
    let mut bob = house.irc("bob", "");
    carol.send("un\n/rename #chai").unwrap();
    assert!(alice.expect("RENAME").unwrap().ends_with("RENAME #tea #chai :"));
    assert!(bob.expect("PART").unwrap().ends_with("PART #tea"));
    // The same name in other letters is no other to clients.
    carol.expect("ok 2").unwrap();
    carol.send("/rename #Chai").unwrap();
    assert!(alice.expect("RENAME").unwrap().ends_with("RENAME #chai #Chai :"));
    carol.expect("ok 3").unwrap();
    let told = bob.sync().unwrap();
    assert!(told.iter().all(|line| !line.contains("PART")), "{told:?}");
    let house = house.again(&[]);
    let mut dora = house.line("dora");
    dora.send("/join chai\n/history 3").unwrap();
    for words in ["1] <carol> un", "2] -- carol renamed this room: #tea is now #chai", "#chai is now #Chai"] {
        dora.expect(words).unwrap();
    }
    dora.send("/history #tea").unwrap();
    // `line` entered #tea, which is a room of its own since: nothing was ever said there.
    dora.send("seule").unwrap();
    dora.expect("ok 4").unwrap();
}

#[test]
fn what_cannot_be_is_said_in_the_words_that_clients_know() {
    let house = House::new();
    let mut alice = house.irc("alice", "draft/channel-rename labeled-response batch");
    let mut bob = house.irc("bob", "");
    bob.send("JOIN #cake\r\nRENAME #tea #chai\r\nRENAME #nowhere #chai\r\nRENAME #tea").unwrap();
    bob.expect(" 482 bob #tea ").unwrap();
    bob.expect(" 403 bob #nowhere ").unwrap();
    bob.expect(" 461 bob RENAME ").unwrap();
    for (typed, expect) in [
        ("RENAME #tea #CAKE", "FAIL RENAME CHANNEL_NAME_IN_USE #tea #CAKE :"),
        ("RENAME #tea chai", "FAIL RENAME CANNOT_RENAME #tea chai :"),
        ("RENAME #cake #chai", " 442 alice #cake "),
        ("JOIN #general\r\nRENAME #general #chai", "FAIL RENAME CANNOT_RENAME #general #chai :"),
    ] {
        alice.send(typed).unwrap();
        alice.expect(expect).unwrap();
    }
    alice.send("@label=x RENAME #tea #chai").unwrap();
    assert!(alice.expect("RENAME").unwrap().starts_with("@label=x :alice!"));
    // To clients that look back at what happened, too, it is a line and no command.
    let mut zoe =
        causette_tests::client::Irc::register(house.irc, "zoe", "batch draft/chathistory draft/event-playback")
            .unwrap();
    zoe.send("JOIN #chai\r\nCHATHISTORY LATEST #chai * 5").unwrap();
    assert!(zoe.expect("NOTICE #chai").unwrap().contains("alice renamed this room: #tea is now #chai"));
}
