//! A schedule as text: a sign for each step's thread, and what was chosen besides.

use anyhow::{Result, bail};
use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

/// Threads of a model have one sign each.
const SIGNS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What a schedule of something else is told to be.
const MISFIT: &str = "the schedule is not one of these sources";

/// One decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// This thread goes on.
    Task(usize),
    /// The model is given this.
    Value(u16),
}

pub(crate) fn written(steps: &[Step]) -> String {
    let sign = |step: &Step| match step {
        Step::Task(task) => SIGNS.get(*task).map_or_else(|| "?".to_owned(), |sign| char::from(*sign).to_string()),
        Step::Value(value) => format!(".{value:04x}"),
    };
    steps.iter().map(sign).collect()
}

pub(crate) fn read(text: &str) -> Result<Vec<Step>> {
    let (mut steps, mut rest) = (Vec::new(), text.trim());
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(sign.len_utf8()..).unwrap_or_default();
        let (step, after) = match sign {
            '.' => {
                let Some((value, after)) = after.split_at_checked(4) else {
                    bail!("a schedule that was cut: …{rest}")
                };
                (Step::Value(u16::from_str_radix(value, 16)?), after)
            }
            sign => match SIGNS.iter().position(|known| char::from(*known) == sign) {
                Some(task) => (Step::Task(task), after),
                None => bail!("`{sign}` is no part of a schedule"),
            },
        };
        steps.push(step);
        rest = after;
    }
    Ok(steps)
}

/// Decides as it was decided.
pub(crate) struct Replay {
    steps: std::vec::IntoIter<Step>,
    begun: bool,
}

impl Replay {
    pub(crate) fn new(steps: Vec<Step>) -> Replay {
        Replay { steps: steps.into_iter(), begun: false }
    }
}

impl Scheduler for Replay {
    fn new_execution(&mut self) -> Option<Schedule> {
        (!std::mem::replace(&mut self.begun, true)).then(|| Schedule::new(0))
    }

    fn next_task(&mut self, runnable: &[&Task], _: Option<TaskId>, _: bool) -> Option<TaskId> {
        let step = self.steps.next();
        let next = match step {
            Some(Step::Task(task)) => runnable.iter().map(|task| task.id()).find(|id| *id == TaskId::from(task)),
            Some(Step::Value(_)) | None => None,
        };
        assert!(next.is_some(), "{MISFIT}: {step:?} where {} may go on", runnable.len());
        next
    }

    fn next_u64(&mut self) -> u64 {
        match self.steps.next() {
            Some(Step::Value(value)) => value.into(),
            Some(Step::Task(_)) | None => 0,
        }
    }
}
