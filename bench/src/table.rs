//! A table in Markdown that also reads well as it is. Pure.

use crate::figures::{Sample, Spread};

/// A column over the rounds of a scenario and a server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) head: &'static str,
    pub(crate) figure: &'static str,
    pub(crate) shown: Shown,
}

/// What of the rounds a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Median,
    /// The median, then the least and the most.
    Range,
    Sum,
}

pub(crate) const fn column(head: &'static str, figure: &'static str, shown: Shown) -> Column {
    Column { head, figure, shown }
}

/// A row for each scenario and server, in the order in which they were measured.
pub(crate) fn table(samples: &[Sample], columns: &[Column]) -> String {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for sample in samples {
        let key = (sample.scenario.as_str(), sample.who.as_str());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut rows =
        vec![["scenario", "server"].into_iter().chain(columns.iter().map(|c| c.head)).map(str::to_owned).collect()];
    for (scenario, who) in keys {
        let of = || samples.iter().filter(|sample| sample.scenario == scenario && sample.who == who);
        let cell = |column: &Column| {
            let values = of().filter_map(|sample| sample.figures.get(column.figure).copied()).collect();
            Spread::of(values).map_or("".to_owned(), |spread| show(spread, column.shown))
        };
        rows.push([scenario.to_owned(), who.to_owned()].into_iter().chain(columns.iter().map(cell)).collect());
    }
    align(&rows)
}

fn show(spread: Spread, shown: Shown) -> String {
    match shown {
        Shown::Median => number(spread.median),
        Shown::Range => format!("{} ({}–{})", number(spread.median), number(spread.least), number(spread.most)),
        Shown::Sum => number(spread.sum),
    }
}

/// Three digits that count, and no more than are needed.
fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn align(rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len))
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for (line, row) in rows.iter().enumerate() {
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // The first two columns are words.
            let cell = if at < 2 { format!("| {cell:<width$} ") } else { format!("| {cell:>width$} ") };
            out.push_str(&cell);
        }
        out.push_str("|\n");
        if line == 0 {
            for (at, width) in widths.iter().enumerate() {
                out.push_str(&if at < 2 {
                    format!("| {} ", "-".repeat(*width))
                } else {
                    format!("| {}: ", "-".repeat(width - 1))
                });
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_rows() {
        let sample = |who: &str, round, cpu: f64, lost| Sample {
            scenario: "s".to_owned(),
            who: who.to_owned(),
            round,
            figures: [("cpu", cpu), ("lost", lost)].into(),
        };
        let samples = [
            sample("relay", 1, 4.0, 0.0),
            sample("own", 1, 12.0, 1.0),
            sample("relay", 2, 6.0, 0.0),
            sample("own", 2, 8.0, 2.0),
        ];
        let columns =
            [column("µs", "cpu", Shown::Range), column("lost", "lost", Shown::Sum), column("p", "none", Shown::Median)];
        let expect = "\
| scenario | server |               µs | lost | p |
| -------- | ------ | ---------------: | ---: | : |
| s        | relay  | 5.00 (4.00–6.00) |    0 |   |
| s        | own    | 10.0 (8.00–12.0) | 3.00 |   |
";
        assert_eq!(table(&samples, &columns), expect);
    }

    #[test]
    fn numbers_are_as_long_as_they_are_sure() {
        for (value, expect) in
            [(0.0, "0"), (4.712, "4.71"), (47.12, "47.1"), (471.2, "471"), (123456.7, "123457"), (-0.5, "-0.50")]
        {
            assert_eq!(number(value), expect);
        }
    }
}
