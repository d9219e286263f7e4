//! Each dependency that a manifest names is used by that crate's sources, and by more than tests unless it says so.

use crate::source::words;
use crate::tree::Tree;
use crate::workspace::{Dependency, Package, Workspace};

/// Needed though no source names them: crate, dependency, reason.
const KEPT: &[(&str, &str, &str)] = &[
    ("causette-schedules", "bytes", COPIES),
    ("causette-schedules", "causette-engine", COPIES),
    ("causette-schedules", "slab", COPIES),
    ("causette-schedules", "smallvec", COPIES),
    ("causette-schedules", "thiserror", COPIES),
    ("causette-schedules", "tracing", COPIES),
    ("causette-schedules", "tracing-subscriber", COPIES),
];
const COPIES: &str = "named by the sources that its build copies";

/// Crates that are tests or measurements as a whole: their sources count as no part of the product.
const TESTS: &[&str] = &["causette-bench", "causette-instructions", "causette-schedules", "causette-tests"];

pub(crate) fn check(tree: &Tree, workspace: &Workspace) -> Vec<String> {
    let mut found = Vec::new();
    for member in workspace.members() {
        for dependency in &member.dependencies {
            let library = workspace.package(&dependency.package).and_then(|package| package.library.clone());
            let name = dependency.alias.clone().or(library).unwrap_or_else(|| dependency.package.clone());
            found.extend(fault(tree, member, dependency, &name.replace('-', "_")));
        }
    }
    found
}

fn fault(tree: &Tree, member: &Package, dependency: &Dependency, name: &str) -> Option<String> {
    let folder = format!("{}/", member.folder.as_deref().unwrap_or_default());
    let inside = || tree.rust().filter(|file| file.path.starts_with(&folder));
    let (krate, package) = (&member.name, &dependency.package);
    if KEPT.iter().any(|(from, to, _)| from == krate && to == package) {
        return None;
    }
    if !inside().any(|file| uses(&file.code, name)) {
        return Some(format!("{krate}: {package} is in Cargo.toml and in no source; remove it"));
    }
    let product = inside().any(|file| uses(&file.product, name));
    (!dependency.dev && !product && !TESTS.contains(&krate.as_str()))
        .then(|| format!("{krate}: {package} is used by tests only; it belongs under [dev-dependencies]"))
}

/// Whether code names a crate: first in a path (`bytes::Bytes`, not `text.bytes()` nor `std::time`), or after `use`.
fn uses(code: &str, name: &str) -> bool {
    words(code, name).any(|at| {
        let (before, after) =
            (code.get(..at).unwrap_or_default().trim_end(), code.get(at + name.len()..).unwrap_or_default());
        words(before, "use").any(|used| used + 3 == before.len())
            || (after.trim_start().starts_with("::") && !before.ends_with([':', '.']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(dev: bool, alias: Option<&str>, library: &str, text: &str) -> usize {
        let dependency =
            Dependency { package: "a-b".into(), alias: alias.map(str::to_owned), dev, ..Dependency::default() };
        let member = Package {
            name: "c".into(),
            folder: Some("crates/c".into()),
            dependencies: vec![dependency],
            ..Package::default()
        };
        let package = Package { name: "a-b".into(), library: Some(library.to_owned()), ..Package::default() };
        let tree = Tree::sample(&[("crates/c/src/lib.rs", text), ("crates/d/src/lib.rs", "use a_b;")]);
        check(&tree, &Workspace { packages: vec![member, package], ..Workspace::default() }).len()
    }

    #[test]
    fn what_is_named_is_used() {
        assert_eq!(found(false, None, "a_b", "use a_b::C;"), 0);
        assert_eq!(found(false, Some("z"), "a_b", "use z::C;"), 0);
        assert_eq!(found(false, None, "ab", "fn f() { ab::c() }"), 0);
        assert_eq!(found(true, None, "a_b", "#[cfg(test)]\nmod tests { use a_b::C; }"), 0);
    }

    #[test]
    fn the_rest_is_found() {
        assert_eq!(found(false, None, "a_b", "fn f() {}"), 1);
        assert_eq!(found(false, None, "a_b", "fn f() { x.a_b(); std::a_b::c() }"), 1);
        assert_eq!(found(true, None, "a_b", "// use a_b"), 1);
        assert_eq!(found(false, None, "ab", "use a_b::C;"), 1);
        assert_eq!(found(false, None, "a_b", "#[cfg(test)]\nmod tests { use a_b::C; }"), 1);
    }
}
