//! What a fact says, as a kind and a body. The rest of a fact (room, number, time, sender) are columns of their own.
//!
//! | kind | body |
//! | --- | --- |
//! | 0 none | what is never stored, such as words that are gone; no kind of fact, and refused when it is read |
//! | 1 message | `01 ‖ style (1 plain, 2 action, 3 notice) ‖ text`, or a reply: `02 ‖ style ‖ number it answers (8) ‖ text` |
//! | | with client tags (schema version 6 and later): `03 ‖ style ‖ 0, or 1 and the number it answers (8) ‖ count (1) ‖ so many names and values, each `length (2) ‖ bytes` ‖ text` |
//! | 2 room opened | `01 ‖ room id (16) ‖ kind as in [`super::room`], without its version` |
//! | 3 answer | `01 ‖ text`; stores of schema version 2 and later |
//! | 4 edited | `01 ‖ number (8) ‖ text`; this and all below: stores of schema version 3 and later |
//! | 5 deleted | `01 ‖ number (8)`, or with a reason (6 and later): `02 ‖ number (8) ‖ text` |
//! | 6 reacted | `01 ‖ number (8) ‖ on (0 or 1) ‖ mark` |
//! | 7 governed | `01 ‖ deed as in `deed.rs``: names of people are in it, so that who destroys the body destroys them |
//! | 8 joined, 9 left | `01`; this and all below: stores of schema version 4 and later |
//! | 10 account made | `01` |
//! | 11 account erased | `01 ‖ person id (16)` |
//! | 13 tagged | `01 ‖ count (1) ‖ names and values as in 1`; schema version 6 and later |
//! | 14 room renamed | `01 ‖ room id (16) ‖ name it had ‖ name it has`, each `length (2) ‖ bytes`; schema version 6 and later |
//! | 12 noted | `01 ‖ about (1 certificate, 2 backup, 3 disk, 4 settings, 5 sign-in) ‖ text` |

use super::{Reader, StoredError, deed, put, room, text};
use causette_core::{About, ClientTags, Mark, Note, PersonId, RoomId, RoomName, Seq, Style, Text, What};

const NEVER: u8 = 0;
const MESSAGE: u8 = 1;
const ROOM_OPENED: u8 = 2;
const ANSWER: u8 = 3;
const EDITED: u8 = 4;
const DELETED: u8 = 5;
const REACTED: u8 = 6;
const GOVERNED: u8 = 7;
const JOINED: u8 = 8;
const LEFT: u8 = 9;
const ACCOUNT_MADE: u8 = 10;
const ACCOUNT_ERASED: u8 = 11;
const NOTED: u8 = 12;
const TAGGED: u8 = 13;
const ROOM_RENAMED: u8 = 14;
const VERSION: u8 = 1;
const REPLY_VERSION: u8 = 2;
const TAGS_VERSION: u8 = 3;
const REASON_VERSION: u8 = 2;
const PLAIN: u8 = 1;
const ACTION: u8 = 2;
const NOTICE: u8 = 3;

