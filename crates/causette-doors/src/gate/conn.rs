//! One connection: its socket, its speaker, what waits to be written and what could not be queued.

use super::deadlines::Deadlines;
use super::limits::{OUT_BYTES, OUT_LOW, READS_A_TURN};
use super::out::Out;
use super::shard::Inner;
use super::speaker::{Heard, Speaker, Trouble};
use super::throttle::Throttle;
use super::transport::Transport;
use super::websocket::{Answers, frame};
use causette_core::{RoomId, Seq};
use causette_engine::{IN_FLIGHT, SessionId, Submission};
use std::cell::{Cell, RefCell};
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tokio::io::Interest;
use tokio::time::Instant;

/// What a slow session was not sent, room by room: the last number it has.
#[derive(Debug, Default)]
pub(super) struct Lag {
    pub(super) rooms: Vec<(RoomId, Seq)>,
    /// The room a page of which is on its way.
    pub(super) asked: Option<RoomId>,
}

/// Not in the list of connections with something to write.
pub(super) const NOT_STAGED: u32 = u32::MAX;

pub(super) struct Conn {
    pub(super) session: SessionId,
    pub(super) stream: Transport,
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
    pub(super) deadlines: Deadlines,
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
    /// The peer was told that nothing more comes.
    pub(super) silent: Cell<bool>,
    /// The socket is of no more use.
    pub(super) broken: Cell<bool>,
    /// The peer sends no more.
    pub(super) ended: Cell<bool>,
    /// Something with a long answer was asked: nothing more is heard until all was answered.
    pub(super) long: Cell<bool>,
}

/// What the connection's task must do that cannot be done while polling.
pub(super) enum Work {
    /// The mailbox is full: wait for it.
    Send(Vec<Submission>),
    /// Flushed and done.
    Over,
}

impl Conn {
    pub(super) fn new(session: SessionId, stream: Transport, speaker: Box<dyn Speaker>) -> Conn {
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
            deadlines: Deadlines::default(),
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
        let last_of_long = before <= 1 && self.flags.long.replace(self.flags.long.get() && before > 1);
        if before as usize >= IN_FLIGHT || last_of_long || !self.unheard.borrow().is_empty() {
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
            && !self.flags.long.get()
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
            if self.is_gone(cx) {
                self.flags.broken.set(true);
                return Poll::Ready(None);
            }
            if self.deadlines.held(now, shard) {
                return self.part_with(Trouble::Flooded, shard).map(Some);
            }
        }
        let ((unfinished, skipped), entering) = (self.unfinished(), self.speaker.borrow().is_entering());
        if !entering {
            self.deadlines.entered();
        } else if self.deadlines.entering(now, shard) {
            return self.part_with(Trouble::Nameless, shard).map(Some);
        } else {
            self.deadlines.arm(self.session.slot(), now, shard);
        }
        if unfinished {
            if let Some(trouble) = self.deadlines.line(skipped, now, shard) {
                return self.part_with(trouble, shard).map(Some);
            }
            self.deadlines.arm(self.session.slot(), now, shard);
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
            Poll::Pending => {
                self.deadlines.heard_all();
                Poll::Pending
            }
            Poll::Ready(Err(_)) => {
                self.flags.broken.set(true);
                Poll::Ready(None)
            }
            Poll::Ready(Ok(())) => self.read(now, shard),
        }
    }

    /// Whether a line has begun and not ended, and how many bytes of an overlong one were thrown away.
    fn unfinished(&self) -> (bool, u64) {
        let (unfinished, skipped) = self.speaker.borrow().unfinished();
        (unfinished || self.stream.is_unfinished(), skipped)
    }

    /// Whether the peer reset the connection, seen while part of what it sent is still unread. One that only sends no more
    /// perhaps still reads.
    fn is_gone(&self, cx: &mut Context<'_>) -> bool {
        let ready = pin!(self.stream.ready(Interest::READABLE | Interest::WRITABLE)).poll(cx);
        matches!(ready, Poll::Ready(Ok(ready)) if ready.is_write_closed())
    }

