//! `docs/model.md` and the code have the same names: what is bold there exists, and what can be asked, told or refused is
//! bold there.

use crate::source::{is_word, words};
use crate::tree::Tree;

const MODEL: &str = "docs/model.md";
/// The crates that the model describes.
const MODELLED: &[&str] = &["crates/causette-core/src/", "crates/causette-engine/src/", "crates/causette-doors/src/"];
/// Where codes and words that people type stand, as literals.
const SPELT: &str = "crates/";
/// Whose every variant the model lists, by name or by code.
const CORE: &str = "crates/causette-core/src/";
const LISTED: &[&str] = &["Command", "What", "Signal", "Notice", "Refusal"];

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let Some(model) = tree.file(MODEL) else { return vec![format!("{MODEL}: is missing")] };
    let mut found = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (number, line) in model.text.lines().enumerate() {
        for bold in bold(line) {
            let names = bold.split(|c| !is_word(c) && c != '/').filter(|name| !name.is_empty());
            for name in names {
                named.push(name);
                if !exists(tree, name) {
                    found.push(format!("{MODEL}:{}: **`{bold}`**: {name} is not in the code", number + 1));
                }
            }
        }
    }
    for listed in LISTED {
        let core = tree.rust().filter(|file| file.path.starts_with(CORE));
        let variants = core.flat_map(|file| variants(&file.product, listed));
        for variant in variants.filter(|variant| !named.contains(variant) && !named.contains(&snake(variant).as_str()))
        {
            found.push(format!("{MODEL}: {listed}::{variant} is not there in bold, as **`{variant}`**"));
        }
    }
    found
}

/// What stands between ``**` `` and `` `** `` in a line.
fn bold(line: &str) -> impl Iterator<Item = &str> {
    line.split("**`").skip(1).filter_map(|tail| tail.split('`').next())
}

/// A name in the code's own words; a code or a word to type (`/echo`) may be a literal instead, or begin one.
fn exists(tree: &Tree, name: &str) -> bool {
    let ours = |path: &str| MODELLED.iter().any(|folder| path.starts_with(folder));
    let code = |name| tree.rust().any(|file| ours(&file.path) && words(&file.product, name).next().is_some());
    let literal = match name.strip_prefix('/') {
        Some(typed) => format!("\"{typed}\""),
        None if name.ends_with('_') => format!("\"{name}"),
        None => format!("\"{name}\""),
    };
    let product = || tree.rust().filter(|file| file.path.starts_with(SPELT) && !file.product.is_empty());
    let spelt = || product().any(|file| file.text.contains(&literal));
    code(name) || (!name.contains(char::is_uppercase) && spelt())
}

/// The variants of a public enum in masked code.
fn variants<'a>(code: &'a str, name: &str) -> Vec<&'a str> {
    let Some((_, tail)) = code.split_once(&format!("pub enum {name} {{")) else { return Vec::new() };
    let (mut depth, mut fresh, mut found) = (0_usize, true, Vec::new());
    for (at, c) in tail.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => fresh = true,
            c if depth == 0 && fresh && c.is_uppercase() => {
                fresh = false;
                found.extend(tail.get(at..).and_then(|rest| rest.split(|c| !is_word(c)).next()));
            }
            _ => {}
        }
    }
    found
}

/// `NameTaken` as `name_taken`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "pub enum Command {\n    /// A.\n    Hello,\n    Say { to: Target, text: Option<Text> },\n    \
                        #[cfg(x)]\n    Leave(RoomName),\n}\npub enum Refusal { NameTaken(String) }\n\
                        fn code() { \"name_taken\" }\nconst WORDS: &str = \"echo\";\nconst IN_FLIGHT: usize = 1;";
    const ALL: &str = "**`Hello`**, **`Say { to, text }`**\n**`Leave`**; **`name_taken`** **`/echo`** **`IN_FLIGHT`**";

    #[track_caller]
    fn found(model: &str, expect: &[&str]) {
        let path = "crates/causette-core/src/command.rs";
        let elsewhere = "crates/causette-sqlite/src/heads.rs";
        let found = check(&Tree::sample(&[(MODEL, model), (path, CODE), (elsewhere, "struct Moved;")]));
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (found, expect) in found.iter().zip(expect) {
            assert!(found.contains(expect), "{found}");
        }
    }

    #[test]
    fn the_same_names_are_fine() {
        found(ALL, &[]);
        found(&format!("{ALL}\n`Later`, **bold words**, **`name_`**"), &[]);
    }

    #[test]
    fn what_is_bold_and_not_there() {
        for gone in ["Gone", "Moved", "Say { key }", "no_such_code", "/none", "OUT_FLIGHT", "gone_"] {
            found(&format!("{ALL}\n**`{gone}`**"), &["docs/model.md:3: "]);
        }
    }

    #[test]
    fn what_is_there_and_not_bold() {
        found(&ALL.replace("**`Hello`**", "`Hello`"), &["Command::Hello is not there"]);
        found(&ALL.replace("**`name_taken`**", ""), &["Refusal::NameTaken is not there"]);
    }
}
