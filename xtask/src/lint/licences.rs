//! Every dependency may be used under a licence that this project can pass on.

use crate::workspace::{Package, Workspace};

/// SPDX names; of `A OR B` one must be here, of `A AND B` both.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // The roots of the web, as data: permissive, and only for systems that keep none of their own.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// In no program people get, only in tests, where these count too: (package, licence).
const TESTS_ONLY: &[(&str, &str)] = &[
    // An oracle for the IRC parser.
    ("irc-proto", "MPL-2.0"),
];

pub(crate) fn check(workspace: &Workspace) -> Vec<String> {
    workspace.packages.iter().filter_map(fault).collect()
}

fn fault(package: &Package) -> Option<String> {
    let (name, version) = (&package.name, &package.version);
    let Some(licence) = &package.licence else {
        return Some(format!("{name} {version}: names no licence"));
    };
    if TESTS_ONLY.contains(&(name.as_str(), licence.as_str())) {
        return None;
    }
    match satisfied(licence) {
        Some(true) => None,
        Some(false) => Some(format!("{name} {version}: {licence} is not in ALLOWED (xtask/src/lint/licences.rs)")),
        None => Some(format!("{name} {version}: cannot read its licence expression: {licence}")),
    }
}

/// Whether an SPDX expression can be met; `None` if it is none. The old `MIT/Apache-2.0` means OR.
fn satisfied(expression: &str) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let met = any(&mut words)?;
    words.is_empty().then_some(met)
}

fn any(words: &mut Vec<&str>) -> Option<bool> {
    let mut met = all(words)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= all(words)?;
    }
    Some(met)
}

fn all(words: &mut Vec<&str>) -> Option<bool> {
    let mut met = one(words)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words)?;
    }
    Some(met)
}

fn one(words: &mut Vec<&str>) -> Option<bool> {
    match words.pop()? {
        "(" => {
            let met = any(words)?;
            words.pop_if(|word| *word == ")").map(|_| met)
        }
        ")" | "OR" | "AND" | "WITH" => None,
        name => {
            // An exception only adds permissions.
            if words.pop_if(|word| *word == "WITH").is_some() {
                words.pop()?;
            }
            Some(ALLOWED.contains(&name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let cases = [
            ("MIT", Some(true)),
            ("MIT OR Apache-2.0", Some(true)),
            ("MIT/GPL-3.0", Some(true)),
            ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", Some(true)),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", Some(true)),
            ("GPL-3.0-only", Some(false)),
            ("AGPL-3.0 AND MIT", Some(false)),
            ("MIT AND (GPL-2.0 OR AGPL-3.0)", Some(false)),
            ("MIT AND GPL-2.0 OR ISC", Some(true)),
            ("", None),
            ("MIT OR", None),
            ("(MIT", None),
            ("MIT Apache-2.0", None),
        ];
        for (expression, expect) in cases {
            assert_eq!(satisfied(expression), expect, "{expression}");
        }
    }

    #[test]
    fn a_package_without_a_good_licence_is_found() {
        let found = |licence: Option<&str>| {
            let package = Package { name: "a".into(), licence: licence.map(str::to_owned), ..Package::default() };
            check(&Workspace { packages: vec![package], ..Workspace::default() }).len()
        };
        assert_eq!([Some("MIT"), Some("GPL-3.0"), Some("?? ??"), None].map(found), [0, 1, 1, 1]);
    }
}
