//! What a sequencer tells in passing, in words for the tests.

use causette_core::{Signal, Text};

pub(super) fn passing(signal: &Signal) -> String {
    match signal {
        Signal::Arrived(who, _) => format!("+{}", who.name),
        Signal::Departed(who, why) => format!("-{}{}", who.name, last_words(why)),
        Signal::Quit(who, why) => format!("quit {}{}", who.name, last_words(why)),
        Signal::SentOff { who, by, why } => format!("{} off by {}{}", who.name, by.name, last_words(why)),
        Signal::Described(who) => format!("~{}", who.name),
        Signal::Tagged(who, what) => format!("{} tags {}", who.name, what.tags.len()),
        Signal::Profiled(who, changes) => format!("{} says {}", who.name, super::profile::changed(changes)),
        Signal::Typing(who, state) => format!("{} types {state:?}", who.name),
        Signal::Renamed(who, to) => format!("{}={to}", who.name),
        Signal::Became { before, now, standing } => format!("{} is {} {standing:?}", before.name, now.name),
        Signal::Away(who, why) => format!("{} away {}", who.name, why.is_some()),
    }
}
fn last_words(why: &Option<Text>) -> String {
    why.as_ref().map(|why| format!(" ({})", why.as_str())).unwrap_or_default()
}
