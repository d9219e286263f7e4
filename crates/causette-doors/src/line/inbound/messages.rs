//! Commands about messages: saying, answering, changing, taking back, signs.

use super::args::{Wish, Wrong, line_of_text, message, needed, person, plain};
use causette_core::{Command, Mark, Role, RoomName, Style, Target, Text};
use causette_wire::line::words::first_word;

/// `/msg NAME TEXT`
pub(super) fn msg(rest: &str) -> Wish {
    match first_word(rest) {
        Some((name, text)) if !text.is_empty() => {
            let (to, text) = (Target::Person(person(name)?), Text::new(text)?);
            plain(Command::Say {
                to,
                text,
                style: Style::Plain,
                reply_to: None,
                key: None,
                tags: causette_core::ClientTags::NONE,
            })
        }
        Some(_) | None => Err(Wrong::Usage),
    }
}

/// `/reply N TEXT`
pub(super) fn reply(rest: &str, here: Option<&RoomName>) -> Wish {
    let (to, seq, text) = message(rest, here)?;
    let text = words(text)?;
    plain(Command::Say {
        to,
        text,
        style: Style::Plain,
        reply_to: Some(seq),
        key: None,
        tags: causette_core::ClientTags::NONE,
    })
}

/// `/edit N TEXT`
pub(super) fn edit(rest: &str, here: Option<&RoomName>) -> Wish {
    let (of, seq, text) = message(rest, here)?;
    plain(Command::Edit { of, seq, text: words(text)? })
}

/// `/delete N [WHY]`
pub(super) fn delete(rest: &str, here: Option<&RoomName>) -> Wish {
    let (of, seq, why) = message(rest, here)?;
    plain(Command::Delete { of, seq, why: line_of_text(why)? })
}

/// `/react N SIGN`, and `/react N -SIGN`
pub(super) fn react(rest: &str, here: Option<&RoomName>) -> Wish {
    let (of, seq, sign) = message(rest, here)?;
    let (sign, more) = needed(sign)?;
    if !more.is_empty() {
        return Err(Wrong::Word(more.to_owned()));
    }
    // `-1` and `-` are signs of their own.
    let taken = sign.strip_prefix('-').filter(|sign| !sign.is_empty() && !sign.starts_with(|c: char| c.is_numeric()));
    plain(Command::React { of, seq, mark: Mark::new(taken.unwrap_or(sign))?, on: taken.is_none() })
}

fn words(text: &str) -> Result<Text, Wrong> {
    if text.is_empty() { Err(Wrong::Usage) } else { Ok(Text::new(text)?) }
}

/// `/staff TEXT`: to those who look after the room.
pub(super) fn staff(arg: &str, here: Option<&RoomName>) -> Wish {
    let text = Text::new(needed(arg).map(|_| arg)?)?;
    let room = here.ok_or(Wrong::NoRoom)?.clone();
    plain(Command::Aside { room, role: Role::Moderator, text, style: Style::Plain })
}
