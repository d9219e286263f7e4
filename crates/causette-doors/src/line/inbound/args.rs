//! What stands after a command: numbers, durations, rooms and people, as people type them.
//!
//! Pure: it knows no session but the room where its text goes.

use causette_core::{Act, Command, Name, Ref, Refusal, RoomName, Seq, Target, Text};
use causette_wire::line::words::first_word;

/// What a command line asks for, with the door's own reference where the answer is shown in a way of its own.
pub(super) type Wish = Result<(Option<Ref>, Command), Wrong>;

/// Why a command line asks for nothing.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// Something is missing, or in the wrong place.
    Usage,
    /// A word that the command does not know.
    Word(String),
    /// No room can be set to that.
    Mode(String),
    /// What `/admin` does not know.
    Office(String),
    /// More words than the command takes. They may hold a password, so that none is shown.
    TooMany,
    /// It needs a room, and there is none.
    NoRoom,
    /// A name, text or number that the core does not take.
    Refused(Refusal),
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Wrong {
        Wrong::Refused(refusal)
    }
}

/// A wish whose answer is shown as any other.
pub(super) fn plain(command: Command) -> Wish {
    Ok((None, command))
}

/// A wish about the room where text goes.
pub(super) fn govern(here: Option<&RoomName>, act: Act) -> Wish {
    plain(Command::Govern { room: here.ok_or(Wrong::NoRoom)?.clone(), act })
}

/// `bob` or `@bob`.
pub(super) fn person(word: &str) -> Result<Name, Wrong> {
    Ok(Name::new(word.strip_prefix('@').unwrap_or(word))?)
}

/// The next word, which is needed, and the rest.
pub(super) fn needed(rest: &str) -> Result<(&str, &str), Wrong> {
    first_word(rest).ok_or(Wrong::Usage)
}

/// A password, and the rest. One that has spaces stands between two `"`, which are not part of it.
pub(super) fn secret(rest: &str) -> Result<(&str, &str), Wrong> {
    let quoted = rest.trim_start().strip_prefix('"');
    let closed = quoted.and_then(|inner| {
        let mut ends = inner.match_indices('"').map(|(at, _)| inner.split_at(at));
        ends.find_map(|(word, after)| {
            Some((word, after.strip_prefix('"')?)).filter(|(word, after)| {
                !word.is_empty() && (after.is_empty() || after.starts_with(char::is_whitespace))
            })
        })
    });
    match closed {
        Some((word, after)) => Ok((word, after.trim_start())),
        None => needed(rest),
    }
}

/// The one word there may be, where it may be a secret.
pub(super) fn one_secret(rest: &str) -> Result<&str, Wrong> {
    match needed(rest)? {
        (word, "") => Ok(word),
        _ => Err(Wrong::TooMany),
    }
}

/// `12` or `#12`: the number of a message. One too large for a number is one that no message has.
pub(super) fn seq(word: &str) -> Option<Seq> {
    let digits = word.strip_prefix('#').unwrap_or(word);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| digits.parse().unwrap_or(Seq::MAX))
}

/// The same, where nothing but a number will do.
pub(super) fn numbered(word: &str) -> Result<Seq, Wrong> {
    seq(word).ok_or_else(|| Wrong::Word(word.to_owned()))
}

/// `90`, `90s`, `10m`, `2h`, `3d` or `3j`: seconds, if it is a duration.
pub fn span(word: &str) -> Option<u64> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let unit = match word.get(digits.len()..)?.to_lowercase().as_str() {
        "s" | "" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" | "j" => 24 * 3600,
        "w" | "sem" => 7 * 24 * 3600,
        _ => return None,
    };
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| digits.parse().unwrap_or(u64::MAX).saturating_mul(unit))
}

/// A duration that has a unit, and what follows it. What begins as a number and is none would else be a reason, and what was meant to
/// end would last until it is lifted: it is asked for again.
pub(super) fn leading_span(rest: &str) -> Result<(Option<u64>, &str), Wrong> {
    let Some((word, after)) = first_word(rest) else { return Ok((None, rest)) };
    let number = word.strip_prefix(['-', '+']).unwrap_or(word).starts_with(|c: char| c.is_ascii_digit());
    match span(word).filter(|_| word.ends_with(char::is_alphabetic)) {
        Some(seconds) => Ok((Some(seconds), after)),
        None if number => Err(Wrong::Word(word.to_owned())),
        None => Ok((None, rest)),
    }
}

/// A reason or a topic, if there is one.
pub(super) fn line_of_text(rest: &str) -> Result<Option<Text>, Wrong> {
    let rest = rest.trim();
    if rest.is_empty() { Ok(None) } else { Ok(Some(Text::new(rest)?)) }
}

