//! Time that passes when everybody waits for it. One task of each schedule is the clock: it goes on last of all, or a little
//! earlier in the schedules that are chosen for that, and rings the first alarm.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Microseconds since the schedule began, alarms, and the clock's own task.
#[derive(Default)]
struct Clock {
    now: u64,
    alarms: BTreeMap<(u64, u64), Waker>,
    last: u64,
    task: Option<Waker>,
}

std::thread_local! {
    /// One thread runs a schedule from its beginning to its end.
    static CLOCK: RefCell<Clock> = RefCell::default();
}

/// The clock's task: the second of each schedule, after the one that starts it.
pub(crate) const TASK: usize = 1;

/// What is due then rings for nobody.
const NEVER: u64 = u64::MAX;

/// Begins a schedule.
pub(crate) fn begin() {
    CLOCK.with(|clock| *clock.borrow_mut() = Clock::default());
    drop(shuttle::future::spawn(poll_fn(tick)));
}

pub(crate) fn now() -> u64 {
    CLOCK.with(|clock| clock.borrow().now)
}

/// Rings one alarm a turn; with none it waits, so that a schedule in which nobody can go on is seen as such.
fn tick(cx: &mut Context<'_>) -> Poll<()> {
    let rung = CLOCK.with(|clock| {
        let mut clock = clock.borrow_mut();
        clock.task = Some(cx.waker().clone());
        let ((due, _), waker) = clock.alarms.pop_first()?;
        clock.now = clock.now.max(due);
        Some(waker)
    });
    if let Some(waker) = rung {
        waker.wake();
        cx.waker().wake_by_ref();
    }
    Poll::Pending
}

/// Ready at a moment.
#[derive(Debug)]
pub(crate) struct Alarm {
    due: u64,
    number: Option<u64>,
}

impl Alarm {
    pub(crate) fn at(due: u64) -> Alarm {
        Alarm { due, number: None }
    }

    fn forget(&mut self) {
        if let Some(number) = self.number.take() {
            CLOCK.with(|clock| clock.borrow_mut().alarms.remove(&(self.due, number)));
        }
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.forget();
        match self.due {
            NEVER => return Poll::Pending,
            due if now() >= due => return Poll::Ready(()),
            _ => {}
        }
        let task = CLOCK.with(|clock| {
            let mut clock = clock.borrow_mut();
            clock.last += 1;
            self.number = Some(clock.last);
            let key = (self.due, clock.last);
            clock.alarms.insert(key, cx.waker().clone());
            clock.task.clone()
        });
        task.into_iter().for_each(Waker::wake);
        Poll::Pending
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.forget();
    }
}
