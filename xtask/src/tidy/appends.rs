//! Only the engine appends to a log: "sent means saved" and "store, then tell" have one place to be wrong in.

use crate::tree::{Tree, place};

/// Where a log may be appended to: the sequencer's crate, and backends (one may wrap another); and the simulation, which drives
/// the sequencer as the engine does.
const ALLOWED: &[&str] = &["crates/causette-engine/src/", "crates/causette-sqlite/", "crates/causette-tests/src/sim/"];

/// `Vec::append` and its like take a mutable borrow, a log takes a slice.
const NOT_A_LOG: &str = "&mut ";

pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| !ALLOWED.iter().any(|folder| file.path.starts_with(folder))) {
        for call in [".append(", "::append("] {
            for (at, _) in file.product.match_indices(call) {
                let argument = file.product.get(at + call.len()..).unwrap_or_default().trim_start();
                if !argument.starts_with(NOT_A_LOG) {
                    let place = place(&file.path, &file.product, at);
                    found
                        .push(format!("{place}: only the sequencer appends to a log (a Vec's says `.append(&mut …)`)"));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::sample(&[(path, text)])).len()
    }

    #[test]
    fn the_engine_tests_and_vectors_may() {
        let call = "fn f() { log.append(&[a]) }";
        assert_eq!(found("crates/causette-engine/src/a.rs", call), 0);
        assert_eq!(found("crates/causette-doors/src/line/tests.rs", call), 0);
        assert_eq!(found("crates/causette-doors/src/a.rs", "#[cfg(test)]\nmod tests { fn f() { log.append(x) } }"), 0);
        assert_eq!(found("crates/causette-doors/src/a.rs", "fn f() { a.append(\n    &mut b) } // .append(x)"), 0);
        assert_eq!(found("crates/causette-core/src/a.rs", "trait Log { fn append(&self); }"), 0);
    }

    #[test]
    fn nobody_else_may() {
        for text in
            ["fn f() { log.append(&[a]) }", "fn f() { Log::append(&log, a) }", "fn f() { self.log\n  .append(a) }"]
        {
            assert_eq!(found("crates/causette-doors/src/line/inbound.rs", text), 1, "{text}");
            assert_eq!(found("crates/causette/src/main.rs", text), 1, "{text}");
        }
    }
}
