//! What a client sent, as it is told to that client itself: the echo that it may want, and what reaches whoever writes to themselves.

use super::{Writer, msgid_of};
use crate::irc::caps::Cap;
use crate::irc::put::Head;
use crate::irc::requests::Asked;
use causette_core::{ClientTags, Millis, Notice, RoomId, RoomLabel, Sender, Seq, Tagged};

impl Writer<'_> {
    /// What was sent, as the others are told it.
    pub(super) fn sent(&mut self, asked: &Asked, notice: &Notice) {
        match (asked, notice) {
            (Asked::Say(said), Notice::Done { room, seq, at }) => {
                let head = self.sent_at(room.id, *seq, *at);
                let words = (said.text.as_str(), said.style);
                self.words(head, &said.target, words, said.reply.as_deref(), &said.tags);
            }
            (Asked::Say(said), Notice::Aside { .. }) => {
                let head = self.now_from(&self.session.me);
                self.words(head, &said.target, (said.text.as_str(), said.style), None, &ClientTags::NONE);
            }
            (Asked::React { target, seq: of, mark, on }, Notice::Done { room, seq, at }) => {
                let head = self.sent_at(room.id, *seq, *at);
                self.sign(head, target, (&msgid_of(room.id, *of), mark, *on));
            }
            (Asked::Tags { target, tags }, Notice::Done { room, seq, at }) => {
                let head = self.sent_at(room.id, *seq, *at);
                self.tagmsg(head, target, tags);
            }
            (Asked::Tags { target, .. }, Notice::Tagged { by, what, .. }) => self.tagged(by, target, what),
            (Asked::Tags { target, tags }, Notice::Told) => {
                let head = self.now_from(&self.session.me);
                self.tagmsg(head, target, tags);
            }
            (_, _) => {}
        }
    }

    /// Whoever writes to themselves is who reads it, too.
    pub(in crate::irc) fn received(&mut self, asked: &Asked, notice: &Notice) {
        let label = match notice {
            Notice::Done { room, .. } => &room.label,
            Notice::Tagged { room, .. } => room,
            _ => return,
        };
        if matches!(label, RoomLabel::With(name) if *name == self.session.me.name) {
            self.sent(asked, notice);
        }
    }

    /// The head of what this session itself did.
    pub(super) fn sent_at(&self, room: RoomId, seq: Seq, at: Millis) -> Head {
        let head = self.from(&self.session.me).time(self.session.has(Cap::ServerTime), at);
        let head = head.tag_if(self.session.caps.tags(), "msgid", || msgid_of(room, seq));
        self.bot(head, self.session.me.id)
    }

    /// Tags that are not kept: they have a msgid all the same.
    pub(super) fn tagged(&mut self, by: &Sender, target: &str, what: &Tagged) {
        let head = self.now_from(by).tag("msgid", format!("{:032x}", what.id));
        let head = self.bot(head, by.id);
        match self.session.shared.setup.ctcp && what.tags.is_ctcp() {
            true => self.ctcp(&head, target, &what.tags),
            false => self.tagmsg(head, target, &what.tags),
        }
    }

    /// What clients ask each other, and answer, as they do it among themselves.
    fn ctcp(&mut self, head: &Head, target: &str, tags: &ClientTags) {
        for (command, name) in [("PRIVMSG", ClientTags::CTCP), ("NOTICE", ClientTags::CTCP_REPLY)] {
            // Others' programs may have put there what is no part of a line.
            let asked = tags.get(name).filter(|asked| !asked.contains(['\r', '\n', '\u{1}']));
            if let Some(asked) = asked {
                self.put(head, command, &[target, &format!("\u{1}{asked}\u{1}")]);
            }
        }
    }

    /// `TAGMSG`, for whoever knows of tags.
    pub(super) fn tagmsg(&mut self, head: Head, target: &str, tags: &ClientTags) {
        if self.session.caps.tags() {
            self.put(&head.client_tags(true, tags), "TAGMSG", &[target]);
        }
    }

    /// A sign put beside a message, or taken away, as tags.
    pub(super) fn sign(&mut self, head: Head, target: &str, (msgid, mark, on): (&str, &str, bool)) {
        if self.session.caps.tags() {
            let head = head.tag(if on { "+draft/react" } else { "+draft/unreact" }, mark).tag("+draft/reply", msgid);
            self.put(&head, "TAGMSG", &[target]);
        }
    }
}
