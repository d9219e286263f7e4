//! `std::thread`.

use super::{clock, time};
use shuttle::future::block_on;
pub(crate) use shuttle::thread::{JoinHandle, Scope, ScopedJoinHandle, panicking, scope, spawn, yield_now};
use std::io;
use std::time::Duration;

pub(crate) fn sleep(time: Duration) {
    match time.is_zero() {
        true => super::switch(),
        false => block_on(clock::Alarm::at(clock::now().saturating_add(time::micros(time)))),
    }
}

/// Threads of which only the name may be chosen.
#[derive(Default)]
pub(crate) struct Builder(Option<String>);

impl Builder {
    pub(crate) fn new() -> Builder {
        Builder::default()
    }
    pub(crate) fn name(self, name: String) -> Builder {
        Builder(Some(name))
    }
    pub(crate) fn spawn<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<JoinHandle<T>> {
        let builder = shuttle::thread::Builder::new();
        match self.0 {
            Some(name) => builder.name(name).spawn(work),
            None => builder.spawn(work),
        }
    }
    pub(crate) fn spawn_scoped<'scope, T: Send + 'scope>(
        self,
        scope: &'scope Scope<'scope, '_>,
        work: impl FnOnce() -> T + Send + 'scope,
    ) -> io::Result<ScopedJoinHandle<'scope, T>> {
        Ok(scope.spawn(work))
    }
}
