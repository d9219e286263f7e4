//! One connection: its socket, its speaker, what waits to be written and what could not be queued.

use super::limits::WRITE_VECTOR;
use super::limits::{LINE_UNFINISHED, OUT_BYTES, OUT_LOW, OUT_STALLED, READ_BYTES, READS_A_TURN, SKIP_TIME};
use super::out::{Flushed, Out};
use super::shard::Inner;
use super::speaker::{Heard, Speaker, Trouble};
use super::stage::{Piece, Stage};
use super::throttle::Throttle;
use causette_core::{RoomId, Seq, limits};
use causette_engine::{IN_FLIGHT, SessionId, Submission};
use smallvec::SmallVec;
use std::cell::{Cell, RefCell};
use std::io::{self, IoSlice};
use std::task::{Context, Poll, Waker};
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::time::Instant;

/// What a slow session was not sent, room by room: the last number it has.
#[derive(Debug, Default)]
pub(super) struct Lag {
    pub(super) rooms: Vec<(RoomId, Seq)>,
    /// A page is on its way.
    pub(super) asked: bool,
}

/// Not in the list of connections with something to write.
pub(super) const NOT_STAGED: u32 = u32::MAX;

pub(super) struct Conn {
    pub(super) session: SessionId,
    pub(super) stream: TcpStream,
    pub(super) speaker: RefCell<Box<dyn Speaker>>,
    pub(super) out: RefCell<Out>,
    pub(super) lag: RefCell<Option<Box<Lag>>>,
    /// Bytes read but not yet heard: the speaker was told to wait.
    unheard: RefCell<Vec<u8>>,
    waker: RefCell<Option<Waker>>,
    throttle: Cell<Throttle>,
    in_flight: Cell<u32>,
    /// Its place among those with something to write this turn.
    pub(super) staged: Cell<u32>,
    /// Seconds since the shard started, plus one; 0: not.
    stalled_at: Cell<u32>,
    line_since: Cell<u32>,
    wait_until: Cell<Option<Instant>>,
    pub(super) flags: Flags,
}

/// Where a connection is in its life.
#[derive(Default)]
pub(super) struct Flags {
    /// The socket takes nothing now; the task waits until it does.
    pub(super) blocked: Cell<bool>,
    /// The sequencer said the session's last event.
    pub(super) closed: Cell<bool>,
    /// The sequencer was asked to end the session.
    pub(super) leaving: Cell<bool>,
    /// The socket is of no more use.
    pub(super) broken: Cell<bool>,
    /// The peer sends no more.
    pub(super) ended: Cell<bool>,
}

/// What the connection's task must do that cannot be done while polling.
pub(super) enum Work {
    /// The mailbox is full: wait for it.
    Send(Vec<Submission>),
    /// Flushed and done.
    Over,
}

impl Conn {
    pub(super) fn new(session: SessionId, stream: TcpStream, speaker: Box<dyn Speaker>) -> Conn {
        Conn {
            session,
            stream,
            speaker: RefCell::new(speaker),
            out: RefCell::default(),
            lag: RefCell::default(),
            unheard: RefCell::default(),
            waker: RefCell::default(),
            throttle: Cell::default(),
            in_flight: Cell::new(0),
            staged: Cell::new(NOT_STAGED),
            stalled_at: Cell::new(0),
            line_since: Cell::new(0),
            wait_until: Cell::new(None),
            flags: Flags::default(),
        }
    }

    /// Makes the connection's task look again.
    pub(super) fn wake(&self) {
        if let Some(waker) = self.waker.borrow().as_ref() {
            waker.wake_by_ref();
        }
    }

    /// One of its commands was answered: go on with what was held back until then.
    pub(super) fn answered(&self) {
        let before = self.in_flight.get();
        self.in_flight.set(before.saturating_sub(1));
        if before as usize >= IN_FLIGHT || !self.unheard.borrow().is_empty() {
            self.wake();
        }
    }

    pub(super) fn poll(&self, cx: &mut Context<'_>, shard: &Inner) -> Poll<Work> {
        for _ in 0..READS_A_TURN {
            if self.flags.blocked.get() {
                self.poll_write(cx, shard);
            }
            if self.flags.broken.get() && !self.flags.leaving.get() {
                let farewell = vec![self.farewell()];
                if let Poll::Ready(work) = self.submit(farewell, shard) {
                    return Poll::Ready(work);
                }
            }
            if self.flags.closed.get() && self.is_drained() {
                return Poll::Ready(Work::Over);
            }
            if let Some(ask) = self.catch_up()
                && let Poll::Ready(work) = self.submit(vec![ask], shard)
            {
                return Poll::Ready(work);
            }
            let progress = if self.may_read() { self.poll_hear(cx, shard) } else { Poll::Pending };
            match progress {
                Poll::Ready(Some(work)) => return Poll::Ready(work),
                Poll::Ready(None) => {}
                Poll::Pending => {
                    self.park(cx);
                    return Poll::Pending;
                }
            }
        }
        cx.waker().wake_by_ref(); // there is more, but others wait too
        Poll::Pending
    }

