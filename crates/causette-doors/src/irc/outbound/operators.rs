//! Operators: who is one, what they tell everybody.

use super::Writer;
use crate::irc::put::line_bytes;
use causette_core::{PersonId, Sender, Text};
use causette_wire::irc::BODY_BYTES;

/// What stands where an operator said nothing.
const NO_REASON: &str = "No reason was given";

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
        self.put(&head, "KILL", &[&nick, why.map_or(NO_REASON, Text::as_str)]);
    }

    /// Somebody else was sent off the server. The reason is shortened if the line has no room for it.
    pub(super) fn sent_off(&mut self, who: &Sender, by: &Sender, why: Option<&Text>) {
        let head = self.now_from(who);
        let by = if by.id == PersonId::SERVER { self.session.shared.setup.name.as_str() } else { by.name.as_str() };
        let around = line_bytes(head.source().map_or(0, str::len), "QUIT", "") + "Killed ( ())".len() + by.len();
        let why = why.map_or(NO_REASON, Text::as_str);
        let words = format!("Killed ({by} ({}))", shortened(why, BODY_BYTES.saturating_sub(around)));
        self.put(&head, "QUIT", &[&words]);
    }
}

/// As much of a text as has room in so many bytes.
fn shortened(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
