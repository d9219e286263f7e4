//! No path of somebody's own machine in any tracked file: it works for nobody else, and tells more than it should.

use crate::shell;
use crate::tree::{Tree, place};

/// First folders of paths that only one machine has; without slashes, so that this file holds none.
const PRIVATE: &[&str] = &["home", "root", "work", "workspace", "builds", "Users", "mnt", "github", "farm"];

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let own = shell::root().to_string_lossy().into_owned();
    let mut needles: Vec<String> = PRIVATE.iter().map(|folder| format!("/{folder}/")).collect();
    // Wherever this checkout lies, unless that is as short as `/src`.
    needles.extend((own.matches('/').count() > 1).then_some(own));
    let mut found = Vec::new();
    for file in &tree.files {
        for needle in &needles {
            for (at, _) in file.text.match_indices(needle.as_str()) {
                if starts_a_path(file.text.get(..at).unwrap_or_default()) {
                    found.push(format!("{}: a path of one machine: {needle}", place(&file.path, &file.text, at)));
                }
            }
        }
    }
    found
}

/// Whether a `/` after `before` is the first of an absolute path, not a step of another path or an address.
fn starts_a_path(before: &str) -> bool {
    let file_address = before.ends_with("file://");
    file_address || !before.ends_with(|c: char| c.is_alphanumeric() || "_-.~/$*})>]".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&Tree::sample(&[("any.txt", text)])).len()
    }

    #[test]
    fn other_paths_pass() {
        for text in ["/var/lib/causette", "/tmp/x", "at home / at work"] {
            assert_eq!(found(text), 0, "{text}");
        }
        for folder in PRIVATE {
            for before in ["docs", "~", "$HOME", "https://a.example"] {
                assert_eq!(found(&format!("{before}/{folder}/a.md")), 0, "{before} {folder}");
            }
        }
    }

    #[test]
    fn private_ones_are_found() {
        for folder in PRIVATE {
            for text in [
                format!("/{folder}/me/x"),
                format!("see `/{folder}/x`"),
                format!("a=\"/{folder}/\""),
                format!("file:///{folder}/x"),
            ] {
                assert_eq!(found(&text), 1, "{text}");
            }
        }
    }

    #[test]
    fn the_checkout_itself_is_found() {
        let own = shell::root().to_string_lossy().into_owned();
        assert_eq!(found(&format!("cd {own}/xtask")).min(1), usize::from(own.matches('/').count() > 1));
    }
}
