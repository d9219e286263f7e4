//! One connection's task: polls the connection, waits where polling cannot, lingers at the end.

use super::conn::{Conn, Work};
use super::crowd::Seat;
use super::entrance::{Arrived, Entrance, TurnedAway};
use super::limits::{LINGER, LINGER_BYTES};
use super::shard::Inner;
use super::transport::Transport;
use causette_core::Door;
use causette_engine::Submission;
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use tokio::time::{Instant, timeout};

/// Frees the connection's slot when its task ends, however it ends: after a panic the session is closed as well, so that
/// nobody talks to somebody who is not there.
struct Place {
    conn: Rc<Conn>,
    shard: Rc<Inner>,
    door: Door,
    /// What its address has of it.
    seat: Option<Seat>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let session = self.conn.session;
        self.shard.forget(session);
        self.shard.settings.meter.closed(self.door);
        if std::thread::panicking() {
            tracing::error!(?session, "the task of a connection panicked");
            let mailbox = self.shard.mailbox.clone();
            let closing = async move { mailbox.send(Submission::Close { session, why: None, said: None }).await };
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                drop(runtime.spawn(closing));
            }
        }
    }
}

/// What greeting somebody makes the sequencer wait for, or why they were turned away.
type Entered = Result<Poll<Work>, TurnedAway>;

impl Place {
    /// Whoever comes in clear, or is in already, is there at once, and need not wait for a future with room for a handshake.
    fn enter_at_once(&mut self, entrance: &Entrance) -> Option<Entered> {
        let arrived = entrance.at_once(&self.conn.stream, &self.shard.settings.crowd)?;
        Some(self.enter(arrived))
    }

    async fn enter_later(&mut self, entrance: &Entrance) -> Entered {
        let arrived = entrance.arrive(&self.conn.stream, &self.shard).await;
        self.enter(arrived)
    }

    fn enter(&mut self, arrived: Arrived) -> Entered {
        let (from, carriage, seat) = arrived?;
        self.seat = Some(seat);
        let conn = &self.conn;
        Ok(conn.with_heard(Instant::now(), &self.shard, |speaker, heard| {
            heard.submissions.push(Submission::Open { session: conn.session, from });
            speaker.arrived(&from, carriage);
            speaker.greet(heard);
        }))
    }
}

/// A connection's task. Small on purpose: there is one for each, and what few of them need is boxed.
pub(super) fn serve(conn: Rc<Conn>, shard: Rc<Inner>, entrance: Arc<Entrance>) -> impl Future<Output = ()> {
    let mut place = Place { conn, shard, door: entrance.door, seat: None };
    place.shard.settings.meter.opened(place.door);
    async move {
        let entered = match place.enter_at_once(&entrance) {
            Some(entered) => entered,
            None => Box::pin(place.enter_later(&entrance)).await,
        };
        drop(entrance);
        let mut waiting = match entered {
            Ok(Poll::Ready(Work::Send(waiting))) => waiting,
            Ok(Poll::Ready(Work::Over) | Poll::Pending) => Vec::new(),
            Err(turned_away) => return Box::pin(turn_away(&place, turned_away)).await,
        };
        loop {
            if !waiting.is_empty() {
                Box::pin(send(waiting, &place.shard)).await;
            }
            match poll_fn(|cx| place.conn.poll(cx, &place.shard)).await {
                Work::Send(more) => waiting = more,
                Work::Over => break,
            }
        }
        Box::pin(part(&place)).await;
    }
}

/// Nothing more is heard: what is under way is ended as its end asks for.
async fn part(Place { conn, shard, .. }: &Place) {
    match (conn.flags.broken.get(), conn.flags.ended.get()) {
        (true, _) => {}
        // Whoever broke a rule of frames may send on, and is told the rule.
        (false, true) if conn.stream.form().is_some() => linger(&conn.stream, shard).await,
        (false, true) if conn.stream.is_secured() => end(conn).await,
        (false, true) => {}
        (false, false) => linger(&conn.stream, shard).await,
    }
}

/// Closes before there is a session, with a sentence where one can be read.
async fn turn_away(Place { conn, shard, .. }: &Place, TurnedAway { why, unread }: TurnedAway) {
    let Some(why) = why else { return };
    let mut words = Vec::new();
    conn.speaker.borrow_mut().trouble(why, &mut words);
    let _ = conn.stream.try_write(&words); // one short write into an empty buffer
    match unread {
        true => linger(&conn.stream, shard).await,
        false => end(conn).await,
    }
}

async fn end(conn: &Conn) {
    let _ = timeout(LINGER, conn.stream.end()).await; // whoever reads nothing is not waited for
}

/// Waits for room in the mailbox: the socket is not read meanwhile.
async fn send(waiting: Vec<Submission>, shard: &Inner) {
    for submission in waiting {
        let _ = shard.mailbox.send(submission).await; // closed: the next poll finds out
    }
}

/// Closes so that the last sentence arrives even if the peer was still sending: with unread data, a plain close
/// would reset the connection and take back what is not yet read (RFC 1122, 4.2.2.13).
pub(super) async fn linger(stream: &Transport, shard: &Inner) {
    let drain = async {
        if stream.end().await.is_err() {
            return;
        }
        let mut left = LINGER_BYTES;
        while stream.socket.readable().await.is_ok() {
            match stream.socket.try_read(&mut shard.buffer.borrow_mut()) {
                Ok(n) if n > 0 && n <= left => left -= n,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Ok(_) | Err(_) => return,
            }
        }
    };
    let _ = timeout(LINGER, drain).await;
}
