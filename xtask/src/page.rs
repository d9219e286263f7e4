//! The page's own checks, which need node: its types, its unit tests, and what the browser tests borrow from npm. Nothing
//! from npm is shipped: it lies in `target/npm`, with the versions and checksums of `xtask/npm`.

use crate::shell;
use crate::tree::Tree;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PAGE: &str = "crates/causette-doors/src/web/page/";
/// What `tsc` is told: the modules, and how strictly; the service worker apart, since it has no page.
const TYPES: [&str; 2] = [
    "crates/causette-doors/src/web/page/tests/tsconfig.json",
    "crates/causette-doors/src/web/page/tests/tsconfig.worker.json",
];

/// Installs what is pinned, unless it is there already, and returns its folder.
pub(crate) fn install(target: &Path) -> Result<PathBuf> {
    let (from, folder) = (shell::root().join("xtask/npm"), target.join("npm"));
    let (lock, installed) = (from.join("package-lock.json"), folder.join("installed.json"));
    let modules = folder.join("node_modules");
    if modules.is_dir() && same(&lock, &installed) {
        return Ok(modules);
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    copy(&from.join("package.json"), &folder.join("package.json"))?;
    copy(&lock, &folder.join("package-lock.json"))?;
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    shell::run(Command::new("npm").args(words).current_dir(&folder).stdin(Stdio::null()))?;
    copy(&lock, &installed)?;
    Ok(modules)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).with_context(|| format!("could not copy {}", from.display()))?;
    Ok(())
}

fn same(a: &Path, b: &Path) -> bool {
    std::fs::read(a).is_ok_and(|a| std::fs::read(b).is_ok_and(|b| a == b))
}

/// The page's modules keep the types that their comments name.
pub(crate) fn types(tree: &Tree, target: &Path) -> Result<Vec<String>> {
    if !has_modules(tree) {
        return Ok(Vec::new());
    }
    let tsc = install(target)?.join("typescript/bin/tsc");
    let mut failed = Vec::new();
    for project in TYPES {
        let mut command = Command::new("node");
        command.arg(&tsc).args(["--project", project]).current_dir(shell::root()).stdin(Stdio::null());
        if shell::code(&mut command)? != Some(0) {
            failed.push(format!("{project}: see what tsc says above"));
        }
    }
    Ok(failed)
}

/// The command that runs the page's unit tests, if it has any.
pub(crate) fn tests(tree: &Tree) -> Option<Command> {
    let files = unit_tests(tree);
    let mut command = Command::new("node");
    command.arg("--test").args(&files).current_dir(shell::root()).stdin(Stdio::null());
    (!files.is_empty()).then_some(command)
}

fn has_modules(tree: &Tree) -> bool {
    inside(tree).any(|path| path.ends_with(".js"))
}

/// By name, since how node finds them in a folder differs from version to version.
fn unit_tests(tree: &Tree) -> Vec<&str> {
    inside(tree).filter(|path| path.ends_with(".test.js") && path.contains("/tests/")).collect()
}

fn inside(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.files.iter().map(|file| file.path.as_str()).filter(|path| path.starts_with(PAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_tests_are_told_apart() {
        let at = |name: &str| format!("{PAGE}{name}");
        let names = ["main.js", "style.css", "tests/format.test.js", "tests/helper.js"].map(at);
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).chain([("a/b.js", "")]).collect();
        let tree = Tree::sample(&files);
        assert!(has_modules(&tree) && !has_modules(&Tree::sample(&[("a/b.js", "")])));
        assert_eq!(unit_tests(&tree), [at("tests/format.test.js")]);
        assert!(tests(&tree).is_some() && tests(&Tree::sample(&[])).is_none());
    }

    #[test]
    fn what_differs_or_is_absent_is_not_the_same() {
        let here = shell::root();
        let (toml, lock, absent) = (here.join("Cargo.toml"), here.join("Cargo.lock"), here.join("absent"));
        assert!(same(&toml, &toml) && !same(&toml, &lock) && !same(&absent, &absent));
    }
}
