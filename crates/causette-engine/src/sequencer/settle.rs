//! The end of a batch: what was stored becomes the state, is told and answered, in the order it was decided.

use super::accounts::accounts_not_changed;
use super::draft::{Change, Draft, Planned, membership};
use super::tail::OfTail;
use super::{Asker, Sequencer, Tail};
use crate::{Batch, Effects, Ending, Event, SessionId, Submission};
use causette_core::notice::{Goodbye, Page};
use causette_core::ports::ReadMark;
use causette_core::ports::paging::Edge;
use causette_core::refusal::NotSaved;
use causette_core::{Deed, Door, Fact, Facts, Kind, Millis, Notice, Refusal, RoomLabel, RoomTag, What, limits};

impl Sequencer {
    /// All of the draft is durable.
    pub(super) fn settle(&mut self, mut draft: Draft) -> Effects {
        let mut batch = Batch::default();
        for planned in std::mem::take(&mut draft.planned) {
            match planned {
                Planned::Change(change) => self.stored(*change, &mut batch),
                Planned::Rename { change, entry } => {
                    self.happened(entry, &mut batch);
                    self.stored(*change, &mut batch);
                }
                Planned::Mark { told: Some(told), room, person, mark, .. } => {
                    self.marked(told, room, person, mark, &mut batch);
                }
                Planned::Mark { told: None, .. } => {}
                Planned::Open { room, facts, members, then } => {
                    members.iter().for_each(|id| self.is_member(*id, room.id, Some(0)));
                    self.happened(facts, &mut batch);
                    let tail = Tail::of(&room, Vec::new());
                    self.install(room, tail, 0);
                    self.queue.push_front(then);
                }
                Planned::First { facts, then, .. } => {
                    self.happened(facts, &mut batch);
                    self.queue.push_front(then);
                }
                Planned::Accounts(accounts) => self.accounts_changed(*accounts, &mut batch),
                other => self.harmless(other, &mut batch),
            }
        }
        self.finish(draft, batch)
    }

    /// Facts nobody's command is answered by become part of their room, and are told there.
    pub(super) fn happened(&mut self, facts: Facts, batch: &mut Batch) {
        for fact in facts {
            if let Some(live) = self.rooms.get_mut(&fact.room) {
                live.take(&fact);
            }
            if let Some((person, since)) = membership(&fact) {
                self.is_member(person, fact.room, since);
                // Nobody has to read that they came.
                self.people.set_mark(person, fact.room, ReadMark::upto(fact.seq));
            }
            batch.events.push(Event::Fact { fact, but: None, mentions: [].into() });
        }
    }

    /// None of the draft's facts is stored: whoever waits for one is refused, nothing else is taken back.
    pub(super) fn drop_facts(&mut self, mut draft: Draft, why: NotSaved) -> Effects {
        let batch = self.answer_facts(&mut draft, &Notice::Refused(Refusal::NotSaved(why)));
        self.finish(draft, batch)
    }

    /// The facts may or may not be stored: say just that, to all who wait, and stop.
    pub(super) fn fail(&mut self, mut draft: Draft, detail: String) -> Effects {
        let mut batch = self.answer_facts(&mut draft, &Notice::Unknown);
        let mut goodbye = Draft::new(draft.now);
        self.stop_all(Goodbye::StoreFailed, &mut goodbye);
        for planned in goodbye.planned {
            self.harmless(planned, &mut batch);
        }
        Effects { batch, fetches: Vec::new(), reload: false, hooked: false, ending: Some(Ending::StoreFailed(detail)) }
    }

    /// The store can no longer be trusted, though nobody waits for it: all are told, and the server stops.
    pub fn store_failed(&mut self, now: Millis, detail: String) -> Effects {
        self.fail(Draft::new(now), detail)
    }

    fn answer_facts(&mut self, draft: &mut Draft, notice: &Notice) -> Batch {
        let mut batch = Batch::default();
        for planned in std::mem::take(&mut draft.planned) {
            match planned {
                Planned::Rename { change, .. } => batch.answer(change.asker, notice.clone()),
                Planned::Change(change) => {
                    if let Some(live) = self.rooms.get_mut(&change.room.id) {
                        live.present.unsaid(change.actor.who.id);
                    }
                    batch.answer(change.asker, notice.clone());
                }
                Planned::Mark { told: Some(told), .. } => batch.answer(told.asker, notice.clone()),
                Planned::Mark { told: None, .. } => {}
                Planned::Open { then: Submission::Command { session, answers, .. }, .. }
                | Planned::First { then: Submission::Command { session, answers, .. }, .. } => {
                    batch.answer(Asker::of(session, answers), notice.clone());
                }
                Planned::First { then: Submission::Follow { session, rooms }, .. } => self.follow_rest(session, &rooms),
                Planned::Accounts(accounts) => accounts_not_changed(*accounts, notice, &mut batch),
                // It was not told that it signed in, and is shown nothing of it.
                Planned::Enter { asker, .. } if asker.quiet && *notice == Notice::Unknown => {}
                other => self.harmless(other, &mut batch),
            }
        }
        batch
    }

