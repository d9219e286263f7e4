//! Somebody at a terminal: types lines, reads lines.

use super::wire::Wire;
use crate::history::{Said, What};
use anyhow::Result;
use std::net::SocketAddr;
use std::time::Duration;

/// A connection that was never told to speak JSON.
pub struct Text(Wire);

impl Text {
    /// Connects, and reads nothing yet.
    pub fn connect(address: SocketAddr) -> Result<Text> {
        Ok(Text(Wire::connect(address, None)?))
    }

    /// Types a line.
    pub fn send(&mut self, line: &str) -> Result<()> {
        self.0.send(line)
    }

    /// The next line, if one comes within this time.
    pub fn line(&mut self, wait: Duration) -> Result<Option<String>> {
        self.0.line(wait)
    }

    /// Reads until a line contains these words, and returns it. An error names what came instead.
    pub fn expect(&mut self, words: &str) -> Result<String> {
        self.0.until(words).map(|(_, line)| line)
    }
}

/// An entry as a terminal shows it in the current room, `[14:03 12 re 11 @] <alice> bonjour`: its number, the one it answers,
/// and what follows.
pub fn said(line: &str) -> Option<Said> {
    let (bracket, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let mut words = bracket.split(' ').skip(1);
    let seq = words.next()?.parse().ok()?;
    let reply_to = words.next().filter(|word| *word == "re").and_then(|_| words.next()?.parse().ok());
    Some(Said { seq, by: String::new(), what: What::Line { text: rest.to_owned(), reply_to } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: Option<(Option<u64>, &str)>) {
        let what = |(reply_to, text): (_, &str)| What::Line { text: text.into(), reply_to };
        assert_eq!(said(line), expect.map(|expect| Said { seq: 12, by: String::new(), what: what(expect) }), "{line}");
    }

    #[test]
    fn an_entry_is_read_as_it_is_shown() {
        check("[14:03 12] <alice> bonjour > [tous]", Some((None, "<alice> bonjour > [tous]")));
        check("[14:03 12 re 7] <alice> oui", Some((Some(7), "<alice> oui")));
        check("[14:03 12 re 7 @] <alice> oui", Some((Some(7), "<alice> oui")));
        check("[14:03 12 @] * alice smiles", Some((None, "* alice smiles")));
        check("[14:03 12] = 4", Some((None, "= 4")));
        check("[14:03 #other 12] <alice> elsewhere", None);
        check("-- bob joined #general", None);
    }
}
