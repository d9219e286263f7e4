//! `cargo xtask fuzz [TARGET…] [SECONDS]`: each fuzzer for a while, from the committed inputs and what earlier runs found;
//! `cargo xtask fuzz --keep [TARGET…]` commits to the best of that.
//!
//! A stable compiler does: libFuzzer needs coverage, which is a flag rustc keeps behind RUSTC_BOOTSTRAP, and no sanitizer,
//! because there is no unsafe code here for one to watch.

mod keep;
mod process;
mod report;
#[expect(unreachable_pub, reason = "shared by path; public where it is at home")]
#[path = "../../../crates/causette-tests/src/fuzzed/seeds.rs"]
mod seeds;

use crate::{help, shell};
use anyhow::{Context, Result, bail};
use report::Report;
use std::path::Path;

/// What can be fuzzed: one file each in `fuzz/targets/`, `fuzz/seeds/` and `fuzz/dictionaries/`.
const TARGETS: &[&str] = &[
    "line", "irc", "calc", "json", "stored", "names", "sasl", "frames", "proxy", "config", "opened", "session", "doors",
];

/// What has to be built into a target beside wire, core and calculator: a feature of `fuzz/Cargo.toml`.
fn feature(target: &str) -> Option<&'static str> {
    match target {
        "frames" | "proxy" | "config" | "opened" => Some("whole"),
        "session" => Some("stories"),
        "doors" => Some("doors"),
        _ => None,
    }
}

/// For each target, unless it is said.
const SECONDS: u64 = 60;

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effort {
    /// To come to places nobody has been to.
    Hunt,
    /// To have tried as many inputs as can be.
    Soak,
}

/// Runs the targets that `words` name, or all.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let kept: Vec<&str> = words.iter().copied().filter(|word| *word != "--keep").collect();
    let (targets, seconds) = plan(&kept)?;
    ensure()?;
    if kept.len() < words.len() {
        return targets.into_iter().try_for_each(keep::keep);
    }
    let mut reports = Vec::new();
    for target in targets {
        reports.push(fuzz(target, seconds, Effort::Hunt)?);
    }
    eprintln!();
    for report in &reports {
        eprintln!("xtask fuzz: {report}");
    }
    let found = reports.iter().filter(|report| !report.clean).count();
    if found > 0 { bail!("{found} of {} fuzzers found something", reports.len()) } else { Ok(()) }
}

/// One fuzzer for so many seconds: how many inputs it tried, and whether it found nothing.
pub(crate) fn soak(target: &str, seconds: u64) -> Result<(u64, bool)> {
    ensure()?;
    let report = fuzz(target, seconds, Effort::Soak)?;
    eprintln!("xtask fuzz: {report}");
    Ok((report.executions, report.clean))
}

fn plan<'a>(words: &[&'a str]) -> Result<(Vec<&'a str>, u64)> {
    let (mut targets, mut seconds) = (Vec::new(), SECONDS);
    for word in words {
        match word.parse() {
            Ok(number) if number > 0 => seconds = number,
            Ok(_) => bail!("0 seconds are none"),
            Err(_) if TARGETS.contains(word) => targets.push(*word),
            Err(_) => {
                let near =
                    help::nearest(word, TARGETS).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                bail!("no fuzzer `{word}`{near} They are: {}; a number is seconds for each", TARGETS.join(" "));
            }
        }
    }
    Ok((if targets.is_empty() { TARGETS.to_vec() } else { targets }, seconds))
}

/// cargo-fuzz, installed if it is missing.
fn ensure() -> Result<()> {
    let present = || shell::succeeds(&mut shell::cargo(&["fuzz", "--version"]));
    if !present() {
        shell::run(&mut shell::cargo(&["install", "cargo-fuzz", "--locked"])).context("cargo-fuzz is needed")?;
    }
    if present() { Ok(()) } else { bail!("`cargo fuzz` does not run although cargo-fuzz is installed") }
}

/// Where a target's files are, in the workspace's folder.
fn place(kind: &str, target: &str) -> String {
    format!("fuzz/{kind}/{target}")
}

/// Writes what is committed into the target's corpus, beside what earlier runs left there.
fn sow(target: &str) -> Result<()> {
    let corpus = shell::root().join(place("corpus", target));
    std::fs::create_dir_all(&corpus).with_context(|| format!("could not make {}", corpus.display()))?;
    sown("seeds", target, &corpus)?;
    if shell::root().join(place("corpora", target)).with_extension("txt").exists() {
        sown("corpora", target, &corpus)?;
    }
    Ok(())
}

/// Writes the inputs of one committed file into a folder.
fn sown(kind: &str, target: &str, folder: &Path) -> Result<()> {
    let file = shell::root().join(place(kind, target)).with_extension("txt");
    let text = std::fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    let inputs = seeds::read(&text).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    for (n, input) in inputs.iter().enumerate() {
        let path = folder.join(format!("{kind}-{n:03}"));
        std::fs::write(&path, input).with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

fn fuzz(target: &str, seconds: u64, effort: Effort) -> Result<Report> {
    sow(target)?;
    process::run(target, seconds, effort)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_targets_and_seconds() {
        assert_eq!(plan(&[]).unwrap(), (TARGETS.to_vec(), 60));
        assert_eq!(plan(&["calc", "600"]).unwrap(), (vec!["calc"], 600));
        assert_eq!(plan(&["5", "line", "json"]).unwrap(), (vec!["line", "json"], 5));
        assert!(plan(&["calk"]).unwrap_err().to_string().contains("did you mean `calc`?"));
        assert!(plan(&["0"]).is_err());
    }

    #[test]
    fn each_target_has_its_files_and_no_other_has() {
        for (kind, end) in [("targets", "rs"), ("seeds", "txt"), ("dictionaries", "txt")] {
            let folder = std::fs::read_dir(shell::root().join("fuzz").join(kind)).unwrap();
            let mut found: Vec<String> =
                folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
            found.sort();
            let mut expect: Vec<String> = TARGETS.iter().map(|target| format!("{target}.{end}")).collect();
            expect.sort();
            assert_eq!(found, expect, "{kind}");
        }
        for entry in std::fs::read_dir(shell::root().join("fuzz/corpora")).unwrap() {
            let path = entry.unwrap().path();
            assert!(
                TARGETS.iter().any(|target| path.file_name() == Some(format!("{target}.txt").as_ref())),
                "{path:?}"
            );
        }
        assert!(shell::root().join("fuzz/Cargo.lock").is_file());
    }
}
