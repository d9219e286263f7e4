//! Runs a model in one order of its threads after the other, and says which order broke it.

use crate::models::Model;
use crate::seam::clock;
use crate::{faults, replay};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Steps after which a schedule has no end.
const STEPS: usize = 20_000;
/// What a thread of a model may need; it is only mapped.
const STACK: usize = 0x10_0000;
/// Alarms that ring before everybody waits for them, in the schedules that have such.
const EARLY: u32 = 6;

/// Who goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Anybody, at every step.
    Random,
    /// Whoever comes first, where so many times somebody else comes first instead (probabilistic concurrency testing).
    Pct(usize),
}

impl Order {
    /// All that a soak goes through.
    pub const ALL: [Order; 4] = [Order::Random, Order::Pct(2), Order::Pct(3), Order::Pct(5)];
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Order::Random => f.write_str("random"),
            Order::Pct(depth) => write!(f, "pct-{depth}"),
        }
    }
}

/// For how long.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// So many schedules.
    Count(u64),
    /// This moment.
    Time(Instant),
}

/// The schedule that broke a model.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Repeats it: for [`again`].
    pub schedule: String,
    /// What was seen: the assertion, or who waits for ever.
    pub what: String,
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Schedules that were run, the failing one included.
    pub schedules: u64,
    /// The one that failed, after which nothing is run.
    pub failure: Option<Failure>,
}

/// What the schedule under way did so far.
#[derive(Default)]
struct Record {
    schedules: u64,
    steps: Vec<replay::Step>,
}

/// Decides as another scheduler does, except about the clock, and writes down what was decided.
struct Recorder {
    inner: Box<dyn Scheduler + Send>,
    record: Arc<Mutex<Record>>,
    until: Until,
    /// Whether the clock may be early in this model.
    early: bool,
    left: u32,
}

impl Recorder {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scheduler for Recorder {
    fn new_execution(&mut self) -> Option<Schedule> {
        let mut record = self.record();
        let over = match self.until {
            Until::Count(count) => record.schedules >= count,
            // Looking at the time costs as much as a few steps.
            Until::Time(end) => record.schedules.is_multiple_of(16) && Instant::now() >= end,
        };
        if over {
            return None;
        }
        record.schedules += 1;
        record.steps.clear();
        let early = self.early && record.schedules.is_multiple_of(4);
        drop(record);
        self.left = if early { EARLY } else { 0 };
        self.inner.new_execution()
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        let clock = TaskId::from(clock::TASK);
        let others: Vec<&Task> = match self.left == 0 && runnable.len() > 1 {
            true => runnable.iter().copied().filter(|task| task.id() != clock).collect(),
            false => Vec::new(),
        };
        let candidates = if others.is_empty() { runnable } else { &others };
        let next = match candidates {
            [one] => one.id(),
            many => self.inner.next_task(many, current, is_yielding)?,
        };
        if next == clock {
            self.left = self.left.saturating_sub(1);
        }
        self.record().steps.push(replay::Step::Task(next.into()));
        Some(next)
    }

    fn next_u64(&mut self) -> u64 {
        // A few bits are enough for whatever a model chooses, and short to write down.
        let value = self.inner.next_u64() >> 48;
        self.record().steps.push(replay::Step::Value(value as u16));
        value
    }
}

/// Runs a model, with a fault planted or without, until something breaks or the end has come.
#[must_use]
pub fn run(model: &'static Model, fault: Option<&'static str>, order: Order, seed: u64, until: Until) -> Outcome {
    let record = Arc::new(Mutex::new(Record::default()));
    let inner: Box<dyn Scheduler + Send> = match order {
        Order::Random => Box::new(RandomScheduler::new_from_seed(seed, usize::MAX)),
        Order::Pct(depth) => Box::new(PctScheduler::new_from_seed(seed, depth, usize::MAX)),
    };
    let recorder = Recorder { inner, record: record.clone(), until, early: model.early, left: 0 };
    let broken = scheduled(model, fault, recorder);
    let record = record.lock().unwrap_or_else(PoisonError::into_inner);
    let failure = broken.map(|what| Failure { schedule: replay::written(&record.steps), what });
    Outcome { schedules: record.schedules, failure }
}

/// Runs one schedule again; what it broke, if it still does.
///
/// # Errors
/// It is no schedule.
pub fn again(model: &'static Model, fault: Option<&'static str>, schedule: &str) -> anyhow::Result<Option<String>> {
    let steps = replay::read(schedule)?;
    Ok(scheduled(model, fault, replay::Replay::new(steps)))
}

/// On a thread of its own, which has the clock, the fault and whatever else a model keeps.
fn scheduled(
    model: &'static Model,
    fault: Option<&'static str>,
    scheduler: impl Scheduler + Send + 'static,
) -> Option<String> {
    let mut config = Config::new();
    config.stack_size = STACK;
    config.max_steps = MaxSteps::FailAfter(STEPS);
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    let thread = std::thread::spawn(move || {
        faults::choose(fault);
        let schedule = move || {
            clock::begin();
            (model.run)();
        };
        let run = AssertUnwindSafe(|| Runner::new(scheduler, config).run(schedule));
        catch_unwind(run).err().map(|panic| words(&*panic))
    });
    thread.join().unwrap_or_else(|panic| Some(words(&*panic)))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked without words").to_owned()
}
