//! Coming back: to what is new further up, to what was half written, to an older message and what became of it.

use super::House;
use super::window::{ENTER, Window};
use serde_json::{Value, json};
use thirtyfour::Key;

const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";
const PAGE_UP: &str = "\u{e00e}";
const DRAFT: &str = "return document.querySelector('[data-testid=composer]')?.value === arguments[0]";
/// Whether an element lies within what is visible of the lines.
const IN_VIEW: &str = "const line = document.querySelector(`[data-testid=${CSS.escape(arguments[0])}]`);
    const view = document.querySelector('[data-testid=timeline]').parentElement.getBoundingClientRect();
    const box = line?.getBoundingClientRect();
    return !!box && box.bottom > view.top && box.top < view.bottom";
const HIDDEN: &str = "return document.querySelector(`[data-testid=${CSS.escape(arguments[0])}]`)?.hidden === true";

#[track_caller]
fn in_view(page: &Window, id: &str) {
    page.until(&format!("{id} in view"), IN_VIEW, vec![json!(id)]);
}

/// Fills a room with lines while its reader is in another.
fn gone_to_tea(house: &House, page: &Window, lines: u32) {
    let mut carol = house.nc("carol");
    page.says("/join tea");
    page.sees("room-#tea");
    page.until(
        "the other room",
        "return document.querySelector('[data-testid=room-title]')?.innerText.includes('tea')",
        Vec::new(),
    );
    for i in 1..=lines {
        carol.send(&format!("line {i} of what was missed")).unwrap();
        carol.expect("ok ").unwrap();
    }
    page.until(
        "all of it unread",
        "return document.querySelector(`[data-testid='unread-#general']`)?.textContent === arguments[0]",
        vec![json!(if lines > 99 { "99+".to_owned() } else { lines.to_string() })],
    );
    page.clicks("room-#general");
    page.reads(&format!("line {lines} of what was missed"));
}

#[test]
fn what_is_new_further_up_is_one_key_away() {
    let house = House::new();
    let page = house.person("alice", "en");
    page.says("the last I saw");
    let last = page.reads("the last I saw");
    gone_to_tea(&house, &page, 60);
    let says = "return document.querySelector('[data-testid=to-new]')?.innerText.trim() === '60 new messages'";
    page.until("how many are new", says, Vec::new());
    assert_eq!(page.eval(IN_VIEW, vec![json!("new-line")]), Value::Bool(false), "the end is shown first");
    page.holds(&Key::Shift, PAGE_UP);
    in_view(&page, "new-line");
    in_view(&page, &format!("line-{}", last + 1));
    page.until("no button any more", HIDDEN, vec![json!("to-new")]);
    page.until("more below", "return !document.querySelector('[data-testid=to-end]').hidden", Vec::new());
    page.clicks("to-end");
    in_view(&page, &format!("line-{}", last + 60));
    assert_eq!(page.eval(HIDDEN, vec![json!("to-new")]), Value::Bool(true), "it was seen");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn what_is_new_is_found_though_it_was_not_read_yet_and_counted_for_whoever_reads_further_up() {
    let house = House::new();
    let page = house.person("alice", "en");
    page.says("the last I saw");
    let last = page.reads("the last I saw");
    gone_to_tea(&house, &page, 150);
    page.clicks("to-new");
    in_view(&page, "new-line");
    in_view(&page, &format!("line-{}", last + 1));
    let mut dave = house.nc("dave");
    for word in ["one", "two"] {
        dave.send(word).unwrap();
        dave.expect("ok ").unwrap();
    }
    let says = "return document.querySelector('[data-testid=to-end]')?.innerText.trim() === '2 new below'";
    page.until("how many came meanwhile", says, Vec::new());
    page.clicks("to-end");
    page.reads("two");
    page.until("nothing unread", "return !document.querySelector(`[data-testid='unread-#general']`)", Vec::new());
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn half_a_message_waits_while_an_older_one_is_changed() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let page = house.person("alice", "en");
    page.says("frist");
    let first = page.reads("frist");
    page.types("composer", "half of it");
    for confirmed in [false, true] {
        page.does_with(first, "edit");
        page.until("the text to change", DRAFT, vec![json!("frist")]);
        page.fills("composer", "first");
        page.presses(if confirmed { ENTER } else { ESCAPE });
        page.until("what was half written", DRAFT, vec![json!("half of it")]);
    }
    carol.expect(&format!("-- alice changed {first}: first")).unwrap();
    page.eval("location.hash = '#tea'", Vec::new());
    page.clicks("make");
    page.sees("draft-#general");
    page.until("nothing half written here", DRAFT, vec![json!("")]);
    page.clicks("room-#general");
    page.reload();
    page.arrives();
    page.until("what was half written", DRAFT, vec![json!("half of it")]);
    // A sign by its name, then nothing at all.
    page.fills("composer", "well done :cla");
    page.until("the sign", "return document.querySelector('#choices li')?.innerText.includes('👏')", Vec::new());
    page.presses(ENTER);
    page.until("the sign in place of its name", DRAFT, vec![json!("well done 👏 ")]);
    page.fills("composer", "\u{e017}");
    page.presses(UP);
    page.until("the last message", DRAFT, vec![json!("first")]);
    page.presses(ESCAPE);
    page.until("nothing", DRAFT, vec![json!("")]);
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn an_old_line_found_by_its_number_shows_what_it_became() {
    let house = House::new();
    let mut carol = house.nc("carol");
    carol.send("the meeting is on monday").unwrap();
    carol.expect("ok ").unwrap();
    for i in 1..=90 {
        carol.send(&format!("chatter {i}")).unwrap();
        carol.expect("ok ").unwrap();
    }
    carol.send("/edit 1 the meeting is on tuesday").unwrap();
    carol.expect("ok ").unwrap();
    for i in 91..=260 {
        carol.send(&format!("chatter {i}")).unwrap();
        carol.expect("ok ").unwrap();
    }
    let page = house.person("alice", "en");
    page.reads("chatter 260");
    // The edit itself has no line: who goes to its number is shown the message that it changed.
    for number in [1, 92] {
        page.says(&format!("/jump {number}"));
        page.line_reads(1, "tuesday");
        in_view(&page, "line-1");
        page.clicks("to-end");
        page.reads("chatter 260");
    }
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
fn the_menu_keeps_the_focus_while_the_room_fills() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let page = house.person("alice", "en");
    page.size(390, 844);
    page.sees("menu");
    page.eval("document.querySelector('[data-testid=menu]').focus()", Vec::new());
    carol.send("/topic tea and sympathy").unwrap();
    page.until(
        "the topic",
        "return document.querySelector('[data-testid=topic]').innerText.includes('sympathy')",
        Vec::new(),
    );
    let _dave = house.nc("dave");
    page.until(
        "three people",
        "return document.querySelector('[data-testid=toggle-members]').innerText.trim() === '3'",
        Vec::new(),
    );
    let has = "return document.activeElement.dataset.testid";
    assert_eq!(page.eval(has, Vec::new()), json!("menu"));
    assert_eq!(page.complaints(), [""; 0]);
}
