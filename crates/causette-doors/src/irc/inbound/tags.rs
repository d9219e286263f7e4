//! What clients attach to their messages (IRCv3 message-tags), and TAGMSG: tags without a text.

use super::Turn;
use super::talk::seq_of;
use crate::irc::requests::Asked;
use causette_core::signal::Typing;
use causette_core::{ClientTags, Command, Mark, Seq};

/// What a client attached to a message.
#[derive(Clone, Default)]
pub(in crate::irc) struct Attached {
    /// The number of the message that it answers, and its msgid.
    pub(in crate::irc) reply: Option<(Seq, String)>,
    pub(in crate::irc) tags: ClientTags,
}

/// Tags that say which message is meant.
const REPLY: [&str; 2] = ["reply", "draft/reply"];
/// Tags that say nothing beside words.
const TYPING: [&str; 2] = ["typing", "draft/typing"];
/// Tags without words that the log is to keep.
const PERSIST: &str = "draft/persist";

impl Turn<'_, '_, '_> {
    /// What is attached to a message with words: whom it answers has a place of its own, all else is passed on as it is.
    pub(super) fn attached(&self) -> Attached {
        let reply = self.reply();
        let known = |name: &str| reply.is_some() && REPLY.contains(&name) || TYPING.contains(&name);
        Attached { tags: self.client_tags(known), reply }
    }

    /// The message that is meant, if its msgid is one of ours.
    fn reply(&self) -> Option<(Seq, String)> {
        let msgid = REPLY.iter().find_map(|name| self.client_tag(name))?;
        Some((seq_of(msgid)?, msgid.to_owned()))
    }

    fn client_tag(&self, name: &str) -> Option<&str> {
        self.message.tags.iter().find(|(key, _)| key.strip_prefix('+') == Some(name)).map(|(_, value)| value.as_ref())
    }

    /// Client tags but those; what cannot be a tag's name is none.
    fn client_tags(&self, but: impl Fn(&str) -> bool) -> ClientTags {
        let named = self.message.tags.iter().filter_map(|(key, value)| Some((key.strip_prefix('+')?, value.as_ref())));
        let fit = named.filter(|(name, _)| ClientTags::is_name(name) && !but(name));
        ClientTags::new(fit).unwrap_or_default()
    }

    /// `TAGMSG <target>`: typing and signs are what they are on every door; all else is for programs.
    pub(super) fn tagmsg(&mut self, target: &str) {
        let Some(to) = self.target(target) else { return };
        let tags = self.client_tags(|_| false);
        let asked = Asked::Tags { target: target.to_owned(), tags: tags.clone() };
        if tags.is_empty() {
            return;
        }
        if let Some(state) = TYPING.iter().find_map(|name| self.client_tag(name)).and_then(typing_of) {
            return self.ask(asked, Command::Typing { to, state });
        }
        let sign = |name: &str, on: bool| Some((Mark::new(self.client_tag(name)?).ok()?, on));
        let sign = sign("draft/react", true).or_else(|| sign("draft/unreact", false));
        if let (Some((mark, on)), Some((seq, _))) = (sign, self.reply()) {
            let asked = Asked::React { target: target.to_owned(), seq, mark: mark.as_str().to_owned(), on };
            return self.ask(asked, Command::React { of: to, seq, mark, on });
        }
        let keep = tags.get(PERSIST).is_some();
        self.ask(asked, Command::Tagged { to, tags, keep });
    }
}

fn typing_of(state: &str) -> Option<Typing> {
    match state {
        "active" => Some(Typing::Active),
        "paused" => Some(Typing::Paused),
        "done" => Some(Typing::Done),
        _ => None,
    }
}
