//! Nothing is left unfinished or switched off in sources: it is done, or it is an issue.

use crate::source::words;
use crate::tree::{File, Tree, place};

/// Notes to oneself, in any source; in two halves, so that this file holds none.
const NOTES: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X")];

/// Kinds of files that are sources; documents may speak of such things.
const SOURCES: &[&str] = &["rs", "toml", "ftl", "sh", "js", "css", "html", "sql", "yml", "service", "run"];

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in &tree.files {
        let kind = file.path.rsplit(['.', '/']).next().unwrap_or_default();
        if SOURCES.contains(&kind) {
            notes(file, &mut found);
        }
        macros(file, &mut found);
        ignored(file, &mut found);
    }
    found
}

fn notes(file: &File, found: &mut Vec<String>) {
    for note in NOTES {
        found.extend(words(&file.text, note).map(|at| format!("{}: {note}", place(&file.path, &file.text, at))));
    }
}

fn macros(file: &File, found: &mut Vec<String>) {
    for name in ["todo", "unimplemented"] {
        for at in words(&file.code, name) {
            if file.code.get(at + name.len()..).is_some_and(|tail| tail.starts_with('!')) {
                found.push(format!("{}: {name}!", place(&file.path, &file.code, at)));
            }
        }
    }
}

/// Tests that do not run: ignored by attribute, or in a documentation example.
fn ignored(file: &File, found: &mut Vec<String>) {
    for (at, _) in file.code.match_indices("#[") {
        let attribute = file.code.get(at + 2..).and_then(|tail| tail.split(']').next()).unwrap_or_default().trim();
        let conditional = attribute.starts_with("cfg_attr");
        if words(attribute, "ignore").any(|at| at == 0 || conditional) {
            found.push(format!("{}: an ignored test; run it or remove it", place(&file.path, &file.code, at)));
        }
    }
    for (number, line) in file.text.lines().enumerate().filter(|_| file.is_rust()) {
        let example = line.trim_start().strip_prefix("//").and_then(|line| line.split_once("```"));
        if example.is_some_and(|(_, language)| language.split(',').any(|word| word.trim() == "ignore")) {
            found.push(format!("{}:{}: an ignored example; `text` if it is no code", file.path, number + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::sample(&[(path, text)])).len()
    }

    /// Samples in two halves as well, so that a plain search of the sources finds none either.
    fn halves(samples: &[(&str, &str)]) -> Vec<String> {
        samples.iter().map(|(start, end)| format!("{start}{end}")).collect()
    }

    #[test]
    fn finished_work_passes() {
        for text in ["fn a() { ignore(todo) }", "// what is left to do\n#[test]\nfn a() {}"] {
            assert_eq!(found("a.rs", text), 0, "{text}");
        }
        for text in halves(&[("let a = \"#[ig", "nore]\";"), ("// no todo", "!() here")]) {
            assert_eq!(found("a.rs", &text), 0, "{text}");
        }
        assert_eq!(found("README.md", NOTES[0]), 0);
        assert_eq!(found("a.sh", &format!("mktemp /tmp/a.{0}{0}", NOTES[1])), 0);
    }

    #[test]
    fn the_rest_is_found() {
        for text in halves(&[
            ("#[ig", "nore]\nfn a() {}"),
            ("#[ig", "nore = \"slow\"]\nfn a() {}"),
            ("#[cfg_attr(windows, ig", "nore)]\nfn a() {}"),
            ("fn a() { todo", "!() }"),
            ("fn a() { unimplemented", "!(\"later\") }"),
            ("/// ```ig", "nore\n/// a()\n/// ```"),
        ]) {
            assert_eq!(found("a.rs", &text), 1, "{text}");
        }
        for note in NOTES {
            for path in ["a.rs", "Cargo.toml", ".ci/run", "locales/fr.ftl"] {
                assert_eq!(found(path, &format!("# {note}: later")), 1, "{path}");
            }
        }
    }
}
