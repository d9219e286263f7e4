//! `std::sync::mpsc`: tokio's channel behind the standard one's names. Who waits, waits as a thread does.

use crate::seam::{clock, switch, time};
use shuttle::future::block_on;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
pub(crate) use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc as real;

#[derive(Debug)]
pub(crate) struct SyncSender<T>(real::Sender<T>);

#[derive(Debug)]
pub(crate) struct Receiver<T>(RefCell<real::Receiver<T>>);

/// A queue of at least one: no source has one of none.
pub(crate) fn sync_channel<T>(room: usize) -> (SyncSender<T>, Receiver<T>) {
    let (sender, receiver) = real::channel(room);
    (SyncSender(sender), Receiver(RefCell::new(receiver)))
}

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> Self {
        SyncSender(self.0.clone())
    }
}

impl<T> SyncSender<T> {
    pub(crate) fn send(&self, value: T) -> Result<(), SendError<T>> {
        switch();
        block_on(self.0.send(value)).map_err(|error| SendError(error.0))
    }
    pub(crate) fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        switch();
        self.0.try_send(value).map_err(|error| match error {
            real::error::TrySendError::Full(value) => TrySendError::Full(value),
            real::error::TrySendError::Closed(value) => TrySendError::Disconnected(value),
        })
    }
}

impl<T> Receiver<T> {
    pub(crate) fn recv(&self) -> Result<T, RecvError> {
        switch();
        block_on(poll_fn(|cx| self.0.borrow_mut().poll_recv(cx))).ok_or(RecvError)
    }
    pub(crate) fn try_recv(&self) -> Result<T, TryRecvError> {
        switch();
        self.0.borrow_mut().try_recv().map_err(|error| match error {
            real::error::TryRecvError::Empty => TryRecvError::Empty,
            real::error::TryRecvError::Disconnected => TryRecvError::Disconnected,
        })
    }
    pub(crate) fn recv_timeout(&self, limit: Duration) -> Result<T, RecvTimeoutError> {
        switch();
        let mut alarm = pin!(clock::Alarm::at(clock::now().saturating_add(time::micros(limit))));
        block_on(poll_fn(|cx| match self.0.borrow_mut().poll_recv(cx) {
            Poll::Ready(Some(value)) => Poll::Ready(Ok(value)),
            Poll::Ready(None) => Poll::Ready(Err(RecvTimeoutError::Disconnected)),
            Poll::Pending => alarm.as_mut().poll(cx).map(|()| Err(RecvTimeoutError::Timeout)),
        }))
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        Iter(self)
    }
}

pub(crate) struct Iter<'a, T>(&'a Receiver<T>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}
