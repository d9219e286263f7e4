//! `cargo xtask test`: everything that can fail, from a machine that has only Rust.

use crate::{needs, page, product, shell, tree::Tree, workspace::Workspace};
use anyhow::{Result, bail};
use std::time::Instant;

/// What failed when the page's unit tests did.
const PAGE: &str = "node --test (the page's unit tests)";
/// nextest's exit code for "no test matched".
const NO_TESTS: i32 = 4;

/// Installs what is needed, builds the program, runs the tests; `words` are `[-- FILTER…]`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let filters = match words {
        [] => &[],
        ["--", filters @ ..] => filters,
        [other, ..] => bail!("what the test runner should get comes after `--`: cargo xtask test -- {other}"),
    };
    let start = Instant::now();
    needs::ensure(needs::TEST)?;
    let workspace = Workspace::load(false)?;
    let program = product::build(&workspace.target, false)?;
    let library = workspace.package(product::PROGRAM).is_some_and(|package| package.library.is_some());
    let nextest = shell::succeeds(&mut shell::cargo(&["nextest", "--version"]));

    let axe = page::install(&workspace.target)?.join("axe-core/axe.min.js");

    let (mut failed, mut empty) = (Vec::new(), Vec::new());
    if filters.is_empty()
        && let Some(mut tests) = page::tests(&Tree::load()?)
        && shell::code(&mut tests)? != Some(0)
    {
        failed.push(PAGE.to_owned());
    }
    let steps = plan(nextest, library, filters);
    for step in &steps {
        let words: Vec<&str> = step.iter().map(String::as_str).collect();
        match shell::code(shell::cargo(&words).env("CAUSETTE_BIN", &program).env("CAUSETTE_AXE", &axe))? {
            Some(0) => {}
            Some(NO_TESTS) if nextest && !filters.is_empty() => empty.push(step.join(" ")),
            _ => failed.push(format!("cargo {}", step.join(" "))),
        }
    }
    if empty.len() == steps.len() {
        bail!("no test matches `{}`", filters.join(" "));
    }
    if !failed.is_empty() {
        bail!("tests failed in {:.0?}: {}", start.elapsed(), failed.join("; "));
    }
    eprintln!("\nxtask test: passed in {:.0?}", start.elapsed());
    Ok(())
}

/// The cargo runs, in order. The program's own tests run apart from the rest, so that the tests' features do not reach
/// it; the largest run comes last, so that its totals are the last thing on the screen.
fn plan(nextest: bool, library: bool, filters: &[&str]) -> Vec<Vec<String>> {
    let alone: &[&str] = &["-p", product::PROGRAM];
    let rest: &[&str] = &["--workspace", "--exclude", product::PROGRAM];
    if !nextest {
        // Its doc tests are part of `cargo test`.
        return vec![
            words(&["test", "--no-fail-fast"], alone, filters),
            words(&["test", "--no-fail-fast"], rest, filters),
        ];
    }
    let run: &[&str] = &["nextest", "run"];
    if !filters.is_empty() {
        return vec![words(run, alone, filters), words(run, rest, filters)];
    }
    let mut steps = vec![words(run, alone, &["--no-tests=pass"])];
    if library {
        steps.push(words(&["test", "--doc"], alone, &[]));
    }
    steps.push(words(&["test", "--doc", "--no-fail-fast"], rest, &[]));
    steps.push(words(run, rest, &[]));
    steps
}

fn words(verb: &[&str], packages: &[&str], rest: &[&str]) -> Vec<String> {
    [verb, packages, rest].concat().into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(nextest: bool, library: bool, filters: &[&str], expect: &[&str]) {
        let steps: Vec<String> = plan(nextest, library, filters).iter().map(|step| step.join(" ")).collect();
        assert_eq!(steps, expect);
    }

    #[test]
    fn plans() {
        let doc = "test --doc --no-fail-fast --workspace --exclude causette";
        let rest = "nextest run --workspace --exclude causette";
        check(true, false, &[], &["nextest run -p causette --no-tests=pass", doc, rest]);
        check(true, true, &[], &["nextest run -p causette --no-tests=pass", "test --doc -p causette", doc, rest]);
        check(true, true, &["kill"], &["nextest run -p causette kill", &format!("{rest} kill")]);
        let (alone, rest) = ("test --no-fail-fast -p causette", "test --no-fail-fast --workspace --exclude causette");
        check(false, true, &[], &[alone, rest]);
        check(false, false, &["kill"], &[&format!("{alone} kill"), &format!("{rest} kill")]);
    }

    #[test]
    fn filters_come_after_the_dashes() {
        let error = run(&["kill"]).unwrap_err().to_string();
        assert!(error.contains("cargo xtask test -- kill"), "{error}");
    }
}
