//! The line codec and what becomes of a line: the same events however the bytes are cut, the memory promised, and for
//! streams without telnet the lines that a plain description of the language gives.
//!
//! An input is a plan and a stream, parted by the first LF. The plan's first byte is the limit less one, its second the
//! limit from the second line on (the first as well where there is none), the others are the lengths of the pieces
//! the stream is cut into, over and over. An empty plan means a limit nobody reaches.

use super::terminal;
use causette_wire::json::TYPES;
use causette_wire::line::codec::{Foreign, foreign};
use causette_wire::line::{Input, LineCodec, LineEvent, words};
use std::ops::ControlFlow;

/// Lines of one input whose words are compared with the known ones, which takes longer than all the rest.
const NEAR_LINES: usize = 3;

/// An event that outlives its chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Seen {
    Line(String),
    TooLong,
    BadUtf8,
    Nul,
    Telnet([u8; 3]),
    Heartbeat,
    Foreign(Foreign),
}

impl Seen {
    fn of(event: LineEvent<'_>) -> Seen {
        match event {
            LineEvent::Line(text) => Seen::Line(text.to_owned()),
            LineEvent::TooLong => Seen::TooLong,
            LineEvent::BadUtf8 => Seen::BadUtf8,
            LineEvent::Nul => Seen::Nul,
            LineEvent::Telnet(reply) => Seen::Telnet(reply),
            LineEvent::Heartbeat => Seen::Heartbeat,
            LineEvent::Foreign(what) => Seen::Foreign(what),
        }
    }
}

/// What a stream gave, and the reader's state before its end.
#[derive(PartialEq, Eq, Debug, Default)]
struct Reading {
    events: Vec<Seen>,
    unfinished: bool,
    crlf: bool,
}

/// The limits of a reading: for the first line, and for those after it.
#[derive(Clone, Copy)]
struct Limits {
    first: usize,
    then: usize,
}

