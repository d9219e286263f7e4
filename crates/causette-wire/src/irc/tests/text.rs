//! Texts cut, and texts without their colours.

use super::super::*;
use proptest::prelude::*;

#[track_caller]
fn cut(text: &str, room: usize, expect: &[&str]) {
    assert_eq!(split(text, room).collect::<Vec<_>>(), expect, "{text:?} in {room}");
}

#[test]
fn pieces() {
    cut("", 5, &[""]);
    cut("hello", 5, &["hello"]);
    cut("hello you", 5, &["hello", "you"]);
    cut("hello you", 6, &["hello", "you"]);
    cut("a b c d", 3, &["a b", "c d"]);
    cut("hello ", 5, &["hello"]);
    cut("one  two", 4, &["one ", "two"]);
    cut(" abcdef", 3, &[" ab", "cde", "f"]);
    cut("abcdefgh", 3, &["abc", "def", "gh"]);
    cut("ééé", 3, &["é", "é", "é"]);
    cut("😀😀", 7, &["😀", "😀"]);
    // Letters with marks, families, skin and flags' variation stay whole where they can.
    cut("xxe\u{301}", 4, &["xx", "e\u{301}"]);
    cut("aa👩‍👧", 11, &["aa", "👩‍👧"]);
    cut("aa👍🏽", 9, &["aa", "👍🏽"]);
    cut("aaa❤\u{fe0f}", 8, &["aaa", "❤\u{fe0f}"]);
    cut(&format!("e{}", "\u{301}".repeat(4)), 5, &["e\u{301}\u{301}", "\u{301}\u{301}"]);
    // No room is no reason to lose anything.
    cut("é😀", 0, &["é", "😀"]);
}

#[test]
fn colours() {
    for (text, expect) in [
        ("plain", "plain"),
        ("", ""),
        ("\u{3}04,01red\u{3} \u{2}bold\u{f} \u{1d}i\u{1f}u\u{16}r\u{1e}s\u{11}m", "red bold iursm"),
        ("\u{3}123 \u{3}1,x \u{3},5 5\u{3}1,234", "3 ,x ,5 54"),
        ("\u{4}ff0000,00ff00red\u{4} \u{4}ff00 x", "red ff00 x"),
        ("\u{2}", ""),
        ("\u{1}ACTION \u{2}waves\u{2}\u{1}", "\u{1}ACTION waves\u{1}"),
    ] {
        assert_eq!(strip_formatting(text), expect, "{text:?}");
    }
}

proptest! {
    #[test]
    fn pieces_fit_and_lose_only_spaces(text in "([a-cé€😀\u{301}\u{200d}]| ){0,40}", room in 4usize..20) {
        let pieces: Vec<&str> = split(&text, room).collect();
        prop_assert!(pieces.iter().all(|piece| piece.len() <= room), "{:?}", pieces);
        let mut from = 0;
        for piece in &pieces {
            let at = piece.as_ptr() as usize - text.as_ptr() as usize;
            prop_assert!(matches!(&text[from..at], "" | " "), "{:?}", pieces);
            from = at + piece.len();
        }
        prop_assert!(matches!(&text[from..], "" | " "), "{:?}", pieces);
    }

    #[test]
    fn no_sign_is_left(text in "[a0-9f,\u{2}\u{3}\u{4}\u{f}\u{1f} é]{0,30}") {
        let stripped = strip_formatting(&text).into_owned();
        let left = stripped.contains(['\u{2}', '\u{3}', '\u{4}', '\u{f}', '\u{1f}']);
        prop_assert!(!left);
        prop_assert_eq!(strip_formatting(&stripped), stripped.as_str());
    }
}
