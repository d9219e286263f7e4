//! Operators: who is one, what they tell everybody.

use super::Writer;
use causette_core::{Sender, Text};

impl Writer<'_> {
    /// Who is an operator from here on, or no longer, sees it as a mode of theirs. `before`: whether they were one.
    pub(in crate::irc) fn operates(&mut self, before: bool) {
        if before == self.session.operator || !self.session.is_registered() {
            return;
        }
        let (me, sign) = (self.session.me.clone(), if self.session.operator { "+o" } else { "-o" });
        let head = self.now_from(&me);
        self.put(&head, "MODE", &[me.name.as_str(), sign]);
    }

    /// Only whoever wants to hear what operators tell everybody does: that is what the mode is for.
    pub(super) fn announced(&mut self, by: &Sender, text: &Text) {
        if self.session.wallops {
            let head = self.now_from(by);
            self.put(&head, "WALLOPS", &[text.as_str()]);
        }
    }

    /// Why the session is about to end.
    pub(super) fn killed(&mut self, by: &Sender, why: Option<&Text>) {
        let (head, nick) = (self.now_from(by), self.session.nick().to_owned());
        self.put(&head, "KILL", &[&nick, why.map_or("No reason was given", Text::as_str)]);
    }
}
