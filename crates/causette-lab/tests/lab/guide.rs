//! The guide in docs/lab is what the demonstrations print today.
//!
//! Two actors may act in the same instant, and who is told first then differs from run to run. So lines are compared
//! without their order, drawings by what is written in them, and a busy machine gets a second chance.

use crate::support::program;
use causette_lab::guide::pages;
use std::collections::BTreeMap;
use std::path::Path;

/// What differs while no page could be made.
const UNMADE: &str = "all pages";

/// What must not change.
fn essence(path: &str, text: &str) -> Vec<String> {
    let written = |line: &&str| !path.ends_with(".svg") || line.starts_with("<text");
    let words = |line: &str| match line.rsplit_once("\">").filter(|_| path.ends_with(".svg")) {
        Some((_, words)) => words.to_owned(),
        None => line.trim_end().to_owned(),
    };
    let mut lines: Vec<String> = text.lines().filter(written).map(words).collect();
    lines.sort();
    lines
}

#[test]
fn the_guide_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lab");
    let mut differing: BTreeMap<String, String> = BTreeMap::new();
    for attempt in 0..5 {
        let made = match pages(Some(&program())) {
            Ok(made) => made,
            Err(trouble) => {
                differing.insert(UNMADE.to_owned(), trouble.to_string());
                continue;
            }
        };
        // The first that are made are all compared.
        let all = attempt == 0 || differing.remove(UNMADE).is_some();
        assert_eq!(made.len(), 1 + 2 * (8 + 21));
        for (path, text) in &made {
            if !all && !differing.contains_key(path) {
                continue;
            }
            let kept = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
            let (now, then) = (essence(path, text), essence(path, &kept));
            if now == then {
                differing.remove(path);
            } else {
                let new: Vec<&String> = now.iter().filter(|line| !then.contains(line)).collect();
                let gone: Vec<&String> = then.iter().filter(|line| !now.contains(line)).collect();
                differing.insert(path.clone(), format!("new: {new:?}\ngone: {gone:?}"));
            }
        }
        if differing.is_empty() {
            return;
        }
    }
    panic!("stale; `cargo run -p causette -- lab guide docs/lab` makes it again\n{differing:#?}");
}