/// `#room`, `@name`, or, for no word, where the session is.
pub(super) fn target(word: &str, here: Option<&RoomName>) -> Result<Target, Wrong> {
    match (word.strip_prefix('@'), word) {
        (Some(name), _) => Ok(Target::Person(Name::new(name)?)),
        (None, "") => Ok(Target::Room(here.ok_or(Wrong::NoRoom)?.clone())),
        (None, room) => Ok(Target::Room(RoomName::new(room)?)),
    }
}

/// `[@NAME|#room] …`: where, and the rest. `#12` is a message's number, not a room.
pub(super) fn place<'a>(rest: &'a str, here: Option<&RoomName>) -> Result<(Target, &'a str), Wrong> {
    match first_word(rest) {
        Some((word, after)) if word.starts_with(['@', '#']) && seq(word).is_none() => Ok((target(word, here)?, after)),
        Some(_) | None => Ok((target("", here)?, rest)),
    }
}

/// `[@NAME|#room] N …`: a message, and what is said of it.
pub(super) fn message<'a>(rest: &'a str, here: Option<&RoomName>) -> Result<(Target, Seq, &'a str), Wrong> {
    let (of, rest) = place(rest, here)?;
    let (number, after) = needed(rest)?;
    Ok((of, numbered(number)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_durations() {
        for (word, expect) in
            [("12", Some(12)), ("#12", Some(12)), ("0", Some(0)), ("99999999999999999999", Some(Seq::MAX))]
        {
            assert_eq!(seq(word), expect, "{word}");
        }
        for word in ["", "#", "-1", "1.5", "12x", "##1", "+1", "\u{661}"] {
            assert_eq!(seq(word), None, "{word}");
        }
        for (word, expect) in [
            ("90", Some(90)),
            ("90s", Some(90)),
            ("10m", Some(600)),
            ("10min", Some(600)),
            ("2H", Some(7200)),
            ("3d", Some(259_200)),
            ("3j", Some(259_200)),
            ("99999999999999999999d", Some(u64::MAX)),
            ("m", None),
            ("", None),
            ("3x", None),
            ("-3d", None),
            ("é", None),
        ] {
            assert_eq!(span(word), expect, "{word}");
        }
        let found = |rest| leading_span(rest).ok();
        assert_eq!(found("10m too loud"), Some((Some(600), "too loud")));
        assert_eq!(found("1w too loud"), Some((Some(604_800), "too loud")));
        assert_eq!(found("too loud"), Some((None, "too loud")));
        assert_eq!(found(""), Some((None, "")));
        // What was meant to end must not last for ever.
        for odd in ["3 times", "-5", "10x spam", "10minutes spam"] {
            assert_eq!(found(odd), None, "{odd}");
        }
    }

    #[test]
    fn passwords_with_spaces_stand_in_quotes() {
        for (typed, expect) in [
            ("secret rest of it", ("secret", "rest of it")),
            ("\"two  words\"  rest", ("two  words", "rest")),
            ("\"two words\"", ("two words", "")),
            ("\"say \"hi\" to me\" x", ("say \"hi", "to me\" x")),
            ("\"a\"b\"", ("a\"b", "")),
            ("\"open word", ("\"open", "word")),
            ("\"\" x", ("\"\"", "x")),
            ("\"", ("\"", "")),
        ] {
            assert_eq!(secret(typed), Ok(expect), "{typed}");
        }
        assert_eq!(secret(" "), Err(Wrong::Usage));
        assert_eq!((one_secret("abc "), one_secret("a b")), (Ok("abc"), Err(Wrong::TooMany)));
    }

    #[test]
    fn messages_here_and_elsewhere() {
        let here = RoomName::new("x").unwrap();
        let room = |name: &str| Target::Room(RoomName::new(name).unwrap());
        let bob = Target::Person(Name::new("bob").unwrap());
        assert_eq!(message("12 a  b ", Some(&here)), Ok((room("x"), 12, "a  b ")));
        assert_eq!(message("#12 a", Some(&here)), Ok((room("x"), 12, "a")));
        assert_eq!(message("@bob 12", None), Ok((bob, 12, "")));
        assert_eq!(message("#rust #12 a", None), Ok((room("rust"), 12, "a")));
        assert_eq!(message("12", None), Err(Wrong::NoRoom));
        for bad in ["", "@bob", "#rust"] {
            assert_eq!(message(bad, Some(&here)), Err(Wrong::Usage), "{bad}");
        }
        for bad in ["x", "a 12"] {
            assert!(matches!(message(bad, Some(&here)), Err(Wrong::Word(_))), "{bad}");
        }
    }
}
