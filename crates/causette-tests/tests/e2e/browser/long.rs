//! A room with ten thousand messages: only what is near the eye is in the page, and how soon the first one is seen.

use super::House;
use causette_tests::client::{Json, Stopwatch};
use serde_json::json;

const MESSAGES: u64 = 10_000;
/// Lines in the page at most: three screens and what is loaded ahead.
const MOST: u64 = 400;
/// Notes when the first line of a room was in the page.
const CLOCK: &str = "new MutationObserver((_, me) => {
    if (!document.querySelector('[data-testid^=line-]')) return;
    me.disconnect();
    requestAnimationFrame(() => { window.firstLine = performance.now() });
}).observe(document, { childList: true, subtree: true })";
const COUNT: &str = "const lines = [...document.querySelectorAll('[data-testid=timeline] [data-seq]')];
    return [lines.length, Number(lines[0]?.dataset.seq ?? 0), document.querySelectorAll('*').length]";
const SCRIPTS: &str = "return performance.getEntriesByType('resource').filter(of => of.name.includes('.js')).length";
/// The page itself, what runs before it, and its sentences.
const FILES: u64 = 3;
const UP: &str = "document.querySelector('[data-testid=timeline]').parentElement.scrollTop = 0";

#[test]
fn ten_thousand_messages_are_not_ten_thousand_elements() {
    let house = House::new();
    let mut writer = Json::connect(house.server.line, Stopwatch::start(), "writer").unwrap();
    writer.join("#general", None).unwrap().unwrap();
    for i in 1..=MESSAGES {
        writer.say("#general", &format!("key {i}"), &format!("message {i} of a long evening")).unwrap();
        if i % 500 == 0 {
            writer.ping().unwrap();
        }
    }

    let page = house.page("en");
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": CLOCK }));
    page.reads("message 10000 of");
    for turn in ["cold", "warm", "warm"] {
        page.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": turn == "cold" }));
        page.reload();
        let first = page.until("the first message", "return window.firstLine ?? null", Vec::new());
        println!("first message visible after {first} ms ({turn})");
        let scripts = page.eval(SCRIPTS, Vec::new()).as_u64();
        assert!(
            scripts.is_some_and(|scripts| (1..=FILES).contains(&scripts)),
            "{scripts:?} scripts before the first line"
        );
    }
    page.reads("message 10000 of");

    let count = || {
        let found = page.eval(COUNT, Vec::new());
        let at = |place: usize| found[place].as_u64().unwrap_or_default();
        assert!(at(0) <= MOST, "{} lines are in the page, {} elements", at(0), at(2));
        (at(0), at(1), at(2))
    };
    let mut first = count().1;
    let mut most = 0;
    let turns = 40;
    for _ in 0..turns {
        page.eval(UP, Vec::new());
        const EARLIER: &str =
            "return Number(document.querySelector('[data-testid=timeline] [data-seq]')?.dataset.seq) < arguments[0]";
        page.until("earlier lines", EARLIER, vec![json!(first)]);
        let (lines, now, elements) = count();
        (first, most) = (now, most.max(elements));
        assert!(lines > 20, "{lines} lines");
    }
    println!("{} messages further up after {turns} turns, {most} elements at most", MESSAGES - first);
    page.eval("location.hash = '#general/1'", Vec::new());
    page.sees("line-1");
    count();
    page.clicks("to-end");
    page.reads("message 10000 of");
    count();
    assert_eq!(page.complaints(), [""; 0]);
}
