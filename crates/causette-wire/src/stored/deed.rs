//! What was done to a room, as a tag and its fields, one after the other. Also sanctions, roles and modes, which a room's
//! state keeps in the same form.
//!
//! | tag | fields |
//! | --- | --- |
//! | 1 topic | text? |
//! | 2 invited | person |
//! | 3 kicked | person ‖ why? |
//! | 4 banned, 5 unbanned, 6 muted, 7 unmuted | sanction: person? ‖ host (8)? ‖ until (8)? ‖ why? ‖ number (8) |
//! | 8 role | person ‖ role: 0 none, 1 member, 2 moderator, 3 owner |
//! | 9 mode | mode |
//! | 10 reset | |
//! | 11 exempt, 12 welcome | text: the pattern ‖ on (0 or 1) |
//! | 13 role | person ‖ role as in 8 ‖ role before: 1, 2 or 3; where there was none it is 8 |
//! | 14 modes | count (1) ‖ each a mode |//! | 20 profile | count (1) ‖ each: key ‖ value? |
//! | 21 renamed | text: what it was called ‖ text: what it is called ‖ why? |
//!
//! A sanction of a pattern begins with `2` or `3` in the place of its first `0` or `1`, and the pattern.
//!
//! A person is `id (16) ‖ name`; a name or text is `length (2) ‖ bytes`; `?` is `0`, or `1` and the value. A mode is a tag (1
//! private, 2 invite only, 3 secret, 4 moderated, 5 topic locked, 6 accounts only, 7 key, 8 limit, 9 slow, 10 keep days, 11
//! keep last, 12 no CTCP, 13 outsiders) and its value: `0` or `1`, key?, number (4)?, number (4), number (4)?, number (8)?, `0` or `1`.

use super::{Reader, StoredError, profile, put, text};
use causette_core::{Deed, Host, Mask, Millis, Mode, Role, Sanction, Secret, Text};

/// The first byte of a sanction with a pattern and no person.
const PATTERN: u8 = 2;

/// Adds a deed to the end of `out`.
pub(super) fn put(out: &mut Vec<u8>, deed: &Deed) {
    let mut tag = |tag: u8| out.push(tag);
    match deed {
        Deed::Topic(topic) => {
            tag(1);
            put::maybe_text(out, topic);
        }
        Deed::Invited(who) => {
            tag(2);
            put::sender(out, who);
        }
        Deed::Kicked { who, why } => {
            tag(3);
            put::sender(out, who);
            put::maybe_text(out, why);
        }
        Deed::Banned(sanction) => {
            tag(4);
            put_sanction(out, sanction);
        }
        Deed::Unbanned(sanction) => {
            tag(5);
            put_sanction(out, sanction);
        }
        Deed::Muted(sanction) => {
            tag(6);
            put_sanction(out, sanction);
        }
        Deed::Unmuted(sanction) => {
            tag(7);
            put_sanction(out, sanction);
        }
        Deed::Role { who, role, was } => {
            tag(if was.is_some() { 13 } else { 8 });
            put::sender(out, who);
            out.push(role.map_or(0, role_tag));
            out.extend(was.map(role_tag));
        }
        Deed::Modes(modes) => {
            tag(14);
            out.push(u8::try_from(modes.len()).unwrap_or(u8::MAX));
            modes.iter().for_each(|mode| put_mode(out, mode));
        }
        Deed::Mode(mode) => {
            tag(9);
            put_mode(out, mode);
        }
        Deed::Reset => tag(10),
        Deed::Exempt { mask, on } => {
            tag(11);
            put::string(out, mask.as_str());
            put::flag(out, *on);
        }
        Deed::Welcome { mask, on } => {
            tag(12);
            put::string(out, mask.as_str());
            put::flag(out, *on);
        }
        Deed::Profile(changes) => {
            tag(20);
            profile::put_changes(out, changes);
        }
        Deed::Renamed { from, to, why } => {
            tag(21);
            put::string(out, from.as_str());
            put::string(out, to.as_str());
            put::maybe_text(out, why);
        }
    }
}

/// Reads a deed.
pub(super) fn take(reader: &mut Reader<'_>) -> Result<Deed, StoredError> {
    Ok(match reader.byte()? {
        1 => Deed::Topic(maybe_text(reader)?),
        2 => Deed::Invited(reader.sender()?),
        3 => Deed::Kicked { who: reader.sender()?, why: maybe_text(reader)? },
        4 => Deed::Banned(take_sanction(reader)?),
        5 => Deed::Unbanned(take_sanction(reader)?),
        6 => Deed::Muted(take_sanction(reader)?),
        7 => Deed::Unmuted(take_sanction(reader)?),
        8 => Deed::Role { who: reader.sender()?, role: maybe_role(reader)?, was: None },
        13 => Deed::Role { who: reader.sender()?, role: maybe_role(reader)?, was: Some(role_of(reader.byte()?)?) },
        14 => {
            let count = reader.byte()?;
            Deed::Modes((0..count).map(|_| take_mode(reader)).collect::<Result<_, _>>()?)
        }
        9 => Deed::Mode(take_mode(reader)?),
        10 => Deed::Reset,
        11 => Deed::Exempt { mask: mask(reader)?, on: reader.flag()? },
        12 => Deed::Welcome { mask: mask(reader)?, on: reader.flag()? },
        20 => Deed::Profile(profile::take_changes(reader)?),
        21 => Deed::Renamed { from: reader.room()?, to: reader.room()?, why: maybe_text(reader)? },
        tag => return Err(StoredError::Tag(tag)),
    })
}

