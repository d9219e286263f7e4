//! The client of part III is that of part II: waiting in the backlog needs nothing from the one who waits. Its `connect`
//! succeeds, its `send` succeeds, and only `recv` takes longer.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Says each line of `input` and waits for its echo.
pub fn talk(server: Conversation, input: impl BufRead, show: impl Fn(&str)) {
    super::echo::talk(server, input, show);
}
