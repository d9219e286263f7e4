//! axe-core, put into a page as it is: what it finds there is what people with other senses than ours would meet.

use super::window::Window;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Where `cargo xtask test` put it.
fn script() -> String {
    #[expect(clippy::disallowed_methods, reason = "set by cargo xtask test")]
    let named = std::env::var_os("CAUSETTE_AXE").map(PathBuf::from);
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/npm/node_modules/axe-core/axe.min.js");
    let path = named.unwrap_or(usual);
    std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("{}: {e} (cargo xtask test puts it there)", path.display()))
}

/// Looks at what is shown now, and fails with the list of what it finds.
#[track_caller]
pub(super) fn check(window: &Window, view: &str) {
    if window.eval("return !!window.axe", Vec::new()) == json!(false) {
        window.eval(&script(), Vec::new());
    }
    // Its answer is fetched in a second step: the page's own promise is not waited for by WebDriver's plain script.
    const RUN: &str = "window.axeFound = null;
        axe.run(document, { resultTypes: ['violations'], preload: false })
            .then(found => { window.axeFound = found.violations }, error => { window.axeFound = [{ id: `${error}` }] })";
    window.eval(RUN, Vec::new());
    let found = window.until("axe's answer", "return window.axeFound", Vec::new());
    let list: Vec<String> = found.as_array().into_iter().flatten().map(finding).collect();
    println!("axe: {view}: {} findings", list.len());
    assert!(list.is_empty(), "axe on {view}:\n{}", list.join("\n"));
}

/// One rule, and where it is broken.
fn finding(rule: &Value) -> String {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let nodes = rule["nodes"].as_array().into_iter().flatten();
    let places: Vec<String> =
        nodes.map(|node| format!("    {}\n      {}", text(node, "html"), text(node, "failureSummary"))).collect();
    format!("{} ({}): {}\n{}", text(rule, "id"), text(rule, "impact"), text(rule, "help"), places.join("\n"))
}
