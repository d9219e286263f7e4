//! Connections that speak HTTP/1.1 (RFC 9112): requests are answered by pages the gate knows nothing of, one of which may turn
//! the connection into a WebSocket.
//!
//! What a request needs of the server goes through a *pipe*: one end of a pair of sockets inside this process whose other end
//! is a connection like any other. So whoever comes by HTTP has the limits, the order and the rules of everybody else, and
//! none of them is written twice.

mod visit;

use super::crowd::Seat;
use super::entrance::{Entrance, TurnedAway};
use super::limits::{HTTP_HEAD, HTTP_HEADERS, HTTP_IDLE, VISITORS};
use super::serve::linger;
use super::shard::Inner;
use super::speaker::{Carriage, Speaker, Trouble};
use super::throttle::Throttle;
use super::transport::{Stream, Transport};
use super::websocket::{self, Form, Frames, Wire};
use axum::Router;
use axum::body::Body;
use axum::http::Response;
use bytes::Bytes;
use causette_core::Origin;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::cell::RefCell;
use std::convert::Infallible;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tower::ServiceExt;
pub use visit::{Begins, Upgrade, Visitor};
pub(super) use visit::{Opening, PIPES_WAITING, PipeEnd, pair};

/// What is answered at a door whose language is HTTP.
pub trait Pages: Send + Sync {
    /// Its pages; each request carries a [`Visitor`].
    fn router(&self) -> Router;
    /// For a session that begins behind a request.
    fn speaker(&self, begins: Begins) -> Box<dyn Speaker>;
}

/// A visitor from the first byte to the last.
pub(super) async fn serve(
    socket: Stream,
    entrance: Arc<Entrance>,
    pages: Arc<dyn Pages>,
    mut speaker: Box<dyn Speaker>,
    shard: Rc<Inner>,
) {
    let stream = Transport::new(socket);
    let arrived = match shard.visitors.get() < VISITORS {
        true => entrance.arrive(&stream, &shard).await,
        false => Err(TurnedAway { why: Some(Trouble::Crowded { most: VISITORS as u32 }), unread: false }),
    };
    let (from, carriage, seat): (Origin, Carriage, Seat) = match arrived {
        Ok(arrived) => arrived,
        Err(TurnedAway { why: None, .. }) => return,
        Err(TurnedAway { why: Some(why), .. }) => {
            let mut words = Vec::new();
            speaker.trouble(why, &mut words);
            let refusal = websocket::refusal(why, &String::from_utf8_lossy(&words));
            let _ = stream.try_write(&refusal); // one short write into an empty buffer
            return linger(&stream, &shard).await;
        }
    };
    drop(speaker);
    let visiting = Visiting::of(&shard);
    let visit = Visit { from, tls: carriage == Carriage::Tls, entrance, pages, shard: shard.clone() };
    shard.settings.meter.opened(visit.entrance.door);
    let ended = tokio::select! {
        ended = visit.answer(stream) => Some(ended),
        () = shard.mailbox.closed() => None,
    };
    shard.settings.meter.closed(visit.entrance.door);
    match ended {
        Some(Ended::Upgraded(transport, early, begins)) => {
            drop(visiting); // it speaks HTTP no more
            transport.frame(Frames::new(Form::Text, &early, (from, seat)));
            shard.admit(transport, &visit.entrance, visit.pages.speaker(begins));
        }
        Some(Ended::Over(stream)) => linger(&stream, &shard).await,
        None => {}
    }
}

/// One more connection that speaks HTTP, for as long as this is kept.
struct Visiting(Rc<Inner>);

impl Visiting {
    fn of(shard: &Rc<Inner>) -> Visiting {
        shard.visitors.set(shard.visitors.get() + 1);
        Visiting(shard.clone())
    }
}

impl Drop for Visiting {
    fn drop(&mut self) {
        self.0.visitors.set(self.0.visitors.get().saturating_sub(1));
    }
}

/// How a connection's requests ended.
enum Ended {
    /// It is a WebSocket from here on; frames may have come already.
    Upgraded(Transport, Bytes, Begins),
    /// There are no more.
    Over(Transport),
}

struct Visit {
    from: Origin,
    tls: bool,
    entrance: Arc<Entrance>,
    pages: Arc<dyn Pages>,
    shard: Rc<Inner>,
}

impl Visit {
    /// Answers one request after the other, and opens the pipes they ask for.
    async fn answer(&self, transport: Transport) -> Ended {
        let (open, mut openings) = mpsc::channel(PIPES_WAITING);
        let visitor = Visitor::new(self.from, self.tls, open);
        let router = self.pages.router();
        let agreed = Rc::new(RefCell::new(None));
        let noted = agreed.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (router, noted) = (router.clone(), noted.clone());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(visitor.clone());
            Box::pin(async move {
                let Ok(mut response): Result<Response<Body>, Infallible> = router.oneshot(request).await;
                if let Some(upgrade) = response.extensions_mut().remove::<Upgrade>() {
                    noted.replace(Some(upgrade));
                }
                Ok::<_, Infallible>(response)
            })
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HTTP_IDLE).max_buf_size(HTTP_HEAD).max_headers(HTTP_HEADERS);
        let wire = TokioIo::new(Wire(transport));
        let mut talk = http.serve_connection(wire, service);
        // Each session could say its first line at once: they count as the lines of one connection.
        let (mut throttle, mut slowed) = (Throttle::default(), None);
        let ended = loop {
            let next = async {
                if let Some(until) = slowed {
                    sleep_until(until).await;
                }
                openings.recv().await
            };
            tokio::select! {
                ended = poll_fn(|cx| talk.poll_without_shutdown(cx)) => break ended,
                Some(opening) = next => {
                    self.open(opening);
                    slowed = throttle.charge(self.shard.settings.rate.get(), self.shard.epoch, Instant::now());
                }
            }
        };
        let parts = talk.into_parts();
        let wire = parts.io.into_inner();
        match (ended, agreed.take()) {
            (Ok(()), Some(Upgrade(begins))) => Ended::Upgraded(wire.0, parts.read_buf, begins),
            (ended, _) => {
                tracing::debug!(?ended, "no more requests");
                Ended::Over(wire.0)
            }
        }
    }

    fn open(&self, Opening { begins, from, reply }: Opening) {
        let opened = self.shard.pipe(&self.entrance, from, self.pages.speaker(begins));
        let _ = reply.send(opened); // who asked may have gone meanwhile
    }
}
