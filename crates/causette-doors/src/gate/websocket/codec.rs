//! Frames of a WebSocket (RFC 6455) to lines and back: bytes to bytes, with no socket and no clock. What is not finished yet is
//! all that is kept; who has said all and heard all costs nothing here.

use super::super::limits::{WEBSOCKET_FRAMES, WEBSOCKET_MESSAGE};
use super::frames::Form;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

const FINAL: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;
/// Bytes that a frame between others may carry.
const CONTROL: u64 = 125;

/// What a frame is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    More,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Kind {
    fn of(code: u8) -> Option<Kind> {
        Some(match code {
            0 => Kind::More,
            1 => Kind::Text,
            2 => Kind::Binary,
            8 => Kind::Close,
            9 => Kind::Ping,
            10 => Kind::Pong,
            _ => return None,
        })
    }

    fn is_control(self) -> bool {
        matches!(self, Kind::Close | Kind::Ping | Kind::Pong)
    }
}

/// The beginning of a frame.
struct Head {
    kind: Kind,
    last: bool,
    length: usize,
    mask: [u8; 4],
}

/// What bytes of the peer brought.
#[derive(Default, Debug)]
pub(super) struct Brought {
    /// For the connection: one line a message. A ping is answered, and like a pong costs what an empty line costs.
    pub(super) lines: Vec<u8>,
    /// For the peer, at once.
    pub(super) answers: Vec<u8>,
    /// Nothing it says after this counts.
    pub(super) end: Option<Ended>,
    /// A message came to its end.
    pub(super) finished: bool,
}

/// Why no more is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// The peer closes, and has its answer.
    Closed,
    /// What it did wrong.
    Fault(CloseCode),
}

impl From<CloseCode> for Ended {
    fn from(code: CloseCode) -> Ended {
        Ended::Fault(code)
    }
}

/// What of a peer's bytes is not finished.
#[derive(Debug)]
pub(super) struct Inbox {
    form: Form,
    /// The beginning of a frame.
    part: Vec<u8>,
    /// What came of a message in several frames, how many they were, and whether it is text.
    message: Vec<u8>,
    frames: usize,
    text: Option<bool>,
}

impl Inbox {
    pub(super) fn new(form: Form) -> Inbox {
        Inbox { form, part: Vec::new(), message: Vec::new(), frames: 0, text: None }
    }

    /// Whether something was begun.
    pub(super) fn is_unfinished(&self) -> bool {
        !self.part.is_empty() || self.text.is_some()
    }

    /// Bytes that are kept.
    #[cfg(feature = "fuzzed")]
    pub(super) fn held(&self) -> usize {
        self.part.len() + self.message.len()
    }

    /// Takes what came.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Brought {
        let (mut brought, mut own) = (Brought::default(), std::mem::take(&mut self.part));
        let mut rest = match own.is_empty() {
            true => bytes,
            false => {
                own.extend_from_slice(bytes);
                &own
            }
        };
        while brought.end.is_none() {
            match self.next(rest, &mut brought) {
                Ok(Some(after)) => rest = after,
                Ok(None) => break,
                Err(end) => brought.end = Some(end),
            }
        }
        // A frame that comes byte by byte is not copied at each of them.
        self.part = if rest.len() == own.len() { own } else { rest.to_vec() };
        brought
    }

    /// Takes the first frame, and says what follows it; `None`: not all of it has come.
    fn next<'b>(&mut self, bytes: &'b [u8], brought: &mut Brought) -> Result<Option<&'b [u8]>, Ended> {
        let Some((head, after)) = head(bytes)? else { return Ok(None) };
        let Some((payload, after)) = after.split_at_checked(head.length) else { return Ok(None) };
        self.frame(&head, payload, brought)?;
        Ok(Some(after))
    }

    fn frame(&mut self, head: &Head, payload: &[u8], brought: &mut Brought) -> Result<(), Ended> {
        let bytes = payload.iter().zip(head.mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
        let text = match head.kind {
            // One byte is half a code.
            Kind::Close if payload.len() == 1 => return Err(CloseCode::Protocol.into()),
            Kind::Close => {
                put(Kind::Close, &bytes.take(2).collect::<Vec<u8>>(), &mut brought.answers);
                return Err(Ended::Closed);
            }
            Kind::Ping | Kind::Pong => {
                if head.kind == Kind::Ping {
                    put(Kind::Pong, &bytes.collect::<Vec<u8>>(), &mut brought.answers);
                }
                brought.lines.extend_from_slice(b"\r\n");
                return Ok(());
            }
            Kind::More => self.text.ok_or(CloseCode::Protocol)?,
            Kind::Text | Kind::Binary if self.text.is_some() => return Err(CloseCode::Protocol.into()),
            Kind::Binary if self.form == Form::Text => return Err(CloseCode::Unsupported.into()),
            Kind::Binary if self.form == Form::Agreed && !(head.last && is_no_text(bytes.clone())) => {
                return Err(CloseCode::Unsupported.into());
            }
            Kind::Text | Kind::Binary => head.kind == Kind::Text,
        };
        self.frames += 1;
        if self.message.len() + payload.len() > WEBSOCKET_MESSAGE || self.frames > WEBSOCKET_FRAMES {
            return Err(CloseCode::Size.into());
        }
        if !head.last {
            self.text = Some(text);
            self.message.extend(bytes);
            return Ok(());
        }
        let start = brought.lines.len();
        brought.lines.append(&mut std::mem::take(&mut self.message));
        brought.lines.extend(bytes);
        (self.text, self.frames, brought.finished) = (None, 0, true);
        let line = brought.lines.get(start..).unwrap_or_default();
        if text && std::str::from_utf8(line).is_err() {
            brought.lines.truncate(start);
            return Err(CloseCode::Invalid.into());
        }
        let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1);
        brought.lines.truncate(start + end);
        brought.lines.extend_from_slice(b"\r\n");
        Ok(())
    }
}