pub(super) fn put_sanction(out: &mut Vec<u8>, sanction: &Sanction) {
    match &sanction.mask {
        None => put::maybe(out, sanction.who.as_ref(), put::sender),
        Some(mask) => {
            out.push(PATTERN + u8::from(sanction.who.is_some()));
            put::string(out, mask.as_str());
            sanction.who.iter().for_each(|who| put::sender(out, who));
        }
    }
    put::maybe(out, sanction.host, |out, Host(host)| put::number(out, host));
    put::maybe(out, sanction.until, |out, Millis(at)| put::number(out, at));
    put::maybe_text(out, &sanction.why);
    put::number(out, sanction.seq);
}

pub(super) fn take_sanction(reader: &mut Reader<'_>) -> Result<Sanction, StoredError> {
    let (mask, named) = match reader.byte()? {
        tag @ 0..=1 => (None, tag == 1),
        tag @ PATTERN..=3 => (Some(mask(reader)?), tag > PATTERN),
        tag => return Err(StoredError::Tag(tag)),
    };
    let who = if named { Some(reader.sender()?) } else { None };
    let read = Sanction {
        who,
        mask,
        host: reader.maybe(Reader::number)?.map(Host),
        until: reader.maybe(Reader::number)?.map(Millis),
        why: maybe_text(reader)?,
        ..Sanction::new(0)
    };
    Ok(Sanction { seq: reader.number()?, ..read })
}

/// Only a complete pattern is ever stored.
pub(super) fn mask(reader: &mut Reader<'_>) -> Result<Mask, StoredError> {
    let raw = reader.string()?;
    Mask::new(raw).ok().filter(|mask| mask.as_str() == raw).ok_or(StoredError::Text)
}

pub(super) fn role_tag(role: Role) -> u8 {
    match role {
        Role::Member => 1,
        Role::Moderator => 2,
        Role::Owner => 3,
    }
}

pub(super) fn role_of(tag: u8) -> Result<Role, StoredError> {
    match tag {
        1 => Ok(Role::Member),
        2 => Ok(Role::Moderator),
        3 => Ok(Role::Owner),
        tag => Err(StoredError::Tag(tag)),
    }
}

fn maybe_role(reader: &mut Reader<'_>) -> Result<Option<Role>, StoredError> {
    match reader.byte()? {
        0 => Ok(None),
        tag => role_of(tag).map(Some),
    }
}

pub(super) fn put_mode(out: &mut Vec<u8>, mode: &Mode) {
    let mut flag = |tag: u8, on: bool| out.extend_from_slice(&[tag, u8::from(on)]);
    match mode {
        Mode::Private(on) => flag(1, *on),
        Mode::InviteOnly(on) => flag(2, *on),
        Mode::Secret(on) => flag(3, *on),
        Mode::Moderated(on) => flag(4, *on),
        Mode::TopicLocked(on) => flag(5, *on),
        Mode::AccountsOnly(on) => flag(6, *on),
        Mode::NoCtcp(on) => flag(12, *on),
        Mode::Outsiders(on) => flag(13, *on),
        Mode::Key(key) => {
            out.push(7);
            put::maybe(out, key.as_ref(), |out, key| put::string(out, key.reveal()));
        }
        Mode::Limit(people) => {
            out.push(8);
            put::maybe(out, *people, put::small);
        }
        Mode::Slow(seconds) => {
            out.push(9);
            put::small(out, *seconds);
        }
        Mode::KeepDays(days) => {
            out.push(10);
            put::maybe(out, *days, put::small);
        }
        Mode::KeepLast(count) => {
            out.push(11);
            put::maybe(out, *count, put::number);
        }
    }
}

pub(super) fn take_mode(reader: &mut Reader<'_>) -> Result<Mode, StoredError> {
    Ok(match reader.byte()? {
        1 => Mode::Private(reader.flag()?),
        2 => Mode::InviteOnly(reader.flag()?),
        3 => Mode::Secret(reader.flag()?),
        4 => Mode::Moderated(reader.flag()?),
        5 => Mode::TopicLocked(reader.flag()?),
        6 => Mode::AccountsOnly(reader.flag()?),
        7 => {
            let key = reader.maybe(Reader::string)?;
            Mode::Key(key.map(Secret::new).transpose().map_err(|_| StoredError::Text)?)
        }
        8 => Mode::Limit(reader.maybe(Reader::small)?),
        9 => Mode::Slow(reader.small()?),
        10 => Mode::KeepDays(reader.maybe(Reader::small)?),
        11 => Mode::KeepLast(reader.maybe(Reader::number)?),
        12 => Mode::NoCtcp(reader.flag()?),
        13 => Mode::Outsiders(reader.flag()?),
        tag => return Err(StoredError::Tag(tag)),
    })
}

fn maybe_text(reader: &mut Reader<'_>) -> Result<Option<Text>, StoredError> {
    reader.maybe(Reader::string)?.map(text).transpose()
}
