//! The client of part II: part I's in a loop. `fin` is sent like anything else, and ends both sides.

use crate::conversation::Conversation;
use std::io::BufRead;

/// Says each line of `input` and waits for its echo.
pub fn talk(mut server: Conversation, input: impl BufRead, show: impl Fn(&str)) {
    for line in input.lines().map_while(Result::ok) {
        if !server.send(format!("{line}\n").as_bytes()) || line.trim() == "fin" {
            break;
        }
        match server.recv() {
            Some(echo) => show(&echo),
            None => break,
        }
    }
    server.close();
}
