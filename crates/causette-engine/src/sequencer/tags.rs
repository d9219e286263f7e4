//! Client tags without words: told to who is there, or kept as an entry of the log.

use super::draft::Draft;
use super::opening::Place;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::Event;
use crate::submission::Got;
use causette_core::{
    Actor, ClientTags, Command, Given, Kind, Notice, RoomId, RoomLabel, RoomTag, Signal, Tagged, Target, room,
};

impl Sequencer {
    /// Tags that are kept are a fact like any other, and may begin a conversation.
    pub(super) fn keep_tags(
        &mut self,
        asker: &Asker,
        to: &Target,
        (command, got): (&Command, Option<Got>),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let room = self.room_to_say(asker, to, got)?;
        let given = self.given_for(asker, command, room.id);
        self.change(asker, room, command, given, draft)
    }

    /// Others are told, in a room of any size: somebody sends them, unlike presence, which comes by itself. No conversation begins
    /// by them, and they need none.
    pub(super) fn tell_tags(
        &mut self,
        asker: &Asker,
        (to, tags): (&Target, &ClientTags),
        (command, got): (&Command, Option<Got>),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (tag, actor) = match (to, self.place(asker, to, got.as_ref())?) {
            (Target::Person(_), Place::Absent(kind)) => return self.tags_of_pair(asker, kind, (tags, command), draft),
            (Target::Room(_) | Target::Person(_), Place::Found(_) | Place::Absent(_)) => {
                self.allowed(asker, to, command, got.as_ref(), draft.now)?
            }
        };
        if let Some(kind @ Kind::Direct(..)) = self.rooms.get(&tag.id).map(|live| live.room.state.kind.clone()) {
            return self.tags_of_pair(asker, kind, (tags, command), draft);
        }
        let (what, RoomTag { id: room, label }) = (self.tagged(tags), tag);
        let signal = Signal::Tagged(actor.who.clone(), what.clone());
        draft.tell(Event::Signal { room, signal, but: Some(asker.session) });
        draft.answer(asker, Notice::Tagged { room: label, by: actor.who, what });
        Ok(())
    }

    /// To the sessions of two people, whether or not they have the conversation.
    fn tags_of_pair(
        &mut self,
        asker: &Asker,
        kind: Kind,
        (tags, command): (&ClientTags, &Command),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (Some(actor), Kind::Direct(a, b)) = (self.actor(asker, RoomId::DIRECTORY), &kind) else { return Ok(()) };
        // As its first message would be decided.
        let pair = room::made_by(&actor, RoomId(self.ids.fresh()), kind.clone(), draft.now);
        room::decide(&pair, &actor, command, &Given::default(), draft.now)?;
        let Actor { who: by, .. } = actor;
        let what = self.tagged(tags);
        let mut people = vec![*a, *b];
        people.dedup();
        for person in people {
            let room: RoomLabel = self.label(&kind, person);
            for session in self.people.sessions(person).into_iter().filter(|s| self.hears(*s, None)) {
                let ignores = self.ignored.get(&session).is_some_and(|ignored| ignored.contains(&by.id));
                if session != asker.session && !ignores {
                    draft.news(session, Notice::Tagged { room: room.clone(), by: by.clone(), what: what.clone() });
                }
            }
        }
        let room = self.label(&kind, by.id);
        draft.answer(asker, Notice::Tagged { room, by, what });
        Ok(())
    }

    fn tagged(&mut self, tags: &ClientTags) -> Tagged {
        Tagged { id: self.ids.fresh(), tags: tags.clone() }
    }
}
