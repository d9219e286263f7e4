//! Makes other people's bytes harmless for a terminal: nothing they write moves a cursor, colours, or turns a line round.
//!
//! Letters of every script pass as they are. It must not know who wrote what.

use super::Eol;
use crate::irc::formatting;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// What begins the further lines of a message of several lines, so that none can pass for a line of the server.
pub const CONTINUATION: &[u8] = b"| ";

/// Marks that are shown on one letter: no script needs more, and ten thousand of them cover a screen.
const MARKS_SHOWN: usize = 8;

/// Appends a message's text: tabs stay, each further line starts with [`CONTINUATION`].
pub fn push_text(out: &mut Vec<u8>, text: &str, eol: Eol) {
    scan(&capped(text), |part| match part {
        Part::Plain(plain) => out.extend_from_slice(plain.as_bytes()),
        Part::Tab => out.push(b'\t'),
        Part::NewLine => {
            out.extend_from_slice(eol.bytes());
            out.extend_from_slice(CONTINUATION);
        }
        Part::Shown(c) => push_char(out, c),
    });
}

/// Appends something that must stay on its line, such as a name, a room, or a word somebody typed.
pub fn push_word(out: &mut Vec<u8>, word: &str) {
    scan(&capped(word), |part| match part {
        Part::Plain(plain) => out.extend_from_slice(plain.as_bytes()),
        Part::Tab => push_char(out, '\u{2409}'),
        Part::NewLine => push_char(out, '\u{2424}'),
        Part::Shown(c) => push_char(out, c),
    });
}

/// True for a character that must not reach a terminal as it is: controls (C0, DEL, C1), what opens a bidirectional
/// scope, line separators, and what is there but not seen. Joiners stay: emoji and Persian need them. So do the
/// left-to-right and right-to-left marks, which open no scope: they do no more than a letter of such a script does.
pub fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{2028}' | '\u{2029}'
        | '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

enum Part<'a> {
    Plain(&'a str),
    Tab,
    NewLine,
    Shown(char),
}

/// True for a byte with which an unsafe character may begin: the others need no look.
pub(crate) fn suspect(byte: u8) -> bool {
    // C1; U+2000 to U+2FFF; U+F000 to U+FFFF.
    byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef)
}

