//! Whatever others write is shown as text: in every field where people can write something, nothing of it becomes an element
//! or runs. The page's own policy would stop scripts as well; here it is switched off, so that nothing hides a fault.

use super::House;
use super::window::Window;
use causette_tests::client::Text;
use serde_json::{Value, json};

/// What would run, were it ever more than text.
const CANARIES: &[&str] = &[
    "<img src=x onerror=window.canary=1>",
    "<svg onload=window.canary=1>",
    "<script>window.canary=1</script>",
    "<a href=javascript:window.canary=1>a</a>",
    "[here](javascript:window.canary=1)",
    "javascript:window.canary=1",
    "JavaScript://x%0awindow.canary=1",
    "https://x.test/\"onmouseover=\"window.canary=1",
    "data:text/html,<script>window.canary=1</script>",
    "`<img src=x onerror=window.canary=1>`",
    "**<img src=x onerror=window.canary=1>**",
    "> <iframe srcdoc=x onload=window.canary=1>",
];
/// Elements and links that only somebody's text could have made.
const MADE: &str = "return [...document.querySelectorAll('body *')].filter(e =>
    ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'BASE', 'FORM'].includes(e.tagName) && e.closest('[data-testid=timeline]')
    || [...e.attributes].some(a => /^on/i.test(a.name) || /canary/.test(a.name))
    || e.tagName === 'IMG' && !e.src.startsWith(location.origin + '/page/')
    || e.tagName === 'A' && !['http:', 'https:'].includes(e.protocol)
    || e.tagName === 'A' && /javascript:|data:/i.test(e.getAttribute('href')))
    .map(e => e.outerHTML.slice(0, 200))";

/// Somebody whose program lets them send anything; refusals are answers, too.
struct Mallory(Text);

impl Mallory {
    fn new(house: &House) -> Mallory {
        let mut text = house.nc("mallory");
        text.send("/format json").unwrap();
        text.expect(r#""type":"welcome""#).unwrap();
        Mallory(text)
    }

    /// Asks, and says whether it was done.
    fn tries(&mut self, mut request: Value) -> bool {
        request["ref"] = json!("tries");
        self.0.send(&request.to_string()).unwrap();
        let answer = self.0.expect(r#""ref":"tries""#).unwrap_or_else(|e| panic!("{request}: {e}"));
        !answer.contains(r#""type":"refused""#)
    }
}

#[track_caller]
fn is_harmless(page: &Window, place: &str) {
    let made = page.eval(MADE, Vec::new());
    assert_eq!(made, json!([]), "{place}: text became elements");
    assert_eq!(page.eval("return window.canary ?? null", Vec::new()), Value::Null, "{place}: text was run");
}

/// Puts them in every field where somebody can write something.
fn release(mallory: &mut Mallory) {
    for text in CANARIES {
        assert!(mallory.tries(json!({"type": "say", "room": "#general", "text": text})), "{text}");
        assert!(mallory.tries(json!({"type": "say", "room": "#general", "text": text, "style": "action"})), "{text}");
        assert!(mallory.tries(json!({"type": "say", "room": "@alice", "text": text})), "{text}");
        // Most are no names, which is for the server to say.
        mallory.tries(json!({"type": "nick", "name": text}));
        mallory.tries(json!({"type": "join", "room": format!("#{text}")}));
        mallory.tries(json!({"type": "react", "room": "#general", "seq": 1, "mark": text}));
        mallory.tries(json!({"type": "react", "room": "#general", "seq": 1, "mark": text.get(..16)}));
        mallory.tries(json!({"type": "introduce", "user": text, "real": text}));
        mallory.tries(json!({"type": "profile", "key": "avatar", "value": text}));
        mallory.tries(json!({"type": "profile", "key": "homepage", "value": text}));
    }
    let long = CANARIES.concat();
    assert!(mallory.tries(json!({"type": "say", "room": "#general", "text": long, "reply_to": 1})), "a reply");
    assert!(mallory.tries(json!({"type": "edit", "room": "#general", "seq": 2, "text": CANARIES[0]})), "an edit");
    assert!(mallory.tries(json!({"type": "delete", "room": "#general", "seq": 3, "why": CANARIES[0]})), "a deletion");
    assert!(mallory.tries(json!({"type": "join", "room": "#den"})), "a room");
    assert!(mallory.tries(json!({"type": "topic", "room": "#den", "text": CANARIES[0]})), "a topic");
    assert!(mallory.tries(json!({"type": "away", "text": CANARIES[0]})), "an absence");
    assert!(mallory.tries(json!({"type": "say", "room": "#general", "text": "the last one"})));
}

#[test]
fn fault_74_nothing_that_others_write_runs() {
    let house = House::new();
    let mut mallory = Mallory::new(&house);
    let page = house.page_without_policy("en");
    page.named("alice");

    release(&mut mallory);
    page.reads("the last one");
    for text in &CANARIES[..8] {
        page.eval("document.querySelector('[data-testid=timeline]').parentElement.scrollTop = 0", Vec::new());
        page.reads(text);
    }
    is_harmless(&page, "the room");
    page.clicks("room-@mallory");
    page.reads(CANARIES[0]);
    is_harmless(&page, "a direct conversation");
    page.clicks("join");
    page.until(
        "the topic in the list",
        "return document.body.innerText.includes(arguments[0])",
        vec![json!(CANARIES[0])],
    );
    is_harmless(&page, "the list of rooms");
    page.clicks("join-#den");
    page.until(
        "the topic",
        "return document.querySelector('[data-testid=topic]')?.innerText.includes(arguments[0])",
        vec![json!(CANARIES[0])],
    );
    is_harmless(&page, "a topic");
    page.clicks("member-mallory");
    page.sees("person-dialog");
    page.until("why they are away", "return document.body.innerText.includes(arguments[0])", vec![json!(CANARIES[0])]);
    is_harmless(&page, "somebody's card");
    page.clicks("close");
    page.clicks("search");
    page.fills("search-text", "canary");
    page.clicks("search-submit");
    page.until("what was found", "return !!document.querySelector('[data-testid^=hit-]')", Vec::new());
    is_harmless(&page, "what was found");
    page.clicks("close");
    page.clicks("room-#general");
    page.reads("the last one");
    let gone = "return document.querySelector('[data-testid=timeline]').innerText.includes('window.canary')";
    page.until("the canaries as text", gone, Vec::new());
    mallory.0.send(&json!({"type": "quit", "text": CANARIES[0]}).to_string()).unwrap();
    page.until("a departure", "return !document.querySelector('[data-testid=member-mallory]')", Vec::new());
    is_harmless(&page, "a departure");

    // The canary sings where it can: else all of this would mean nothing.
    page.eval("document.body.insertAdjacentHTML('beforeend', arguments[0])", vec![json!(CANARIES[0])]);
    page.until("the canary", "return window.canary === 1", Vec::new());
}
