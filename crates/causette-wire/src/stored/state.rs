//! The fields of a room's state beside its kind: each a tag and a value, in this order, only those that are set.
//!
//! | tag | value |
//! | --- | --- |
//! | 1 topic | text |
//! | 2 modes | count (1) ‖ each as in `deed.rs` |
//! | 3 roles | count (4) ‖ each: id (16) ‖ name ‖ role (1) |
//! | 4 invited | count (4) ‖ each: id (16) ‖ name |
//! | 5 bans, 6 mutes | count (4) ‖ each a sanction as in `deed.rs` |
//! | 8 bans, 9 mutes | the same, each with its maker, in the place of 5 and 6 where one is known |
//! | 10 exempt, 11 welcome | count (4) ‖ each: pattern ‖ number (8) ‖ maker |
//! | 20 profile | count (1) ‖ each: key ‖ value |
//! | 7 hidden up to | number (8) |
//! | 12 made | moment (8) |
//! | 13 topic set | maker: who set the topic, and when |
//!
//! A maker is whoever made an entry and when: id (16) ‖ name ‖ moment (8).

use super::{Reader, StoredError, deed, profile, put, text};
use causette_core::{Listed, Millis, Name, PersonId, RoomState, Sanction, Sender, TopicSet};

const TOPIC: u8 = 1;
const MODES: u8 = 2;
const ROLES: u8 = 3;
const INVITED: u8 = 4;
const BANS: u8 = 5;
const MUTES: u8 = 6;
const HIDDEN: u8 = 7;
const MADE_BANS: u8 = 8;
const MADE_MUTES: u8 = 9;
const EXEMPT: u8 = 10;
const WELCOME: u8 = 11;
const MADE: u8 = 12;
const TOPIC_SET: u8 = 13;
const PROFILE: u8 = 20;

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
    for (tag, made, list) in [(BANS, MADE_BANS, &state.bans), (MUTES, MADE_MUTES, &state.mutes)] {
        let known = list.iter().any(|sanction| *sanction != sanction.bare());
        if counted(out, if known { made } else { tag }, list.len()) {
            for sanction in list {
                deed::put_sanction(out, sanction);
                if known {
                    put_maker(out, (sanction.by_id, &sanction.by, sanction.at));
                }
            }
        }
    }
    for (tag, list) in [(EXEMPT, &state.exempt), (WELCOME, &state.welcome)] {
        if counted(out, tag, list.len()) {
            for listed in list {
                put::string(out, listed.mask.as_str());
                put::number(out, listed.seq);
                put_maker(out, (listed.by_id, &listed.by, listed.at));
            }
        }
    }
    if !state.profile.is_empty() {
        out.push(PROFILE);
        profile::put(out, &state.profile);
    }
    if state.hidden_upto > 0 {
        out.push(HIDDEN);
        put::number(out, state.hidden_upto);
    }
    if let Some(made) = state.made {
        out.push(MADE);
        put::number(out, made.0);
    }
    if let Some(set) = &state.topic_set {
        out.push(TOPIC_SET);
        put_maker(out, (set.by.id, &set.by.name, set.at));
    }
}

fn put_maker(out: &mut Vec<u8>, (id, name, at): (PersonId, &Name, Millis)) {
    put::sender(out, &Sender { id, name: name.clone() });
    put::number(out, at.0);
}

fn take_maker(reader: &mut Reader<'_>) -> Result<(PersonId, Name, Millis), StoredError> {
    Ok((PersonId(reader.id()?), reader.name()?, Millis(reader.number()?)))
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
            MADE_BANS => made(&mut reader, &mut state.bans)?,
            MADE_MUTES => made(&mut reader, &mut state.mutes)?,
            EXEMPT => listed(&mut reader, &mut state.exempt)?,
            WELCOME => listed(&mut reader, &mut state.welcome)?,
            PROFILE => state.profile = profile::take(&mut reader)?,
            HIDDEN => state.hidden_upto = reader.number()?,
            MADE => state.made = Some(Millis(reader.number()?)),
            TOPIC_SET => {
                let (id, name, at) = take_maker(&mut reader)?;
                state.topic_set = Some(TopicSet { by: Sender { id, name }, at });
            }
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

fn made(reader: &mut Reader<'_>, list: &mut Vec<Sanction>) -> Result<(), StoredError> {
    for _ in 0..reader.small()? {
        let sanction = deed::take_sanction(reader)?;
        let (by_id, by, at) = take_maker(reader)?;
        list.push(Sanction { by, by_id, at, ..sanction });
    }
    Ok(())
}

fn listed(reader: &mut Reader<'_>, list: &mut Vec<Listed>) -> Result<(), StoredError> {
    for _ in 0..reader.small()? {
        let (mask, seq) = (deed::mask(reader)?, reader.number()?);
        let (by_id, by, at) = take_maker(reader)?;
        list.push(Listed { mask, by, by_id, at, seq });
    }
    Ok(())
}
