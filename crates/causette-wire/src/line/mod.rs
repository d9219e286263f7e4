//! The language of `nc` and telnet: lines in, words, and other people's text made harmless on the way out.
//!
//! It must not know commands' meanings, sessions or sockets.

pub mod codec;
pub mod safe;
pub mod words;

pub use codec::{LineCodec, LineEvent};
pub use words::Input;

/// What ends a line sent to a peer: LF until it has itself sent CR LF.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Eol {
    /// `\n`
    #[default]
    Lf,
    /// `\r\n`
    CrLf,
}

impl Eol {
    /// The bytes.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Eol::Lf => b"\n",
            Eol::CrLf => b"\r\n",
        }
    }
}
