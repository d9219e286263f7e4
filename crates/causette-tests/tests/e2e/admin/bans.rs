//! Who is kept out, and what rooms keep.

use super::{add, admin, both_ways, server, talker};
use causette_tests::client::Text;

#[test]
fn bans_are_made_listed_and_lifted() {
    both_ways(
        |_| {},
        |data| {
            admin(data, &["bans"]).done(&["nobody is kept out"]);
            add(data, "alice");
            admin(data, &["ban", "alice", "--for", "2d", "--why", "threats"]).done(&["done: number"]);
            admin(data, &["ban", "192.0.2.7"]).done(&["done: number"]);
            admin(data, &["ban", "2001:db8::1"]).done(&["done: number"]);
            let bans = admin(data, &["bans"]).done(&["alice, until 20", "(threats)", "an address, until it is lifted"]);
            let number = bans.lines().last().unwrap().split(':').next().unwrap().to_owned();
            admin(data, &["unban", &number]).done(&["done: number"]);
            admin(data, &["unban", "192.0.2.7"]).done(&["done: number"]);
            admin(data, &["unban", "192.0.2.8"]).refused(&["192.0.2.8"]);
            admin(data, &["unban", "alice"]).done(&["done: number"]);
            admin(data, &["bans"]).done(&["nobody is kept out"]);
            admin(data, &["ban", "alice", "--for", "ever"]).refused(&["--for cannot be ever"]);
        },
    );
}

#[test]
fn whoever_is_banned_is_sent_off_and_stays_out() {
    let (server, place) = server();
    let data = place.path().join("data");
    let mut mallory = talker(&server, &[]);
    mallory.send("/nick mallory").unwrap();
    mallory.expect("mallory").unwrap();
    admin(&data, &["ban", "mallory", "--why", "enough"]).done(&[]);
    mallory.expect("you were sent off this server").unwrap();
}

#[test]
fn a_room_keeps_what_it_is_set_to_keep() {
    both_ways(
        |server| drop(talker(server, &["one", "two", "three", "four"])),
        |data| {
            admin(data, &["rooms"]).done(&["#general: "]);
            admin(data, &["retention", "general", "--days", "30", "--messages", "2"]).done(&["number 5 of #general"]);
            admin(data, &["retention", "#general", "--days", "0"]).done(&["#general"]);
            admin(data, &["retention", "nowhere", "--days", "3"]).refused(&["#nowhere"]);
            admin(data, &["retention", "general", "--messages", "99999999999"]).refused(&["4294967295"]);
        },
    );
    // What a server lets go is gone.
    let (server, place) = server();
    let data = place.path().join("data");
    drop(talker(&server, &["one", "two", "three", "four"]));
    admin(&data, &["retention", "general", "--messages", "2"]).done(&[]);
    drop(server);
    let server = causette_tests::server::Program::product().unwrap().serve(&data).unwrap();
    let mut reader = Text::connect(server.line).unwrap();
    reader.send("/history 100").unwrap();
    let first = reader.expect("] ").unwrap();
    assert!(!first.contains("one"), "{first}");
}
