//! `tokio::time`, by the schedule's clock.

use crate::seam::{clock, time};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
pub(crate) use time::Instant;

/// It took too long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Elapsed;

pub(crate) async fn sleep_until(when: Instant) {
    clock::Alarm::at(when.0).await;
}

pub(crate) async fn timeout<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Elapsed> {
    timeout_at(Instant::now() + limit, work).await
}

pub(crate) async fn timeout_at<T>(when: Instant, work: impl Future<Output = T>) -> Result<T, Elapsed> {
    let (mut work, mut alarm) = (pin!(work), pin!(clock::Alarm::at(when.0)));
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Ok(done)),
        Poll::Pending => alarm.as_mut().poll(cx).map(|()| Err(Elapsed)),
    })
    .await
}
