//! `docs/faults.md` and the tests agree: no number is missing there, each row names tests that exist, and each test named
//! after a fault stands in that fault's row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rows are numbered from 1 to this.
const ROWS: u16 = 85;

/// Every row's tests, by its number.
fn rows(table: &str) -> BTreeMap<u16, BTreeSet<&str>> {
    let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = cells.filter_map(|line| Some((line.split(" | ").next()?.parse().ok()?, line.rsplit(" | ").next()?)));
    rows.map(|(number, tests)| (number, tests.split(", ").map(|test| test.trim_matches('`')).collect())).collect()
}

/// The names of all functions of a text.
fn functions(code: &str) -> impl Iterator<Item = &str> {
    code.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next()).filter(|name| !name.contains(' '))
}

/// The number in `fault_NN_…`.
fn number(test: &str) -> Option<u16> {
    test.strip_prefix("fault_")?.get(..2)?.parse().ok()
}

/// What a table lacks, or says of tests that are not there.
fn wrong(table: &str, tests: &BTreeSet<&str>) -> Vec<String> {
    let rows = rows(table);
    let none = BTreeSet::new();
    let of = |number: &u16| rows.get(number).unwrap_or(&none);
    let without = (1..=ROWS).filter(|row| of(row).iter().all(|test| test.is_empty()));
    let mut wrong: Vec<String> = without.map(|row| format!("row {row}: no test")).collect();
    for (row, named) in &rows {
        let gone = named.iter().filter(|test| !tests.contains(*test));
        wrong.extend(gone.map(|test| format!("row {row}: no test is called `{test}`")));
    }
    let named = tests.iter().filter_map(|test| Some((number(test)?, *test)));
    let unnamed = named.filter(|(row, test)| !of(row).contains(test));
    wrong.extend(unnamed.map(|(row, test)| format!("row {row}: `{test}` is not there")));
    wrong
}

/// All Rust of a folder, in one text.
fn code(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            code(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_fault_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = fs::read_to_string(root.join("docs/faults.md")).unwrap();
    let mut text = String::new();
    code(&root.join("crates"), &mut text);
    let wrong = wrong(&table, &functions(&text).collect());
    assert!(wrong.is_empty(), "docs/faults.md:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_missing_is_found() {
    let tests = BTreeSet::from(["fault_01_long", "fault_02_short", "elsewhere"]);
    let full: String = (3..=ROWS).map(|row| format!("| {row} | a | b | `elsewhere` |\n")).collect();
    let with = |rows: &str| wrong(&format!("{rows}{full}"), &tests);
    assert_eq!(with("| 1 | a | b | `fault_01_long` |\n| 2 | a | b | `elsewhere`, `fault_02_short` |\n"), [""; 0]);
    assert_eq!(
        with("| 2 | a | b | `fault_02_short` |\n").len(),
        2,
        "row 1 is gone: it has no test, and one that lacks"
    );
    assert_eq!(with("| 1 | a | b | `fault_01_long` |\n| 2 | a | b |  |\n").len(), 3, "an empty cell");
    assert_eq!(with("| 1 | a | b | `fault_01_gone` |\n| 2 | a | b | `fault_02_short` |\n").len(), 2, "another name");
}