/// Checks one input.
pub fn check(input: &[u8]) {
    let at = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (plan, stream) = input.split_at_checked(at).unwrap_or_default();
    let stream = stream.get(1..).unwrap_or_default();
    let limit = |n: usize| plan.get(n).map(|byte| usize::from(*byte) + 1);
    let first = limit(0).unwrap_or(stream.len().max(1));
    let limits = Limits { first, then: limit(1).unwrap_or(first) };
    let pieces = plan.get(2..).unwrap_or_default();

    let whole = read(&[stream], limits, true);
    assert_eq!(read(&cut(stream, &[]), limits, true), whole, "byte by byte");
    assert_eq!(read(&cut(stream, pieces), limits, true), whole, "in pieces");
    if limits.first == limits.then {
        assert_eq!(read(&[stream], limits, false), whole, "without a break");
        assert_eq!(read(&cut(stream, pieces), limits, false), whole, "in pieces, without a break");
        if let Some(expect) = plainly(stream, limits.first) {
            assert_eq!(whole, expect, "as the language is described");
        }
    }
    let lines = whole.events.iter().filter_map(|event| if let Seen::Line(text) = event { Some(text) } else { None });
    for (n, text) in lines.enumerate() {
        line(text, limits);
        if n < NEAR_LINES {
            neighbours(text);
        }
    }
    terminal::text(&String::from_utf8_lossy(stream));
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

/// Reads the pieces and the end of the stream. `stop`: break at each event, as a door does that cannot go on yet, and
/// come back with the rest.
fn read(pieces: &[&[u8]], limits: Limits, stop: bool) -> Reading {
    let mut codec = LineCodec::new().with_limit(limits.first);
    let mut limit = limits.first;
    let mut reading = Reading::default();
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let before = reading.events.len();
            let used = codec.feed(rest, |event| {
                reading.events.push(Seen::of(event));
                if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(used == rest.len() || stop && reading.events.len() > before, "stopped for no reason");
            assert!(used > 0 || reading.events.len() > before, "a byte and no progress");
            if limit != limits.then && reading.events.iter().any(|event| matches!(event, Seen::Line(_))) {
                limit = limits.then;
                codec.set_limit(limit);
            }
            assert!(codec.held() <= limit, "holds {} of at most {limit} bytes", codec.held());
            rest = rest.get(used..).unwrap_or_default();
        }
    }
    (reading.unfinished, reading.crlf) = (codec.unfinished(), codec.saw_crlf());
    codec.finish(|event| {
        reading.events.push(Seen::of(event));
        ControlFlow::Continue(())
    });
    assert_eq!(codec.held(), 0, "holds memory after the end");
    reading
}

/// What the stream holds, said the simple way; nothing for the parts of the language that this does not describe
/// (telnet, lines at the limit, TLS, HTTP).
///
/// LF, CR LF and CR NUL end a line; a CR at its start or end is dropped, a run of them inside is a space; one byte order
/// mark at the very start is dropped; any other NUL spoils its line, and so does what is not UTF-8.
fn plainly(stream: &[u8], limit: usize) -> Option<Reading> {
    let mut lines: Vec<&[u8]> = Vec::new();
    let (mut from, mut crlf, mut before) = (0, false, 0);
    for (at, &byte) in stream.iter().enumerate() {
        if byte == b'\n' || byte == 0 && before == b'\r' && at > from {
            lines.push(stream.get(from..at)?);
            (from, crlf) = (at + 1, crlf || before == b'\r' && at > from);
        }
        before = byte;
    }
    let last = stream.get(from..)?;
    let unfinished = !last.is_empty();
    if last.iter().any(|byte| *byte != b'\r') {
        lines.push(last);
    }
    let other = stream.contains(&0xff) || stream.contains(&0x16) || foreign(stream).is_some();
    let http = lines.first().is_some_and(|line| line.windows(5).any(|word| word == b"HTTP/"));
    if other || http || lines.iter().any(|line| line.len() > limit) || last.len() > limit {
        return None;
    }
    let events = lines.iter().enumerate().map(|(n, line)| said(n == 0, line)).collect();
    Some(Reading { events, unfinished, crlf })
}

/// The event of one line of plain text.
fn said(first: bool, line: &[u8]) -> Seen {
    let runs = line.split(|byte| *byte == b'\r').filter(|run| !run.is_empty()).collect::<Vec<_>>();
    let line = runs.join(&b' ');
    if line.contains(&0) {
        return Seen::Nul;
    }
    let line = if first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
    str::from_utf8(line).map_or(Seen::BadUtf8, |text| Seen::Line(text.to_owned()))
}

/// What holds for every line: its letters and its length, and what it is taken for.
fn line(text: &str, limits: Limits) {
    assert!(text.len() <= limits.first.max(limits.then), "{} bytes", text.len());
    assert!(!text.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | 0 | 0xff)), "{text:?}");
    match Input::of(text) {
        Input::Text(said) => {
            let literal = text.strip_prefix('/').filter(|rest| rest.starts_with('/'));
            assert!(literal.map_or(said == text && !text.starts_with('/'), |rest| rest == said), "{text:?}");
        }
        Input::Command { word, rest } => {
            assert!(!word.starts_with('/') && !word.contains([' ', '\t']), "{text:?}: {word:?}");
            let after = text.strip_prefix('/').and_then(|text| text.strip_prefix(word));
            let space = after.map(|after| after.strip_prefix([' ', '\t']).unwrap_or(after));
            assert_eq!(space, Some(rest), "{text:?}");
        }
    }
    match words::first_word(text) {
        None => assert!(text.trim().is_empty(), "{text:?}"),
        Some((word, after)) => {
            assert!(!word.is_empty() && !word.contains(char::is_whitespace), "{text:?}: {word:?}");
            assert_eq!(text.trim_start().strip_prefix(word).map(str::trim_start), Some(after), "{text:?}");
        }
    }
}

/// A neighbour of a line's command or first word is a known word, of about that length; each known word is its own.
fn neighbours(text: &str) {
    let command = if let Input::Command { word, .. } = Input::of(text) { Some(word) } else { None };
    let Some(word) = command.or(words::first_word(text).map(|(word, _)| word)) else { return };
    let found = words::nearest(word, &TYPES);
    if TYPES.contains(&word) {
        assert_eq!(found, Some(word));
    }
    if let Some(found) = found {
        let small = word.to_lowercase();
        let (a, b) = (small.chars().count(), found.chars().count());
        assert!(TYPES.contains(&found) && (a.abs_diff(b) <= 2 || found.starts_with(&small)), "{word:?}: {found}");
    }
}
