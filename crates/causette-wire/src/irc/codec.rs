//! Bytes from a peer to lines of IRC, however the bytes are cut: LF ends a line, a CR before it is no part of it.
//!
//! A line that lies wholly inside a chunk is borrowed from it. Memory is held only while a line is unfinished and is
//! never more than both limits together. It must not know what a line means.

use super::{BODY_BYTES, TAG_BYTES};
use crate::line::codec::foreign::{self, Foreign};
use memchr::memchr;
use std::borrow::Cow;
use std::mem::take;
use std::ops::ControlFlow;

/// The byte order mark, which some programs put before everything they write.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A limit below this would hide what language a peer speaks, and leave no room for a command.
const BODY_LEAST: usize = 64;

/// What came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event<'a> {
    /// A line that is not empty, without its end. No CR, LF or NUL in it; any other control character may be.
    Line(&'a str),
    /// A line's body passed its limit: told once, at that moment; the rest of the line is skipped.
    TooLong,
    /// A line's tags passed [`TAG_BYTES`]: the same.
    TagsTooLong,
    /// A line was not UTF-8; it is gone but for its beginning, as far as that could be read.
    BadUtf8(&'a str),
    /// A line had a NUL in it; it is gone.
    Nul,
    /// An empty line: it asks for nothing, but a flood of them is a flood.
    Heartbeat,
    /// The peer speaks another language on this port. Told once, at the first line or before.
    Foreign(Foreign),
}

/// One connection's reader state; holds no memory between lines.
#[derive(Debug)]
pub struct IrcCodec {
    /// The unfinished line as it came, allocated only while there is one.
    carry: Vec<u8>,
    /// Bytes of the current overlong line thrown away.
    skipped: u64,
    /// Longest body, in bytes, with its CR LF.
    limit: u32,
    /// Bytes of the unfinished line's tags, with their `@` and the space after them.
    tags: u32,
    /// The unfinished line is still in its tags.
    tagging: bool,
    /// In an overlong line.
    skipping: bool,
    /// No line has ended yet.
    fresh: bool,
}

impl Default for IrcCodec {
    fn default() -> IrcCodec {
        IrcCodec::new()
    }
}

impl IrcCodec {
    /// A reader for a new connection, with bodies up to [`BODY_BYTES`].
    pub fn new() -> IrcCodec {
        let limit = u32::try_from(BODY_BYTES).unwrap_or(u32::MAX);
        IrcCodec { carry: Vec::new(), skipped: 0, limit, tags: 0, tagging: false, skipping: false, fresh: true }
    }

    /// The same reader with another limit for bodies, in bytes with CR LF.
    pub fn with_limit(mut self, body: usize) -> IrcCodec {
        self.set_limit(body);
        self
    }

    /// Changes the limit for bodies from here on; it is never less than 64.
    pub fn set_limit(&mut self, body: usize) {
        self.limit = u32::try_from(body.max(BODY_LEAST)).unwrap_or(u32::MAX);
    }

    /// Reads `chunk` and hands each event to `on`, until the chunk ends or `on` breaks. Returns how many bytes were
    /// used: after a break, give the rest again to go on where it stopped.
    pub fn feed<F>(&mut self, chunk: &[u8], mut on: F) -> usize
    where
        F: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let mut rest = chunk;
        while !rest.is_empty() {
            if self.step(&mut rest, &mut on).is_break() {
                break;
            }
        }
        chunk.len() - rest.len()
    }

    /// The stream ended: an unfinished last line is a line. (After a reset, drop the codec instead.)
    pub fn finish<F>(&mut self, mut on: F)
    where
        F: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let skipped = take(&mut self.skipping);
        let line = take(&mut self.carry);
        self.reset();
        if !skipped && !line.is_empty() {
            // Nothing follows that a break could keep waiting.
            let _ = self.tell(&line, &mut on);
        }
    }

    /// Bytes thrown away so far of the overlong line that is being skipped; 0 outside one.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Bytes of memory held for the unfinished line: none between lines.
    pub fn held(&self) -> usize {
        self.carry.capacity()
    }

    /// The rest of an overlong line is being thrown away.
    pub fn skipping(&self) -> bool {
        self.skipping
    }

    /// A line has begun and not ended.
    pub fn unfinished(&self) -> bool {
        self.skipping || !self.carry.is_empty()
    }

    /// Reads up to and including the next LF, or all there is.
    fn step<F>(&mut self, rest: &mut &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let now = *rest;
        if self.fresh && !self.skipping && self.is_tls(now) {
            (self.fresh, self.skipping, self.carry) = (false, true, Vec::new());
            return on(Event::Foreign(Foreign::Tls));
        }
        let end = memchr(b'\n', now);
        let (piece, after) = now.split_at_checked(end.unwrap_or(now.len())).unwrap_or((now, &[]));
        *rest = after.get(1..).unwrap_or_default();
        if self.skipping {
            self.skipped = self.skipped.saturating_add(piece.len() as u64);
            self.skipping = end.is_none();
            if end.is_some() {
                self.reset();
            }
            return ControlFlow::Continue(());
        }
        if let Err(over) = self.measure(piece) {
            self.carry = Vec::new();
            self.reset();
            self.fresh = false;
            if end.is_none() {
                (self.skipping, self.skipped) = (true, piece.len() as u64);
            }
            return on(over);
        }
        if end.is_none() {
            self.keep(piece);
            return ControlFlow::Continue(());
        }
        self.reset();
        if self.carry.is_empty() {
            return self.tell(piece, on);
        }
        let mut line = take(&mut self.carry);
        line.extend_from_slice(piece);
        self.tell(&line, on)
    }

    /// Adds a piece to what is known of the line's length.
    fn measure(&mut self, piece: &[u8]) -> Result<(), Event<'static>> {
        let Some(&last) = piece.last() else { return Ok(()) };
        if self.carry.is_empty() {
            self.tagging = piece.first() == Some(&b'@');
        }
        if self.tagging {
            let space = memchr(b' ', piece);
            self.tagging = space.is_none();
            let part = u32::try_from(space.map_or(piece.len(), |at| at + 1)).unwrap_or(u32::MAX);
            self.tags = self.tags.saturating_add(part);
            if self.tags as usize > TAG_BYTES + 2 {
                return Err(Event::TagsTooLong);
            }
        }
        // A CR that may yet turn out to be the line's end has room of its own.
        let body = self.carry.len() + piece.len() - self.tags as usize;
        let room = self.limit as usize - if last == b'\r' { 1 } else { 2 };
        if body > room { Err(Event::TooLong) } else { Ok(()) }
    }

    /// Puts a piece into the carry, which doubles but never passes the limits.
    fn keep(&mut self, piece: &[u8]) {
        let need = self.carry.len() + piece.len();
        if need > self.carry.capacity() {
            let most = self.limit as usize + if self.tags > 0 { TAG_BYTES + 2 } else { 0 };
            let room = need.max(2 * self.carry.capacity()).max(64).min(need.max(most));
            self.carry.reserve_exact(room - self.carry.len());
        }
        self.carry.extend_from_slice(piece);
    }

    /// The line has ended.
    fn reset(&mut self) {
        (self.tags, self.tagging, self.skipped) = (0, false, 0);
    }

    /// Hands out a finished line.
    fn tell<F>(&mut self, line: &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let first = take(&mut self.fresh);
        let line = if first { line.strip_prefix(BOM).unwrap_or(line) } else { line };
        let line = without_cr(line);
        if memchr(0, &line).is_some() {
            return on(Event::Nul);
        }
        match str::from_utf8(&line) {
            Ok("") => on(Event::Heartbeat),
            Ok(text) if first && foreign::is_http(text) => on(Event::Foreign(Foreign::Http)),
            Ok(text) => on(Event::Line(text)),
            Err(e) => {
                let read = line.get(..e.valid_up_to()).and_then(|read| str::from_utf8(read).ok());
                on(Event::BadUtf8(read.unwrap_or_default()))
            }
        }
    }

    /// True if the connection begins as TLS does, as far as its third byte.
    fn is_tls(&self, next: &[u8]) -> bool {
        let mut head = self.carry.iter().chain(next).copied();
        let first = [head.next(), head.next(), head.next()].map(|byte| byte.unwrap_or_default());
        self.carry.len() < foreign::TLS_BYTES
            && self.carry.len() + next.len() >= foreign::TLS_BYTES
            && foreign::is_tls(&first)
    }
}

/// A line without its CRs: those at its ends are dropped and a run of them inside is one space, so that words stay apart
/// and no cursor jumps back (fault 4).
fn without_cr(line: &[u8]) -> Cow<'_, [u8]> {
    let start = line.iter().position(|b| *b != b'\r').unwrap_or(line.len());
    let end = line.iter().rposition(|b| *b != b'\r').map_or(start, |at| at + 1);
    let line = line.get(start..end).unwrap_or_default();
    if memchr(b'\r', line).is_none() {
        return Cow::Borrowed(line);
    }
    let runs: Vec<&[u8]> = line.split(|b| *b == b'\r').filter(|run| !run.is_empty()).collect();
    Cow::Owned(runs.join(&b' '))
}
