//! How far people have read, and how much there is to read.

use super::draft::{Draft, Planned, Told};
use super::opening::Place;
use super::read::refusal;
use super::run::Halt;
use super::sign_in::follows;
use super::{Asker, Sequencer, Session};
use crate::submission::{Got, Wanted};
use crate::{Batch, Event, SessionId};
use causette_core::notice::UnreadLine;
use causette_core::ports::ReadMark;
use causette_core::{
    Actor, Command, Kind, Millis, Notice, PersonId, Refusal, Room, RoomId, RoomLabel, RoomTag, Seq, Standing, Target,
};

impl Sequencer {
    pub(super) fn mark(
        &mut self,
        asker: &Asker,
        of: &Target,
        upto: Seq,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let (room, actor) = self.allowed(asker, of, command, got.as_ref(), draft.now)?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let (head, last) = draft.rooms.get(&room.id).map_or((live.room.head, live.room.at), |r| (r.head, r.at));
        let seq = upto.min(head);
        let at = if seq == head { Some(last) } else { live.tail.get(seq).map(|fact| fact.at) };
        // In a room without facts nothing has a time.
        let read = ReadMark { seq, at: at.filter(|_| seq > 0) };
        self.plan_mark(asker, room, &actor, (read, false), draft);
        Ok(())
    }

    /// Up to a moment. A direct conversation that has not begun is made for it, as for a message.
    pub(super) fn mark_at(
        &mut self,
        asker: &Asker,
        of: &Target,
        at: Millis,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if let (Target::Person(_), Place::Absent(kind)) = (of, self.place(asker, of, got.as_ref())?) {
            return Err(Halt::Open(kind));
        }
        let (room, actor) = self.allowed(asker, of, command, got.as_ref(), draft.now)?;
        let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
        let (head, last) = draft.rooms.get(&room.id).map_or((live.room.head, live.room.at), |r| (r.head, r.at));
        // Nobody has read what is not yet said: a wrong clock must not mark it.
        let at = at.min(draft.now.max(last));
        let next = Millis(at.0.saturating_add(1));
        let seq = match (live.tail.seq_at(next, live.kept_after), got) {
            _ if at >= last => head,
            (Some(seq), _) => seq,
            (None, Some(Got::SeqAt(seq))) => seq.map_err(refusal)?,
            (None, _) => return Err(Halt::Fetch(Wanted::SeqAt(room.id, next))),
        };
        // A moment before what they have read anyway is noted, and the number stays.
        let seq = seq.max(self.read_upto(&actor, &live.room));
        self.plan_mark(asker, room, &actor, (ReadMark { seq, at: Some(at) }, true), draft);
        Ok(())
    }

    /// It counts at once. Not saved, it would only be read again after a restart.
    fn plan_mark(&mut self, asker: &Asker, room: RoomTag, actor: &Actor, read: (ReadMark, bool), draft: &mut Draft) {
        let ((read, at), person) = (read, actor.who.id);
        let after = self.rooms.get(&room.id).map_or(0, |live| live.room.head);
        let before = self.people.mark(person, room.id);
        let mark = self.people.set_mark(person, room.id, read);
        let told = Some(Told { asker: asker.clone(), at, moved: before != Some(mark) });
        draft.planned.push(Planned::Mark { told, room, person, mark, after });
    }

    /// How far somebody has read. Where there is no such room, or none they may know of, nothing was read.
    pub(super) fn how_far(
        &mut self,
        asker: &Asker,
        of: &Target,
        command: &Command,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let notice = match self.allowed(asker, of, command, got.as_ref(), draft.now) {
            Ok((room, actor)) => {
                let Some(live) = self.rooms.get(&room.id) else { return Ok(()) };
                let seq = self.read_upto(&actor, &live.room);
                let at = self.people.mark(actor.who.id, room.id).and_then(|mark| mark.at);
                marked_at(room, ReadMark { seq, at })
            }
            Err(Halt::Refused(Refusal::NoSuchRoom(_) | Refusal::NoSuchPerson(_))) => {
                let room = match of {
                    Target::Room(name) => RoomLabel::Named(name.clone()),
                    Target::Person(name) => RoomLabel::With(name.clone()),
                };
                Notice::MarkedAt { room, id: None, at: None, seq: 0 }
            }
            Err(halt) => return Err(halt),
        };
        draft.answer(asker, notice);
        Ok(())
    }

