//! Frames of a WebSocket on a transport: whoever reads there reads lines, and one message is one line. It must not know what
//! a line means, nor whether the bytes below are encrypted.
//!
//! What a server says is masked for nobody, so the frames of a line are the same for all who are told it: they are made where
//! lines are ([`frame`]), and what is written is written as it is. Nothing is kept but what is unfinished: a WebSocket that is
//! idle has no buffer.

use super::super::crowd::Seat;
use super::super::transport::Transport;
use super::codec::{self, Ended, Inbox};
use causette_core::Origin;
use std::cell::RefCell;
use std::io;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// How lines are sent, and in which messages they may come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in super::super) enum Form {
    /// As text, both ways.
    Text,
    /// The same, agreed upon by name. Bytes that are no text at all are for the connection to refuse in its own words.
    Agreed,
    /// As bytes; text is taken, too.
    Binary,
    /// As text; nothing was agreed, so bytes are taken, too.
    Either,
}

/// Frames for the peer that it is owed at once.
pub(in super::super) struct Answers {
    pub(in super::super) frames: Vec<u8>,
    /// The peer closes, and this says so, too: nothing may follow.
    pub(in super::super) last: bool,
}

/// What a peer sends, once its connection is a WebSocket.
pub(in super::super) struct Frames {
    pub(in super::super) form: Form,
    /// From where it came in, before it was one.
    pub(in super::super) from: Origin,
    /// Its address has one more as long as this is kept.
    _seat: Seat,
    heard: RefCell<Heard>,
}

struct Heard {
    inbox: Inbox,
    /// Lines that nobody has read.
    lines: Vec<u8>,
    answers: Vec<u8>,
    /// A message came to its end since that was asked last.
    finished: bool,
    /// Nothing that comes after this counts.
    end: Option<Ended>,
}

/// These lines as frames, each as one message.
pub(in super::super) fn frame(lines: &[u8], form: Form, out: &mut Vec<u8>) {
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        #[cfg(feature = "planted")]
        if super::super::plant::leaves_out(line) {
            continue;
        }
        codec::line(line, form, out);
    }
}

impl Frames {
    /// `early`: what was read of them already.
    pub(in super::super) fn new(form: Form, early: &[u8], (from, seat): (Origin, Seat)) -> Frames {
        let inbox = Inbox::new(form);
        let mut heard = Heard { inbox, lines: Vec::new(), answers: Vec::new(), finished: false, end: None };
        heard.take(early);
        Frames { form, from, _seat: seat, heard: RefCell::new(heard) }
    }

    /// Something can be read that the socket knows nothing of: lines, or the end.
    pub(in super::super) fn has_more(&self) -> bool {
        let heard = self.heard.borrow();
        !heard.lines.is_empty() || heard.end.is_some()
    }

    /// A message was begun and is not finished.
    pub(in super::super) fn is_unfinished(&self) -> bool {
        self.heard.borrow().inbox.is_unfinished()
    }

    /// Whether a message came to its end since this was asked last.
    pub(in super::super) fn finished(&self) -> bool {
        std::mem::take(&mut self.heard.borrow_mut().finished)
    }

    /// What the peer is to be sent for what was read, if anything.
    pub(in super::super) fn answers(&self) -> Option<Answers> {
        let heard = &mut *self.heard.borrow_mut();
        let last = heard.end == Some(Ended::Closed);
        (!heard.answers.is_empty()).then(|| Answers { frames: std::mem::take(&mut heard.answers), last })
    }

    /// Reads lines; 0: no more will come. At most one read of the transport.
    pub(in super::super) fn read(&self, below: &Transport, buffer: &mut [u8]) -> io::Result<usize> {
        let heard = &mut *self.heard.borrow_mut();
        if heard.lines.is_empty() && heard.end.is_none() {
            let read = below.read_bytes(buffer)?;
            if read == 0 {
                return Ok(0);
            }
            heard.take(buffer.get(..read).unwrap_or_default());
            if heard.lines.is_empty() && heard.end.is_none() {
                return Err(io::ErrorKind::WouldBlock.into());
            }
        }
        let read = heard.lines.len().min(buffer.len());
        for (to, byte) in buffer.iter_mut().zip(heard.lines.drain(..read)) {
            *to = byte;
        }
        if heard.lines.is_empty() {
            heard.lines = Vec::new();
        }
        Ok(read)
    }

    /// It is closed for what it did (RFC 6455, 7.4.1: 1008).
    pub(in super::super) fn blame(&self) {
        self.heard.borrow_mut().end.get_or_insert(Ended::Fault(CloseCode::Policy));
    }

    /// The last frame; none where the peer has closed, and was answered.
    pub(in super::super) fn last(&self) -> Vec<u8> {
        let mut last = Vec::new();
        let code = match self.heard.borrow().end {
            Some(Ended::Closed) => return last,
            Some(Ended::Fault(code)) => code,
            None => CloseCode::Normal,
        };
        tracing::debug!(%code, "a WebSocket is closed");
        codec::close(code, &mut last);
        last
    }
}

impl Heard {
    fn take(&mut self, bytes: &[u8]) {
        let brought = self.inbox.take(bytes);
        self.lines.extend(brought.lines);
        self.answers.extend(brought.answers);
        self.finished |= brought.finished;
        self.end = brought.end;
    }
}
