//! Faults 26, 27, 33, 47, 48: getting round those who keep order, asking for what is hidden, and for far too much.

use super::arena::Arena;
use super::raw::Raw;
use std::net::{IpAddr, SocketAddr};

/// Somebody who has left the first room, so that only `#order` is heard.
fn named(arena: &Arena, name: &str) -> Raw {
    let mut raw = arena.guest();
    raw.ask(&format!("/nick {name}"), "your name is now");
    raw.ask("/leave", "you left #general");
    raw
}

/// A guest from another address of this machine.
fn from(arena: &Arena, address: &str) -> Raw {
    let address: IpAddr = address.parse().unwrap();
    let mut raw = Raw::connect_from(SocketAddr::new(address, 0), arena.server.line);
    raw.until("You are guest");
    raw.ask("/leave", "you left #general");
    raw
}

pub(super) fn fault_26_a_ban_evaded() {
    let arena = Arena::new();
    let mut keeper = from(&arena, "127.0.0.9");
    keeper.ask("/join #order", "you are in #order");
    let mut bob = named(&arena, "bob");
    let mut early = named(&arena, "early");
    for raw in [&mut bob, &mut early] {
        raw.ask("/join #order", "people in #order");
    }
    keeper.ask("/ban BOB 2h spam", "ok ");
    bob.until("you left #order");
    bob.ask("/nick innocent", "your name is now innocent");
    let refused = bob.ask("/join #ORDER", "!! banned");
    assert!(refused.contains("spam"), "{refused}");
    bob.ask("/history #order", "!! banned");
    // Another connection is another guest, from the same place.
    let mut again = named(&arena, "again");
    again.ask("/join #order", "!! banned");
    // Whoever was there before stays, and another place is not touched.
    early.ask("still here", "ok ");
    let mut other = from(&arena, "127.0.0.8");
    other.ask("/join #order", "people in #order");
    keeper.ask("/unban innocent", "ok ");
    again.ask("/join #order", "people in #order");
    drop((keeper, bob, early, again, other));
    arena.calm();
}

pub(super) fn fault_27_messages_already_in_the_pipe() {
    let arena = Arena::new();
    let mut keeper = named(&arena, "keeper");
    keeper.ask("/join #order", "you are in #order");
    let mut bob = named(&arena, "bob");
    bob.ask("/join #order", "2 people in #order");
    let lines: String = (0..80).map(|n| format!("line {n}\n")).collect();
    bob.send(&lines);
    keeper.say("/ban bob");
    let banned = keeper.until("ok ");
    let number: u64 = banned.rsplit(' ').next().unwrap().parse().unwrap();
    bob.send("one more\n");
    let mut refused = String::new();
    while !refused.contains("!!") {
        refused = bob.line().unwrap();
    }
    // Sent on before the ban was heard of, or with nowhere to go after it.
    let codes = ["!! banned", "!! not_in_room", "!! no_room"];
    assert!(codes.iter().any(|code| refused.contains(code)), "{refused}");
    bob.sync();
    keeper.ask("after", "ok ");
    keeper.say("/history 500");
    for line in keeper.sync() {
        let seq: Option<u64> = line.split(' ').nth(1).and_then(|word| word.trim_end_matches(']').parse().ok());
        assert!(!(line.contains("<bob>") && seq.is_some_and(|seq| seq > number)), "after the ban {number}: {line}");
    }
    drop((keeper, bob));
    arena.calm();
}

pub(super) fn fault_33_a_secret_room_probed() {
    let arena = Arena::new();
    let mut keeper = named(&arena, "keeper");
    keeper.ask("/join #Hidden", "you are in #Hidden");
    keeper.ask("/mode secret on", "ok 1");
    keeper.ask("the plan", "ok 2");
    let mut eve = named(&arena, "eve");
    for probe in ["/who #ROOM", "/history #ROOM", "/search plan room:#ROOM"] {
        let mut answers = ["hidden", "nothing"].map(|room| {
            let said = eve.ask(&probe.replace("ROOM", room), "!!");
            said.replace(room, "ROOM")
        });
        assert_eq!(answers[0], answers[1], "{probe}");
        assert!(answers[0].contains("no_such_room"), "{}", std::mem::take(&mut answers[0]));
    }
    eve.say("/rooms");
    let rooms = eve.sync();
    assert!(!rooms.iter().any(|line| line.to_lowercase().contains("hidden")), "{rooms:?}");
    let whois = eve.ask("/whois keeper", "keeper is");
    assert!(!whois.to_lowercase().contains("hidden"), "{whois}");
    eve.ask("/search plan room:*", "found");
    drop((keeper, eve));
    arena.calm();
}

pub(super) fn fault_47_a_million_rooms() {
    let arena = Arena::with(&["--line-rate", "0"]);
    let mut greedy = named(&arena, "greedy");
    let most = causette_core::limits::ROOMS_MADE;
    let mut made = 0;
    let refused = loop {
        greedy.say(&format!("/join #r{made}"));
        let said = greedy.sync();
        if let Some(refused) = said.iter().find(|line| line.starts_with("!!")) {
            break refused.clone();
        }
        assert!(said.iter().any(|line| line.contains("you are in")), "{said:?}");
        made += 1;
        greedy.ask("/leave", "you left");
    };
    assert!(refused.contains("!! quota") && refused.contains(&most.to_string()), "{refused}");
    assert!((most - 10..=most).contains(&made), "{made} rooms, and the few that were there");
    // Rooms that are there are still open.
    greedy.ask("/join #r0", "you are in #r0");
    drop(greedy);
    arena.calm();
}

pub(super) fn fault_48_the_worst_searches() {
    let arena = Arena::with(&["--line-rate", "0"]);
    let mut raw = named(&arena, "asker");
    raw.ask("/join #order", "you are in #order");
    let text: String = ('a'..='z').map(|c| format!("{c}{c} ")).collect();
    for n in 1..=500 {
        raw.ask(&format!("{text} {n}"), &format!("ok {n}"));
    }
    let letters: String = ('a'..='p').map(|c| format!("{c} ")).collect();
    for _ in 0..30 {
        raw.ask(&format!("/search {letters}"), "500]");
        raw.ask("/search a room:*", "500]");
        raw.ask("/search zzz", "found");
    }
    raw.ask(&format!("/search {letters} q"), "!! ");
    raw.ask(&format!("/search {}", "x".repeat(300)), "!! too_long");
    raw.ask("/search \"' OR 1=1 --", "found");
    raw.ask("/search NEAR(a b) AND *", "found");
    drop(raw);
    arena.calm();
}
