//! The client of part V: an expression out, a value or an error back. It need not know which: both are one line of text.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Sends each line of `input` to be calculated.
pub fn talk(mut server: Conversation, input: impl BufRead, show: impl Fn(&str)) {
    for expression in input.lines().map_while(Result::ok) {
        if !server.send(format!("{expression}\n").as_bytes()) || expression.trim() == "fin" {
            break;
        }
        match server.recv() {
            Some(answer) => show(&format!("{expression} = {answer}")),
            None => break,
        }
    }
    server.close();
}
