//! What a fact says, as a kind and a body. The rest of a fact (room, number, time, sender) are columns of their own.
//!
//! | kind | body |
//! | --- | --- |
//! | 1 message | `01 ‖ style (1 plain, 2 action) ‖ text` |
//! | 2 room opened | `01 ‖ room id (16) ‖ state as in [`super::room`], without its version` |
//! | 3 answer | `01 ‖ text`; stores of schema version 2 and later |

use super::{Reader, StoredError, room};
use causette_core::{RoomId, Style, Text, What};

const MESSAGE: u8 = 1;
const ROOM_OPENED: u8 = 2;
const ANSWER: u8 = 3;
const VERSION: u8 = 1;
const PLAIN: u8 = 1;
const ACTION: u8 = 2;

/// The kind of `what`; its body is added to the end of `out`.
pub fn encode(what: &What, out: &mut Vec<u8>) -> u8 {
    out.push(VERSION);
    match what {
        What::Message { text, style } => {
            out.push(match style {
                Style::Plain => PLAIN,
                Style::Action => ACTION,
            });
            out.extend_from_slice(text.as_str().as_bytes());
            MESSAGE
        }
        What::Answer { text } => {
            out.extend_from_slice(text.as_str().as_bytes());
            ANSWER
        }
        What::RoomOpened { id, kind } => {
            out.extend_from_slice(&id.0.to_be_bytes());
            room::put(kind, out);
            ROOM_OPENED
        }
    }
}

/// What a kind and a body say.
pub fn decode(kind: u8, body: &[u8]) -> Result<What, StoredError> {
    let mut reader = Reader(body);
    match kind {
        MESSAGE => {
            reader.version(VERSION)?;
            let style = match reader.byte()? {
                PLAIN => Style::Plain,
                ACTION => Style::Action,
                tag => return Err(StoredError::Tag(tag)),
            };
            Ok(What::Message { text: text(reader.text()?)?, style })
        }
        ROOM_OPENED => {
            reader.version(VERSION)?;
            let id = RoomId(reader.id()?);
            Ok(What::RoomOpened { id, kind: room::take(reader)? })
        }
        ANSWER => {
            reader.version(VERSION)?;
            Ok(What::Answer { text: text(reader.text()?)? })
        }
        kind => Err(StoredError::Kind(kind)),
    }
}

/// Only a text that was checked is ever stored, so checking it again must change nothing.
fn text(raw: &str) -> Result<Text, StoredError> {
    match Text::new(raw) {
        Ok(text) if text.as_str() == raw => Ok(text),
        Ok(_) | Err(_) => Err(StoredError::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::{Kind, PersonId, RoomName, limits};
    use proptest::prelude::*;

    #[track_caller]
    fn check(kind: u8, body: &[u8], expect: Result<What, StoredError>) {
        assert_eq!(decode(kind, body), expect, "{kind} {body:02x?}");
    }
    fn round(what: What) -> Result<(), TestCaseError> {
        let mut body = Vec::new();
        let kind = encode(&what, &mut body);
        prop_assert_eq!(decode(kind, &body), Ok(what));
        Ok(())
    }

    #[test]
    fn facts() {
        let hi = Text::new("hi\n  é").unwrap();
        check(1, "\x01\x01hi\n  é".as_bytes(), Ok(What::Message { text: hi.clone(), style: Style::Plain }));
        check(1, "\x01\x02hi\n  é".as_bytes(), Ok(What::Message { text: hi, style: Style::Action }));
        check(1, b"", Err(StoredError::Length));
        check(1, b"\x01", Err(StoredError::Length));
        check(1, b"\x07\x01hi", Err(StoredError::Version(7)));
        check(1, b"\x01\x07hi", Err(StoredError::Tag(7)));
        check(1, b"\x01\x01", Err(StoredError::Text));
        check(1, b"\x01\x01hi ", Err(StoredError::Text));
        check(1, b"\x01\x01h\0i", Err(StoredError::Text));
        check(1, b"\x01\x01\xc3", Err(StoredError::Text));
        check(2, b"\x01short", Err(StoredError::Length));
        check(3, b"\x0114", Ok(What::Answer { text: Text::new("14").unwrap() }));
        check(3, b"\x01", Err(StoredError::Text));
        check(3, b"\x0214", Err(StoredError::Version(2)));
        check(0, b"\x01\x01hi", Err(StoredError::Kind(0)));
        check(255, b"", Err(StoredError::Kind(255)));
    }

    /// A changed form would make every chain unverifiable: this one is for ever.
    #[test]
    fn version_one_stays_as_it_is() {
        let mut body = Vec::new();
        let kind = Kind::Named(RoomName::stored("#a"));
        assert_eq!(encode(&What::RoomOpened { id: RoomId(0x0102), kind }, &mut body), 2);
        let mut answer = Vec::new();
        assert_eq!(encode(&What::Answer { text: Text::new("14").unwrap() }, &mut answer), 3);
        assert_eq!(answer, b"\x0114");
        assert_eq!(body, b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x01#a");
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_fact_or_an_error_and_a_fact_has_one_form(kind: u8, body: Vec<u8>) {
            for kind in [kind, MESSAGE, ROOM_OPENED, ANSWER] {
                if let Ok(what) = decode(kind, &body) {
                    let mut again = Vec::new();
                    prop_assert_eq!(encode(&what, &mut again), kind);
                    prop_assert_eq!(again, body.clone());
                }
            }
        }
        #[test]
        fn a_message_survives(raw in "(?s).{0,200}", action: bool) {
            let style = if action { Style::Action } else { Style::Plain };
            if let Ok(text) = Text::new(&raw) {
                round(What::Answer { text: text.clone() })?;
                round(What::Message { text, style })?;
            }
        }
        #[test]
        fn a_room_survives(id: u128, a: u128, b: u128) {
            round(What::RoomOpened { id: RoomId(id), kind: Kind::direct(PersonId(a), PersonId(b)) })?;
        }
    }

    #[test]
    fn the_longest_text_survives() {
        round(What::Message { text: Text::new(&"x".repeat(limits::TEXT_BYTES)).unwrap(), style: Style::Plain })
            .unwrap();
    }
}
