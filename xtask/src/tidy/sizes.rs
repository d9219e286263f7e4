//! Files and functions stay small; the few that may not are listed with a reason, and only while they need it.

use crate::source;
use crate::tree::{File, Tree};
use toml::{Table, Value};

const FILE_ASKS: usize = 400;
const FILE_FAULT: usize = 600;
const FUNCTION_ASKS: usize = 70;
const ALLOWED: &str = "xtask/tidy-allow.toml";

struct Entry {
    path: String,
    /// A function's name; none for the file itself.
    name: Option<String>,
    /// The most it may have.
    lines: usize,
}

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let text = tree.file(ALLOWED).map(|file| file.text.as_str()).unwrap_or_default();
    let mut found = Vec::new();
    let entries = read(text, &mut found);
    for entry in &entries {
        let (now, asks) = (longest(tree, entry), if entry.name.is_some() { FUNCTION_ASKS } else { FILE_ASKS });
        let what = entry.name.as_deref().map_or(entry.path.clone(), |name| format!("{}: fn {name}", entry.path));
        if now <= asks {
            found.push(format!("{ALLOWED}: {what} has {now} lines and needs no entry: remove it"));
        } else if now > entry.lines {
            found.push(format!("{what}: {now} lines, {ALLOWED} allows {}: split it", entry.lines));
        }
    }
    for file in tree.rust() {
        too_long(file, &entries, &mut found);
    }
    found
}

fn too_long(file: &File, entries: &[Entry], found: &mut Vec<String>) {
    let listed = |name| entries.iter().any(|entry| entry.path == file.path && entry.name.as_deref() == name);
    let (path, lines) = (&file.path, file.text.lines().count());
    if lines > FILE_FAULT {
        found.push(format!("{path}: {lines} lines, {FILE_FAULT} is the limit for every file: split it"));
    } else if lines > FILE_ASKS && !listed(None) {
        found.push(format!("{path}: {lines} lines, more than {FILE_ASKS}: split it, or give a reason in {ALLOWED}"));
    }
    for function in source::functions(&file.code) {
        if function.lines > FUNCTION_ASKS && !listed(Some(function.name)) {
            let (name, line, lines) = (function.name, function.line, function.lines);
            found.push(format!(
                "{path}:{line}: fn {name} has {lines} lines, more than {FUNCTION_ASKS}: split it, or give a reason in {ALLOWED}"
            ));
        }
    }
}

/// The size of what an entry names; 0 where there is no such thing.
fn longest(tree: &Tree, entry: &Entry) -> usize {
    let Some(file) = tree.file(&entry.path) else { return 0 };
    let Some(name) = &entry.name else { return file.text.lines().count() };
    let named = source::functions(&file.code).into_iter().filter(|function| function.name == name);
    named.map(|function| function.lines).max().unwrap_or_default()
}

fn read(text: &str, found: &mut Vec<String>) -> Vec<Entry> {
    let table = text.parse::<Table>().unwrap_or_else(|error| {
        found.push(format!("{ALLOWED}: {error}"));
        Table::new()
    });
    let mut entries = Vec::new();
    for (kind, list) in &table {
        for value in list.as_array().into_iter().flatten() {
            let word = |key| value.get(key).and_then(Value::as_str).filter(|word| !word.trim().is_empty());
            let lines = value.get("lines").and_then(Value::as_integer).and_then(|lines| usize::try_from(lines).ok());
            let name = word("name").map(str::to_owned);
            let fits = matches!((kind.as_str(), &name), ("file", None) | ("function", Some(_)));
            match (word("path"), lines, word("reason")) {
                (Some(path), Some(lines), Some(_)) if fits => {
                    entries.push(Entry { path: path.to_owned(), name, lines })
                }
                _ => found.push(format!(
                    "{ALLOWED}: [[{kind}]] needs path, lines, reason (and name for a function): {value}"
                )),
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_sizes(file: usize, function: usize, allowed: &str, expect: &[&str]) {
        let body = "\n".repeat(function - 1);
        let text = format!("fn f() {{{body}}}{}", "\n".repeat(file - function + 1));
        let found = check(&Tree::sample(&[("a.rs", &text), (ALLOWED, allowed)]));
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (found, expect) in found.iter().zip(expect) {
            assert!(found.contains(expect), "{found}");
        }
    }

    fn file(lines: usize) -> String {
        format!("[[file]]\npath = \"a.rs\"\nlines = {lines}\nreason = \"r\"\n")
    }

    fn function(name: &str, lines: usize) -> String {
        format!("[[function]]\npath = \"a.rs\"\nname = \"{name}\"\nlines = {lines}\nreason = \"r\"\n")
    }

    #[test]
    fn limits() {
        check_sizes(400, 70, "", &[]);
        check_sizes(401, 70, "", &["a.rs: 401 lines, more than 400"]);
        check_sizes(601, 70, "", &["601 lines, 600 is the limit"]);
        check_sizes(100, 71, "", &["a.rs:1: fn f has 71 lines"]);
    }

    #[test]
    fn entries_allow_so_much_and_no_more() {
        check_sizes(450, 70, &file(450), &[]);
        check_sizes(451, 70, &file(450), &["451 lines, xtask/tidy-allow.toml allows 450"]);
        check_sizes(601, 70, &file(700), &["600 is the limit"]);
        check_sizes(100, 90, &function("f", 90), &[]);
        check_sizes(100, 91, &function("f", 90), &["fn f: 91 lines"]);
    }

    #[test]
    fn stale_and_broken_entries_are_faults() {
        check_sizes(400, 70, &file(450), &["needs no entry"]);
        check_sizes(100, 70, &function("f", 90), &["needs no entry"]);
        check_sizes(100, 90, &function("gone", 90), &["has 0 lines", "fn f has 90"]);
        check_sizes(100, 70, "[[file]]\npath = \"a.rs\"\nlines = 450\nreason = \" \"", &["needs path, lines, reason"]);
        check_sizes(100, 70, "[[file", &["xtask/tidy-allow.toml: "]);
    }
}
