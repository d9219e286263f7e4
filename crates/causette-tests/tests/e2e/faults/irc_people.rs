//! What the IRC door must survive of people: bans evaded, sources forged, rooms probed, numbers of others, and too much at once.

use super::arena::Arena;
use super::irc::{arena, door, introduce, member, person, sync};
use super::raw::Raw;
use std::net::{IpAddr, SocketAddr};

/// Memory an attack may cost, in KiB.
const LITTLE: u64 = 8 * 1024;

/// A guest from another address of this machine.
fn from(arena: &Arena, address: &str, nick: &str) -> Raw {
    let address: IpAddr = address.parse().unwrap();
    introduce(Raw::connect_from(SocketAddr::new(address, 0), door(arena)), nick, "")
}

pub(super) fn fault_26_irc_a_ban_evaded() {
    let arena = arena();
    let mut keeper = from(&arena, "127.0.0.9", "keeper");
    keeper.ask("JOIN #order", " 366 ");
    let mut bob = from(&arena, "127.0.0.7", "bob");
    let host = bob.ask("JOIN #order", " JOIN ").split(['@', ' ']).nth(1).unwrap().to_owned();
    keeper.ask(&format!("MODE #order +b *!*@{host}"), "MODE #order +b");
    keeper.ask("KICK #order BOB :spam", " KICK ");
    for nick in ["innocent", "Bob_"] {
        bob.ask(&format!("NICK {nick}"), " NICK ");
        bob.ask("JOIN #ORDER", " 474 ");
    }
    // Another connection is another guest, from the same place.
    let mut again = from(&arena, "127.0.0.7", "again");
    again.ask("JOIN #order", " 474 ");
    let mut other = from(&arena, "127.0.0.8", "other");
    other.ask("JOIN #order", " 366 ");
    drop((keeper, bob, again, other));
    arena.calm();
}

pub(super) fn fault_27_irc_messages_already_in_the_pipe() {
    let arena = arena();
    let (mut keeper, mut bob) = (member(&arena, "keeper", "", "#order"), member(&arena, "bob", "", "#order"));
    let lines: String = (0..60).map(|n| format!("PRIVMSG #order :line {n}\r\n")).collect();
    bob.send(&lines);
    keeper.ask("KICK #order bob", " KICK ");
    bob.say("PRIVMSG #order :one more");
    sync(&mut bob);
    let after = sync(&mut keeper);
    assert!(!after.iter().any(|line| line.contains(" PRIVMSG ")), "after the kick: {after:#?}");
    drop((keeper, bob));
    arena.calm();
}

pub(super) fn fault_28_irc_rooms_that_cannot_be() {
    let arena = arena();
    let mut raw = person(&arena, "al", "");
    for name in ["#../x", "#a\u{7}b", "x", "#", "#a\u{202e}b", "#a:b", &format!("#{}", "x".repeat(400))] {
        raw.ask(&format!("JOIN {name}"), " 403 ");
    }
    assert!(sync(&mut raw).is_empty());
    drop(raw);
    arena.calm();
}

pub(super) fn fault_29_irc_ten_thousand_targets() {
    let arena = arena();
    let (mut al, mut bo) = (person(&arena, "al", ""), person(&arena, "bo", ""));
    al.ask(&format!("PRIVMSG {} :x", vec!["bo"; 10_000].join(",")), " 417 ");
    al.ask(&format!("PRIVMSG {} :x", vec!["bo"; 20].join(",")), " 407 ");
    assert!(sync(&mut bo).is_empty());
    drop((al, bo));
    arena.calm();
}

pub(super) fn fault_30_irc_tags_that_only_servers_say() {
    let arena = arena();
    let caps = "message-tags server-time account-tag";
    let (mut al, mut bo) = (member(&arena, "al", caps, "#a"), member(&arena, "bo", caps, "#a"));
    bo.say("@time=1999-01-01T00:00:00.000Z;account=root;msgid=1;time=\\;;;;=x;a=\\ PRIVMSG #a :moi");
    let told = al.until(" PRIVMSG ");
    assert!(told.trim_end().ends_with(" PRIVMSG #a :moi"), "{told}");
    assert!(!told.contains("1999") && !told.contains("root") && !told.contains("msgid=1;"), "{told}");
    bo.ask(&format!("@{} PRIVMSG #a :bomb", "a;".repeat(6000)), " 417 ");
    bo.say(&format!("@{} PRIVMSG #a :many", "a=b;".repeat(900)));
    al.until(":many");
    drop((al, bo));
    arena.calm();
}

pub(super) fn fault_31_irc_a_forged_source() {
    let arena = arena();
    let (mut al, mut bo) = (member(&arena, "al", "", "#a"), member(&arena, "bo", "", "#a"));
    bo.say(":al!root@root PRIVMSG #a :moi");
    assert!(al.until(" PRIVMSG ").starts_with(":bo!~bo@"));
    drop((al, bo));
    arena.calm();
}

