//! `cargo xtask lint`: every step runs, then says what failed. Cheap steps come first.

mod licences;
mod packaged;
mod planted;
mod unused;
mod walls;

use crate::{help, instructions, needs, page, shell, tidy, tree::Tree, workspace::Workspace};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

enum Step {
    Tidy(fn(&Tree) -> Vec<String>),
    Manifests(fn(&Tree, &Workspace) -> Vec<String>),
    Cargo(&'static [&'static str]),
    /// Each crate on its own.
    Alone,
    /// The fuzzers, which are a workspace of their own.
    Fuzzers,
    /// The types of the page's modules.
    Types,
    /// What single steps of the server may cost.
    Budgets,
}

const STEPS: &[(&str, Step)] = &[
    ("headers", Step::Tidy(tidy::headers::check)),
    ("sizes", Step::Tidy(tidy::sizes::check)),
    ("paths", Step::Tidy(tidy::paths::check)),
    ("model", Step::Tidy(tidy::model::check)),
    ("appends", Step::Tidy(tidy::appends::check)),
    ("doors", Step::Tidy(tidy::doors::check)),
    ("strays", Step::Tidy(tidy::strays::check)),
    ("unfinished", Step::Tidy(tidy::unfinished::check)),
    ("places", Step::Tidy(tidy::places::check)),
    ("walls", Step::Manifests(|_, workspace| walls::check(workspace))),
    ("licences", Step::Manifests(|_, workspace| licences::check(workspace))),
    ("packaged", Step::Manifests(|_, _| packaged::check())),
    ("unused", Step::Manifests(unused::check)),
    ("planted", Step::Manifests(|_, _| planted::check())),
    ("types", Step::Types),
    ("fmt", Step::Cargo(&["fmt", "--all", "--check"])),
    ("alone", Step::Alone),
    ("clippy", Step::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])),
    ("fuzzers", Step::Fuzzers),
    ("doc", Step::Cargo(&["doc", "--workspace", "--no-deps"])),
    ("budgets", Step::Budgets),
];

/// Runs the steps that `words` name, or all.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
    if words == ["list"] {
        println!("{}", names.join(" "));
        return Ok(());
    }
    if let Some(other) = words.iter().find(|word| !names.contains(word)) {
        let near = help::nearest(other, &names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        bail!("no step `{other}`{near} The steps are: {}", names.join(" "));
    }
    needs::ensure(needs::LINT)?;
    let (tree, workspace) = (Tree::load()?, Workspace::load(true)?);
    let (mut failed, mut times) = (Vec::new(), Vec::new());
    for (name, step) in STEPS.iter().filter(|(name, _)| words.is_empty() || words.contains(name)) {
        let start = Instant::now();
        if !passes(name, step, &tree, &workspace)? {
            failed.push(*name);
        }
        times.push((*name, start.elapsed()));
    }
    eprintln!("\nxtask lint: {} steps{}", times.len(), spent(&times));
    if failed.is_empty() {
        eprintln!("xtask lint: passed");
        return Ok(());
    }
    bail!(
        "lint: {} of {} steps failed: {} (one alone: cargo xtask lint STEP)",
        failed.len(),
        times.len(),
        failed.join(", ")
    )
}

fn passes(name: &str, step: &Step, tree: &Tree, workspace: &Workspace) -> Result<bool> {
    let found = match step {
        Step::Tidy(check) => check(tree),
        Step::Manifests(check) => check(tree, workspace),
        Step::Cargo(args) => return Ok(shell::code(&mut strict(args))? == Some(0)),
        Step::Alone => {
            let mut broken = Vec::new();
            for krate in walls::alone(workspace) {
                if shell::code(&mut strict(&["check", "-p", krate]))? != Some(0) {
                    broken.push(format!("{krate} does not compile on its own"));
                }
            }
            broken
        }
        Step::Fuzzers => fuzzers()?,
        Step::Types => page::types(tree, &workspace.target)?,
        Step::Budgets => instructions::check(&workspace.target)?,
    };
    for line in &found {
        eprintln!("{name}: {line}");
    }
    Ok(found.is_empty())
}

/// Without libFuzzer, so that no C++ is compiled, and in the same folder, where most of it is checked already.
fn fuzzers() -> Result<Vec<String>> {
    const MANIFEST: &[&str] = &["--manifest-path", "fuzz/Cargo.toml"];
    const CHECK: &[&str] = &[
        "--locked",
        "--no-default-features",
        "--features",
        "whole,doors",
        "--target-dir",
        "target",
        "--",
        "-D",
        "warnings",
    ];
    let mut found = Vec::new();
    if shell::code(&mut strict(&[&["fmt", "--check"], MANIFEST].concat()))? != Some(0) {
        found.push("fuzz is not formatted: cargo fmt --manifest-path fuzz/Cargo.toml".to_owned());
    }
    if shell::code(&mut strict(&[&["clippy"], MANIFEST, CHECK].concat()))? != Some(0) {
        let lock = "cargo metadata --manifest-path fuzz/Cargo.toml --format-version 1";
        found.push(format!("fuzz does not pass; if only its lock file is behind: {lock}"));
    }
    Ok(found)
}

/// Documentation's warnings are errors; clippy has its own switch, and the rest is compiled as everywhere else.
fn strict(args: &[&str]) -> std::process::Command {
    let mut command = shell::cargo(args);
    if args.first() == Some(&"doc") {
        command.env("RUSTDOCFLAGS", "-D warnings");
    }
    command
}

/// Where the time went; steps too short to matter are left out.
fn spent(times: &[(&str, Duration)]) -> String {
    let slow = times.iter().filter(|(_, time)| time.as_millis() >= 100);
    slow.map(|(name, time)| format!(", {name} {:.1} s", time.as_secs_f64())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_step_names_its_neighbour() {
        let error = run(&["licenses"]).unwrap_err().to_string();
        assert!(error.contains("did you mean `licences`?"), "{error}");
    }

    #[test]
    fn only_documentation_gets_other_flags() {
        assert_eq!(strict(&["doc"]).get_envs().filter(|(_, value)| value.is_some()).count(), 1);
        assert_eq!(strict(&["check"]).get_envs().filter(|(_, value)| value.is_some()).count(), 0);
    }
}