    fn read(&self, now: Instant, shard: &Inner) -> Poll<Option<Work>> {
        let mut buffer = shard.buffer.borrow_mut();
        let read = self.stream.try_read(&mut buffer);
        if let Some(Answers { frames, last }) = self.stream.answers() {
            self.out.borrow_mut().push(frames.into());
            self.flags.silent.set(last);
            self.flush(shard);
        }
        if self.stream.owes() {
            self.flush(shard); // TLS has something to say of its own
        }
        match read {
            Ok(0) => {
                self.flags.ended.set(true);
                let work = self.with_heard(now, shard, |speaker, heard| {
                    speaker.finish(heard);
                    heard.close(None, None);
                });
                work.map(Some)
            }
            Ok(n) => {
                let bytes = buffer.get(..n).unwrap_or_default();
                match self.hear(bytes, now, shard) {
                    Poll::Ready(work) => Poll::Ready(Some(work)),
                    Poll::Pending => Poll::Ready(None),
                }
            }
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                self.progressed(false, now, shard); // a part of a message perhaps
                Poll::Ready(None)
            }
            Err(_) => {
                self.flags.broken.set(true); // a reset: an unfinished line is dropped
                Poll::Ready(None)
            }
        }
    }

    fn hear(&self, bytes: &[u8], now: Instant, shard: &Inner) -> Poll<Work> {
        let (mut used, mut finished) = (0, false);
        let work = self.with_heard(now, shard, |speaker, heard| {
            used = speaker.hear(bytes, heard);
            let waits = used < bytes.len() && heard.wait_until.is_some();
            if waits && !heard.closing && heard.throttle.tells() {
                let mut words = Vec::new();
                speaker.trouble(Trouble::Slowed, &mut words);
                heard.say(words);
            }
            finished = heard.lines > 0;
        });
        let rest = bytes.get(used..).unwrap_or_default();
        if !rest.is_empty() && !self.flags.leaving.get() {
            *self.unheard.borrow_mut() = rest.to_vec();
        }
        self.progressed(self.stream.finished().unwrap_or(finished), now, shard);
        work
    }

    /// Bytes came; whether they finished a line that was begun before.
    fn progressed(&self, finished: bool, now: Instant, shard: &Inner) {
        self.deadlines.heard(self.unfinished().0, finished, now, shard);
        self.deadlines.arm(self.session.slot(), now, shard);
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
            rate: shard.settings.rate.get(),
            epoch: shard.epoch,
            now,
            wait_until: None,
            lines: 0,
            long: self.flags.long.get(),
            closing: self.flags.leaving.get(),
        };
        act(&mut **self.speaker.borrow_mut(), &mut heard);
        let Heard { raw, in_flight, wait_until, long, closing, .. } = heard;
        self.flags.long.set(long);
        self.throttle.set(throttle);
        self.in_flight.set(in_flight as u32);
        self.flags.leaving.set(closing);
        if !raw.is_empty() && !self.flags.silent.get() {
            self.out.borrow_mut().push(self.framed(raw).into());
            self.flush(shard);
        }
        if let Some(when) = wait_until {
            self.wait_until.set(Some(when));
            shard.timers.set(when, self.session.slot());
        }
        self.submit(submissions, shard)
    }

    /// Words as they are to be written here.
    fn framed(&self, words: Vec<u8>) -> Vec<u8> {
        let Some(form) = self.stream.form() else { return words };
        let mut frames = Vec::with_capacity(words.len());
        frame(&words, form, &mut frames);
        frames
    }

    fn farewell(&self) -> Submission {
        self.flags.leaving.set(true);
        Submission::Close { session: self.session, why: None, said: None }
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
                    // The engine stopped. What it said last may still be on its way here; after that nobody says the last event.
                    self.flags.leaving.set(true);
                    if shard.over.get() {
                        self.flags.closed.set(true);
                    }
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
        let lag = lag.as_mut().filter(|lag| lag.asked.is_none())?;
        if self.out.borrow().bytes() > OUT_LOW || self.flags.leaving.get() {
            return None;
        }
        let (room, after) = *lag.rooms.first()?;
        lag.asked = Some(room);
        Some(Submission::CatchUp { session: self.session, room, after })
    }

    fn part_with(&self, trouble: Trouble, shard: &Inner) -> Poll<Work> {
        self.stream.blame();
        self.with_heard(Instant::now(), shard, |speaker, heard| {
            let mut words = Vec::new();
            speaker.trouble(trouble, &mut words);
            heard.say(words);
            heard.close(None, None);
        })
    }
}