    fn stored(&mut self, change: Change, batch: &mut Batch) {
        let Change { asker, actor, room: tag, command, facts, .. } = change;
        let mut key = command.key().cloned();
        self.wake_pair(&tag, batch);
        let (id, session) = (tag.id, asker.session);
        let mut asked = Some(asker);
        // Whoever speaks in a room has read it. Not saved: after a restart there is a little more to read, never less.
        // Of a program nobody knows that.
        if let Some(last) = facts.last().filter(|_| self.is_seen(session)) {
            self.people.set_mark(actor.who.id, id, ReadMark::upto(last.seq));
        }
        for fact in facts {
            let Some(live) = self.rooms.get_mut(&id) else { return };
            live.take(&fact);
            if let What::Deleted { seq, .. } = fact.what {
                self.keys.forget(id, seq);
            }
            if let Some(key) = key.take() {
                self.keys.insert((id, actor.who.id, key), fact.clone());
            }
            let mentions = self.mentioned(&fact, session);
            let told = fact.clone();
            #[cfg(feature = "planted")]
            let told = self.plant.number(told);
            let (seq, at) = (told.seq, told.at);
            let but = fact.is_own_words().then_some(session);
            batch.events.push(Event::Fact { fact: told, but, mentions });
            let mut tag = tag.clone();
            if matches!(fact.what, What::Governed(Deed::Renamed { .. })) {
                let (room, events) = self.relabel(&fact);
                batch.events.extend(events);
                tag = room;
            }
            // The answer to the command comes where its own words would: before what followed from them.
            if let Some(asker) = asked.take() {
                batch.answer(asker, Notice::Done { room: tag.clone(), seq, at });
            }
            self.follow_up(&tag, &fact, session, batch);
        }
    }

    /// What follows from a stored fact, beside being told: nothing from nearly all of them.
    fn follow_up(&mut self, room: &RoomTag, fact: &Fact, session: SessionId, batch: &mut Batch) {
        if matches!((&fact.what, &room.label), (What::Message { .. }, RoomLabel::Named(_))) {
            return;
        }
        let mut after = Draft::new(fact.at);
        match &fact.what {
            What::Governed(deed) => self.enforce(room, deed, &fact.by, &mut after),
            What::Message { .. } => {
                self.wrote(room.id, fact);
                self.tell_of_absence(room.id, fact, session, &mut after);
            }
            What::Answer { .. } | What::Edited { .. } | What::Deleted { .. } | What::Reacted { .. } => {}
            What::RoomOpened { .. } | What::RoomRenamed { .. } | What::Gone(_) | What::Joined | What::Left => {}
            What::AccountMade | What::AccountErased { .. } | What::Noted(_) | What::Tagged { .. } => {}
        }
        for planned in after.planned {
            self.harmless(planned, batch);
        }
    }

    /// A direct message reaches all sessions of its two people, whether or not they asked for the conversation.
    fn wake_pair(&mut self, tag: &RoomTag, batch: &mut Batch) {
        let Some(live) = self.rooms.get(&tag.id) else { return };
        let kind @ Kind::Direct(a, b) = live.room.state.kind.clone() else { return };
        let head = live.room.head;
        if [a, b].iter().any(|person| self.name_of(*person).is_none()) {
            return; // a guest left in this very batch, which ends the conversation
        }
        for person in [a, b] {
            let label = self.label(&kind, person);
            for session in self.people.sessions(person) {
                let hears = self.hears(session, Some(tag.id));
                let state = self.sessions.get_mut(&session).filter(|s| hears && !s.rooms.contains(&tag.id));
                let Some(state) = state else { continue };
                state.rooms.push(tag.id);
                let room = RoomTag { id: tag.id, label: label.clone() };
                batch.events.push(Event::Subscribe { session, room: room.clone(), head, behind: None });
                batch.events.push(Event::Notice { session, answers: None, last: false, notice: Notice::Opened(room) });
            }
        }
    }

