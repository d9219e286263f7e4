//! What people and rooms say of themselves, by IRC and beside the line door; and searching.

use super::House;
use causette_tests::client::Irc;

const CAPS: &str = "batch draft/metadata-3";
/// `alice NUL alice NUL correct horse` in base64.
const ALICE: &str = "YWxpY2UAYWxpY2UAY29ycmVjdCBob3JzZQ==";

/// What came, but for what every client is told.
#[track_caller]
fn came(irc: &mut Irc, expect: &[&str]) {
    let seen = irc.sync().unwrap();
    assert_eq!(seen.len(), expect.len(), "{seen:#?}");
    for (line, words) in seen.iter().zip(expect) {
        assert!(line.contains(words), "{words:?} is not in {line:?} of {seen:#?}");
    }
}

#[test]
fn one_profile_through_two_doors() {
    let house = House::new();
    let (mut alice, mut bob, mut old) = (house.irc("alice", CAPS), house.line("bob"), house.irc("old", ""));
    alice.expect("JOIN #tea").unwrap();
    alice.send("METADATA * SUB url display-name").unwrap();
    alice.expect(" 770 alice url display-name").unwrap();
    alice.expect(" 774 alice #tea").unwrap();
    // A person's.
    bob.send("/profile url https://bob.example").unwrap();
    bob.expect("your profile says url: https://bob.example").unwrap();
    alice.expect(" 761 alice bob url * https://bob.example").unwrap();
    bob.send("/profile im tea").unwrap();
    bob.expect("says im: tea").unwrap();
    alice.send("METADATA bob GET im url nothing $bad").unwrap();
    came(
        &mut alice,
        &[
            "BATCH +",
            " 761 alice bob im * tea",
            " 761 alice bob url * https://bob.example",
            " 766 alice bob nothing ",
            "FAIL METADATA KEY_INVALID $bad",
            "BATCH -",
        ],
    );
    alice.send("WHOIS bob").unwrap();
    alice.expect(" 760 alice bob im * tea").unwrap();
    alice.send("METADATA * SET display-name :Alice L.").unwrap();
    alice.expect(" 761 alice alice display-name * :Alice L.").unwrap();
    bob.send("/whois alice").unwrap();
    bob.expect("alice says display-name: Alice L.").unwrap();
    bob.send("/profile url -").unwrap();
    alice.expect(" 766 alice bob url ").unwrap();
    // A room's, by whoever looks after it: alice found it.
    bob.send("/profile #tea url https://tea.example").unwrap();
    bob.expect("!! forbidden").unwrap();
    alice.send("METADATA #tea SET url :https://tea.example").unwrap();
    alice.expect(" 761 alice #tea url * https://tea.example").unwrap();
    bob.expect("alice set url of this room: https://tea.example").unwrap();
    bob.send("/profile #tea").unwrap();
    bob.expect("#tea says url: https://tea.example").unwrap();
    alice.send("METADATA #tea CLEAR").unwrap();
    came(&mut alice, &["BATCH +", " 766 alice #tea url ", "BATCH -"]);
    bob.expect("alice took url out of this room's profile").unwrap();
    alice.send("METADATA #tea CLEAR").unwrap();
    came(&mut alice, &["BATCH +", "BATCH -"]);
    // Whoever does not know what it is hears nothing of it.
    let seen = old.sync().unwrap().join("\n");
    assert!(!seen.contains("url") && !seen.contains("METADATA"), "{seen}");
}

