//! `cargo xtask soak [--minutes N] [HARNESS…]`: what the tests do for a moment, for as long as one likes, and one table of it.
//!
//! A harness is a program of the tests that goes on for `--minutes`, and says at its end, in a line each, what it did:
//! `soak NAME count=12 unit=kills failures=0 seed=7`. Fuzzers say it in their own way.

mod row;

use crate::{fuzz, help, product, shell};
use anyhow::{Context, Result, bail};
use row::{Row, table};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Programs of the tests, and the packages they are in.
const PROGRAMS: &[(&str, &str)] = &[
    ("kills", "causette-tests"),
    ("power", "causette-tests"),
    ("simulate", "causette-tests"),
    ("schedules", "causette-schedules"),
];
/// Fuzzers that count towards the promises.
const FUZZERS: &[&str] = &["line", "irc", "calc"];
/// For all of them together, unless it is said.
const MINUTES: f64 = 10.0;

/// Runs the harnesses that `words` name, or all, in equal shares of the time.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (harnesses, minutes) = plan(words)?;
    let share = minutes / harnesses.len() as f64;
    let target = shell::root().join("target");
    let alone = harnesses.iter().all(|name| FUZZERS.contains(name));
    // Fuzzers carry what they try.
    let program = if alone { PathBuf::new() } else { product::build(&target, true)? };
    for (name, package) in PROGRAMS.iter().filter(|(name, _)| harnesses.contains(name)) {
        shell::run(&mut shell::cargo(&["build", "--release", "-p", package, "--bin", name]))?;
    }
    let mut rows = Vec::new();
    for name in harnesses {
        let start = Instant::now();
        let mut done = match FUZZERS.contains(&name) {
            true => vec![fuzzed(name, share)?],
            false => soaked(name, share, &target, &program)?,
        };
        let took = start.elapsed().as_secs_f64() / 60.0;
        done.iter_mut().for_each(|row| row.minutes = took);
        rows.append(&mut done);
    }
    println!("\n{}", table(&rows, &today()?, &commit()?));
    let failures: u64 = rows.iter().map(|row| row.failures).sum();
    if failures > 0 { bail!("{failures} failures") } else { Ok(()) }
}

fn plan<'w>(words: &[&'w str]) -> Result<(Vec<&'w str>, f64)> {
    let all: Vec<&str> = PROGRAMS.iter().map(|(name, _)| *name).chain(FUZZERS.iter().copied()).collect();
    let (mut named, mut minutes, mut words) = (Vec::new(), MINUTES, words.iter());
    while let Some(word) = words.next() {
        if *word == "--minutes" {
            let number = words.next().and_then(|number| number.parse().ok());
            minutes = number.filter(|n: &f64| n.is_finite() && *n > 0.0).context("how many minutes?")?;
        } else if all.contains(word) {
            named.push(*word);
        } else {
            let near = help::nearest(word, &all).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            bail!("no harness `{word}`{near} They are: {}", all.join(" "));
        }
    }
    Ok((if named.is_empty() { all } else { named }, minutes))
}

fn fuzzed(name: &str, minutes: f64) -> Result<Row> {
    let (count, clean) = fuzz::soak(name, (minutes * 60.0).ceil() as u64)?;
    let failures = u64::from(!clean);
    Ok(Row { name: format!("fuzz {name}"), count, unit: "executions".into(), failures, seed: "-".into(), minutes })
}

fn soaked(name: &str, minutes: f64, target: &Path, program: &Path) -> Result<Vec<Row>> {
    let mut command = Command::new(target.join("release").join(name));
    command.arg("--minutes").arg(format!("{minutes:.3}")).env("CAUSETTE_BIN", program).current_dir(shell::root());
    eprintln!("\n$ {}", shell::shown(&command));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("could not start it")?;
    let mut rows = Vec::new();
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines) {
        let line = line.context("reading what it says")?;
        eprintln!("{line}");
        rows.extend(Row::read(&line));
    }
    let status = child.wait().context("waiting for it")?;
    if rows.is_empty() {
        bail!("{name} ended ({status}) without saying what it did");
    }
    if !status.success() && rows.iter().all(|row| row.failures == 0) {
        bail!("{name} failed: {status}");
    }
    Ok(rows)
}

fn today() -> Result<String> {
    Ok(shell::output(Command::new("date").args(["-u", "+%F"]))?.trim().to_owned())
}

/// The commit, and a sign if the tree has more than it.
fn commit() -> Result<String> {
    let git = |args: &[&str]| shell::output(Command::new("git").args(args).current_dir(shell::root()));
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])?;
    let sign = if changed.is_empty() { "" } else { "+" };
    Ok(format!("{}{sign}", git(&["rev-parse", "--short=8", "HEAD"])?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_harnesses_and_minutes() {
        assert_eq!(plan(&["kills", "--minutes", "2.5"]).unwrap(), (vec!["kills"], 2.5));
        assert_eq!(plan(&[]).unwrap().0.len(), PROGRAMS.len() + FUZZERS.len());
        assert!(plan(&["kils"]).unwrap_err().to_string().contains("did you mean `kills`?"));
        for wrong in [&["--minutes"][..], &["--minutes", "x"], &["--minutes", "0"], &["--minutes", "inf"]] {
            assert!(plan(wrong).is_err(), "{wrong:?}");
        }
    }
}
