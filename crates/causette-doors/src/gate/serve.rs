//! One connection's task: polls the connection, waits where polling cannot, lingers at the end.

use super::conn::{Conn, Work};
use super::limits::{LINGER, LINGER_BYTES};
use super::shard::Inner;
use causette_core::{Door, Origin};
use causette_engine::Submission;
use socket2::SockRef;
use std::future::poll_fn;
use std::io;
use std::net::Shutdown;
use std::rc::Rc;
use std::task::Poll;
use tokio::time::{Instant, timeout};

/// Frees the connection's slot when its task ends, however it ends: after a panic the session is closed as well, so that
/// nobody talks to somebody who is not there.
struct Place {
    conn: Rc<Conn>,
    shard: Rc<Inner>,
    door: Door,
}

impl Drop for Place {
    fn drop(&mut self) {
        let session = self.conn.session;
        self.shard.forget(session);
        self.shard.settings.meter.closed(self.door);
        if std::thread::panicking() {
            tracing::error!(?session, "the task of a connection panicked");
            let mailbox = self.shard.mailbox.clone();
            let closing = async move { mailbox.send(Submission::Close { session, why: None }).await };
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                drop(runtime.spawn(closing));
            }
        }
    }
}

pub(super) async fn serve(conn: Rc<Conn>, shard: Rc<Inner>) {
    let place = Place { conn, shard, door: Door::Line };
    place.shard.settings.meter.opened(place.door);
    let (conn, shard) = (&place.conn, &place.shard);
    let peer = conn.stream.peer_addr().ok().map(|peer| peer.ip().to_canonical());
    let from = Origin::clear(place.door, peer);
    let greeting = conn.with_heard(Instant::now(), shard, |speaker, heard| {
        heard.submissions.push(Submission::Open { session: conn.session, from });
        speaker.greet(heard);
    });
    if let Poll::Ready(Work::Send(waiting)) = greeting {
        Box::pin(send(waiting, shard)).await;
    }
    while let Work::Send(waiting) = poll_fn(|cx| conn.poll(cx, shard)).await {
        Box::pin(send(waiting, shard)).await;
    }
    if !conn.flags.broken.get() && !conn.flags.ended.get() {
        Box::pin(linger(conn, shard)).await;
    }
}

/// Waits for room in the mailbox: the socket is not read meanwhile.
async fn send(waiting: Vec<Submission>, shard: &Inner) {
    for submission in waiting {
        let _ = shard.mailbox.send(submission).await; // closed: the next poll finds out
    }
}

/// Closes so that the last sentence arrives even if the peer was still sending: with unread data, a plain close
/// would reset the connection and take back what is not yet read (RFC 1122, 4.2.2.13).
async fn linger(conn: &Conn, shard: &Inner) {
    if SockRef::from(&conn.stream).shutdown(Shutdown::Write).is_err() {
        return;
    }
    let drain = async {
        let mut left = LINGER_BYTES;
        while conn.stream.readable().await.is_ok() {
            match conn.stream.try_read(&mut shard.buffer.borrow_mut()) {
                Ok(n) if n > 0 && n <= left => left -= n,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Ok(_) | Err(_) => return,
            }
        }
    };
    let _ = timeout(LINGER, drain).await;
}
