//! The door's commands: their names. What they mean is `inbound`'s, how they are explained is the texts'.

use causette_texts::Topic;

/// Every command as it is typed.
const COMMANDS: [(&str, Topic); 13] = [
    ("help", Topic::Help),
    ("nick", Topic::Nick),
    ("join", Topic::Join),
    ("leave", Topic::Leave),
    ("rooms", Topic::Rooms),
    ("who", Topic::Who),
    ("msg", Topic::Msg),
    ("say", Topic::Say),
    ("me", Topic::Me),
    ("history", Topic::History),
    ("format", Topic::Format),
    ("quit", Topic::Quit),
    ("bye", Topic::Quit),
];

/// Alone on a line, it ends the session, as in the lab.
pub(super) const QUIT_WORD: &str = "fin";

/// The command with this name; case does not matter.
pub(super) fn find(word: &str) -> Option<Topic> {
    COMMANDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, topic)| *topic)
}

/// The command that `word` was probably meant to be.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    causette_wire::line::words::nearest(word, &COMMANDS.map(|(name, _)| name))
}
