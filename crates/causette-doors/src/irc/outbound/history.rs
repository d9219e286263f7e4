//! Stretches of a room's log: CHATHISTORY's batches, what a slow client missed, marks.

use super::{Writer, msgid};
use crate::irc::caps::Cap;
use causette_core::notice::{Found, Page};
use causette_core::{Deed, Fact, Millis, RoomLabel, RoomTag, What};
use causette_texts::Say;
use causette_wire::irc::time_tag;
use std::sync::Arc;

impl Writer<'_> {
    /// A batch of what was said; with events for clients that take them.
    pub(super) fn history(&mut self, target: &str, room: &RoomTag, page: &Page) {
        let told: Vec<_> = page.facts.iter().filter(|fact| self.is_told(fact)).map(|fact| (room, fact)).collect();
        self.stretch(&["chathistory", target], &told);
    }

    /// What a search found, the oldest first, as clients show it.
    pub(super) fn found(&mut self, found: &Found) {
        let hits: Vec<_> = found.hits.iter().rev().map(|(room, fact)| (room, fact)).collect();
        self.stretch(&[Cap::Search.name()], &hits);
    }

    /// Facts in a batch of that kind; only lines, where the client knows no batches.
    fn stretch(&mut self, kind: &[&str], facts: &[(&RoomTag, &Arc<Fact>)]) {
        let id = format!("h{}", self.session.requests.last_id());
        let in_batch = self.session.has(Cap::Batch);
        if in_batch {
            let (head, open) = (self.head(), format!("+{id}"));
            let params: Vec<&str> = [open.as_str()].into_iter().chain(kind.iter().copied()).collect();
            self.put(&head, "BATCH", &params);
        }
        for (room, fact) in facts {
            let mut bytes = Vec::new();
            Writer { session: self.session, out: &mut bytes }.past(&room.label, fact);
            for line in bytes.split_inclusive(|b| *b == b'\n') {
                match in_batch && !crate::irc::requests::has_batch(line) {
                    true => crate::irc::requests::tagged(&format!("batch={id}"), line, self.out),
                    false => self.out.extend_from_slice(line),
                }
            }
        }
        if in_batch {
            let head = self.head();
            self.put(&head, "BATCH", &[&format!("-{id}")]);
        }
    }

    pub(super) fn no_history(&mut self, word: &str, target: &str) {
        self.fail("CHATHISTORY", "INVALID_TARGET", &[word, target], "Messages could not be retrieved");
    }

    /// Whether it belongs into this client's history.
    fn is_told(&self, fact: &Fact) -> bool {
        match &fact.what {
            What::Message { .. } | What::Answer { .. } | What::Edited { .. } => true,
            What::Reacted { .. } | What::Deleted { .. } | What::Joined | What::Left => {
                self.session.has(Cap::EventPlayback)
            }
            What::Governed(Deed::Topic(_) | Deed::Kicked { .. } | Deed::Role { .. } | Deed::Mode(_)) => {
                self.session.has(Cap::EventPlayback)
            }
            What::Governed(Deed::Modes(_) | Deed::Renamed { .. }) => self.session.has(Cap::EventPlayback),
            What::Governed(_) | What::Gone(_) | What::RoomOpened { .. } | What::RoomRenamed { .. } => false,
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) => false,
            What::Tagged { .. } => self.session.has(Cap::EventPlayback),
        }
    }

    /// A fact of the past: an account's coming and going as well.
    fn past(&mut self, label: &RoomLabel, fact: &Fact) {
        let target = self.target(label, fact.by.id);
        match &fact.what {
            What::Joined => {
                let head = self.head_of(fact);
                self.put(&head, "JOIN", &[target]);
            }
            What::Left => {
                let head = self.head_of(fact);
                self.put(&head, "PART", &[target]);
            }
            // A RENAME of the past would have the client rename what is called otherwise by now.
            What::Governed(Deed::Renamed { from, to, why }) => {
                let name = fact.by.name.as_str();
                let mut words = self.word(Say::RoomRenamed { name, from: from.as_str(), to: to.as_str() });
                words.extend(why.as_ref().map(|why| format!(" ({})", why.as_str())));
                let caps = self.session.caps;
                let head = self.head().time(caps.has(Cap::ServerTime), fact.at);
                let head = head.tag_if(caps.tags(), "msgid", || msgid(fact));
                self.put(&head, "NOTICE", &[target, &words]);
            }
            _ => self.fact(label, fact),
        }
    }

    /// What a slow client was not sent in time.
    pub(super) fn missed(&mut self, room: &RoomTag, page: &Page) {
        for fact in &page.facts {
            self.fact(&room.label, fact);
        }
    }

    pub(super) fn targets(&mut self, targets: &[(RoomTag, Millis)]) {
        let id = format!("h{}", self.session.requests.last_id());
        let head = self.head();
        self.put(&head, "BATCH", &[&format!("+{id}"), "draft/chathistory-targets"]);
        for (room, at) in targets {
            let label = match &room.label {
                RoomLabel::Named(name) => name.to_string(),
                RoomLabel::With(name) => name.to_string(),
            };
            let head = self.head().tag("batch", id.as_str());
            self.put(&head, "CHATHISTORY", &["TARGETS", &label, &time_tag(*at)]);
        }
        self.put(&head, "BATCH", &[&format!("-{id}")]);
    }

    /// `MARKREAD <target> timestamp=…`, or `*`.
    pub(super) fn marked(&mut self, target: &str, at: Option<Millis>) {
        let stamp = at.map_or_else(|| "*".to_owned(), |at| format!("timestamp={}", time_tag(at)));
        let head = self.head();
        self.put(&head, "MARKREAD", &[target, &stamp]);
    }
}
