//! Messages to lines and back, between the frames of a WebSocket and the pipe to its connection. It must not know what a
//! line means.

use super::super::limits::{LINE_UNFINISHED, LINGER, OUT_STALLED};
use super::super::serve::linger;
use super::super::shard::Inner;
use super::wire::Wire;
use causette_core::limits::PAGE_BYTES;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use socket2::SockRef;
use std::cell::Cell;
use std::io;
use std::net::Shutdown;
use std::rc::Rc;
use tokio::net::UnixStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

/// A WebSocket, and whether anything came in by it.
pub(in super::super) struct Frames {
    pub(super) frames: WebSocketStream<Wire>,
    pub(super) heard: Rc<Cell<bool>>,
}

/// How lines are sent; in which messages they come does not matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Form {
    Text,
    Binary,
}

/// Why no more is carried.
enum End {
    /// The peer closed, or is no longer there.
    Gone,
    /// The peer broke the rules, or takes too long: this is said to it.
    Fault(CloseCode),
    /// The connection inside is over.
    Over,
}

/// A line longer than any is: what is inside has lost its mind. The longest is a page of history, each byte of it written
/// as six (`\u001b`), and what stands around.
pub(super) const LINE_MOST: usize = 8 * PAGE_BYTES;

/// Carries lines both ways until one side has had enough, then closes as the other is owed.
pub(in super::super) async fn carry(Frames { frames, heard }: Frames, pipe: &UnixStream, form: Form, shard: &Inner) {
    let (mut sink, mut stream) = frames.split();
    let end = tokio::select! {
        end = inward(&mut stream, &heard, pipe) => end,
        end = outward(&mut sink, pipe, form, shard) => end,
    };
    let code = match end {
        End::Gone => None,
        End::Fault(code) => Some(code),
        End::Over => Some(CloseCode::Normal),
    };
    if let Some(code) = code {
        let farewell = async {
            let frame = CloseFrame { code, reason: "".into() };
            let said = sink.send(Message::Close(Some(frame))).await;
            while said.is_ok() && matches!(stream.next().await, Some(Ok(_))) {}
        };
        let _ = timeout(LINGER, farewell).await; // whoever does not answer is not waited for
    }
    // What came before the end is heard to its end, and what is answered has nobody to go to.
    let _ = SockRef::from(pipe).shutdown(Shutdown::Write);
    let _ = timeout(LINGER, drain(pipe, shard)).await;
    if let Ok(frames) = sink.reunite(stream) {
        linger(&frames.into_inner().transport, shard).await;
    }
}

/// From the peer to the connection. A ping is answered, and costs what an empty line costs.
async fn inward(stream: &mut SplitStream<WebSocketStream<Wire>>, heard: &Cell<bool>, pipe: &UnixStream) -> End {
    loop {
        let Ok(next) = timeout(LINE_UNFINISHED, stream.next()).await else {
            // Silence closes nobody; a message that was begun and is not finished does (fault 6).
            if heard.take() {
                return End::Fault(CloseCode::Policy);
            }
            continue;
        };
        heard.set(false);
        let line = match &next {
            None => return End::Gone,
            Some(Err(error)) => return fault(error),
            Some(Ok(Message::Text(text))) => text.as_bytes(),
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Ping(_))) => &[],
            // After a close the answer to it is sent by reading on.
            Some(Ok(Message::Pong(_) | Message::Close(_) | Message::Frame(_))) => continue,
        };
        let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1);
        let line = [line.get(..end).unwrap_or_default(), b"\r\n"].concat();
        if write(pipe, &line).await.is_err() {
            return End::Over;
        }
    }
}

/// What the peer did wrong, if it is still there to be told.
fn fault(error: &Error) -> End {
    use tokio_tungstenite::tungstenite::error::ProtocolError;
    tracing::debug!(%error, "a WebSocket");
    match error {
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Gone,
        Error::Protocol(_) => End::Fault(CloseCode::Protocol),
        Error::Capacity(_) => End::Fault(CloseCode::Size),
        Error::Utf8(_) => End::Fault(CloseCode::Invalid),
        _ => End::Gone,
    }
}

async fn write(pipe: &UnixStream, mut line: &[u8]) -> io::Result<()> {
    while !line.is_empty() {
        pipe.writable().await?;
        match pipe.try_write(line) {
            Ok(taken) => line = line.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// From the connection to the peer.
async fn outward(
    sink: &mut SplitSink<WebSocketStream<Wire>, Message>,
    pipe: &UnixStream,
    form: Form,
    shard: &Inner,
) -> End {
    // What is left of the last read: the beginning of a line.
    let mut begun = Vec::new();
    while let Ok(true) = read(pipe, shard, |bytes| begun.extend_from_slice(bytes)).await {
        let whole = begun.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = begun.split_off(whole);
        let sending = async {
            for line in begun.split_inclusive(|byte| *byte == b'\n') {
                sink.feed(message(line, form)).await?;
            }
            sink.flush().await
        };
        match timeout(OUT_STALLED, sending).await {
            Ok(Ok(())) if rest.len() <= LINE_MOST => begun = rest,
            Ok(_) | Err(_) => return End::Gone,
        }
    }
    End::Over
}

/// Reads once into the shard's buffer; false: nothing more comes.
async fn read(pipe: &UnixStream, shard: &Inner, mut take: impl FnMut(&[u8])) -> io::Result<bool> {
    loop {
        pipe.readable().await?;
        let mut buffer = shard.buffer.borrow_mut();
        match pipe.try_read(&mut buffer) {
            Ok(n) => {
                take(buffer.get(..n).unwrap_or_default());
                return Ok(n > 0);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

async fn drain(pipe: &UnixStream, shard: &Inner) {
    while let Ok(true) = read(pipe, shard, |_| {}).await {}
}

/// One line as one message, without its end.
fn message(line: &[u8], form: Form) -> Message {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match form {
        Form::Text => Message::text(String::from_utf8_lossy(line).into_owned()),
        Form::Binary => Message::binary(line.to_vec()),
    }
}
