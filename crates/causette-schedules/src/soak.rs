//! Every model in every order, for as long as one likes.

use crate::harness::{Failure, Order, Until, run};
use crate::models::{MODELS, Model};
use std::time::{Duration, Instant};

/// What came of a model.
pub struct Row {
    /// Which.
    pub model: &'static Model,
    /// Schedules that were run.
    pub schedules: u64,
    /// For how long.
    pub time: Duration,
    /// Those that broke it: in which order, from which seed.
    pub failures: Vec<(Order, u64, Failure)>,
}

/// A turn of one model in one order.
const TURN: Duration = Duration::from_millis(500);

/// Runs the models in turn until the end has come. A model that failed is left out from there on.
#[must_use]
pub fn soak(until: Instant, seed: u64, models: &[&'static Model]) -> Vec<Row> {
    let row = |model: &&'static Model| Row { model, schedules: 0, time: Duration::ZERO, failures: Vec::new() };
    let mut rows: Vec<Row> = models.iter().map(row).collect();
    for round in 0_usize.. {
        let order = Order::ALL.get(round % Order::ALL.len()).copied().unwrap_or(Order::Random);
        for row in rows.iter_mut().filter(|row| row.failures.is_empty()) {
            let begun = Instant::now();
            if begun >= until {
                return rows;
            }
            let seed = seed.wrapping_add(round as u64);
            let outcome = run(row.model, None, order, seed, Until::Time(until.min(begun + TURN)));
            row.schedules += outcome.schedules;
            row.time += begun.elapsed();
            row.failures.extend(outcome.failure.map(|failure| (order, seed, failure)));
        }
        if rows.iter().all(|row| !row.failures.is_empty()) {
            break;
        }
    }
    rows
}

/// All models, for [`soak`].
#[must_use]
pub fn all() -> Vec<&'static Model> {
    MODELS.iter().collect()
}
