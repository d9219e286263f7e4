//! Comings and goings: JOIN, PART, QUIT, NICK, AWAY, SETNAME, CHGHOST, ACCOUNT, typing, tags.

use super::Writer;
use crate::irc::caps::Cap;
use causette_core::signal::Typing;
use causette_core::{Name, RoomTag, Sender, Signal, Text};

impl Writer<'_> {
    pub(in crate::irc) fn signal(&mut self, room: &RoomTag, signal: &Signal) {
        let label = room.label.to_string();
        match signal {
            Signal::Arrived(who, _) => {
                self.joined(who, &label);
                self.profile_now(who);
            }
            Signal::Departed(who, why) => {
                let head = self.now_from(who);
                match why {
                    Some(why) => self.put(&head, "PART", &[&label, why.as_str()]),
                    None => self.put(&head, "PART", &[&label]),
                }
            }
            Signal::Quit(who, why) => {
                let head = self.now_from(who);
                let words = why.as_ref().map_or_else(|| "Quit".to_owned(), |why| format!("Quit: {}", why.as_str()));
                self.put(&head, "QUIT", &[&words]);
            }
            Signal::SentOff { who, by, why } => self.sent_off(who, by, why.as_ref()),
            Signal::Renamed(who, to) => self.renamed(who, to),
            Signal::Away(who, why) => self.away(who, why.as_ref()),
            Signal::Described(who) => self.described(who),
            Signal::Became { before, now, .. } => self.turned_into(before, now),
            Signal::Tagged(who, what) => {
                let target = self.target(&room.label, who.id);
                self.tagged(who, target, what);
            }
            Signal::Profiled(who, changes) => self.profile_changes(who.name.as_str(), changes),
            Signal::Typing(who, state) => {
                if self.session.caps.tags() {
                    let state = match state {
                        Typing::Active => "active",
                        Typing::Paused => "paused",
                        Typing::Done => "done",
                    };
                    let target = self.target(&room.label, who.id);
                    let head = self.now_from(who).tag("+typing", state);
                    self.put(&head, "TAGMSG", &[target]);
                }
            }
        }
    }

    /// Somebody entered: with account and real name where the client wants them.
    pub(super) fn joined(&mut self, who: &Sender, room: &str) {
        let head = self.now_from(who);
        if self.session.has(Cap::ExtendedJoin) {
            let known = self.session.shared.faces.get(who.id);
            let account = known.account.as_ref().map_or("*", Name::as_str);
            let real = known.face.as_ref().map_or(who.name.as_str(), |face| &face.real);
            return self.put(&head, "JOIN", &[room, account, real]);
        }
        self.put(&head, "JOIN", &[room]);
    }

    pub(super) fn renamed(&mut self, who: &Sender, to: &Name) {
        let head = self.now_from(who);
        self.put(&head, "NICK", &[to.as_str()]);
    }

    pub(super) fn away(&mut self, who: &Sender, why: Option<&Text>) {
        if !self.session.has(Cap::AwayNotify) {
            return;
        }
        let head = self.now_from(who);
        match why {
            Some(why) => self.put(&head, "AWAY", &[why.as_str()]),
            None => self.put(&head, "AWAY", &[]),
        }
    }

    pub(super) fn described(&mut self, who: &Sender) {
        let face = self.session.shared.faces.get(who.id).face;
        if let Some(face) = face.filter(|_| self.session.has(Cap::Setname)) {
            let head = self.now_from(who);
            self.put(&head, "SETNAME", &[&face.real]);
        }
    }
}
