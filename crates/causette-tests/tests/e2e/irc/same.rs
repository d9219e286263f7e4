//! The same story through the line door and through the IRC door leaves the same history.

use super::House;
use causette_tests::client::{Irc, Text};

/// What somebody does, as each door has it said.
const STORY: [(&str, &str); 9] = [
    ("bonjour", "PRIVMSG #tea :bonjour"),
    ("/me sourit", "PRIVMSG #tea :\u{1}ACTION sourit\u{1}"),
    ("/topic le thé", "TOPIC #tea :le thé"),
    ("/notice rien de grave", "NOTICE #tea :rien de grave"),
    ("/mode moderated on", "MODE #tea +m"),
    ("/mode moderated off", "MODE #tea -m"),
    ("/ban eve!*@*", "MODE #tea +b eve!*@*"),
    ("/mode limit 30", "MODE #tea +l 30"),
    ("une ligne, puis plus rien", "PRIVMSG #tea :une ligne, puis plus rien"),
];

/// All that happened in the room, by its numbers, without the times.
fn history(house: &House) -> Vec<String> {
    let mut reader = Text::connect(house.server.line).unwrap();
    reader.send("/history #tea 100").unwrap();
    let mut all = Vec::new();
    for n in 1..=STORY.len() {
        let line = reader.expect(&format!("#tea {n}] ")).unwrap();
        all.push(line.split_once("] ").unwrap().1.to_owned());
    }
    all
}

#[test]
fn one_story_two_doors_one_history() {
    let (by_line, by_irc) = (House::new(), House::new());
    let mut alice = by_line.line("alice");
    let mut irc: Irc = by_irc.irc("alice", "");
    for (line, message) in STORY {
        alice.send(line).unwrap();
        irc.send(message).unwrap();
    }
    alice.expect(&format!("ok {}", STORY.len())).unwrap();
    irc.sync().unwrap();
    let (one, other) = (history(&by_line), history(&by_irc));
    assert_eq!(one, other);
    assert!(one[0].ends_with("<alice> bonjour") && one[2].contains("le thé"), "{one:#?}");
}
