//! Events to messages. Facts are in `fact`, comings and goings in `signal`, what answers a client in `answer` and its
//! neighbours, refusals in `refused`.

mod accounts;
mod answer;
mod fact;
mod history;
mod metadata;
mod operators;
mod own_modes;
mod people;
mod refused;
mod rooms;
mod sent;
mod signal;
mod welcome;
mod words;

use super::caps::Cap;
use super::put::{Head, Put};
use super::speaker::IrcSpeaker;
use causette_core::{Fact, Millis, PersonId, RoomLabel, Sender, hex};
use causette_engine::Known;

/// Appends messages for one session to a buffer.
pub(super) struct Writer<'o> {
    pub(super) session: &'o IrcSpeaker,
    pub(super) out: &'o mut Vec<u8>,
}

impl<'o> Writer<'o> {
    fn server(&self) -> &str {
        &self.session.shared.setup.name
    }

    /// From the server, with a time where the client knows what that is.
    fn head(&self) -> Head {
        Head::from(self.server())
    }

    /// From somebody.
    fn from(&self, who: &Sender) -> Head {
        let head = Head::from(self.session.shared.source(who));
        if !self.session.has(Cap::AccountTag) {
            return head;
        }
        match self.session.shared.faces.read(who.id, |known| known.and_then(|known| known.account.clone())) {
            Some(account) => head.tag("account", account.as_str()),
            None => head,
        }
    }

    /// From somebody, now: what is told and not stored.
    fn now_from(&self, who: &Sender) -> Head {
        let now = self.session.shared.clock.now();
        self.from(who).time(self.session.has(Cap::ServerTime), now)
    }

    fn bot(&self, head: Head, id: PersonId) -> Head {
        let faces = &self.session.shared.faces;
        let is_bot = |known: Option<&Known>| known.and_then(|known| known.face.as_ref()).is_some_and(|face| face.bot);
        if self.session.caps.tags() && faces.read(id, is_bot) { head.flag("bot") } else { head }
    }

    fn put(&mut self, head: &Head, command: &str, params: &[&str]) {
        Put::new(self.out).message(head, command, params);
    }

    /// A numeric; the client's name comes first.
    pub(super) fn numeric(&mut self, numeric: &str, params: &[&str]) {
        let nick = self.session.nick().to_owned();
        let all: Vec<&str> = [nick.as_str()].into_iter().chain(params.iter().copied()).collect();
        self.put(&self.head(), numeric, &all);
    }

    /// A standard reply, or a notice for clients that do not know them.
    pub(super) fn fail(&mut self, command: &str, code: &str, context: &[&str], words: &str) {
        let params: Vec<&str> = [command, code].into_iter().chain(context.iter().copied()).chain([words]).collect();
        self.put(&self.head(), "FAIL", &params);
    }

    /// Free text from the server.
    pub(super) fn notice_to_me(&mut self, words: &str) {
        let nick = self.session.nick().to_owned();
        for line in words.lines() {
            self.put(&self.head(), "NOTICE", &[&nick, line]);
        }
    }

    /// Where something was said, as this client calls it.
    fn target<'t>(&self, label: &'t RoomLabel, by: PersonId) -> &'t str
    where
        'o: 't,
    {
        match label {
            RoomLabel::Named(name) => name.as_str(),
            RoomLabel::With(other) if by == self.session.me.id => other.as_str(),
            RoomLabel::With(_) => self.session.me.name.as_str(),
        }
    }

    /// A fact's head: who, when, and the number it is known by.
    fn head_of(&self, fact: &Fact) -> Head {
        let caps = self.session.caps;
        let head = self.from(&fact.by).time(caps.has(Cap::ServerTime), fact.at);
        let head = head.tag_if(caps.tags(), "msgid", || msgid(fact));
        self.bot(head, fact.by.id)
    }
}

/// What a fact is known by on IRC.
pub(super) fn msgid(fact: &Fact) -> String {
    msgid_of(fact.room, fact.seq)
}

/// The same of a number in a room.
pub(super) fn msgid_of(room: causette_core::RoomId, seq: causette_core::Seq) -> String {
    let mut msgid = String::with_capacity(32 + "-".len() + 16);
    hex::push::<32>(&mut msgid, room.0);
    msgid.push('-');
    hex::push_short(&mut msgid, seq);
    msgid
}

/// Seconds, as numerics write times.
fn seconds(at: Millis) -> String {
    (at.0 / 1000).to_string()
}
