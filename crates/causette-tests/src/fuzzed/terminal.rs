//! What may reach a terminal, by a list of its own: the one in the product is what is being checked.

use causette_wire::line::{Eol, safe};

/// A text as it would be printed: no control character but tabs and line ends, nothing that turns a line round, no line
/// that could pass for the server's, and every harmless character still there.
pub(super) fn text(raw: &str) {
    for (eol, end) in [(Eol::Lf, "\n"), (Eol::CrLf, "\r\n")] {
        let mut out = Vec::new();
        safe::push_text(&mut out, raw, eol);
        let out = utf8(&out);
        let mut lines = out.split(end);
        let first = lines.next().unwrap_or_default();
        let further = lines.inspect(|line| assert!(line.starts_with("| "), "{raw:?}: a forged line: {line:?}"));
        for c in std::iter::once(first).chain(further).flat_map(str::chars) {
            assert!(c == '\t' || !harmful(c), "{raw:?}: {c:?} passes in {out:?}");
        }
        kept(raw, out);
    }
    let mut out = Vec::new();
    safe::push_word(&mut out, raw);
    let out = utf8(&out);
    assert!(!out.chars().any(harmful), "{raw:?}: a word leaves its line: {out:?}");
    kept(raw, out);
}

fn utf8(out: &[u8]) -> &str {
    match str::from_utf8(out) {
        Ok(text) => text,
        Err(error) => panic!("{error}: {out:02x?}"),
    }
}

/// C0, DEL and C1; what opens or closes a bidirectional scope; line and paragraph separators.
fn harmful(c: char) -> bool {
    c.is_control() || matches!(u32::from(c), 0x202a..=0x202e | 0x2066..=0x2069 | 0x2028..=0x2029)
}

/// No letter, digit or ASCII sign is missing, and the order is the same. Colours go with their numbers, and marks beyond the
/// few that a letter may bear go too.
fn kept(raw: &str, out: &str) {
    if raw.contains(['\u{3}', '\u{4}']) {
        return;
    }
    let plain = |c: &char| c.is_ascii() || c.is_uppercase() || c.is_numeric() || c.is_lowercase() && *c != '\u{345}';
    let mut shown = out.chars();
    for c in raw.chars().filter(|c| plain(c) && !safe::is_unsafe(*c)) {
        assert!(shown.any(|other| other == c), "{raw:?}: {c:?} is lost in {out:?}");
    }
}
