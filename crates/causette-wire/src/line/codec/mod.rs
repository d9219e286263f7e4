//! Bytes from a peer to lines, however the bytes are cut: LF, CR LF and CR NUL end a line.
//!
//! A line that lies wholly inside a chunk is borrowed from it. Memory is held only while a line is unfinished and is
//! never more than the line limit. It must not know what a line means.

pub(crate) mod foreign;
mod telnet;

use super::Eol;
use causette_core::limits;
use memchr::{memchr, memchr3};
use std::mem::take;
use std::ops::ControlFlow;
use telnet::Telnet;

pub use foreign::{Foreign, foreign};

/// The byte order mark, which some programs put before everything they write.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEvent<'a> {
    /// A line, without its end. No CR, LF or NUL in it; any other control character may be.
    Line(&'a str),
    /// A line passed the limit: told once, at that moment; the rest of it is skipped.
    TooLong,
    /// A line was not UTF-8; it is gone.
    BadUtf8,
    /// A line had a NUL in it; it is gone.
    Nul,
    /// The peer negotiates telnet options; this refusal is to be written back.
    Telnet([u8; 3]),
    /// A telnet command that asks for nothing, such as the NOP with which some clients keep a silent connection alive.
    /// It is part of no line; a door may count it, so that a flood of them is slowed.
    Heartbeat,
    /// The peer speaks another language on this port. Told once, at the first line or before.
    Foreign(Foreign),
}

/// One connection's reader state; holds no memory between lines.
#[derive(Debug)]
pub struct LineCodec {
    /// The unfinished line, allocated only while there is one.
    carry: Vec<u8>,
    /// Bytes of the current overlong line thrown away.
    skipped: u64,
    /// Longest line, in bytes.
    limit: u32,
    /// Bytes of the current line that are not part of it (telnet, CR, NUL): bounded like the line.
    stripped: u32,
    telnet: Telnet,
    /// In an overlong line.
    skipping: bool,
    /// The unfinished line has a NUL.
    nul: bool,
    /// The unfinished line is not UTF-8.
    bad: bool,
    /// The last byte was a CR, which is no part of the line yet.
    cr: bool,
    /// The peer ended a line with CR.
    crlf: bool,
    /// No line has ended yet.
    fresh: bool,
}

impl Default for LineCodec {
    fn default() -> LineCodec {
        LineCodec::new()
    }
}

impl LineCodec {
    /// A reader for a new connection, with lines up to [`limits::LINE_BYTES`].
    pub fn new() -> LineCodec {
        LineCodec {
            carry: Vec::new(),
            skipped: 0,
            limit: 0,
            stripped: 0,
            telnet: Telnet::Data,
            skipping: false,
            nul: false,
            bad: false,
            cr: false,
            crlf: false,
            fresh: true,
        }
        .with_limit(limits::LINE_BYTES)
    }

    /// The same reader with another line limit, in bytes.
    pub fn with_limit(mut self, bytes: usize) -> LineCodec {
        self.set_limit(bytes);
        self
    }

    /// Changes the line limit from here on: JSON needs more room ([`limits::JSON_BYTES`]) than what people type.
    pub fn set_limit(&mut self, bytes: usize) {
        self.limit = u32::try_from(bytes).unwrap_or(u32::MAX);
    }

