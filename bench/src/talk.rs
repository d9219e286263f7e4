//! What a connection of the load does at each door: how it enters, how it speaks, how it leaves. Pure.

use crate::pipe::frame;
use crate::relay::JOINED;
use crate::server::Kind;

/// To whom a connection speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Talk {
    /// To nobody in particular.
    Nobody,
    Room(String),
    /// To the other of a pair: 0 with 1, 2 with 3 and so on. At the relay a pair is a room of two.
    Direct(usize),
    /// To itself, by way of the server.
    Echo,
    /// To nobody: it comes and goes, under a name that tells its number, and is in no room at first.
    Crowd(usize),
}

impl Talk {
    /// What is sent once it was greeted; nothing if it is ready then.
    pub(crate) fn enter(&self, kind: Kind) -> Option<Vec<u8>> {
        let enter = match (self, kind) {
            (Talk::Nobody | Talk::Echo, _) | (Talk::Crowd(_), Kind::Irc | Kind::Web | Kind::Relay) => return None,
            (Talk::Crowd(number), _) => format!("/nick i{number}\n/leave #general\n"),
            (Talk::Room(room), Kind::Irc) => format!("JOIN {room}\r\n"),
            (Talk::Room(room), Kind::Web) => return Some(frame(&format!(r#"{{"type":"join","room":"{room}"}}"#))),
            (Talk::Room(room), Kind::Relay | Kind::Ephemeral | Kind::Tls | Kind::Durable) => format!("/join {room}\n"),
            (Talk::Direct(number), Kind::Relay) => format!("/join #d{}\n", number / 2),
            (Talk::Direct(number), _) => format!("/nick p{number}\n"),
        };
        Some(enter.into_bytes())
    }

    /// Whether this line says that what was sent to enter is done.
    pub(crate) fn entered(&self, kind: Kind, line: &[u8]) -> bool {
        match (self, kind) {
            (_, Kind::Irc) => has(line, b" 366 "),
            (_, Kind::Web) => has(line, br#""type":"joined""#),
            (Talk::Crowd(_), _) => line.starts_with(b"-- you left #general"),
            (Talk::Direct(_), Kind::Ephemeral | Kind::Tls | Kind::Durable) => line.starts_with(b"-- your name is now "),
            (_, Kind::Relay | Kind::Ephemeral | Kind::Tls | Kind::Durable) => line.starts_with(JOINED.as_bytes()),
        }
    }

    /// How this text is said.
    pub(crate) fn line(&self, kind: Kind, text: &str) -> Vec<u8> {
        let line = match (self, kind) {
            (Talk::Room(room), Kind::Irc) => format!("PRIVMSG {room} :{text}\r\n"),
            (Talk::Room(room), Kind::Web) => {
                return frame(&format!(r#"{{"type":"say","room":"{room}","text":"{text}"}}"#));
            }
            (Talk::Direct(number), Kind::Ephemeral | Kind::Tls | Kind::Durable) => {
                format!("/msg p{} {text}\n", number ^ 1)
            }
            (Talk::Echo, _) => format!("/echo {text}\n"),
            (Talk::Nobody | Talk::Crowd(_) | Talk::Room(_) | Talk::Direct(_), _) => format!("{text}\n"),
        };
        line.into_bytes()
    }
}

/// The last words of a connection, after which the server closes.
pub(crate) fn quit(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Irc => b"QUIT\r\n",
        // A closing frame without a reason.
        Kind::Web => &[0x88, 0x80, 0, 0, 0, 0],
        Kind::Relay | Kind::Ephemeral | Kind::Tls | Kind::Durable => b"/quit\n",
    }
}

pub(crate) fn has(line: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(line, words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_door_is_spoken_to_in_its_own_words() {
        let check = |talk: Talk, kind, enter: Option<&str>, line: &str| {
            let found = talk.enter(kind).map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(found.as_deref(), enter, "{talk:?} {kind:?}");
            assert_eq!(talk.line(kind, "hi"), line.as_bytes(), "{talk:?} {kind:?}");
        };
        let room = || Talk::Room("#a".to_owned());
        check(room(), Kind::Relay, Some("/join #a\n"), "hi\n");
        check(room(), Kind::Ephemeral, Some("/join #a\n"), "hi\n");
        check(room(), Kind::Irc, Some("JOIN #a\r\n"), "PRIVMSG #a :hi\r\n");
        check(Talk::Direct(6), Kind::Ephemeral, Some("/nick p6\n"), "/msg p7 hi\n");
        check(Talk::Direct(7), Kind::Ephemeral, Some("/nick p7\n"), "/msg p6 hi\n");
        check(Talk::Direct(7), Kind::Relay, Some("/join #d3\n"), "hi\n");
        check(Talk::Echo, Kind::Relay, None, "/echo hi\n");
        check(Talk::Crowd(4), Kind::Ephemeral, Some("/nick i4\n/leave #general\n"), "hi\n");
        check(Talk::Crowd(4), Kind::Irc, None, "hi\n");
        let said = room().line(Kind::Web, "hi");
        assert_eq!(said.get(6..), Some(br##"{"type":"say","room":"#a","text":"hi"}"##.as_slice()));
    }

    #[test]
    fn an_entry_is_known_by_its_answer() {
        let room = Talk::Room("#a".to_owned());
        for (talk, kind, line, expect) in [
            (&room, Kind::Ephemeral, "-- you are in #a, alone for now", true),
            (&room, Kind::Ephemeral, "-- guest2 joined #a", false),
            (&room, Kind::Irc, ":s 366 i0 #a :End", true),
            (&room, Kind::Web, r#"{"type":"joined"}"#, true),
            (&Talk::Direct(0), Kind::Ephemeral, "-- your name is now p0", true),
            (&Talk::Direct(0), Kind::Ephemeral, "-- guest1 is now p1", false),
            (&Talk::Direct(0), Kind::Relay, "-- you are in #d0", true),
            (&Talk::Crowd(0), Kind::Ephemeral, "-- your name is now i0", false),
            (&Talk::Crowd(0), Kind::Ephemeral, "-- you left #general", true),
        ] {
            assert_eq!(talk.entered(kind, line.as_bytes()), expect, "{line}");
        }
    }
}
