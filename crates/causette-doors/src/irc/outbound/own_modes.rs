//! What one has set for oneself, as letters: B (bot), i (invisible), R (messages of accounts only), w (what operators tell
//! everybody); and o, an operator's rank.

use super::Writer;
use crate::irc::modes::own_letter;
use causette_core::{OwnMode, OwnModes};

impl Writer<'_> {
    /// 221: all of it.
    pub(super) fn own_modes(&mut self, modes: OwnModes) {
        let mut letters = "+".to_owned();
        if self.session.bot {
            letters.push('B');
        }
        letters.extend(OwnMode::ALL.into_iter().filter(|mode| modes.has(*mode)).map(own_letter));
        let door = [(self.session.operator, 'o'), (self.session.wallops, 'w')];
        letters.extend(door.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter));
        self.numeric("221", &[&letters]);
    }

    /// MODE: what is other than the client knows.
    pub(super) fn own_modes_changed(&mut self, modes: OwnModes) {
        for mode in OwnMode::ALL {
            if self.session.own.has(mode) != modes.has(mode) {
                let change = format!("{}{}", if modes.has(mode) { '+' } else { '-' }, own_letter(mode));
                let (head, nick) = (self.now_from(&self.session.me), self.session.nick().to_owned());
                self.put(&head, "MODE", &[&nick, &change]);
            }
        }
    }
}
