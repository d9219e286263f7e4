//! No door names another, nor its grammar, and the gate under them names none.

use crate::source::words;
use crate::tree::{Tree, place};
use std::collections::BTreeSet;

const DOORS: &str = "crates/causette-doors/src/";

/// Folders there that are no door; they may name none either.
const SHARED: &[&str] = &["gate"];

/// A door is named through one of these.
const ROOTS: &[&str] = &["crate", "super", "causette_doors", "causette_wire", "wire"];

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let inside = || tree.rust().filter_map(|file| Some((file.path.strip_prefix(DOORS)?.split_once('/')?.0, file)));
    let doors: BTreeSet<&str> = inside().map(|(folder, _)| folder).filter(|folder| !SHARED.contains(folder)).collect();
    let mut found = Vec::new();
    for (folder, file) in inside() {
        for other in doors.iter().filter(|door| **door != folder) {
            for at in words(&file.product, other).filter(|at| is_path(file.product.get(..*at).unwrap_or_default())) {
                let place = place(&file.path, &file.product, at);
                found.push(format!(
                    "{place}: {folder} names the door {other}; what both need belongs in gate or the core"
                ));
            }
        }
    }
    found
}

/// Whether a word that comes after `before` is a path's step right below one of the roots, also within `{ }`.
fn is_path(before: &str) -> bool {
    let mut before = before.trim_end();
    if !before.ends_with("::") {
        if !before.ends_with(['{', ',']) {
            return false;
        }
        let mut depth = 0_i32;
        let open = before.char_indices().rev().find(|(_, c)| {
            depth += i32::from(*c == '}') - i32::from(*c == '{');
            depth < 0
        });
        before = open.and_then(|(at, _)| before.get(..at)).unwrap_or_default().trim_end();
    }
    let Some(path) = before.strip_suffix("::") else { return false };
    ROOTS.iter().any(|root| words(path, root).any(|at| at + root.len() == path.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let doors = [("line/mod.rs", ""), ("irc/mod.rs", ""), ("web/mod.rs", ""), ("gate/mod.rs", ""), (path, text)];
        let files = doors.map(|(path, text)| (format!("{DOORS}{path}"), text));
        check(&Tree::sample(&files.each_ref().map(|(path, text)| (path.as_str(), *text)))).len()
    }

    #[test]
    fn a_door_may_name_itself_the_gate_and_plain_words() {
        for text in [
            "use crate::line::inbound;",
            "use crate::gate::{Gate, Shard};",
            "let (irc, web) = (1, 2); f(irc, web);",
            "use causette_wire::json; // not crate::irc",
            "struct A { web: u8, irc: u8 }",
            "use crate::gate::{a, irc};",
        ] {
            assert_eq!(found("line/inbound.rs", text), 0, "{text}");
        }
        assert_eq!(found("lib.rs", "use crate::irc;"), 0);
    }

    #[test]
    fn it_may_not_name_another() {
        for text in [
            "use crate::irc::Numeric;",
            "use super::super::web;",
            "use crate::{gate::{Gate, Shard}, irc};",
            "use crate::{\n    web::Page,\n    gate,\n};",
            "fn f() { causette_wire::irc::parse() }",
        ] {
            assert_eq!(found("line/inbound.rs", text), 1, "{text}");
            assert_eq!(found("gate/shard.rs", text), 1, "{text}");
        }
    }
}
