//! A room's stored state: what it is, what it is about and set to. Its id, number and time are columns of their own in
//! every store.
//!
//! A plain room is `01 ‖ kind`; one that has more is `02 ‖ length of kind (2) ‖ kind ‖ fields as in `state.rs``. A kind is
//! `01 ‖ name` for a named room, `02 ‖ lower id (16) ‖ higher id (16)` for a direct conversation.

use super::{Reader, StoredError, state};
use causette_core::{Kind, PersonId, RoomName, RoomState, limits};

const PLAIN_VERSION: u8 = 1;
const FULL_VERSION: u8 = 2;
const NAMED: u8 = 1;
const DIRECT: u8 = 2;

/// The bytes of a room's state.
pub fn encode(room: &RoomState) -> Vec<u8> {
    let (mut kind, mut fields) = (Vec::new(), Vec::new());
    put(&room.kind, &mut kind);
    state::put(&mut fields, room);
    if fields.is_empty() {
        kind.insert(0, PLAIN_VERSION);
        return kind;
    }
    let length = u16::try_from(kind.len()).unwrap_or(u16::MAX);
    let mut out = vec![FULL_VERSION];
    out.extend_from_slice(&length.to_be_bytes());
    out.append(&mut kind);
    out.append(&mut fields);
    out
}

/// The room's state of these bytes.
pub fn decode(bytes: &[u8]) -> Result<RoomState, StoredError> {
    let mut reader = Reader(bytes);
    match reader.byte()? {
        PLAIN_VERSION => take(reader).map(RoomState::new),
        FULL_VERSION => {
            let length = u16::from_be_bytes(reader.array()?);
            let (kind, fields) = reader.0.split_at_checked(length.into()).ok_or(StoredError::Length)?;
            let mut room = RoomState::new(take(Reader(kind))?);
            state::take(Reader(fields), &mut room)?;
            // Checksums are over these bytes: a state has one form.
            if encode(&room) == bytes { Ok(room) } else { Err(StoredError::Form) }
        }
        version => Err(StoredError::Version(version)),
    }
}

pub(super) fn put(kind: &Kind, out: &mut Vec<u8>) {
    match kind {
        Kind::Named(name) => {
            out.push(NAMED);
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
        NAMED => {
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
mod tests;
