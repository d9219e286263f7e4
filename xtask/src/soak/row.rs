//! One harness's work, as it says it and as a table shows it.

use crate::number::grouped;
use std::fmt::Write;

/// What one harness did.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) count: u64,
    pub(super) unit: String,
    pub(super) failures: u64,
    pub(super) seed: String,
    pub(super) minutes: f64,
}

impl Row {
    /// Reads `soak NAME count=12 unit=kills failures=0 seed=7`; `None`: the line is something else.
    pub(super) fn read(line: &str) -> Option<Row> {
        let (name, rest) = line.strip_prefix("soak ")?.split_once(' ')?;
        let field = |key: &str| rest.split(' ').find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
        Some(Row {
            name: name.to_owned(),
            count: field("count")?.parse().ok()?,
            unit: field("unit")?.to_owned(),
            failures: field("failures")?.parse().ok()?,
            seed: field("seed")?.to_owned(),
            minutes: 0.0,
        })
    }

    /// How often it fails at most, with 95 % confidence: none in n is less than 3 in n (the rule of three).
    fn bound(&self) -> String {
        match (self.failures, self.count) {
            (0, count @ 1..) => format!("< {:.0e}", 3.0 / count as f64),
            _ => "-".to_owned(),
        }
    }
}

/// The table, as `docs/RELIABILITY.md` keeps it.
pub(super) fn table(rows: &[Row], date: &str, commit: &str) -> String {
    let mut out = "| date | commit | harness | how many | minutes | seed | failures | at 95 % |\n".to_owned();
    out.push_str("| --- | --- | --- | --: | --: | --: | --: | --: |\n");
    for row in rows {
        let Row { name, unit, failures, seed, minutes, .. } = row;
        let (count, bound) = (grouped(row.count), row.bound());
        let _ = writeln!(
            out,
            "| {date} | {commit} | {name} | {count} {unit} | {minutes:.1} | {seed} | {failures} | {bound} |"
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_what_was_said() {
        let mut row = Row::read("soak kills count=12345 unit=kills failures=0 seed=7").unwrap();
        assert_eq!((row.name.as_str(), row.count, row.failures), ("kills", 12345, 0));
        row.minutes = 1.25;
        let text = table(&[row.clone(), Row { failures: 2, count: 9, ..row }], "2026-01-02", "abcd");
        assert!(text.contains("| 2026-01-02 | abcd | kills | 12,345 kills | 1.2 | 7 | 0 | < 2e-4 |"), "{text}");
        assert!(text.ends_with("| 9 kills | 1.2 | 7 | 2 | - |\n"), "{text}");
        for other in ["soak", "soak kills", "soak kills count=x unit=u failures=0 seed=1", "count=1", "soak k count=1"]
        {
            assert_eq!(Row::read(other), None, "{other}");
        }
    }
}
