//! One entry of a room's log as IRC messages. What IRC has no word for is a sentence from the server.

use super::{Writer, msgid_of};
use crate::irc::caps::Cap;
use crate::irc::modes;
use crate::irc::put::Head;
use causette_core::{Deed, Fact, Gone, Mode, RoomLabel, Sanction, Sender, Seq, Style, Text, What};
use causette_texts::Say;
use causette_wire::irc::split;
use causette_wire::json;

/// Bytes of a message beside its source, target and text: command, spaces, colon, CR LF, and an action's signs.
const AROUND: usize = 32;

impl Writer<'_> {
    pub(in crate::irc) fn fact(&mut self, label: &RoomLabel, fact: &Fact) {
        let target = self.target(label, fact.by.id);
        let head = self.head_of(fact);
        match &fact.what {
            What::Message { text, style, reply_to } => {
                let reply = reply_to.map(|seq| msgid_of(fact.room, seq));
                self.words(head, &target, text.as_str(), *style, reply.as_deref());
            }
            What::Answer { text } => self.words(head, &target, &format!("= {}", text.as_str()), Style::Plain, None),
            What::Edited { seq, text } => {
                // No capability for edits is settled: a new line says which message it is about.
                let words = format!("[edits {seq}] {}", text.as_str());
                self.words(head, &target, &words, Style::Plain, Some(&msgid_of(fact.room, *seq)));
            }
            What::Deleted { seq } => self.deleted(head, &target, fact, *seq),
            What::Reacted { seq, mark, on } => self.reacted(head, &target, fact, (*seq, mark.as_str(), *on)),
            What::Governed(deed) => self.deed(head, &target, &fact.by, deed),
            // Comings and goings are told as such, and memberships are no others.
            What::Joined | What::Left | What::Gone(Gone::Ignored | Gone::Deleted | Gone::Erased) => {}
            What::AccountMade | What::AccountErased { .. } | What::RoomOpened { .. } => self.audit(&target, fact),
            What::Noted(note) => {
                let words = format!("{}: {}", json::about_term(note.about), note.text.as_str());
                self.sentence(&target, &words);
            }
        }
    }

    /// A text: as one batch where the client can take it, else as so many lines, none cut inside a character.
    pub(in crate::irc) fn words(&mut self, head: Head, target: &str, text: &str, style: Style, reply: Option<&str>) {
        let tags = self.session.caps.tags();
        let head = match reply.filter(|_| tags) {
            Some(reply) => head.tag("+draft/reply", reply),
            None => head,
        };
        let room = self.session.shared.setup.bytes.saturating_sub(head.source_bytes() + target.len() + AROUND).max(64);
        let command = if style == Style::Notice { "NOTICE" } else { "PRIVMSG" };
        let mut pieces: Vec<(bool, String)> = Vec::new();
        for line in text.split('\n') {
            let line = if line.is_empty() { " " } else { line };
            for (n, piece) in split(line, room).enumerate() {
                let piece = if style == Style::Action { format!("\u{1}ACTION {piece}\u{1}") } else { piece.to_owned() };
                pieces.push((n > 0, piece));
            }
        }
        let batches = self.session.has(Cap::Multiline) && self.session.has(Cap::Batch) && style != Style::Action;
        match pieces.as_slice() {
            [(_, one)] => self.put(&head, command, &[target, one]),
            many if batches => self.batch(head, target, command, many),
            many => {
                let mut head = head;
                for (_, piece) in many {
                    self.put(&head, command, &[target, piece]);
                    // Only the first line is the message its number names.
                    head = head.without("msgid");
                }
            }
        }
    }

    fn batch(&mut self, head: Head, target: &str, command: &str, pieces: &[(bool, String)]) {
        let id =
            format!("m{}", head.value("msgid").map_or_else(|| self.out.len().to_string(), |id| id.replace('-', "")));
        self.put(&head, "BATCH", &[&format!("+{id}"), "draft/multiline", target]);
        for (goes_on, piece) in pieces {
            let line = Head::from(head.source().unwrap_or_default()).tag("batch", id.as_str());
            let line = if *goes_on { line.flag("draft/multiline-concat") } else { line };
            self.put(&line, command, &[target, piece]);
        }
        let end = Head::from(self.server());
        self.put(&end, "BATCH", &[&format!("-{id}")]);
    }

    fn deleted(&mut self, head: Head, target: &str, fact: &Fact, seq: Seq) {
        match self.session.has(Cap::MessageRedaction) {
            true => self.put(&head, "REDACT", &[target, &msgid_of(fact.room, seq)]),
            false => {
                let words = self.word(Say::TookBack { name: fact.by.name.as_str(), seq });
                self.sentence(target, &words);
            }
        }
    }

    fn reacted(&mut self, head: Head, target: &str, fact: &Fact, (seq, mark, on): (Seq, &str, bool)) {
        if self.session.caps.tags() {
            let head = head.tag(if on { "+draft/react" } else { "+draft/unreact" }, mark);
            let head = head.tag("+draft/reply", msgid_of(fact.room, seq));
            return self.put(&head, "TAGMSG", &[target]);
        }
        let name = fact.by.name.as_str();
        let words = match on {
            true => self.word(Say::Reacted { name, mark, seq }),
            false => self.word(Say::Unreacted { name, mark, seq }),
        };
        self.sentence(target, &words);
    }

    fn deed(&mut self, head: Head, target: &str, by: &Sender, deed: &Deed) {
        match deed {
            Deed::Topic(topic) => self.put(&head, "TOPIC", &[target, topic.as_ref().map_or("", Text::as_str)]),
            Deed::Invited(who) => {
                if self.session.has(Cap::InviteNotify) {
                    self.put(&head, "INVITE", &[who.name.as_str(), target]);
                }
            }
            Deed::Kicked { who, why } => {
                let why = why.as_ref().map_or(by.name.as_str(), Text::as_str);
                self.put(&head, "KICK", &[target, who.name.as_str(), why]);
            }
            Deed::Banned(ban) => {
                self.put(&head, "MODE", &[target, "+b", &mask(ban)]);
                if let Some(who) = &ban.who {
                    let why = ban.why.as_ref().map_or("Banned", Text::as_str);
                    self.put(&head, "KICK", &[target, who.name.as_str(), why]);
                }
            }
            Deed::Unbanned(ban) => self.put(&head, "MODE", &[target, "-b", &mask(ban)]),
            Deed::Muted(mute) => self.put(&head, "MODE", &[target, "+b", &format!("~m:{}", mask(mute))]),
            Deed::Unmuted(mute) => self.put(&head, "MODE", &[target, "-b", &format!("~m:{}", mask(mute))]),
            Deed::Exempt { mask, on } => self.put(&head, "MODE", &[target, sign(*on, "+e", "-e"), mask.as_str()]),
            Deed::Welcome { mask, on } => self.put(&head, "MODE", &[target, sign(*on, "+I", "-I"), mask.as_str()]),
            Deed::Role { who, role: Some(role) } => {
                self.put(&head, "MODE", &[target, &format!("+{}", modes::letter(*role)), who.name.as_str()]);
            }
            Deed::Role { who, role: None } => {
                let name = who.name.as_str();
                self.put(&head, "MODE", &[target, "-ov", name, name]);
            }
            Deed::Mode(mode) => self.mode(head, target, by, mode),
            Deed::Profile(changes) => self.profile_changes(target, changes),
            Deed::Reset => {
                let words = self.word(Say::Reset);
                self.sentence(target, &words);
            }
        }
    }

    fn mode(&mut self, head: Head, target: &str, by: &Sender, mode: &Mode) {
        match modes::shown(mode) {
            Some((on, letter, param)) => {
                let letters = format!("{}{letter}", if on { '+' } else { '-' });
                match param {
                    Some(param) => self.put(&head, "MODE", &[target, &letters, &param]),
                    None => self.put(&head, "MODE", &[target, &letters]),
                }
            }
            None => {
                let (name, term) = (by.name.as_str(), json::mode_term(mode));
                let number = match mode {
                    Mode::Slow(count) => Some(u64::from(*count)).filter(|count| *count > 0),
                    Mode::KeepDays(count) => count.map(u64::from),
                    Mode::KeepLast(count) => *count,
                    _ => None,
                };
                let words = match number {
                    Some(count) => self.word(Say::ModeNumber { name, mode: term, count }),
                    None => self.word(Say::ModeOff { name, mode: term }),
                };
                self.sentence(target, &words);
            }
        }
    }

    /// What only operators read, in `#server`.
    fn audit(&mut self, target: &str, fact: &Fact) {
        let name = fact.by.name.as_str();
        let words = match &fact.what {
            What::AccountMade => self.word(Say::MadeAnAccount { name }),
            What::AccountErased { .. } => self.word(Say::ErasedAnAccount { name }),
            What::RoomOpened { kind: causette_core::Kind::Named(room), .. } => {
                self.word(Say::MadeARoom { name, room: room.as_str() })
            }
            _ => self.word(Say::BeganAConversation { name }),
        };
        self.sentence(target, &words);
    }

    /// A sentence of ours in a room.
    pub(super) fn sentence(&mut self, target: &str, words: &str) {
        self.put(&self.head(), "NOTICE", &[target, words]);
    }

    pub(super) fn word(&self, what: Say<'_>) -> String {
        causette_texts::say(self.session.shared.setup.lang, what)
    }
}

fn sign<'s>(on: bool, yes: &'s str, no: &'s str) -> &'s str {
    if on { yes } else { no }
}

/// Whom a ban or mute is about, as a mask.
pub(super) fn mask(sanction: &Sanction) -> String {
    match (&sanction.mask, &sanction.who) {
        (Some(mask), _) => mask.as_str().to_owned(),
        (None, Some(who)) => format!("{}!*@*", who.name),
        (None, None) => format!("*!*@address.{}", sanction.seq),
    }
}
