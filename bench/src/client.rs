//! The load: one epoll loop over all its connections. What is sent when is the scenarios' business.

use crate::guest::{Guest, News, Turn, since};
use crate::relay::{BUFFER, EVENTS};
use crate::server::{Kind, Server};
use crate::talk::Talk;
use anyhow::{Context, Result, bail};
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use rustix::fd::{AsRawFd, OwnedFd};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

const ALARM: Token = Token(usize::MAX);
const TURN: Duration = Duration::from_millis(50);
/// Connections that may be on their way in at once.
const UNFINISHED: usize = 100;
/// For all of them to get in.
const OPENING: Duration = Duration::from_secs(120);

pub(crate) struct Client {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    epoch: Instant,
    alarm: OwnedFd,
    addr: SocketAddr,
    kind: Kind,
    guests: Vec<Option<Guest>>,
    /// Those who do not read; they keep their connection.
    deaf: Vec<Guest>,
    refusal: Option<String>,
    /// Reads that brought a delivery.
    pub(crate) reads: u64,
    /// All bytes that were read.
    pub(crate) bytes: u64,
}

impl Client {
    pub(crate) fn new(server: &Server) -> Result<Self> {
        let poll = Poll::new()?;
        let alarm = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        poll.registry().register(&mut SourceFd(&alarm.as_raw_fd()), ALARM, Interest::READABLE)?;
        Ok(Self {
            poll,
            events: Events::with_capacity(EVENTS),
            buffer: vec![0; BUFFER],
            epoch: Instant::now(),
            alarm,
            addr: server.addr,
            kind: server.kind,
            guests: Vec::new(),
            deaf: Vec::new(),
            refusal: None,
            reads: 0,
            bytes: 0,
        })
    }

    /// Nanoseconds since this load began; stamps are told by it.
    pub(crate) fn now(&self) -> u64 {
        since(self.epoch)
    }

    /// Opens `count` connections that will say texts of `size` bytes, each where it talks.
    pub(crate) fn open(&mut self, count: usize, size: usize, talk: impl Fn(usize) -> Talk) -> Result<()> {
        let (mut ready, end, mut news) = (0, Instant::now() + OPENING, Vec::new());
        while ready < count {
            while self.guests.len() < count.min(ready + UNFINISHED) {
                let number = self.guests.len();
                self.guests.push(None);
                self.connect(number, size, talk(number))?;
            }
            self.turn(&mut news)?;
            ready += news.iter().filter(|news| matches!(news, News::Ready(_))).count();
            let closed = news.iter().any(|news| matches!(news, News::Closed(_)));
            if closed || Instant::now() > end {
                let why = self.refusal.as_deref().unwrap_or("it said nothing");
                bail!("the server took {ready} of {count} connections: {why}");
            }
        }
        Ok(())
    }

    /// Puts a new connection in a place that is free.
    pub(crate) fn connect(&mut self, number: usize, size: usize, talk: Talk) -> Result<()> {
        let guest = Guest::connect(number, self.addr, self.kind, (talk, size), self.poll.registry());
        if let Some(place) = self.guests.get_mut(number) {
            *place = Some(guest.with_context(|| format!("connection {number}"))?);
        }
        Ok(())
    }

    /// Waits for something to happen, 50 ms at most; `news` is what did.
    pub(crate) fn turn(&mut self, news: &mut Vec<News>) -> Result<()> {
        news.clear();
        crate::stop::check()?;
        let Client { poll, events, buffer, guests, reads, bytes, refusal, epoch, .. } = self;
        match poll.poll(events, Some(TURN)) {
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return Err(error.into()),
            Err(_) => return Ok(()),
            Ok(()) => {}
        }
        let mut turn = Turn { registry: poll.registry(), buffer, epoch: *epoch, news, reads, bytes, refusal };
        for event in &*events {
            let Token(number) = event.token();
            let Some(place) = guests.get_mut(number) else { continue };
            let Some(guest) = place else { continue };
            if !guest.event(number, event, &mut turn).unwrap_or(false) {
                *place = None;
                turn.news.push(News::Closed(number));
            }
        }
        Ok(())
    }

    /// Says its line; a connection that is gone says nothing, which its window shows.
    pub(crate) fn say(&mut self, number: usize, stamp: u64) -> Result<()> {
        match self.guests.get_mut(number) {
            Some(Some(guest)) => guest.say(stamp, self.poll.registry()).context("the server closed a connection"),
            Some(None) | None => Ok(()),
        }
    }

    /// Sends other words than its line.
    pub(crate) fn send(&mut self, number: usize, words: &[u8]) -> Result<()> {
        match self.guests.get_mut(number) {
            Some(Some(guest)) => guest.send(words, self.poll.registry()).context("the server closed a connection"),
            Some(None) | None => Ok(()),
        }
    }

    pub(crate) fn quit(&mut self, number: usize) -> Result<()> {
        match self.guests.get_mut(number) {
            Some(Some(guest)) => guest.quit(self.poll.registry()).context("the server closed a connection"),
            Some(None) | None => Ok(()),
        }
    }

    /// From here on this one does not read, nor is anything told of it.
    pub(crate) fn deafen(&mut self, number: usize) -> Result<()> {
        if let Some(mut guest) = self.guests.get_mut(number).and_then(Option::take) {
            guest.deafen(self.poll.registry())?;
            self.deaf.push(guest);
        }
        Ok(())
    }

    /// Ends a turn at `time` at the latest: polls alone count in whole milliseconds.
    pub(crate) fn wake_at(&self, time: u64) -> Result<()> {
        let wait = Duration::from_nanos(time.saturating_sub(self.now()).max(1));
        let it_value = Timespec { tv_sec: wait.as_secs() as _, tv_nsec: i64::from(wait.subsec_nanos()) as _ };
        let it_interval = Timespec { tv_sec: 0, tv_nsec: 0 };
        timerfd_settime(&self.alarm, TimerfdTimerFlags::empty(), &Itimerspec { it_interval, it_value })?;
        Ok(())
    }

    /// Lets what is under way arrive.
    pub(crate) fn settle(&mut self, time: Duration) -> Result<()> {
        let (end, mut news) = (Instant::now() + time, Vec::new());
        while Instant::now() < end {
            self.turn(&mut news)?;
        }
        Ok(())
    }

    /// Connections that are still there.
    pub(crate) fn count(&self) -> usize {
        self.guests.iter().flatten().count()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.guests.drain(..).flatten().chain(self.deaf.drain(..)).for_each(Guest::forget);
    }
}