fn is_no_text(bytes: impl Iterator<Item = u8>) -> bool {
    std::str::from_utf8(&bytes.collect::<Vec<u8>>()).is_err()
}

/// The beginning of a frame and what follows it; `None`: not all of it has come. Whatever is too long is refused by it, and
/// nothing is kept ready for what is only announced.
fn head(bytes: &[u8]) -> Result<Option<(Head, &[u8])>, CloseCode> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    let kind = Kind::of(first & 0x0f).filter(|_| first & RESERVED == 0).ok_or(CloseCode::Protocol)?;
    let last = first & FINAL != 0;
    if second & MASKED == 0 {
        return Err(CloseCode::Protocol);
    }
    let (length, rest) = match second & !MASKED {
        126 => match rest.split_first_chunk() {
            Some((length, rest)) => (u64::from(u16::from_be_bytes(*length)), rest),
            None => return Ok(None),
        },
        127 => match rest.split_first_chunk() {
            Some((length, rest)) => (u64::from_be_bytes(*length), rest),
            None => return Ok(None),
        },
        short => (u64::from(short), rest),
    };
    if kind.is_control() && (!last || length > CONTROL) {
        return Err(CloseCode::Protocol);
    }
    let length = usize::try_from(length).ok().filter(|length| *length <= WEBSOCKET_MESSAGE).ok_or(CloseCode::Size)?;
    Ok(rest.split_first_chunk().map(|(mask, rest)| (Head { kind, last, length, mask: *mask }, rest)))
}

/// One line, without its end, as one message.
pub(super) fn line(line: &[u8], form: Form, out: &mut Vec<u8>) {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match form {
        Form::Text | Form::Agreed | Form::Either => match std::str::from_utf8(line) {
            // Nearly always: and looking is ten times as fast as mending.
            Ok(_) => put(Kind::Text, line, out),
            Err(_) => put(Kind::Text, String::from_utf8_lossy(line).as_bytes(), out),
        },
        Form::Binary => put(Kind::Binary, line, out),
    }
}

/// The last frame, and why.
pub(super) fn close(code: CloseCode, out: &mut Vec<u8>) {
    put(Kind::Close, &u16::from(code).to_be_bytes(), out);
}

