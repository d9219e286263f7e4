//! Everything with keys alone: what is written, where one goes, and what has the focus on the way.

use super::House;
use super::window::{ENTER, Window};
use serde_json::Value;
use thirtyfour::Key;

const TAB: &str = "\u{e004}";
const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";
/// What has the focus: its test id or its tag, what it is called, and whether it can be seen.
const FOCUS: &str = "const e = document.activeElement;
    const label = e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText ?? e.innerText ?? '';
    return [e.dataset.testid ?? e.tagName, label.trim() || e.title || '', e.checkVisibility()]";

fn focus(page: &Window) -> (String, String, bool) {
    let value = page.eval(FOCUS, Vec::new());
    let text = |at: usize| value[at].as_str().unwrap_or_default().to_owned();
    (text(0), text(1), value[2] == Value::Bool(true))
}

#[track_caller]
fn has_focus(page: &Window, id: &str) {
    page.until(
        &format!("the focus on {id}"),
        "return document.activeElement?.dataset.testid === arguments[0]",
        vec![id.into()],
    );
}

/// From the top of the page: whatever has the focus on the way can be seen and has a name.
#[track_caller]
fn walks_to_the_composer(page: &Window) {
    page.eval("document.activeElement.blur()", Vec::new());
    let mut way = Vec::new();
    for _ in 0..60 {
        page.presses(TAB);
        let (id, label, visible) = focus(page);
        assert!(visible && !label.is_empty(), "{id} ({label:?}), seen: {visible}; before it {way:#?}");
        let done = id == "composer";
        way.push(id);
        if done {
            break;
        }
    }
    for id in ["account", "search", "composer"] {
        assert!(way.iter().any(|passed| passed == id), "{id} is not on the way: {way:?}");
    }
}

#[test]
fn a_whole_conversation_by_the_keyboard_alone() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let page = house.page("en");
    page.presses(ESCAPE);
    has_focus(&page, "composer");
    page.presses(&format!("/nick alice{ENTER}"));
    page.is_named("alice");
    page.presses(&format!("by keys alonw{ENTER}"));
    carol.expect("<alice> by keys alonw").unwrap();
    let first = page.reads("by keys alonw");
    page.presses(UP);
    page.sees("aim");
    page.presses(&format!("\u{e003}e{ENTER}"));
    carol.expect(&format!("-- alice changed {first}: by keys alone")).unwrap();
    carol.send("well done").unwrap();
    let second = page.reads("well done");

    // Another room, a search, help; each gives the focus back.
    page.holds(&Key::Control, "j");
    has_focus(&page, "join-name");
    page.presses(&format!("tea{ENTER}"));
    page.sees("room-#tea");
    page.until(
        "the other room",
        "return document.querySelector('[data-testid=room-title]')?.innerText.includes('tea')",
        Vec::new(),
    );
    page.holds(&Key::Alt, UP);
    page.until(
        "the first room",
        "return document.querySelector('[data-testid=room-title]')?.innerText.includes('general')",
        Vec::new(),
    );
    page.holds(&Key::Control, "k");
    has_focus(&page, "search-text");
    page.presses(&format!("well{ENTER}"));
    page.sees(&format!("hit-{second}"));
    // Once for the field, once for the dialogue.
    page.presses(ESCAPE);
    page.presses(ESCAPE);
    page.until("no dialogue", "return !document.querySelector('dialog[open]')", Vec::new());

    walks_to_the_composer(&page);
    // Who is in the list of rooms stays there while it changes.
    page.eval("document.querySelector('[data-testid=\"room-#tea\"] a').focus()", Vec::new());
    carol.send("/msg alice psst\n/join tea\nhello, tea").unwrap();
    page.sees("unread-@carol");
    page.sees("unread-#tea");
    let stays = "return !!document.activeElement.closest('[data-testid=\"room-#tea\"]')";
    assert_eq!(page.eval(stays, Vec::new()), Value::Bool(true), "{:?}", focus(&page));
    carol.send("/join general").unwrap();

    // Back to a line: answer it.
    page.eval("document.querySelector(`[data-testid=line-${arguments[0]}]`).focus()", vec![second.into()]);
    page.presses("r");
    has_focus(&page, "composer");
    page.presses(&format!("thank you{ENTER}"));
    let answer = carol.expect("<alice> thank you").unwrap();
    assert!(answer.contains(&format!(" re {second}]")), "{answer}");
    assert_eq!(page.complaints(), [""; 0]);
}
