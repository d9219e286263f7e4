//! Where one is: rooms that a link names, words meant for one person, and who one is in each tab.

use super::House;
use super::window::Window;
use causette_tests::client::Text;
use serde_json::{Value, json};

const TITLE: &str = "return document.querySelector('[data-testid=room-title]')?.innerText === arguments[0]";
const NAME: &str = "return document.querySelector('[data-testid=my-name]').textContent";

/// The rooms that somebody at a terminal can see.
fn rooms(nc: &mut Text) -> String {
    nc.send("/rooms\n/echo that was all").unwrap();
    let mut all = String::new();
    loop {
        let line = nc.expect("").unwrap();
        if line.contains("that was all") {
            return all;
        }
        all.push_str(&line);
    }
}

fn is_in(page: &Window, room: &str) {
    page.until(&format!("the room {room}"), TITLE, vec![json!(room)]);
}

#[test]
fn a_link_makes_no_room_by_itself() {
    let house = House::new();
    let mut carol = house.nc("carol");
    carol.send("/join tea\nwelcome to tea\n/join general").unwrap();
    carol.expect("ok ").unwrap();
    let page = Window::open(&house.driver, "en");
    page.goto(&format!("{}#nowhere/12", house.address()));
    page.sees("make-dialog");
    is_in(&page, "#general");
    page.clicks("make-cancel");
    assert_eq!(page.eval("return location.hash", Vec::new()), json!("#general"));
    assert!(!rooms(&mut carol).contains("#nowhere"), "it was made");

    // One that is there is entered at once, by a link in the page or from elsewhere.
    page.eval("location.hash = '#tea/1'", Vec::new());
    is_in(&page, "#tea");
    page.reads("welcome to tea");
    page.eval("location.hash = '#nowhere'", Vec::new());
    page.sees("make-dialog");
    is_in(&page, "#tea");
    page.clicks("make");
    is_in(&page, "#nowhere");
    assert!(rooms(&mut carol).contains("#nowhere"), "it was not made");
    page.reload();
    is_in(&page, "#nowhere");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn words_for_one_person_are_said_to_nobody_else() {
    let house = House::new();
    let (mut carol, mut dave) = (house.nc("carol"), house.nc("dave"));
    let page = house.person("alice", "en");
    page.says("/msg carol for you alone");
    carol.expect("for you alone").unwrap();
    is_in(&page, "@carol");
    page.reads("for you alone");
    page.clicks("room-#general");
    page.says("for everybody");
    let heard = dave.expect("<alice>").unwrap();
    assert!(heard.contains("for everybody"), "{heard}");
    // By the name in a line, too.
    dave.send("hello, says dave").unwrap();
    let seq = page.reads("hello, says dave");
    page.eval(&format!("document.querySelector('[data-testid=line-{seq}] .from').click()"), Vec::new());
    page.sees("person-dialog");
    page.clicks("write-direct");
    is_in(&page, "@dave");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn a_tab_that_is_duplicated_is_somebody_else() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let page = house.person("alice", "en");
    page.says("from the first tab");
    carol.expect("<alice> from the first tab").unwrap();
    page.eval("window.open(location.href)", Vec::new());
    page.tab(1);
    page.arrives();
    let second = page.eval(NAME, Vec::new());
    assert_ne!(second, json!("alice"));
    page.says("from the second");
    let said = carol.expect("from the second").unwrap();
    assert!(said.contains(&format!("<{}>", second.as_str().unwrap_or_default())), "{said}");
    page.tab(0);
    page.says("still here");
    carol.expect("<alice> still here").unwrap();
    // Loaded again, each is who it was.
    page.reload();
    page.arrives();
    page.is_named("alice");
    page.tab(1);
    page.reload();
    page.arrives();
    page.until(
        "the same name",
        "return document.querySelector('[data-testid=my-name]').textContent === arguments[0]",
        vec![second],
    );
}

#[test]
fn a_guest_is_told_once_who_they_are() {
    let house = House::new();
    let page = house.page("en");
    page.sees("welcome");
    page.clicks("welcome-account");
    page.fills("name", "alice");
    page.clicks("name-submit");
    page.is_named("alice");
    let gone = "return document.querySelector('[data-testid=welcome]').hidden";
    page.until("no such word any more", gone, Vec::new());
    page.reload();
    page.arrives();
    assert_eq!(page.eval(gone, Vec::new()), Value::Bool(true));
    // What the room is set to stands behind its name.
    page.clicks("about");
    page.sees("about-dialog");
    super::axe::check(&page, "about-dialog");
    page.fills("topic-text", "tea, mostly");
    page.clicks("topic-submit");
    page.until(
        "the topic",
        "return document.querySelector('[data-testid=topic]').innerText === 'tea, mostly'",
        Vec::new(),
    );
    assert_eq!(page.complaints(), [""; 0]);
}
