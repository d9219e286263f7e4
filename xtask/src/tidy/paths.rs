//! Every path that a document names exists, in prose, code and links alike.

use crate::tree::{File, Tree};
use std::path::{Component, Path};

/// What a word starts with when it means a file or a folder of this project.
const FOLDERS: &[&str] = &["crates/", "docs/", "xtask/", "fuzz/", "bench/", ".ci/", ".config/", ".cargo/"];

/// Documents that say how things are; a changelog says how they were.
fn is_document(path: &str) -> bool {
    matches!(path, "README.md" | "README.fr.md" | "ARCHITECTURE.md" | "CONTRIBUTING.md")
        || (path.starts_with("docs/") && path.ends_with(".md"))
}

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for document in tree.files.iter().filter(|file| is_document(&file.path)) {
        for (number, line) in document.text.lines().enumerate() {
            let named = line.split(|c: char| c.is_whitespace() || "`()[]<>\"'|=".contains(c)).flat_map(named_path);
            let absent = named.chain(linked_paths(document, line)).filter(|path| !tree.has(path));
            found.extend(absent.map(|path| format!("{}:{}: no such path: {path}", document.path, number + 1)));
        }
    }
    found
}

/// The paths in one word: `a/{b,c}` names two, `a/b.rs:7` and `a/b.rs::f` name `a/b.rs`.
fn named_path(word: &str) -> Vec<String> {
    if !FOLDERS.iter().any(|folder| word.starts_with(folder)) {
        return Vec::new();
    }
    let word = word.split([':', '#', '…', '$']).next().unwrap_or_default().trim_end_matches(['.', ',', ';', '!', '?']);
    match (word.split_once('{'), word.split_once('}')) {
        (Some((start, _)), Some((middle, end))) => {
            let choices = middle.rsplit('{').next().unwrap_or_default().split(',');
            choices.map(|choice| format!("{start}{choice}{end}")).collect()
        }
        _ => vec![word.to_owned()],
    }
}

/// Where a line's Markdown links lead inside the project, from its folder.
fn linked_paths(document: &File, line: &str) -> Vec<String> {
    let folder = Path::new(&document.path).parent().unwrap_or(Path::new(""));
    let targets = line.split("](").skip(1).filter_map(|tail| tail.split([')', '#', ' ']).next());
    let local = targets.filter(|target| !target.is_empty() && !target.contains(':'));
    local.map(|target| plain(&folder.join(target))).collect()
}

/// Without `.` and `..`.
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir if parts.pop().is_none() => parts.push("..".to_owned()),
            Component::ParentDir | Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str, text: &str) -> usize {
        let files = [("crates/a/src/lib.rs", ""), ("docs/model.md", ""), ("LICENSE-MIT", ""), (document, text)];
        check(&Tree::sample(&files)).len()
    }

    #[test]
    fn what_exists_is_fine() {
        for text in [
            "see `crates/a/src/lib.rs`, `crates/a/` and `docs/model.md`.",
            "`crates/a/src/lib.rs:7` `crates/a/src/lib.rs::f` crates/*/src",
            "[model](docs/model.md#ids) [site](https://example.org/docs/x) [here](#top) [licence](LICENSE-MIT)",
            "`crates/{a,a/src}`; either/or; `src/nothing.rs`; crates/<name>",
        ] {
            assert_eq!(found("README.md", text), 0, "{text}");
        }
        assert_eq!(found("docs/more.md", "[up](../README.md) [model](model.md)"), 1, "README.md is absent here");
    }

    #[test]
    fn what_does_not_is_found() {
        for text in [
            "`crates/b/`",
            "`docs/modell.md`",
            "```\ncat docs/none.md\n```",
            "`crates/{a,b}`",
            "[x](docs/none.md)",
            "[x](NONE)",
            "`crates/a/src/lib.rs/more`",
        ] {
            assert_eq!(found("README.md", text).min(1), 1, "{text}");
        }
        assert_eq!(found("CHANGELOG.md", "`crates/gone`"), 0);
    }
}
