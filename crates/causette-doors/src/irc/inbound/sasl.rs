//! AUTHENTICATE (IRCv3 SASL 3.2): pieces of 400 bytes of base64, then the mechanism's own words.

use super::Turn;
use crate::irc::caps::Cap;
use crate::irc::requests::Asked;
use causette_core::{Command, Name, Password};
use causette_wire::irc::sasl_plain;

/// Bytes of one piece; a shorter one is the last.
const PIECE: usize = 400;
/// Bytes of base64 that are gathered.
const MOST: usize = 4 * PIECE;

/// An exchange that is under way.
pub(in crate::irc) struct Sasl {
    gathered: String,
}

impl Turn<'_, '_, '_> {
    pub(super) fn authenticate(&mut self) {
        let Some(word) = self.needed(0) else { return };
        if !self.session.has(Cap::Sasl) {
            return self.say_numeric("904", &["SASL authentication failed: ask for the capability first"]);
        }
        if self.session.signed_in {
            return self.say_numeric("907", &["You have already authenticated using SASL"]);
        }
        match (self.session.sasl.is_some(), word) {
            (_, "*") => {
                self.session.sasl = None;
                self.say_numeric("906", &["SASL authentication aborted"]);
            }
            (false, mechanism) => self.mechanism(mechanism),
            (true, piece) => self.piece(piece),
        }
    }

    fn mechanism(&mut self, mechanism: &str) {
        match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                self.session.sasl = Some(Box::new(Sasl { gathered: String::new() }));
                let out = self.out();
                crate::irc::put::Put::new(out).line("AUTHENTICATE", &["+"]);
            }
            _ => {
                self.say_numeric("908", &["PLAIN", "are available SASL mechanisms"]);
                self.say_numeric("904", &["SASL authentication failed: there is no such mechanism"]);
            }
        }
    }

    fn piece(&mut self, piece: &str) {
        let Some(sasl) = &mut self.session.sasl else { return };
        if piece.len() > PIECE {
            self.session.sasl = None;
            return self.say_numeric("905", &["SASL message too long"]);
        }
        if piece != "+" {
            sasl.gathered.push_str(piece);
        }
        if sasl.gathered.len() > MOST {
            self.session.sasl = None;
            return self.say_numeric("905", &["SASL message too long"]);
        }
        if piece.len() == PIECE {
            return; // there is more
        }
        let gathered = std::mem::take(&mut sasl.gathered);
        self.session.sasl = None;
        match plain(&gathered) {
            Some((name, password)) => self.ask(Asked::Login { sasl: true }, Command::Login { name, password }),
            None => self.say_numeric("904", &["SASL authentication failed"]),
        }
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
