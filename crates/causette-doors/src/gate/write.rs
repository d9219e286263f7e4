//! The writing half of a connection: what the socket takes is written at once, the rest waits for it.

use super::conn::{Conn, NOT_STAGED};
use super::limits::WRITE_VECTOR;
use super::out::Flushed;
use super::shard::Inner;
use super::speaker::Trouble;
use super::stage::{Piece, Stage};
use smallvec::SmallVec;
use std::io::IoSlice;
use std::task::{Context, Poll};
use tokio::time::Instant;

impl Conn {
    pub(super) fn poll_write(&self, cx: &mut Context<'_>, shard: &Inner) {
        match self.stream.poll_write_ready(cx) {
            Poll::Ready(Ok(())) => {
                self.flags.blocked.set(false);
                self.flush(shard);
            }
            Poll::Ready(Err(_)) => self.flags.broken.set(true),
            Poll::Pending => {
                let now = Instant::now();
                if self.deadlines.stalled(now, shard) {
                    // In the middle of a frame no word would be one.
                    if self.stream.form().is_none() {
                        let mut words = Vec::new();
                        self.speaker.borrow_mut().trouble(Trouble::Stalled, &mut words);
                        let _ = self.stream.try_write(&words); // if the socket takes it after all
                    }
                    self.flags.broken.set(true);
                }
                self.deadlines.arm(self.session.slot(), now, shard);
            }
        }
    }

    /// Nothing more will or can be written.
    pub(super) fn is_drained(&self) -> bool {
        self.flags.broken.get()
            || self.out.borrow().bytes() == 0 && self.staged.get() == NOT_STAGED && !self.stream.owes()
    }

    /// Writes a turn's pieces, right here and in one go. What the socket does not take waits, shared.
    pub(super) fn send(&self, stage: &mut Stage, pieces: &[Piece], shard: &Inner) {
        if self.flags.silent.get() {
            return self.flush(shard);
        }
        let mut out = self.out.borrow_mut();
        let mut written = 0;
        if out.bytes() == 0 && !self.flags.blocked.get() && !self.flags.broken.get() {
            let slices: SmallVec<[IoSlice<'_>; 8]> =
                pieces.iter().take(WRITE_VECTOR).map(|p| IoSlice::new(stage.bytes(p))).collect();
            // An error shows again at the flush below, which knows what to do about it.
            written = match &*slices {
                [one] if one.is_empty() => 0,
                [one] => self.stream.try_write(one).unwrap_or(0),
                many => self.stream.try_write_vectored(many).unwrap_or(0),
            };
        }
        for piece in pieces {
            let len = stage.bytes(piece).len();
            if written < len {
                out.push(stage.keep(piece, written));
            }
            written = written.saturating_sub(len);
        }
        drop(out);
        self.flush(shard);
    }

    /// Writes what waits, right here. What the socket does not take is left to the task.
    pub(super) fn flush(&self, shard: &Inner) {
        if self.flags.blocked.get() || self.flags.broken.get() {
            return;
        }
        let flushed = self.out.borrow_mut().flush(|slices| match slices {
            [one] => self.stream.try_write(one),
            many => self.stream.try_write_vectored(many),
        });
        let flushed = match flushed {
            Ok(Flushed::All) => self.stream.settle(),
            other => other,
        };
        match flushed {
            Ok(Flushed::All) => {
                self.deadlines.drained();
                if self.flags.closed.get() || self.lag.borrow().is_some() {
                    self.wake();
                }
            }
            Ok(Flushed::Blocked(took)) => {
                let now = Instant::now();
                self.deadlines.blocked(took, now, shard);
                self.deadlines.arm(self.session.slot(), now, shard);
                self.flags.blocked.set(true);
                self.wake();
            }
            Err(_) => {
                self.out.borrow_mut().clear();
                self.flags.broken.set(true);
                self.wake();
            }
        }
    }
}
