//! The language of IRC: lines to messages and back, tags, and texts cut to what a line holds.
//!
//! It must not know commands' meanings, numerics, sessions or sockets.

mod codec;
mod format;
mod message;
mod sasl;
mod split;
mod strip;
mod tags;
#[cfg(test)]
mod tests;

use crate::date;
use causette_core::Millis;

pub use crate::line::codec::Foreign;
pub use codec::{Event, IrcCodec};
pub use format::Line;
pub use message::{Fault, Message};
pub use sasl::{SaslPlain, sasl_base64, sasl_plain, sasl_text};
pub use split::split;
pub(crate) use strip::formatting;
pub use strip::strip_formatting;

/// One line without its tags but with its CR LF (RFC 1459, 2.3).
pub const BODY_BYTES: usize = 512;
/// What a client's tags may be together, without the `@` and the space (IRCv3 message-tags).
pub const TAG_BYTES: usize = 4094;
/// The whole section of tags as a server may send it, with its `@` and its space: a client's and as many of its own.
pub const TAG_SECTION_BYTES: usize = 8191;
/// Parameters of one message; the last takes all that is left (RFC 2812, 2.3.1).
pub const PARAMS: usize = 15;
/// Tags of one message that are looked at; further ones are as if they were not there.
pub const TAGS: usize = 64;
/// Lines in text messages of a WebSocket (IRCv3 websocket).
pub const TEXT_SUBPROTOCOL: &str = "text.ircv3.net";
/// Lines in binary ones.
pub const BINARY_SUBPROTOCOL: &str = "binary.ircv3.net";

/// A moment as the tag `time` carries it: `2026-11-22T14:03:00.123Z`.
pub fn time_tag(at: Millis) -> String {
    let mut out = Vec::with_capacity("1970-01-01T00:00:00.000Z".len());
    date::push_rfc3339(&mut out, at);
    // Digits and punctuation only.
    String::from_utf8(out).unwrap_or_default()
}

/// What [`time_tag`] writes, and whatever else of RFC 3339 a client may write.
pub fn parse_time(text: &str) -> Option<Millis> {
    date::parse(text)
}

/// Attributes of a command that are written as tags are: `key=value;key`, values escaped. Each key once: of several the last counts.
pub fn attributes(text: &str) -> Vec<(&str, std::borrow::Cow<'_, str>)> {
    tags::parse(text)
}
