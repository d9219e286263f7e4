//! What is being written outlives a reload and a crash of the server, and is sent once.

use super::talk::history;
use super::window::ENTER;
use super::{House, page};
use causette_tests::client::PATIENCE;
use causette_tests::relay::Relay;
use std::time::{Duration, Instant};

const DRAFT: &str = "return document.querySelector('[data-testid=composer]')?.value === arguments[0]";
const NOTHING_WAITS: &str = "return !document.querySelector('[data-testid=pending]')";
/// The page's own files are kept, so that it opens without a server.
const KEPT: &str = "return navigator.serviceWorker.controller !== null";

#[test]
fn a_draft_outlives_a_reload() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let alice = house.person("alice", "en");
    alice.types("composer", "half a sen");
    carol.send("somebody types").unwrap();
    alice.reads("somebody types");
    alice.reload();
    alice.arrives();
    alice.is_named("alice");
    alice.until("the draft", DRAFT, vec!["half a sen".into()]);
    alice.says("tence");
    carol.expect("<alice> half a sentence").unwrap();
    assert_eq!(alice.complaints(), [""; 0]);
}

#[test]
fn a_server_that_crashes_in_the_middle_of_typing_loses_nothing_and_repeats_nothing() {
    let mut house = House::new();
    let relay = Relay::to(house.web).unwrap();
    let alice = house.page_at(&format!("http://{}/", relay.address), "en");
    alice.named("alice");
    alice.says("before the crash");
    alice.reads("before the crash");
    alice.until("the files that are kept", KEPT, Vec::new());
    alice.types("composer", "written while ");
    house.crash();
    alice.sees("banner");
    alice.until("the draft", DRAFT, vec!["written while ".into()]);
    alice.presses("nobody was there");
    alice.presses(ENTER);
    alice.sees("pending");
    alice.types("composer", "and the next");
    alice.reload();
    alice.sees("app");

    house.starts();
    let mut carol = house.nc("carol");
    carol.send("the first after it").unwrap();
    carol.expect("ok ").unwrap();
    relay.turn(house.web);
    alice.reads("written while nobody was there");
    alice.reads("the first after it");
    alice.until("nothing that waits", NOTHING_WAITS, Vec::new());
    alice.until("the draft", DRAFT, vec!["and the next".into()]);
    alice.is_named("alice");

    // Saved, but the answer is lost with the connection: it is sent again under the same key, and there once.
    relay.lose(1);
    alice.presses(page::END);
    alice.says(" one, too");
    let deadline = Instant::now() + PATIENCE;
    while relay.to_lose() > 0 {
        assert!(Instant::now() < deadline, "no confirmation came by");
        std::thread::sleep(Duration::from_millis(5));
    }
    alice.until("nothing that waits", NOTHING_WAITS, Vec::new());
    carol.expect("<alice> and the next one, too").unwrap();
    carol.send("the last").unwrap();
    alice.reads("the last");

    let told = history(&mut carol);
    for words in ["before the crash", "the first after it", "written while nobody was there", "and the next one, too"] {
        assert_eq!(told.iter().filter(|(_, line)| line.contains(words)).count(), 1, "{words}: {told:#?}");
    }
    let numbers = |lines: &[(u64, String)]| lines.iter().map(|(seq, _)| *seq).collect::<Vec<u64>>();
    assert_eq!(numbers(&alice.lines()), numbers(&told), "{told:#?}");
}
