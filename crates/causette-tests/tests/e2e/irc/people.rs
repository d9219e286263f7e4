//! People by IRC: who they turn out to be, who watches them, what they set for themselves, who they were.

use super::House;
use causette_tests::client::Irc;

/// All that came, without tags, the source's address and times.
fn bare(lines: Vec<String>) -> Vec<String> {
    let bare = |line: String| {
        let line = line.trim_end().to_owned();
        let line =
            line.split_once(' ').filter(|_| line.starts_with('@')).map_or(line.clone(), |(_, rest)| rest.to_owned());
        match line.split_once(' ') {
            Some((source, rest)) => format!("{} {rest}", source.split('!').next().unwrap_or_default()),
            None => line,
        }
    };
    lines.into_iter().map(bare).collect()
}

#[test]
fn who_signs_in_stays_and_all_doors_say_who_it_is() {
    let house = House::new();
    let mut owner = house.irc("alice", "");
    owner.send("NS REGISTER correcthorse").unwrap();
    owner.expect(" 900 ").unwrap();
    owner.send("QUIT").unwrap();
    owner.expect("ERROR").unwrap();

    let mut line = house.line("zoe");
    let mut modern = house.irc("modern", "account-notify chghost");
    let mut plain = house.irc("plain", "");
    let mut bar = house.irc("bar", "account-notify chghost");
    for one in [&mut modern, &mut plain, &mut bar] {
        one.sync().unwrap();
    }
    bar.send("NS IDENTIFY alice correcthorse").unwrap();
    bar.expect(" 900 ").unwrap();
    let own = bare(bar.sync().unwrap());
    assert!(own[0].starts_with(":bar CHGHOST ~bar ") && own[0].ends_with(".account"), "{own:?}");
    assert_eq!(own[1..], [":bar ACCOUNT alice"]);
    let seen = bare(modern.sync().unwrap());
    assert!(seen[0].starts_with(":bar CHGHOST ~bar "), "{seen:?}");
    assert_eq!(seen[1..], [":bar ACCOUNT alice"]);
    assert_eq!(plain.sync().unwrap(), [] as [String; 0], "nobody came or went");
    line.expect("-- bar signed in").unwrap();
    // What they say next comes from the account.
    bar.send("PRIVMSG #tea :hi").unwrap();
    assert!(plain.expect("PRIVMSG").unwrap().contains(".account "));

    bar.send("NS LOGOUT").unwrap();
    bar.expect("ACCOUNT *").unwrap();
    modern.expect(":bar").unwrap();
    modern.expect("ACCOUNT *").unwrap();
    line.expect("-- bar signed out").unwrap();
    assert_eq!(bare(plain.sync().unwrap()), [] as [String; 0]);
}

#[test]
fn a_guest_at_a_terminal_who_signs_in_is_renamed_on_irc() {
    let house = House::new();
    let mut line = house.line("zoe");
    let mut modern = house.irc("modern", "account-notify chghost");
    modern.sync().unwrap();
    line.send("/register alice correcthorse").unwrap();
    modern.expect(":zoe!").unwrap();
    let seen = bare(modern.sync().unwrap());
    assert!(seen[0].starts_with(":alice CHGHOST ~u "), "{seen:?}");
    assert_eq!(seen[1], ":alice ACCOUNT alice");
    line.send("/logout").unwrap();
    modern.expect(":alice!").unwrap();
    modern.expect("ACCOUNT *").unwrap();
}

#[test]
fn of_two_clients_of_one_account_both_hear_of_another_nickname() {
    let house = House::new();
    let mut first = house.irc("alice", "");
    first.send("NS REGISTER correcthorse").unwrap();
    first.expect(" 900 ").unwrap();
    let mut second = Irc::register(house.irc, "phone", "").unwrap();
    second.send("NS IDENTIFY alice correcthorse").unwrap();
    second.expect("NICK alice").unwrap();
    second.expect("JOIN #tea").unwrap();
    second.expect(" 366 ").unwrap();
    let mut other = house.irc("other", "");
    other.sync().unwrap();
    for client in [&mut first, &mut second] {
        client.sync().unwrap();
    }
    first.send("NICK al").unwrap();
    assert_eq!(bare(first.sync().unwrap()), [":alice NICK al"]);
    assert_eq!(bare(second.sync().unwrap()), [":alice NICK al"]);
    assert_eq!(bare(other.sync().unwrap()), [":alice NICK al"]);
}

