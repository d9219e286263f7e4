//! One webhook: its session, what it has still to deliver, and how far it has come.

use super::schedule::{Attempts, Next};
use super::send::{Item, Sender};
use crate::gate::{Begins, Visitor};
use crate::web::limits::{HOOK_NOTED, HOOK_PAGE, HOOK_PAGE_TIME, PIPE_TIME};
use crate::web::pipe::Pipe;
use axum::body::Bytes;
use causette_core::hook::Progress;
use causette_core::ports::Clock;
use causette_core::{Hook, HookFault, Token};
use causette_engine::{Mailbox, Submission};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// The reference of its own questions.
const PAGE: &str = "page";
/// A receiver that wants no more, ever (RFC 9110, 410 Gone).
const GONE: u16 = 410;

/// Why a session is over.
enum End {
    /// The server ended it, or stops: whether it begins anew is seen elsewhere.
    Closed,
    /// Its account may not read the room, or is not let in.
    Refused,
    /// It is paused, or over.
    Done,
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> End {
        tracing::debug!(%error, "the session of a webhook");
        End::Closed
    }
}

/// See the module.
pub(super) struct Follower {
    token: Token,
    hook: Hook,
    progress: Progress,
    attempts: Attempts,
    /// Whether the last delivery failed, for whoever looks from outside.
    failing: Arc<AtomicBool>,
    sender: Arc<Sender>,
    mailbox: Mailbox,
    clock: Arc<dyn Clock>,
    /// When the position was noted last, and whether it has moved since.
    noted: Instant,
    moved: bool,
}

/// What it knows of its room, for as long as a session lasts.
struct Room {
    name: String,
    id: String,
    /// The last number that is known to exist.
    head: u64,
    /// Up to here all is delivered or waits in `items`.
    read: u64,
    /// A page is on its way; what was known to exist when it was asked for.
    asked: Option<u64>,
    /// When the next may be asked for.
    next_page: Instant,
    items: VecDeque<Item>,
}

impl Follower {
    /// `None`: it is no webhook.
    pub(super) fn new(
        token: Token,
        progress: Progress,
        failing: Arc<AtomicBool>,
        sender: Arc<Sender>,
        mailbox: Mailbox,
        clock: Arc<dyn Clock>,
    ) -> Option<Follower> {
        let hook = token.program.as_ref()?.hook.as_deref()?.clone();
        let (attempts, noted) = (Attempts::default(), Instant::now());
        Some(Follower { token, hook, progress, attempts, failing, sender, mailbox, clock, noted, moved: false })
    }

    /// Until it is paused, over, or its session was ended.
    pub(super) async fn run(&mut self, house: &Visitor) {
        loop {
            match self.session(house).await {
                End::Closed => return self.note_if_moved().await,
                End::Done => return,
                End::Refused => match self.failed(HookFault::NoAccess).await {
                    Next::After(wait) => sleep(wait).await,
                    Next::Pause => return,
                },
            }
        }
    }

