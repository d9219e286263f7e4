//! AUTHENTICATE (IRCv3 SASL 3.2): pieces of 400 bytes of base64, then the mechanism's own words. It may be said at any time,
//! also by who is signed in.

use super::Turn;
use crate::irc::caps::{Cap, Mechanism};
use crate::irc::put::Put;
use crate::irc::requests::Asked;
use causette_core::{Command, Name, Password, Scram};
use causette_wire::irc::{sasl_plain, sasl_text};

/// Bytes of one piece; a shorter one is the last.
pub(in crate::irc) const PIECE: usize = 400;
/// Bytes of base64 that are gathered.
const MOST: usize = 4 * PIECE;

/// An exchange that is under way.
pub(in crate::irc) struct Sasl {
    gathered: String,
    awaits: Awaits,
}

/// What a client says next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaits {
    /// Name and password.
    Plain,
    ScramFirst,
    ScramFinal,
    /// That it believes the server.
    ScramDone,
    /// Whom it acts as, or nothing.
    External,
    /// The rest of something too long, which was refused already.
    Rest,
}

impl Turn<'_, '_, '_> {
    pub(super) fn authenticate(&mut self) {
        let Some(word) = self.needed(0) else { return };
        if !self.session.has(Cap::Sasl) {
            return self.say_numeric("904", &["SASL authentication failed: ask for the capability first"]);
        }
        match (self.session.sasl.as_ref().map(|sasl| sasl.awaits), word) {
            (_, "*") => {
                self.session.sasl = None;
                self.say_numeric("906", &["SASL authentication aborted"]);
            }
            (None, mechanism) => self.mechanism(mechanism),
            (Some(Awaits::Rest), piece) => {
                if piece.len() < PIECE {
                    self.session.sasl = None;
                }
                if Mechanism::find(piece).is_some() {
                    self.mechanism(piece);
                }
            }
            (Some(awaits), piece) => self.piece(awaits, piece),
        }
    }

    fn mechanism(&mut self, mechanism: &str) {
        let awaits = match Mechanism::find(mechanism) {
            Some(Mechanism::Plain) => Awaits::Plain,
            Some(Mechanism::ScramSha256) => Awaits::ScramFirst,
            Some(Mechanism::External) => Awaits::External,
            None => {
                let mechanisms = self.session.mechanisms();
                self.say_numeric("908", &[&mechanisms, "are available SASL mechanisms"]);
                return self.say_numeric("904", &["SASL authentication failed: there is no such mechanism"]);
            }
        };
        self.session.sasl = Some(Box::new(Sasl { gathered: String::new(), awaits }));
        Put::new(self.out()).line("AUTHENTICATE", &["+"]);
    }

    fn piece(&mut self, awaits: Awaits, piece: &str) {
        let Some(sasl) = &mut self.session.sasl else { return };
        if piece.len() > PIECE {
            self.session.sasl = None;
            return self.say_numeric("905", &["SASL message too long"]);
        }
        if piece != "+" {
            sasl.gathered.push_str(piece);
        }
        if sasl.gathered.len() > MOST {
            **sasl = Sasl { gathered: String::new(), awaits: Awaits::Rest };
            return self.say_numeric("904", &["SASL authentication failed: the message is too long"]);
        }
        if piece.len() == PIECE {
            return; // there is more
        }
        let gathered = std::mem::take(&mut sasl.gathered);
        self.session.sasl = None;
        match said(awaits, &gathered) {
            Some((command, next)) => {
                let next = next.map(|awaits| Box::new(Sasl { gathered: String::new(), awaits }));
                self.session.sasl = next;
                self.ask(Asked::Login { sasl: true }, command);
            }
            None => self.say_numeric("904", &["SASL authentication failed"]),
        }
    }
}

/// What was said, and what is awaited after the server's answer to it; a refusal ends the exchange.
fn said(awaits: Awaits, base64: &str) -> Option<(Command, Option<Awaits>)> {
    match awaits {
        Awaits::Plain => plain(base64).map(|(name, password)| (Command::Login { name, password }, None)),
        Awaits::ScramFirst => {
            sasl_text(base64).map(|text| (Command::Scram(Scram::First(text)), Some(Awaits::ScramFinal)))
        }
        Awaits::ScramFinal => {
            sasl_text(base64).map(|text| (Command::Scram(Scram::Final(text)), Some(Awaits::ScramDone)))
        }
        Awaits::ScramDone => base64.is_empty().then_some((Command::Scram(Scram::Done), None)),
        Awaits::External => {
            let name = sasl_text(base64)?;
            let name = if name.is_empty() { None } else { Some(Name::new(&name).ok()?) };
            Some((Command::External(name), None))
        }
        Awaits::Rest => None,
    }
}

/// Who that is and by which password; who wants to act as somebody else is nobody we know.
fn plain(base64: &str) -> Option<(Name, Password)> {
    let said = sasl_plain(base64)?;
    if !said.acting.is_empty() && said.acting != said.name {
        return None;
    }
    Some((Name::new(&said.name).ok()?, Password::typed(&said.password)?))
}