/// Cuts `text` into stretches that are safe and single characters that are not.
fn scan(text: &str, mut put: impl FnMut(Part<'_>)) {
    let mut plain = text;
    let mut from = 0;
    while let Some(found) = plain.as_bytes().get(from..).and_then(|b| b.iter().position(|b| suspect(*b))) {
        let at = from + found;
        // A suspect byte starts a character, so this is a boundary.
        let Some((before, tail)) = plain.split_at_checked(at) else { break };
        let mut chars = tail.chars();
        let Some(c) = chars.next() else { break };
        if !is_unsafe(c) {
            from = at + c.len_utf8();
            continue;
        }
        put(Part::Plain(before));
        let after = chars.as_str();
        if let Some(rest) = formatting(c, after) {
            (plain, from) = (rest, 0);
            continue;
        }
        match c {
            '\t' => put(Part::Tab),
            '\n' | '\u{2028}' | '\u{2029}' => put(Part::NewLine),
            c => visible(c).into_iter().for_each(|c| put(Part::Shown(c))),
        }
        (plain, from) = (after, 0);
    }
    put(Part::Plain(plain));
}

/// The text with at most [`MARKS_SHOWN`] combining marks in a row.
fn capped(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(surplus_marks()) {
        return Cow::Borrowed(text);
    }
    let mut surplus = surplus_marks();
    Cow::Owned(text.chars().filter(|c| !surplus(*c)).collect())
}

/// Says of each character in turn whether it is one mark too many.
fn surplus_marks() -> impl FnMut(char) -> bool {
    let mut marks = 0;
    move |c| {
        let mark = c >= '\u{300}' && is_combining_mark(c);
        // What is not seen does not end a tower of marks.
        let unseen = is_unsafe(c) || ('\u{200c}'..='\u{200f}').contains(&c);
        marks = if mark { marks + 1 } else { marks * usize::from(unseen) };
        mark && marks > MARKS_SHOWN
    }
}

/// What stands for an unsafe character: its control picture, the replacement character, or nothing where nothing was seen.
fn visible(c: char) -> Option<char> {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

fn push_char(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str, eol: Eol) -> String {
        let mut out = Vec::new();
        push_text(&mut out, raw, eol);
        String::from_utf8(out).unwrap()
    }
    fn word(raw: &str) -> String {
        let mut out = Vec::new();
        push_word(&mut out, raw);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts() {
        for (raw, expect) in [
            ("bonjour à tous, « cœur » … 你好 👩‍👧 سلام‌ها", "bonjour à tous, « cœur » … 你好 👩‍👧 سلام‌ها"),
            ("a\tb", "a\tb"),
            ("\u{1b}[2J\u{7}", "␛[2J␇"),
            ("\u{1b}]52;c;AAAA\u{7}", "␛]52;c;AAAA␇"),
            ("\u{9b}31m\u{85}\u{80}", "\u{fffd}31m\u{fffd}\u{fffd}"),
            ("del\x7f bs\x08", "del␡ bs␈"),
            ("one\ntwo\n\n-- bob left #general", "one\n| two\n| \n| -- bob left #general"),
            ("one\u{2028}two\u{2029}three", "one\n| two\n| three"),
            ("exe.\u{202e}gpj\u{2066}x\u{2069}", "exe.\u{fffd}gpj\u{fffd}x\u{fffd}"),
            ("a\u{200b}b\u{feff}c\u{2060}d", "abcd"),
            ("a\u{200f}b\u{200e}c", "a\u{200f}b\u{200e}c"),
            ("soft\u{ad}hyphen", "softhyphen"),
            // Fault 15: CTCP and DCC are only text, and seen for what they are.
            ("\u{1}DCC SEND x 1 2 3\u{1}", "␁DCC SEND x 1 2 3␁"),
            // Fault 16: IRC's colours are gone, and nothing that only looks like one.
            ("\u{3}04,01red\u{3} \u{2}bold\u{f} \u{1d}i\u{1f}u\u{16}r\u{1e}s\u{11}m", "red bold iursm"),
            ("\u{3}123 \u{3}1,x \u{3},5 5\u{3}1,234", "3 ,x ,5 54"),
            ("\u{4}ff0000,00ff00red\u{4} \u{4}ff00 x", "red ff00 x"),
            ("\u{3}", ""),
            ("", ""),
            ("\0", "␀"),
        ] {
            assert_eq!(text(raw, Eol::Lf), expect, "{raw:?}");
        }
        assert_eq!(text("a\nb\rc", Eol::CrLf), "a\r\n| b␍c");
    }

    /// Fault 14.
    #[test]
    fn ten_thousand_marks_are_few() {
        let tower = format!("a{}b", "\u{301}".repeat(10_000));
        let shown = format!("a{}b", "\u{301}".repeat(MARKS_SHOWN));
        assert_eq!(text(&tower, Eol::Lf), shown);
        assert_eq!(word(&tower), shown);
        assert_eq!(text(&format!("{tower}\n{tower}"), Eol::Lf), format!("{shown}\n| {shown}"));
        let hidden = format!("a{}", "\u{301}\u{200b}\u{200d}\u{ad}".repeat(100));
        assert_eq!(text(&hidden, Eol::Lf).matches('\u{301}').count(), MARKS_SHOWN);
        let scripts = "שָׁלוֹם ภาษาไทย हिन्दी Việt e\u{302}\u{301} ❤\u{fe0f}";
        assert_eq!(text(scripts, Eol::Lf), scripts);
    }

    #[test]
    fn words_stay_on_their_line() {
        assert_eq!(word("a\tb\nc\u{2028}d\u{1b}"), "a␉b␤c␤d␛");
        assert_eq!(word("Élodie"), "Élodie");
    }

    proptest::proptest! {
        #[test]
        fn nothing_unsafe_passes(raw in proptest::collection::vec(proptest::prop_oneof![
            proptest::char::any(),
            proptest::char::range('\0', '\u{a0}'),
            proptest::char::range('\u{2000}', '\u{2070}'),
            proptest::char::range('\u{feff}', '\u{ffff}'),
        ], 0..40)) {
            let raw: String = raw.into_iter().collect();
            let out = text(&raw, Eol::Lf);
            proptest::prop_assert!(out.chars().all(|c| !is_unsafe(c) || c == '\t' || c == '\n'));
            proptest::prop_assert!(out.split('\n').skip(1).all(|l| l.starts_with("| ")));
            proptest::prop_assert!(!word(&raw).chars().any(is_unsafe));
            // Done twice is done once, and what was safe is untouched.
            if !raw.chars().any(is_unsafe) && capped(&raw) == raw {
                proptest::prop_assert_eq!(&out, &raw);
            }
            // The quick look never misses one.
            proptest::prop_assert!(raw.chars().filter(|c| is_unsafe(*c)).all(|c| suspect(c.to_string().as_bytes()[0])));
        }
    }
}
