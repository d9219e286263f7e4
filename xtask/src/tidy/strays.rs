//! Nothing lies in the project by accident: what is built or photographed while one tries things stays out of its history.

use crate::tree::Tree;

/// The most any file may have, in bytes: the longest today is a picture of 120 KB.
const FILE_BYTES: usize = 200 * 1024;
/// Where files are that are no text, and what they end with.
const BINARY: &[(&str, &str)] = &[("docs/", ".png"), ("crates/causette-doors/src/web/page/", ".png"), ("fuzz/", "")];

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in &tree.files {
        let path = &file.path;
        let known = BINARY.iter().any(|(folder, end)| path.starts_with(folder) && path.ends_with(end));
        if file.bytes > FILE_BYTES {
            found.push(format!("{path}: {} bytes, more than {FILE_BYTES}: is it a part of the project?", file.bytes));
        } else if file.text.is_empty() && file.bytes > 0 && !known {
            found.push(format!("{path}: it is no text: is it a part of the project?"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_behind_is_found() {
        let long = "x".repeat(FILE_BYTES + 1);
        let mut tree = Tree::sample(&[("a.rs", "fn a() {}"), ("empty", ""), ("notes.txt", &long), ("docs/a.png", "")]);
        assert_eq!(check(&tree).len(), 1);
        // No text, as pictures and programs are.
        tree.files.iter_mut().filter(|file| file.text.is_empty()).for_each(|file| file.bytes = 9);
        let found = check(&tree);
        assert!(found.len() == 2 && found.iter().any(|line| line.starts_with("empty: it is no text")), "{found:?}");
    }
}
