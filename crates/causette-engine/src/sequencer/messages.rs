//! What is done to a message afterwards, and who a message is for.

use super::draft::Draft;
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::SessionId;
use crate::submission::{Got, Wanted};
use causette_core::ports::Search;
use causette_core::ports::paging::Edge;
use causette_core::{
    Command, Fact, Given, Kind, Name, Notice, Query, RoomId, RoomTag, Seq, Target, What, limits, mention, notice, room,
    server as rules,
};
use std::sync::Arc;

impl Sequencer {
    /// An edit, a deletion or a reaction: decided with the message it names in hand.
    pub(super) fn on_message(
        &mut self,
        asker: &Asker,
        of: &Target,
        seq: Seq,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let room = self.existing(asker, of, got.as_ref())?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let head = draft.rooms.get(&room.id).map_or(live.room.head, |drafted| drafted.head);
        if seq > live.room.head && seq <= head {
            // It was said in this very batch.
            self.again_after_this_batch(asker, command, draft);
            return Ok(());
        }
        let target = if seq > head || seq <= live.kept_after { None } else { self.message(&room, seq, got)? };
        if let (Some(grant), Command::Delete { .. }, Some(target)) = (self.grant(asker.session), command, &target)
            && self.sessions.get(&asker.session).is_some_and(|session| session.who.id != target.by.id)
        {
            rules::may_moderate(&grant)?;
        }
        let given = Given { target, ..self.given_for(asker, command, room.id) };
        self.change(asker, room, command, given, draft)
    }

    /// A fact as it is now: from memory, or as the log had it, if memory knows what happened to it since.
    fn message(&self, room: &RoomTag, seq: Seq, got: Option<Got>) -> Result<Option<Arc<Fact>>, Halt> {
        let Some(live) = self.rooms.get(&room.id) else { return Ok(None) };
        if let Some(fact) = live.tail.get(seq) {
            return Ok(Some(fact.clone()));
        }
        let wanted = Wanted::Fact { room: room.id, seq, head: live.room.head };
        let Some(Got::Fact(found, head)) = got else { return Err(Halt::Fetch(wanted)) };
        if !live.tail.covers(Edge::After(head), limits::TAIL_FACTS, live.kept_after) {
            return Err(Halt::Fetch(wanted));
        }
        let since = live.tail.page(Edge::After(head), limits::TAIL_FACTS * 2, live.kept_after).facts;
        let gone = since.iter().any(|fact| matches!(fact.what, What::Deleted { seq: of, .. } if of == seq));
        Ok(found.map_err(refusal)?.filter(|_| !gone))
    }

    /// Sessions in the room whose person a text speaks to, but not the one that said it.
    pub(super) fn mentioned(&self, fact: &Fact, by: SessionId) -> Box<[SessionId]> {
        let text = match &fact.what {
            What::Message { text, .. } | What::Edited { text, .. } => text.as_str(),
            What::Answer { .. }
            | What::Deleted { .. }
            | What::Reacted { .. }
            | What::RoomOpened { .. }
            | What::RoomRenamed { .. } => {
                return [].into();
            }
            What::Governed(_) | What::Gone(_) | What::Joined | What::Left => return [].into(),
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) | What::Tagged { .. } => return [].into(),
        };
        let mut sessions = Vec::new();
        for word in mention::candidates(text) {
            let Some(who) = Name::new(word).ok().and_then(|name| self.people.by_name(&name)) else { continue };
            let here = |s: &SessionId| self.sessions.get(s).is_some_and(|s| s.rooms.contains(&fact.room));
            sessions.extend(self.people.sessions(who.id).into_iter().filter(|s| *s != by && here(s)));
        }
        sessions.sort_unstable();
        sessions.dedup();
        sessions.into()
    }

    /// Whoever writes to somebody who is away is told so.
    pub(super) fn tell_of_absence(&self, room: RoomId, fact: &Fact, session: SessionId, draft: &mut Draft) {
        let Some(Kind::Direct(a, b)) = self.rooms.get(&room).map(|live| &live.room.state.kind) else { return };
        let other = if *a == fact.by.id { *b } else { *a };
        if other == fact.by.id {
            return; // a note to oneself
        }
        let (Some(why), Some(name)) = (self.people.away(other), self.people.name(other)) else { return };
        let who = causette_core::Sender { id: other, name: name.clone() };
        draft.news(session, Notice::IsAway { who, why: why.clone() });
    }

    pub(super) fn search(
        &mut self,
        asker: &Asker,
        of: Option<&Target>,
        (query, limit): (&Query, usize),
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        room::search_limit(limit)?;
        let tags = match of {
            Some(target) => vec![self.existing(asker, target, got.as_ref())?],
            None => self.own_rooms(asker),
        };
        let mut rooms = Vec::new();
        for tag in &tags {
            let (Some(actor), Some(live)) = (self.actor(asker, tag.id), self.rooms.get(&tag.id)) else { continue };
            room::decide(&live.room, &actor, command, &Given::default(), draft.now)?;
            rooms.push((tag.id, self.floor(asker, tag.id)));
        }
        let Some(Got::Found(found)) = got else {
            let Query { by, since, until, .. } = query.clone();
            let search = Search { rooms, words: query.words().to_owned(), by, since, until, limit };
            return Err(Halt::Fetch(Wanted::Search(Box::new(search))));
        };
        let (facts, more) = found.map_err(refusal)?;
        let mut found = notice::Found { hits: Vec::new(), more };
        let shown = self.shown(asker.session, notice::Page { facts, ..Default::default() });
        for fact in shown.facts {
            // Between the reading and now it may have been taken back, or the session sent out.
            let Some(tag) = tags.iter().find(|tag| tag.id == fact.room) else { continue };
            let now = self.rooms.get(&tag.id).and_then(|live| live.tail.get(fact.seq));
            if !fact.has_words() || now.is_some_and(|now| !now.has_words()) {
                continue;
            }
            found.hits.push((tag.clone(), fact));
        }
        draft.answer(asker, Notice::Found(found));
        Ok(())
    }

    /// The rooms and conversations a session is in.
    fn own_rooms(&self, asker: &Asker) -> Vec<RoomTag> {
        let Some(session) = self.sessions.get(&asker.session) else { return Vec::new() };
        let tag = |id: &RoomId| {
            let label = self.label(&self.rooms.get(id)?.room.state.kind, session.who.id);
            Some(RoomTag { id: *id, label })
        };
        session.rooms.iter().filter_map(tag).collect()
    }
}