    /// What needs no commit.
    pub(super) fn harmless(&mut self, planned: Planned, batch: &mut Batch) {
        match planned {
            Planned::Tell(event) => batch.events.push(event),
            Planned::Pair { session, room, opens } => {
                // What this very batch said there before is stored and told by now.
                let Some(head) = self.rooms.get(&room.id).map(|live| live.room.head) else { return };
                batch.events.push(Event::Subscribe { session, room: room.clone(), head, behind: None });
                if opens {
                    let notice = Notice::Opened(room);
                    batch.events.push(Event::Notice { session, answers: None, last: false, notice });
                }
            }
            Planned::EndPair { room, stays } => {
                for session in self.people.sessions(stays) {
                    let Some(state) = self.sessions.get_mut(&session) else { continue };
                    state.rooms.retain(|r| *r != room);
                    batch.events.push(Event::Unsubscribe { session, room });
                }
            }
            Planned::Enter { asker, room, after, members, floor } => {
                let Some(live) = self.rooms.get_mut(&room.id) else { return };
                // What it was to come after may not have been stored.
                let head = live.room.head;
                if let Some(session) = self.sessions.get(&asker.session) {
                    live.present.came_after(&session.who, head);
                }
                let floor = floor.min(head).max(live.kept_after);
                let edge = after.map_or(Edge::Before(u64::MAX), Edge::After);
                let limit = if after.is_some() { limits::PAGE_FACTS } else { limits::REPLAY_FACTS };
                // Who follows its account's rooms is told how much there is to read, not shown all of it.
                // An IRC client has no line for that number: it is shown the last of what was said, as on entering.
                let by_irc = self.sessions.get(&asker.session).is_some_and(|s| s.origin.door == Door::Irc);
                let quiet = asker.quiet && !by_irc;
                let near = after.is_none_or(|_| live.tail.covers(edge, limit, floor));
                let replay = match near && !quiet {
                    true => live.tail.page(edge, limit, floor),
                    false => Page { more: true, ..Page::default() },
                };
                // What does not fit in the page is caught up with before going live: this very batch may have said much.
                let shown = replay.facts.last().map(|fact| fact.seq).or(after);
                let behind = shown.filter(|_| after.is_some() && replay.more);
                let (topic, topic_set) = (live.room.state.topic.clone(), live.room.state.topic_set.clone());
                let profile = live.room.state.profile.clone();
                let read = self.sessions.get(&asker.session).and_then(|s| self.people.mark(s.who.id, room.id));
                let replay = self.shown(asker.session, replay);
                batch.events.push(Event::Subscribe { session: asker.session, room: room.clone(), head, behind });
                let (read_at, read) = (read.and_then(|mark| mark.at), read.map_or(head, |mark| mark.seq).min(head));
                let entered = Notice::Joined { room, head, topic, topic_set, profile, read, read_at, members, replay };
                batch.answer(asker, entered);
            }
            Planned::Read { asker, room, asked, catch_up } => {
                let Some(live) = self.rooms.get(&room.id) else { return };
                // A sweep may have come between the wish and this.
                let floor = asked.floor.max(live.kept_after);
                // What was here when it was decided still is: a tail only grows until the batch is over.
                let page = asked.of(&OfTail { tail: &live.tail, floor }).unwrap_or_default();
                let page = self.shown(asker.session, page);
                if catch_up {
                    let members = (!page.more).then(|| self.members(room.id, self.names_for(asker.session)));
                    let notice = Notice::Missed { room, page, members };
                    batch.events.push(Event::Notice { session: asker.session, answers: None, last: false, notice });
                } else {
                    batch.answer(asker, Notice::Page { room, page });
                }
            }
            // Only `settle` and `answer_facts` meet these.
            Planned::Change(_) | Planned::Mark { .. } | Planned::Open { .. } | Planned::First { .. } => {}
            Planned::Accounts(_) | Planned::Rename { .. } => {}
        }
    }

    fn finish(&mut self, draft: Draft, mut batch: Batch) -> Effects {
        // Who signed in or left because of what was stored.
        let mut after = Draft::new(draft.now);
        self.tell_moves(&mut after);
        for planned in after.planned {
            self.harmless(planned, &mut batch);
        }
        for id in draft.rooms.keys() {
            if let Some(live) = self.rooms.get_mut(id) {
                live.tail.trim();
            }
        }
        self.keys.trim();
        self.unload();
        let Draft { fetches, reload, hooked, stop, .. } = draft;
        Effects { batch, fetches, reload, hooked, ending: stop.then_some(Ending::Asked) }
    }
}
