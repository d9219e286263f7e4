//! Cuts a long text into pieces that fit a line each.
//!
//! It must not know what surrounds a piece: who calls says how much room there is.

use unicode_normalization::char::is_combining_mark;

/// What joins two characters into one picture: 👩 and 👧 become a family.
const JOINER: char = '\u{200d}';

/// The text in pieces of at most `room` bytes: cut at a space where there is one, and then that space is all that is
/// dropped; otherwise between two characters, and inside a letter with its marks, or a picture made of several, only
/// when it fills the room alone. A character that has no room at all is a piece by itself. An empty text is one piece.
pub fn split(text: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let now = rest?;
        let (piece, after) = cut(now, room);
        rest = (!after.is_empty()).then_some(after);
        Some(piece)
    })
}

/// The first piece and what follows it.
fn cut(text: &str, room: usize) -> (&str, &str) {
    if text.len() <= room {
        return (text, "");
    }
    let fits = (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    // One byte more: a space right behind what fits is as good a place.
    let spaces = text.as_bytes().get(..=fits).unwrap_or_default();
    if let Some(at) = spaces.iter().rposition(|b| *b == b' ').filter(|at| *at > 0) {
        let (piece, after) = text.split_at_checked(at).unwrap_or((text, ""));
        return (piece, after.strip_prefix(' ').unwrap_or(after));
    }
    let whole = (1..=fits).rev().find(|at| between(text, *at));
    let first = text.chars().next().map_or(text.len(), char::len_utf8);
    text.split_at_checked(whole.unwrap_or(fits).max(first)).unwrap_or((text, ""))
}

/// True where a text may be cut: between two characters of which the second does not belong to the first.
fn between(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let joined = before.ends_with(JOINER);
    let belongs = |c: char| c == JOINER || is_combining_mark(c) || ('\u{1f3fb}'..='\u{1f3ff}').contains(&c);
    !joined && !after.starts_with(belongs)
}
