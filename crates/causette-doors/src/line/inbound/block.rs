//! Blocks of lines: everything between two lines of ` ``` `, or between two `/paste`, is one message, whatever it holds.
//!
//! Only what a person says about their lines makes them belong together, never when they arrive: a terminal hands `nc` a
//! paste line by line, and a program's lines arrive in heaps when the network is slow.

use causette_core::limits::TEXT_BYTES;

/// Opens and closes a block.
pub(in crate::line) const FENCE: &str = "```";

/// A block that is not closed yet. It holds at most one message.
#[derive(PartialEq, Eq, Debug)]
pub(in crate::line) struct Block {
    text: String,
    /// Opened by `/paste`: a fence is text then.
    by_command: bool,
    /// A part of it was sent already.
    continued: bool,
}

/// What a line did to a block.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Taken {
    /// It is in the block.
    Kept,
    /// It had no room: this message goes first.
    Full(String),
    /// It closed the block, of which this is the rest.
    Closed(String),
}

impl Block {
    pub(in crate::line) fn new(by_command: bool) -> Block {
        Block { text: String::new(), by_command, continued: false }
    }

    /// Takes a line; `is_command` says whether it is `/paste` alone.
    pub(super) fn take(&mut self, line: &str, is_command: bool) -> Taken {
        let closes = if self.by_command { is_command } else { line.trim_end() == FENCE };
        if closes {
            return Taken::Closed(std::mem::take(&mut self.text));
        }
        let full = !self.text.is_empty() && self.text.len() + line.len() + 1 > TEXT_BYTES;
        let before = if full { std::mem::take(&mut self.text) } else { String::new() };
        self.text.push_str(line);
        self.text.push('\n');
        self.continued |= full;
        if full { Taken::Full(before) } else { Taken::Kept }
    }

    /// What is left of it when the peer sends no more.
    pub(super) fn rest(self) -> String {
        self.text
    }

    /// Nothing is left, but it was not empty: its parts are sent.
    pub(super) fn is_continued(&self) -> bool {
        self.continued
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_everything_up_to_its_own_end() {
        let mut block = Block::new(false);
        for line in ["  a", "", "/quit", "fin", "//x", "````", "``` x", "/paste"] {
            assert_eq!(block.take(line, line == "/paste"), Taken::Kept, "{line}");
        }
        let all = "  a\n\n/quit\nfin\n//x\n````\n``` x\n/paste\n";
        assert_eq!(block.take("``` ", false), Taken::Closed(all.into()));
        let mut block = Block::new(true);
        assert_eq!(block.take(FENCE, false), Taken::Kept);
        assert_eq!(block.take("/coller", true), Taken::Closed("```\n".into()));
    }

    #[test]
    fn a_long_block_is_several_messages_with_every_line_once() {
        let lines: Vec<String> = (0..1000).map(|n| format!("line {n} é")).collect();
        let (mut block, mut seen, mut messages) = (Block::new(false), String::new(), 0);
        for line in &lines {
            if let Taken::Full(text) = block.take(line, false) {
                assert!(text.len() <= TEXT_BYTES && text.ends_with('\n'));
                (seen, messages) = (seen + &text, messages + 1);
            }
        }
        assert!(block.is_continued());
        assert!(seen + &block.rest() == lines.join("\n") + "\n", "a line is missing, doubled or out of place");
        assert_eq!(messages, 2);
    }
}
