//! Rooms by IRC: modes, names, lists, who is let in and sent out. What the core decides is seen at a terminal too.

use super::House;
use causette_tests::client::Irc;

#[test]
fn letters_that_stand_together_are_one_wish() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut bob = house.line("bob");
    alice.expect("JOIN").unwrap();
    alice.send("MODE #tea +i-n+lt 30").unwrap();
    assert!(alice.expect("MODE").unwrap().ends_with("MODE #tea +i-n+lt 30"));
    let told = bob.expect("changed what this room is set to").unwrap();
    assert!(
        told.ends_with("1] -- alice changed what this room is set to: invite_only, outsiders, limit 30, topic_locked"),
        "{told}"
    );
    alice.send("MODE #tea").unwrap();
    assert!(alice.expect(" 324 ").unwrap().ends_with("#tea +itl 30"));
    let made: u64 = alice.expect(" 329 ").unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    assert!(made > 1_700_000_000, "{made}");
    // A role between them is a wish of its own, and everything keeps its order.
    alice.send("MODE #tea -i+v-lt bob").unwrap();
    for expect in ["MODE #tea -i", "MODE #tea +v bob", "MODE #tea -lt"] {
        assert!(alice.expect("MODE").unwrap().ends_with(expect), "{expect}");
    }
    // What cannot be read is said so, and the rest is done.
    alice.send("MODE #tea +m+l 0").unwrap();
    alice.expect("MODE #tea +m").unwrap();
    alice.expect(" 696 alice #tea l 0 ").unwrap();
    // All that 324 shows can be taken away; nothing is a plus.
    alice.send("MODE #tea +n\r\nMODE #tea -mn\r\nMODE #tea").unwrap();
    alice.expect("MODE #tea -mn").unwrap();
    assert!(alice.expect(" 324 ").unwrap().ends_with("#tea +"));
}

#[test]
fn words_from_outside_reach_a_room_that_takes_them() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut eve = Irc::register(house.irc, "eve", "").unwrap();
    eve.send("PRIVMSG #tea :psst").unwrap();
    eve.expect(" 404 eve #tea ").unwrap();
    alice.send("MODE #tea -n").unwrap();
    alice.expect("MODE #tea -n").unwrap();
    eve.send("PRIVMSG #tea :hello from outside").unwrap();
    assert!(alice.expect("PRIVMSG").unwrap().ends_with("PRIVMSG #tea :hello from outside"));
    eve.send("MODE #tea +n").unwrap();
    eve.expect(" 442 ").unwrap();
    let mut bob = house.line("bob");
    bob.send("/mode").unwrap();
    bob.expect("#tea is set to: outsiders").unwrap();
}

#[test]
fn roles_step_by_step() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut bob = house.irc("bob", "multi-prefix");
    let told = |alice: &mut Irc, typed: &str, expect: &str| {
        alice.send(typed).unwrap();
        let line = alice.expect("MODE").unwrap();
        assert!(line.ends_with(expect), "{typed}: {line}");
    };
    told(&mut alice, "MODE #tea +o bob", "MODE #tea +o bob");
    // A voice is part of that, and taking the voice alone takes nothing.
    alice.send("MODE #tea +v bob\r\nMODE #tea -v bob").unwrap();
    assert!(alice.sync().unwrap().iter().all(|line| !line.contains("MODE")));
    bob.send("NAMES #tea").unwrap();
    assert!(bob.expect(" 353 ").unwrap().ends_with("= #tea :@+alice @+bob"));
    told(&mut alice, "MODE #tea -o bob", "MODE #tea -o bob");
    bob.expect("MODE #tea -ov bob bob").unwrap();
    told(&mut alice, "MODE #tea +v bob", "MODE #tea +v bob");
    told(&mut alice, "MODE #tea +o bob", "MODE #tea +o bob");
    // Whoever found the room lays that down; then nobody is first.
    told(&mut alice, "MODE #tea -o alice", "MODE #tea -o alice");
    alice.send("MODE #tea +m").unwrap();
    alice.expect(" 482 alice #tea ").unwrap();
    bob.send("KICK #tea,#tea alice,nobody :bye").unwrap();
    bob.expect("KICK #tea alice bye").unwrap();
    bob.expect(" 401 bob nobody ").unwrap();
}

#[test]
fn names_of_several_rooms_and_what_kind_they_are() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    alice.send("JOIN #den,#lab\r\nMODE #den +s\r\nMODE #lab +p").unwrap();
    alice.expect("MODE #lab +p").unwrap();
    alice.send("NAMES #tea,#den,#lab,no room").unwrap();
    for expect in ["353 alice = #tea @alice", "353 alice @ #den @alice", "353 alice * #lab @alice"] {
        let line = alice.expect(" 353 ").unwrap();
        assert!(line.replace(" :", " ").ends_with(expect), "{line}");
    }
    assert!(alice.expect(" 366 ").unwrap().contains("#tea,#den,#lab,no"));
}

#[test]
fn topics_and_ages() {
    let house = House::new();
    let mut bob = house.line("bob");
    bob.send("/topic the news").unwrap();
    bob.expect("ok 1").unwrap();
    let mut alice = Irc::register(house.irc, "alice", "").unwrap();
    alice.send("JOIN #tea").unwrap();
    alice.expect(" 332 alice #tea :the news").unwrap();
    assert!(alice.expect(" 333 ").unwrap().contains("333 alice #tea bob 1"));
    for (asked, found) in [("C<5", true), ("C>5", false), ("T<5", true), ("T>5", false), ("T<0", false), ("C>0", true)]
    {
        alice.send(&format!("LIST {asked}")).unwrap();
        alice.expect(" 321 ").unwrap();
        let listed = alice.expect(" 32").unwrap();
        assert_eq!(listed.contains(" 322 alice #tea "), found, "{asked}: {listed}");
        if found {
            alice.expect(" 323 ").unwrap();
        }
    }
}

#[test]
fn invitations() {
    let house = House::new();
    let mut alice = house.irc("alice", "");
    let mut eve = Irc::register(house.irc, "eve", "away-notify").unwrap();
    alice.send("INVITE alice #tea\r\nINVITE eve #tea").unwrap();
    alice.expect(" 341 alice eve #tea").unwrap();
    eve.expect("INVITE eve #tea").unwrap();
    eve.send("INVITE").unwrap();
    assert!(eve.expect(" 336 ").unwrap().ends_with("336 eve #tea"));
    eve.expect(" 337 ").unwrap();
    eve.send("JOIN #tea\r\nINVITE").unwrap();
    eve.expect(" 366 ").unwrap();
    assert!(eve.expect(" 33").unwrap().contains(" 337 "));
    alice.send("INVITE eve #tea").unwrap();
    alice.expect(" 443 alice eve #tea ").unwrap();
    // Who is away when they enter is known to be, and is not told so.
    let mut dan = Irc::register(house.irc, "dan", "away-notify").unwrap();
    dan.send("AWAY :lunch\r\nJOIN #tea").unwrap();
    assert!(eve.expect("AWAY").unwrap().ends_with("AWAY lunch"));
    dan.expect(" 366 ").unwrap();
    assert!(dan.sync().unwrap().iter().all(|line| !line.contains("AWAY")));
}