/// Each hears what they subscribed to, in their own draft's words, and newcomers hear what stands there.
#[test]
fn each_client_is_told_of_its_own_keys() {
    let house = House::new();
    let mut alice = house.irc("alice", CAPS);
    alice.send("METADATA * SET url x\r\nMETADATA #tea SET url y").unwrap();
    alice.sync().unwrap();
    let mut second = Irc::register(house.irc, "second", "batch draft/metadata-2").unwrap();
    let mut third = Irc::register(house.irc, "third", CAPS).unwrap();
    second.send("METADATA * SUB url\r\nJOIN #tea").unwrap();
    let seen = second.sync().unwrap().join("\n");
    assert!(seen.contains("METADATA #tea url * y") && seen.contains("METADATA alice url * x"), "{seen}");
    third.send("METADATA * SUB im\r\nJOIN #tea").unwrap();
    let seen = third.sync().unwrap().join("\n");
    assert!(!seen.contains(" url "), "{seen}");
    second.expect("JOIN #tea").unwrap();
    alice.send("METADATA * SET url z\r\nMETADATA * SET im w\r\nMETADATA * SET url").unwrap();
    alice.sync().unwrap();
    came(&mut second, &["METADATA alice url * z", "METADATA alice url *"]);
    came(&mut third, &[" 761 third alice im * w"]);
    // Who comes is made known to those who are there.
    let mut late = Irc::register(house.irc, "late", CAPS).unwrap();
    late.send("METADATA * SET url l\r\nJOIN #tea").unwrap();
    late.sync().unwrap();
    came(&mut second, &["JOIN #tea", "METADATA late url * l"]);
    third.send("METADATA * SUBS\r\nMETADATA * UNSUB im\r\nMETADATA * SUBS\r\nMETADATA #tea SYNC").unwrap();
    came(
        &mut third,
        &[
            "JOIN #tea",
            "BATCH +",
            " 772 third im",
            "BATCH -",
            " 771 third im",
            "BATCH +",
            "BATCH -",
            "BATCH +",
            "BATCH -",
        ],
    );
    // Watching tells those who share no room.
    let mut far = Irc::register(house.irc, "far", CAPS).unwrap();
    far.send("METADATA * SUB im\r\nMONITOR + alice").unwrap();
    came(&mut far, &[" 770 far im", " 730 far alice!", " 761 far alice im * w"]);
    alice.send("METADATA * SET im v").unwrap();
    alice.sync().unwrap();
    came(&mut far, &[" 761 far alice im * v"]);
}

#[test]
fn what_is_wrong_with_it_is_said() {
    let house = House::new();
    let mut alice = house.irc("alice", CAPS);
    let _bob = house.irc("bob", CAPS);
    alice.expect("JOIN #tea").unwrap();
    let keys = |from: u32, to: u32| (from..to).map(|n| format!("k{n}")).collect::<Vec<_>>().join(" ");
    for (asked, expect) in [
        ("METADATA", "FAIL METADATA NEED_MORE_PARAMS"),
        ("METADATA * GET", "FAIL METADATA NEED_MORE_PARAMS"),
        ("METADATA * DANCE", "FAIL METADATA SUBCOMMAND_INVALID DANCE"),
        ("METADATA nobody GET url", "FAIL METADATA INVALID_TARGET nobody"),
        ("METADATA #nowhere LIST", "FAIL METADATA INVALID_TARGET #nowhere"),
        ("METADATA $a:x LIST", "FAIL METADATA INVALID_TARGET $a:x"),
        ("METADATA bob SET url x", "FAIL METADATA KEY_NO_PERMISSION bob url"),
        ("METADATA bob CLEAR", "FAIL METADATA KEY_NO_PERMISSION bob *"),
        ("METADATA bob SET $url$ x", "FAIL METADATA KEY_INVALID $url$"),
        ("METADATA * SET url", "FAIL METADATA KEY_NOT_SET alice url"),
        ("METADATA * SET url :a\u{1b}b", "FAIL METADATA INVALID_VALUE url"),
    ] {
        alice.send(asked).unwrap();
        came(&mut alice, &[expect]);
    }
    for n in 0..20 {
        alice.send(&format!("METADATA * SET k{n} x")).unwrap();
    }
    alice.sync().unwrap();
    alice.send("METADATA * SET k20 x").unwrap();
    came(&mut alice, &["FAIL METADATA LIMIT_REACHED alice"]);
    alice.send(&format!("METADATA * SUB {}", keys(0, 13))).unwrap();
    alice.send(&format!("METADATA * SUB {}", keys(13, 26))).unwrap();
    alice.send(&format!("METADATA * SUB {}", keys(26, 39))).unwrap();
    alice.sync().unwrap();
    alice.send(&format!("METADATA * SUB {}", keys(39, 52))).unwrap();
    alice.expect("FAIL METADATA TOO_MANY_SUBS k50").unwrap();
}