/// The kind of `what`; its body is added to the end of `out`.
pub fn encode(what: &What, out: &mut Vec<u8>) -> u8 {
    match what {
        What::Message { text, style, reply_to, tags } => {
            put_message(out, (text, *style), *reply_to, tags);
            MESSAGE
        }
        What::Answer { text } => {
            out.push(VERSION);
            out.extend_from_slice(text.as_str().as_bytes());
            ANSWER
        }
        What::RoomOpened { id, kind } => {
            out.push(VERSION);
            out.extend_from_slice(&id.0.to_be_bytes());
            room::put(kind, out);
            ROOM_OPENED
        }
        What::RoomRenamed { id, from, to } => put_renamed(out, *id, [from, to]),
        What::Edited { seq, text } => {
            out.push(VERSION);
            put::number(out, *seq);
            out.extend_from_slice(text.as_str().as_bytes());
            EDITED
        }
        What::Deleted { seq, why } => {
            out.push(if why.is_some() { REASON_VERSION } else { VERSION });
            put::number(out, *seq);
            out.extend_from_slice(why.as_ref().map_or("", Text::as_str).as_bytes());
            DELETED
        }
        What::Tagged { tags } => {
            out.push(VERSION);
            put_tags(out, tags);
            TAGGED
        }
        What::Reacted { seq, mark, on } => {
            out.push(VERSION);
            put::number(out, *seq);
            put::flag(out, *on);
            out.extend_from_slice(mark.as_str().as_bytes());
            REACTED
        }
        What::Governed(deed) => {
            out.push(VERSION);
            deed::put(out, deed);
            GOVERNED
        }
        What::Joined => put_bare(out, JOINED),
        What::Left => put_bare(out, LEFT),
        What::AccountMade => put_bare(out, ACCOUNT_MADE),
        What::AccountErased { id } => {
            out.push(VERSION);
            out.extend_from_slice(&id.0.to_be_bytes());
            ACCOUNT_ERASED
        }
        What::Noted(note) => {
            out.extend_from_slice(&[VERSION, about_tag(note.about)]);
            out.extend_from_slice(note.text.as_str().as_bytes());
            NOTED
        }
        What::Gone(_) => {
            out.push(VERSION);
            NEVER
        }
    }
}

fn put_message(out: &mut Vec<u8>, (text, style): (&Text, Style), reply_to: Option<Seq>, tags: &ClientTags) {
    out.push(message_version(reply_to, tags));
    out.push(match style {
        Style::Plain => PLAIN,
        Style::Action => ACTION,
        Style::Notice => NOTICE,
    });
    match tags.is_empty() {
        true => reply_to.iter().for_each(|seq| put::number(out, *seq)),
        false => {
            put::maybe(out, reply_to, put::number);
            put_tags(out, tags);
        }
    }
    out.extend_from_slice(text.as_str().as_bytes());
}

fn put_renamed(out: &mut Vec<u8>, id: RoomId, names: [&RoomName; 2]) -> u8 {
    out.push(VERSION);
    out.extend_from_slice(&id.0.to_be_bytes());
    names.iter().for_each(|name| put::string(out, name.as_str()));
    ROOM_RENAMED
}

/// The form of a fact of which its kind says everything.
fn put_bare(out: &mut Vec<u8>, kind: u8) -> u8 {
    out.push(VERSION);
    kind
}

/// What a kind and a body say.
pub fn decode(kind: u8, body: &[u8]) -> Result<What, StoredError> {
    let mut reader = Reader(body);
    match kind {
        MESSAGE => message(reader),
        ROOM_OPENED => {
            reader.version(VERSION)?;
            let id = RoomId(reader.id()?);
            Ok(What::RoomOpened { id, kind: room::take(reader)? })
        }
        ROOM_RENAMED => {
            reader.version(VERSION)?;
            let (id, from, to) = (RoomId(reader.id()?), reader.room()?, reader.room()?);
            reader.end()?;
            Ok(What::RoomRenamed { id, from, to })
        }
        ANSWER => {
            reader.version(VERSION)?;
            Ok(What::Answer { text: text(reader.text()?)? })
        }
        EDITED => {
            reader.version(VERSION)?;
            Ok(What::Edited { seq: reader.number()?, text: text(reader.text()?)? })
        }
        DELETED => deleted(reader),
        TAGGED => {
            reader.version(VERSION)?;
            let tags = tags(&mut reader)?;
            reader.end()?;
            Ok(What::Tagged { tags })
        }
        REACTED => {
            reader.version(VERSION)?;
            let (seq, on) = (reader.number()?, reader.flag()?);
            let mark = Mark::new(reader.text()?).map_err(|_| StoredError::Text)?;
            Ok(What::Reacted { seq, mark, on })
        }
        GOVERNED => {
            reader.version(VERSION)?;
            let deed = deed::take(&mut reader)?;
            reader.end()?;
            Ok(What::Governed(deed))
        }
        JOINED => bare(reader, What::Joined),
        LEFT => bare(reader, What::Left),
        ACCOUNT_MADE => bare(reader, What::AccountMade),
        ACCOUNT_ERASED => {
            reader.version(VERSION)?;
            let id = PersonId(reader.id()?);
            reader.end()?;
            Ok(What::AccountErased { id })
        }
        NOTED => {
            reader.version(VERSION)?;
            let about = about_of(reader.byte()?)?;
            Ok(What::Noted(Note { about, text: text(reader.text()?)? }))
        }
        kind => Err(StoredError::Kind(kind)),
    }
}

