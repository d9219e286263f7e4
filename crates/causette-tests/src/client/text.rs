//! Somebody at a terminal: types lines, reads lines.

use super::PATIENCE;
use super::wire::Wire;
use crate::history::{Said, What};
use anyhow::{Result, bail};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

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
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Some(line) = self.0.line(deadline.saturating_duration_since(Instant::now()))? {
            if line.contains(words) {
                return Ok(line);
            }
            seen.push(line);
        }
        bail!("no line with {words:?} within {PATIENCE:?}, only {seen:#?}")
    }
}

/// An entry as a terminal shows it in the current room, `[14:03 12] <alice> bonjour`: its number and the line after it.
pub fn said(line: &str) -> Option<Said> {
    let (time, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let seq = time.split_once(' ')?.1.parse().ok()?;
    Some(Said { seq, by: String::new(), what: What::Line { text: rest.to_owned() } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_as_it_is_shown() {
        let expect = |text: &str| Some(Said { seq: 12, by: String::new(), what: What::Line { text: text.into() } });
        assert_eq!(said("[14:03 12] <alice> bonjour > [tous]"), expect("<alice> bonjour > [tous]"));
        assert_eq!(said("[14:03 12] * alice smiles"), expect("* alice smiles"));
        assert_eq!(said("-- bob joined #general"), None);
    }
}
