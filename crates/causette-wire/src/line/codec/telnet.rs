//! Telnet (RFC 854) inside a line stream: stripped, and every option refused once the client has spoken it.
//!
//! Nothing is negotiated here and nothing is ever asked first.

use super::{LineCodec, LineEvent};
use std::ops::ControlFlow;

/// "Interpret as command".
pub(super) const IAC: u8 = 255;
const DONT: u8 = 254;
const DO: u8 = 253;
const WONT: u8 = 252;
const WILL: u8 = 251;
const SUBNEGOTIATION: u8 = 250;
const SUBNEGOTIATION_END: u8 = 240;
/// The lowest command code in use (RFC 1184: end of file).
const LOWEST: u8 = 236;
/// A subnegotiation longer than this is none: what follows is text again, of a line that is refused.
const SUB_BYTES: u16 = 512;

/// Where in a telnet command the stream stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Telnet {
    /// Outside one.
    Data,
    /// After IAC.
    Iac,
    /// After WILL, WONT, DO or DONT.
    Verb(u8),
    /// In a subnegotiation, so many bytes in.
    Sub(u16),
    /// After an IAC in one.
    SubIac(u16),
}

impl LineCodec {
    /// Reads one byte of a telnet command. DO is answered WONT and WILL is answered DONT, which is also what a client
    /// that sent an interrupt and a timing mark (`FF F4 FF FD 06`) waits for before it shows anything again.
    pub(super) fn negotiate<F>(&mut self, rest: &mut &[u8], on: &mut F) -> ControlFlow<()>
    where
        F: FnMut(LineEvent<'_>) -> ControlFlow<()>,
    {
        let Some((&byte, after)) = rest.split_first() else { return ControlFlow::Continue(()) };
        let was = std::mem::replace(&mut self.telnet, Telnet::Data);
        // Not a command after all: a 0xFF in the text, which is not UTF-8. The byte after it is read as text.
        if was == Telnet::Iac && byte < LOWEST {
            self.not_text();
            return ControlFlow::Continue(());
        }
        *rest = after;
        match (was, byte) {
            (Telnet::Data, _) => {}
            (Telnet::Iac, WILL | WONT | DO | DONT) => self.telnet = Telnet::Verb(byte),
            (Telnet::Iac, SUBNEGOTIATION) => self.telnet = Telnet::Sub(0),
            (Telnet::Iac, IAC) => self.not_text(),
            (Telnet::Iac, _) if !self.unfinished() => {
                // Its first byte was counted into a line that does not exist.
                self.stripped = self.stripped.saturating_sub(1);
                return on(LineEvent::Heartbeat);
            }
            (Telnet::Iac, _) => {}
            (Telnet::Verb(DO), option) => return on(LineEvent::Telnet([IAC, WONT, option])),
            (Telnet::Verb(WILL), option) => return on(LineEvent::Telnet([IAC, DONT, option])),
            (Telnet::Verb(_), _) => {}
            (Telnet::SubIac(_), SUBNEGOTIATION_END) => {}
            (Telnet::Sub(SUB_BYTES..) | Telnet::SubIac(SUB_BYTES..), _) => self.not_text(),
            (Telnet::Sub(n), IAC) => self.telnet = Telnet::SubIac(n + 1),
            (Telnet::Sub(n) | Telnet::SubIac(n), _) => self.telnet = Telnet::Sub(n + 1),
        }
        self.strip(on)
    }

    /// The line cannot be UTF-8 any more.
    fn not_text(&mut self) {
        self.bad = true;
        self.cr = false;
    }
}