    async fn session(&mut self, house: &Visitor) -> End {
        match self.deliver(house).await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn deliver(&mut self, house: &Visitor) -> Result<std::convert::Infallible, End> {
        let begins = Begins { hook: Some(self.token.hash), withheld: true, ..Begins::default() };
        let mut pipe = Pipe::open(house, begins).await.map_err(|_| End::Closed)?;
        let begun = timeout(PIPE_TIME, Room::enter(&mut pipe, self.progress.after)).await;
        let mut room = begun.unwrap_or(Err(End::Closed))?;
        loop {
            if let Some(item) = room.items.front().cloned() {
                self.deliver_one(&item, &mut room, &mut pipe).await?;
                room.items.pop_front();
                continue;
            }
            if room.wants_page() {
                sleep_until(room.next_page).await;
                room.ask(&mut pipe).await?;
            } else if room.asked.is_none() {
                self.note_if_moved().await;
            }
            let told = pipe.next().await?.ok_or(End::Closed)?;
            room.hear(told)?;
        }
    }

    /// Sends it until it is taken. Meanwhile the session is listened to, so that nobody waits for a slow receiver and the end
    /// of the session is the end of this.
    async fn deliver_one(&mut self, item: &Item, room: &mut Room, pipe: &mut Pipe) -> Result<(), End> {
        loop {
            #[cfg(feature = "planted")]
            self.plant(item).await;
            let (sender, seconds) = (self.sender.clone(), self.clock.now().0 / 1000);
            let outcome = {
                let sending = sender.send(&self.hook, item, seconds);
                tokio::pin!(sending);
                loop {
                    tokio::select! {
                        outcome = &mut sending => break outcome,
                        told = pipe.next() => room.hear(told?.ok_or(End::Closed)?)?,
                    }
                }
            };
            let fault = match outcome {
                Ok(200..300) => {
                    self.delivered(item).await;
                    return Ok(());
                }
                Ok(GONE) => return Err(self.over().await),
                Ok(status) => HookFault::Status(status),
                Err(fault) => fault,
            };
            let again = match self.failed(fault).await {
                Next::After(wait) => Instant::now() + wait,
                Next::Pause => return Err(End::Done),
            };
            loop {
                tokio::select! {
                    () = sleep_until(again) => break,
                    told = pipe.next() => room.hear(told?.ok_or(End::Closed)?)?,
                }
            }
        }
    }

    async fn delivered(&mut self, item: &Item) {
        let was_failing = self.progress.trouble.take().is_some();
        (self.progress.after, self.moved) = (self.progress.after.max(item.seq), true);
        self.attempts.succeeded();
        self.failing.store(false, Ordering::Relaxed);
        if was_failing || self.noted.elapsed() >= HOOK_NOTED {
            self.note(false).await;
        }
    }

    async fn failed(&mut self, why: HookFault) -> Next {
        let before = self.progress.trouble.map(|(_, why)| why);
        let random = getrandom::u32().unwrap_or(u32::MAX / 2);
        let next = self.attempts.failed(&mut self.progress, why, self.clock.now(), random);
        tracing::debug!(url = self.hook.url.as_str(), ?why, ?next, "a webhook could not be delivered");
        self.failing.store(true, Ordering::Relaxed);
        if self.moved || before != Some(why) || next == Next::Pause {
            self.note(false).await;
        }
        next
    }

    /// Its receiver wants no more.
    async fn over(&mut self) -> End {
        self.progress.trouble = Some((self.clock.now(), HookFault::Status(GONE)));
        self.note(true).await;
        End::Done
    }

    async fn note_if_moved(&mut self) {
        if self.moved {
            self.note(false).await;
        }
    }

    /// Has it stored how far this is.
    async fn note(&mut self, over: bool) {
        (self.noted, self.moved) = (Instant::now(), false);
        let (token, progress) = (Box::new(self.token.clone()), self.progress);
        // Refused only by an engine that is over: what was not noted is delivered again.
        let _ = self.mailbox.send(Submission::Hooked { token, progress, over }).await;
    }

    /// A fault planted on purpose: the position moves before the answer came.
    #[cfg(feature = "planted")]
    async fn plant(&mut self, item: &Item) {
        if super::plant::moves_early() {
            self.progress.after = item.seq;
            self.note(false).await;
        }
    }
}

impl Room {
    /// Waits until the session is in its room.
    async fn enter(pipe: &mut Pipe, after: u64) -> Result<Room, End> {
        let mut room = None;
        loop {
            let told = pipe.next().await?.ok_or(End::Closed)?;
            match text(&told, "type") {
                "joined" => {
                    let (name, id) = (text(&told, "room").to_owned(), text(&told, "room_id").to_owned());
                    let (head, now) = (number(&told, "seq").unwrap_or_default(), Instant::now());
                    let items = VecDeque::new();
                    room = Some(Room { name, id, head, read: after, asked: None, next_page: now, items });
                }
                // Whatever it may do is known by then; without a room it may do nothing.
                "unread" => return room.ok_or(End::Refused),
                "refused" if text(&told, "code") == "bad_token" => return Err(End::Refused),
                "refused" | "goodbye" => return Err(End::Closed),
                _ => {}
            }
        }
    }

    fn wants_page(&self) -> bool {
        self.asked.is_none() && self.items.is_empty() && self.read < self.head
    }

    async fn ask(&mut self, pipe: &mut Pipe) -> io::Result<()> {
        (self.asked, self.next_page) = (Some(self.head), Instant::now() + HOOK_PAGE_TIME);
        let range = json!({ "type": "history", "room": self.name, "after": self.read, "limit": HOOK_PAGE });
        pipe.send(range, PAGE).await
    }

    /// Something the session is told. What is said in the room is read from its history, so here it only counts.
    fn hear(&mut self, told: Value) -> Result<(), End> {
        let kind = text(&told, "type");
        if text(&told, "ref") == PAGE {
            if kind != "history" {
                return Err(End::Closed);
            }
            self.page(told);
            return Ok(());
        }
        if kind == "goodbye" {
            return Err(End::Closed);
        }
        if text(&told, "room_id") != self.id {
            return Ok(());
        }
        if kind == "left" {
            return Err(End::Closed);
        }
        if kind == "room_renamed"
            && let Some(to) = told.get("to").and_then(Value::as_str)
        {
            self.name = to.to_owned();
        }
        let missed = told.get("facts").and_then(Value::as_array);
        let last = missed.and_then(|facts| facts.last()).and_then(|fact| number(fact, "seq"));
        self.head = self.head.max(number(&told, "seq").or(last).unwrap_or_default());
        Ok(())
    }

    /// A page that was asked for.
    fn page(&mut self, mut told: Value) {
        let known = self.asked.take().unwrap_or_default();
        let more = told.get("more").and_then(Value::as_bool).unwrap_or_default();
        // What is no longer kept is said, not skipped in silence.
        if let Some(before) = number(&told, "expired_before").filter(|before| *before > self.read + 1) {
            let body = json!({ "type": "expired", "room": self.name, "room_id": self.id, "before": before });
            self.put(before.saturating_sub(1), &format!("{}-expired-{before}", self.id), &body);
        }
        let facts = match told.get_mut("facts").map(Value::take) {
            Some(Value::Array(facts)) => facts,
            Some(_) | None => Vec::new(),
        };
        let none = facts.is_empty();
        for fact in facts {
            if let Some(seq) = number(&fact, "seq").filter(|seq| *seq > self.read) {
                self.put(seq, &format!("{}-{seq}", self.id), &fact);
            }
        }
        if !more || none {
            self.read = self.read.max(known);
        }
    }

    fn put(&mut self, seq: u64, id: &str, body: &Value) {
        let body = Bytes::from(body.to_string());
        self.items.push_back(Item { seq, id: id.to_owned(), body });
        self.read = self.read.max(seq);
    }
}

fn text<'v>(told: &'v Value, field: &str) -> &'v str {
    told.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn number(told: &Value, field: &str) -> Option<u64> {
    told.get(field).and_then(Value::as_u64)
}
