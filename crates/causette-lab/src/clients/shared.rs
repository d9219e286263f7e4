//! The client of part VIII: it is that of part VI. Start several at once, and `/list` shows what all of
//! them said.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Shows everything the server says while sending each line of `input`.
pub fn talk(server: Conversation, input: impl BufRead + Send + 'static, show: impl Fn(&str) + Sync) {
    super::talk::talk(server, input, show);
}
