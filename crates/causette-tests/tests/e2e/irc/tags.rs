//! What programs attach to messages, and what one's own deeds look like to oneself.

use super::House;
use causette_tests::client::Irc;

const ALL: &str =
    "echo-message labeled-response batch message-tags server-time draft/message-redaction draft/multiline";

/// The value of a tag of a message.
fn tag<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let tags = line.strip_prefix('@')?.split(' ').next()?;
    tags.split(';').find_map(|tag| tag.strip_prefix(name)?.strip_prefix('='))
}

/// Two people who know of tags, and one who does not.
fn three(house: &House) -> [Irc; 3] {
    let mut all = [house.irc("alice", ALL), house.irc("bob", ALL), house.irc("carol", "server-time")];
    all.iter_mut().for_each(|irc| drop(irc.sync().unwrap()));
    all
}

#[test]
fn client_tags_go_where_tags_are_known_and_stay_in_history() {
    let house = House::new();
    let [mut alice, mut bob, mut carol] = three(&house);
    alice.send(r"@+a.example/x=1\:2;server=no;+y PRIVMSG #tea :hi").unwrap();
    let (echo, told) = (alice.expect("PRIVMSG").unwrap(), bob.expect("PRIVMSG").unwrap());
    for line in [&echo, &told] {
        assert_eq!(tag(line, "+a.example/x"), Some(r"1\:2"), "{line}");
        assert!(line.contains(";+y ") && !line.contains("server=no"), "{line}");
    }
    assert_eq!(tag(&echo, "msgid"), tag(&told, "msgid"));
    let bare = carol.expect("PRIVMSG").unwrap();
    assert!(bare.starts_with("@time=") && !bare.contains("+a.example"), "{bare}");
    drop((alice, bob, carol));
    let house = house.again(&[]);
    let mut old = house.irc("old", "message-tags");
    let replayed = old.expect("PRIVMSG").unwrap();
    assert_eq!(tag(&replayed, "+a.example/x"), Some(r"1\:2"), "{replayed}");
}

#[test]
fn tags_without_words_have_one_msgid_for_all() {
    let house = House::new();
    let [mut alice, mut bob, mut carol] = three(&house);
    for target in ["#tea", "bob"] {
        alice.send(&format!("@label=a;+x=1 TAGMSG {target}")).unwrap();
        let (echo, told) = (alice.expect("TAGMSG").unwrap(), bob.expect("TAGMSG").unwrap());
        assert_eq!((tag(&echo, "label"), tag(&told, "label")), (Some("a"), None));
        assert!(tag(&echo, "msgid").is_some() && tag(&echo, "msgid") == tag(&told, "msgid"), "{echo}");
        assert!(told.ends_with(&format!("TAGMSG {target}")), "{told}");
    }
    assert!(carol.sync().unwrap().is_empty());
    // To oneself: the echo, and what anybody would have got.
    alice.send("@label=b;+x=1 TAGMSG alice").unwrap();
    let both = [alice.expect("TAGMSG").unwrap(), alice.expect("TAGMSG").unwrap()];
    assert_eq!(both.iter().filter(|line| tag(line, "label").is_some()).count(), 1, "{both:?}");
    // A sign is one on every door.
    let msgid = {
        alice.send("PRIVMSG #tea :hi").unwrap();
        alice.expect("PRIVMSG").unwrap()
    };
    let msgid = tag(&msgid, "msgid").unwrap();
    let mut dave = house.line("dave");
    alice.send(&format!("@+draft/reply={msgid};+draft/react=+1 TAGMSG #tea")).unwrap();
    assert_eq!(tag(&alice.expect("+draft/react").unwrap(), "+draft/reply"), Some(msgid));
    dave.expect("alice: +1 on 1").unwrap();
}

