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

impl Door {
    /// Every way in.
    pub const ALL: [Door; 4] = [Door::Line, Door::Irc, Door::Web, Door::Console];
}

/// Some of the ways in, each once: those by which somebody came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Doors(u8);

impl Doors {
    /// Those there are, in the order of [`Door::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Door> {
        Door::ALL.into_iter().filter(move |door| self.0 & Doors::bit(*door) != 0)
    }

    fn bit(door: Door) -> u8 {
        1 << door as u8
    }
}

impl FromIterator<Door> for Doors {
    fn from_iter<T: IntoIterator<Item = Door>>(doors: T) -> Doors {
        Doors(doors.into_iter().fold(0, |all, door| all | Doors::bit(door)))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_are_each_there_once() {
        let some: Doors = [Door::Web, Door::Line, Door::Web].into_iter().collect();
        assert_eq!(some.iter().collect::<Vec<_>>(), [Door::Line, Door::Web]);
        assert_eq!(Door::ALL.into_iter().collect::<Doors>().iter().collect::<Vec<_>>(), Door::ALL);
        assert_eq!(Doors::default().iter().count(), 0);
    }

    #[test]
    fn clear_text_is_private_on_this_machine_alone() {
        for (address, private) in [
            (Some("127.0.0.1"), true),
            (Some("::1"), true),
            (Some("192.0.2.1"), false),
            (Some("10.0.0.1"), false),
            (None, false),
        ] {
            let address = address.map(|address| address.parse().unwrap());
            let expect = Origin { door: Door::Irc, address, certificate: None, private };
            assert_eq!(Origin::clear(Door::Irc, address), expect);
        }
    }
}
