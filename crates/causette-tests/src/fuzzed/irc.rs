//! The IRC codec and what becomes of a line: the same events however the bytes are cut, the memory promised, the lines
//! that a plain description gives, and every message the same again once it is written and read.
//!
//! An input is a plan and a stream, parted by the first LF. The plan's first byte is the limit for bodies less 64, the
//! others are the lengths of the pieces the stream is cut into, over and over. An empty plan means IRC's own limit.

use causette_wire::irc::{
    BODY_BYTES, Event, Fault, Foreign, IrcCodec, Line, Message, PARAMS, TAG_BYTES, TAGS, split, strip_formatting,
};
use causette_wire::line::codec::foreign;
use std::ops::ControlFlow;

/// An event that outlives its chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Seen {
    Line(String),
    TooLong,
    TagsTooLong,
    BadUtf8,
    Nul,
    Heartbeat,
    Foreign(Foreign),
}

impl Seen {
    fn of(event: Event<'_>) -> Seen {
        match event {
            Event::Line(text) => Seen::Line(text.to_owned()),
            Event::TooLong => Seen::TooLong,
            Event::TagsTooLong => Seen::TagsTooLong,
            Event::BadUtf8(_) => Seen::BadUtf8,
            Event::Nul => Seen::Nul,
            Event::Heartbeat => Seen::Heartbeat,
            Event::Foreign(what) => Seen::Foreign(what),
        }
    }
}

/// Checks one input.
pub fn check(input: &[u8]) {
    let at = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (plan, stream) = input.split_at_checked(at).unwrap_or_default();
    let stream = stream.get(1..).unwrap_or_default();
    let limit = plan.first().map_or(BODY_BYTES, |byte| usize::from(*byte) + 64);
    let pieces = cut(stream, plan.get(1..).unwrap_or_default());

    let whole = read(&[stream], limit, true);
    assert_eq!(read(&[stream], limit, false), whole, "without a break");
    assert_eq!(read(&cut(stream, &[]), limit, true), whole, "byte by byte");
    assert_eq!(read(&pieces, limit, true), whole, "in pieces");
    assert_eq!(read(&pieces, limit, false), whole, "in pieces, without a break");
    if !stream.contains(&0x16) && foreign(stream).is_none() {
        let plain = plainly(stream, limit);
        assert_eq!(whole, plain, "as the language is described");
    }
    for event in &whole {
        if let Seen::Line(text) = event {
            line(text, limit);
        }
    }
    texts(&String::from_utf8_lossy(stream), limit);
}

/// The stream in pieces of these lengths, over and over; without any, byte by byte.
fn cut<'s>(stream: &'s [u8], pieces: &[u8]) -> Vec<&'s [u8]> {
    let mut lengths = pieces.iter().map(|byte| usize::from(*byte)).filter(|n| *n > 0).cycle();
    let (mut rest, mut out) = (stream, Vec::new());
    while !rest.is_empty() {
        let length = lengths.next().unwrap_or(1).min(rest.len());
        let (piece, more) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        out.push(piece);
        rest = more;
    }
    out
}

/// Reads the pieces and the end of the stream. `stop`: break at each event and come back with the rest.
fn read(pieces: &[&[u8]], limit: usize, stop: bool) -> Vec<Seen> {
    let mut codec = IrcCodec::new().with_limit(limit);
    let mut events = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let before = events.len();
            let used = codec.feed(rest, |event| {
                events.push(Seen::of(event));
                if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(used == rest.len() || stop && events.len() > before, "stopped for no reason");
            assert!(codec.held() <= limit.max(64) + TAG_BYTES + 2, "holds {} bytes", codec.held());
            assert!(codec.unfinished() || codec.held() == 0, "holds memory between lines");
            rest = rest.get(used..).unwrap_or_default();
        }
    }
    codec.finish(|event| {
        events.push(Seen::of(event));
        ControlFlow::Continue(())
    });
    assert!(codec.held() == 0 && codec.skipped() == 0 && !codec.unfinished(), "holds on after the end");
    events
}

