//! MODE of oneself: B (bot), i (invisible), R (messages of accounts only), w (what operators tell everybody); o is only taken off.

use super::Turn;
use crate::irc::modes::own_mode;
use crate::irc::put::{Head, Put};
use crate::irc::requests::Asked;
use causette_core::Command;

impl Turn<'_, '_, '_> {
    /// `MODE <nick> [<letters>]`: only one's own.
    pub(super) fn own_mode(&mut self, target: &str) {
        if !self.session.me.name.as_str().eq_ignore_ascii_case(target) {
            return match self.param(1) {
                Some(_) => self.say_numeric("502", &["Cannot change mode for other users"]),
                None => self.say_numeric("502", &["Cannot view mode for other users"]),
            };
        }
        let Some(letters) = self.param(1) else {
            return self.ask(Asked::OwnModes { show: true }, Command::OwnModes(None));
        };
        let (mut on, mut unknown, mut bot) = (true, false, self.session.bot);
        for letter in letters.chars() {
            match (letter, own_mode(letter)) {
                ('+', _) => on = true,
                ('-', _) => on = false,
                ('B', _) => bot = on,
                ('w', _) => self.set_wallops(on),
                // Nobody becomes an operator by saying so, but one may step down.
                ('o', _) if !on && self.session.operator => self.ask(Asked::StepDown, Command::StepDown),
                ('o', _) => {}
                (_, Some(mode)) => {
                    self.ask(Asked::OwnModes { show: false }, Command::OwnModes(Some((mode, on))));
                }
                (_, None) => unknown = true,
            }
        }
        if unknown {
            self.say_numeric("501", &["Unknown MODE flag"]);
        }
        if bot != self.session.bot {
            self.set_bot(bot);
        }
    }

    /// Whether it hears what operators tell everybody is this client's own matter.
    fn set_wallops(&mut self, on: bool) {
        if self.session.wallops != on {
            self.session.wallops = on;
            self.say_mode(if on { "+w" } else { "-w" });
        }
    }

    /// Whether a program speaks is part of how one presents oneself.
    fn set_bot(&mut self, on: bool) {
        self.session.bot = on;
        let face = self.session.face();
        self.ask(Asked::Quietly { command: "MODE" }, Command::Introduce(face));
        self.say_mode(if on { "+B" } else { "-B" });
    }

    fn say_mode(&mut self, change: &str) {
        let (head, me) = (Head::from(self.session.shared.source(&self.session.me)), self.session.me.name.to_string());
        Put::new(self.out()).message(&head, "MODE", &[&me, change]);
    }
}
