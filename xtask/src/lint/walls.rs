//! The walls between crates: what each may depend on.

use crate::workspace::{Dependency, Workspace};

/// May depend on anything; nothing may depend on it.
const ANYTHING: &[&str] = &["*"];

/// A crate and the packages it may name under `[dependencies]`. `unicode-*` is a family; `tokio+rt+time` is a package
/// with no other features than these.
const WALLS: &[(&str, &[&str])] = &[
    ("causette-core", &["foldhash", "smallvec", "thiserror", "unicode-*"]),
    // What a store keeps of passwords is a stored form that every backend must make alike: hence the hashes.
    (
        "causette-wire",
        &[
            "argon2",
            "base64ct",
            "causette-core",
            "hmac",
            "memchr",
            "pbkdf2",
            "serde",
            "serde_json",
            "sha2",
            "smallvec",
            "subtle",
            "thiserror",
            "unicode-*",
        ],
    ),
    ("causette-texts", &["causette-core", "fluent-bundle", "unic-langid"]),
    ("causette-calc", &["num-*", "thiserror"]),
    ("causette-engine", &["causette-core", "smallvec", "thiserror", "tokio+macros+rt+sync+time", "tracing"]),
    (
        "causette-doors",
        &[
            "axum",
            "bytes",
            "causette-calc",
            "causette-core",
            "causette-engine",
            "causette-texts",
            "causette-wire",
            "flate2",
            "futures-util",
            "getrandom",
            "hyper",
            "hyper-util",
            "jiff",
            "memchr",
            "ppp",
            "rust-embed",
            "rustix",
            "rustls+ring+std+tls12",
            "rustls-native-certs",
            "serde_json",
            "slab",
            "smallvec",
            "socket2",
            "tokio",
            "tokio-rustls",
            "tokio-tungstenite",
            "tower",
            "tracing",
        ],
    ),
    ("causette-sqlite", &["causette-core", "causette-wire", "getrandom", "rusqlite", "rustix", "thiserror", "tracing"]),
    ("causette-lab", &["causette-calc", "causette-texts", "socket2"]),
    ("causette", ANYTHING),
    ("causette-tests", ANYTHING),
    // Its sources are the product's, on a scheduler; none of it is part of the program.
    ("causette-schedules", ANYTHING),
    // Doors bring what they bring, but no store: this is built anew for each look at the budgets.
    ("causette-instructions", &["causette-core", "causette-doors+fuzzed", "causette-engine", "causette-texts"]),
    // It knows the program from outside only: no crate of ours.
    (
        "causette-bench",
        &[
            "anyhow",
            "clap",
            "hdrhistogram",
            "memchr",
            "mio",
            "rustix",
            "rustls+ring+std+tls12",
            "serde_json",
            "signal-hook",
            "slab",
            "socket2",
            "tempfile",
        ],
    ),
    ("xtask", &["anyhow", "serde_json", "toml"]),
];

pub(crate) fn check(workspace: &Workspace) -> Vec<String> {
    check_against(WALLS, workspace)
}

/// Crates to be checked each on its own: unified features could hide a broken wall.
pub(crate) fn alone(workspace: &Workspace) -> Vec<&str> {
    workspace.members().map(|member| member.name.as_str()).filter(|name| *name != "xtask").collect()
}

fn check_against(walls: &[(&str, &[&str])], workspace: &Workspace) -> Vec<String> {
    let mut found = Vec::new();
    for member in workspace.members() {
        let (name, folder) = (&member.name, member.folder.as_deref().unwrap_or_default());
        let beside = |folder: &str| !folder.contains('/') && name.strip_prefix("causette-").unwrap_or(name) == folder;
        if folder != format!("crates/{name}") && !beside(folder) {
            found.push(format!("{folder}: a crate is named after its folder, not {name}"));
        }
        let Some((_, allowed)) = walls.iter().find(|(wall, _)| wall == name) else {
            found.push(format!("{name}: not in WALLS (xtask/src/lint/walls.rs): say there what it may depend on"));
            continue;
        };
        for dependency in &member.dependencies {
            let package = &dependency.package;
            if walls.iter().any(|(wall, allowed)| wall == package && *allowed == ANYTHING) && *allowed != ANYTHING {
                found.push(format!("{name}: nothing may depend on {package}"));
            } else if !dependency.dev && !allowed.iter().any(|rule| permits(rule, dependency)) {
                found.push(format!(
                    "{name}: {package} is not among what it may know ({}). A line under [dependencies] is an architecture \
                     decision: take it in WALLS (xtask/src/lint/walls.rs), with the reason in the commit",
                    allowed.join(", ")
                ));
            }
        }
    }
    found
}

fn permits(rule: &str, dependency: &Dependency) -> bool {
    if let Some(family) = rule.strip_suffix('*') {
        return dependency.package.starts_with(family);
    }
    let mut words = rule.split('+');
    let named = words.next() == Some(&dependency.package);
    let features: Vec<&str> = words.collect();
    named && (features.is_empty() || dependency.features.iter().all(|feature| features.contains(&feature.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Package;

    const SAMPLE: &[(&str, &[&str])] =
        &[("core", &["smallvec", "unicode-*", "tokio+rt"]), ("program", ANYTHING), ("causette-tool", ANYTHING)];

    fn member(name: &str, folder: &str, dependencies: &[(&str, bool, &[&str])]) -> Vec<String> {
        let dependency = |(package, dev, features): &(&str, bool, &[&str])| Dependency {
            package: (*package).to_owned(),
            alias: None,
            dev: *dev,
            features: features.iter().map(|feature| (*feature).to_owned()).collect(),
        };
        let package = Package {
            name: name.to_owned(),
            folder: Some(folder.to_owned()),
            dependencies: dependencies.iter().map(dependency).collect(),
            ..Package::default()
        };
        check_against(SAMPLE, &Workspace { packages: vec![package], ..Workspace::default() })
    }

    #[test]
    fn what_is_listed_passes() {
        let deps: &[(&str, bool, &[&str])] = &[
            ("smallvec", false, &["union"]),
            ("unicode-width", false, &[]),
            ("proptest", true, &[]),
            ("tokio", false, &["rt"]),
        ];
        assert_eq!(member("core", "crates/core", deps), [""; 0]);
        assert_eq!(member("program", "crates/program", &[("anything", false, &[])]), [""; 0]);
        assert_eq!(member("program", "program", &[]), [""; 0]);
        assert_eq!(member("causette-tool", "tool", &[]), [""; 0]);
    }

    #[test]
    fn what_is_not_is_found() {
        let check = |name, folder, dependency, expect| {
            let found = member(name, folder, &[dependency]);
            assert!(found.len() == 1 && found.concat().contains(expect), "{expect}: {found:?}");
        };
        check("core", "crates/core", ("serde", false, &[]), "architecture decision");
        check("core", "crates/core", ("tokio", false, &["rt", "net"]), "architecture decision");
        check("core", "crates/core", ("program", true, &[]), "nothing may depend on program");
        check("new", "crates/new", ("smallvec", false, &[]), "not in WALLS");
        for folder in ["crates/kernel", "kernel", "crates/causette-core"] {
            check("core", folder, ("smallvec", false, &[]), "named after its folder");
        }
    }
}
