//! `tokio::sync`: tokio's own, with a place before each use where somebody else may go on.

use crate::seam::switch;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync as real;

/// Somebody is told once that there is something to do.
#[derive(Default, Debug)]
pub(crate) struct Notify(real::Notify);

impl Notify {
    pub(crate) fn new() -> Notify {
        Notify::default()
    }
    pub(crate) fn notify_one(&self) {
        switch();
        self.0.notify_one();
    }
    pub(crate) async fn notified(&self) {
        switch();
        self.0.notified().await;
    }
}

pub(crate) mod oneshot {
    //! One value, once.

    use super::{Context, Future, Pin, Poll, real, switch};
    pub(crate) use real::oneshot::error;

    #[derive(Debug)]
    pub(crate) struct Sender<T>(real::oneshot::Sender<T>);

    #[derive(Debug)]
    pub(crate) struct Receiver<T>(real::oneshot::Receiver<T>);

    pub(crate) fn channel<T>() -> (Sender<T>, Receiver<T>) {
        let (sender, receiver) = real::oneshot::channel();
        (Sender(sender), Receiver(receiver))
    }

    impl<T> Sender<T> {
        pub(crate) fn send(self, value: T) -> Result<(), T> {
            switch();
            self.0.send(value)
        }
    }

    impl<T> Future for Receiver<T> {
        type Output = Result<T, error::RecvError>;
        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            switch();
            Pin::new(&mut self.0).poll(cx)
        }
    }
}

pub(crate) mod mpsc {
    //! A queue.

    use super::{real, switch};
    pub(crate) use real::mpsc::error;

    #[derive(Debug)]
    pub(crate) struct Sender<T>(real::mpsc::Sender<T>);

    #[derive(Debug)]
    pub(crate) struct Receiver<T>(real::mpsc::Receiver<T>);

    pub(crate) fn channel<T>(room: usize) -> (Sender<T>, Receiver<T>) {
        let (sender, receiver) = real::mpsc::channel(room);
        (Sender(sender), Receiver(receiver))
    }

    impl<T> Clone for Sender<T> {
        fn clone(&self) -> Self {
            Sender(self.0.clone())
        }
    }

    impl<T> Sender<T> {
        pub(crate) async fn send(&self, value: T) -> Result<(), error::SendError<T>> {
            switch();
            self.0.send(value).await
        }
        pub(crate) fn try_send(&self, value: T) -> Result<(), error::TrySendError<T>> {
            switch();
            self.0.try_send(value)
        }
        pub(crate) fn blocking_send(&self, value: T) -> Result<(), error::SendError<T>> {
            shuttle::future::block_on(self.send(value))
        }
    }

    impl<T> Receiver<T> {
        pub(crate) async fn recv(&mut self) -> Option<T> {
            switch();
            self.0.recv().await
        }
        pub(crate) fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
            switch();
            self.0.try_recv()
        }
    }
}
