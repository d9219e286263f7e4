//! What people and rooms say of themselves: `/profile`.

use super::args::{Wish, Wrong, plain};
use crate::line::view::View;
use causette_core::{Act, Command, ProfileEdit, ProfileKey, ProfileValue, RoomName};
use causette_wire::line::words::first_word;

/// `/profile [ROOM] [KEY [TEXT]]`: `-` in the place of a text takes it away, in the place of a key all of it.
pub(super) fn profile(arg: &str) -> Wish {
    let Some((room, rest)) = first_word(arg).filter(|(word, _)| word.starts_with('#')) else {
        return plain(Command::Profile(edit(arg)?));
    };
    let room = RoomName::new(room)?;
    match edit(rest)? {
        Some(edit) => plain(Command::Govern { room, act: Act::Profile(edit) }),
        None => Ok((Some(View::Profile.reference()), Command::About(room))),
    }
}

fn edit(arg: &str) -> Result<Option<ProfileEdit>, Wrong> {
    let Some((key, text)) = first_word(arg) else { return Ok(None) };
    Ok(Some(match (key, text.trim()) {
        ("-", "") => ProfileEdit::Clear,
        (_, "") => return Err(Wrong::Usage),
        (key, "-") => ProfileEdit::Set(ProfileKey::new(key)?, None),
        (key, text) => ProfileEdit::Set(ProfileKey::new(key)?, Some(ProfileValue::new(text)?)),
    }))
}
