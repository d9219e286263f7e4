//! The client of part VI: an answer may have several lines (`/help`), and only the server knows how many. So this client does not count: it shows
//! whatever comes, while it sends, as that of part IV does.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Shows everything the server says while sending each line of `input`.
pub fn talk(server: Conversation, input: impl BufRead + Send + 'static, show: impl Fn(&str) + Sync) {
    super::talk::talk(server, input, show);
}