pub(super) fn fault_32_irc_sasl_out_of_order() {
    let arena = arena();
    let mut raw = Raw::connect(door(&arena));
    raw.ask("CAP REQ :sasl", " ACK ");
    raw.ask("AUTHENTICATE AAAA", " 90");
    for _ in 0..3 {
        raw.ask("AUTHENTICATE PLAIN", "AUTHENTICATE +");
        // Ten megabytes of it; each answer is one line.
        for _ in 0..30 {
            raw.say(&format!("AUTHENTICATE {}", "A".repeat(400)));
        }
        raw.until(" 90");
        raw.say("AUTHENTICATE *");
        raw.ask("AUTHENTICATE PLAIN", "AUTHENTICATE +");
        // Somebody who wants to act as somebody else: "root\0al\0secret".
        raw.ask("AUTHENTICATE cm9vdABhbABzZWNyZXQ=", " 904 ");
    }
    let grown = arena.grown();
    assert!(grown < LITTLE, "{grown} KiB");
    raw.ask("NICK al\r\nUSER al 0 * :al\r\nCAP END", " 001 ");
    drop(raw);
    arena.calm();
}

pub(super) fn fault_33_irc_a_secret_room_probed() {
    let arena = arena();
    let mut al = member(&arena, "al", "", "#hidden");
    al.ask("MODE #hidden +s", " MODE ");
    let mut eve = person(&arena, "eve", "batch draft/chathistory");
    let mut said = |room: &str| {
        let probes = ["NAMES ROOM", "MODE ROOM", "TOPIC ROOM", "WHO ROOM", "LIST ROOM", "CHATHISTORY LATEST ROOM * 5"];
        eve.say(&probes.join("\r\n").replace("ROOM", room));
        sync(&mut eve).join("\n").replace(room, "ROOM")
    };
    assert_eq!(said("#hidden"), said("#nothere"));
    eve.say("WHOIS al\r\nLIST\r\nWHO *");
    let said = sync(&mut eve).join("\n");
    assert!(said.contains(" 311 ") && !said.contains("hidden"), "{said}");
    drop((al, eve));
    arena.calm();
}

pub(super) fn fault_34_irc_numbers_out_of_range() {
    let arena = arena();
    let mut raw = member(&arena, "al", "batch draft/chathistory", "#a");
    let mut other = member(&arena, "bo", "message-tags echo-message", "#b");
    other.say("MODE #b +s\r\nPRIVMSG #b :secret");
    let id = other.until("msgid=").split("msgid=").nth(1).unwrap().split([';', ' ']).next().unwrap().to_owned();
    for limit in ["-1", "99999999999999999999999", "x"] {
        raw.ask(&format!("CHATHISTORY LATEST #a * {limit}"), "FAIL CHATHISTORY ");
    }
    // More than a page is a page.
    raw.ask("CHATHISTORY LATEST #a * 9223372036854775808", " BATCH -");
    // Another room's number says nothing here.
    for wish in [format!("BEFORE #a msgid={id} 5"), format!("AROUND #a msgid={id} 5"), format!("AFTER #b msgid={id} 5")]
    {
        raw.say(&format!("CHATHISTORY {wish}"));
        assert!(!sync(&mut raw).join("\n").contains("secret"));
    }
    drop((raw, other));
    arena.calm();
}

pub(super) fn fault_35_irc_anothers_message() {
    let arena = arena();
    let caps = "message-tags echo-message draft/message-redaction";
    let (mut al, mut bo) = (member(&arena, "al", caps, "#a"), member(&arena, "bo", caps, "#a"));
    al.say("PRIVMSG #a :mine");
    let id = al.until(":mine").split("msgid=").nth(1).unwrap().split([';', ' ']).next().unwrap().to_owned();
    bo.ask(&format!("REDACT #a {id}"), "REDACT_FORBIDDEN");
    assert!(sync(&mut al).iter().all(|line| !line.contains("REDACT")));
    drop((al, bo));
    arena.calm();
}

pub(super) fn fault_36_irc_a_batch_with_too_much() {
    let arena = arena();
    let mut raw = member(&arena, "al", "batch draft/multiline", "#a");
    raw.say("BATCH +x draft/multiline #a");
    raw.say(&vec!["@batch=x PRIVMSG #a :line"; 101].join("\r\n"));
    raw.until("MULTILINE_MAX_LINES");
    raw.say("BATCH +y draft/multiline #a\r\nBATCH +z draft/multiline #a");
    raw.until("MULTILINE_INVALID");
    assert!(sync(&mut raw).is_empty());
    drop(raw);
    arena.calm();
}
