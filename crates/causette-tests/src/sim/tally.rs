//! What runs were made of.

use std::fmt;
use std::ops::AddAssign;

/// Counts of one run, or of many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Runs.
    pub runs: u64,
    /// Time that passed in them, in milliseconds.
    pub passed: u64,
    /// Commands that people sent.
    pub commands: u64,
    /// Of these, messages sent again with their key.
    pub again: u64,
    /// Answers that something is saved.
    pub confirmed: u64,
    /// Refusals.
    pub refused: u64,
    /// Commits.
    pub commits: u64,
    /// Entries stored.
    pub facts: u64,
    /// Commits that failed, and those of which nobody knows.
    pub failed: u64,
    /// Restarts, and those at which all that was in memory was compared.
    pub restarts: u64,
    /// See there.
    pub compared: u64,
    /// Times the clock was set.
    pub clock_set: u64,
    /// Entries let go.
    pub swept: u64,
    /// Accounts erased.
    pub erased: u64,
    /// Pages that made up for what a slow reader was not sent.
    pub missed: u64,
}

impl Tally {
    /// Hours that passed.
    pub fn hours(&self) -> u64 {
        self.passed / (3600 * 1000)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.runs += other.runs;
        self.passed += other.passed;
        self.commands += other.commands;
        self.again += other.again;
        self.confirmed += other.confirmed;
        self.refused += other.refused;
        self.commits += other.commits;
        self.facts += other.facts;
        self.failed += other.failed;
        self.restarts += other.restarts;
        self.compared += other.compared;
        self.clock_set += other.clock_set;
        self.swept += other.swept;
        self.erased += other.erased;
        self.missed += other.missed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { runs, commands, again, confirmed, refused, commits, facts, failed, restarts, compared, .. } = self;
        let Tally { clock_set, swept, erased, missed, .. } = self;
        let hours = self.hours();
        write!(
            f,
            "{runs} runs, {hours} simulated hours, {commands} commands ({again} repeated), {confirmed} confirmed, "
        )?;
        write!(f, "{refused} refused, {facts} entries in {commits} commits, {failed} failed, {restarts} restarts ")?;
        write!(
            f,
            "({compared} compared), clock set {clock_set} times, {swept} let go, {erased} erased, {missed} caught up"
        )
    }
}
