//! IRC's signs for colour and weight, for those who show none.
//!
//! It must not know what shows a text, nor any other control character.

use std::borrow::Cow;

/// The text without IRC's colours and weights: bold, colour, hexadecimal colour, plain, monospace, reverse, italic,
/// struck through, underlined.
pub fn strip_formatting(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, sign, after)) = next_sign(rest) {
        out.push_str(before);
        rest = formatting(sign, after).unwrap_or(after);
    }
    // Something was stripped, or all is left.
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The first sign, with what is before it and after it.
fn next_sign(text: &str) -> Option<(&str, char, &str)> {
    let at = text.bytes().position(|b| matches!(b, 0x02..=0x04 | 0x0f | 0x11 | 0x16 | 0x1d..=0x1f))?;
    let (before, tail) = text.split_at_checked(at)?;
    let mut chars = tail.chars();
    let sign = chars.next()?;
    Some((before, sign, chars.as_str()))
}

/// What follows one of the signs, with the colours after it; nothing where it is no such sign.
pub(crate) fn formatting(sign: char, rest: &str) -> Option<&str> {
    let skip = |rest: &'_ str, most: usize, fits: fn(&u8) -> bool| rest.bytes().take(most).take_while(fits).count();
    let colour = |rest, width, fits| match skip(rest, width, fits) {
        // Of hexadecimal colours all digits count, or none.
        found if found < width && width > 2 => 0,
        found => found,
    };
    let colours = |width, fits: fn(&u8) -> bool| {
        let first = colour(rest, width, fits);
        let second =
            rest.get(first..).and_then(|rest| rest.strip_prefix(',')).map_or(0, |rest| colour(rest, width, fits));
        let length = if first > 0 && second > 0 { first + 1 + second } else { first };
        rest.get(length..)
    };
    match sign {
        '\u{2}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}' | '\u{1e}' | '\u{1f}' => Some(rest),
        '\u{3}' => colours(2, u8::is_ascii_digit),
        '\u{4}' => colours(6, u8::is_ascii_hexdigit),
        _ => None,
    }
}
