//! `std::sync`. Locks and atomics are shuttle's; a condition variable and the receiving end of a channel can be waited for
//! with a limit here, which those cannot.

pub(crate) mod mpsc;

use super::{clock, switch, time};
pub(crate) use shuttle::sync::{Arc, LockResult, PoisonError, RwLock, TryLockError, atomic};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

/// A lock whose guard knows it.
#[derive(Default, Debug)]
pub(crate) struct Mutex<T>(shuttle::sync::Mutex<T>);

pub(crate) struct MutexGuard<'a, T> {
    lock: &'a Mutex<T>,
    held: shuttle::sync::MutexGuard<'a, T>,
}

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Mutex<T> {
        Mutex(shuttle::sync::Mutex::new(value))
    }
    /// Never poisoned: whoever panics ends the schedule.
    pub(crate) fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(MutexGuard { lock: self, held })
    }
    pub(crate) fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError<MutexGuard<'_, T>>> {
        match self.0.try_lock() {
            Ok(held) => Ok(MutexGuard { lock: self, held }),
            Err(_) => Err(TryLockError::WouldBlock),
        }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.held
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.held
    }
}

/// Those who wait, each with whether it was woken. Only ever held for a moment, by whoever goes on.
type Waiters = (u64, VecDeque<(u64, Option<Waker>)>);

#[derive(Default, Debug)]
pub(crate) struct Condvar(std::sync::Mutex<Waiters>);

impl Condvar {
    pub(crate) fn new() -> Condvar {
        Condvar::default()
    }

    fn waiters(&self) -> std::sync::MutexGuard<'_, Waiters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes one of those who wait, whichever the schedule chooses.
    pub(crate) fn notify_one(&self) {
        switch();
        let count = self.waiters().1.len() as u64;
        if count > 0 {
            let chosen = if count > 1 { super::choose(count) } else { 0 };
            self.release(chosen as usize);
        }
    }

    pub(crate) fn notify_all(&self) {
        switch();
        while !self.waiters().1.is_empty() {
            self.release(0);
        }
    }

    fn release(&self, place: usize) {
        let waiter = self.waiters().1.remove(place);
        if let Some((_, Some(waker))) = waiter {
            waker.wake();
        }
    }

    pub(crate) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let (guard, _) = self.until(guard, None);
        Ok(guard)
    }

    /// The guard, and whether it took too long.
    pub(crate) fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, bool)> {
        let due = clock::now().saturating_add(time::micros(limit));
        Ok(self.until(guard, Some(due)))
    }

    /// It waits from before the lock is let go: whoever has it next may wake it.
    fn until<'a, T>(&self, guard: MutexGuard<'a, T>, due: Option<u64>) -> (MutexGuard<'a, T>, bool) {
        let MutexGuard { lock, held } = guard;
        let number = {
            let mut waiters = self.waiters();
            waiters.0 += 1;
            let number = waiters.0;
            waiters.1.push_back((number, None));
            number
        };
        drop(held);
        let mut alarm = pin!(due.map(clock::Alarm::at));
        let late = shuttle::future::block_on(poll_fn(|cx| {
            {
                let mut waiters = self.waiters();
                let Some(own) = waiters.1.iter_mut().find(|(other, _)| *other == number) else {
                    return Poll::Ready(false);
                };
                own.1 = Some(cx.waker().clone());
            }
            let late = alarm.as_mut().as_pin_mut().is_some_and(|alarm| alarm.poll(cx).is_ready());
            if !late {
                return Poll::Pending;
            }
            self.waiters().1.retain(|(other, _)| *other != number);
            Poll::Ready(true)
        }));
        let guard = lock.lock().unwrap_or_else(PoisonError::into_inner);
        (guard, late)
    }
}
