//! One entry of a room's log as IRC messages. What IRC has no word for is a sentence from the server.

use super::{Writer, msgid_of};
use crate::irc::caps::Cap;
use crate::irc::modes;
use crate::irc::put::Head;
use causette_core::{Deed, Fact, Gone, Mode, Role, RoomLabel, Sanction, Sender, Seq, Style, Text, What};
use causette_texts::Say;
use causette_wire::irc::{BODY_BYTES, split};
use causette_wire::json;

/// Bytes of a message beside its source, command, target and text: two spaces, a colon, CR LF.
const AROUND: usize = 5;
/// What an action has around its words.
const ACTION: (&str, &str) = ("\u{1}ACTION ", "\u{1}");

impl Writer<'_> {
    pub(in crate::irc) fn fact(&mut self, label: &RoomLabel, fact: &Fact) {
        #[cfg(feature = "planted")]
        if crate::irc::plant::leaves_out(fact) {
            return;
        }
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
        let command = if style == Style::Notice { "NOTICE" } else { "PRIVMSG" };
        let signs = if style == Style::Action { ACTION } else { ("", "") };
        let around = head.source_bytes() + command.len() + target.len() + AROUND + signs.0.len() + signs.1.len();
        // However long a line may be that is taken: every client can take this.
        let room = BODY_BYTES.saturating_sub(around).max(64);
        let mut pieces: Vec<(bool, String)> = Vec::new();
        for line in text.split('\n') {
            let line = if line.is_empty() { " " } else { line };
            for (n, piece) in split(line, room).enumerate() {
                pieces.push((n > 0, format!("{}{piece}{}", signs.0, signs.1)));
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
        #[cfg(feature = "planted")]
        let seq = crate::irc::plant::redacted(seq);
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
            Deed::Role { who, role, was } => self.role(&head, target, who, (*was, *role)),
            Deed::Mode(mode) => self.modes_set(head, target, by, std::slice::from_ref(mode)),
            Deed::Modes(modes) => self.modes_set(head, target, by, modes),
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
