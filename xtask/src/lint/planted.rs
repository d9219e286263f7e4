//! The program people run is built without the faults that tests plant, and without what fuzzers ask of private parsers.

use crate::{product, shell};

const FEATURES: [&str; 2] = ["feature \"planted\"", "feature \"fuzzed\""];

/// Asks cargo which features a build of the program alone has.
pub(crate) fn check() -> Vec<String> {
    let args = ["tree", "--quiet", "-p", product::PROGRAM, "--edges", "features,normal,build", "--prefix", "none"];
    match shell::output(&mut shell::cargo(&args)) {
        Ok(features) => faults(&features),
        Err(error) => vec![format!("{error:#}")],
    }
}

fn faults(features: &str) -> Vec<String> {
    let on = features.lines().filter(|line| FEATURES.iter().any(|feature| line.contains(feature)));
    on.map(|line| format!("on in a plain `cargo build -p {}`: {line}", product::PROGRAM)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_that_feature_counts() {
        assert_eq!(faults("causette v0.1.0\ncausette-engine feature \"default\"\nplanted v1.0.0"), [""; 0]);
        assert_eq!(faults("causette v0.1.0\ncausette-engine feature \"planted\"\n").len(), 1);
        assert_eq!(faults("causette-doors feature \"fuzzed\"\ncausette-engine feature \"planted\"\n").len(), 2);
    }
}
