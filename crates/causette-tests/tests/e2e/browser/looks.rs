//! How it looks, kept in `target/artefacts/browser` to be looked at, and what axe finds there.

use super::axe;
use super::window::{ENTER, Window};
use super::{House, page::END};
use causette_tests::client::Text;

/// Puts this in a room, before and while somebody is at the page.
struct Scene {
    carol: Text,
    dave: Text,
    emilie: Text,
}

impl Scene {
    fn new(house: &House, topic: &str, before: [&str; 3]) -> Scene {
        let (mut carol, mut dave, mut emilie) = (house.nc("carol"), house.nc("dave"), house.nc("émilie"));
        carol.send(&format!("/topic {topic}")).unwrap();
        carol.expect("ok ").unwrap();
        for (who, line) in [&mut carol, &mut dave, &mut emilie].into_iter().zip(before) {
            who.send(line).unwrap();
            who.expect("ok ").unwrap();
        }
        Scene { carol, dave, emilie }
    }
}

fn says(who: &mut Text, line: &str, page: &Window) -> u64 {
    who.send(line).unwrap();
    who.expect("ok ").unwrap();
    let words = line.trim_start_matches("/reply ").trim_start_matches(|c: char| c.is_ascii_digit());
    page.reads(words.trim())
}

#[test]
fn it_is_looked_at_in_english() {
    let house = House::new();
    let mut scene = Scene::new(
        &house,
        "Networks, chapter by chapter – questions are welcome",
        [
            "Good morning! Has anybody read the chapter about sockets?",
            "morning :) I have, with coffee",
            "so have I. The part about accept took me a while",
        ],
    );
    let alice = house.person("alice", "en");
    alice.says("Same here, until I drew it");
    let drew = alice.reads("until I drew it");
    let asked = says(&mut scene.emilie, "alice: could you show us?", &alice);
    alice.does_with(asked, "reply");
    alice.says("of course: `accept` gives you a *new* socket for each client, the first one only listens");
    let answer = alice.reads("only listens");
    alice.pastes("```\nlistener = socket.create_server((\"\", 63000))\nwhile True:\n    client, address = listener.accept()\n    Thread(target=serve, args=(client,)).start()\n```");
    alice.presses(ENTER);
    // Whole, and as it was written.
    scene.dave.expect("    Thread(target=serve, args=(client,)).start()").unwrap();
    alice.reads("Thread(target=serve");
    scene.carol.send(&format!("/react {answer} 👍")).unwrap();
    scene.dave.send(&format!("/react {answer} 👍")).unwrap();
    scene.emilie.send(&format!("/react {answer} 🎉")).unwrap();
    alice.line_reads(answer, "🎉");
    says(&mut scene.emilie, &format!("/reply {drew} ah, one for each. Now it is clear, thank you!"), &alice);
    scene.carol.send("/msg alice shall we meet at noon?").unwrap();
    alice.sees("unread-@carol");
    says(&mut scene.carol, "and the first one is never read from, alice?", &alice);
    alice.types("composer", "It is in https://docs.python.org/3/library/socket.html as well");

    // Nothing is pointed at in the picture.
    alice.points_at("composer");
    views(&alice);
    alice.dark(true);
    alice.picture("desktop-dark");
    axe::check(&alice, "the room in the dark");
    alice.size(390, 844);
    alice.picture("phone-dark");
    alice.dark(false);
    alice.picture("phone");
    axe::check(&alice, "the room on a phone");
    alice.clicks("menu");
    alice.until("the rooms", "return document.querySelector('[data-testid=account]').checkVisibility()", Vec::new());
    alice.picture("phone-rooms");
    axe::check(&alice, "the rooms on a phone");
    assert_eq!(alice.complaints(), [""; 0]);
}

/// The room, and what opens over it.
fn views(page: &Window) {
    page.picture("desktop");
    axe::check(page, "the room");
    for (button, shows) in [
        ("account", "account-dialog"),
        ("settings", "settings-dialog"),
        ("help", "help-dialog"),
        ("join", "rooms-dialog"),
        ("write-to", "people-dialog"),
    ] {
        page.clicks(button);
        page.sees(shows);
        page.picture(&format!("desktop-{shows}"));
        axe::check(page, shows);
        page.clicks("close");
    }
    page.clicks("account");
    page.clicks("sign-in");
    page.sees("sign-in-dialog");
    page.picture("desktop-sign-in-dialog");
    axe::check(page, "sign-in-dialog");
    page.clicks("close");
    page.clicks("search");
    page.fills("search-text", "accept");
    page.clicks("search-submit");
    page.until("what was found", "return !!document.querySelector('[data-testid^=hit-]')", Vec::new());
    page.picture("desktop-search");
    axe::check(page, "search");
    page.clicks("close");
    page.types("composer", END);
}

#[test]
fn it_is_looked_at_in_french() {
    let house = House::new();
    let mut scene = Scene::new(
        &house,
        "Réseaux, chapitre par chapitre – toutes les questions sont bonnes",
        ["Bonjour à tous !", "salut :)", "Qui a compris accept ?"],
    );
    let alice = house.person("alice", "fr");
    alice.says("Moi : une prise par client, la première ne fait qu'écouter");
    let said = alice.reads("ne fait qu'écouter");
    scene.carol.send(&format!("/react {said} 👍")).unwrap();
    alice.line_reads(said, "👍");
    says(&mut scene.emilie, &format!("/reply {said} ah, c'est clair. Merci alice !"), &alice);
    alice.picture("desktop-french");
    axe::check(&alice, "the room in French");
    assert_eq!(alice.eval("return document.documentElement.lang", Vec::new()), "fr");
    alice.clicks("help");
    alice.picture("desktop-french-help");
    alice.clicks("close");
    assert_eq!(alice.complaints(), [""; 0]);
}