#[test]
fn who_watches_somebody_hears_of_real_changes_only() {
    let house = House::new();
    let mut watcher =
        Irc::register(house.irc, "watcher", "extended-monitor setname chghost account-notify away-notify").unwrap();
    let mut bar = Irc::register(house.irc, "bar", "").unwrap();
    watcher.send("MONITOR + bar").unwrap();
    watcher.expect(" 730 ").unwrap();
    for asked in ["NICK BAR", "SETNAME :Another", "NS REGISTER correcthorse", "AWAY :lunch"] {
        bar.send(asked).unwrap();
        bar.sync().unwrap();
    }
    let seen = bare(watcher.sync().unwrap());
    assert_eq!(seen[0], ":BAR SETNAME Another", "{seen:?}");
    assert!(seen[1].starts_with(":BAR CHGHOST "), "{seen:?}");
    assert_eq!(seen[2..], [":BAR ACCOUNT BAR", ":BAR AWAY lunch"]);
    // What does not fit is named.
    let names: Vec<String> = (0..100).map(|n| format!("name{n}")).collect();
    watcher.send(&format!("MONITOR + {}", names[..40].join(","))).unwrap();
    watcher.send(&format!("MONITOR + {}", names[40..80].join(","))).unwrap();
    watcher.send(&format!("MONITOR + {}", names[80..].join(","))).unwrap();
    watcher.expect(" 731 watcher name98").unwrap();
    let full = watcher.expect(" 734 ").unwrap();
    assert!(full.contains(" 734 watcher 100 name99 :"), "{full}");
}

#[test]
fn what_one_sets_for_oneself_is_shown_and_kept_to() {
    let house = House::new();
    let mut alice = Irc::register(house.irc, "alice", "").unwrap();
    let mut bob = Irc::register(house.irc, "bob", "").unwrap();
    alice.send("MODE alice").unwrap();
    assert!(alice.expect(" 221 ").unwrap().trim_end().ends_with(" +"));
    alice.send("MODE alice +iRB-o").unwrap();
    alice.send("MODE alice +i").unwrap();
    assert_eq!(bare(alice.sync().unwrap()), [":alice MODE alice +i", ":alice MODE alice +R", ":alice MODE alice +B"]);
    alice.send("MODE alice").unwrap();
    alice.expect(" 221 alice +BRi").unwrap();
    bob.send("WHO al*").unwrap();
    assert!(bob.sync().unwrap().iter().all(|line| line.contains(" 315 ")));
    bob.send("WHO alice").unwrap();
    bob.expect(" 352 ").unwrap();
    bob.send("PRIVMSG alice :hello?").unwrap();
    bob.expect(" 477 ").unwrap();
    alice.send("PRIVMSG bob :yes?").unwrap();
    bob.expect("PRIVMSG bob").unwrap();
    bob.send("PRIVMSG alice :hello").unwrap();
    alice.expect("PRIVMSG alice").unwrap();
    // The same at a terminal.
    let mut line = house.line("zoe");
    line.send("/guests off").unwrap();
    line.expect("guests may no longer write to you").unwrap();
    bob.send("PRIVMSG zoe :hello?").unwrap();
    bob.expect(" 477 ").unwrap();
    line.send("/msg alice psst").unwrap();
    line.expect("!! no_guests").unwrap();
}

#[test]
fn who_somebody_was_is_remembered_as_they_were() {
    let house = House::new();
    let mut alice = Irc::register(house.irc, "alice", "").unwrap();
    let mut bob = Irc::register(house.irc, "bob", "").unwrap();
    bob.send("QUIT").unwrap();
    bob.expect("ERROR").unwrap();
    alice.send("WHOWAS bob").unwrap();
    let was = alice.expect(" 314 ").unwrap();
    assert!(was.contains(" 314 alice bob ~bob ") && was.contains(" * :bob the person"), "{was}");
}

#[test]
fn an_absence_is_said_before_all_else_and_seen_on_entering() {
    let house = House::new();
    let mut there = house.irc("there", "away-notify");
    let mut early = Irc::connect(house.irc).unwrap();
    early.send("CAP REQ :draft/pre-away\r\nAWAY *\r\nNICK early\r\nUSER e 0 * :E\r\nCAP END").unwrap();
    early.expect(" 306 ").unwrap();
    early.expect(" 001 early ").unwrap();
    there.sync().unwrap();
    early.send("JOIN #tea").unwrap();
    early.expect(" 366 ").unwrap();
    assert_eq!(bare(there.sync().unwrap()), [":early JOIN #tea", ":early AWAY :not here"]);
    early.send("AWAY").unwrap();
    early.expect(" 305 ").unwrap();
    there.expect("AWAY").unwrap();
}
