//! What each step may cost: read from `bench/budgets.toml`, and held against what was counted.

use crate::number::grouped;
use crate::shell;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

const FILE: &str = "bench/budgets.toml";
/// Percent of a budget below which it says nothing any more.
const LOOSE: u64 = 80;
/// Percent that a new budget is above what was counted: another compiler or C library counts a little differently.
const ROOM: u64 = 10;

pub(super) struct Budgets {
    /// As `rustc --version` begins: what another one makes of the code is another number.
    compiler: String,
    steps: BTreeMap<String, u64>,
}

impl Budgets {
    pub(super) fn load() -> Result<Budgets> {
        let text = std::fs::read_to_string(shell::root().join(FILE)).with_context(|| format!("reading {FILE}"))?;
        Budgets::read(&text).with_context(|| FILE.to_owned())
    }

    pub(super) fn read(text: &str) -> Result<Budgets> {
        let mut table: toml::Table = toml::from_str(text)?;
        let compiler = table.remove("compiler").and_then(|name| name.as_str().map(str::to_owned));
        let budget = |(name, value): (String, toml::Value)| {
            let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
            let number = number.with_context(|| format!("{name} is no number of instructions"))?;
            Ok((name, number))
        };
        let compiler = compiler.context("`compiler` is missing")?;
        Ok(Budgets { compiler, steps: table.into_iter().map(budget).collect::<Result<_>>()? })
    }

    pub(super) fn of(&self, name: &str) -> Option<u64> {
        self.steps.get(name).copied()
    }

    /// Whether they are of the compiler that calls itself so.
    pub(super) fn hold_for(&self, version: &str) -> bool {
        version.strip_prefix(&self.compiler).is_some_and(|rest| rest.starts_with(['.', ' ']))
    }

    /// What is wrong, if this is all that was counted.
    pub(super) fn judge(&self, counts: &[(&str, u64)]) -> Vec<String> {
        let mut found: Vec<String> = counts.iter().filter_map(|(name, each)| self.fault(name, *each)).collect();
        let gone = self.steps.keys().filter(|name| counts.iter().all(|(counted, _)| counted != name));
        found.extend(gone.map(|name| format!("{name} is in {FILE}, but no step is called so")));
        found
    }

    fn fault(&self, name: &str, each: u64) -> Option<String> {
        let (is, new) = (grouped(each), roomy(each));
        let Some(allowed) = self.of(name) else {
            return Some(format!("{name}: {is} instructions and no budget: write `{name} = {new}` into {FILE}"));
        };
        let may = grouped(allowed);
        if each > allowed {
            let end = "faster code, or a reason and a new budget";
            Some(format!("{name}: {is} instructions, {may} allowed: {end} (`{name} = {new}` in {FILE})"))
        } else if each * 100 < allowed * LOOSE {
            let end = "so loose a budget sees nothing";
            Some(format!("{name}: {is} instructions, {may} allowed: {end} (`{name} = {new}` in {FILE})"))
        } else {
            None
        }
    }
}

/// A budget for what was counted: some room, to three digits.
fn roomy(each: u64) -> u64 {
    let wide = (each * (100 + ROOM)).div_ceil(100);
    let step = 10u64.pow(wide.checked_ilog10().unwrap_or(0).saturating_sub(2));
    wide.next_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(budgets: &str, counts: &[(&str, u64)]) -> String {
        Budgets::read(&format!("compiler = 'rustc 1.2'\n{budgets}")).unwrap().judge(counts).join("\n")
    }

    #[test]
    fn within_its_budget_nothing_is_said() {
        assert_eq!(judged("a = 1100\nb = 10", &[("a", 1100), ("b", 8)]), "");
    }

    #[test]
    fn what_is_over_or_far_below_or_has_none_is_told() {
        let over = judged("a = 1100", &[("a", 1234)]);
        assert!(over.starts_with("a: 1,234 instructions, 1,100 allowed: faster code, or a reason"), "{over}");
        assert!(over.contains("`a = 1360`"), "{over}");
        let loose = judged("a = 1000", &[("a", 799)]);
        assert!(loose.contains("a: 799 instructions, 1,000 allowed: so loose"), "{loose}");
        assert!(judged("", &[("a", 1)]).contains("no budget"));
        assert!(judged("a = 1\nb = 2", &[("a", 1)]).starts_with("b is in bench/budgets.toml"));
    }

    #[test]
    fn a_budget_is_a_number() {
        for text in ["a = -1", "a = \"1\"", "a"] {
            assert!(Budgets::read(&format!("compiler = 'c'\n{text}")).is_err(), "{text}");
        }
        assert!(Budgets::read("a = 1").is_err());
    }

    #[test]
    fn they_are_of_one_compiler() {
        let budgets = Budgets::read("compiler = 'rustc 1.9'").unwrap();
        let of =
            ["rustc 1.9.0 (abc)", "rustc 1.95.0 (abc)", "rustc 1.8.0", ""].map(|version| budgets.hold_for(version));
        assert_eq!(of, [true, false, false, false]);
    }

    #[test]
    fn a_new_budget_has_some_room() {
        for (each, expect) in [(0, 0), (1, 2), (95, 105), (100, 110), (1234, 1360), (999_999, 1_100_000)] {
            assert_eq!(roomy(each), expect, "{each}");
        }
    }
}
