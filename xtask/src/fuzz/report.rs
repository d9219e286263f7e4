//! What a fuzzer says of itself while it runs, and the few numbers of it that are kept. Must not know what it fuzzes.

use std::fmt;

/// One fuzzer's run.
#[derive(Debug, Default)]
pub(super) struct Report {
    target: String,
    /// The command that shows a finding again, once its path follows.
    again: String,
    /// Inputs it tried.
    pub(super) executions: u64,
    a_second: u64,
    /// Places in the code that were reached (libFuzzer's `cov`), and combinations of them with counts (`ft`).
    reached: u64,
    features: u64,
    /// Inputs kept, because each reaches something that no other does.
    kept: String,
    artifact: Option<String>,
    /// It ended by itself and without a finding.
    pub(super) clean: bool,
}

impl Report {
    pub(super) fn new(target: &str, again: &str) -> Report {
        Report { target: target.to_owned(), again: again.to_owned(), ..Report::default() }
    }

    /// Two processes of one fuzzer, as one.
    pub(super) fn and(self, other: Report) -> Report {
        let (most, least) = if self.features >= other.features { (self, other) } else { (other, self) };
        Report {
            executions: most.executions + least.executions,
            a_second: most.a_second + least.a_second,
            reached: most.reached.max(least.reached),
            artifact: most.artifact.or(least.artifact),
            clean: most.clean && least.clean,
            ..most
        }
    }

    /// Whether it said how much it did.
    pub(super) fn ran(&self) -> bool {
        self.executions > 0
    }

    /// Takes what it needs from a line; true if a person would want to see it.
    pub(super) fn read(&mut self, line: &str) -> bool {
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse().ok());
        if let Some((name, value)) = line.strip_prefix("stat::").and_then(|line| line.split_once(':')) {
            match name {
                "number_of_executed_units" => self.executions = number(Some(value)).unwrap_or_default(),
                "average_exec_per_sec" => self.a_second = number(Some(value)).unwrap_or_default(),
                _ => {}
            }
            return false;
        }
        if let Some((_, path)) = line.split_once("Test unit written to ") {
            let inside =
                path.trim().rsplit_once("/fuzz/").map_or(path.trim().to_owned(), |(_, end)| format!("fuzz/{end}"));
            self.artifact = Some(inside);
        }
        if !line.starts_with('#') {
            // Words it suggests for the dictionary, functions it has just come into.
            return !line.starts_with(['"', '\t']);
        }
        let mut words = line.split_whitespace().skip(1);
        let kind = words.next().unwrap_or_default();
        while let Some(word) = words.next() {
            match word {
                "cov:" => self.reached = number(words.next()).unwrap_or(self.reached),
                "ft:" => self.features = number(words.next()).unwrap_or(self.features),
                "corp:" => self.kept = words.next().unwrap_or_default().to_owned(),
                _ => {}
            }
        }
        matches!(kind, "INITED" | "pulse" | "DONE")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { target, again, executions, a_second, reached, features, kept, .. } = self;
        match (&self.artifact, self.clean) {
            (Some(path), _) => {
                writeln!(f, "{target}: FOUND {path} after {executions} executions")?;
                write!(f, "  again: {again} {path}")
            }
            (None, false) => write!(f, "{target}: it failed, see above"),
            (None, true) => {
                write!(f, "{target}: no finding; {executions} executions, {a_second} a second; ")?;
                write!(f, "{reached} places and {features} features reached, {kept} inputs kept")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "\
INFO: Seed: 7
#17\tINITED cov: 411 ft: 899 corp: 15/641b exec/s: 0 rss: 30Mb
#190377\tREDUCE cov: 962 ft: 5308 corp: 1114/76Kb lim: 390 exec/s: 3399 rss: 30Mb L: 211/371 MS: 1 EraseBytes-
\"\\377\\361\" # Uses: 7
\tNEW_FUNC[1/1]: 0x55bbc4eb3981
#262144\tpulse  cov: 963 ft: 5400 corp: 1120/77Kb lim: 390 exec/s: 3399 rss: 30Mb
stat::number_of_executed_units: 269984
stat::average_exec_per_sec:     3399
stat::peak_rss_mb:              83";

    #[test]
    fn the_numbers_are_kept_and_the_noise_is_not_shown() {
        let mut report = Report::new("line", "");
        let shown: Vec<&str> = RUN.lines().filter(|line| report.read(line)).collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        report.clean = true;
        let expect = "line: no finding; 269984 executions, 3399 a second; 963 places and 5400 features reached, \
                      1120/77Kb inputs kept";
        assert_eq!(report.to_string(), expect);
        assert!(report.ran());
    }

    #[test]
    fn two_processes_are_one_fuzzer() {
        let both = Report { executions: 5, a_second: 2, features: 9, ..Report::new("calc", "run") }.and(Report {
            executions: 6,
            a_second: 3,
            artifact: Some("crash".into()),
            ..Report::new("calc", "run")
        });
        assert_eq!(both.to_string(), "calc: FOUND crash after 11 executions\n  again: run crash");
    }

    #[test]
    fn a_finding_is_named_with_the_command_that_shows_it_again() {
        let mut report = Report::new("calc", "cargo fuzz run calc");
        assert!(report.read("artifact_prefix='x/'; Test unit written to /x/fuzz/artifacts/calc/crash-1"));
        let text = report.to_string();
        assert!(
            text.contains("FOUND fuzz/artifacts/calc/crash-1 after")
                && text.ends_with("run calc fuzz/artifacts/calc/crash-1")
        );
        assert!(!Report::new("calc", "").ran());
    }
}
