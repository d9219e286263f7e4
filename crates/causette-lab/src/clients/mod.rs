//! The other side of each part, one file a part with the same name as its server.

pub mod calc;
pub mod connection;
pub mod echo;
pub mod parallel;
pub mod protocol;
pub mod sequential;
pub mod shared;
pub mod talk;

use crate::conversation::Conversation;
use crate::part::Part;
use std::io::BufRead;

/// Runs the client of one part: what is read from `input` is said, what comes back goes to `show`.
pub fn talk(part: Part, server: Conversation, input: impl BufRead + Send + 'static, show: impl Fn(&str) + Sync) {
    match part {
        Part::Connection => connection::talk(server, input, show),
        Part::Echo => echo::talk(server, input, show),
        Part::Sequential => sequential::talk(server, input, show),
        Part::Talk => talk::talk(server, input, show),
        Part::Calc => calc::talk(server, input, show),
        Part::Protocol => protocol::talk(server, input, show),
        Part::Parallel => parallel::talk(server, input, show),
        Part::Shared => shared::talk(server, input, show),
    }
}
