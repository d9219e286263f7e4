//! Somebody with an IRC client: sends messages, reads messages.

use super::wire::Wire;
use anyhow::Result;
use std::net::SocketAddr;
use std::time::Duration;

/// A connection to the IRC door.
pub struct Irc(Wire);

impl Irc {
    /// Connects, and says nothing yet.
    pub fn connect(address: SocketAddr) -> Result<Irc> {
        Ok(Irc(Wire::connect(address, None)?))
    }

    /// Connects under this nickname with these capabilities, and reads until it is welcome.
    pub fn register(address: SocketAddr, nick: &str, caps: &str) -> Result<Irc> {
        let mut irc = Irc::connect(address)?;
        if !caps.is_empty() {
            irc.send(&format!("CAP REQ :{caps}"))?;
            irc.expect(" ACK ")?;
        }
        irc.send(&format!("NICK {nick}\r\nUSER {nick} 0 * :{nick} the person"))?;
        if !caps.is_empty() {
            irc.send("CAP END")?;
        }
        irc.expect(" 001 ")?;
        irc.sync()?;
        Ok(irc)
    }

    /// Sends a message, or several with CR LF between them.
    pub fn send(&mut self, line: &str) -> Result<()> {
        self.0.send(&format!("{line}\r"))
    }

    /// The next line, if one comes within this time.
    pub fn line(&mut self, wait: Duration) -> Result<Option<String>> {
        self.0.line(wait)
    }

    /// Reads until a message contains these words, and returns it. An error names what came instead.
    pub fn expect(&mut self, words: &str) -> Result<String> {
        self.0.until(words).map(|(_, line)| line)
    }

    /// All that comes before the answer to a PING: whatever was asked before it is answered by then.
    pub fn sync(&mut self) -> Result<Vec<String>> {
        self.send("PING :sync")?;
        self.0.until(" PONG ").map(|(before, _)| before)
    }
}
