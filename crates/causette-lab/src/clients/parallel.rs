//! The client of part VII: it is that of part VI. That others are served at the same time cannot be seen from
//! here: that is the whole point of part VII.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Shows everything the server says while sending each line of `input`.
pub fn talk(server: Conversation, input: impl BufRead + Send + 'static, show: impl Fn(&str) + Sync) {
    super::talk::talk(server, input, show);
}
