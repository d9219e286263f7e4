//! Who a text speaks to: `@name` anywhere, and `name:`, `name,` or the French `name :` at its beginning.
//!
//! Only the shape is read here. Whether somebody bears the name is for whoever knows who is present.

use crate::{Name, limits};

/// The words of `text` that may name somebody, at most [`limits::MENTIONS`], as they are written.
pub fn candidates(text: &str) -> impl Iterator<Item = &str> {
    let addressed = addressee(text);
    // Most texts hold no sign at all: one look at their bytes, and nothing else.
    let marked = text.split('@').skip(1).map(leading_name);
    addressed.into_iter().chain(marked).filter(|word| !word.is_empty()).take(limits::MENTIONS)
}

/// `alice: bonjour`, `alice, bonjour`, `alice : bonjour`.
fn addressee(text: &str) -> Option<&str> {
    let end = text.find([':', ',', ' ', '\u{a0}', '\u{202f}', '\n'])?;
    let (name, rest) = text.split_at_checked(end)?;
    let sign = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let spaced = sign.len() < rest.len();
    let after = sign.strip_prefix(':').or_else(|| sign.strip_prefix(',').filter(|_| !spaced))?;
    // `12:30` and `http://…` speak to nobody.
    let apart = after.is_empty() || after.starts_with(char::is_whitespace);
    Some(name).filter(|name| apart && !name.starts_with('@'))
}

/// The longest beginning that could be a name; a full stop or comma after it is the sentence's.
fn leading_name(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(limits::NAME_CHARS + 1)
        .find(|(_, c)| !Name::may_hold(*c))
        .map_or_else(|| text.char_indices().nth(limits::NAME_CHARS + 1).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(candidates(text).collect::<Vec<_>>(), expect, "{text:?}");
    }

    #[test]
    fn who_is_spoken_to() {
        check("bonjour tous", &[]);
        check("", &[]);
        check("alice: bonjour", &["alice"]);
        check("alice, bonjour", &["alice"]);
        check("alice : bonjour", &["alice"]);
        check("alice\u{a0}: bonjour", &["alice"]);
        check("alice:", &["alice"]);
        check("alice , bonjour", &[]);
        check("12:30", &[]);
        check("http://example.org", &[]);
        check("oui @bob et @Émilie!", &["bob", "Émilie"]);
        check("(@bob).", &["bob"]);
        check("a@b.c", &["b"]);
        check("@ @@bob", &["bob"]);
        check("@bob: salut", &["bob"]);
        check(&"@a ".repeat(50), &["a"; limits::MENTIONS]);
    }

    #[test]
    fn a_word_longer_than_a_name_is_no_part_of_one() {
        let long = "x".repeat(limits::NAME_CHARS + 5);
        let text = format!("@{long}");
        // One character too many is kept, so that no name is found by accident.
        check(&text, &[&long[..limits::NAME_CHARS + 1]]);
        // The longest name there is ends where it ends.
        check(&format!("@{}, hi", &long[..limits::NAME_CHARS]), &[&long[..limits::NAME_CHARS]]);
    }
}