    /// Reads `chunk` and hands each event to `on`, until the chunk ends or `on` breaks. Returns how many bytes were
    /// used: after a break, give the rest again to go on where it stopped.
    pub fn feed<F>(&mut self, chunk: &[u8], mut on: F) -> usize
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        let mut rest = chunk;
        while let Some((one, after)) = rest.split_at_checked(1) {
            let flow = if self.may_be_tls(one) {
                let mut head = one;
                let flow = self.step(&mut head, &mut on);
                rest = if head.is_empty() { after } else { rest };
                flow
            } else {
                self.step(&mut rest, &mut on)
            };
            if flow.is_break() {
                break;
            }
        }
        chunk.len() - rest.len()
    }

    /// The stream ended: an unfinished last line is a line. (After a reset, drop the codec instead.)
    pub fn finish<F>(&mut self, mut on: F)
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        if !self.carry.is_empty() || self.nul || self.bad {
            // Nothing follows that a break could keep waiting.
            let _ = self.end(&mut on);
        }
    }

    /// Bytes thrown away so far of the overlong line that is being skipped; 0 outside one.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Bytes of memory held for the unfinished line: none between lines, and never more than the limit.
    pub fn held(&self) -> usize {
        self.carry.capacity()
    }

    /// A line has begun and not ended.
    pub fn unfinished(&self) -> bool {
        let begun = !self.carry.is_empty() || self.skipping || self.nul || self.bad || self.cr;
        begun || self.telnet != Telnet::Data
    }

    /// The peer has ended a line with CR, so answers end with CR LF.
    pub fn saw_crlf(&self) -> bool {
        self.crlf
    }

    /// What answers end with.
    pub fn eol(&self) -> Eol {
        if self.crlf { Eol::CrLf } else { Eol::Lf }
    }

    /// Reads up to and including the next byte that means something.
    fn step<F>(&mut self, rest: &mut &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        let now = *rest;
        if self.telnet != Telnet::Data {
            return self.negotiate(rest, on);
        }
        // 0xFF is telnet's escape, and never part of UTF-8.
        let at = memchr3(b'\n', 0, telnet::IAC, now).unwrap_or(now.len());
        let (data, tail) = now.split_at_checked(at).unwrap_or((now, &[]));
        let Some((&mark, after)) = tail.split_first() else {
            *rest = &[];
            return self.push(data, on);
        };
        if mark == b'\n' && !self.unfinished() {
            let line = data.strip_suffix(b"\r").unwrap_or(data);
            let crlf = line.len() < data.len();
            // The CR counts among what is no part of the line, as telnet before it did.
            let fits = line.len() <= self.limit as usize && (!crlf || self.stripped < self.limit);
            if fits && memchr(b'\r', line).is_none() {
                *rest = after;
                self.crlf |= crlf;
                return self.tell(line, on);
            }
        }
        *rest = tail;
        self.push(data, on)?;
        *rest = after;
        match mark {
            b'\n' => self.end(on),
            0 if self.cr => self.end(on),
            0 => {
                self.nul = true;
                self.strip(on)
            }
            _ => {
                self.telnet = Telnet::Iac;
                self.strip(on)
            }
        }
    }

    /// Adds bytes to the unfinished line. A run of CRs inside it becomes one space, so that words stay apart and no
    /// cursor jumps back; at its start it is dropped.
    fn push<F>(&mut self, data: &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        let mut rest = data;
        while let Some(&first) = rest.first() {
            let cut = if first == b'\r' { 1 } else { memchr(b'\r', rest).unwrap_or(rest.len()) };
            let (run, after) = rest.split_at_checked(cut).unwrap_or((rest, &[]));
            let space = self.cr && !self.carry.is_empty();
            let fits = match first {
                b'\r' => self.stripped < self.limit,
                _ => self.carry.len() + run.len() + usize::from(space) <= self.limit as usize,
            };
            if self.skipping || !fits {
                self.cr = rest.last() == Some(&b'\r');
                return self.skip(rest.len(), on);
            }
            rest = after;
            self.cr = first == b'\r';
            if self.cr {
                self.stripped += 1;
                continue;
            }
            self.keep(space, run);
        }
        if self.fresh && foreign::is_tls(&self.carry) {
            self.fresh = false;
            return on(LineEvent::Foreign(Foreign::Tls));
        }
        ControlFlow::Continue(())
    }

    /// Puts bytes into the carry, which doubles but never passes the limit.
    fn keep(&mut self, space: bool, run: &[u8]) {
        let need = self.carry.len() + run.len() + usize::from(space);
        if need > self.carry.capacity() {
            let room = need.max(2 * self.carry.capacity()).max(64).min(need.max(self.limit as usize));
            self.carry.reserve_exact(room - self.carry.len());
        }
        if space {
            self.carry.push(b' ');
        }
        self.carry.extend_from_slice(run);
    }

    /// Counts a byte that is not part of the line.
    fn strip<F>(&mut self, on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        if !self.skipping && self.stripped < self.limit {
            self.stripped += 1;
            return ControlFlow::Continue(());
        }
        self.skip(1, on)
    }

    /// Throws `bytes` away; the first time in a line, says that it is too long.
    fn skip<F>(&mut self, bytes: usize, on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        self.skipped = self.skipped.saturating_add(bytes as u64);
        if self.skipping {
            return ControlFlow::Continue(());
        }
        (self.skipping, self.fresh, self.nul, self.bad) = (true, false, false, false);
        self.carry = Vec::new();
        on(LineEvent::TooLong)
    }

    /// The unfinished line ends here.
    fn end<F>(&mut self, on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        let line = take(&mut self.carry);
        self.crlf |= take(&mut self.cr);
        self.skipped = 0;
        let (skipped, nul, bad) = (take(&mut self.skipping), take(&mut self.nul), take(&mut self.bad));
        if !(skipped || nul || bad) {
            return self.tell(&line, on);
        }
        (self.fresh, self.stripped) = (false, 0);
        match (skipped, nul) {
            (true, _) => ControlFlow::Continue(()),
            (false, true) => on(LineEvent::Nul),
            (false, false) => on(LineEvent::BadUtf8),
        }
    }

    /// Hands out a finished line.
    fn tell<F>(&mut self, line: &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        self.stripped = 0;
        let first = take(&mut self.fresh);
        let line = if first { line.strip_prefix(BOM).unwrap_or(line) } else { line };
        match std::str::from_utf8(line) {
            Ok(text) if first && foreign::is_http(text) => on(LineEvent::Foreign(Foreign::Http)),
            Ok(text) => on(LineEvent::Line(text)),
            Err(_) => on(LineEvent::BadUtf8),
        }
    }

    /// True while the first bytes may be those of a TLS hello: they are then read one by one, so that it is
    /// recognised at the same byte however they arrive. A CR before them is no part of the line.
    fn may_be_tls(&self, next: &[u8]) -> bool {
        let start = self.carry.first().or(next.first());
        let hello = matches!(start, Some(&(foreign::TLS_HANDSHAKE | b'\r')));
        self.fresh && self.carry.len() < foreign::TLS_BYTES && hello
    }
}

#[cfg(test)]
mod tests;