/// A fact of which its kind says everything.
fn bare(mut reader: Reader<'_>, what: What) -> Result<What, StoredError> {
    reader.version(VERSION)?;
    reader.end()?;
    Ok(what)
}

fn about_tag(about: About) -> u8 {
    match about {
        About::Certificate => 1,
        About::Backup => 2,
        About::Disk => 3,
        About::Settings => 4,
        About::SignIn => 5,
        About::Operator => 6,
    }
}

fn about_of(tag: u8) -> Result<About, StoredError> {
    match tag {
        1 => Ok(About::Certificate),
        2 => Ok(About::Backup),
        3 => Ok(About::Disk),
        4 => Ok(About::Settings),
        5 => Ok(About::SignIn),
        6 => Ok(About::Operator),
        tag => Err(StoredError::Tag(tag)),
    }
}

fn message(mut reader: Reader<'_>) -> Result<What, StoredError> {
    let version = reader.byte()?;
    if ![VERSION, REPLY_VERSION, TAGS_VERSION].contains(&version) {
        return Err(StoredError::Version(version));
    }
    let style = match reader.byte()? {
        PLAIN => Style::Plain,
        ACTION => Style::Action,
        NOTICE => Style::Notice,
        tag => return Err(StoredError::Tag(tag)),
    };
    let reply_to = match version {
        REPLY_VERSION => Some(reader.number()?),
        TAGS_VERSION => reader.maybe(Reader::number)?,
        _ => None,
    };
    let tags = if version == TAGS_VERSION { tags(&mut reader)? } else { ClientTags::NONE };
    Ok(What::Message { text: text(reader.text()?)?, style, reply_to, tags })
}

/// Messages without tags have the form they always had.
fn message_version(reply_to: Option<Seq>, tags: &ClientTags) -> u8 {
    match (tags.is_empty(), reply_to) {
        (false, _) => TAGS_VERSION,
        (true, Some(_)) => REPLY_VERSION,
        (true, None) => VERSION,
    }
}

fn deleted(mut reader: Reader<'_>) -> Result<What, StoredError> {
    let version = reader.byte()?;
    if version != VERSION && version != REASON_VERSION {
        return Err(StoredError::Version(version));
    }
    let seq = reader.number()?;
    if version == REASON_VERSION {
        return Ok(What::Deleted { seq, why: Some(text(reader.text()?)?) });
    }
    reader.end()?;
    Ok(What::Deleted { seq, why: None })
}

/// `count (1) ‖ so many names and values`: there are fewer tags than a byte can count.
fn put_tags(out: &mut Vec<u8>, tags: &ClientTags) {
    out.push(u8::try_from(tags.len()).unwrap_or(u8::MAX));
    for (name, value) in tags.iter() {
        put::string(out, name);
        put::string(out, value);
    }
}

/// At least one.
fn tags(reader: &mut Reader<'_>) -> Result<ClientTags, StoredError> {
    let count = reader.byte()?;
    let mut tags = Vec::new();
    for _ in 0..count {
        tags.push((reader.string()?, reader.string()?));
    }
    match ClientTags::new(tags) {
        Ok(tags) if !tags.is_empty() => Ok(tags),
        Ok(_) | Err(_) => Err(StoredError::Form),
    }
}

#[cfg(test)]
mod tests;
