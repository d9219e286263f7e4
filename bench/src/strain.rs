//! What one who does not read does to the server: how much its memory grows, and when it lets that one go.

use crate::figures::Figures;
use crate::load::nanoseconds;
use crate::plan::Slow;
use crate::procfs::memory;
use anyhow::Result;

/// Nanoseconds between two looks at the memory.
const EVERY: u64 = 200_000_000;

pub(crate) struct Strain {
    slow: Slow,
    start: u64,
    pid: u32,
    next: u64,
    /// Private dirty KB at the start, and the most since.
    memory: (u64, u64),
    gone: Option<u64>,
}

impl Strain {
    pub(crate) fn new(slow: Slow, start: u64, pid: u32) -> Result<Self> {
        let before = memory(pid)?.private_dirty;
        Ok(Self { slow, start, pid, next: start + EVERY, memory: (before, before), gone: None })
    }

    /// Looks at the memory if it is time to.
    pub(crate) fn look(&mut self, now: u64) -> Result<()> {
        if now >= self.next {
            self.next = now + EVERY;
            self.memory.1 = self.memory.1.max(memory(self.pid)?.private_dirty);
        }
        Ok(())
    }

    /// Somebody is gone: it is the one who does not read, since nobody else goes.
    pub(crate) fn gone(&mut self, at: u64) {
        self.gone.get_or_insert(at);
    }

    /// Whether the one who does not read is still there.
    pub(crate) fn waits(&self) -> bool {
        self.slow.deaf && self.gone.is_none()
    }

    pub(crate) fn patience(&self) -> u64 {
        nanoseconds(self.slow.patience)
    }

    pub(crate) fn report(&self, figures: &mut Figures) {
        figures.insert("grown_kb", self.memory.1.saturating_sub(self.memory.0) as f64);
        if let Some(gone) = self.gone.filter(|_| self.slow.deaf) {
            figures.insert("let_go_s", gone.saturating_sub(self.start) as f64 / 1e9);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_first_who_is_gone_is_the_one_who_did_not_read() {
        let figures = |deaf| {
            let mut strain = Strain::new(Slow { deaf, patience: Duration::ZERO }, 0, std::process::id()).unwrap();
            assert_eq!(strain.waits(), deaf);
            [2_500_000_000, 3_000_000_000].into_iter().for_each(|at| strain.gone(at));
            assert!(!strain.waits());
            strain.look(EVERY).unwrap();
            let mut figures = Figures::new();
            strain.report(&mut figures);
            figures
        };
        assert_eq!(figures(true).get("let_go_s"), Some(&2.5));
        assert_eq!(figures(false).get("let_go_s"), None);
        assert!(figures(true).contains_key("grown_kb"));
    }
}
