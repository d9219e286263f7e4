//! Frames of a WebSocket, any bytes whatever: the same lines however they are cut, nothing kept beyond the limits, and what
//! tungstenite, a reader that is not ours, makes of them too.

use super::super::limits::{WEBSOCKET_FRAMES, WEBSOCKET_MESSAGE};
use super::codec::{self, Ended, Inbox};
use super::frames::Form;
use std::io::{self, Cursor, Read, Write};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket};

/// The longest beginning of a frame: two bytes, eight of length, four of mask.
const HEAD: usize = 14;

/// Checks one input: its first byte says how it is cut and in which form lines are sent, the rest is what a peer sends.
pub fn frames(input: &[u8]) {
    let Some((&how, bytes)) = input.split_first() else { return };
    let form = match how % 4 {
        0 => Form::Text,
        1 => Form::Binary,
        2 => Form::Either,
        _ => Form::Agreed,
    };
    let whole = taken(form, bytes, bytes.len().max(1));
    let cut = taken(form, bytes, usize::from(how / 4).max(1));
    assert!(whole == cut, "cut otherwise, it is otherwise: {whole:?}, {cut:?}");
    beside(bytes, &whole);
    said(bytes, form);
}

/// Lines, answers and the end that bytes bring when they come in pieces of a size.
#[derive(PartialEq, Debug)]
struct Taken {
    lines: Vec<u8>,
    answers: Vec<u8>,
    end: Option<Ended>,
}

fn taken(form: Form, bytes: &[u8], piece: usize) -> Taken {
    let mut inbox = Inbox::new(form);
    let mut all = Taken { lines: Vec::new(), answers: Vec::new(), end: None };
    for piece in bytes.chunks(piece) {
        let brought = inbox.take(piece);
        all.lines.extend(brought.lines);
        all.answers.extend(brought.answers);
        all.end = brought.end;
        if all.end.is_some() {
            return all;
        }
        assert!(inbox.held() <= 2 * WEBSOCKET_MESSAGE + HEAD, "{} bytes are kept", inbox.held());
        let idle = inbox.held() == 0;
        assert!(idle || inbox.is_unfinished(), "what is kept counts as unfinished");
    }
    all
}

/// A peer's bytes, and nowhere to answer.
struct Peer<'b>(Cursor<&'b [u8]>);

impl Read for Peer<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.read(to)
    }
}

impl Write for Peer<'_> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        Ok(from.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What tungstenite reads is what was taken, up to where one of our own limits ended it.
fn beside(bytes: &[u8], ours: &Taken) {
    let limits = WebSocketConfig::default()
        .max_message_size(Some(WEBSOCKET_MESSAGE))
        .max_frame_size(Some(WEBSOCKET_MESSAGE))
        .read_buffer_size(WEBSOCKET_MESSAGE);
    let mut other = WebSocket::from_raw_socket(Peer(Cursor::new(bytes)), Role::Server, Some(limits));
    let (mut theirs, mut early) = (Vec::new(), false);
    loop {
        match other.read() {
            Ok(Message::Text(text)) => line(text.as_bytes(), &mut theirs),
            Ok(Message::Binary(bytes)) => line(&bytes, &mut theirs),
            Ok(Message::Ping(_) | Message::Pong(_)) => theirs.extend_from_slice(b"\r\n"),
            Err(Error::Utf8(_)) => early = true,
            Ok(Message::Close(_) | Message::Frame(_)) | Err(_) => break,
        }
        if early {
            break;
        }
    }
    let own_limit = matches!(ours.end, Some(Ended::Fault(CloseCode::Unsupported | CloseCode::Size)));
    let rest = ours.lines.strip_prefix(theirs.as_slice());
    let agreed = match own_limit {
        true => theirs.starts_with(&ours.lines),
        // It refuses a broken letter in the first of several frames, we at the end of the message: nothing but pings between.
        false if early => rest.is_some_and(|rest| rest.chunks(2).all(|end| end == b"\r\n")),
        false => rest == Some(b""),
    };
    assert!(agreed, "{ours:?}, but elsewhere {}", theirs.escape_ascii());
    let frames = bytes.len() / 6;
    assert!(ours.end != Some(CloseCode::Size.into()) || frames > WEBSOCKET_FRAMES || announced(bytes), "{ours:?}");
}

/// Whether some length stands there that is longer than any message, so that `Size` is no surprise.
fn announced(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte & 0x7f, 126 | 127)) || bytes.len() > WEBSOCKET_MESSAGE
}

/// The frame of one line, as text: what counts its cost needs it alone.
pub fn frame(line: &[u8], out: &mut Vec<u8>) {
    codec::line(line, Form::Text, out);
}

fn line(message: &[u8], lines: &mut Vec<u8>) {
    let end = message.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1);
    lines.extend_from_slice(message.get(..end).unwrap_or_default());
    lines.extend_from_slice(b"\r\n");
}

/// A line that goes out is read elsewhere as it was said.
fn said(bytes: &[u8], form: Form) {
    let mut out = Vec::new();
    codec::line(bytes, form, &mut out);
    let mut other = WebSocket::from_raw_socket(Peer(Cursor::new(&out)), Role::Client, None);
    let read = match other.read() {
        Ok(Message::Text(text)) if form != Form::Binary => text.as_bytes().to_vec(),
        Ok(Message::Binary(read)) if form == Form::Binary => read.to_vec(),
        read => panic!("{read:?} of {}", bytes.escape_ascii()),
    };
    let bare = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
    let expect =
        if form == Form::Binary { bare.to_vec() } else { String::from_utf8_lossy(bare).into_owned().into_bytes() };
    assert!(read == expect, "{} went out as {}", bytes.escape_ascii(), read.escape_ascii());
}