#[test]
fn clients_ask_each_other_where_the_server_and_the_room_allow_it() {
    let house = House::with(&["--irc-ctcp=true"]);
    let [mut alice, mut bob, mut carol] = three(&house);
    let mut dave = house.line("dave");
    for target in ["#tea", "bob"] {
        alice.send(&format!("PRIVMSG {target} :\u{1}PING 12 3\u{1}")).unwrap();
        let (echo, told) = (alice.expect("PING 12 3").unwrap(), bob.expect("PING 12 3").unwrap());
        assert!(told.ends_with(&format!(" PRIVMSG {target} :\u{1}PING 12 3\u{1}")), "{told}");
        assert_eq!(tag(&echo, "msgid"), tag(&told, "msgid"));
    }
    carol.expect(" PRIVMSG #tea :\u{1}PING 12 3\u{1}").unwrap();
    bob.send("NOTICE alice :\u{1}PING 12 3\u{1}").unwrap();
    assert!(alice.expect(" NOTICE alice ").unwrap().ends_with(":\u{1}PING 12 3\u{1}"));
    // A room says no; actions are words.
    alice.send("MODE #tea +C").unwrap();
    bob.expect("MODE #tea +C").unwrap();
    bob.send("PRIVMSG #tea :\u{1}VERSION\u{1}").unwrap();
    let no = bob.expect(" 404 bob #tea ").unwrap();
    assert!(no.contains("(CTCP)") && no.contains("/mode no_ctcp off"), "{no}");
    bob.send("PRIVMSG #tea :\u{1}ACTION waves\u{1}").unwrap();
    alice.expect(" PRIVMSG #tea :\u{1}ACTION waves\u{1}").unwrap();
    carol.expect("ACTION waves").unwrap();
    // People who type see none of it, now or later.
    dave.expect("* bob waves").unwrap();
    dave.send("/history").unwrap();
    let seen = dave.expect("* bob waves").unwrap();
    assert!(!seen.contains("PING"), "{seen}");
}

#[test]
fn what_one_takes_back_oneself_comes_back_with_the_reason() {
    let house = House::new();
    let [mut alice, mut bob, mut carol] = three(&house);
    let mut dave = house.line("dave");
    alice.send("PRIVMSG #tea :oups").unwrap();
    let echo = alice.expect("PRIVMSG").unwrap();
    let msgid = tag(&echo, "msgid").unwrap();
    alice.send("REDACT #nowhere x").unwrap();
    alice.expect("FAIL REDACT INVALID_TARGET #nowhere ").unwrap();
    let elsewhere = format!("{}-1", "0".repeat(32));
    alice.send(&format!("REDACT #tea {elsewhere}")).unwrap();
    alice.expect(&format!("FAIL REDACT UNKNOWN_MSGID #tea {elsewhere}")).unwrap();
    alice.send(&format!("REDACT #tea {msgid} :wrong room")).unwrap();
    for irc in [&mut alice, &mut bob] {
        assert!(irc.expect("REDACT").unwrap().ends_with(&format!("REDACT #tea {msgid} :wrong room")));
    }
    assert!(carol.expect("NOTICE #tea").unwrap().ends_with("alice took back 1 (wrong room)"));
    dave.expect("alice took back 1 (wrong room)").unwrap();
}

#[test]
fn several_lines_come_back_as_they_were_sent_and_labelled() {
    let house = House::new();
    let [mut alice, mut bob, mut carol] = three(&house);
    let lines =
        ["@label=m;+x BATCH +1 draft/multiline #tea", "@batch=1 PRIVMSG #tea :", "@batch=1 PRIVMSG #tea :how is "];
    alice.send(&lines.join("\r\n")).unwrap();
    alice.send("@batch=1;draft/multiline-concat PRIVMSG #tea :everyone?\r\nBATCH -1").unwrap();
    let echo = alice.expect("BATCH +").unwrap();
    assert_eq!(tag(&echo, "label"), Some("m"), "{echo}");
    let told = bob.expect("BATCH +").unwrap();
    assert!(told.contains(";+x ") && tag(&told, "msgid") == tag(&echo, "msgid"), "{told}");
    for words in ["PRIVMSG #tea :", "PRIVMSG #tea :how is ", "PRIVMSG #tea :everyone?"] {
        assert!(bob.expect("PRIVMSG").unwrap().ends_with(words));
    }
    assert!(carol.expect("PRIVMSG").unwrap().ends_with(":how is "));
    assert!(carol.expect("PRIVMSG").unwrap().ends_with(":everyone?"));
}

#[test]
fn nobody_answers_a_notice_and_an_unknown_command_keeps_its_label() {
    let house = House::new();
    let mut alice = house.irc("alice", ALL);
    alice.sync().unwrap();
    alice.send("NOTICE #nowhere :hi\r\nNOTICE nobody :hi\r\nNOTICE #tea").unwrap();
    assert!(alice.sync().unwrap().is_empty());
    alice.send("@label=u NO_SUCH_COMMAND").unwrap();
    assert!(alice.expect(" 421 ").unwrap().starts_with("@label=u "));
}
