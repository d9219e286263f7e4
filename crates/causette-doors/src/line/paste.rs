//! Pastes kept whole (`/paste on`): lines of text that arrive together, more than two and none a command, are one message.
//!
//! Typing arrives a line at a time and is never touched. So that a program that sends a line for each message is not
//! misread, a session has to ask for it. It must not know rooms or rates.

use super::inbound::FENCE;
use super::words::QUIT_WORD;
use causette_core::limits::TEXT_BYTES;
use causette_wire::line::Input;

/// Fewer lines than this that arrive together are messages of their own.
const LINES: usize = 3;

/// The first message of a paste.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Paste {
    pub(super) text: String,
    /// How many lines it holds.
    pub(super) lines: usize,
    /// How many bytes they were.
    pub(super) bytes: usize,
}

/// The message that `arrived` begins with, if it is a paste. Lines beyond the text limit are left for the next one, and so
/// is a quit word at the very end, which quits. What the line codec must look at (a NUL, telnet, a lone CR) is no paste.
pub(super) fn paste(arrived: &[u8]) -> Option<Paste> {
    let end = arrived.iter().rposition(|b| *b == b'\n')? + 1;
    let whole = str::from_utf8(arrived.get(..end)?).ok().filter(|whole| !whole.contains('\0'))?;
    let mut lines = Vec::new();
    for raw in whole.split_inclusive('\n') {
        let line = raw.trim_end_matches('\n');
        let line = line.strip_suffix('\r').unwrap_or(line);
        match Input::of(line) {
            // It opens a block, which says where it ends.
            Input::Text(_) if line.trim_end() == FENCE => return None,
            Input::Text(text) if !text.contains('\r') => lines.push((text, raw.len())),
            Input::Text(_) | Input::Command { .. } => return None,
        }
    }
    lines.pop_if(|(last, _)| end == arrived.len() && *last == QUIT_WORD);
    if lines.len() < LINES {
        return None;
    }
    let mut paste = Paste { text: String::new(), lines: 0, bytes: 0 };
    for (line, bytes) in lines {
        if paste.text.len() + line.len() + 1 > TEXT_BYTES {
            break;
        }
        paste.text.push_str(line);
        paste.text.push('\n');
        paste.lines += 1;
        paste.bytes += bytes;
    }
    Some(paste).filter(|paste| !paste.text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arrived: &str, expect: Option<(&str, &str)>) {
        let found = paste(arrived.as_bytes()).map(|p| (p.text, arrived[p.bytes..].to_owned()));
        assert_eq!(found, expect.map(|(text, rest)| (text.to_owned(), rest.to_owned())), "{arrived:?}");
    }

    #[test]
    fn what_is_a_paste() {
        check("a\nb\nc\n", Some(("a\nb\nc\n", "")));
        check("a\r\n\r\n  b\r\nc", Some(("a\n\n  b\n", "c")));
        check("a\nfin\nb\n", Some(("a\nfin\nb\n", "")));
        check("a\nb\nc\nfin\n", Some(("a\nb\nc\n", "fin\n")));
        check("a\nb\nfin\nd", Some(("a\nb\nfin\n", "d")));
        check("//a\nb\nc\n", Some(("/a\nb\nc\n", "")));
        for typed in [
            "",
            "a",
            "a\n",
            "a\nb\n",
            "a\nb\nc",
            "a\nb\nfin\n",
            "a\n/who\nb\nc\n",
            "a\n```\nb\nc\n```\n",
            "\n\n\n\n",
            "a\rb\nc\nd\n",
            "a\0\nb\nc\n",
        ] {
            check(typed, None);
        }
        assert_eq!(paste(b"a\n\xff\xfb\x01b\nc\nd\n"), None);
        assert_eq!(paste(b"a\nb\nc\nd\xe9\n"), None);
    }

    #[test]
    fn a_long_paste_is_several_messages_with_every_line_once() {
        let lines: Vec<String> = (0..1000).map(|n| format!("line {n} é")).collect();
        let arrived = lines.join("\n") + "\n";
        let (mut rest, mut seen, mut messages) = (arrived.as_bytes(), String::new(), 0);
        while let Some(paste) = paste(rest) {
            assert!(paste.text.len() <= TEXT_BYTES && paste.text.lines().count() == paste.lines);
            (seen, messages) = (seen + &paste.text, messages + 1);
            rest = &rest[paste.bytes..];
        }
        assert_eq!(messages, 3);
        assert!(seen + str::from_utf8(rest).unwrap() == arrived, "a line is missing, doubled or out of place");
        // A line that no message holds is the codec's to hand on, and the rules' to refuse.
        assert_eq!(paste(format!("{}\nb\nc\n", "x".repeat(TEXT_BYTES)).as_bytes()), None);
    }
}
