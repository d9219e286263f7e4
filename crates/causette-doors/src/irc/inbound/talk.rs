//! PRIVMSG, NOTICE, TAGMSG: to rooms, to people, to those with a role in a room.

use super::Turn;
use crate::irc::isupport::TARGETS;
use crate::irc::modes::role_of_prefix;
use crate::irc::requests::{Asked, Said};
use causette_core::signal::Typing;
use causette_core::{Command, Mark, Name, RoomName, Seq, Style, Target, Text};

/// `\x01ACTION words\x01` (CTCP).
const CTCP: char = '\u{1}';

impl<'m> Turn<'_, 'm, '_> {
    pub(super) fn talk(&mut self, command: &str) {
        let Some(targets) = self.param(0).filter(|targets| !targets.is_empty()) else {
            return match command {
                "TAGMSG" => self.too_few(),
                command => self.say_numeric("411", &[&format!("No recipient given ({command})")]),
            };
        };
        let targets: Vec<&str> = Turn::parts(targets).collect();
        if targets.len() > TARGETS {
            return self.say_numeric("407", &[targets.first().copied().unwrap_or_default(), "Too many targets"]);
        }
        if command == "TAGMSG" {
            return targets.into_iter().for_each(|target| self.tags(target));
        }
        let Some(text) = self.param(1).filter(|text| !text.is_empty()) else {
            return self.say_numeric("412", &["No text to send"]);
        };
        let reply = self.reply_tag();
        for target in targets {
            self.say_to(command, target, text, reply.clone());
        }
    }

    /// The msgid that a client says its message answers.
    pub(super) fn reply_tag(&self) -> Option<String> {
        let tag = self.message.tag("+reply").or_else(|| self.message.tag("+draft/reply"));
        tag.map(str::to_owned)
    }

    /// One message to one target.
    pub(super) fn say_to(&mut self, command: &str, target: &str, text: &str, reply: Option<String>) {
        let (style, words) = match (command, ctcp(text)) {
            ("NOTICE", Some(_)) => return, // the answer to a question that this server passes on to nobody
            ("NOTICE", None) => (Style::Notice, text),
            (_, Some(("ACTION", words))) => (Style::Action, words),
            (_, Some(_)) => {
                return self
                    .say_numeric("404", &[target, "Cannot send to channel or person (only ACTION is passed on)"]);
            }
            (_, None) => (Style::Plain, text),
        };

        let asked =
            |text: Text| Asked::Say(Box::new(Said { target: target.to_owned(), text, style, reply: reply.clone() }));
        let text = match Text::new(words) {
            Ok(text) => text,
            Err(refusal) => return self.refuse(&Asked::Quietly { command: "PRIVMSG" }, &refusal),
        };
        if let Some((role, room)) =
            target.split_at_checked(1).and_then(|(sign, room)| Some((role_of_prefix(sign)?, room)))
        {
            let Some(room) = self.room(room) else { return };
            let command = Command::Aside { room, role, text: text.clone(), style };
            return self.ask(asked(text), command);
        }
        if command == "PRIVMSG" && self.serves(target, text.as_str()) {
            return;
        }
        let Some(to) = self.target(target) else { return };
        let reply_to = reply.as_deref().and_then(seq_of);
        self.ask(asked(text.clone()), Command::Say { to, text, style, reply_to, key: None });
    }

    /// Signs, typing: tags without a text.
    fn tags(&mut self, target: &str) {
        let Some(to) = self.target(target) else { return };
        let state = self.message.tag("+typing").or_else(|| self.message.tag("+draft/typing"));
        let state = match state {
            Some("active") => Some(Typing::Active),
            Some("paused") => Some(Typing::Paused),
            Some("done") => Some(Typing::Done),
            Some(_) | None => None,
        };
        if let Some(state) = state {
            return self.ask(Asked::Quietly { command: "TAGMSG" }, Command::Typing { to, state });
        }
        let sign = |on: &str, off: &str| {
            let put = self.message.tag(on).map(|sign| (sign, true));
            put.or_else(|| self.message.tag(off).map(|sign| (sign, false)))
        };
        let Some((sign, on)) = sign("+draft/react", "+draft/unreact") else { return };
        let seq = self.reply_tag().as_deref().and_then(seq_of);
        if let (Ok(mark), Some(seq)) = (Mark::new(sign), seq) {
            let command = Command::React { of: to, seq, mark, on };
            self.ask(Asked::Quietly { command: "TAGMSG" }, command);
        }
    }

    /// Where something goes; who is nobody is said so.
    pub(super) fn target(&mut self, typed: &'_ str) -> Option<Target> {
        let target = match typed.starts_with('#') {
            true => RoomName::new(typed).ok().map(Target::Room),
            false => Name::new(typed).ok().map(Target::Person),
        };
        if target.is_none() {
            let numeric = if typed.starts_with('#') { "403" } else { "401" };
            self.say_numeric(numeric, &[typed, "No such nick/channel"]);
        }
        target
    }

    /// `REDACT <target> <msgid> [<reason>]`
    pub(super) fn redact(&mut self) {
        let (Some(target), Some(msgid)) = (self.param(0), self.param(1)) else {
            return self.say_fail("REDACT", "NEED_MORE_PARAMS", &[], "Not enough parameters");
        };
        let Some(of) = self.target(target) else { return };
        let asked = Asked::Redact { target: target.to_owned(), msgid: msgid.to_owned() };
        match seq_of(msgid) {
            Some(seq) => self.ask(asked, Command::Delete { of, seq }),
            None => self.say_fail("REDACT", "UNKNOWN_MSGID", &[target, msgid], "There is no such message"),
        }
    }
}

/// The number that a msgid (`room-number`, in hex) ends with. Of which room it is, the target says.
pub(super) fn seq_of(msgid: &str) -> Option<Seq> {
    let (room, seq) = msgid.split_once('-')?;
    let is_room = room.len() == 32 && room.bytes().all(|b| b.is_ascii_hexdigit());
    Seq::from_str_radix(seq, 16).ok().filter(|_| is_room)
}

/// What stands between the two signs of CTCP, and its first word.
fn ctcp(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(CTCP)?;
    let inside = inside.strip_suffix(CTCP).unwrap_or(inside);
    Some(inside.split_once(' ').unwrap_or((inside, "")))
}
