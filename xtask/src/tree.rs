//! The project's files as git sees them: tracked, or new and not ignored (what the next commit could hold).

use crate::{shell, source};
use anyhow::Result;
use std::process::Command;

pub(crate) struct File {
    /// From the workspace's folder, with `/`.
    pub(crate) path: String,
    /// Empty for what is not UTF-8.
    pub(crate) text: String,
    /// What the file has, text or not.
    pub(crate) bytes: usize,
    /// A Rust file's text with comments and literals blanked; empty for others.
    pub(crate) code: String,
    /// `code` without tests; empty for a file of tests.
    pub(crate) product: String,
}

impl File {
    fn new(path: &str, bytes: Vec<u8>) -> Self {
        let (bytes, text) = (bytes.len(), String::from_utf8(bytes).unwrap_or_default());
        let code = if path.ends_with(".rs") { source::mask(&text) } else { String::new() };
        let product = if is_test(path) { String::new() } else { source::without_tests(&code) };
        Self { path: path.to_owned(), text, bytes, code, product }
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// Whether a path is made for tests only.
fn is_test(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    name == "tests.rs"
        || name.ends_with("_tests.rs")
        || parts.any(|folder| {
            matches!(
                folder,
                "tests"
                    | "causette-tests"
                    | "causette-schedules"
                    | "causette-instructions"
                    | "benches"
                    | "fuzz"
                    | "bench"
            )
        })
}

pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
}

impl Tree {
    pub(crate) fn load() -> Result<Self> {
        let root = shell::root();
        let mut git = Command::new("git");
        // A checkout that belongs to another user is listed all the same: this program was just built from it.
        git.args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = shell::output(git.current_dir(&root))?;
        let mut files = Vec::new();
        for path in listed.split_terminator('\0') {
            // Listed but deleted in the working folder: gone with the next commit.
            if let Ok(bytes) = std::fs::read(root.join(path)) {
                files.push(File::new(path, bytes));
            }
        }
        Ok(Self { files })
    }

    #[cfg(test)]
    pub(crate) fn sample(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| File::new(path, text.as_bytes().to_vec())).collect() }
    }

    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_rust())
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether a file or a folder of that name exists; one `*` stands for anything.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.iter().any(|file| match path.split_once('*') {
            Some((start, end)) => file
                .path
                .strip_prefix(start)
                .is_some_and(|rest| rest.ends_with(end) || rest.contains(&format!("{end}/"))),
            None => file.path == path || file.path.starts_with(&folder),
        })
    }
}

/// `path:line` of a byte offset in a text.
pub(crate) fn place(path: &str, text: &str, offset: usize) -> String {
    let line = text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
    format!("{path}:{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_stars() {
        let tree = Tree::sample(&[("docs/model.md", ""), ("crates/a/src/lib.rs", "")]);
        for path in ["docs/model.md", "docs", "docs/", "crates/a", "docs/*.md", "crates/*/src"] {
            assert!(tree.has(path), "{path}");
        }
        for path in ["doc", "docs/mode", "docs/*.txt", "crates/b", "crates/*/tests"] {
            assert!(!tree.has(path), "{path}");
        }
    }

    #[test]
    fn tests_are_told_from_the_product() {
        for path in ["a/src/tests.rs", "a/src/room_tests.rs", "a/tests/one.rs", "crates/causette-tests/src/lib.rs"] {
            assert!(is_test(path), "{path}");
        }
        for path in ["a/src/test.rs", "a/src/contests.rs", "a/src/lib.rs"] {
            assert!(!is_test(path), "{path}");
        }
    }

    #[test]
    fn this_project_lists_itself() {
        let tree = Tree::load().unwrap();
        assert!(tree.has("xtask/src/tree.rs"));
        assert!(!tree.has("target"));
    }
}
