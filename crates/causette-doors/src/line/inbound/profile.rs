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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn asks(typed: &str, expect: Command) {
        assert_eq!(profile(typed), Ok((None, expect)), "{typed}");
    }

    #[test]
    fn what_people_and_rooms_say_of_themselves() {
        let set = |value: Option<&str>| {
            let value = value.map(|value| ProfileValue::new(value).unwrap());
            ProfileEdit::Set(ProfileKey::new("url").unwrap(), value)
        };
        let room = || RoomName::new("x").unwrap();
        asks("", Command::Profile(None));
        asks("url https://x.example  a b", Command::Profile(Some(set(Some("https://x.example  a b")))));
        asks("url -", Command::Profile(Some(set(None))));
        asks("-", Command::Profile(Some(ProfileEdit::Clear)));
        asks("#x url tea", Command::Govern { room: room(), act: Act::Profile(set(Some("tea"))) });
        asks("#x -", Command::Govern { room: room(), act: Act::Profile(ProfileEdit::Clear) });
        assert_eq!(profile("#x"), Ok((Some(View::Profile.reference()), Command::About(room()))));
        assert_eq!(profile("url"), Err(Wrong::Usage));
        for (typed, code) in [("Url tea", "bad_profile_key"), (&format!("url {}", "x".repeat(301)), "too_long")] {
            assert!(matches!(profile(typed), Err(Wrong::Refused(refusal)) if refusal.code() == code), "{typed}");
        }
    }
}