    /// A mark is saved: who set it is answered, and their other sessions hear it if it moved.
    pub(super) fn marked(&self, told: Told, room: RoomTag, person: PersonId, mark: ReadMark, batch: &mut Batch) {
        let Told { asker, at, moved } = told;
        let others = if moved { self.people.sessions(person) } else { Default::default() };
        let by = asker.session;
        let answer = match at {
            true => marked_at(room.clone(), mark),
            false => Notice::Marked { room: room.clone(), seq: mark.seq },
        };
        batch.answer(asker, answer);
        let hears = |session: &SessionId| *session != by && self.hears(*session, Some(room.id));
        for session in others.into_iter().filter(hears) {
            let notice = marked_at(room.clone(), mark);
            batch.events.push(Event::Notice { session, answers: None, last: false, notice });
        }
    }

    /// How far an account has read by speaking is saved when it goes; one that says goodbye has seen all there was.
    pub(super) fn save_marks(&mut self, gone: &Session, seen: bool, draft: &mut Draft) {
        let person = gone.who.id;
        // What a program says or hears, nobody has read.
        if self.standing(person) == Standing::Guest || gone.program.is_some() {
            return;
        }
        let mut marks = Vec::new();
        for room in &gone.rooms {
            let Some(live) = self.rooms.get(room) else { continue };
            let after = live.room.head;
            let head = draft.rooms.get(room).map_or(after, |drafted| drafted.head);
            let mark = match seen {
                true => Some(self.people.set_mark(person, *room, ReadMark::upto(head))),
                false => self.people.mark(person, *room),
            };
            let Some(mark) = mark else { continue };
            marks.push((*room, mark));
            let room = RoomTag { id: *room, label: self.label(&live.room.state.kind, person) };
            draft.planned.push(Planned::Mark { told: None, room, person, mark, after });
        }
        marks.into_iter().for_each(|(room, mark)| self.has_read(person, room, mark));
    }

    /// Rooms the session is in where there is something to read.
    pub(super) fn unread(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let lines = self.unread_lines(asker);
        draft.answer(asker, Notice::Unread(lines));
        Ok(())
    }

    pub(super) fn unread_lines(&self, asker: &Asker) -> Vec<UnreadLine> {
        let Some(session) = self.sessions.get(&asker.session) else { return Vec::new() };
        let line = |id: &RoomId| {
            let (actor, live) = (self.actor(asker, *id)?, self.rooms.get(id)?);
            let read = self.read_upto(&actor, &live.room);
            let room = RoomTag { id: *id, label: self.label(&live.room.state.kind, actor.who.id) };
            let count = live.room.head.saturating_sub(read);
            (count > 0).then_some(UnreadLine { room, read, count })
        };
        session.rooms.iter().filter_map(line).collect()
    }

    /// Whoever does not enter their account's rooms by themselves is told how far they have read there, as far as that was ever
    /// said and the room is in memory; in others they ask.
    pub(super) fn tell_marks_of_rooms_not_followed(&self, session: SessionId, draft: &mut Draft) {
        let Some(state) = self.sessions.get(&session) else { return };
        if follows(&self.policy, Some(state)) {
            return;
        }
        let elsewhere = |room: &RoomId| !state.rooms.contains(room);
        for room in self.people.rooms_of_member(state.who.id).into_iter().filter(elsewhere) {
            let (mark, live) = (self.people.mark(state.who.id, room), self.rooms.get(&room));
            let Some((mark, live)) = mark.filter(|mark| mark.at.is_some()).zip(live) else { continue };
            if let Kind::Named(name) = &live.room.state.kind {
                let tag = RoomTag { id: room, label: RoomLabel::Named(name.clone()) };
                draft.news(session, marked_at(tag, mark));
            }
        }
    }

    /// The last number somebody has read: as they said, or else what was there when they entered. What is kept no more
    /// cannot be read.
    pub(super) fn read_upto(&self, actor: &Actor, room: &Room) -> Seq {
        let said = self.people.mark(actor.who.id, room.id).map(|mark| mark.seq);
        let gone = self.rooms.get(&room.id).map_or(0, |live| live.kept_after);
        said.or(actor.since).unwrap_or(room.head).max(gone).min(room.head)
    }
}

fn marked_at(room: RoomTag, mark: ReadMark) -> Notice {
    Notice::MarkedAt { room: room.label, id: Some(room.id), at: mark.at, seq: mark.seq }
}
