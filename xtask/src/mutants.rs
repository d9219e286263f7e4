//! `cargo xtask mutants [ROOM…]`: the core with one small change at a time, and whether a test sees it. A room is a folder or a
//! file of the core's sources, as a pattern (`name.rs`, `room/**`); what is left out, and why, is in `.cargo/mutants.toml`.

use crate::shell;
use anyhow::{Context, Result, bail};

/// Whose tests are asked, the quick ones first; the next only about what was not seen until then.
const TESTS: [&[&str]; 3] = [
    &["--test-package", "causette-core", "--cargo-arg=--lib"],
    &["--iterate", "--test-package", "causette-engine", "--cargo-arg=--lib"],
    &["--iterate", "--test-package", "causette-tests", "--", "--test", "all", "contract::memory", "sim::"],
];
/// Caught and survived lie there, one a line, with the logs.
const FOUND: &str = "target/mutants.out";

/// Runs the rooms that `rooms` name, or all of the core.
pub(crate) fn run(rooms: &[&str]) -> Result<()> {
    if !shell::succeeds(&mut shell::cargo(&["mutants", "--version"])) {
        shell::run(&mut shell::cargo(&["install", "cargo-mutants", "--locked"])).context("cargo-mutants is needed")?;
    }
    let files = rooms.iter().map(|room| format!("--file=crates/causette-core/src/{room}"));
    let count = |what: &str| {
        let list = std::fs::read_to_string(shell::root().join(FOUND).join(what)).unwrap_or_default();
        list.lines().count()
    };
    let (mut caught, mut unviable) = (0, 0);
    for tests in TESTS {
        let mut command = shell::cargo(&["mutants", "--package", "causette-core", "--output", "target"]);
        command.args(files.clone()).args(tests).env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.env("CARGO_TARGET_DIR", shell::root().join("target/mutants"));
        // 2: some were missed; 3: some took too long, which shows, too.
        match shell::code(&mut command)? {
            Some(0 | 2 | 3) => (caught, unviable) = (caught + count("caught.txt"), unviable + count("unviable.txt")),
            other => bail!("cargo-mutants ended with {other:?}"),
        }
    }
    let (slow, missed) = (count("timeout.txt"), count("missed.txt"));
    eprintln!("xtask mutants: {caught} caught, {slow} too slow, {unviable} do not compile, {missed} survived: {FOUND}");
    Ok(())
}
