//! OPER, KILL, WALLOPS, REHASH: what operators of the whole server ask for.

use super::Turn;
use super::rooms::cut;
use crate::irc::requests::Asked;
use causette_core::{Act, Command, Name, Password, Refusal, RoomName, Text, Wish};

impl Turn<'_, '_, '_> {
    /// `OPER <name> <password>`
    pub(super) fn oper(&mut self) {
        let (Some(name), Some(password)) = (self.param(0), self.param(1)) else { return self.too_few() };
        match (Name::new(name), Password::typed(password)) {
            (Ok(name), Some(password)) => self.ask(Asked::Oper, Command::Oper { name, password }),
            // What can be neither is a wrong one: the answer tells nothing of the right ones.
            (_, _) => self.refuse(&Asked::Oper, &Refusal::WrongOperator),
        }
    }

    /// `KILL <nick> [<why>]`: out of the server, by an operator.
    pub(super) fn kill(&mut self) {
        let Some(nick) = self.needed(0) else { return };
        let Some(who) = self.person(nick) else { return };
        let why = self.param(1).and_then(|why| Text::new(&cut(why)).ok());
        self.govern("KILL", "#server", nick, RoomName::server(), Act::Kick { who, why });
    }

    /// `WALLOPS <text>`
    pub(super) fn wallops(&mut self) {
        let Some(words) = self.needed(0) else { return };
        match Text::new(&cut(words)) {
            Ok(text) => self.ask(Asked::Wallops, Command::Admin(Wish::Announce(text))),
            Err(refusal) => self.refuse(&Asked::Wallops, &refusal),
        }
    }

    /// `REHASH`
    pub(super) fn rehash(&mut self) {
        self.ask(Asked::Rehash, Command::Admin(Wish::Reload));
    }
}
