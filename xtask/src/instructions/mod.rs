//! `cargo xtask instructions [SCENARIO…]`: what single steps of the server cost, counted by callgrind. It knows no step: the
//! program `causette-instructions` names and does them.

mod budgets;

use crate::number::grouped;
use crate::{help, needs, shell};
use anyhow::{Context, Result, bail};
use budgets::Budgets;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = "causette-instructions";
/// The function of that program in which callgrind counts.
const COUNTED: &str = "*counted_by_callgrind*";
/// What other processors run is other code.
const COUNTABLE: bool = cfg!(all(target_arch = "x86_64", target_os = "linux"));

/// One step, and the instructions it takes.
struct Count {
    name: String,
    each: u64,
}

/// Counts the scenarios that `words` name, or all, and prints a table.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (counts, budgets) = (count(&shell::root().join("target"), words)?, Budgets::load()?);
    println!("\n{}", table(&counts, &budgets));
    Ok(())
}

/// What is wrong with the budgets, or with what they are for.
pub(crate) fn check(target: &Path) -> Result<Vec<String>> {
    if !COUNTABLE {
        eprintln!("budgets: they are of x86-64 with Linux; nothing is counted here");
        return Ok(Vec::new());
    }
    let (counts, budgets) = (count(target, &[])?, Budgets::load()?);
    eprintln!("\n{}", table(&counts, &budgets));
    let version = shell::output(Command::new("rustc").arg("--version"))?;
    if !budgets.hold_for(&version) {
        eprintln!("budgets: they are not of {}; nothing is demanded", version.trim());
        return Ok(Vec::new());
    }
    let counts: Vec<(&str, u64)> = counts.iter().map(|count| (count.name.as_str(), count.each)).collect();
    Ok(budgets.judge(&counts))
}

fn count(target: &Path, words: &[&str]) -> Result<Vec<Count>> {
    needs::ensure(needs::INSTRUCTIONS)?;
    shell::run(&mut shell::cargo(&["build", "--release", "-p", PROGRAM]))?;
    let (program, folder) = (target.join("release").join(PROGRAM), target.join("instructions"));
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let listed = shell::output(Command::new(&program).arg("list"))?;
    let scenarios: Vec<(&str, u64)> = listed.lines().filter_map(scenario).collect();
    let names: Vec<&str> = scenarios.iter().map(|(name, _)| *name).collect();
    if let Some(other) = words.iter().find(|word| !names.contains(word)) {
        let near = help::nearest(other, &names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        bail!("no scenario `{other}`{near} They are: {}", names.join(" "));
    }
    let wanted = scenarios.into_iter().filter(|(name, _)| words.is_empty() || words.contains(name));
    wanted.map(|(name, times)| one(&program, &folder, name, times)).collect()
}

/// `parse-line 100`
fn scenario(line: &str) -> Option<(&str, u64)> {
    let (name, times) = line.split_once(' ')?;
    Some((name, times.parse().ok().filter(|times| *times > 0)?))
}

fn one(program: &Path, folder: &Path, name: &str, times: u64) -> Result<Count> {
    let profile = folder.join(format!("{name}.callgrind"));
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind", &format!("--toggle-collect={COUNTED}")]);
    command.arg(format!("--callgrind-out-file={}", profile.display())).arg(program).arg(name);
    shell::output(&mut command)?;
    let text = std::fs::read_to_string(&profile).with_context(|| format!("reading {}", profile.display()))?;
    match total(&text) {
        Some(total) if total > 0 => Ok(Count { name: name.to_owned(), each: total.div_ceil(times) }),
        _ => bail!("{}: callgrind counted nothing", profile.display()),
    }
}

/// What a profile of callgrind sums up to.
fn total(profile: &str) -> Option<u64> {
    let line = profile.lines().find_map(|line| line.strip_prefix("totals:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn table(counts: &[Count], budgets: &Budgets) -> String {
    let mut out =
        String::from("| step         | instructions |   allowed |\n| ------------ | -----------: | --------: |\n");
    for Count { name, each } in counts {
        let allowed = budgets.of(name).map(grouped).unwrap_or_default();
        out += &format!("| {name:<12} | {:>12} | {allowed:>9} |\n", grouped(*each));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_summed_up() {
        assert_eq!(total("version: 1\nevents: Ir\n\nfn=(1) a\n1 5\ntotals: 123400\n"), Some(123_400));
        assert_eq!(total("events: Ir\n"), None);
    }

    #[test]
    fn scenarios_are_read() {
        assert_eq!(scenario("parse-line 100"), Some(("parse-line", 100)));
        for line in ["", "parse-line", "parse-line 0", "parse-line x"] {
            assert_eq!(scenario(line), None, "{line}");
        }
    }

    #[test]
    fn what_it_costs_stands_beside_what_it_may() {
        let counts = [("a", 1234), ("b", 7)].map(|(name, each)| Count { name: name.to_owned(), each });
        let table = table(&counts, &Budgets::read("compiler = 'c'\na = 1300").unwrap());
        assert!(table.contains("| a            |        1,234 |     1,300 |"), "{table}");
        assert!(table.contains("| b            |            7 |           |"), "{table}");
    }
}