fn put(kind: Kind, payload: &[u8], out: &mut Vec<u8>) {
    let code = match kind {
        Kind::More => 0,
        Kind::Text => 1,
        Kind::Binary => 2,
        Kind::Close => 8,
        Kind::Ping => 9,
        Kind::Pong => 10,
    };
    out.reserve(payload.len() + 10);
    out.push(FINAL | code);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ ..126), _) => out.push(short),
        (_, Ok(length)) => {
            out.push(126);
            out.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a peer sends it.
    fn sent(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [7, 0, 200, 33];
        let mut bytes = vec![first];
        match payload.len() {
            short @ ..126 => bytes.push(MASKED | short as u8),
            long @ ..65_536 => {
                bytes.push(MASKED | 126);
                bytes.extend_from_slice(&(long as u16).to_be_bytes());
            }
            long => {
                bytes.push(MASKED | 127);
                bytes.extend_from_slice(&(long as u64).to_be_bytes());
            }
        }
        bytes.extend_from_slice(&mask);
        bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        bytes
    }

    fn all(form: Form, bytes: &[u8], step: usize) -> Result<(String, Vec<u8>, bool), Ended> {
        let (mut inbox, mut lines, mut answers) = (Inbox::new(form), Vec::new(), Vec::new());
        for piece in bytes.chunks(step) {
            let brought = inbox.take(piece);
            lines.extend(brought.lines);
            answers.extend(brought.answers);
            if let Some(end) = brought.end {
                return Err(end);
            }
        }
        Ok((String::from_utf8_lossy(&lines).into_owned(), answers, inbox.is_unfinished()))
    }

    #[test]
    fn messages_come_out_whole_however_they_come_in() {
        let long = "é".repeat(300);
        let story = [
            sent(0x81, b"one"),
            sent(0x01, b"in "),
            sent(0x89, b"are you there?"),
            sent(0x00, b"three "),
            sent(0x80, b"pieces\r\n"),
            sent(0x8a, b""),
            sent(0x81, long.as_bytes()),
            sent(0x81, b""),
        ]
        .concat();
        for step in [1, 2, 3, 7, 100, story.len()] {
            let (lines, answers, unfinished) = all(Form::Text, &story, step).unwrap();
            assert_eq!(lines, format!("one\r\n\r\nin three pieces\r\n\r\n{long}\r\n\r\n"), "in pieces of {step}");
            assert_eq!(answers, [b"\x8a\x0e", &b"are you there?"[..]].concat());
            assert!(!unfinished);
        }
        for cut in 1..story.len() {
            let mut inbox = Inbox::new(Form::Text);
            let lines = inbox.take(&story[..cut]).lines;
            let more = inbox.take(&story[cut..]).lines;
            assert!(!inbox.is_unfinished() && [lines, more].concat().ends_with("é\r\n\r\n".as_bytes()), "cut at {cut}");
        }
    }

    /// Fault 19.
    #[test]
    fn what_is_wrong_is_named() {
        let unmasked = b"\x81\x02hi".to_vec();
        let endless = b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0".to_vec();
        let fragments = [sent(0x01, b"x"), sent(0x00, b"").repeat(1_000_000)].concat();
        let bytes = [sent(0x01, b"x"), sent(0x00, b"y").repeat(WEBSOCKET_MESSAGE)].concat();
        for (name, bytes, code) in [
            ("unmasked", unmasked, CloseCode::Protocol),
            ("a reserved bit", sent(0xc1, b"hi"), CloseCode::Protocol),
            ("a reserved kind", sent(0x83, b"hi"), CloseCode::Protocol),
            ("a continuation of nothing", sent(0x80, b"hi"), CloseCode::Protocol),
            ("a message inside another", [sent(0x01, b"a"), sent(0x81, b"b")].concat(), CloseCode::Protocol),
            ("an over-long ping", sent(0x89, &[0; 126]), CloseCode::Protocol),
            ("a ping in pieces", sent(0x09, b"a"), CloseCode::Protocol),
            ("half a code", sent(0x88, b"a"), CloseCode::Protocol),
            ("no UTF-8", sent(0x81, b"\xff"), CloseCode::Invalid),
            ("half a character", [sent(0x01, b"\xc3"), sent(0x80, b"")].concat(), CloseCode::Invalid),
            ("bytes", sent(0x82, b"hi"), CloseCode::Unsupported),
            ("too long", sent(0x81, &[b'x'; WEBSOCKET_MESSAGE + 1]), CloseCode::Size),
            ("too long in all", [sent(0x01, &[b'x'; 9_000]), sent(0x80, &[b'x'; 9_000])].concat(), CloseCode::Size),
            ("endless", endless, CloseCode::Size),
            ("a million fragments of nothing", fragments, CloseCode::Size),
            ("too many fragments", bytes, CloseCode::Size),
        ] {
            let found = all(Form::Text, &bytes, 4096).map(|(lines, ..)| lines);
            assert_eq!(found, Err(Ended::Fault(code)), "{name}");
        }
        let most = sent(0x81, &[b'x'; WEBSOCKET_MESSAGE]);
        assert_eq!(all(Form::Text, &most, 4096).unwrap().0.len(), WEBSOCKET_MESSAGE + 2);
        assert_eq!(all(Form::Either, &sent(0x82, b"hi"), 1).unwrap().0, "hi\r\n");
        assert_eq!(all(Form::Agreed, &sent(0x82, b"hi"), 1), Err(CloseCode::Unsupported.into()));
        assert_eq!(all(Form::Agreed, &sent(0x02, b"\xff"), 1), Err(CloseCode::Unsupported.into()));
        assert_eq!(all(Form::Agreed, &sent(0x82, b"\xff"), 1).unwrap().0, "\u{fffd}\r\n", "the connection refuses it");
    }

    #[test]
    fn nothing_is_heard_after_a_close() {
        let bytes = [sent(0x88, &[3, 232, b'b', b'y', b'e']), sent(0x81, b"more")].concat();
        let mut inbox = Inbox::new(Form::Text);
        let brought = inbox.take(&bytes);
        assert_eq!((brought.end, brought.lines, brought.answers), (Some(Ended::Closed), vec![], vec![0x88, 2, 3, 232]));
    }

    #[test]
    fn what_came_before_a_fault_is_heard() {
        let bytes = [sent(0x81, b"heard"), sent(0x81, b"caf\xe9")].concat();
        let brought = Inbox::new(Form::Text).take(&bytes);
        assert_eq!((brought.end, &brought.lines[..]), (Some(Ended::Fault(CloseCode::Invalid)), &b"heard\r\n"[..]));
    }

    #[test]
    fn a_line_has_the_length_it_says() {
        for length in [0, 125, 126, 65_535, 65_536] {
            let mut out = Vec::new();
            line(&[&vec![b'x'; length][..], b"\r\n"].concat(), Form::Text, &mut out);
            let head = match length {
                ..126 => 2,
                126..65_536 => 4,
                _ => 10,
            };
            assert_eq!((out.len(), out[0]), (head + length, 0x81), "{length}");
        }
        let mut out = Vec::new();
        line(b"caf\xe9\n", Form::Either, &mut out);
        assert_eq!(out, b"\x81\x06caf\xef\xbf\xbd");
    }
}
