//! A room's stored state: what it is. Its id, number and time are columns of their own in every store.
//!
//! `01 ‖ 01 ‖ name` for a public room, `01 ‖ 02 ‖ lower id (16) ‖ higher id (16)` for a direct conversation.

use super::{Reader, StoredError};
use causette_core::{Kind, PersonId, RoomName, limits};

const VERSION: u8 = 1;
const PUBLIC: u8 = 1;
const DIRECT: u8 = 2;

/// The bytes of a room's state.
pub fn encode(kind: &Kind) -> Vec<u8> {
    let mut out = vec![VERSION];
    put(kind, &mut out);
    out
}

/// The room's state of these bytes.
pub fn decode(bytes: &[u8]) -> Result<Kind, StoredError> {
    let mut reader = Reader(bytes);
    reader.version(VERSION)?;
    take(reader)
}

pub(super) fn put(kind: &Kind, out: &mut Vec<u8>) {
    match kind {
        Kind::Named(name) => {
            out.push(PUBLIC);
            out.extend_from_slice(name.as_str().as_bytes());
        }
        Kind::Direct(a, b) => {
            out.push(DIRECT);
            out.extend_from_slice(&a.0.to_be_bytes());
            out.extend_from_slice(&b.0.to_be_bytes());
        }
    }
}

pub(super) fn take(mut reader: Reader<'_>) -> Result<Kind, StoredError> {
    match reader.byte()? {
        PUBLIC => {
            let name = reader.text()?;
            // Which letters a name may have can change with Unicode; a name once given stays readable.
            let shaped = name.len() > 1 && name.len() <= limits::ROOM_BYTES && name.starts_with('#');
            if shaped { Ok(Kind::Named(RoomName::stored(name))) } else { Err(StoredError::Text) }
        }
        DIRECT => {
            let (a, b) = (PersonId(reader.id()?), PersonId(reader.id()?));
            reader.end()?;
            Ok(Kind::Direct(a, b))
        }
        tag => Err(StoredError::Tag(tag)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: Result<Kind, StoredError>) {
        assert_eq!(decode(bytes), expect, "{bytes:02x?}");
    }

    #[test]
    fn states() {
        check(b"\x01\x01#caf\xc3\xa9", Ok(Kind::Named(RoomName::stored("#café"))));
        check(b"", Err(StoredError::Length));
        check(b"\x01", Err(StoredError::Length));
        check(b"\x02\x01#a", Err(StoredError::Version(2)));
        check(b"\x01\x09#a", Err(StoredError::Tag(9)));
        check(b"\x01\x01a", Err(StoredError::Text));
        check(b"\x01\x01#\xff", Err(StoredError::Text));
        check(b"\x01\x02short", Err(StoredError::Length));
        let pair = Kind::direct(PersonId(7), PersonId(u128::MAX));
        check(&encode(&pair), Ok(pair.clone()));
        let mut longer = encode(&pair);
        longer.push(0);
        check(&longer, Err(StoredError::Length));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_state_or_an_error_and_a_state_has_one_form(bytes: Vec<u8>) {
            if let Ok(kind) = decode(&bytes) {
                prop_assert_eq!(encode(&kind), bytes);
            }
        }
        #[test]
        fn a_state_survives(a: u128, b: u128, name in "\\PC{1,40}") {
            let direct = Kind::direct(PersonId(a), PersonId(b));
            prop_assert_eq!(decode(&encode(&direct)), Ok(direct));
            if let Ok(name) = RoomName::new(&name) {
                let public = Kind::Named(name);
                prop_assert_eq!(decode(&encode(&public)), Ok(public));
            }
        }
    }
}