    fn park(&self, cx: &Context<'_>) {
        let mut waker = self.waker.borrow_mut();
        if !waker.as_ref().is_some_and(|w| w.will_wake(cx.waker())) {
            *waker = Some(cx.waker().clone());
        }
    }

    fn may_read(&self) -> bool {
        !self.flags.leaving.get()
            && (self.in_flight.get() as usize) < IN_FLIGHT
            && self.out.borrow().bytes() < OUT_BYTES
            && self.lag.borrow().is_none()
    }

    /// Hears what waits, or reads more. `Ready(None)`: there was something, look again.
    fn poll_hear(&self, cx: &mut Context<'_>, shard: &Inner) -> Poll<Option<Work>> {
        let now = Instant::now();
        if let Some(when) = self.wait_until.get() {
            if now < when {
                return Poll::Pending;
            }
            self.wait_until.set(None);
        }
        if let Some(trouble) = self.overdue(now, shard) {
            return self.part_with(trouble, shard).map(Some);
        }
        let unheard = self.unheard.take();
        if !unheard.is_empty() {
            let before = unheard.len();
            let work = self.hear(&unheard, now, shard);
            return match work {
                Poll::Ready(work) => Poll::Ready(Some(work)),
                Poll::Pending if self.unheard.borrow().len() < before => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            };
        }
        match self.stream.poll_read_ready(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(_)) => {
                self.flags.broken.set(true);
                Poll::Ready(None)
            }
            Poll::Ready(Ok(())) => self.read(now, shard),
        }
    }

    fn read(&self, now: Instant, shard: &Inner) -> Poll<Option<Work>> {
        let mut buffer = shard.buffer.borrow_mut();
        match self.stream.try_read(&mut buffer) {
            Ok(0) => {
                self.flags.ended.set(true);
                let work = self.with_heard(now, shard, |speaker, heard| {
                    speaker.finish(heard);
                    heard.close(None);
                });
                work.map(Some)
            }
            Ok(n) => {
                if n < READ_BYTES {
                    // The socket is empty: forget its readiness without asking the kernel once more. A later byte is a new
                    // edge, and sets it again.
                    let _ = self.stream.try_io(Interest::READABLE, || Err::<(), _>(io::ErrorKind::WouldBlock.into()));
                }
                let bytes = buffer.get(..n).unwrap_or_default();
                match self.hear(bytes, now, shard) {
                    Poll::Ready(work) => Poll::Ready(Some(work)),
                    Poll::Pending => Poll::Ready(None),
                }
            }
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => Poll::Ready(None),
            Err(_) => {
                self.flags.broken.set(true); // a reset: an unfinished line is dropped
                Poll::Ready(None)
            }
        }
    }

    fn hear(&self, bytes: &[u8], now: Instant, shard: &Inner) -> Poll<Work> {
        let mut used = 0;
        let work = self.with_heard(now, shard, |speaker, heard| used = speaker.hear(bytes, heard));
        let rest = bytes.get(used..).unwrap_or_default();
        if !rest.is_empty() && !self.flags.leaving.get() {
            *self.unheard.borrow_mut() = rest.to_vec();
        }
        let (unfinished, _) = self.speaker.borrow().unfinished();
        if !unfinished {
            self.line_since.set(0);
        } else if self.line_since.get() == 0 {
            self.line_since.set(shard.seconds(now));
            shard.timers.set(now + SKIP_TIME, self.session.slot());
            shard.timers.set(now + LINE_UNFINISHED, self.session.slot());
        }
        work
    }

    /// Lets the speaker act, then submits what it asked for.
    pub(super) fn with_heard(
        &self,
        now: Instant,
        shard: &Inner,
        act: impl FnOnce(&mut dyn Speaker, &mut Heard<'_>),
    ) -> Poll<Work> {
        let mut submissions = shard.scratch.take();
        let mut throttle = self.throttle.get();
        let mut heard = Heard {
            session: self.session,
            submissions: &mut submissions,
            raw: Vec::new(),
            in_flight: self.in_flight.get() as usize,
            throttle: &mut throttle,
            rate: shard.settings.rate,
            epoch: shard.epoch,
            now,
            wait_until: None,
            closing: self.flags.leaving.get(),
        };
        act(&mut **self.speaker.borrow_mut(), &mut heard);
        let Heard { raw, in_flight, wait_until, closing, .. } = heard;
        self.throttle.set(throttle);
        self.in_flight.set(in_flight as u32);
        self.flags.leaving.set(closing);
        if !raw.is_empty() {
            self.out.borrow_mut().push(raw.into());
            self.flush(shard);
        }
        if let Some(when) = wait_until {
            self.wait_until.set(Some(when));
            shard.timers.set(when, self.session.slot());
        }
        self.submit(submissions, shard)
    }

    fn farewell(&self) -> Submission {
        self.flags.leaving.set(true);
        Submission::Close { session: self.session, why: None }
    }

    /// Hands submissions to the sequencer; what the mailbox has no room for is left to the task.
    fn submit(&self, mut submissions: Vec<Submission>, shard: &Inner) -> Poll<Work> {
        let mut waiting = submissions.drain(..);
        while let Some(submission) = waiting.next() {
            match shard.mailbox.try_send(submission) {
                Ok(()) => {}
                Err(tokio::sync::mpsc::error::TrySendError::Full(submission)) => {
                    let rest = std::iter::once(submission).chain(waiting).collect();
                    return Poll::Ready(Work::Send(rest));
                }
                Err(tokio::sync::mpsc::error::TrySendError::Closed(_)) => {
                    // The engine stopped: nobody will say the last event.
                    self.flags.leaving.set(true);
                    self.flags.closed.set(true);
                }
            }
        }
        drop(waiting);
        shard.scratch.replace(submissions);
        Poll::Pending
    }

    /// The next thing to ask for when the session fell behind and its queue has drained.
    fn catch_up(&self) -> Option<Submission> {
        let mut lag = self.lag.borrow_mut();
        let lag = lag.as_mut().filter(|lag| !lag.asked)?;
        if self.out.borrow().bytes() > OUT_LOW || self.flags.leaving.get() {
            return None;
        }
        let (room, after) = *lag.rooms.first()?;
        lag.asked = true;
        Some(Submission::CatchUp { session: self.session, room, after })
    }

    /// Something took too long.
    fn overdue(&self, now: Instant, shard: &Inner) -> Option<Trouble> {
        let since = shard.seconds(now).saturating_sub(self.line_since.get());
        if self.line_since.get() == 0 {
            return None;
        }
        let (_, skipped) = self.speaker.borrow().unfinished();
        if skipped > limits::SKIPPED_BYTES || skipped > 0 && u64::from(since) >= SKIP_TIME.as_secs() {
            Some(Trouble::Endless)
        } else if u64::from(since) >= LINE_UNFINISHED.as_secs() {
            Some(Trouble::Unfinished)
        } else {
            None
        }
    }

    fn part_with(&self, trouble: Trouble, shard: &Inner) -> Poll<Work> {
        self.with_heard(Instant::now(), shard, |speaker, heard| {
            let mut words = Vec::new();
            speaker.trouble(trouble, &mut words);
            heard.say(words);
            heard.close(None);
        })
    }

    fn poll_write(&self, cx: &mut Context<'_>, shard: &Inner) {
        match self.stream.poll_write_ready(cx) {
            Poll::Ready(Ok(())) => {
                self.flags.blocked.set(false);
                self.flush(shard);
            }
            Poll::Ready(Err(_)) => self.flags.broken.set(true),
            Poll::Pending => {
                let waited = shard.seconds(Instant::now()).saturating_sub(self.stalled_at.get());
                if u64::from(waited) >= OUT_STALLED.as_secs() {
                    let mut words = Vec::new();
                    self.speaker.borrow_mut().trouble(Trouble::Stalled, &mut words);
                    let _ = self.stream.try_write(&words); // if the socket takes it after all
                    self.flags.broken.set(true);
                }
            }
        }
    }

    /// Nothing more will or can be written.
    fn is_drained(&self) -> bool {
        self.flags.broken.get() || self.out.borrow().bytes() == 0 && self.staged.get() == NOT_STAGED
    }

    /// Writes a turn's pieces, right here and in one go. What the socket does not take waits, shared.
    pub(super) fn send(&self, stage: &mut Stage, pieces: &[Piece], shard: &Inner) {
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
        match flushed {
            Ok(Flushed::All) => {
                self.stalled_at.set(0);
                if self.flags.closed.get() || self.lag.borrow().is_some() {
                    self.wake();
                }
            }
            Ok(Flushed::Blocked(took)) => {
                if took || self.stalled_at.get() == 0 {
                    let now = Instant::now();
                    self.stalled_at.set(shard.seconds(now));
                    shard.timers.set(now + OUT_STALLED, self.session.slot());
                }
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
