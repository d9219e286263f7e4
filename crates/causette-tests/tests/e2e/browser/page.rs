//! What somebody does on causette's page, by the test ids that `page/main.js` lists.

use super::window::{ENTER, Window};
use serde_json::{Value, json};

/// To the end of what is written.
pub(super) const END: &str = "\u{e010}";
/// A line of the open room: its number and its words.
pub(super) type Line = (u64, String);

/// The lines in the page, whether they are visible or just outside.
const LINES: &str = "return [...document.querySelectorAll('[data-testid=timeline] [data-seq]')].map(line =>
    [Number(line.dataset.seq), (line.querySelector('[data-testid=text]') ?? line).innerText])";
/// The number of the last line with these words.
const NUMBER: &str = "return [...document.querySelectorAll('[data-testid=timeline] [data-seq]')].reverse()
    .find(line => line.innerText.includes(arguments[0]))?.dataset.seq ?? null";

impl Window {
    /// Waits until the server has said who one is, and the room is there.
    #[track_caller]
    pub(super) fn arrives(&self) {
        self.sees("room-#general");
        self.until(
            "a name of one's own",
            "const name = document.querySelector('[data-testid=my-name]')?.textContent;
             return !!name && name !== '…'",
            Vec::new(),
        );
    }

    /// Takes a name, by the dialogue for it.
    #[track_caller]
    pub(super) fn named(&self, name: &str) {
        self.clicks("account");
        self.fills("name", name);
        self.clicks("name-submit");
        self.is_named(name);
    }

    #[track_caller]
    pub(super) fn is_named(&self, name: &str) {
        let body = "return document.querySelector('[data-testid=my-name]')?.textContent === arguments[0]";
        self.until(&format!("the name {name}"), body, vec![json!(name)]);
    }

    /// Writes a message and sends it.
    #[track_caller]
    pub(super) fn says(&self, text: &str) {
        self.types("composer", text);
        self.presses(ENTER);
    }

    /// Puts a text into the composer at once, as a paste does.
    #[track_caller]
    pub(super) fn pastes(&self, text: &str) {
        self.clicks("composer");
        self.eval("document.execCommand('insertText', false, arguments[0])", vec![json!(text)]);
    }

    /// Waits for a line with these words, and returns its number.
    #[track_caller]
    pub(super) fn reads(&self, words: &str) -> u64 {
        let seq = self.until(&format!("a line with {words:?}"), NUMBER, vec![json!(words)]);
        seq.as_str().and_then(|seq| seq.parse().ok()).unwrap_or_else(|| panic!("no number: {seq}"))
    }

    /// Waits until this line shows these words.
    #[track_caller]
    pub(super) fn line_reads(&self, seq: u64, words: &str) {
        let body =
            "return !!document.querySelector(`[data-testid=line-${arguments[0]}]`)?.innerText.includes(arguments[1])";
        self.until(&format!("{words:?} in line {seq}"), body, vec![json!(seq), json!(words)]);
    }

    /// All lines in the page.
    pub(super) fn lines(&self) -> Vec<Line> {
        let line = |line: &Value| Some((line.get(0)?.as_u64()?, line.get(1)?.as_str()?.to_owned()));
        self.eval(LINES, Vec::new()).as_array().into_iter().flatten().filter_map(line).collect()
    }

    /// Points at a line and presses one of the buttons that appear there.
    #[track_caller]
    pub(super) fn does_with(&self, seq: u64, button: &str) {
        self.points_at(&format!("line-{seq}"));
        self.clicks(button);
    }
}
