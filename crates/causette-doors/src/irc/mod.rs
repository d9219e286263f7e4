//! The IRC door: what every IRC client meets (Modern IRC, <https://modern.ircdocs.horse/>, and IRCv3).
//!
//! `inbound` turns messages into commands, `outbound` turns events into messages, `requests` ties the answers of the engine to
//! what a client asked for, with its label. No rule lives here, and no other door is known.

mod caps;
mod inbound;
mod isupport;
mod modes;
mod outbound;
#[cfg(feature = "planted")]
pub mod plant;
mod put;
mod requests;
mod speaker;
mod sts;
#[cfg(test)]
mod tests;

use crate::gate::Speaker;
use causette_core::ports::Clock;
use causette_core::{Millis, PersonId, Sender, Standing, mask};
use causette_engine::Faces;
use causette_texts::{Fault, Lang};
use put::Put;
use speaker::IrcSpeaker;
use std::sync::Arc;
pub use sts::Sts;

/// What can be set.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What the server is called.
    pub name: String,
    /// What its network is called.
    pub network: String,
    /// What clients read first.
    pub motd: Option<String>,
    /// What it is, in some words.
    pub description: String,
    /// Who runs it, in lines.
    pub admin: Vec<String>,
    /// Whether clients may make an account before they have registered.
    pub register_before_connect: bool,
    /// Whether they have to give an address then. It is neither kept nor written to.
    pub register_requires_email: bool,
    /// What clients must say before all else.
    pub password: Option<String>,
    /// Bytes of one message that is taken, its end included and its tags not: 512 or more. What is sent keeps to 512.
    pub bytes: usize,
    /// Messages of a room that clients without chathistory are shown on entering it.
    pub replay: usize,
    /// Whether what clients ask each other by CTCP is passed on.
    pub ctcp: bool,
    /// What clients are told of TLS.
    pub sts: Option<Sts>,
    /// For free text that people read.
    pub lang: Lang,
}

#[cfg(feature = "fuzzed")]
impl Setup {
    /// A server called causette that says nothing more of itself, with IRC's own limits: what harnesses begin from.
    pub fn plain() -> Setup {
        Setup {
            name: "causette".to_owned(),
            network: "causette".to_owned(),
            motd: None,
            description: String::new(),
            admin: Vec::new(),
            register_before_connect: false,
            register_requires_email: false,
            password: None,
            bytes: 512,
            replay: 0,
            ctcp: false,
            sts: None,
            lang: Lang::En,
        }
    }
}

/// The door: makes a speaker for each connection.
#[derive(Clone)]
pub struct IrcDoor(Arc<Shared>);

/// What all speakers of the door share.
struct Shared {
    setup: Setup,
    clock: Arc<dyn Clock>,
    faces: Arc<Faces>,
    /// Since when this door is open.
    since: Millis,
}

impl IrcDoor {
    /// A door that is set like this; `faces` is the engine's, and says how people present themselves.
    pub fn new(setup: Setup, clock: Arc<dyn Clock>, faces: Arc<Faces>) -> IrcDoor {
        let since = clock.now();
        IrcDoor(Arc::new(Shared { setup, clock, faces, since }))
    }

    /// A speaker for a new connection.
    pub fn speaker(&self) -> Box<dyn Speaker> {
        Box::new(IrcSpeaker::new(self.0.clone()))
    }

    /// What a newcomer is told when the server is full.
    pub fn full(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let words = causette_texts::fault(self.0.setup.lang, Fault::ServerFull);
        Put::new(&mut out).line("ERROR", &[&words]);
        out
    }
}

impl Shared {
    /// `nick!~user@host`, as everybody sees somebody; the server by its name.
    fn source(&self, who: &Sender) -> String {
        if who.id == PersonId::SERVER {
            return self.setup.name.clone();
        }
        let (user, host) = self.user_host(who.id);
        [who.name.as_str(), "!", &user, "@", &host].concat()
    }

    /// `~user@host`
    fn address(&self, id: PersonId) -> String {
        let (user, host) = self.user_host(id);
        [&user, "@", &host].concat()
    }

    /// What stands for a user name and for a host; the host says nothing of where somebody is.
    fn user_host(&self, id: PersonId) -> (String, String) {
        let (user, standing) = self.faces.read(id, |known| {
            let account = known.is_some_and(|known| known.account.is_some());
            let user = known.and_then(|known| known.face.as_ref()).map_or(mask::NO_USER, |face| &face.user);
            (["~", user].concat(), if account { Standing::Account } else { Standing::Guest })
        });
        (user, mask::host_of(id, standing))
    }
}
