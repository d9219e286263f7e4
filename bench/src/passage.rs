//! What those in a room are told of who comes and goes, at each door. Pure.

use crate::server::Kind;
use crate::talk::has;

/// The one room.
const ROOM: &str = "#crowd";

/// A line about coming or going; people are told by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passage {
    /// Who reads this is in.
    Entered,
    Joined(usize),
    Gone(usize),
}

/// How a connection enters.
pub(crate) fn enter(kind: Kind) -> Vec<u8> {
    let words = if kind == Kind::Irc { "JOIN #crowd\r\n" } else { "/join #crowd\n" };
    words.as_bytes().to_vec()
}

pub(crate) fn passage(kind: Kind, line: &[u8]) -> Option<Passage> {
    if kind == Kind::Irc { by_irc(line) } else { by_line(line.strip_prefix(b"-- ")?) }
}

fn by_irc(line: &[u8]) -> Option<Passage> {
    if has(line, b" 366 ") && has(line, ROOM.as_bytes()) {
        return Some(Passage::Entered);
    }
    let (who, words) = line.strip_prefix(b":i").and_then(number)?;
    let mut words = words.strip_prefix(b"!")?.split(|byte| *byte == b' ').skip(1);
    match words.next()? {
        b"JOIN" => Some(Passage::Joined(who)),
        b"QUIT" => Some(Passage::Gone(who)),
        _ => None,
    }
}

fn by_line(words: &[u8]) -> Option<Passage> {
    if words.strip_prefix(b"you are in ").is_some_and(|room| room.starts_with(ROOM.as_bytes())) {
        return Some(Passage::Entered);
    }
    match words.strip_prefix(b"i").and_then(number)? {
        (who, b" is gone") => Some(Passage::Gone(who)),
        (who, words) => (words.strip_prefix(b" joined ")? == ROOM.as_bytes()).then_some(Passage::Joined(who)),
    }
}

/// The number a text begins with, and what follows.
fn number(text: &[u8]) -> Option<(usize, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits)?;
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_and_goes_is_told_by_number() {
        let (line, irc) = (Kind::Ephemeral, Kind::Irc);
        for (kind, said, expect) in [
            (line, "-- you are in #crowd, with 2 people here", Some(Passage::Entered)),
            (line, "-- you are in #c0, alone for now", None),
            (line, "-- i17 joined #crowd", Some(Passage::Joined(17))),
            (line, "-- i17 joined #general", None),
            (line, "-- i3 is gone", Some(Passage::Gone(3))),
            (line, "-- i3 left #crowd", None),
            (line, "-- guest3 is gone", None),
            (line, "[14:03 1] <i3> -- i3 is gone", None),
            (irc, ":s 366 i1 #crowd :End of /NAMES list\r", Some(Passage::Entered)),
            (irc, ":i17!~i@h JOIN #crowd\r", Some(Passage::Joined(17))),
            (irc, ":i17!~i@h QUIT :Quit\r", Some(Passage::Gone(17))),
            (irc, ":i17!~i@h PRIVMSG #crowd : JOIN \r", None),
            (irc, ":i!~i@h JOIN #crowd\r", None),
        ] {
            assert_eq!(passage(kind, said.as_bytes()), expect, "{said}");
        }
    }
}