/// What the stream holds, said the simple way, for streams without TLS and HTTP. LF ends a line; what is before it has its
/// limits, of which two bytes are the end's; CRs at either end are dropped, a run of them inside is a space.
fn plainly(stream: &[u8], limit: usize) -> Vec<Seen> {
    let mut lines: Vec<&[u8]> = stream.split(|byte| *byte == b'\n').collect();
    lines.pop_if(|last| last.is_empty());
    let http = |seen: &Seen| matches!(seen, Seen::Line(text) if foreign(format!("{text}\n").as_bytes()).is_some());
    let mut events: Vec<Seen> = lines.iter().enumerate().map(|(n, line)| said(n == 0, line, limit)).collect();
    if let Some(first) = events.first_mut().filter(|first| http(first)) {
        *first = Seen::Foreign(Foreign::Http);
    }
    events
}

/// The event of one line.
fn said(first: bool, line: &[u8], limit: usize) -> Seen {
    let space = line.iter().position(|byte| *byte == b' ');
    let tags = if line.first() == Some(&b'@') { space.map_or(line.len(), |at| at + 1) } else { 0 };
    let over = |body: &[u8]| body.strip_suffix(b"\r").unwrap_or(body).len() > limit - 2;
    if tags > TAG_BYTES + 2 {
        return Seen::TagsTooLong;
    }
    if over(line.get(tags..).unwrap_or_default()) {
        return Seen::TooLong;
    }
    let line = if first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
    let runs: Vec<&[u8]> = line.split(|byte| *byte == b'\r').filter(|run| !run.is_empty()).collect();
    let line = runs.join(&b' ');
    match str::from_utf8(&line) {
        _ if line.contains(&0) => Seen::Nul,
        Ok("") => Seen::Heartbeat,
        Ok(text) => Seen::Line(text.to_owned()),
        Err(_) => Seen::BadUtf8,
    }
}

/// What holds for every line, and for the message it is.
fn line(text: &str, limit: usize) {
    assert!(!text.is_empty() && text.len() <= limit + TAG_BYTES, "{} bytes", text.len());
    assert!(!text.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | 0)), "{text:?}");
    let message = match Message::parse(text) {
        Ok(message) => message,
        Err(Fault::Empty) => {
            let left = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>();
            return assert!(left.len() <= 2 && left.iter().all(|word| word.starts_with(['@', ':'])), "{text:?}");
        }
        Err(Fault::BadCommand) => return,
    };
    assert!(message.tags.len() <= TAGS && message.params.len() <= PARAMS, "{text:?}");
    let middles = message.params.iter().take(message.params.len().saturating_sub(1));
    assert!(middles.clone().all(|p| !p.is_empty() && !p.contains(' ') && !p.starts_with(':')), "{text:?}");
    let mut out = Vec::new();
    let mut line = Line::new(&mut out);
    for (key, value) in &message.tags {
        line.tag(key, value);
    }
    line.source(message.source.unwrap_or_default()).command(message.command);
    for param in middles {
        line.param(param);
    }
    if let Some(last) = message.params.last() {
        line.last(last);
    }
    line.end();
    let written = String::from_utf8(out).ok();
    let written = written.as_deref().and_then(|written| written.strip_suffix("\r\n"));
    let Some(written) = written else { panic!("{text:?}: not a line") };
    let Ok(again) = Message::parse(written) else { panic!("{text:?} as {written:?}: no message") };
    let source = message.source.filter(|source| !source.is_empty());
    let same = (&again.tags, again.source, again.command) == (&message.tags, source, message.command);
    assert!(same && again.params.iter().eq(&message.params), "{text:?} as {written:?}: {again:?}");
}

/// Texts cut to fit, and texts without colours.
fn texts(text: &str, limit: usize) {
    let room = limit.max(4);
    let mut from = 0;
    for piece in split(text, room) {
        assert!(piece.len() <= room, "{piece:?} in {room}");
        let at = piece.as_ptr() as usize - text.as_ptr() as usize;
        assert!(matches!(text.get(from..at), Some("" | " ")), "{text:?}: lost before {piece:?}");
        from = at + piece.len();
    }
    assert!(matches!(text.get(from..), Some("" | " ")), "{text:?}: its end was lost");
    let plain = strip_formatting(text);
    let sign = |c: char| matches!(c, '\u{2}'..='\u{4}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}'..='\u{1f}');
    assert!(!plain.contains(sign), "{text:?}: {plain:?}");
}
