//! The fields of a room's state beside its kind: each a tag and a value, in this order, only those that are set.
//!
//! | tag | value |
//! | --- | --- |
//! | 1 topic | text |
//! | 2 modes | count (1) ‖ each as in `deed.rs` |
//! | 3 roles | count (4) ‖ each: id (16) ‖ name ‖ role (1) |
//! | 4 invited | count (4) ‖ each: id (16) ‖ name |
//! | 5 bans, 6 mutes | count (4) ‖ each a sanction as in `deed.rs` |
//! | 7 hidden up to | number (8) |

use super::{Reader, StoredError, deed, put, text};
use causette_core::{PersonId, RoomState, Sanction, Sender};

const TOPIC: u8 = 1;
const MODES: u8 = 2;
const ROLES: u8 = 3;
const INVITED: u8 = 4;
const BANS: u8 = 5;
const MUTES: u8 = 6;
const HIDDEN: u8 = 7;

/// Adds what is set to the end of `out`; nothing for a plain room.
pub(super) fn put(out: &mut Vec<u8>, state: &RoomState) {
    if let Some(topic) = &state.topic {
        out.push(TOPIC);
        put::string(out, topic.as_str());
    }
    let modes = state.modes.list();
    if !modes.is_empty() {
        out.push(MODES);
        out.push(u8::try_from(modes.len()).unwrap_or(u8::MAX));
        modes.iter().for_each(|mode| deed::put_mode(out, mode));
    }
    if counted(out, ROLES, state.roles.len()) {
        for (id, (name, role)) in &state.roles {
            put::sender(out, &Sender { id: *id, name: name.clone() });
            out.push(deed::role_tag(*role));
        }
    }
    if counted(out, INVITED, state.invited.len()) {
        for (id, name) in &state.invited {
            put::sender(out, &Sender { id: *id, name: name.clone() });
        }
    }
    for (tag, list) in [(BANS, &state.bans), (MUTES, &state.mutes)] {
        if counted(out, tag, list.len()) {
            list.iter().for_each(|sanction| deed::put_sanction(out, sanction));
        }
    }
    if state.hidden_upto > 0 {
        out.push(HIDDEN);
        put::number(out, state.hidden_upto);
    }
}

/// Opens a list, unless it is empty.
fn counted(out: &mut Vec<u8>, tag: u8, count: usize) -> bool {
    if count > 0 {
        out.push(tag);
        put::small(out, u32::try_from(count).unwrap_or(u32::MAX));
    }
    count > 0
}

/// Reads fields into `state` until the bytes end. Their order and repeats are not looked at: the caller compares the whole
/// with what it would write.
pub(super) fn take(mut reader: Reader<'_>, state: &mut RoomState) -> Result<(), StoredError> {
    while !reader.0.is_empty() {
        match reader.byte()? {
            TOPIC => state.topic = Some(text(reader.string()?)?),
            MODES => {
                for _ in 0..reader.byte()? {
                    state.modes.set(&deed::take_mode(&mut reader)?);
                }
            }
            ROLES => {
                for _ in 0..reader.small()? {
                    let (id, name) = (PersonId(reader.id()?), reader.name()?);
                    state.roles.insert(id, (name, deed::role_of(reader.byte()?)?));
                }
            }
            INVITED => {
                for _ in 0..reader.small()? {
                    state.invited.insert(PersonId(reader.id()?), reader.name()?);
                }
            }
            BANS => sanctions(&mut reader, &mut state.bans)?,
            MUTES => sanctions(&mut reader, &mut state.mutes)?,
            HIDDEN => state.hidden_upto = reader.number()?,
            tag => return Err(StoredError::Tag(tag)),
        }
    }
    Ok(())
}

/// A count that is not true ends with the bytes, before it can cost anything.
fn sanctions(reader: &mut Reader<'_>, list: &mut Vec<Sanction>) -> Result<(), StoredError> {
    for _ in 0..reader.small()? {
        list.push(deed::take_sanction(reader)?);
    }
    Ok(())
}
