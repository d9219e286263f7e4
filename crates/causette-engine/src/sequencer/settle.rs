//! The end of a batch: what was stored becomes the state, is told and answered, in the order it was decided.

use super::draft::{Draft, Message, Planned};
use super::{Asker, Sequencer, Tail};
use crate::{Batch, Effects, Ending, Event, Submission};
use causette_core::notice::{Goodbye, Page};
use causette_core::refusal::NotSaved;
use causette_core::{Kind, Notice, Range, Refusal, RoomTag, limits, room};

impl Sequencer {
    /// All of the draft is durable.
    pub(super) fn settle(&mut self, mut draft: Draft) -> Effects {
        let mut batch = Batch::default();
        for planned in std::mem::take(&mut draft.planned) {
            match planned {
                Planned::Message(message) => self.stored(message, &mut batch),
                Planned::Open { room, facts, then } => {
                    for fact in &facts {
                        room::apply(&mut self.directory, fact);
                    }
                    let tail = Tail::of(&room, Vec::new());
                    self.install(room, tail);
                    self.queue.push_front(then);
                }
                other => self.harmless(other, &mut batch),
            }
        }
        self.finish(draft, batch)
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
        Effects { batch, fetches: Vec::new(), ending: Some(Ending::StoreFailed(detail)) }
    }

    fn answer_facts(&mut self, draft: &mut Draft, notice: &Notice) -> Batch {
        let mut batch = Batch::default();
        for planned in std::mem::take(&mut draft.planned) {
            match planned {
                Planned::Message(message) => batch.answer(message.asker, notice.clone()),
                Planned::Open { then: Submission::Command { session, answers, .. }, .. } => {
                    batch.answer(Asker { session, answers }, notice.clone());
                }
                other => self.harmless(other, &mut batch),
            }
        }
        batch
    }

    fn stored(&mut self, message: Message, batch: &mut Batch) {
        let Message { asker, actor, room: tag, key, facts, .. } = message;
        self.wake_pair(&tag, batch);
        let Some(live) = self.rooms.get_mut(&tag.id) else { return };
        let mut done = None;
        for fact in facts {
            room::apply(&mut live.room, &fact);
            live.tail.push(fact.clone());
            if let Some(key) = &key {
                self.keys.insert((tag.id, actor.who.id, key.clone()), fact.clone());
            }
            #[cfg(feature = "planted")]
            let fact = self.plant.number(fact);
            done.get_or_insert(fact.seq);
            batch.events.push(Event::Fact { fact, but: Some(asker.session) });
        }
        if let Some(seq) = done {
            batch.answer(asker, Notice::Done { room: tag, seq });
        }
    }

    /// A direct message reaches all sessions of its two people, whether or not they asked for the conversation.
    fn wake_pair(&mut self, tag: &RoomTag, batch: &mut Batch) {
        let Some(live) = self.rooms.get(&tag.id) else { return };
        let kind @ Kind::Direct(a, b) = live.room.state.kind.clone() else { return };
        for person in [a, b] {
            let label = self.label(&kind, person);
            for session in self.people.sessions(person) {
                let Some(state) = self.sessions.get_mut(&session) else { continue };
                if state.rooms.contains(&tag.id) || state.rooms.len() >= crate::limits::DIRECT_PER_SESSION {
                    continue;
                }
                state.rooms.push(tag.id);
                let room = RoomTag { id: tag.id, label: label.clone() };
                batch.events.push(Event::Subscribe { session, room: room.clone(), behind: None });
                batch.events.push(Event::Notice { session, answers: None, last: false, notice: Notice::Opened(room) });
            }
        }
    }

    /// What needs no commit.
    fn harmless(&mut self, planned: Planned, batch: &mut Batch) {
        match planned {
            Planned::Tell(event) => batch.events.push(event),
            Planned::Enter { asker, room, after, members } => {
                let Some(live) = self.rooms.get(&room.id) else { return };
                let range = after.map_or(Range::Before(u64::MAX), Range::After);
                let limit = if after.is_some() { limits::PAGE_FACTS } else { limits::REPLAY_FACTS };
                let near = after.is_none_or(|_| live.tail.covers(range, limit));
                let replay = match near {
                    true => live.tail.page(range, limit),
                    false => Page { more: true, ..Page::default() },
                };
                // What does not fit in the page is caught up with before going live: this very batch may have said much.
                let shown = replay.facts.last().map(|fact| fact.seq).or(after);
                let behind = shown.filter(|_| after.is_some() && replay.more);
                let head = live.room.head;
                batch.events.push(Event::Subscribe { session: asker.session, room: room.clone(), behind });
                batch.answer(asker, Notice::Joined { room, head, members, replay });
            }
            Planned::Read { asker, room, range, limit, catch_up } => {
                let Some(live) = self.rooms.get(&room.id) else { return };
                let page = live.tail.page(range, limit);
                if catch_up {
                    let members = (!page.more).then(|| self.members(room.id));
                    let notice = Notice::Missed { room, page, members };
                    batch.events.push(Event::Notice { session: asker.session, answers: None, last: false, notice });
                } else {
                    batch.answer(asker, Notice::Page { room, page });
                }
            }
            // Only `settle` and `answer_facts` meet these.
            Planned::Message(_) | Planned::Open { .. } => {}
        }
    }

    fn finish(&mut self, draft: Draft, batch: Batch) -> Effects {
        for id in draft.rooms.keys() {
            if let Some(live) = self.rooms.get_mut(id) {
                live.tail.trim();
            }
        }
        self.keys.trim();
        self.unload();
        Effects { batch, fetches: draft.fetches, ending: draft.stop.then_some(Ending::Asked) }
    }
}
