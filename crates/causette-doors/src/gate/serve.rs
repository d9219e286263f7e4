//! One connection's task: polls the connection, waits where polling cannot, lingers at the end.

use super::conn::{Conn, Work};
use super::crowd::Seat;
use super::entrance::{Entrance, TurnedAway};
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

pub(super) async fn serve(conn: Rc<Conn>, shard: Rc<Inner>, entrance: Arc<Entrance>) {
    let mut place = Place { conn, shard, door: entrance.door, seat: None };
    place.shard.settings.meter.opened(place.door);
    let (conn, shard) = (&place.conn, &place.shard);
    // Whoever comes in clear is there at once: boxed, what the others must do first costs them nothing.
    let arrived = match entrance.at_once(&conn.stream.socket, &shard.settings.crowd) {
        Some(arrived) => arrived,
        None => Box::pin(entrance.arrive(&conn.stream, shard)).await,
    };
    drop(entrance);
    let (from, carriage) = match arrived {
        Ok((from, carriage, seat)) => {
            place.seat = Some(seat);
            (from, carriage)
        }
        Err(turned_away) => return Box::pin(turn_away(conn, shard, turned_away)).await,
    };
    let greeting = conn.with_heard(Instant::now(), shard, |speaker, heard| {
        heard.submissions.push(Submission::Open { session: conn.session, from });
        speaker.arrived(&from, carriage);
        speaker.greet(heard);
    });
    if let Poll::Ready(Work::Send(waiting)) = greeting {
        Box::pin(send(waiting, shard)).await;
    }
    while let Work::Send(waiting) = poll_fn(|cx| conn.poll(cx, shard)).await {
        Box::pin(send(waiting, shard)).await;
    }
    match (conn.flags.broken.get(), conn.flags.ended.get()) {
        (true, _) => {}
        (false, true) if conn.stream.is_secured() => Box::pin(end(conn)).await,
        (false, true) => {}
        (false, false) => Box::pin(linger(&conn.stream, shard)).await,
    }
}

/// Closes before there is a session, with a sentence where one can be read.
async fn turn_away(conn: &Conn, shard: &Inner, TurnedAway { why, unread }: TurnedAway) {
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