#[test]
fn an_account_keeps_what_it_says_also_what_was_said_before_it_signed_in() {
    let house = House::new();
    let mut first = house.irc("alice", "draft/account-registration batch draft/metadata-3");
    first.send("REGISTER * * :correct horse").unwrap();
    first.expect("REGISTER SUCCESS alice").unwrap();
    first.send("METADATA * SET url :https://a.example").unwrap();
    first.expect(" 761 ").unwrap();
    drop(first);
    let house = house.again(&[]);
    let mut again = Irc::connect(house.irc).unwrap();
    again.send("CAP LS 302\r\nCAP REQ :sasl batch draft/metadata-3\r\nMETADATA * SET im :tea").unwrap();
    again.expect(" 761 * * im * tea").unwrap();
    again.send("NICK alice\r\nUSER alice 0 * :Alice\r\nAUTHENTICATE PLAIN").unwrap();
    again.expect("AUTHENTICATE +").unwrap();
    again.send(&format!("AUTHENTICATE {ALICE}")).unwrap();
    again.expect(" 903 ").unwrap();
    again.send("CAP END").unwrap();
    again.expect(" 001 alice ").unwrap();
    again.expect("metadata alice").unwrap();
    again.expect(" 761 alice alice im * tea").unwrap();
    again.expect(" 761 alice alice url * https://a.example").unwrap();
    again.expect("BATCH -").unwrap();
    again.sync().unwrap();
    // And it is kept from then on.
    drop(again);
    let house = house.again(&[]);
    let mut bob = house.line("bob");
    bob.send("/login alice correct horse").unwrap();
    bob.expect("you are alice, signed in").unwrap();
    bob.send("/profile").unwrap();
    bob.expect("your profile says im: tea").unwrap();
    bob.expect("your profile says url: https://a.example").unwrap();
}

/// Words said by `nc` are found by a client's search, the oldest first, with what they are known by.
#[test]
fn a_search_finds_what_was_said_at_any_door() {
    let house = House::new();
    let mut bob = house.line("bob");
    for words in ["green tea", "coffee", "black tea"] {
        bob.send(words).unwrap();
        bob.expect("ok ").unwrap();
    }
    let mut alice = house.irc("alice", "batch server-time message-tags soju.im/search");
    alice.send("PRIVMSG #tea :tea for two").unwrap();
    alice.sync().unwrap();
    alice.send("SEARCH text=tea;in=#tea;from=bob").unwrap();
    came(&mut alice, &["BATCH +", "PRIVMSG #tea :green tea", "PRIVMSG #tea :black tea", "BATCH -"]);
    alice.send("SEARCH text=for\\stwo").unwrap();
    let found = alice.sync().unwrap();
    assert!(found[0].contains("soju.im/search") && found[1].contains("msgid=") && found[1].contains("time="));
    assert!(found[1].ends_with("PRIVMSG #tea :tea for two"), "{found:#?}");
    alice.send("SEARCH from=bob;limit=1").unwrap();
    came(&mut alice, &["BATCH +", "PRIVMSG #tea :black tea", "BATCH -"]);
    alice.send("SEARCH text=tea;before=2010-01-01T00:00:00.000Z").unwrap();
    came(&mut alice, &["BATCH +", "BATCH -"]);
    for (asked, expect) in [
        ("SEARCH in=#tea", "FAIL SEARCH INVALID_PARAMS text"),
        ("SEARCH text=tea;after=soon", "FAIL SEARCH INVALID_PARAMS after"),
        ("SEARCH text=tea;in=#nowhere", "FAIL SEARCH INVALID_PARAMS"),
        ("SEARCH", " 461 "),
    ] {
        alice.send(asked).unwrap();
        came(&mut alice, &[expect]);
    }
    let mut old = house.irc("old", "");
    old.send("SEARCH text=tea").unwrap();
    old.expect(" 421 ").unwrap();
}
