//! Who is in a room, and by which door they came.

use super::serve;
use causette_tests::client::http::Socket;
use causette_tests::client::{Irc, Text};
use serde_json::{Value, json};

#[test]
fn members_are_told_with_their_doors() {
    let place = tempfile::tempdir().unwrap();
    let (server, web) = serve(place.path(), &["--irc", "127.0.0.1:0"]);
    let mut nc = Text::connect(server.line).unwrap();
    nc.expect("You are guest").unwrap();
    let mut page = Socket::open(web, &[]).unwrap();
    page.until("welcome").unwrap();
    page.send(&json!({ "type": "join", "room": "#general" })).unwrap();
    page.until("joined").unwrap();
    let mut irc = Irc::register(server.door("irc").unwrap(), "ivy", "").unwrap();
    irc.send("JOIN #general").unwrap();
    irc.expect(" 366 ").unwrap();
    let came = page.until("arrived").unwrap();
    assert_eq!((&came["name"], &came["door"]), (&json!("ivy"), &json!("irc")), "{came}");
    page.send(&json!({ "type": "who", "room": "#general" })).unwrap();
    let told = page.until("members").unwrap();
    let doors: Vec<&Value> = told["members"].as_array().unwrap().iter().map(|one| &one["doors"]).collect();
    assert_eq!(doors, [&json!(["line"]), &json!(["web"]), &json!(["irc"])], "{told}");
}
