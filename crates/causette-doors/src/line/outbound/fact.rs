//! One line of a room's log: `[14:03 12] <alice> bonjour`, `[14:03 13] * alice smiles`, `[14:03 14 re 12 @] <bob> alice: hi`,
//! `[14:03 15] -- alice changed 12: new words`.
//!
//! What people wrote stands after their name and `> `, or at the end of a sentence; `-- ` right after the bracket is ours.

use super::Writer;
use crate::line::words;
use causette_core::{Deed, Fact, Gone, Kind, Mode, Role, RoomLabel, Sanction, Seq, Style, Text, What};
use causette_texts::Say;
use causette_wire::json;
use causette_wire::line::safe;

impl Writer<'_> {
    /// `here`: the room's name is left out. `mentions_you`: it is marked.
    pub(in crate::line) fn fact(&mut self, label: &RoomLabel, here: bool, fact: &Fact, mentions_you: bool) {
        let name = fact.by.name.as_str();
        let label = (!here).then_some(label);
        let reply_to = if let What::Message { reply_to, .. } = &fact.what { *reply_to } else { None };
        self.bracket(label, fact, reply_to, mentions_you);
        self.what(name, &fact.what);
        self.end();
    }

    /// `[14:03 #room 14 re 12 @] `
    fn bracket(&mut self, label: Option<&RoomLabel>, fact: &Fact, reply_to: Option<Seq>, mentions_you: bool) {
        let time = self.civil(fact.at);
        self.out.push(b'[');
        self.two(time.hour());
        self.out.push(b':');
        self.two(time.minute());
        self.out.push(b' ');
        if let Some(label) = label {
            self.label(label);
            self.out.push(b' ');
        }
        self.number(fact.seq);
        if let Some(seq) = reply_to {
            self.out.extend_from_slice(b" re ");
            self.number(seq);
        }
        self.out.extend_from_slice(if mentions_you { b" @] " } else { b"] " });
    }

    fn what(&mut self, name: &str, what: &What) {
        let (before, after, text): (&[u8], &[u8], _) = match what {
            What::Message { text, style: Style::Plain, .. } => (b"<", b"> ", text),
            What::Message { text, style: Style::Action, .. } => (b"* ", b" ", text),
            What::Message { text, style: Style::Notice, .. } => (b"-", b"- ", text),
            // Not even an action looks like this: a name would stand before what somebody typed.
            What::Answer { text } => {
                self.out.extend_from_slice(b"= ");
                return safe::push_text(self.out, text.as_str(), self.eol);
            }
            What::Edited { seq, text } => {
                self.told(Say::Changed { name, seq: *seq });
                self.out.push(b' ');
                return safe::push_text(self.out, text.as_str(), self.eol);
            }
            What::Deleted { seq, why } => {
                self.told(Say::TookBack { name, seq: *seq });
                return self.because(why.as_ref());
            }
            What::Tagged { .. } => return self.told(Say::Tagged { name }),
            What::Reacted { seq, mark, on: true } => {
                return self.told(Say::Reacted { name, mark: mark.as_str(), seq: *seq });
            }
            What::Reacted { seq, mark, on: false } => {
                return self.told(Say::Unreacted { name, mark: mark.as_str(), seq: *seq });
            }
            What::Gone(Gone::Deleted) => return self.told(Say::GoneDeleted),
            What::Gone(Gone::Ignored) => return self.told(Say::GoneIgnored),
            What::Gone(Gone::Erased) => return self.told(Say::GoneErased),
            What::Governed(deed) => return self.deed(name, deed),
            What::Joined => return self.told(Say::MemberJoined { name }),
            What::Left => return self.told(Say::MemberLeft { name }),
            What::AccountMade => return self.told(Say::MadeAnAccount { name }),
            What::AccountErased { .. } => return self.told(Say::ErasedAnAccount { name }),
            What::RoomOpened { kind: Kind::Named(room), .. } => {
                return self.told(Say::MadeARoom { name, room: room.as_str() });
            }
            What::RoomRenamed { from, to, .. } => {
                return self.told(Say::RenamedARoom { name, from: from.as_str(), to: to.as_str() });
            }
            What::RoomOpened { kind: Kind::Direct(..), .. } => return self.told(Say::BeganAConversation { name }),
            What::Noted(note) => {
                self.told(Say::Noted { about: json::about_term(note.about) });
                self.out.push(b' ');
                return safe::push_text(self.out, note.text.as_str(), self.eol);
            }
        };
        self.out.extend_from_slice(before);
        safe::push_word(self.out, name);
        self.out.extend_from_slice(after);
        safe::push_text(self.out, text.as_str(), self.eol);
    }

    fn deed(&mut self, name: &str, deed: &Deed) {
        match deed {
            Deed::Topic(Some(topic)) => self.told(Say::TopicSet { name, topic: topic.as_str() }),
            Deed::Topic(None) => self.told(Say::TopicCleared { name }),
            Deed::Invited(who) => self.told(Say::Invited { name, who: who.name.as_str() }),
            Deed::Kicked { who, why } => {
                self.told(Say::Kicked { name, who: who.name.as_str() });
                self.because(why.as_ref());
            }
            Deed::Banned(ban) => {
                let (who, until) = (self.whom(ban), self.until(ban.until));
                self.told(Say::Banned { name, who: &who, until: &until });
                self.because(ban.why.as_ref());
            }
            Deed::Unbanned(ban) => {
                let who = self.whom(ban);
                self.told(Say::Unbanned { name, who: &who });
            }
            Deed::Muted(mute) => {
                let (who, until) = (self.whom(mute), self.until(mute.until));
                self.told(Say::Muted { name, who: &who, until: &until });
                self.because(mute.why.as_ref());
            }
            Deed::Unmuted(mute) => {
                let who = self.whom(mute);
                self.told(Say::Unmuted { name, who: &who });
            }
            Deed::Role { who, role: Some(role), .. } => {
                self.told(Say::RoleGiven { name, who: who.name.as_str(), role: json::role_term(*role) });
            }
            Deed::Role { who, role: None, .. } => self.told(Say::RoleTaken { name, who: who.name.as_str() }),
            Deed::Mode(mode) => {
                let term = json::mode_term(mode);
                self.told(match set(mode) {
                    Set::On => Say::ModeOn { name, mode: term },
                    Set::Off => Say::ModeOff { name, mode: term },
                    Set::To(count) => Say::ModeNumber { name, mode: term, count },
                });
            }
            Deed::Modes(modes) => {
                let modes = self.modes(modes);
                self.told(Say::ModesSet { name, modes: &modes });
            }
            Deed::Reset => self.told(Say::Reset),
            Deed::Profile(changes) => self.room_profile(name, changes),
            Deed::Renamed { from, to, why } => {
                self.told(Say::RoomRenamed { name, from: from.as_str(), to: to.as_str() });
                self.because(why.as_ref());
            }
            Deed::Exempt { mask, on: true } => self.told(Say::Exempted { name, mask: mask.as_str() }),
            Deed::Exempt { mask, on: false } => self.told(Say::Unexempted { name, mask: mask.as_str() }),
            Deed::Welcome { mask, on: true } => self.told(Say::Welcomed { name, mask: mask.as_str() }),
            Deed::Welcome { mask, on: false } => self.told(Say::Unwelcomed { name, mask: mask.as_str() }),
        }
    }

    fn whom(&self, sanction: &Sanction) -> String {
        match (&sanction.who, &sanction.mask) {
            (Some(who), _) => who.name.to_string(),
            (None, Some(mask)) => mask.to_string(),
            (None, None) => self.word(Say::AnAddress),
        }
    }

    /// ` (why)`: what people gave as a reason.
    pub(super) fn because(&mut self, why: Option<&Text>) {
        if let Some(why) = why {
            self.out.extend_from_slice(b" (");
            safe::push_word(self.out, why.as_str());
            self.out.push(b')');
        }
    }

    /// A sentence of ours, without an end.
    pub(super) fn told(&mut self, what: Say<'_>) {
        self.out.extend_from_slice(b"-- ");
        let words = self.word(what);
        safe::push_word(self.out, &words);
    }

    /// What a room is set to, in the reader's words: `private, limit 30, secret off`.
    pub(super) fn modes(&self, modes: &[Mode]) -> String {
        let shown = |mode: &Mode| {
            let name = words::mode_name(json::mode_term(mode), self.lang);
            match set(mode) {
                Set::On => name.to_owned(),
                Set::Off => format!("{name} {}", words::off(self.lang)),
                Set::To(number) => format!("{name} {number}"),
            }
        };
        modes.iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn role(&self, role: Role) -> String {
        self.word(Say::WordRole { role: json::role_term(role) })
    }
}

/// What a mode was set to, as far as anybody may know.
enum Set {
    On,
    Off,
    To(u64),
}

fn set(mode: &Mode) -> Set {
    let flag = |on: bool| if on { Set::On } else { Set::Off };
    match mode {
        Mode::Private(on) | Mode::InviteOnly(on) | Mode::Secret(on) => flag(*on),
        Mode::Moderated(on) | Mode::TopicLocked(on) | Mode::AccountsOnly(on) => flag(*on),
        Mode::NoCtcp(on) | Mode::Outsiders(on) => flag(*on),
        Mode::Key(key) => flag(key.is_some()),
        Mode::Slow(0) => Set::Off,
        Mode::Slow(seconds) => Set::To((*seconds).into()),
        Mode::Limit(number) | Mode::KeepDays(number) => number.map_or(Set::Off, |n| Set::To(n.into())),
        Mode::KeepLast(count) => count.map_or(Set::Off, Set::To),
    }
}
