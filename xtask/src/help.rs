//! What `cargo xtask` says about itself, and the nearest word to a mistyped one.

pub(crate) const HELP: &str = "\
cargo xtask test [-- FILTER…]   install or name what the tests need, build the program, run every test
                                (what follows -- goes to the test runner; doc tests run when there is none)
cargo xtask lint [STEP…]        format, clippy, walls, docs, licences, tidy, budgets; `lint list` names the steps
cargo xtask fuzz [--keep] [TARGET…] [SECONDS]
                                the fuzzers (line, irc, calc, json, stored, names, sasl, frames, proxy, config,
                                opened, session, doors), or some of them, for 60 s or SECONDS each; --keep: writes
                                the best inputs that were found into fuzz/corpora
cargo xtask soak [--minutes N] [HARNESS…]
                                what the tests do for a moment (kills, power, simulate, schedules, and the fuzzers
                                line, irc, calc), for N minutes in all, and a table of it
cargo xtask instructions [SCENARIO…]
                                what single steps of the server cost, counted by callgrind, and what they may
                                (bench/budgets.toml, which `lint budgets` keeps)
cargo xtask mutants [ROOM…]     the core with one small change at a time, and which tests see it; hours for all,
                                minutes for a ROOM of it: name.rs, room/rights.rs, ports/**
cargo xtask deb                 the Debian package, in target/debian, and a look at whether it holds what it should
";

const COMMANDS: &[&str] = &["test", "lint", "fuzz", "instructions", "mutants", "soak", "deb", "help"];

/// The answer to a command that does not exist.
pub(crate) fn unknown(word: &str) -> String {
    match nearest(word, COMMANDS) {
        Some(near) => format!("xtask: no command `{word}`; did you mean `{near}`?\n\n{HELP}"),
        None => format!("xtask: no command `{word}`\n\n{HELP}"),
    }
}

/// The candidate that takes the fewest edits, unless that would be most of the word.
pub(crate) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let far = word.chars().count().div_ceil(2);
    candidates.iter().map(|near| (edits(word, near), *near)).filter(|(n, _)| *n <= far).min().map(|(_, near)| near)
}

/// Levenshtein distance, one row at a time.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((to, diagonal), above) in b.chars().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(from != to)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expect) in
            [("", "", 0), ("lint", "lint", 0), ("lnit", "lint", 2), ("tests", "test", 1), ("", "abc", 3)]
        {
            assert_eq!(edits(a, b), expect, "{a} to {b}");
        }
    }

    #[test]
    fn a_typo_finds_its_command_and_nonsense_finds_none() {
        assert_eq!(nearest("tset", COMMANDS), Some("test"));
        assert_eq!(nearest("linty", COMMANDS), Some("lint"));
        assert_eq!(nearest("deploy", COMMANDS), None);
        assert!(unknown("tests").contains("did you mean `test`?"));
    }
}
