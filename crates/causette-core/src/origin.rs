//! How a session reached the server: by which door, from where, and whether somebody between could read along.

use crate::Fingerprint;
use std::net::IpAddr;

/// A way in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Door {
    /// Lines of text, or of JSON.
    Line,
    /// IRC.
    Irc,
    /// A browser, or a program by HTTP.
    Web,
    /// The operator's own door, which only those who can read the data directory find.
    Console,
}

/// Where a session comes from. The default is a line session of which nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// By which door.
    pub door: Door,
    /// The other machine, if the door knows it.
    pub address: Option<IpAddr>,
    /// The certificate by which it was made, if it was: its key is theirs.
    pub certificate: Option<Fingerprint>,
    /// Whether nobody between can read what is sent: TLS, or the same machine. Passwords are taken only then.
    pub private: bool,
}

impl Default for Origin {
    fn default() -> Origin {
        Origin { door: Door::Line, address: None, certificate: None, private: false }
    }
}

impl Origin {
    /// A session by clear text from there.
    pub fn clear(door: Door, address: Option<IpAddr>) -> Origin {
        Origin { door, address, certificate: None, private: address.is_some_and(|address| address.is_loopback()) }
    }
}
