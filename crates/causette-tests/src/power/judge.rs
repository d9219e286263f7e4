//! Opens images, several at a time, and holds what they have against what was said before the cut.

use super::image::Image;
use super::open::{Before, Reading, open};
use super::people::NAMES;
use super::{DATA, Failure, Options, Tally};
use crate::client::Stopwatch;
use crate::history::{Connection, Evidence, Violation, check};
use crate::server::Program;
use anyhow::{Context, Result};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Readings that are kept, for images that come again under a later history.
const REMEMBERED: usize = 512;
/// Failures that are kept; beyond them nothing more is tried.
pub(super) const FAILURES: usize = 20;
/// One opened image in this many is also checked row by row.
const VERIFIED: u64 = 16;

/// An image to be tried.
pub(super) struct Job {
    pub(super) image: Image,
    pub(super) before: Arc<Before>,
    /// Where the power was cut, for people.
    pub(super) cut: String,
}

/// An image, and whether somebody comes who was there before: who reads it differs then.
type Print = (u64, bool);

/// What all workers share.
pub(super) struct Judge<'a> {
    options: &'a Options,
    /// What opens images.
    program: &'a Program,
    clock: Stopwatch,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tally: Tally,
    tried: HashSet<Print>,
    readings: HashMap<Print, Arc<Reading>>,
    order: VecDeque<Print>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(options: &'a Options, program: &'a Program, clock: Stopwatch) -> Judge<'a> {
        Judge { options, program, clock, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts something.
    pub(super) fn count(&self, count: impl FnOnce(&mut Tally)) {
        count(&mut self.state().tally);
    }

    /// What came of it so far.
    pub(super) fn tally(&self) -> Tally {
        self.state().tally.clone()
    }

    /// Whether there is a reason to try no more.
    pub(super) fn over(&self) -> bool {
        let enough = {
            let failures = &self.state().tally.failures;
            let has = |kind| failures.iter().flat_map(|failure| &failure.violations).any(|found| found.kind == kind);
            self.options.seek.map_or(failures.len() >= FAILURES, has)
        };
        enough || self.options.until.is_some_and(|until| Instant::now() >= until)
    }

    /// Tries what comes, in this place.
    pub(super) fn work(&self, place: &Path, jobs: &Mutex<Receiver<Job>>) -> Result<()> {
        loop {
            let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = next else { return Ok(()) };
            if !self.over() {
                self.try_one(&job, place)?;
            }
        }
    }

    fn try_one(&self, job: &Job, place: &Path) -> Result<()> {
        let print = (job.image.print(), job.before.token.is_some());
        let known = {
            let mut state = self.state();
            state.tally.images += 1;
            let new = state.tried.insert(print);
            state.tally.distinct += u64::from(new);
            if new { None } else { Some(state.readings.get(&print).cloned()) }
        };
        let new = known.is_none();
        let reading = match known {
            // It is being read by somebody else, or its reading is forgotten.
            Some(None) => return Ok(()),
            Some(Some(reading)) => reading,
            None => {
                let start = Instant::now();
                let opened = open(self.program, (&job.image, DATA), place, &job.before, self.clock);
                let took = start.elapsed();
                self.count(|tally| {
                    tally.opening += took;
                    tally.slowest = tally.slowest.max(took);
                });
                match opened {
                    Ok(reading) => self.remember(print, reading),
                    Err(error) => return self.fail(job, format!("{error:#}"), Vec::new()),
                }
            }
        };
        let violations = judge(&job.before, &reading, self.options.retain);
        if !violations.is_empty() {
            let words = violations.iter().take(3).map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return self.fail(job, words, violations);
        }
        if !reading.odd.is_empty() {
            return self.fail(job, reading.odd.join("; "), Vec::new());
        }
        if new && print.0.is_multiple_of(VERIFIED) { self.verify(job, place) } else { Ok(()) }
    }

    fn remember(&self, print: Print, reading: Reading) -> Arc<Reading> {
        let (reading, mut state) = (Arc::new(reading), self.state());
        state.tally.let_go += u64::from(reading.logs.values().any(|log| log.first > 1));
        state.readings.insert(print, reading.clone());
        state.order.push_back(print);
        while state.order.len() > REMEMBERED {
            if let Some(old) = state.order.pop_front() {
                state.readings.remove(&old);
            }
        }
        reading
    }

    /// Row by row, as `causette admin verify` does.
    fn verify(&self, job: &Job, place: &Path) -> Result<()> {
        self.count(|tally| tally.verified += 1);
        match causette_sqlite::verify(&place.join(DATA), None) {
            Ok(report) if report.count == 0 => Ok(()),
            Ok(report) => self.fail(job, format!("damaged: {report:?}"), Vec::new()),
            Err(error) => self.fail(job, format!("cannot be verified: {error}"), Vec::new()),
        }
    }

    fn fail(&self, job: &Job, words: String, violations: Vec<Violation>) -> Result<()> {
        let image = match &self.options.keep {
            Some(keep) => Some(keep_image(&job.image, keep)?),
            None => None,
        };
        self.count(|tally| tally.failures.push(Failure { cut: job.cut.clone(), words, violations, image }));
        Ok(())
    }
}

fn keep_image(image: &Image, keep: &Path) -> Result<PathBuf> {
    let path = keep.join(format!("image-{:016x}", image.print()));
    image.write(&path).context("keeping an image")?;
    Ok(path)
}

fn judge(before: &Before, reading: &Reading, keep: Option<u64>) -> Vec<Violation> {
    let connections: Vec<&Connection> = before.connections.iter().chain([&reading.record]).collect();
    let attempts: Vec<_> = before.attempts.iter().chain(&reading.attempts).cloned().collect();
    let first = |connection: &&&Connection| connection.who.starts_with(&format!("{}/", NAMES[0]));
    let moderators: BTreeSet<String> = connections.iter().filter(first).map(|c| c.who.clone()).collect();
    let (logs, attempts, moderators) = (&reading.logs, attempts.as_slice(), &moderators);
    check(&Evidence { connections, attempts, logs, since: &before.since, moderators, keep })
}
