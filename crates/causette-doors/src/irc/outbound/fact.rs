//! One entry of a room's log as IRC messages. What IRC has no word for is a sentence from the server.

use super::{Writer, msgid_of};
use crate::irc::caps::Cap;
use crate::irc::modes;
use crate::irc::put::Head;
use causette_core::{
    ClientTags, Deed, Fact, Gone, Mode, Name, Role, RoomId, RoomLabel, Sanction, Sender, Seq, Style, Text, What,
};
use causette_texts::Say;
use causette_wire::json;

impl Writer<'_> {
    pub(in crate::irc) fn fact(&mut self, label: &RoomLabel, fact: &Fact) {
        #[cfg(feature = "planted")]
        if crate::irc::plant::leaves_out(fact) {
            return;
        }
        let target = self.target(label, fact.by.id);
        let head = self.head_of(fact);
        match &fact.what {
            What::Message { text, style, reply_to, tags } => {
                let reply = reply_to.map(|seq| msgid_of(fact.room, seq));
                self.words(head, target, (text.as_str(), *style), reply.as_deref(), tags);
            }
            What::Answer { text } => {
                let words = format!("= {}", text.as_str());
                self.words(head, target, (&words, Style::Plain), None, &ClientTags::NONE);
            }
            What::Edited { seq, text } => {
                // No capability for edits is settled: a new line says which message it is about.
                let words = format!("[edits {seq}] {}", text.as_str());
                let of = msgid_of(fact.room, *seq);
                self.words(head, target, (&words, Style::Plain), Some(&of), &ClientTags::NONE);
            }
            What::Deleted { seq, why } => {
                self.deleted(head, target, (&fact.by.name, (fact.room, *seq), why.as_ref()));
            }
            What::Tagged { tags } => self.tagmsg(head, target, tags),
            What::Reacted { seq, mark, on } => self.reacted(head, target, fact, (*seq, mark.as_str(), *on)),
            What::Governed(deed) => self.deed(head, target, &fact.by, deed),
            // Comings and goings are told as such, and memberships are no others.
            What::Joined | What::Left | What::Gone(Gone::Ignored | Gone::Deleted | Gone::Erased) => {}
            What::AccountMade | What::AccountErased { .. } => self.audit(target, fact),
            What::RoomOpened { .. } | What::RoomRenamed { .. } => self.audit(target, fact),
            What::Noted(note) => {
                let words = format!("{}: {}", json::about_term(note.about), note.text.as_str());
                self.sentence(target, &words);
            }
        }
    }

    pub(super) fn deleted(&mut self, head: Head, target: &str, (by, of, why): (&Name, (RoomId, Seq), Option<&Text>)) {
        let (room, seq) = of;
        #[cfg(feature = "planted")]
        let seq = crate::irc::plant::redacted(seq);
        let msgid = &msgid_of(room, seq);
        match (self.session.has(Cap::MessageRedaction), why) {
            (true, Some(why)) => self.put(&head, "REDACT", &[target, msgid, why.as_str()]),
            (true, None) => self.put(&head, "REDACT", &[target, msgid]),
            (false, why) => {
                let mut words = self.word(Say::TookBack { name: by.as_str(), seq });
                words.extend(why.map(|why| format!(" ({})", why.as_str())));
                self.sentence(target, &words);
            }
        }
    }

    fn reacted(&mut self, head: Head, target: &str, fact: &Fact, (seq, mark, on): (Seq, &str, bool)) {
        if self.session.caps.tags() {
            return self.sign(head, target, (&msgid_of(fact.room, seq), mark, on));
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
            Deed::Role { who, role, was } => self.role(&head, target, who, (*was, *role)),
            Deed::Mode(mode) => self.modes_set(head, target, by, std::slice::from_ref(mode)),
            Deed::Modes(modes) => self.modes_set(head, target, by, modes),
            Deed::Profile(changes) => self.profile_changes(target, changes),
            // A notice of its own says so to each session, which no full queue leaves out: what follows has the new name.
            Deed::Renamed { .. } => {}
            Deed::Reset => {
                let words = self.word(Say::Reset);
                self.sentence(target, &words);
            }
        }
    }

    fn role(&mut self, head: &Head, target: &str, who: &Sender, (was, role): (Option<Role>, Option<Role>)) {
        let (taken, given) = modes::changed(was, role, self.session.has(Cap::MultiPrefix));
        let letters: String = [('-', &taken), ('+', &given)]
            .iter()
            .filter(|(_, l)| !l.is_empty())
            .map(|(s, l)| format!("{s}{l}"))
            .collect();
        if !letters.is_empty() {
            let names = std::iter::repeat_n(who.name.as_str(), taken.len() + given.len());
            let params: Vec<&str> = [target, letters.as_str()].into_iter().chain(names).collect();
            self.put(head, "MODE", &params);
        }
    }

    /// All that was set at once: those with a letter in one line, a sentence for each of the others.
    fn modes_set(&mut self, head: Head, target: &str, by: &Sender, modes: &[Mode]) {
        let (letters, params) = modes::letters(modes);
        if !letters.is_empty() {
            let all: Vec<&str> =
                [target, letters.as_str()].into_iter().chain(params.iter().map(String::as_str)).collect();
            self.put(&head, "MODE", &all);
        }
        for mode in modes.iter().filter(|mode| modes::shown(mode).is_none()) {
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

    /// What only operators read, in `#server`.
    fn audit(&mut self, target: &str, fact: &Fact) {
        let name = fact.by.name.as_str();
        let words = match &fact.what {
            What::AccountMade => self.word(Say::MadeAnAccount { name }),
            What::AccountErased { .. } => self.word(Say::ErasedAnAccount { name }),
            What::RoomOpened { kind: causette_core::Kind::Named(room), .. } => {
                self.word(Say::MadeARoom { name, room: room.as_str() })
            }
            What::RoomRenamed { from, to, .. } => {
                self.word(Say::RenamedARoom { name, from: from.as_str(), to: to.as_str() })
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
