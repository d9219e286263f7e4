//! Every Rust file opens with what it is and what it must not know.

use crate::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let bare = tree.rust().filter(|file| !file.text.starts_with("//!"));
    bare.map(|file| format!("{}: does not start with `//!` (what it is, what it must not know)", file.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_counts() {
        assert!(check(&Tree::sample(&[("a.rs", "//! A.\nfn a() {}"), ("b.md", "text")])).is_empty());
        for text in ["fn a() {}", "// a\n", "use a;\n//! late", ""] {
            assert_eq!(check(&Tree::sample(&[("a.rs", text)])).len(), 1, "{text}");
        }
    }
}
