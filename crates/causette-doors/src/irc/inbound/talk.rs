//! PRIVMSG, NOTICE, TAGMSG: to rooms, to people, to those with a role in a room. REDACT takes back.

use super::Turn;
use super::services::is_service;
use super::tags::Attached;
use crate::irc::isupport::TARGETS;
use crate::irc::modes::role_of_prefix;
use crate::irc::put::line_bytes;
use crate::irc::requests::{Asked, Said};
use causette_core::{ClientTags, Command, Name, RoomName, Seq, Style, Target, Text};
use causette_wire::irc::BODY_BYTES;

/// `\x01ACTION words\x01` (CTCP).
const CTCP: char = '\u{1}';

impl<'m> Turn<'_, 'm, '_> {
    pub(super) fn talk(&mut self, command: &str) {
        let said = self.out().len();
        self.talked(command);
        if command == "NOTICE" {
            // Nobody answers a notice, servers included (RFC 2812, 3.3.2).
            self.out().truncate(said);
        }
    }

    fn talked(&mut self, command: &str) {
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
            return targets.into_iter().for_each(|target| self.tagmsg(target));
        }
        let Some(text) = self.param(1).filter(|text| !text.is_empty()) else {
            return self.say_numeric("412", &["No text to send"]);
        };
        let attached = self.attached();
        for target in targets {
            if let Some(over) = self.over(command, target, text) {
                let words = format!("Too long for one line by {over} bytes: send it in two, or by draft/multiline");
                self.say_numeric("417", &[&words]);
                continue;
            }
            self.say_to(command, target, text, attached.clone());
        }
    }

    /// By how many bytes a message is too long to be told in one line that every client can take. It is refused and not cut: its
    /// sender's client knows better where. Nobody answers a notice, so that is cut.
    fn over(&self, command: &str, target: &str, text: &str) -> Option<usize> {
        if command == "NOTICE" || is_service(target) {
            return None;
        }
        let source = self.session.shared.source(&self.session.me);
        let bytes = line_bytes(source.len(), command, target) + text.len();
        bytes.checked_sub(BODY_BYTES).filter(|over| *over > 0)
    }

    /// One message to one target.
    pub(super) fn say_to(&mut self, command: &str, target: &str, text: &str, attached: Attached) {
        let (style, words) = match (command, ctcp(text)) {
            (_, Some(asked)) if asked.0 != "ACTION" && self.session.shared.setup.ctcp => {
                return self.ask_clients(command, target, asked);
            }
            ("NOTICE", Some(_)) => return, // the answer to a question that this server passes on to nobody
            ("NOTICE", None) => (Style::Notice, text),
            (_, Some(("ACTION", words))) => (Style::Action, words),
            (_, Some(_)) => {
                return self
                    .say_numeric("404", &[target, "Cannot send to channel or person (only ACTION is passed on)"]);
            }
            (_, None) => (Style::Plain, text),
        };

        let Attached { reply, tags } = attached;
        let (reply_to, reply) = reply.unzip();
        let attached = tags.clone();
        let asked = |text| Asked::Say(Box::new(Said { target: target.to_owned(), text, style, reply, tags: attached }));
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
        self.ask(asked(text.clone()), Command::Say { to, text, style, reply_to, key: None, tags });
    }

    /// CTCP: what one client asks others, or answers. It is neither words nor kept.
    fn ask_clients(&mut self, command: &str, target: &str, (verb, more): (&str, &str)) {
        let Some(to) = self.target(target) else { return };
        let name = if command == "NOTICE" { ClientTags::CTCP_REPLY } else { ClientTags::CTCP };
        let whole = if more.is_empty() { verb.to_owned() } else { format!("{verb} {more}") };
        let Ok(tags) = ClientTags::new([(name, whole.as_str())]) else { return };
        let asked = Asked::Tags { target: target.to_owned(), tags: tags.clone() };
        self.ask(asked, Command::Tagged { to, tags, keep: false });
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
        let why = self.param(2).and_then(|why| Text::new(why).ok()).and_then(|why| why.last_words());
        // No message has number 0: whether the room may be asked about at all is said first.
        let seq = seq_of(msgid).filter(|_| self.is_of(msgid, &of)).unwrap_or_default();
        let asked = Asked::Redact { target: target.to_owned(), msgid: msgid.to_owned(), of: seq, why: why.clone() };
        self.ask(asked, Command::Delete { of, seq, why });
    }

    /// Whether a message can be there, as far as this session knows its rooms.
    fn is_of(&self, msgid: &str, of: &Target) -> bool {
        let Target::Room(name) = of else { return true };
        let room = self.session.rooms.iter().find(|(_, known)| known == name);
        room.is_none_or(|(id, _)| msgid.starts_with(&id.to_string()))
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
