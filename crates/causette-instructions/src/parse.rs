//! Bytes to a command, as a door does it for somebody who is in `#general`.

use crate::Step;
use crate::house::{Guest, House, WORDS};
use causette_core::Command;
use causette_engine::Submission;
use std::hint::black_box;

pub(crate) fn line() -> Step {
    heard(House::new().line_guest(&["/nick anna\n"]), format!("{WORDS}\n"))
}

pub(crate) fn irc() -> Step {
    let lines = ["NICK anna\r\n", "USER anna 0 * :Anna\r\n", "JOIN #general\r\n"];
    heard(House::new().irc_guest(&lines), format!("PRIVMSG #general :{WORDS}\r\n"))
}

pub(crate) fn json() -> Step {
    let said = format!("{{\"type\":\"say\",\"ref\":\"7\",\"room\":\"#general\",\"text\":\"{WORDS}\"}}\n");
    heard(House::new().line_guest(&["/format json\n"]), said)
}

fn heard(mut guest: Guest, said: String) -> Step {
    Box::new(move || {
        let heard = guest.hear(black_box(said.as_bytes()));
        assert!(matches!(&*heard, [Submission::Command { command: Command::Say { .. }, .. }]), "{heard:?}");
        black_box(heard);
    })
}
