//! The client of part I: say one thing, hear one thing, leave.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Says the first line of `input` and shows the answer.
pub fn talk(mut server: Conversation, input: impl BufRead, show: impl Fn(&str)) {
    let line = input.lines().next().and_then(Result::ok).unwrap_or_else(|| "salut".to_owned());
    // Without a newline, as the lab's own programs do: the server notices that nothing more comes.
    if server.send(line.as_bytes())
        && let Some(greeting) = server.recv()
    {
        show(&greeting);
    }
    server.close();
}
