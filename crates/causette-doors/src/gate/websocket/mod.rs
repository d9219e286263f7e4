//! Connections that speak WebSocket (RFC 6455), while their speaker sees plain lines: one message is one line.
//!
//! A task of its own shakes hands. From then on the frames are a layer of the transport, as TLS is, under a connection like
//! any other: what limits, slows and closes those holds for it too.
//!
//! It must not know what a line means, nor whose language it is.

mod codec;
mod frames;
#[cfg(feature = "fuzzed")]
pub(crate) mod fuzzed;
mod handshake;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_limits;
mod wire;

pub(super) use frames::{Answers, Form, Frames, frame};
use handshake::Shaken;
pub(super) use handshake::refusal;
pub(super) use wire::Wire;

use super::crowd::Seat;
use super::entrance::{Entrance, TurnedAway};
use super::limits::WEBSOCKET_HANDSHAKE;
use super::serve::linger;
use super::shard::Inner;
use super::speaker::{Speaker, Trouble};
use super::transport::{Stream, Transport};
use causette_core::Origin;
use std::rc::Rc;
use std::sync::Arc;
use tokio::time::timeout;

/// What the two ways to send a line are called: as text, which is always UTF-8, or as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subprotocols {
    /// Lines in text messages; also what is spoken with a client that names neither.
    pub text: &'static str,
    /// Lines in binary messages.
    pub binary: &'static str,
}

/// A newcomer from its first byte to its last.
pub(super) async fn serve(
    socket: Stream,
    entrance: Arc<Entrance>,
    mut speaker: Box<dyn Speaker>,
    names: Subprotocols,
    shard: Rc<Inner>,
) {
    let stream = Transport::new(socket);
    let mut words = |why: Trouble| {
        let mut words = Vec::new();
        speaker.trouble(why, &mut words);
        String::from_utf8_lossy(&words).into_owned()
    };
    let (from, seat): (Origin, Seat) = match entrance.arrive(&stream, &shard).await {
        Ok((from, _, seat)) => (from, seat),
        Err(TurnedAway { why: None, .. }) => return,
        Err(TurnedAway { why: Some(why), .. }) => {
            let _ = stream.try_write(&handshake::refusal(why, &words(why))); // one short write into an empty buffer
            return linger(&stream, &shard).await;
        }
    };
    let no_page = words(Trouble::NoWebSocket);
    let shaken = tokio::select! {
        shaken = timeout(WEBSOCKET_HANDSHAKE, handshake::shake(stream, names, &no_page)) => shaken,
        () = shard.mailbox.closed() => return,
    };
    match shaken {
        Ok(Ok(Shaken { transport, form, early })) => {
            transport.frame(Frames::new(form, &early, (from, seat)));
            shard.admit(transport, &entrance, speaker);
        }
        Ok(Err(stream)) => linger(&stream, &shard).await,
        Err(_) => tracing::debug!("a WebSocket handshake took too long"),
    }
}
